//! Candidates of the map as sites of a file.

use std::collections::BTreeMap;

use super::prices::fen;
use super::streams::Chosen;
use super::{Parts, Remark, county, position, rules};
use crate::network::candidates::{Candidate, ParcelKind};
use crate::network::model::Tier;
use crate::wire::network::format::site::{SiteEntry, StatusWord, TierWord};
use crate::wire::network::write::tier_word;

/// An id of its own for each candidate: the map's name where it has one.
pub(super) fn sites(parts: &Parts<'_>, chosen: &Chosen) -> Vec<SiteEntry> {
    let mut numbers: BTreeMap<Tier, usize> = BTreeMap::new();
    let at_doors = chosen.at_doors();
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
        // Licensed goods pass the doors and stations, not the centres that sort the rest.
        let passes = matches!(tier, TierWord::DropOff | TierWord::TransferStation);
        let existing = candidate.reason.kind == ParcelKind::Recycling && tier == TierWord::DropOff;
        SiteEntry {
            id: name,
            tier,
            status: if existing { StatusWord::Existing } else { StatusWord::Candidate },
            at: position(candidate.at),
            area: county(parts, candidate.county),
            streams: if passes { at_doors.clone() } else { Vec::new() },
            capacity_t_per_year: Some(prices.capacity_t),
            least_t_per_year: 0.0,
            fixed_fen_per_year: fen(prices.fixed_yuan),
            capital_fen: fen(prices.capital_yuan),
            closing_fen_per_year: existing.then_some(0),
            handling_fen_per_t: fen(prices.handling_yuan_per_t),
            land_class: Some(candidate.land.zh().to_owned()),
            land_m2: candidate.area_m2.unwrap_or_default(),
            shared_with_msw: candidate.serves_refuse,
            storage_kg: prices.storage_kg,
            emptied_days: prices.emptied_days.or_else(|| rules::visit_days(parts, tier, candidate.county)),
            visit_fen: fen(prices.visit_yuan),
        }
    };
    parts.candidates.iter().map(one).collect()
}

/// A comprehensive centre's least throughput, where what the centres sort comes to as much.
pub(super) fn least(parts: &Parts<'_>, chosen: &Chosen, sites: &mut [SiteEntry], remarks: &mut Vec<Remark>) {
    let Some(least) = parts.standard.centre.min_throughput_t.as_ref().map(|f| f64::from(f.value)) else { return };
    let sorted = chosen.kept.iter().filter(|&&s| !parts.streams.streams[s].licensed.value);
    let total_t = sorted.map(|&s| parts.total_kg(s)).sum::<f64>() / 1000.0;
    if total_t < least {
        remarks.push((
            format!("in all {total_t:.0} t a year are to be sorted, less than the {least:.0} t that the standard asks of one sorting centre: its least is left out"),
            format!("全市每年待分拣 {total_t:.0} 吨，低于标准对单个分拣中心的最低要求 {least:.0} 吨，未列入该要求"),
        ));
        return;
    }
    for site in sites.iter_mut().filter(|s| s.tier == TierWord::SortingCentre) {
        site.least_t_per_year = least;
        site.capacity_t_per_year = site.capacity_t_per_year.map(|c| c.max(least));
    }
}
