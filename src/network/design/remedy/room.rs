//! How much more sites must be able to take, in sum the least.

use super::{Tries, free, price};
use crate::network::design::problem::{PlaceLink, Problem, Sourcing, State};
use crate::network::design::solution::Design;

/// Gives sites of a tier (`None`: of all) the least room in sum with which everything that must be collected finds a place, all sites open and nothing else asked;
/// whether there is such.
///
/// Beside each site stands another without limits, and a kilogram that comes to it costs one: what the cheapest network brings there is what the sites lack.
pub(super) fn make(problem: &mut Problem, tier: Option<u8>, tries: &mut Tries<'_>) -> bool {
    // The tier that is named falls short, and others may, too.
    at(problem, tier, tries) || (tier.is_some() && at(problem, None, tries))
}

fn at(problem: &mut Problem, tier: Option<u8>, tries: &mut Tries<'_>) -> bool {
    let usable = |i: usize| problem.sites[i].state != State::MustClose;
    let limited = |i: usize| {
        let site = &problem.sites[i];
        site.capacity.is_finite() || site.accepts.iter().flatten().any(|most| most.is_finite())
    };
    let widened: Vec<usize> = (0..problem.sites.len())
        .filter(|&i| usable(i) && limited(i) && tier.is_none_or(|t| problem.sites[i].tier == t))
        .collect();
    let wide = widen(problem, &widened);
    let Some(found) = tries.cheapest(&wide) else { return false };
    let comes = arrivals(&wide, &found.design);
    for (k, &i) in widened.iter().enumerate() {
        let beside = problem.sites.len() + k;
        let site = &mut problem.sites[i];
        let mut all = 0.0;
        for (s, most) in site.accepts.iter_mut().enumerate() {
            let kg = comes[i][s] + comes[beside][s];
            all += kg;
            if let Some(most) = most.as_mut() {
                *most += whole(kg - *most);
            }
        }
        site.capacity += whole(all - site.capacity);
    }
    true
}

/// Whole kilograms up, none for what is only rounding.
fn whole(kg: f64) -> f64 {
    if kg <= 1e-6 * (1.0 + kg.abs()) { 0.0 } else { (kg - 1e-6).ceil() }
}

/// All usable sites open, nothing asked but that what must be collected is; beside each of `widened` one without limits.
fn widen(problem: &Problem, widened: &[usize]) -> Problem {
    let mut out = free(problem);
    (out.counts, out.coverage, out.budget) = (Vec::new(), Vec::new(), None);
    out.sourcing = Sourcing::default();
    for site in &mut out.sites {
        site.least = 0.0;
        if site.state != State::MustClose {
            site.state = State::MustOpen;
        }
    }
    let mut beside = vec![None; out.sites.len()];
    for &i in widened {
        beside[i] = Some(out.sites.len() as u32);
        let mut site = out.sites[i].clone();
        site.capacity = f64::INFINITY;
        site.accepts.iter_mut().flatten().for_each(|most| *most = f64::INFINITY);
        out.sites.push(site);
    }
    let twin = |i: u32| beside[i as usize];
    for link in out.from_places.clone() {
        if let Some(site) = twin(link.site) {
            let mut link = PlaceLink { site, ..link };
            price(&mut link.rate, 1.0);
            out.from_places.push(link);
        }
    }
    for link in out.between.clone() {
        for (from, to) in [(twin(link.from), None), (None, twin(link.to)), (twin(link.from), twin(link.to))] {
            if from.is_none() && to.is_none() {
                continue;
            }
            let mut copy = link.clone();
            copy.from = from.unwrap_or(link.from);
            copy.to = to.unwrap_or(link.to);
            price(&mut copy.rate, if to.is_some() { 1.0 } else { 0.0 });
            let known = |l: &crate::network::design::problem::SiteLink| (l.from, l.to) == (copy.from, copy.to);
            if !out.between.iter().any(known) {
                out.between.push(copy);
            }
        }
    }
    out
}

/// Kg of each stream that come to each site.
fn arrivals(problem: &Problem, design: &Design) -> Vec<Vec<f64>> {
    let mut out = vec![vec![0.0; problem.streams]; problem.sites.len()];
    for flow in &design.from_places {
        for &(stream, kg) in &problem.demands[flow.demand].parts {
            out[flow.site][stream] += kg * flow.share;
        }
    }
    for flow in &design.between {
        out[flow.to][flow.stream] += flow.kg;
    }
    out
}
