//! `huilu network design`: a network in, a designed network out.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::{CityAndProblem, map, read_network, words};
use crate::api::answer;
use crate::cli::terms::RulesArg;
use crate::cli::{Refusal, effort, progress, refusal};
use crate::engine::error::Text;
use crate::engine::network::{NetworkOutcome, design};
use crate::engine::rounds::Budget;
use crate::engine::{City, files};
use crate::network::model::Network;
use crate::wire::json;
use crate::wire::lang::Lang;
use crate::wire::network::format::NoteEntry;
use crate::wire::network::report::{self, Report};
use crate::wire::network::{Parsed, layers, tables, xlsx};
use crate::wire::picture::svg;

/// What is searched for if nobody says how long.
const DEFAULT_SECONDS: u64 = 60;

#[derive(Args)]
pub(super) struct DesignArgs {
    #[command(flatten)]
    what: CityAndProblem,
    #[command(flatten)]
    rules: RulesArg,
    #[command(flatten)]
    search: SearchArgs,
    /// Where to write the designed network as JSON; stdout without it
    #[arg(short, long, value_name = "DESIGN")]
    output: Option<PathBuf>,
    /// Also write sites, flows and sources as GeoJSON
    #[arg(long, value_name = "F.geojson")]
    geojson: Option<PathBuf>,
    /// Also draw it as a map
    #[arg(long, value_name = "F.svg")]
    map: Option<PathBuf>,
    /// Also write its tables as a workbook
    #[arg(long, value_name = "F.xlsx")]
    xlsx: Option<PathBuf>,
    /// Also write a page to print, with map and tables, in the terminal's language
    #[arg(long, value_name = "F.html")]
    report: Option<PathBuf>,
}

/// How long to search for a design.
#[derive(Args)]
pub(super) struct SearchArgs {
    /// How long to search, in seconds; 60 if neither this nor --iterations is given. It ends sooner when the best is proven
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    seconds: Option<u64>,
    /// How many steps to search; the design is then the same on every machine and any number of threads
    #[arg(long, value_name = "N")]
    iterations: Option<u64>,
    /// Threads; by default as many as there are processors
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

impl SearchArgs {
    /// The budget these stand for.
    pub(super) fn budget(&self, signals: &progress::CancelOnSignal) -> Budget {
        let wall = match (self.seconds, self.iterations) {
            (None, None) => Some(DEFAULT_SECONDS),
            (seconds, _) => seconds,
        };
        Budget {
            wall: wall.map(Duration::from_secs),
            iterations: self.iterations,
            seed: 1,
            threads: self.threads.map_or_else(effort::threads, usize::from),
            patience: None,
            cancel: Arc::clone(&signals.flag),
        }
    }
}

pub(super) fn run(args: &DesignArgs) -> Result<ExitCode, Refusal> {
    for output in [&args.output, &args.geojson, &args.map, &args.xlsx, &args.report].into_iter().flatten() {
        files::apart(&args.what.problem, output)?;
    }
    let parsed = read_network(&args.what.problem)?;
    let city = files::load(&args.what.city)?;
    args.rules.set(&city)?;
    let signals = progress::CancelOnSignal::new(
        "stopping: the best network so far will be written (once more to end at once) / 正在停止，将输出当前最好方案",
    )?;
    let outcome = search(&city, &parsed.network, &args.search.budget(&signals))?;
    let file = answer::network(&city, &parsed, &outcome);
    let lang = refusal::lang();
    eprint!("{}", words::summary(&file, lang));
    let text = json::pretty(&file);
    match &args.output {
        Some(path) => files::write_whole(path, text.as_bytes())?,
        None => crate::cli::say::say(&text)?,
    }
    if let Some(path) = &args.geojson {
        files::write_whole(path, layers::geojson(&parsed.network, &file).to_string().as_bytes())?;
    }
    if let Some(path) = &args.xlsx {
        let bytes = xlsx::workbook(&tables::all(&file, lang))
            .map_err(|why| Refusal::input("workbook", Text::new(&why, &why), Text::default()))?;
        files::write_whole(path, &bytes)?;
    }
    if args.map.is_some() || args.report.is_some() {
        let title = title(&parsed, lang);
        let summary: Vec<String> = words::summary(&file, lang).lines().map(|l| l.trim().to_owned()).collect();
        let heading = [title.clone(), summary.first().cloned().unwrap_or_default()];
        let map_svg = svg(&map::picture(&city, &parsed.network, &outcome.answer, &file, heading, lang));
        if let Some(path) = &args.map {
            files::write_whole(path, map_svg.as_bytes())?;
        }
        if let Some(path) = &args.report {
            let page =
                Report { title, summary, map_svg, tables: tables::all(&file, lang), notes: notes(&parsed, lang) };
            files::write_whole(path, report::page(&page, lang).as_bytes())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The heading of a report.
fn title(parsed: &Parsed, lang: Lang) -> String {
    let city = parsed.city.as_deref().unwrap_or_default();
    lang.pick(format!("{city} Recycling network").trim().to_owned(), format!("{city}再生资源三级回收网络方案"))
}

/// What the figures rest on, in sentences.
pub(super) fn notes(parsed: &Parsed, lang: Lang) -> Vec<String> {
    let network = &parsed.network;
    let mut out = vec![
        lang.pick(
            "Roads: © OpenStreetMap contributors, ODbL 1.0. Ways are the fastest by the haul's profile, without hours.",
            "道路数据：© OpenStreetMap 贡献者，ODbL 1.0。路径为各运输方式的最快路径，不分时段。",
        )
        .to_owned(),
        lang.pick(
            "The lower bound is proven for the whole problem: no choice of sites and flows that keeps the rules costs less.",
            "下界对整个问题成立：任何满足规则的站点与流量方案费用不低于该值。",
        )
        .to_owned(),
    ];
    for haul in &network.hauls {
        let mut parts: Vec<String> = Vec::new();
        if let Some(t) = haul.truck {
            let (kg, percent, co2) = (t.payload.0 / 1000, t.load_percent, t.co2_g_per_km);
            let [km, h] = [t.rates.fen_per_km, t.rates.fen_per_h].map(|fen| fen as f64 / 100.0);
            parts.push(lang.pick(
                format!("{kg} kg × {percent} %, {km:.2} yuan/km, {h:.2} yuan/h, {co2} g CO2/km"),
                format!("载重 {kg} 公斤×装载率 {percent}%，{km:.2} 元/公里，{h:.2} 元/小时，二氧化碳 {co2} 克/公里"),
            ));
        }
        if haul.fen_per_t_km > 0 {
            let yuan = haul.fen_per_t_km as f64 / 100.0;
            parts.push(lang.pick(format!("{yuan:.2} yuan/(t km)"), format!("{yuan:.2} 元/吨公里")));
        }
        if let Some(reach) = haul.reach {
            let m = reach.metres();
            parts.push(lang.pick(format!("at most {m:.0} m"), format!("不超过 {m:.0} 米")));
        }
        let (name, profile, list) = (&haul.name, &haul.profile, parts.join(lang.pick(", ", "，")));
        out.push(lang.pick(format!("{name} ({profile}): {list}"), format!("{name}（{profile}）：{list}")));
    }
    let said = |n: &NoteEntry| {
        let (first, other) = lang.pick((&n.en, &n.zh), (&n.zh, &n.en));
        first.clone().or_else(|| other.clone())
    };
    out.extend(parsed.notes.iter().filter_map(said));
    out
}

/// Designs with a line of progress on stderr.
fn search(city: &City, network: &Network, budget: &Budget) -> Result<NetworkOutcome, Refusal> {
    let line = progress::line();
    let outcome = design(city, network, budget, &|p| {
        let best = p.best.map_or_else(|| "–".to_owned(), |fen| format!("{:.0}", fen / 100.0));
        line.set_message(format!("{} steps, best {best} yuan, bound {:.0} yuan", p.iterations, p.bound / 100.0));
        line.tick();
    });
    line.finish_and_clear();
    Ok(outcome?)
}
