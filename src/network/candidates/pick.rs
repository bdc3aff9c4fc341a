//! Choosing among parcels: counties by their people, within a county what is there first, then what is farthest from the chosen.

use std::collections::BTreeMap;

use super::{Parcel, ParcelKind, TierWish};
use crate::network::demand::Settled;
use crate::network::ground::{LonLat, metres};
use crate::network::region::CountyId;
use crate::network::split::split;

/// The chosen of `fit`, in the order of their numbers.
pub(super) fn spread(parcels: &[Parcel], fit: &[usize], people: &[Settled], wish: &TierWish) -> Vec<usize> {
    let mut by_county: BTreeMap<Option<CountyId>, Vec<usize>> = BTreeMap::new();
    for &i in fit {
        by_county.entry(parcels[i].county).or_default().push(i);
    }
    let mut persons: BTreeMap<Option<CountyId>, u64> = BTreeMap::new();
    for place in people {
        *persons.entry(place.county).or_default() += u64::try_from(place.persons).unwrap_or(0);
    }
    let weights: Vec<u64> = by_county.keys().map(|c| persons.get(c).copied().unwrap_or(0)).collect();
    let have: Vec<usize> = by_county.values().map(Vec::len).collect();
    let mut out: Vec<usize> = Vec::new();
    for ((_, members), quota) in by_county.iter().zip(quotas(&have, &weights, wish.most)) {
        out.extend(farthest(parcels, members, quota, wish.apart_m));
    }
    out.sort_unstable();
    out
}

/// How many each county may have: one each as far as that goes, the rest by people; what a county has no parcels for goes to the others.
fn quotas(have: &[usize], weights: &[u64], most: usize) -> Vec<usize> {
    let mut quota: Vec<usize> = have.iter().map(|&n| n.min(1)).collect();
    // The largest counties come first where there are fewer candidates than counties.
    if quota.iter().sum::<usize>() > most {
        let mut order: Vec<usize> = (0..have.len()).filter(|&i| have[i] > 0).collect();
        order.sort_by_key(|&i| (std::cmp::Reverse(weights[i]), i));
        quota = vec![0; have.len()];
        for i in order.into_iter().take(most) {
            quota[i] = 1;
        }
        return quota;
    }
    loop {
        let left = most - quota.iter().sum::<usize>();
        let open: Vec<u64> = (0..have.len()).map(|i| if quota[i] < have[i] { weights[i].max(1) } else { 0 }).collect();
        let Some(parts) = i64::try_from(left).ok().filter(|&n| n > 0).and_then(|n| split(n, &open)) else {
            return quota;
        };
        for (i, part) in parts.into_iter().enumerate() {
            quota[i] = have[i].min(quota[i] + usize::try_from(part).unwrap_or(0));
        }
    }
}

/// Up to `count` members: by kind in the order of [`ParcelKind`]'s first three (what is there today) and then all others, each time the one farthest from
/// those chosen, larger ones and earlier ones first; nearer than `apart_m` to a chosen one only where there is no other.
fn farthest(parcels: &[Parcel], members: &[usize], count: usize, apart_m: f64) -> Vec<usize> {
    if members.len() <= count {
        return members.to_vec();
    }
    let today = |i: usize| parcels[i].kind <= ParcelKind::WasteDisposal;
    let area = |i: usize| parcels[i].area_m2.unwrap_or(0.0);
    // The order among equals, and the one to begin with.
    let mut free: Vec<usize> = members.to_vec();
    free.sort_by(|&a, &b| today(b).cmp(&today(a)).then(area(b).total_cmp(&area(a))).then(a.cmp(&b)));
    let mut gap: Vec<f64> = vec![f64::INFINITY; free.len()];
    let mut chosen: Vec<usize> = Vec::with_capacity(count);
    while chosen.len() < count {
        let open = |k: usize| gap[k] > -1.0;
        // What is there today comes first as long as it is not beside one chosen; then whatever is farthest.
        let best = (0..free.len()).filter(|&k| open(k)).max_by(|&a, &b| {
            let rank = |k: usize| (today(free[k]) && gap[k] >= apart_m, gap[k]);
            rank(a).0.cmp(&rank(b).0).then(rank(a).1.total_cmp(&rank(b).1)).then(b.cmp(&a))
        });
        let Some(best) = best else { break };
        let at: LonLat = parcels[free[best]].at;
        chosen.push(free[best]);
        gap[best] = -2.0;
        for (k, gap) in gap.iter_mut().enumerate().filter(|(_, g)| **g > -1.0) {
            *gap = gap.min(metres(parcels[free[k]].at, at));
        }
    }
    chosen
}
