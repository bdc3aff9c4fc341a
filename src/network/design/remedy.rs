//! What makes an impossible problem possible: the smallest relaxation of what its causes name, tried out.
//!
//! A cause that excludes all networks by itself must be lifted, and by how much follows from it: those relaxations are all needed. Where every rule can be kept alone
//! and not all together, each rule is relaxed by itself and by as little as a network needs; any one of those suffices. Where none does, several are, so that
//! nothing of it can be taken back. Whether there is a network
//! is decided by the search itself, on a copy without costs, so that its first network is the end of it.

mod room;
mod singly;

use super::design;
use super::effort::{Effort, Progress};
use super::problem::{Problem, Rate};
use super::solution::{Cause, Found, Outcome};

/// A rule or limit, relaxed.
#[derive(Debug, Clone, PartialEq)]
pub enum Remedy {
    /// A count rule asks for this many.
    Count {
        /// Index of the rule.
        rule: usize,
        /// At least.
        least: usize,
        /// At most.
        most: usize,
    },
    /// A coverage rule asks for this share.
    Coverage {
        /// Index of the rule.
        rule: usize,
        /// From 0 to 1, in ten-thousandths.
        share: f64,
    },
    /// The budget is this.
    Budget {
        /// Fen.
        fen: f64,
    },
    /// A site need take only so much.
    Least {
        /// Index of the site.
        site: usize,
        /// Kg a year.
        kg: f64,
    },
    /// Sites can take more.
    Capacity(Vec<More>),
    /// A demand need not be collected.
    Leave {
        /// Index of the demand.
        demand: usize,
    },
}

/// How much more a site can take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct More {
    /// Index of the site.
    pub site: usize,
    /// Of which stream; `None`: of all together.
    pub stream: Option<usize>,
    /// Kg a year, whole.
    pub kg: f64,
}

/// What would help.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Advice {
    /// Without any one of these there is no network.
    pub needed: Vec<Remedy>,
    /// Beside those, one of these is enough; empty where they are enough themselves.
    pub one_of: Vec<Remedy>,
    /// Whether that has been tried out: there is a network then.
    pub verified: bool,
}

/// Rounds of lifting causes at most: what one cause hides shows in the next.
const ROUNDS: usize = 6;

/// The smallest relaxation for these causes. `effort` is for each trial; `go_on` stops them all.
#[must_use]
pub fn advise(problem: &Problem, causes: &[Cause], effort: &Effort, go_on: &mut dyn FnMut() -> bool) -> Advice {
    let mut tries = Tries { effort, go_on };
    let mut relaxed = problem.clone();
    let mut causes = causes.to_vec();
    let mut advice = Advice::default();
    for _ in 0..ROUNDS {
        if causes.contains(&Cause::Together) {
            advice.one_of = singly::singly(&relaxed, &mut tries);
            advice.verified = !advice.one_of.is_empty();
            if let Some(more) = (!advice.verified).then(|| singly::together(&relaxed, &mut tries)).flatten() {
                (relaxed, advice.verified) = (more, true);
            }
            break;
        }
        if !causes.iter().all(|cause| lift(&mut relaxed, cause, &mut tries)) {
            break;
        }
        match tries.possible(&relaxed) {
            Answer::Yes => {
                advice.verified = true;
                break;
            }
            Answer::No(next) => causes = next,
            Answer::Unknown => break,
        }
    }
    advice.needed = difference(problem, &relaxed);
    advice
}

/// Relaxes what a cause names, by what it says; whether it could.
fn lift(problem: &mut Problem, cause: &Cause, tries: &mut Tries<'_>) -> bool {
    match cause {
        Cause::NoWay { demand, .. } => problem.demands[*demand].uncollected = Some(0.0),
        Cause::Count { rule, possible } => {
            let count = &mut problem.counts[*rule];
            if *possible < count.least {
                count.least = *possible;
            } else {
                count.most = *possible;
            }
        }
        Cause::Budget { short } => problem.budget = problem.budget.map(|fen| (fen + short - 1e-6).ceil()),
        Cause::Coverage { rule, possible } => problem.coverage[*rule].share = share(*possible),
        Cause::Least { site, short } => {
            let least = &mut problem.sites[*site].least;
            *least = (*least - short - 1e-6).floor().max(0.0);
        }
        Cause::Capacity { tier, .. } => return room::make(problem, *tier, tries),
        Cause::Together => return false,
    }
    true
}

/// A share in ten-thousandths, rounded down.
fn share(of: f64) -> f64 {
    ((of * 10_000.0 + 1e-6).floor() / 10_000.0).clamp(0.0, 1.0)
}

/// Where a problem is more relaxed than another.
fn difference(from: &Problem, to: &Problem) -> Vec<Remedy> {
    let mut out = Vec::new();
    for (rule, (a, b)) in from.counts.iter().zip(&to.counts).enumerate() {
        if a != b {
            out.push(Remedy::Count { rule, least: b.least, most: b.most });
        }
    }
    for (rule, (a, b)) in from.coverage.iter().zip(&to.coverage).enumerate() {
        if a.share != b.share {
            out.push(Remedy::Coverage { rule, share: b.share });
        }
    }
    if let Some(fen) = to.budget.filter(|_| from.budget != to.budget) {
        out.push(Remedy::Budget { fen });
    }
    let mut more = Vec::new();
    for (site, (a, b)) in from.sites.iter().zip(&to.sites).enumerate() {
        if a.least != b.least {
            out.push(Remedy::Least { site, kg: b.least });
        }
        if a.capacity != b.capacity {
            more.push(More { site, stream: None, kg: (b.capacity - a.capacity).round() });
        }
        for (stream, (a, b)) in a.accepts.iter().zip(&b.accepts).enumerate() {
            if let (Some(a), Some(b)) = (a, b)
                && a != b
            {
                more.push(More { site, stream: Some(stream), kg: (b - a).round() });
            }
        }
    }
    if !more.is_empty() {
        out.push(Remedy::Capacity(more));
    }
    for (demand, (a, b)) in from.demands.iter().zip(&to.demands).enumerate() {
        if a.uncollected != b.uncollected {
            out.push(Remedy::Leave { demand });
        }
    }
    out
}

/// What a trial says.
enum Answer {
    Yes,
    No(Vec<Cause>),
    Unknown,
}

/// Trials of relaxed problems.
struct Tries<'a> {
    effort: &'a Effort,
    go_on: &'a mut dyn FnMut() -> bool,
}

impl Tries<'_> {
    /// Whether there is a network.
    fn possible(&mut self, problem: &Problem) -> Answer {
        match self.search(&free(problem)) {
            Some(Outcome::Found(_)) => Answer::Yes,
            Some(Outcome::Impossible(causes)) => Answer::No(causes),
            _ => Answer::Unknown,
        }
    }
    /// The network of least cost, as far as the effort goes.
    fn cheapest(&mut self, problem: &Problem) -> Option<Found> {
        match self.search(problem)? {
            Outcome::Found(found) => Some(found),
            _ => None,
        }
    }
    fn search(&mut self, problem: &Problem) -> Option<Outcome> {
        let go_on = &mut *self.go_on;
        design(problem, self.effort, None, &mut |_: Progress| go_on()).ok()
    }
}

/// The problem with everything for nothing: the first network found is the best.
fn free(problem: &Problem) -> Problem {
    let mut out = problem.clone();
    out.constant = 0.0;
    for demand in &mut out.demands {
        demand.uncollected = demand.uncollected.map(|_| 0.0);
    }
    for rule in &mut out.coverage {
        rule.missing = 0.0;
    }
    for site in &mut out.sites {
        site.fixed = 0.0;
        site.ends.iter_mut().flatten().for_each(|fen| *fen = 0.0);
    }
    let rates = out.from_places.iter_mut().map(|l| &mut l.rate).chain(out.between.iter_mut().map(|l| &mut l.rate));
    for rate in rates {
        price(rate, 0.0);
    }
    out
}

/// Every way of a rate at one price; where there is none there stays none.
fn price(rate: &mut Rate, fen: f64) {
    match rate {
        Rate::Same(each) => *each = fen,
        Rate::Each(table) => table.iter_mut().flatten().for_each(|each| *each = fen),
    }
}
