//! The demo's own network: drafted from the embedded map, designed, drawn.

use std::path::Path;

use super::design::{answer_file, notes, search};
use super::draft::{Size, draft};
use super::{map, words};
use crate::cli::{Refusal, refusal};
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
    let (file, remarks) = draft(city, name, None, &standard, &prices, SIZE)?;
    let problem = json::pretty(&file);
    let parsed = crate::wire::network::read(problem.as_bytes())
        .map_err(|defects| Refusal::defects("network.json".as_ref(), &defects))?;
    let outcome = search(city, &parsed.network, budget)?;
    let design = answer_file(city, &parsed.network, &outcome);
    let mut lines: Vec<String> = remarks.into_iter().map(|(en, zh)| lang.pick(en, zh)).collect();
    let summary: Vec<String> = words::summary(&design, lang).lines().map(|l| l.trim().to_owned()).collect();
    let heading = [
        lang.pick(format!("{name}: a network of its own"), format!("{name}：自身回收网络")),
        summary.first().cloned().unwrap_or_default(),
    ];
    let picture = svg(&map::picture(city, &parsed.network, &outcome.answer, &design, heading.clone(), lang));
    let page = Report {
        title: heading[0].clone(),
        summary: summary.clone(),
        map_svg: picture.clone(),
        tables: tables::all(&design, lang),
        notes: notes(&parsed, lang),
    };
    let workbook = xlsx::workbook(&page.tables).map_err(|why| wrong(&why))?;
    let texts = [
        ("network.json", problem),
        ("network-design.json", json::pretty(&design)),
        ("network.geojson", layers::geojson(&parsed.network, &design).to_string()),
        ("network.svg", picture),
        ("network.html", report::page(&page, lang)),
    ];
    for (file, text) in &texts {
        files::write_whole(&out.join(file), text.as_bytes())?;
    }
    files::write_whole(&out.join("network.xlsx"), &workbook)?;
    lines.extend(summary);
    Ok(lines)
}

/// A heading before the lines.
pub(in crate::cli) fn heading(lang: Lang) -> &'static str {
    lang.pick("the island's own network, drafted from its map and designed:", "据地图起草并设计的自身回收网络：")
}
