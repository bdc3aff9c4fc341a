//! What a standard asks and a region has promised, as rules of a file.

use super::streams::Chosen;
use super::{Parts, Remark, county};
use crate::ids::StreamId;
use crate::network::demand::Settled;
use crate::network::region::{CountyId, Target};
use crate::wire::network::format::growth::GrowthEntry;
use crate::wire::network::format::rule::{CountEntry, CoverageEntry};
use crate::wire::network::format::site::{SiteEntry, TierWord};

/// The share of households that must be able to walk to a drop-off point.
pub(super) fn coverage(parts: &Parts<'_>) -> Vec<CoverageEntry> {
    let rules = &parts.standard.drop_off;
    let rule = rules.coverage_ppm.as_ref().zip(rules.walk_m.as_ref()).map(|(share, walk)| CoverageEntry {
        share_percent: f64::from(share.value) / 10_000.0,
        within_m: f64::from(walk.value),
        profile: "foot".to_owned(),
        area: None,
        unreached_fen: 0,
    });
    rule.into_iter().collect()
}

/// What the region has promised, for the streams that are kept.
pub(super) fn growth(parts: &Parts<'_>, chosen: &Chosen) -> Vec<GrowthEntry> {
    let Some(region) = parts.region else { return Vec::new() };
    let one = |target: &Target| {
        let codes = target.streams.iter().map(|&s| parts.streams.streams[s].code.clone());
        let streams: Vec<String> = codes.filter(|code| chosen.has(code)).collect();
        // Ratios of targets are of hundredths; one that is not is told as the nearest.
        let percent = (target.ratio.value() * 100.0).round() as u32;
        (!streams.is_empty()).then(|| GrowthEntry {
            name: name(parts, &target.streams),
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

/// What people call some streams together: the one, or the family of the first.
pub(super) fn name(parts: &Parts<'_>, streams: &[StreamId]) -> String {
    let Some(first) = streams.first().map(|&s| &parts.streams.streams[s]) else { return String::new() };
    let family = parts.streams.families.iter().find(|f| Some(&f.code) == first.family.as_ref());
    family.filter(|_| streams.len() > 1).map_or_else(|| first.zh.clone(), |f| f.zh.clone())
}

/// Whether a county is one of villages: a 县 or 旗, not a 区 or 市 of a city. A place of no county is in town.
pub(super) fn is_rural(name: &str) -> bool {
    name.ends_with('县') || name.ends_with('旗')
}

/// Days between two visits of a drop-off point, where the standard says.
pub(super) fn visit_days(parts: &Parts<'_>, tier: TierWord, id: Option<CountyId>) -> Option<u16> {
    let rules = &parts.standard.drop_off;
    let rural = county(parts, id).is_some_and(|name| is_rural(&name));
    let days = if rural { &rules.visit_days_village } else { &rules.visit_days_town };
    days.as_ref().filter(|_| tier == TierWord::DropOff).map(|f| f.value)
}

/// One drop-off point for so many households, by the figure for town or for townships, and so many stations for each subdistrict and township, county by county, as
/// far as there are candidates.
pub(super) fn counts(parts: &Parts<'_>, sites: &[SiteEntry], remarks: &mut Vec<Remark>) -> Vec<CountEntry> {
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
        let town = !area.is_some_and(|name| is_rural(name));
        let drop_offs = parts.standard.drop_offs_needed(households, persons, town);
        let known = parts.region.and_then(|r| r.counties.iter().find(|c| Some(&c.name) == area));
        let stations = known.and_then(|c| parts.standard.stations_needed(c.subdistricts, c.townships));
        let words = [("drop-off points", "交投点"), ("transfer stations", "中转站")];
        for (tier, needed, words) in
            [(TierWord::DropOff, drop_offs, words[0]), (TierWord::TransferStation, stations, words[1])]
        {
            let Some(needed) = needed.filter(|&n| n > 0) else { continue };
            let here = |s: &&SiteEntry| s.tier == tier && (area.is_none() || s.area.as_ref() == area);
            let there = sites.iter().filter(here).count() as u64;
            if there < needed {
                let (en, zh) = words;
                let name = area.map_or_else(String::new, |a| format!("{a}: "));
                remarks.push((
                    format!("{name}the standard asks for {needed} {en}, the map offers {there} places: {there} are asked for"),
                    format!("{name}标准要求 {needed} 个{zh}，地图仅有 {there} 处候选，按 {there} 个要求"),
                ));
            }
            let at_least = u32::try_from(needed.min(there)).unwrap_or(u32::MAX);
            if at_least > 0 {
                out.push(CountEntry { tier, area: area.cloned(), at_least, at_most: None });
            }
        }
    }
    out
}
