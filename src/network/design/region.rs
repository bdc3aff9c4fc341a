//! A part of a network taken out as a problem of its own: some sites free, all else as it is, with what room it has left.
//!
//! What the sites of the region get now is set free: whole demands that go there, and what sites outside send there. The rest of the
//! network keeps its flows, so a better answer to the small problem is a better answer to the large one.

use super::frame::Frame;
use super::improve::Known;
use super::problem::{Count, Coverage, Demand, PlaceLink, Problem, Rate, Site, SiteLink, State};

/// The small problem, and what its sites are called in the large one.
#[derive(Debug)]
pub(super) struct Region {
    pub(super) problem: Problem,
    pub(super) sites: Vec<usize>,
    /// Which are open now.
    pub(super) open: Vec<bool>,
}

/// Flows that stay, and what is set free.
struct Rest {
    /// Kg that stay at a site, by stream.
    stays: Vec<f64>,
    /// Demands set free.
    demands: Vec<usize>,
    /// Site and stream, with kg that it sends into the region.
    sent: Vec<(usize, usize, f64)>,
}

fn rest(frame: &Frame, known: &Known, inside: &[bool]) -> Rest {
    let key = |i: usize, s: usize| i * frame.streams + s;
    let mut rest = Rest { stays: vec![0.0; frame.sites * frame.streams], demands: Vec::new(), sent: Vec::new() };
    for d in 0..frame.demands {
        let slots = frame.slots_of(d);
        // One that could go there and is not served at all may as well.
        let free = slots.iter().any(|&t| {
            let used = known.flows.slot[t as usize] > 1e-9 || known.flows.refused[d] > 1e-9;
            used && inside[frame.slot_site[t as usize] as usize]
        });
        if free {
            rest.demands.push(d);
            continue;
        }
        for &t in slots {
            let share = known.flows.slot[t as usize];
            if share > 0.0 {
                for (s, kg) in frame.parts(d) {
                    rest.stays[key(frame.slot_site[t as usize] as usize, s)] += kg * share;
                }
            }
        }
    }
    for &i in frame.last_first.iter().rev() {
        let i = i as usize;
        if inside[i] {
            continue;
        }
        for s in 0..frame.streams {
            let stays = rest.stays[key(i, s)];
            let lanes = frame.lanes_out(i, s);
            let sent: f64 = lanes.iter().map(|&l| known.flows.lane[l as usize]).sum();
            if stays <= 1e-9 || sent <= 1e-9 {
                continue;
            }
            // What stays here leaves by the same lanes; if some of it ends here, that part is left out of account.
            let part = (stays / sent).min(1.0);
            let mut into = 0.0;
            for &l in lanes {
                let (kg, to) = (known.flows.lane[l as usize] * part, frame.lane_to[l as usize] as usize);
                if inside[to] {
                    into += kg;
                } else {
                    rest.stays[key(to, s)] += kg;
                }
            }
            if into > 1e-9 {
                rest.sent.push((i, s, into));
            }
        }
    }
    rest
}

/// Takes the sites marked `inside` out of `problem` as it is answered by `known`.
pub(super) fn region(problem: &Problem, frame: &Frame, known: &Known, inside: &[bool]) -> Region {
    let rest = rest(frame, known, inside);
    let usable = |i: usize| inside[i] && frame.state[i] != State::MustClose || known.open[i];
    // Sites that what is free can reach.
    let mut reached = vec![false; frame.sites];
    for &d in &rest.demands {
        for &t in frame.slots_of(d) {
            let i = frame.slot_site[t as usize] as usize;
            reached[i] |= usable(i);
        }
    }
    for &(i, s, _) in &rest.sent {
        for &l in frame.lanes_out(i, s) {
            let to = frame.lane_to[l as usize] as usize;
            reached[to] |= usable(to);
        }
    }
    for &i in frame.last_first.iter().rev() {
        if reached[i as usize] {
            for s in 0..frame.streams {
                for &l in frame.lanes_out(i as usize, s) {
                    let to = frame.lane_to[l as usize] as usize;
                    reached[to] |= usable(to);
                }
            }
        }
    }
    for i in 0..frame.sites {
        reached[i] |= inside[i] && usable(i);
    }
    let sites: Vec<usize> = (0..frame.sites).filter(|&i| reached[i]).collect();
    let mut name = vec![u32::MAX; frame.sites];
    for (k, &i) in sites.iter().enumerate() {
        name[i] = k as u32;
    }
    let mut small = Problem { streams: frame.streams, sourcing: problem.sourcing, ..Problem::default() };
    for &i in &sites {
        small.sites.push(shrink(frame, &problem.sites[i], i, &rest.stays, inside[i]));
    }
    for &d in &rest.demands {
        let number = small.demands.len() as u32;
        for &t in frame.slots_of(d) {
            let site = name[frame.slot_site[t as usize] as usize];
            if site != u32::MAX {
                let rate = Rate::Same(frame.slot_cost[t as usize] / frame.kg[d]);
                small.from_places.push(PlaceLink { demand: number, site, rate });
            }
        }
        small.demands.push(problem.demands[d].clone());
    }
    for &(i, s, kg) in &rest.sent {
        let number = small.demands.len() as u32;
        for &l in frame.lanes_out(i, s) {
            let site = name[frame.lane_to[l as usize] as usize];
            if site != u32::MAX {
                let rate = Rate::Same(frame.lane_rate[l as usize]);
                small.from_places.push(PlaceLink { demand: number, site, rate });
            }
        }
        small.demands.push(Demand::single(usize::MAX, s, kg, None));
    }
    for (k, &i) in sites.iter().enumerate() {
        let mut lanes: Vec<(u32, usize, f64)> = Vec::new();
        for s in 0..frame.streams {
            for &l in frame.lanes_out(i, s) {
                let to = name[frame.lane_to[l as usize] as usize];
                if to != u32::MAX {
                    lanes.push((to, s, frame.lane_rate[l as usize]));
                }
            }
        }
        lanes.sort_by_key(|a| (a.0, a.1));
        for run in lanes.chunk_by(|a, b| a.0 == b.0) {
            let mut table = vec![None; frame.streams];
            for &(_, s, rate) in run {
                table[s] = Some(rate);
            }
            small.between.push(SiteLink { from: k as u32, to: run[0].0, rate: Rate::Each(table.into()) });
        }
    }
    rules(problem, &mut small, known, inside, &name);
    let open = sites.iter().map(|&i| known.open[i]).collect();
    Region { problem: small, sites, open }
}

/// A site with what room it has left; outside the region it is there whatever happens.
fn shrink(frame: &Frame, site: &Site, i: usize, stays: &[f64], inside: bool) -> Site {
    let mut site = site.clone();
    let of = |s: usize| stays[i * frame.streams + s];
    let all: f64 = (0..frame.streams).map(of).sum();
    // Rounding must not leave less room than is used now.
    site.capacity = (site.capacity - all).max(0.0) * (1.0 + 1e-9) + 1e-9;
    for (s, limit) in site.accepts.iter_mut().enumerate() {
        if let Some(limit) = limit {
            *limit = (*limit - of(s)).max(0.0) * (1.0 + 1e-9) + 1e-9;
        }
    }
    site.least = (site.least - all).max(0.0) * (1.0 - 1e-9);
    if !inside {
        site.fixed = 0.0;
        site.capital = 0.0;
        site.state = State::MustOpen;
    }
    site
}

/// The rules with what lies outside taken as it is.
fn rules(problem: &Problem, small: &mut Problem, known: &Known, inside: &[bool], name: &[u32]) {
    for count in &problem.counts {
        let outside = count.sites.iter().filter(|&&i| !inside[i] && known.open[i]).count();
        let sites: Vec<usize> =
            count.sites.iter().filter(|&&i| inside[i] && name[i] != u32::MAX).map(|&i| name[i] as usize).collect();
        if !sites.is_empty() {
            let most = if count.most == usize::MAX { usize::MAX } else { count.most.saturating_sub(outside) };
            small.counts.push(Count { sites, least: count.least.saturating_sub(outside), most });
        }
    }
    small.budget = problem.budget.map(|budget| {
        let spent: f64 =
            (0..inside.len()).filter(|&i| !inside[i] && known.open[i]).map(|i| problem.sites[i].capital).sum();
        (budget - spent).max(0.0) * (1.0 + 1e-9)
    });
    for rule in &problem.coverage {
        let total: f64 = rule.homes.iter().map(|h| h.0).sum();
        let mut need = rule.share * total;
        let mut homes = Vec::new();
        for (weight, near) in &rule.homes {
            if near.iter().any(|&i| !inside[i] && known.open[i]) {
                need -= weight;
            } else {
                let near: Vec<usize> =
                    near.iter().filter(|&&i| inside[i] && name[i] != u32::MAX).map(|&i| name[i] as usize).collect();
                homes.push((*weight, near));
            }
        }
        let left: f64 = homes.iter().map(|h| h.0).sum();
        if left > 0.0 && (need > 0.0 || rule.missing > 0.0) {
            let share = (need / left).clamp(0.0, 1.0);
            small.coverage.push(Coverage { homes, share, missing: rule.missing });
        }
    }
}
