//! How a draft's material is carried.

use super::streams::Chosen;
use crate::wire::network::defaults::{HEAVY, LIGHT, TOW, WALK_FEN_PER_T_KM};
use crate::wire::network::format::haul::{FromWord, HaulEntry, TruckEntry};
use crate::wire::network::format::site::{SiteEntry, TierWord};

/// Residents walk, light trucks collect, heavy ones carry on; licensed goods go from the station straight to their sink, and pieces too heavy to be handed in are
/// fetched where they arise.
pub(super) fn hauls(sites: &[SiteEntry], chosen: &Chosen) -> Vec<HaulEntry> {
    use TierWord::{DropOff, Sink, SortingCentre, TransferStation};
    let (light, heavy) = (Some(LIGHT), Some(HEAVY));
    let walk =
        HaulEntry { fen_per_t_km: WALK_FEN_PER_T_KM, ..haul("步行交投", FromWord::Sources, DropOff, "foot", None) };
    let mut out = vec![
        walk,
        haul("收集", FromWord::DropOff, TransferStation, "light_truck", light),
        haul("转运", FromWord::TransferStation, SortingCentre, "heavy_truck", heavy),
    ];
    if sites.iter().any(|s| s.tier == Sink) {
        out.push(haul("外运", FromWord::SortingCentre, Sink, "heavy_truck", heavy));
        let streams = chosen.licensed_by_hand();
        if !streams.is_empty() {
            out.push(HaulEntry { streams, ..haul("专运", FromWord::TransferStation, Sink, "heavy_truck", heavy) });
        }
    }
    let streams = chosen.heavy(true);
    if !streams.is_empty() {
        out.push(HaulEntry { streams, ..haul("拖运", FromWord::Sources, Sink, "heavy_truck", Some(TOW)) });
    }
    let takes = |code: &String| sites.iter().any(|s| s.tier == Sink && s.streams.iter().any(|i| i.stream() == code));
    let (to_sinks, to_centres): (Vec<String>, Vec<String>) = chosen.heavy(false).into_iter().partition(takes);
    for (id, to, streams) in [("大件直运下游", Sink, to_sinks), ("大件直运", SortingCentre, to_centres)] {
        if !streams.is_empty() {
            out.push(HaulEntry { streams, ..haul(id, FromWord::Sources, to, "heavy_truck", heavy) });
        }
    }
    out
}

fn haul(id: &str, from: FromWord, to: TierWord, profile: &str, truck: Option<TruckEntry>) -> HaulEntry {
    HaulEntry {
        id: id.to_owned(),
        from,
        to,
        streams: Vec::new(),
        profile: profile.to_owned(),
        truck,
        fen_per_t_km: 0,
        reach_m: None,
    }
}
