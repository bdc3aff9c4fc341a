//! `huilu mobile draft`: a service to begin with, from the map and the shipped tables alone.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::cli::network::draft::{Surveyed, Tables, read_region, read_standard, surveyed};
use crate::cli::say::say;
use crate::cli::{Refusal, refusal};
use crate::engine::error::Text;
use crate::engine::mobile::draft::standing;
use crate::engine::{City, files};
use crate::network::candidates::{CandidateRules, propose};
use crate::network::model::Tier;
use crate::wire::json;
use crate::wire::mobile::draft::{Parts, compose};
use crate::wire::mobile::format::MobileFile;
use crate::wire::mobile::template;
use crate::wire::network::draft::note;
use crate::wire::network::xlsx;

#[derive(Args)]
pub(super) struct DraftArgs {
    /// City file whose map is surveyed
    #[arg(long, value_name = "CITY.huilu")]
    city: PathBuf,
    #[command(flatten)]
    what: WhatArgs,
    /// Where to write the problem, as JSON or, by its ending, as a workbook (.xlsx); stdout without it
    #[arg(short, long, value_name = "PROBLEM")]
    output: Option<PathBuf>,
}

/// What a draft is to have.
#[derive(Args)]
pub(super) struct WhatArgs {
    /// Region whose census is used: datong, xinzhou, or a folder with one
    #[arg(long, value_name = "R")]
    region: Option<String>,
    /// Vehicles of a drafted problem
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=200))]
    vehicles: u32,
    /// Weeks after which a drafted timetable repeats itself: 1, 2 or 4; with 4, villages are visited once in the cycle
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = weeks)]
    weeks: u8,
    /// Standing places of a drafted problem, at most
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    stands: u32,
    /// Places where people live of a drafted problem, at most
    #[arg(long, value_name = "N", default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    places: u32,
}

/// Homes are gathered by squares of so many metres, where that leaves few enough places: a walk is some hundreds.
const CELL_M: f64 = 150.0;
/// Places to unload that are proposed; a draft chooses among them.
const STATIONS: usize = 40;

/// A cycle that a timetable can have.
fn weeks(text: &str) -> Result<u8, String> {
    match text.parse() {
        Ok(weeks @ (1 | 2 | 4)) => Ok(weeks),
        _ => Err(format!("a cycle has 1, 2 or 4 weeks, not {text:?} / 周期为 1、2 或 4 周")),
    }
}

pub(super) fn run(args: &DraftArgs) -> Result<ExitCode, Refusal> {
    let output: Vec<&Path> = args.output.iter().map(PathBuf::as_path).collect();
    files::outputs_ready(&[args.city.as_path()], &output, &[])?;
    let city = files::load(&args.city)?;
    let file = draft(&city, &args.city, &args.what)?;
    let is_workbook = |path: &Path| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xlsx"));
    match &args.output {
        Some(path) if is_workbook(path) => {
            let bytes = xlsx::workbook(&template::tables(&file))
                .map_err(|why| Refusal::input("workbook", Text::new(&why, &why), Text::default()))?;
            files::write_whole(path, &bytes)?;
        }
        Some(path) => files::write_whole(path, json::pretty(&file).as_bytes())?,
        None => say(json::pretty(&file))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A problem from the map; what had to be assumed goes to stderr and into its notes.
pub(super) fn draft(city: &City, path: &Path, what: &WhatArgs) -> Result<MobileFile, Refusal> {
    let tables = Tables::shipped()?;
    let region = what.region.as_deref().map(|name| read_region(name, &tables.streams)).transpose()?;
    let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
    let name = region.as_ref().map_or(stem, |r| r.zh.as_str());
    let places = what.places as usize;
    let Surveyed { survey, map, .. } = surveyed(city, region.as_ref(), CELL_M, places, &tables)?;
    let standing = standing(city, &survey, &map.places, "light_truck", what.stands as usize)?;
    let rules = CandidateRules::of(&read_standard("national")?, 0, STATIONS, 0);
    let mut stations = propose(&survey.parcels, &map.places, &rules);
    stations.retain(|c| c.tier == Tier::TransferStation);
    let counties: Vec<String> = survey.counties.iter().map(|c| c.name.clone()).collect();
    let parts = Parts {
        city: name,
        streams: &tables.streams,
        counties: &counties,
        places: &map.places,
        villages: &standing.villages,
        demand: &map.demand,
        spots: &standing.spots,
        fixed: &standing.fixed,
        stations: &stations,
        vehicles: what.vehicles,
        weeks: what.weeks,
    };
    let composed = if standing.spots.is_empty() { None } else { compose(&parts) };
    let Some((mut file, mut remarks)) = composed else {
        return Err(Refusal::input(
            "no_stands",
            Text::new(
                "the map shows no place by a road where a vehicle could stand near homes",
                "地图上没有可停靠回收车的路边地点",
            ),
            Text::new("give standing places in a problem file of your own", "请自行编写含停靠点的问题文件"),
        ));
    };
    if let Some(source) = city.map().source.source.as_deref().filter(|s| s.contains("synthetic")) {
        let remark = (format!("roads: {source}"), format!("道路：{source}"));
        file.notes.push(note(remark.clone()));
        remarks.push(remark);
    }
    for (en, zh) in &remarks {
        eprintln!("{}", refusal::lang().pick(en, zh));
    }
    Ok(file)
}
