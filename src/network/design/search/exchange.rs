//! Other choices of the later tiers, told apart by what the relaxation of each comes to.
//!
//! With stations and centres decided the relaxation is within half a per cent of what a network over them costs, and some twenty steps say most of it. So sets of them are compared without
//! finding a single flow. What the prices of the present set say of a site closed or opened is a bound on the set so changed: most exchanges are refused unseen.

use super::super::problem::State;
use super::Search;
use super::branch::Branch;
use super::dive::SETTLE;

/// Steps for the prices of a set that is looked at.
const LOOK: u64 = 30;
/// Exchanges tried before a set is taken to be the best of its neighbours, and sets gone through.
const TRIALS: usize = 60;
const SETS: usize = 40;
/// Steps for all sets together: where each step is dear and the prices settle slowly, comparing must not take the time that regions need.
const STEPS: u64 = 1_400;
/// What a better set must save at least, as a share: less is within what more steps change.
const LESS: f64 = 2e-4;

/// A change of a set: a bound on what the changed set costs, the site closed, the site opened.
type Exchange = (f64, Option<usize>, Option<usize>);

impl Search<'_, '_> {
    /// Closes, opens and exchanges sites of later tiers among `free`, while the bound of the set falls. The branch's prices have settled.
    pub(super) fn exchange(&mut self, branch: &mut Branch, free: &[usize]) {
        // What was refused stays so: a set a little cheaper seldom makes up for it.
        let mut refused = std::collections::BTreeSet::new();
        let until = self.iterations + STEPS;
        for _ in 0..SETS {
            let mut better = None;
            let now = branch.volume.bound;
            for (bound, close, open) in self.exchanges(branch, free).into_iter().take(TRIALS) {
                if self.stopped || bound >= now || self.iterations >= until {
                    break;
                }
                if refused.contains(&(close, open)) {
                    continue;
                }
                let mut next = Branch { volume: branch.volume.fork(0.1), ..branch.clone() };
                close.inspect(|&i| next.fixing.site[i] = Some(false));
                open.inspect(|&i| next.fixing.site[i] = Some(true));
                if !self.rules.broken(&next.fixing.site) {
                    let enough = now - LESS * now.abs();
                    self.settle_prices(&mut next, LOOK, enough);
                    if next.volume.bound < enough {
                        self.settle_prices(&mut next, SETTLE, enough);
                    }
                    if next.volume.bound < enough && !self.stopped {
                        better = Some(next);
                        break;
                    }
                }
                refused.insert((close, open));
            }
            match better {
                Some(next) => *branch = next,
                None => return,
            }
        }
    }

    /// Changes whose bound at the present prices leaves hope, the most hopeful first.
    fn exchanges(&mut self, branch: &Branch, free: &[usize]) -> Vec<Exchange> {
        let (frame, fixed) = (self.frame, &branch.fixing);
        // Closed sites are worth something only where they may be opened.
        let mut loose = fixed.clone();
        for &i in free {
            if loose.site[i] == Some(false) && frame.state[i] == State::Free {
                loose.site[i] = None;
            }
        }
        let mut prices = branch.volume.best.clone();
        self.relaxation.evaluate(&mut prices, &loose);
        let (worth, now) = (&self.relaxation.worth, branch.volume.bound);
        let side = |open: bool| free.iter().copied().filter(move |&i| fixed.site[i] == Some(open));
        let mut out: Vec<Exchange> = Vec::new();
        let mut offer = |bound: f64, close, open| {
            if bound < now {
                out.push((bound, close, open));
            }
        };
        for i in side(true) {
            offer(now - worth[i], Some(i), None);
            for j in side(false).filter(|&j| frame.tier[j] == frame.tier[i]) {
                offer(now - worth[i] + worth[j], Some(i), Some(j));
            }
        }
        for j in side(false) {
            offer(now + worth[j], None, Some(j));
        }
        out.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        out
    }
}
