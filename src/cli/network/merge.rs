//! `huilu network merge`: recycling sites that could move in with refuse sites (两网融合).

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::{CityAndProblem, read_network, standing};
use crate::api::answer;
use crate::cli::terms::RulesArg;
use crate::cli::{Refusal, effort, progress, refusal};
use crate::engine::error::Text;
use crate::engine::files;
use crate::engine::network::merge::{MergeRules, Refuse, merge, refuse_in, refuse_on_map};
use crate::engine::query::LonLat;
use crate::engine::rounds::Budget;
use crate::network::model::Tier;
use crate::units::Centimetres;
use crate::wire::network::merge::{MergeFile, geojson};
use crate::wire::{json, points};

/// Refuse sites of a file, at most.
const MOST: usize = 10_000;

#[derive(Args)]
pub(super) struct MergeArgs {
    #[command(flatten)]
    what: CityAndProblem,
    #[command(flatten)]
    rules: RulesArg,
    /// The network as it stands: a file of `network design`; without it the existing sites
    #[arg(long, value_name = "DESIGN.json")]
    design: Option<PathBuf>,
    /// Refuse sites as CSV with lon, lat and a name; without it those of the problem (shared_with_msw, not open) or, if it has none, the map's
    /// (amenity=waste_transfer_station, waste_disposal)
    #[arg(long, value_name = "F.csv")]
    refuse: Option<PathBuf>,
    /// Which recycling sites
    #[arg(long, value_enum, default_value = "transfer-station")]
    tier: TierArg,
    /// The refuse site is no further than this by road
    #[arg(long, value_name = "M", default_value_t = 1000.0, value_parser = metres)]
    within_m: f64,
    /// Least land of a refuse site, where it is known
    #[arg(long, value_name = "M2", default_value_t = 0.0, value_parser = metres)]
    least_m2: f64,
    /// Who drives from the one to the other
    #[arg(long, value_name = "P", default_value = "light_truck")]
    profile: String,
    /// Where to write the pairs as JSON; stdout without it
    #[arg(short, long, value_name = "MERGE")]
    output: Option<PathBuf>,
    /// Also write a line for each pair as GeoJSON
    #[arg(long, value_name = "F.geojson")]
    geojson: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum TierArg {
    DropOff,
    TransferStation,
    SortingCentre,
}

pub(super) fn metres(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(m) if (0.0..=1e7).contains(&m) => Ok(m),
        _ => Err("a number from 0 to 10000000 / 应为 0 至 10000000 的数".to_owned()),
    }
}

pub(super) fn run(args: &MergeArgs) -> Result<ExitCode, Refusal> {
    for output in [&args.output, &args.geojson].into_iter().flatten() {
        for input in [Some(&args.what.problem), args.design.as_ref(), args.refuse.as_ref()].into_iter().flatten() {
            files::apart(input, output)?;
        }
    }
    let parsed = read_network(&args.what.problem)?;
    let network = &parsed.network;
    let city = files::load(&args.what.city)?;
    args.rules.set(&city)?;
    let open = standing(args.design.as_deref(), &city, network)?;
    let mut refuse = match &args.refuse {
        Some(path) => given(path)?,
        None => refuse_in(network, &open),
    };
    if refuse.is_empty() && args.refuse.is_none() {
        refuse = refuse_on_map(&city);
    }
    if refuse.is_empty() {
        return Err(Refusal::input(
            "no_refuse_sites",
            Text::new("there is no refuse site to pair with", "没有可配对的环卫站点"),
            Text::new(
                "give --refuse, or sites with shared_with_msw in the problem",
                "请给出 --refuse,或在任务文件中为站点填写 shared_with_msw",
            ),
        ));
    }
    let rules = MergeRules {
        tier: match args.tier {
            TierArg::DropOff => Tier::DropOff,
            TierArg::TransferStation => Tier::TransferStation,
            TierArg::SortingCentre => Tier::SortingCentre,
        },
        within: Centimetres::from_metres(args.within_m),
        profile: args.profile.clone(),
        least_m2: args.least_m2,
    };
    let signals = progress::CancelOnSignal::new("stopping / 正在停止")?;
    let budget = Budget {
        wall: None,
        iterations: None,
        seed: 1,
        threads: effort::threads(),
        patience: None,
        cancel: std::sync::Arc::clone(&signals.flag),
    };
    let found = merge(&city, network, &open, &refuse, &rules, &budget)?;
    let file = answer::merge(&city, &parsed, &refuse, &rules, &found);
    tell(&file);
    let text = json::pretty(&file);
    match &args.output {
        Some(path) => files::write_whole(path, text.as_bytes())?,
        None => crate::cli::say::say(&text)?,
    }
    if let Some(path) = &args.geojson {
        files::write_whole(path, geojson(&file).to_string().as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuse sites of a file.
fn given(path: &std::path::Path) -> Result<Vec<Refuse>, Refusal> {
    let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
    let points = points::read(&bytes, MOST).map_err(|defects| Refusal::defects(path, &defects))?;
    let one = |(i, p): (usize, points::Point)| Refuse {
        name: if p.name.is_empty() { format!("refuse-{}", i + 1) } else { p.name },
        at: LonLat { lon: p.lon_lat.0, lat: p.lon_lat.1 },
        land_m2: None,
    };
    Ok(points.into_iter().enumerate().map(one).collect())
}

/// The pairs in a few lines on stderr.
fn tell(file: &MergeFile) {
    let lang = refusal::lang();
    let (n, sites, refuse, possible) = (file.pairs.len(), file.sites, file.refuse_sites, file.possible);
    let yuan = |fen: i64| format!("{:.2}", fen as f64 / 100.0);
    let saving = yuan(file.saving_fen);
    eprintln!(
        "{}",
        lang.pick(
            format!(
                "{n} pairs of {sites} sites and {refuse} refuse sites ({possible} possible) save {saving} yuan a year"
            ),
            format!("{sites} 个站点与 {refuse} 个环卫站点（可行组合 {possible}）配成 {n} 对，每年节省 {saving} 元"),
        )
    );
    for pair in &file.pairs {
        eprintln!(
            "{}",
            lang.pick(
                format!(
                    "  {:>13}  {} → {}, {:.0} m: fixed {}, hauls {}",
                    yuan(pair.saving_fen),
                    pair.site,
                    pair.refuse,
                    pair.distance_m,
                    yuan(pair.fixed_fen),
                    yuan(-pair.hauls_fen)
                ),
                format!(
                    "  {:>13}  {} → {}，{:.0} 米：固定费用 {}，运输 {}",
                    yuan(pair.saving_fen),
                    pair.site,
                    pair.refuse,
                    pair.distance_m,
                    yuan(pair.fixed_fen),
                    yuan(-pair.hauls_fen)
                ),
            )
        );
    }
}
