//! A plain way to serve a year: each county by its own sites, then all by the sites of none.
//!
//! Useful before there is a map. Sites that take few streams are filled before those that take many, and a site that cannot take all that its county
//! brings shares itself out in proportion. Not useful where transport decides.

use super::{Served, SiteUse};
use crate::ids::{Id, StreamId};
use crate::network::split::split;

/// A site as a capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalSite {
    /// The county it serves; `None`: all.
    pub county: Option<usize>,
    /// The streams it takes.
    pub streams: Vec<StreamId>,
    /// Most in a year, over all streams, in kilograms; `None`: any amount.
    pub capacity_kg: Option<i64>,
}

/// Serves a year's demand by county and stream.
#[must_use]
pub fn serve(sites: &[LocalSite], demand_kg: &[Vec<i64>]) -> Served {
    let streams = demand_kg.first().map_or(0, Vec::len);
    let mut left: Vec<Vec<i64>> = demand_kg.to_vec();
    let mut order: Vec<usize> = (0..sites.len()).collect();
    order.sort_by_key(|&i| (sites[i].county.is_none(), sites[i].streams.len(), i));
    let mut uses: Vec<SiteUse> = sites
        .iter()
        .enumerate()
        .map(|(i, s)| SiteUse {
            site: i,
            county: s.county,
            capacity_kg: s.capacity_kg,
            used_kg: vec![0; streams],
            wanted_kg: vec![0; streams],
        })
        .collect();
    let mut served: Vec<Vec<i64>> = vec![vec![0; streams]; demand_kg.len()];
    for i in order {
        let site = &sites[i];
        let counties: Vec<usize> = site.county.map_or((0..demand_kg.len()).collect(), |c| vec![c]);
        let cells: Vec<(usize, usize)> = counties
            .into_iter()
            .filter(|&c| c < demand_kg.len())
            .flat_map(|c| site.streams.iter().map(move |s| (c, s.index())))
            .filter(|&(_, s)| s < streams)
            .collect();
        let come: Vec<i64> = cells.iter().map(|&(c, s)| left[c][s]).collect();
        let total: i64 = come.iter().sum();
        let takes = site.capacity_kg.map_or(total, |most| total.min(most.max(0)));
        let weights: Vec<u64> = come.iter().map(|&kg| u64::try_from(kg).unwrap_or(0)).collect();
        let parts = split(takes, &weights).unwrap_or_else(|| vec![0; come.len()]);
        for ((&(c, s), part), kg) in cells.iter().zip(parts).zip(come) {
            uses[i].used_kg[s] += part;
            uses[i].wanted_kg[s] += kg;
            left[c][s] -= part;
            served[c][s] += part;
        }
    }
    let capacity = (0..demand_kg.len())
        .map(|c| {
            let of = |s: usize| -> Option<i64> {
                let mut own = sites.iter().filter(|x| x.county == Some(c) && x.streams.iter().any(|k| k.index() == s));
                own.try_fold(0_i64, |sum, x| x.capacity_kg.map(|kg| sum.saturating_add(kg)))
            };
            (0..streams).map(of).collect()
        })
        .collect();
    Served { served_kg: served, capacity_kg: capacity, sites: uses }
}
