//! Where one more task would go, on every vehicle; or what stands in its way there.
//!
//! For explanations and for putting an order into a plan in progress. A task that links join to others is judged by
//! itself: its links hold against what the plan already serves, and a missing other end is not asked for.

use crate::ids::{Id, IdVec, StreamId, TaskId, VehicleId};
use crate::rounds::evaluate::Why;
use crate::rounds::prepared::Prepared;
use crate::rounds::problem::Problem;
use crate::rounds::search::dice::Dice;
use crate::rounds::search::place::{Effort, Work, cheapest};
use crate::rounds::search::repair;
use crate::rounds::search::walker::Walker;
use crate::rounds::simulate::{Fail, departure};
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::{Fen, Milliseconds};

/// What a vehicle can do for a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Insertion {
    /// It can serve it.
    At {
        /// The money this adds.
        cost: Fen,
        /// The route with the task in it, and with whatever unloading, loading or break it needed.
        route: Route,
        /// Which step the task is.
        step: usize,
    },
    /// It serves it already.
    Served,
    /// It cannot.
    No(Binding),
}

/// What keeps a task off a vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// The vehicle lacks these skills.
    Skills {
        /// As bits.
        missing: u64,
    },
    /// Too few people on board.
    Crew {
        /// How many are needed.
        needs: u8,
        /// How many there are.
        has: u8,
    },
    /// The task names other kinds.
    Kind,
    /// No compartment takes it.
    Compartment {
        /// The stream; `None`: new goods.
        stream: Option<StreamId>,
    },
    /// Its new goods are on board of another vehicle.
    GoodsElsewhere {
        /// That vehicle.
        vehicle: VehicleId,
    },
    /// Another task of its group is served.
    Group,
    /// The rule that is broken at the gap where the least is lacking, unloading and loading on the way considered.
    Rule(Why),
}

/// For every vehicle the cheapest way to serve `task` besides what `solution` has it do, or what binds.
///
/// Routes of `solution` that break rules by themselves count as empty. Steps are kept in order; departures are chosen anew.
#[must_use]
pub fn cheapest_insertions(problem: &Problem, solution: &Solution, task: TaskId) -> IdVec<VehicleId, Insertion> {
    let p = Prepared::new(problem);
    let mut walker = Walker::new(&p, 0, 0);
    walker.load(&p, solution);
    let mut work = Work::default();
    problem.vehicles.ids().map(|v| on(&p, &mut walker, &mut work, task.index(), v.index(), Effort::FULL)).collect()
}

/// The cheapest way for one vehicle to serve `task` besides what `solution` has it do, or what binds; looked for less thoroughly than by [`cheapest_insertions`] where
/// much has to be unloaded or loaded on the way.
#[must_use]
pub fn insertion(problem: &Problem, solution: &Solution, task: TaskId, vehicle: VehicleId) -> Insertion {
    let p = Prepared::new(problem);
    let mut walker = Walker::new(&p, 0, 0);
    walker.state.departures = departure::FAIR;
    walker.load(&p, solution);
    on(&p, &mut walker, &mut Work::default(), task.index(), vehicle.index(), Effort::FAIR)
}

fn on(
    p: &Prepared<'_>,
    walker: &mut Walker,
    work: &mut Work,
    task: usize,
    vehicle: usize,
    effort: Effort,
) -> Insertion {
    let state = &mut walker.state;
    if state.at[task] as usize == vehicle {
        return Insertion::Served;
    }
    if let Some(binding) = forbidden(p, task, vehicle) {
        return Insertion::No(binding);
    }
    if state.is_shut_out(p, task) && p.units.counts_as[task] as usize != task {
        return Insertion::No(Binding::Group);
    }
    let before = state.routes[vehicle].cost();
    state.partial = true;
    let found = cheapest(p, state, work, task, Some(vehicle), effort, &mut Dice::new(0, 0));
    let answer = match found {
        Some((_, driven)) => {
            let step = work.best.iter().position(|s| *s == Step::Task(Id::new(task))).unwrap_or(0);
            let route = Route { departure: Milliseconds(driven.departure), steps: work.best.clone() };
            Insertion::At { cost: Fen(driven.cost - before), route, step }
        }
        None => Insertion::No(Binding::Rule(binding_rule(p, walker, task, vehicle))),
    };
    walker.state.partial = false;
    answer
}

/// What forbids the pair whatever the route.
fn forbidden(p: &Prepared<'_>, task: usize, vehicle: usize) -> Option<Binding> {
    let given = &p.problem.tasks[Id::new(task)];
    let kind_id = p.problem.vehicles[Id::new(vehicle)].kind;
    let kind = &p.problem.kinds[kind_id];
    let missing = given.skills & !kind.skills;
    if missing != 0 {
        return Some(Binding::Skills { missing });
    }
    if given.crew > kind.crew {
        return Some(Binding::Crew { needs: given.crew, has: kind.crew });
    }
    if !given.kinds.is_empty() && !given.kinds.contains(&kind_id) {
        return Some(Binding::Kind);
    }
    if let Some(stream) = p.kind(vehicle).compartment_lacking(&p.tasks[task]) {
        return Some(Binding::Compartment { stream: stream.map(Id::new) });
    }
    let aboard = p.tasks[task].aboard as usize;
    (aboard < p.vehicles.len() && aboard != vehicle).then(|| Binding::GoodsElsewhere { vehicle: Id::new(aboard) })
}

/// The rule broken where the least is lacking: every gap is judged, after a repair where one may help.
fn binding_rule(p: &Prepared<'_>, walker: &mut Walker, task: usize, vehicle: usize) -> Why {
    let state = &mut walker.state;
    let mut nearest: Option<Fail> = None;
    let steps = state.routes[vehicle].steps.clone();
    let mut trial = Vec::new();
    for gap in 0..=steps.len() {
        trial.clear();
        trial.extend_from_slice(&steps[..gap]);
        trial.push(Step::Task(Id::new(task)));
        trial.extend_from_slice(&steps[gap..]);
        if let Err(fail) = state.judge(p, vehicle, &trial)
            && nearest.is_none_or(|n| repair::rank(fail.why) < repair::rank(n.why))
        {
            nearest = Some(fail);
        }
    }
    nearest.map_or(Why::Unknown, |n| n.why)
}
