//! A network to begin with, composed from what a map and the shipped tables know: demand by place, candidates with their reasons, a standard's rules.
//!
//! It is a problem file like any other: its reader corrects what the map does not know and designs it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::defaults::{HEAVY, LIGHT, WALK_FEN_PER_T_KM};
use super::format::growth::GrowthEntry;
use super::format::haul::{FromWord, HaulEntry};
use super::format::rule::{CountEntry, CoverageEntry};
use super::format::site::{IntakeEntry, SiteEntry, StatusWord, TierWord};
use super::format::{AreaEntry, NetworkFile, NetworkStreamEntry, SourceEntry};
use super::write::tier_word;
use crate::ids::{Id, StreamId};
use crate::network::candidates::{Candidate, ParcelKind};
use crate::network::demand::{Demand, Settled};
use crate::network::model::Tier;
use crate::network::region::Region;
use crate::network::standard::Standard;
use crate::network::streams::StreamTable;
use crate::wire::problem::format::Version;
use crate::wire::problem::format::place::Position;
use crate::wire::problem::format::stream::Label;

/// The sizes and prices that ship.
pub const PRICES: &str = include_str!("../../../seeds/draft.toml");

/// Sizes and prices of sites that could be built.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// The version of this format: 1.
    pub version: u8,
    /// What a tonne left uncollected costs.
    pub uncollected_yuan_per_t: f64,
    /// 交投点.
    pub drop_off: SitePrices,
    /// 中转站.
    pub transfer_station: SitePrices,
    /// 分拣中心.
    pub sorting_centre: SitePrices,
}

/// Size and prices of a site of one tier.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SitePrices {
    /// Tonnes it can take in a year.
    pub capacity_t: f64,
    /// What keeping it open costs in a year.
    pub fixed_yuan: f64,
    /// What building it costs.
    pub capital_yuan: f64,
    /// What a tonne passing through costs.
    pub handling_yuan_per_t: f64,
}

impl Prices {
    /// Reads a file of prices.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn read(text: &str) -> Result<Self, String> {
        let prices: Self = toml::from_str(text).map_err(|e| e.to_string())?;
        let figures = [prices.drop_off, prices.transfer_station, prices.sorting_centre];
        let all = figures.iter().flat_map(|p| [p.capacity_t, p.fixed_yuan, p.capital_yuan, p.handling_yuan_per_t]);
        if prices.version != 1 {
            return Err(format!("version = {}; only version 1 is known", prices.version));
        }
        match all.chain([prices.uncollected_yuan_per_t]).find(|f| !(0.0..=1e9).contains(f)) {
            Some(figure) => Err(format!("{figure} is not a figure from 0 to 1,000,000,000")),
            None => Ok(prices),
        }
    }
    fn of(&self, tier: Tier) -> SitePrices {
        match tier {
            Tier::DropOff => self.drop_off,
            Tier::TransferStation => self.transfer_station,
            Tier::SortingCentre | Tier::Sink => self.sorting_centre,
        }
    }
}

/// What a draft is made of.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// What the city is called.
    pub city: &'a str,
    /// The streams.
    pub streams: &'a StreamTable,
    /// Names of the counties, by number.
    pub counties: &'a [String],
    /// Places with their people.
    pub places: &'a [Settled],
    /// What arises at each.
    pub demand: &'a Demand,
    /// Where sites could stand.
    pub candidates: &'a [Candidate],
    /// The rules.
    pub standard: &'a Standard,
    /// The region whose named sinks are used, if there is one.
    pub region: Option<&'a Region>,
    /// Sizes and prices.
    pub prices: &'a Prices,
}

/// What a draft could not take over from its parts, in words.
pub type Remark = (String, String);

/// Composes a problem, and says what it had to leave out or relax.
#[must_use]
pub fn compose(parts: &Parts<'_>) -> (NetworkFile, Vec<Remark>) {
    let mut remarks = Vec::new();
    let streams = streams(parts, &mut remarks);
    let id = |s: StreamId| parts.streams.streams[s].code.clone();
    let kept: BTreeSet<String> = streams.iter().map(|s| id(*s)).collect();
    let licensed: BTreeSet<String> =
        streams.iter().filter(|s| parts.streams.streams[**s].licensed.value).map(|s| id(*s)).collect();
    let sinks = sinks(parts, &kept);
    let mut sites = sites(parts, &licensed, &kept);
    let total_t: f64 = streams.iter().map(|s| total(parts, *s)).sum::<f64>() / 1000.0;
    least(parts, total_t, &mut sites, &mut remarks);
    sites.extend(sinks);
    let file = NetworkFile {
        version: Version,
        city: Some(parts.city.to_owned()),
        streams: streams.iter().map(|&s| stream(parts, s)).collect(),
        areas: parts.counties.iter().map(|name| AreaEntry { id: name.clone(), name: None, within: None }).collect(),
        sources: sources(parts, &kept),
        hauls: hauls(&sites, &licensed),
        single: Vec::new(),
        apart: false,
        coverage: coverage(parts),
        counts: counts(parts, &sites, &mut remarks),
        land: Vec::new(),
        growth: growth(parts, &kept),
        budget_fen: None,
        carbon_fen_per_t: 0,
        sites,
    };
    (file, remarks)
}

fn total(parts: &Parts<'_>, stream: StreamId) -> f64 {
    parts.demand.places_kg.iter().map(|row| row[stream.index()] as f64).sum()
}

/// Streams that arise and can be taken to an end: licensed ones only where a named sink takes them.
fn streams(parts: &Parts<'_>, remarks: &mut Vec<Remark>) -> Vec<StreamId> {
    let (mut kept, mut left) = (Vec::new(), Vec::new());
    for (id, stream) in parts.streams.streams.iter_ids() {
        let has_sink = parts.region.is_some_and(|r| r.sinks.iter().any(|s| s.streams.contains(&id)));
        match total(parts, id) > 0.0 && (!stream.licensed.value || has_sink) {
            true => kept.push(id),
            false if total(parts, id) > 0.0 => left.push(stream),
            false => {}
        }
    }
    if !left.is_empty() {
        let names = |of: fn(&crate::network::streams::Stream) -> &str| left.iter().map(|s| of(s)).collect::<Vec<_>>();
        remarks.push((
            format!("left out, for want of a licensed sink: {}", names(|s| &s.en).join(", ")),
            format!("因缺少有资质的下游而未列入：{}", names(|s| &s.zh).join("、")),
        ));
    }
    kept
}

fn stream(parts: &Parts<'_>, id: StreamId) -> NetworkStreamEntry {
    let stream = &parts.streams.streams[id];
    NetworkStreamEntry {
        id: stream.code.clone(),
        name: Some(Label { zh: Some(stream.zh.clone()), en: Some(stream.en.clone()) }),
        uncollected_fen_per_t: Some(fen(parts.prices.uncollected_yuan_per_t)),
        licensed: stream.licensed.value,
    }
}

fn fen(yuan: f64) -> i64 {
    (yuan * 100.0).round() as i64
}

fn position((lon, lat): (f64, f64)) -> Position {
    Position { lon, lat }
}

fn county(parts: &Parts<'_>, id: Option<crate::network::region::CountyId>) -> Option<String> {
    id.and_then(|c| parts.counties.get(c.index()).cloned())
}

/// An id of its own for each candidate: the map's name where it has one.
fn sites(parts: &Parts<'_>, licensed: &BTreeSet<String>, kept: &BTreeSet<String>) -> Vec<SiteEntry> {
    let mut numbers: BTreeMap<Tier, usize> = BTreeMap::new();
    let one = |candidate: &Candidate| {
        let tier = tier_word(candidate.tier);
        let number = numbers.entry(candidate.tier).or_default();
        *number += 1;
        let word = match tier {
            TierWord::DropOff => "交投点",
            TierWord::TransferStation => "中转站",
            TierWord::SortingCentre => "分拣中心",
            TierWord::Sink => "下游",
        };
        let name = match candidate.name.is_empty() {
            true => format!("{word}{number}"),
            false => format!("{word}{number} {}", candidate.name.chars().take(60).collect::<String>()),
        };
        let prices = parts.prices.of(candidate.tier);
        // Who takes licensed goods says so: the doors and stations they pass, not the centres that sort the rest.
        let passes = matches!(tier, TierWord::DropOff | TierWord::TransferStation) && !licensed.is_empty();
        let existing = candidate.reason.kind == ParcelKind::Recycling && tier == TierWord::DropOff;
        SiteEntry {
            id: name,
            tier,
            status: if existing { StatusWord::Existing } else { StatusWord::Candidate },
            at: position(candidate.at),
            area: county(parts, candidate.county),
            streams: if passes { kept.iter().cloned().map(IntakeEntry::Plain).collect() } else { Vec::new() },
            capacity_t_per_year: Some(prices.capacity_t),
            least_t_per_year: 0.0,
            fixed_fen_per_year: fen(prices.fixed_yuan),
            capital_fen: fen(prices.capital_yuan),
            closing_fen_per_year: existing.then_some(0),
            handling_fen_per_t: fen(prices.handling_yuan_per_t),
            land_class: Some(candidate.land.zh().to_owned()),
            land_m2: candidate.area_m2.unwrap_or_default(),
            shared_with_msw: candidate.serves_refuse,
        }
    };
    parts.candidates.iter().map(one).collect()
}

/// A comprehensive centre's least throughput, where the city has as much.
fn least(parts: &Parts<'_>, total_t: f64, sites: &mut [SiteEntry], remarks: &mut Vec<Remark>) {
    let Some(least) = parts.standard.centre.min_throughput_t.as_ref().map(|f| f64::from(f.value)) else { return };
    if total_t < least {
        remarks.push((
            format!("in all {total_t:.0} t a year arise, less than the {least:.0} t that the standard asks of one sorting centre: its least is left out"),
            format!("全市每年产生 {total_t:.0} 吨，低于标准对单个分拣中心的最低要求 {least:.0} 吨，未列入该要求"),
        ));
        return;
    }
    for site in sites.iter_mut().filter(|s| s.tier == TierWord::SortingCentre) {
        site.least_t_per_year = least;
        site.capacity_t_per_year = site.capacity_t_per_year.map(|c| c.max(least));
    }
}

fn sinks(parts: &Parts<'_>, kept: &BTreeSet<String>) -> Vec<SiteEntry> {
    let Some(region) = parts.region else { return Vec::new() };
    let one = |sink: &crate::network::region::NamedSink| {
        let takes: Vec<IntakeEntry> = sink
            .streams
            .iter()
            .map(|&s| parts.streams.streams[s].code.clone())
            .filter(|code| kept.contains(code))
            .map(IntakeEntry::Plain)
            .collect();
        (!takes.is_empty()).then(|| SiteEntry {
            id: sink.zh.clone(),
            tier: TierWord::Sink,
            status: StatusWord::Existing,
            at: position(sink.at.value),
            area: None,
            streams: takes,
            capacity_t_per_year: sink.intake_kg.as_ref().map(|kg| (kg.value as f64 / 1000.0).min(1e6)),
            least_t_per_year: 0.0,
            fixed_fen_per_year: 0,
            capital_fen: 0,
            closing_fen_per_year: None,
            handling_fen_per_t: 0,
            land_class: None,
            land_m2: 0.0,
            shared_with_msw: false,
        })
    };
    region.sinks.iter().filter_map(one).collect()
}

fn sources(parts: &Parts<'_>, kept: &BTreeSet<String>) -> Vec<SourceEntry> {
    let one = |(i, (place, row)): (usize, (&Settled, &Vec<i64>))| SourceEntry {
        id: format!("产生点{}", i + 1),
        at: position(place.at),
        area: county(parts, place.county),
        households: u32::try_from(place.households.max(0)).unwrap_or(u32::MAX),
        kg_per_year: parts
            .streams
            .streams
            .iter_ids()
            .filter(|(id, s)| kept.contains(&s.code) && row[id.index()] > 0)
            .map(|(id, s)| (s.code.clone(), row[id.index()] as f64))
            .collect(),
    };
    parts.places.iter().zip(&parts.demand.places_kg).enumerate().map(one).collect()
}

/// Residents walk, light trucks collect, heavy ones carry on; licensed goods go from the station straight to their sink.
fn hauls(sites: &[SiteEntry], licensed: &BTreeSet<String>) -> Vec<HaulEntry> {
    let (light, heavy) = (Some(LIGHT), Some(HEAVY));
    let haul = |id: &str, from, to, profile: &str, truck, fen_per_t_km, streams: Vec<String>| HaulEntry {
        id: id.to_owned(),
        from,
        to,
        streams,
        profile: profile.to_owned(),
        truck,
        fen_per_t_km,
        reach_m: None,
    };
    use TierWord::{DropOff, Sink, SortingCentre, TransferStation};
    let mut out = vec![
        haul("步行交投", FromWord::Sources, DropOff, "foot", None, WALK_FEN_PER_T_KM, Vec::new()),
        haul("收集", FromWord::DropOff, TransferStation, "light_truck", light, 0, Vec::new()),
        haul("转运", FromWord::TransferStation, SortingCentre, "heavy_truck", heavy, 0, Vec::new()),
    ];
    if sites.iter().any(|s| s.tier == Sink) {
        out.push(haul("外运", FromWord::SortingCentre, Sink, "heavy_truck", heavy, 0, Vec::new()));
        if !licensed.is_empty() {
            let list = licensed.iter().cloned().collect();
            out.push(haul("专运", FromWord::TransferStation, Sink, "heavy_truck", heavy, 0, list));
        }
    }
    out
}

fn coverage(parts: &Parts<'_>) -> Vec<CoverageEntry> {
    let rules = &parts.standard.drop_off;
    let rule = rules.coverage_ppm.as_ref().zip(rules.walk_m.as_ref()).map(|(share, walk)| CoverageEntry {
        share_percent: f64::from(share.value) / 10_000.0,
        within_m: f64::from(walk.value),
        profile: "foot".to_owned(),
        area: None,
    });
    rule.into_iter().collect()
}

/// What the region has promised, for the streams that are kept.
fn growth(parts: &Parts<'_>, kept: &BTreeSet<String>) -> Vec<GrowthEntry> {
    let Some(region) = parts.region else { return Vec::new() };
    let one = |target: &crate::network::region::Target| {
        let codes = target.streams.iter().map(|&s| parts.streams.streams[s].code.clone());
        let streams: Vec<String> = codes.filter(|code| kept.contains(code)).collect();
        // Ratios of targets are of hundredths; one that is not is told as the nearest.
        let percent = (target.ratio.value() * 100.0).round() as u32;
        (!streams.is_empty()).then(|| GrowthEntry {
            name: target.word.clone(),
            streams,
            base_year: target.base_year,
            year: target.year,
            percent_of_base: percent,
            promised: true,
            policy: target.policy.clone(),
        })
    };
    region.targets.iter().filter_map(one).collect()
}

/// One drop-off point for so many households, county by county, as far as there are candidates.
fn counts(parts: &Parts<'_>, sites: &[SiteEntry], remarks: &mut Vec<Remark>) -> Vec<CountEntry> {
    let areas: Vec<Option<&String>> =
        if parts.counties.is_empty() { vec![None] } else { parts.counties.iter().map(Some).collect() };
    let mut out = Vec::new();
    for area in areas {
        let lives = |p: &&Settled| area.is_none() || county(parts, p.county).as_ref() == area;
        let (households, persons) = parts
            .places
            .iter()
            .filter(lives)
            .fold((0u64, 0u64), |(h, p), s| (h + s.households.max(0) as u64, p + s.persons.max(0) as u64));
        let Some(needed) = parts.standard.drop_offs_needed(households, persons, true).filter(|&n| n > 0) else {
            continue;
        };
        let there =
            sites.iter().filter(|s| s.tier == TierWord::DropOff && (area.is_none() || s.area.as_ref() == area)).count()
                as u64;
        if there < needed {
            let name = area.map_or_else(String::new, |a| format!("{a}: "));
            remarks.push((
                format!("{name} the standard asks for {needed} drop-off points, the map offers {there} places: {there} are asked for"),
                format!("{name}标准要求 {needed} 个交投点，地图仅有 {there} 处候选，按 {there} 个要求"),
            ));
        }
        let at_least = u32::try_from(needed.min(there)).unwrap_or(u32::MAX);
        if at_least > 0 {
            out.push(CountEntry { tier: TierWord::DropOff, area: area.cloned(), at_least, at_most: None });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prices_that_ship_can_be_read_and_odd_ones_are_refused() {
        assert_eq!(Prices::read(PRICES).map(|p| p.version), Ok(1));
        for (old, new) in
            [("version = 1", "version = 2"), ("capacity_t = 600", "capacity_t = -1"), ("fixed_yuan", "fixed_yen")]
        {
            assert!(Prices::read(&PRICES.replacen(old, new, 1)).is_err(), "{new}");
        }
    }
}
