//! A choice of sites to begin with where least throughputs are asked: with everything open nobody would reach them.

use super::flow::{Aim, Flow, Flows};
use super::frame::Frame;
use super::problem::State;

/// Rounds of closing at most; each halves what must go.
const ROUNDS: usize = 40;

/// All sites that may be open but those that cannot reach their least; `None` where no least is asked of any site that need not be open.
///
/// Flows are solved with least throughputs waived, and half of the sites that miss theirs are closed, who misses most first, until nobody does. So the
/// flows that remain keep every least, and are a network if no other rule is against it.
pub(super) fn first(frame: &Frame) -> Option<Vec<bool>> {
    let choosy = |i: &usize| frame.least[*i] > 0.0 && frame.state[*i] == State::Free;
    if !(0..frame.sites).any(|i| choosy(&i)) {
        return None;
    }
    let mut open: Vec<bool> = frame.state.iter().map(|s| *s != State::MustClose).collect();
    let mut flow = Flow::new(frame, &open, Aim::Cost);
    flow.waive_least();
    for _ in 0..ROUNDS {
        flow.set_open(&open);
        flow.solve(1_000_000, f64::INFINITY);
        let (flows, _) = flow.flows();
        let through = through(frame, &flows);
        let part = |i: usize| through[i] / frame.least[i];
        let mut missing: Vec<usize> =
            (0..frame.sites).filter(|i| open[*i] && choosy(i) && part(*i) < 1.0 - 1e-9).collect();
        if missing.is_empty() {
            return Some(open);
        }
        missing.sort_by(|&a, &b| part(a).total_cmp(&part(b)).then(a.cmp(&b)));
        for &i in &missing[..missing.len().div_ceil(2)] {
            open[i] = false;
        }
    }
    Some(open)
}

/// Kg that come into each site.
pub(super) fn through(frame: &Frame, flows: &Flows) -> Vec<f64> {
    let mut through = vec![0.0; frame.sites];
    for (t, share) in flows.slot.iter().enumerate() {
        through[frame.slot_site[t] as usize] += share * frame.kg[frame.slot_demand[t] as usize];
    }
    for (l, kg) in flows.lane.iter().enumerate() {
        through[frame.lane_to[l] as usize] += kg;
    }
    through
}
