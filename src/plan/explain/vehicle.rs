//! What one vehicle would need to serve a task that is left out.
//!
//! Each limit is lifted by itself and the search is asked for a place: a limit that lets the task in when it alone is lifted is one that
//! binds. How far it must be lifted is then halved down to. Where no limit is enough alone, all are lifted and those that are not needed
//! put back.

use super::limits::Limit;
use super::part::{ONLY, Part, spent};
use super::relax::{limits, settle, weight};
use super::{Change, Relaxation};
use crate::ids::{Id, VehicleId};
use crate::plan::Plan;
use crate::plan::rule::Rule;
use crate::rounds::evaluate::Why;
use crate::rounds::insertions::{Binding, Insertion, insertion};
use crate::rounds::problem::Problem;
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::Fen;

/// How often an amount is halved at most.
const HALVINGS: usize = 10;

/// A way to serve the task under changes, in the names of the part.
#[derive(Clone)]
struct Found {
    changes: Vec<Change>,
    position: usize,
    cost: Fen,
}

impl Found {
    fn weight(&self) -> i64 {
        self.changes.iter().map(weight).fold(0, i64::saturating_add)
    }
    /// By how much the limit is lifted.
    fn amount(&self, limit: Limit) -> i64 {
        let of = |c: &&Change| Limit::behind(c.rule) == Some(limit);
        self.changes.iter().filter(of).map(|c| c.by.saturating_abs()).max().unwrap_or(0)
    }
}

/// What came of trying a vehicle.
#[derive(Clone, Default)]
pub(super) struct Tried {
    /// The rule that binds.
    pub(super) rule: Option<Rule>,
    /// What would serve the task, the least first: one for each limit that is enough alone, or one of several limits together.
    pub(super) relaxations: Vec<Relaxation>,
}

impl Tried {
    /// What its least relaxation asks for.
    pub(super) fn weight(&self) -> i64 {
        let of = |r: &Relaxation| r.changes.iter().map(weight).fold(0, i64::saturating_add);
        self.relaxations.first().map_or(i64::MAX, of)
    }
}

/// The limits that keep a task off a vehicle that has nothing else to do.
#[derive(Clone, Default)]
pub(super) struct Alone {
    /// Whether it can serve the task.
    pub(super) serves: bool,
    /// Limits each of which is enough to lift; where there is none, those that are enough together.
    limits: Vec<Limit>,
}

/// Looks at a vehicle without its route.
pub(super) fn alone(part: &Part) -> Alone {
    if let Insertion::At { .. } = place(part, &part.problem) {
        return Alone { serves: true, limits: Vec::new() };
    }
    let mut enough = Vec::new();
    for limit in set(part) {
        match attempt(part, &[full(limit)]) {
            // No more than the search needed to find the place.
            Some(found) if found.changes.is_empty() => return Alone { serves: true, limits: Vec::new() },
            Some(_) => enough.push(limit),
            None => {}
        }
    }
    if enough.is_empty() {
        enough = together(part, &set(part)).map_or_else(Vec::new, |found| limits(&found.changes));
    }
    Alone { serves: false, limits: enough }
}

/// Looks at a vehicle with its route; `alone` where that is known.
pub(super) fn with_route(part: &Part, vehicle: VehicleId, alone: Option<&Alone>) -> Tried {
    let outside = |found: Found| Relaxation {
        vehicle,
        position: found.position,
        changes: found.changes.iter().map(|&c| part.outside(c)).collect(),
        cost: found.cost,
    };
    let answer = place(part, &part.problem);
    let fits = |found: Found| Tried { rule: None, relaxations: vec![outside(found)] };
    if matches!(answer, Insertion::At { .. })
        && let Some(found) = attempt(part, &[])
    {
        return fits(found);
    }
    let needed = alone.filter(|a| !a.serves).map(|a| &a.limits);
    // What is not enough on an empty vehicle is not enough on a full one.
    let mut open = set(part);
    if let Some(needed) = needed {
        open.retain(|limit| needed.contains(limit));
    }
    let mut found: Vec<(Limit, Found)> = Vec::new();
    for limit in open {
        match least(part, limit, &[]) {
            Some(f) if f.changes.is_empty() => return fits(f),
            f => found.extend(f.map(|f| (limit, f))),
        }
    }
    // In the order of the limits so far.
    let mut rule = found.first().map(|(limit, _)| limit.rule());
    if found.is_empty() {
        let all = together(part, &set(part));
        if let Some(found) = all.clone().filter(|f| f.changes.is_empty()) {
            return fits(found);
        }
        // The one that asks for most, of those that also bind without the route if there are any.
        let asked = all.iter().flat_map(|f| &f.changes).filter_map(|c| Some((weight(c), Limit::behind(c.rule)?)));
        let most =
            |among: &dyn Fn(Limit) -> bool| asked.clone().filter(|a| among(a.1)).max_by_key(|a| a.0).map(|a| a.1);
        let known = needed.and_then(|n| most(&|limit| n.contains(&limit)).or(n.first().copied()));
        let heaviest = most(&|_| true);
        rule = known.or(heaviest).map(Limit::rule).or_else(|| Some(rule_of(part, &answer)));
        found.extend(all.and_then(|f| heaviest.map(|limit| (limit, f))));
    }
    found.sort_by_key(|(limit, f)| (f.weight(), f.cost, *limit));
    Tried { rule, relaxations: found.into_iter().map(|(_, f)| outside(f)).collect() }
}

/// The limits there are.
fn set(part: &Part) -> Vec<Limit> {
    Limit::ALL.into_iter().filter(|l| l.is_set(&part.problem, part.task)).collect()
}

fn full(limit: Limit) -> (Limit, i64) {
    (limit, limit.most().unwrap_or(0))
}

/// Where the search would put the task.
fn place(part: &Part, problem: &Problem) -> Insertion {
    insertion(problem, &part.solution, part.task, VehicleId::new(ONLY))
}

/// Serves the task with some limits lifted, and measures what that takes.
fn attempt(part: &Part, lifted: &[(Limit, i64)]) -> Option<Found> {
    let mut free = part.problem.clone();
    lifted.iter().for_each(|&(limit, by)| limit.lift(&mut free, part.task, by));
    let Insertion::At { route, step, .. } = place(part, &free) else { return None };
    // Nothing that is served may be lost for it.
    let serves = |route: &Route| route.steps.iter().filter(|s| matches!(s, Step::Task(_))).count();
    if serves(&route) != 1 + serves(&part.solution.routes[VehicleId::new(ONLY)]) {
        return None;
    }
    let position = route.steps.get(step).filter(|s| **s == Step::Task(part.task)).map_or(0, |_| step);
    let solution = Solution { routes: vec![route].into() };
    let plan = Plan::build(&free, &solution).ok()?;
    let of = |rule: Rule| Limit::behind(rule).is_some_and(|limit| lifted.iter().any(|l| l.0 == limit));
    let (changes, plan) = settle(&part.problem, &[part.task], &solution, plan, &of)?;
    Some(Found { changes, position, cost: Fen(spent(&plan).0.saturating_sub(part.cost.0)) })
}

/// The least by which a limit must be lifted, beside others.
fn least(part: &Part, limit: Limit, others: &[(Limit, i64)]) -> Option<Found> {
    let with = |by: i64| {
        let mut lifted = others.to_vec();
        lifted.push((limit, by));
        attempt(part, &lifted)
    };
    let mut best = with(full(limit).1)?;
    if limit.most().is_none() {
        return Some(best);
    }
    let (mut low, mut high) = (0, best.amount(limit));
    for _ in 0..HALVINGS {
        if high - low <= limit.grain().max(high / 32) {
            break;
        }
        let middle = low + (high - low) / 2;
        match with(middle) {
            Some(found) if found.amount(limit) < high => {
                high = found.amount(limit);
                if found.weight() < best.weight() {
                    best = found;
                }
            }
            _ => low = middle,
        }
    }
    Some(best)
}

/// Several limits that are enough together, none of them needless.
fn together(part: &Part, among: &[Limit]) -> Option<Found> {
    let all: Vec<(Limit, i64)> = among.iter().map(|&l| full(l)).collect();
    let mut best = attempt(part, &all)?;
    let mut needed = limits(&best.changes);
    // The one that asks for most is put back first, if it can be.
    let asks = |found: &Found, limit: Limit| {
        let of = |c: &&Change| Limit::behind(c.rule) == Some(limit);
        found.changes.iter().filter(of).map(weight).fold(0, i64::saturating_add)
    };
    needed.sort_by_key(|&l| std::cmp::Reverse(asks(&best, l)));
    for limit in needed.clone() {
        let rest: Vec<(Limit, i64)> = needed.iter().filter(|l| **l != limit).map(|&l| full(l)).collect();
        if let Some(found) = attempt(part, &rest) {
            best = found;
            needed.retain(|l| *l != limit);
        }
    }
    for &limit in &needed {
        let others: Vec<(Limit, i64)> =
            needed.iter().filter(|l| **l != limit).map(|&l| (l, l.most().map_or(0, |_| best.amount(l)))).collect();
        if let Some(found) = least(part, limit, &others).filter(|f| f.weight() < best.weight()) {
            best = found;
        }
    }
    Some(best)
}

/// What stands in the way where no limit can be lifted.
fn rule_of(part: &Part, answer: &Insertion) -> Rule {
    let travel = &part.problem.travel;
    let here = part.problem.tasks[part.task].place;
    let bands = || (0..travel.band_starts().len()).map(|band| travel.matrix(Id::new(0), band));
    let others = || (0..travel.places()).map(Id::new).filter(|&other| other != here);
    let reached = bands().any(|m| others().any(|other| m.leg(other, here).is_some()));
    let left = bands().any(|m| others().any(|other| m.leg(here, other).is_some()));
    if !reached || !left {
        return Rule::NoWay;
    }
    match *answer {
        Insertion::No(Binding::GoodsElsewhere { .. }) => Rule::GoodsElsewhere,
        Insertion::No(Binding::Group) => Rule::GroupTwice,
        Insertion::No(Binding::Rule(why)) => match why {
            Why::GoodsNotLoaded { .. } => Rule::GoodsMissing,
            Why::GoodsNotReady { .. } => Rule::GoodsNotReady,
            Why::BreakMissing { .. } => Rule::BreakMissing,
            Why::Shipment { .. } => Rule::ShipmentSplit,
            Why::Late { .. } => Rule::WindowMissed,
            Why::ShiftEnd { .. } => Rule::AfterShift,
            Why::Duration { .. } => Rule::TooLong,
            Why::Length { .. } => Rule::TooFar,
            Why::Overload { .. } => Rule::OverMass,
            Why::Intake { .. } => Rule::IntakeExceeded,
            Why::NotEmpty { .. } => Rule::NotEmpty,
            _ => Rule::NoWay,
        },
        _ => Rule::NoWay,
    }
}
