//! How material is carried where the file does not say. All figures are assumed: prices of the demo's trucks, usual payloads.

use super::format::NetworkFile;
use super::format::haul::{FromWord, HaulEntry, TruckEntry};
use super::format::site::TierWord;

/// What a resident's walk with a tonne costs over a kilometre, in fen: assumed, 60 yuan.
pub(super) const WALK_FEN_PER_T_KM: i64 = 6_000;

/// A light truck: assumed.
pub(in crate::wire) const LIGHT: TruckEntry = TruckEntry {
    payload_kg: 1_490.0,
    load_percent: 60,
    fen_per_km: 260,
    fen_per_h: 6_600,
    handling_s: 2_400.0,
    co2_g_per_km: None,
};

/// A heavy truck: assumed.
pub(super) const HEAVY: TruckEntry = TruckEntry {
    payload_kg: 6_000.0,
    load_percent: 80,
    fen_per_km: 340,
    fen_per_h: 5_400,
    handling_s: 3_600.0,
    co2_g_per_km: None,
};

/// A tow truck with one car on it: assumed.
pub(super) const TOW: TruckEntry = TruckEntry {
    payload_kg: 1_300.0,
    load_percent: 100,
    fen_per_km: 300,
    fen_per_h: 6_000,
    handling_s: 1_800.0,
    co2_g_per_km: None,
};

/// Residents walk to drop-off points, light trucks collect from there, heavy ones carry on, as far as the file has such sites.
pub(super) fn hauls(file: &NetworkFile) -> Vec<HaulEntry> {
    use TierWord::{DropOff, Sink, SortingCentre, TransferStation};
    let there = |tier: &TierWord| file.sites.iter().any(|s| s.tier == *tier);
    let tiers: Vec<TierWord> = [DropOff, TransferStation, SortingCentre, Sink].into_iter().filter(there).collect();
    // From one tier to the next that the file has: without stations, drop-off points are collected for the centres.
    let starts = std::iter::once(None).chain(tiers.iter().copied().map(Some));
    starts.zip(&tiers).filter_map(|(from, &to)| haul(from, to)).collect()
}

fn haul(from: Option<TierWord>, to: TierWord) -> Option<HaulEntry> {
    let (id, from, profile, truck) = match from {
        None if to == TierWord::DropOff => ("walk", FromWord::Sources, "foot", None),
        // Without drop-off points material is fetched where it arises.
        None => ("fetch", FromWord::Sources, "light_truck", Some(LIGHT)),
        Some(TierWord::DropOff) => ("collect", FromWord::DropOff, "light_truck", Some(LIGHT)),
        Some(TierWord::TransferStation) => ("forward", FromWord::TransferStation, "heavy_truck", Some(HEAVY)),
        Some(TierWord::SortingCentre) => ("onward", FromWord::SortingCentre, "heavy_truck", Some(HEAVY)),
        Some(TierWord::Sink) => return None,
    };
    Some(HaulEntry {
        id: id.to_owned(),
        from,
        to,
        streams: Vec::new(),
        profile: profile.to_owned(),
        truck,
        fen_per_t_km: if truck.is_some() { 0 } else { WALK_FEN_PER_T_KM },
        reach_m: None,
    })
}
