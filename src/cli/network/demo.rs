//! The demo's own network: drafted from the embedded map, designed, drawn; a candidate centre tested on it.

mod centre;

use std::path::Path;

use super::design::notes;
use super::draft::{Size, Tables, draft};
use super::{map, words};
use crate::api::answer;
use crate::cli::{Refusal, refusal};
use crate::engine::error::Kind;
use crate::engine::network::design;
use crate::engine::rounds::Budget;
use crate::engine::{City, files};
use crate::wire::facts::shipped;
use crate::wire::json;
use crate::wire::lang::Lang;
use crate::wire::network::draft::{PRICES, Prices};
use crate::wire::network::report::{self, Report};
use crate::wire::network::{layers, tables, xlsx};
use crate::wire::picture::svg;

/// Enough to show the whole, little enough to be designed while one waits.
const SIZE: Size = Size { places: 500, drop_offs: Some(160), later: [14, 5] };

/// Drafts a network for a city, designs it and writes everything into a folder; says what came out, in lines.
pub(in crate::cli) fn show(city: &City, title: [&str; 2], out: &Path, budget: &Budget) -> Result<Vec<String>, Refusal> {
    let lang = refusal::lang();
    let wrong =
        |why: &str| Refusal::input("shipped_tables", crate::engine::error::Text::new(why, why), Default::default());
    let standard = shipped::preset("national").ok_or_else(|| wrong("national"))?;
    let prices = Prices::read(PRICES).map_err(|why| wrong(&why))?;
    let name = lang.pick(title[0], title[1]);
    let (drafted, remarks) = draft(city, name, None, &standard, &prices, SIZE, &Tables::shipped()?)?;
    let problem = json::pretty(&drafted);
    let parsed = crate::wire::network::of_file(drafted)
        .map_err(|defects| Refusal::defects("network.json".as_ref(), &defects))?;
    let mut lines: Vec<String> = remarks.into_iter().map(|(en, zh)| lang.pick(en, zh)).collect();
    files::write_whole(&out.join("network.json"), problem.as_bytes())?;
    let outcome = match design(city, &parsed.network, budget, &|_| {}) {
        Ok(outcome) => outcome,
        // The day's rounds stand without it: say why there is none, and go on.
        Err(none) if none.kind == Kind::NoAnswer => {
            lines.push(lang.pick(none.cause.en, none.cause.zh));
            return Ok(lines);
        }
        Err(other) => return Err(other.into()),
    };
    let file = answer::network(city, &parsed, &outcome);
    let summary: Vec<String> = words::summary(&file, lang).lines().map(|l| l.trim().to_owned()).collect();
    let heading = [
        lang.pick(format!("{name}: a network of its own"), format!("{name}：自身回收网络")),
        summary.first().cloned().unwrap_or_default(),
    ];
    let picture = svg(&map::picture(city, &parsed.network, &outcome.answer, &file, heading.clone(), lang));
    let page = Report {
        title: heading[0].clone(),
        summary: summary.clone(),
        map_svg: picture.clone(),
        tables: tables::all(&file, lang),
        notes: notes(&parsed, lang),
    };
    let workbook = xlsx::workbook(&page.tables).map_err(|why| wrong(&why))?;
    let texts = [
        ("network-design.json", json::pretty(&file)),
        ("network.geojson", layers::geojson(&parsed.network, &file).to_string()),
        ("network.svg", picture),
        ("network.html", report::page(&page, lang)),
    ];
    for (name, text) in &texts {
        files::write_whole(&out.join(name), text.as_bytes())?;
    }
    files::write_whole(&out.join("network.xlsx"), &workbook)?;
    lines.extend(summary);
    lines.extend(centre::tested(city, &parsed, &outcome.answer.open, budget, out)?);
    Ok(lines)
}

/// A heading before the lines.
pub(in crate::cli) fn heading(lang: Lang) -> &'static str {
    lang.pick(
        "the island's own network, drafted from its map, designed, and a site tested on it:",
        "据地图起草、设计并做站点测试的自身回收网络：",
    )
}
