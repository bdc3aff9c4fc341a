//! `huilu network draft`: a network to begin with, from the map and the shipped tables alone.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::cli::network::fault;
use crate::cli::say::say;
use crate::cli::{Refusal, refusal};
use crate::engine::error::{Kind, Text};
use crate::engine::network::{coverage_possible, nearest};
use crate::engine::query::LonLat;
use crate::engine::survey::{DemandQuery, KnownPeople, MapDemand, Survey, demand, keep_reachable, survey};
use crate::engine::{City, files};
use crate::ids::Id;
use crate::network::candidates::{CandidateRules, propose};
use crate::network::demand::{DemandFault, Overrides, Rates, Settled};
use crate::network::model::Network;
use crate::network::region::Region;
use crate::network::standard::Standard;
use crate::network::streams::StreamTable;
use crate::units::Centimetres;
use crate::wire::codes::E7121;
use crate::wire::defect::{Arg, Defect};
use crate::wire::facts::{overrides, rates, region, shipped, standard, streams};
use crate::wire::network::draft::{PRICES, Parts, Prices, compose, note};
use crate::wire::network::format::NetworkFile;
use crate::wire::network::format::site::TierWord;
use crate::wire::{json, network};

#[derive(Args)]
pub(super) struct DraftArgs {
    /// City file whose map is surveyed
    #[arg(long, value_name = "CITY.huilu")]
    city: PathBuf,
    /// A region whose census, targets and named sinks are used: datong, xinzhou, or a folder like seeds/datong with region.toml and counties.geojson
    #[arg(long, value_name = "R|DIR")]
    region: Option<String>,
    /// Your own table of streams, like seeds/streams.toml
    #[arg(long, value_name = "F.toml")]
    streams: Option<PathBuf>,
    /// Your own rates and household sizes, like seeds/rates.toml
    #[arg(long, value_name = "F.toml")]
    rates: Option<PathBuf>,
    /// Amounts that you know better, as CSV with area, source, stream and kg_per_year or kg_per_person_year
    #[arg(long = "override", value_name = "F.csv")]
    amounts: Option<PathBuf>,
    /// The standard to keep: national, beijing, shanghai, nanjing, chengdu, or a file of your own; by default the region's, or national
    #[arg(long, value_name = "S|F.toml")]
    standard: Option<String>,
    /// Sizes and prices of sites; by default those that ship, all of them assumed
    #[arg(long, value_name = "F.toml")]
    prices: Option<PathBuf>,
    /// Places where material arises, at most
    #[arg(long, value_name = "N", default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    places: u32,
    /// Candidates for drop-off points, at most; by default twice as many as the standard asks for, from 200 to 3,000
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=20_000))]
    drop_offs: Option<u32>,
    /// Candidates for transfer stations, at most
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=2_000))]
    stations: u32,
    /// Candidates for sorting centres, at most
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=500))]
    centres: u32,
    /// Where to write the problem; stdout without it
    #[arg(short, long, value_name = "PROBLEM.json")]
    output: Option<PathBuf>,
}

/// How large a network is drafted.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Size {
    /// Places where material arises, at most.
    pub(in crate::cli) places: usize,
    /// Candidates for drop-off points, at most; without a number as the standard asks.
    pub(in crate::cli) drop_offs: Option<usize>,
    /// Candidates for stations and centres, at most.
    pub(in crate::cli) later: [usize; 2],
}

/// Homes are gathered by squares of so many metres, where that leaves few enough places.
const CELL_M: f64 = 300.0;

pub(super) fn run(args: &DraftArgs) -> Result<ExitCode, Refusal> {
    let tables = tables(args)?;
    let region = args.region.as_deref().map(|name| read_region(name, &tables.streams)).transpose()?;
    let city = files::load(&args.city)?;
    let wanted = args.standard.as_deref().or(region.as_ref().map(|r| r.standard.as_str())).unwrap_or("national");
    let standard = read_standard(wanted)?;
    let prices = match &args.prices {
        None => Prices::read(PRICES),
        Some(path) => Prices::read(&std::fs::read_to_string(path).map_err(|e| refusal::io(path, &e))?),
    }
    .map_err(|why| Refusal::input("bad_prices", Text::new(&why, &why), Text::default()))?;
    let size = Size {
        places: args.places as usize,
        drop_offs: args.drop_offs.map(|n| n as usize),
        later: [args.stations, args.centres].map(|n| n as usize),
    };
    let name = args.city.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
    let name = region.as_ref().map_or(name, |r| r.zh.as_str());
    let (file, remarks) = draft(&city, name, region.as_ref(), &standard, &prices, size, &tables)?;
    for (en, zh) in &remarks {
        eprintln!("{}", refusal::lang().pick(en, zh));
    }
    let text = json::pretty(&file);
    match &args.output {
        Some(path) => files::write_whole(path, text.as_bytes())?,
        None => say(text)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A network to begin with, and what it had to leave out.
pub(in crate::cli) fn draft(
    city: &City,
    name: &str,
    region: Option<&Region>,
    standard: &Standard,
    prices: &Prices,
    size: Size,
    tables: &Tables,
) -> Result<(NetworkFile, Vec<(String, String)>), Refusal> {
    let streams = &tables.streams;
    let Surveyed { survey, off_road, map } = surveyed(city, region, CELL_M, size.places, tables)?;
    let lives = |of: fn(&Settled) -> i64| map.places.iter().map(|p| of(p).max(0) as u64).sum::<u64>();
    let needed = standard.drop_offs_needed(lives(|p| p.households), lives(|p| p.persons), true).unwrap_or_default();
    let drop_offs = size.drop_offs.unwrap_or((2 * needed as usize).clamp(200, 3_000));
    let [stations, centres] = size.later;
    let candidates = propose(&survey.parcels, &map.places, &CandidateRules::of(standard, drop_offs, stations, centres));
    let counties: Vec<String> = survey.counties.iter().map(|c| c.name.clone()).collect();
    let parts = Parts {
        city: name,
        streams,
        counties: &counties,
        places: &map.places,
        demand: &map.demand,
        candidates: &candidates,
        standard,
        region,
        prices,
    };
    let (mut file, mut remarks) = compose(&parts);
    let composed = remarks.len();
    fit_to_roads(city, &mut file, &mut remarks)?;
    if let Some(source) = city.map().source.source.as_deref().filter(|s| s.contains("synthetic")) {
        remarks.push((format!("roads: {source}"), format!("道路：{source}")));
    }
    if off_road > 0 {
        remarks.push((
            format!("no candidates, for want of a road for trucks within 500 m: {off_road} places of the map"),
            format!("{off_road} 处地块因 500 米内没有货车可用道路，未列为候选"),
        ));
    }
    if !map.unmatched.is_empty() {
        let n = map.unmatched.len();
        remarks.push((
            format!("{n} counties of the region are not among those the city was imported with (import --boundary)"),
            format!("该地区有 {n} 个县区不在城市文件的边界中（导入时请使用 --boundary）"),
        ));
    }
    file.notes.extend(remarks[composed..].iter().cloned().map(note));
    Ok((file, remarks))
}

/// What the map shows: the land, and who lives where with what to hand over.
pub(in crate::cli) struct Surveyed {
    /// The land.
    pub(in crate::cli) survey: Survey,
    /// Pieces of land left out because no truck comes near.
    pub(in crate::cli) off_road: usize,
    /// People, and what they hand over.
    pub(in crate::cli) map: MapDemand,
}

/// Surveys a city; homes are gathered by squares of so many metres into so many places at most.
pub(in crate::cli) fn surveyed(
    city: &City,
    region: Option<&Region>,
    cell_m: f64,
    most_places: usize,
    tables: &Tables,
) -> Result<Surveyed, Refusal> {
    let (streams, rates) = (&tables.streams, tables.rates.clone());
    let mut survey: Survey = survey(city);
    let off_road = keep_reachable(city, &mut survey)?;
    let people = region.map_or_else(Vec::new, |r| {
        let known = |c: &crate::network::region::County| KnownPeople {
            code: c.code.clone(),
            name: c.name.clone(),
            persons: c.persons.value,
            persons_per_household: Some(r.persons_per_household.value),
        };
        r.counties.iter().map(known).collect()
    });
    let mut overrides = region.map_or_else(Overrides::default, |r| baselines(r, &survey, &rates));
    if let Some((path, bytes)) = &tables.amounts {
        let counties: Vec<(String, String)> =
            survey.counties.iter().map(|c| (c.name.clone(), c.code.clone())).collect();
        // Of several for one cell the last counts: a planner's own after the region's.
        let own = overrides::read(bytes, streams, &counties).map_err(|defects| Refusal::defects(path, &defects))?;
        overrides.rates_g.extend(own.rates_g);
        overrides.counties_kg.extend(own.counties_kg);
        overrides.places_kg.extend(own.places_kg);
    }
    let query = DemandQuery { rates, people, cell_m, most_places, overrides };
    let map = demand(&survey, &query).map_err(|fault| {
        let (en, zh) = fault::words(&fault, &survey, streams);
        match &tables.amounts {
            Some((path, _)) if !matches!(fault, DemandFault::Nowhere(_)) => {
                Refusal::defects(path, &[Defect::new(&E7121, "", [Arg::Each(en, zh)])])
            }
            _ => Refusal::input(
                "no_demand",
                Text::new(en, zh),
                Text::new(
                    "import a map that shows the homes, or leave the county out",
                    "请导入含有住宅的地图，或去掉该县区",
                ),
            ),
        }
    })?;
    if map.places.is_empty() {
        return Err(Refusal::input(
            "no_homes",
            Text::new(
                "the map shows no homes: no residential land and no residential buildings",
                "地图上没有住宅：既无居住用地也无住宅建筑",
            ),
            Text::new("give sources in a problem file of your own", "请自行编写含产生点的问题文件"),
        ));
    }
    Ok(Surveyed { survey, off_road, map })
}

/// What the region's counties collected in the base year, where it has a figure for the city: shared out by people.
fn baselines(region: &Region, survey: &Survey, rates: &Rates) -> Overrides {
    let Some(base) = region.base_kg(&rates.grams()) else { return Overrides::default() };
    let streams = || region.baselines.iter().flat_map(|b| &b.streams);
    let counties_kg = survey.counties.iter_ids().flat_map(|(id, county)| {
        let same = region.counties.iter().position(|c| c.code == county.code || c.name == county.name);
        let row = same.and_then(|c| base.get(c));
        streams().filter_map(move |&s| Some((id, s, *row?.get(s.index())?))).collect::<Vec<_>>()
    });
    Overrides { counties_kg: counties_kg.collect(), ..Overrides::default() }
}

/// Residents go to a drop-off point twice as far at most as whoever lives farthest from one must, within these limits in metres: nobody carries anything across
/// a region, and a design has a hundredth of the ways.
const WALKS_M: [f64; 2] = [3_000.0, 10_000.0];

/// What only the roads tell: how far one may have to walk, and which coverage can be had at all.
fn fit_to_roads(city: &City, file: &mut NetworkFile, remarks: &mut Vec<(String, String)>) -> Result<(), Refusal> {
    sinks_to_roads(city, file, remarks)?;
    let parsed = network::of_file(file.clone()).map_err(|d| Refusal::defects("draft".as_ref(), &d))?;
    limit_walks(city, &parsed.network, file, remarks)?;
    relax_coverage(city, &parsed.network, file, remarks)
}

/// Sinks stand where a text or nobody but the middle of a county puts them: one that no truck comes near is moved to the nearest road, within this.
const MOVED_M: f64 = 30_000.0;

fn sinks_to_roads(city: &City, file: &mut NetworkFile, remarks: &mut Vec<(String, String)>) -> Result<(), Refusal> {
    for site in file.sites.iter_mut().filter(|s| s.tier == TierWord::Sink) {
        let at = LonLat { lon: site.at.lon, lat: site.at.lat };
        match city.snap("heavy_truck", at, None) {
            Ok(_) => continue,
            Err(e) if e.kind == Kind::NoAnswer => {}
            Err(other) => return Err(other.into()),
        }
        let Ok(road) = city.snap("heavy_truck", at, Some(Centimetres::from_metres(MOVED_M))) else { continue };
        let (name, km) = (&site.id, road.distance.metres() / 1000.0);
        remarks.push((
            format!("the sink {name} is put {km:.1} km away, on the nearest road for trucks"),
            format!("下游“{name}”附近没有货车道路，移至 {km:.1} 公里外最近的道路旁"),
        ));
        (site.at.lon, site.at.lat) = (road.at.lon, road.at.lat);
    }
    Ok(())
}

fn limit_walks(
    city: &City,
    network: &Network,
    file: &mut NetworkFile,
    remarks: &mut Vec<(String, String)>,
) -> Result<(), Refusal> {
    let Some(haul) = file.hauls.iter_mut().find(|h| h.to == TierWord::DropOff) else { return Ok(()) };
    let Some((id, _)) = network.hauls.iter_ids().find(|(_, h)| h.name == haul.id) else { return Ok(()) };
    let [least, most] = WALKS_M;
    let nearest: Vec<Option<f64>> = nearest(city, network, id)?.into_iter().map(|l| Some(l?.metres())).collect();
    let within = |m: &f64| *m <= most;
    let farthest = nearest.iter().flatten().copied().filter(within).fold(0.0, f64::max);
    let reach = ((2.0 * farthest / 100.0).ceil() * 100.0).clamp(least, most);
    haul.reach_m = Some(reach);
    let beyond = nearest.iter().filter(|m| m.is_none_or(|m| m > most)).count();
    if beyond > 0 {
        let km = most / 1000.0;
        remarks.push((
            format!("{beyond} places have no candidate for a drop-off point within {km} km on foot: what arises there is left"),
            format!("{beyond} 个产生点步行 {km} 公里内没有交投点候选，其产生量无法回收"),
        ));
    }
    Ok(())
}

/// What of the households that all candidates together reach is asked for, where the standard's share is out of reach: asking for all of them would open every
/// candidate.
const OF_REACHABLE: f64 = 0.9;

/// Where even all candidates together cover fewer households than the standard asks, the draft asks for most of what they can.
fn relax_coverage(
    city: &City,
    network: &Network,
    file: &mut NetworkFile,
    remarks: &mut Vec<(String, String)>,
) -> Result<(), Refusal> {
    let possible = coverage_possible(city, network)?;
    for (rule, (covered, all)) in file.coverage.iter_mut().zip(possible) {
        // Down to a hundredth of a percent, so that what is asked can be kept.
        let percent = |share: f64| (share * covered as f64 / all.max(1) as f64 * 10_000.0).floor() / 100.0;
        let (most, asked) = (percent(1.0), percent(OF_REACHABLE));
        if most < rule.share_percent {
            let (wanted, walk) = (rule.share_percent, rule.within_m);
            remarks.push((
                format!("the standard asks for {wanted} % of households within {walk} m on foot, all candidates together reach {most} %: {asked} % are asked for"),
                format!("标准要求步行 {walk} 米内覆盖 {wanted}% 住户，全部候选点最多覆盖 {most}%，按 {asked}% 要求"),
            ));
            rule.share_percent = asked;
        }
    }
    Ok(())
}

/// The tables that a draft rests on: those that ship, or a planner's own.
pub(in crate::cli) struct Tables {
    pub(in crate::cli) streams: StreamTable,
    rates: Rates,
    /// Amounts that a planner knows better: the file, and what it holds.
    amounts: Option<(PathBuf, Vec<u8>)>,
}

impl Tables {
    /// Those that ship.
    pub(in crate::cli) fn shipped() -> Result<Self, Refusal> {
        let broken = |defects: Vec<Defect>| Refusal::defects("seeds".as_ref(), &defects);
        let streams = shipped::stream_table().map_err(broken)?;
        let rates = shipped::rate_table(&streams).map_err(broken)?;
        Ok(Self { streams, rates, amounts: None })
    }
}

/// The tables that the command line asks for.
fn tables(args: &DraftArgs) -> Result<Tables, Refusal> {
    let bytes = |path: &PathBuf| std::fs::read(path).map_err(|e| refusal::io(path, &e));
    let mut out = Tables::shipped()?;
    if let Some(path) = &args.streams {
        out.streams = streams::read(&bytes(path)?).map_err(|defects| Refusal::defects(path, &defects))?;
    }
    // Rates name streams, so the shipped ones are read again for another table.
    out.rates = match &args.rates {
        Some(path) => rates::read(&bytes(path)?, &out.streams).map_err(|defects| Refusal::defects(path, &defects))?,
        None => shipped::rate_table(&out.streams).map_err(|defects| {
            Refusal::defects(args.streams.as_deref().unwrap_or_else(|| Path::new("seeds/rates.toml")), &defects)
        })?,
    };
    out.amounts = args.amounts.as_ref().map(|path| Ok::<_, Refusal>((path.clone(), bytes(path)?))).transpose()?;
    Ok(out)
}

/// A region that ships, or a folder with one.
pub(in crate::cli) fn read_region(name: &str, table: &StreamTable) -> Result<Region, Refusal> {
    let folder = Path::new(name);
    if shipped::city(name, table).is_none() && folder.is_dir() {
        let (text, borders) = (folder.join("region.toml"), folder.join("counties.geojson"));
        let bytes = |path: &Path| std::fs::read(path).map_err(|e| refusal::io(path, &e));
        let (text_bytes, borders) = (bytes(&text)?, bytes(&borders)?);
        return region::read(&text_bytes, &borders, table).map_err(|defects| Refusal::defects(&text, &defects));
    }
    shipped::city(name, table).ok_or_else(|| {
        let id = name;
        let known: Vec<&str> = shipped::REGIONS.iter().map(|(name, ..)| *name).collect();
        Refusal::input(
            "unknown_region",
            Text::new(format!("there is no region {id:?}"), format!("没有地区 {id:?}")),
            Text::new(
                format!("use one of: {}, or a folder with region.toml and counties.geojson", known.join(", ")),
                format!("可用：{}，或含 region.toml 与 counties.geojson 的文件夹", known.join("、")),
            ),
        )
    })
}

/// A preset by its name, or a file.
pub(in crate::cli) fn read_standard(name: &str) -> Result<Standard, Refusal> {
    if let Some(preset) = shipped::preset(name) {
        return Ok(preset);
    }
    let path = std::path::Path::new(name);
    if path.extension().is_none() {
        let known: Vec<&str> = shipped::STANDARDS.iter().map(|(id, _)| *id).collect();
        return Err(Refusal::input(
            "unknown_standard",
            Text::new(format!("there is no standard {name:?}"), format!("没有标准 {name:?}")),
            Text::new(
                format!("use one of: {}, or a .toml file", known.join(", ")),
                format!("可用：{}，或 .toml 文件", known.join("、")),
            ),
        ));
    }
    let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
    standard::read(&bytes, &shipped::preset).map_err(|defects| Refusal::defects(path, &defects))
}
