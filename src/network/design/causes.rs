//! Why a problem cannot be solved, where that can be said and proven without searching.
//!
//! Every cause here excludes all networks by itself: the rules are looked at alone, and flows with every site open that may be.

use super::flow::{Aim, Flow};
use super::frame::Frame;
use super::problem::{Problem, State};
use super::solution::Cause;

/// All causes found; none if a network may exist.
pub(super) fn causes(problem: &Problem, frame: &Frame) -> Vec<Cause> {
    let mut out = no_way(problem, frame);
    rules(problem, &mut out);
    for site in 0..frame.sites {
        let short = frame.least[site] - frame.most[site];
        if frame.state[site] == State::MustOpen && short > 1e-9 * frame.least[site] {
            out.push(Cause::Least { site, short });
        }
    }
    if out.is_empty() {
        capacity(problem, frame, &mut out);
    }
    out
}

/// Demands with a stream that no chain of sites takes to an end.
fn no_way(problem: &Problem, frame: &Frame) -> Vec<Cause> {
    let mut out = Vec::new();
    let must = |d: &usize| frame.refuse[*d].is_none() && frame.slots_of(*d).is_empty();
    for demand in (0..frame.demands).filter(must) {
        // Which of its parts is at fault: the one that none of its sites could pass on; else the first.
        let links = || problem.from_places.iter().filter(|l| l.demand as usize == demand);
        let carried = |stream: usize| {
            links().any(|l| l.rate.of(stream).is_some() && frame.leads_to_an_end(l.site as usize, stream))
        };
        let parts = &problem.demands[demand].parts;
        let stream = parts.iter().map(|p| p.0).find(|&s| !carried(s)).unwrap_or(parts[0].0);
        out.push(Cause::NoWay { demand, stream });
    }
    out
}

fn rules(problem: &Problem, out: &mut Vec<Cause>) {
    let state = |i: usize| problem.sites[i].state;
    for (rule, count) in problem.counts.iter().enumerate() {
        let may = count.sites.iter().filter(|&&i| state(i) != State::MustClose).count();
        let must = count.sites.iter().filter(|&&i| state(i) == State::MustOpen).count();
        if may < count.least {
            out.push(Cause::Count { rule, possible: may });
        } else if must > count.most {
            out.push(Cause::Count { rule, possible: must });
        } else if count.least > count.most {
            out.push(Cause::Count { rule, possible: count.most });
        }
    }
    if let Some(budget) = problem.budget {
        let must: f64 = problem.sites.iter().filter(|s| s.state == State::MustOpen).map(|s| s.capital).sum();
        if must > budget * (1.0 + 1e-9) + 1e-9 {
            out.push(Cause::Budget { short: must - budget });
        }
    }
    for (rule, coverage) in problem.coverage.iter().enumerate() {
        let total: f64 = coverage.homes.iter().map(|h| h.0).sum();
        let reach = coverage.homes.iter().filter(|h| h.1.iter().any(|&i| state(i) != State::MustClose));
        let reach: f64 = reach.map(|h| h.0).sum();
        if reach < coverage.share * total - 1e-9 * total {
            out.push(Cause::Coverage { rule, possible: if total > 0.0 { reach / total } else { 0.0 } });
        }
    }
}

/// With all sites open that may be, and no least throughput asked of those that need not be: how many kg find no place.
fn capacity(problem: &Problem, frame: &Frame, out: &mut Vec<Cause>) {
    if frame.refuse.iter().all(Option::is_some) {
        return;
    }
    let may: Vec<bool> = frame.state.iter().map(|s| *s != State::MustClose).collect();
    let mut flow = Flow::new(frame, &may, Aim::Place);
    flow.waive_least();
    flow.set_open(&may);
    let solved = flow.solve(1_000_000, f64::INFINITY);
    let all: f64 = frame.kg.iter().sum();
    if solved.bound <= 1e-7 * all {
        return;
    }
    let (flows, _) = flow.flows();
    let left = |d: &usize| frame.refuse[*d].is_none() && flows.refused[*d] > 1e-9;
    let demands: Vec<usize> = (0..frame.demands).filter(left).collect();
    // The tier, or the tier and stream, that is too small by itself, if one is.
    let must: f64 = (0..frame.demands).filter(|&d| frame.refuse[d].is_none()).map(|d| frame.kg[d]).sum();
    let mut named = (None, None);
    for tier in 1..=4u8 {
        let mine = || (0..frame.sites).filter(|&i| frame.tier[i] == tier && may[i]);
        let passes_all = must > 0.0 && must_pass(frame, tier);
        if !passes_all {
            continue;
        }
        let of = |s: usize| {
            (0..frame.demands)
                .filter(|&d| frame.refuse[d].is_none())
                .flat_map(|d| frame.parts(d))
                .filter(|p| p.0 == s)
                .map(|p| p.1)
                .sum::<f64>()
        };
        if let Some(s) = (0..frame.streams)
            .find(|&s| mine().map(|i| frame.most_of[i * frame.streams + s]).sum::<f64>() < of(s) * (1.0 - 1e-9))
        {
            // The stream's limits are what is short, unless its sites could not take it either: then the tier is.
            let room = mine().filter(|&i| frame.most_of[i * frame.streams + s] > 0.0);
            let lever = room.map(|i| problem.sites[i].capacity).sum::<f64>() >= of(s) * (1.0 - 1e-9);
            named = (Some(tier), lever.then_some(s));
            break;
        }
        if mine().map(|i| frame.most[i]).sum::<f64>() < must * (1.0 - 1e-9) {
            named = (Some(tier), None);
            break;
        }
    }
    out.push(Cause::Capacity { tier: named.0, stream: named.1, short: solved.bound, demands });
}

/// Whether all that is handed in passes this tier.
fn must_pass(frame: &Frame, tier: u8) -> bool {
    let all: f64 = frame.kg.iter().sum();
    super::relax::through(frame)[usize::from(tier) - 1] >= all * (1.0 - 1e-12)
}
