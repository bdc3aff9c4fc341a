//! Tiny days, by trying everything.
//!
//! For every sort of vehicle all routes over every set of tasks are walked depth first, cutting off what can no longer
//! become feasible; then the sets are dealt out to the vehicles. Only for days whose routes do not depend on each
//! other in time (no order, or just one vehicle), and only as far as a budget of judged routes reaches. Where several
//! vehicles share an intake the deal looks away from it and each answer is judged: the first that keeps to it is
//! good, but no longer proven best.

use std::collections::BTreeMap;

use super::state::Score;
use crate::ids::{Id, IdVec};
use crate::rounds::evaluate::{Why, judge, missing};
use crate::rounds::prepared::units::Penalty;
use crate::rounds::prepared::{FAR, Prepared};
use crate::rounds::simulate::{Driven, Fail, Outside, Scratch, clock, departure};
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::Milliseconds;

/// Up to this many tasks everything is tried.
pub(in crate::rounds) const TASKS: usize = 7;
/// Most routes judged, over all sorts of vehicle.
const BUDGET: u32 = 600_000;
/// Most steps without a task in one route.
const EXTRA: usize = 4;

type Table = BTreeMap<u32, (i64, Route)>;

struct Walk<'w, 'p> {
    p: &'w Prepared<'p>,
    vehicle: usize,
    steps: Vec<Step>,
    scratch: Scratch,
    table: Table,
    budget: u32,
    extras: Vec<Step>,
    /// By unloading place, what may be brought.
    intake: Vec<i64>,
    stop: &'w dyn Fn() -> bool,
}

/// Whether a day is tiny and its routes do not wait for each other.
fn covers(p: &Prepared<'_>) -> bool {
    p.tasks.len() <= TASKS && p.vehicles.len() <= if p.ordered { 1 } else { 64 }
}

/// Whether what is found here is the best there is, so that no search is needed beside it.
pub(in crate::rounds) fn settles(p: &Prepared<'_>) -> bool {
    covers(p) && (!p.limited || p.vehicles.len() <= 1)
}

/// The best answer with as many steps without a task in a route as could be tried in full; `stop` is asked now and then.
pub(in crate::rounds) fn solve(p: &Prepared<'_>, stop: &dyn Fn() -> bool) -> Option<(Score, Solution)> {
    if !covers(p) {
        return None;
    }
    let mut budget = BUDGET;
    let mut best = None;
    for extra in 0..=EXTRA {
        match deal(p, extra, &mut budget, stop) {
            Some(found) => best = found.or(best),
            None => break,
        }
    }
    best
}

/// The best answer whose routes have at most `extra` steps without a task (perhaps none brings a running vehicle home);
/// `None` if not all could be tried.
#[expect(clippy::option_option, reason = "tried and found none is not the same as not tried")]
fn deal(
    p: &Prepared<'_>,
    extra: usize,
    budget: &mut u32,
    stop: &dyn Fn() -> bool,
) -> Option<Option<(Score, Solution)>> {
    let mut by_kind: Vec<Option<Table>> = vec![None; p.kinds.len()];
    // By set of tasks served so far, the money and who does what.
    let mut dealt: BTreeMap<u32, (i64, Vec<Route>)> = BTreeMap::from([(0, (0, Vec::new()))]);
    for v in 0..p.vehicles.len() {
        let kind = p.vehicles[v].kind;
        let running = p.vehicles[v].is_running();
        let table = match (&by_kind[kind], running) {
            (Some(table), false) => table.clone(),
            _ => {
                let table = table(p, v, extra, budget, stop)?;
                if !running {
                    by_kind[kind] = Some(table.clone());
                }
                table
            }
        };
        let mut next: BTreeMap<u32, (i64, Vec<Route>)> = BTreeMap::new();
        for (&done, (money, routes)) in &dealt {
            for (&set, (cost, route)) in table.iter().filter(|(set, _)| **set & done == 0) {
                let total = money + cost;
                if next.get(&(done | set)).is_none_or(|(best, _)| total < *best) {
                    let mut routes = routes.clone();
                    routes.push(route.clone());
                    next.insert(done | set, (total, routes));
                }
            }
        }
        dealt = next;
    }
    let mut whole: Vec<(Score, Solution)> = dealt
        .into_iter()
        .filter(|(set, _)| is_whole(p, *set))
        .map(|(set, (money, routes))| (score(p, set, money), Solution { routes: IdVec::from(routes) }))
        .collect();
    whole.sort_by(|a, b| a.0.cmp(&b.0));
    let shared = p.limited && p.vehicles.len() > 1;
    Some(whole.into_iter().find(|(_, solution)| !shared || judge(p, solution).is_ok()))
}

fn has(set: u32, task: u32) -> bool {
    set >> task & 1 == 1
}

fn is_whole(p: &Prepared<'_>, set: u32) -> bool {
    p.units.tasks.iter().all(|u| u.iter().all(|&t| has(set, t) == has(set, u[0])))
        && p.problem.groups.iter().all(|g| g.iter().filter(|t| has(set, t.index() as u32)).count() <= 1)
}

fn score(p: &Prepared<'_>, set: u32, money: i64) -> Score {
    let mut score = Score { left: vec![0; p.units.levels], cost: money };
    for what in missing(&p.units, |t| has(set, t as u32)) {
        match p.units.penalty[what] {
            Penalty::Nothing => {}
            Penalty::Level(level) => score.left[level] += 1,
            Penalty::Prize(prize) => score.cost += prize,
        }
    }
    score
}

/// The cheapest route of a vehicle for every set of tasks; `None` if the budget is spent or `stop` says so.
fn table(p: &Prepared<'_>, vehicle: usize, extra: usize, budget: &mut u32, stop: &dyn Fn() -> bool) -> Option<Table> {
    let goods = p.tasks.iter().any(|t| t.has_goods);
    let breaks = (0..p.kind(vehicle).breaks.len()).map(Step::Break);
    let loads = p.problem.warehouses.ids().filter(|_| goods).map(Step::Load);
    // Also places that take nothing of this kind's: where ways are missing, one may lie on the only way round.
    let unloads = p.problem.unloading.ids().map(Step::Unload);
    let extras: Vec<Step> = breaks.chain(loads).chain(unloads).collect();
    let mut walk = Walk {
        p,
        vehicle,
        steps: Vec::new(),
        scratch: Scratch::default(),
        table: Table::new(),
        budget: *budget,
        extras,
        intake: p.problem.unloading.iter().map(|u| u.intake.map_or(FAR, |most| most.0)).collect(),
        stop,
    };
    if !p.vehicles[vehicle].is_running() {
        walk.table.insert(0, (0, Route::default()));
    }
    let all = walk.go_on(0, extra);
    *budget = walk.budget;
    all.map(|()| walk.table)
}

impl Walk<'_, '_> {
    fn go_on(&mut self, set: u32, extra: usize) -> Option<()> {
        if !self.steps.is_empty() || self.p.vehicles[self.vehicle].is_running() {
            self.budget = self.budget.checked_sub(1)?;
            if self.budget.is_multiple_of(256) && (self.stop)() {
                return None;
            }
            let outside = Outside { partial: true, intake: &self.intake, ..Outside::ALONE };
            match departure::best(self.p, self.vehicle, &self.steps, &outside, &mut self.scratch, departure::THOROUGH) {
                Ok(driven) => self.keep(set, driven),
                Err(fail) if self.is_final(fail) => return Some(()),
                Err(_) => {}
            }
        }
        for t in 0..self.p.tasks.len() {
            if !has(set, t as u32) && self.p.may(t, self.vehicle) {
                self.steps.push(Step::Task(Id::new(t)));
                self.go_on(set | 1 << t, extra)?;
                self.steps.pop();
            }
        }
        for i in 0..if extra > 0 { self.extras.len() } else { 0 } {
            let step = self.extras[i];
            // (An unloading of nothing may be of use: it passes time.)
            if self.steps.last() == Some(&step) || matches!(step, Step::Break(_)) && self.steps.contains(&step) {
                continue;
            }
            self.steps.push(step);
            self.go_on(set, extra - 1)?;
            self.steps.pop();
        }
        Some(())
    }
    fn keep(&mut self, set: u32, driven: Driven) {
        if self.table.get(&set).is_some_and(|(best, _)| *best <= driven.cost) {
            return;
        }
        let halves = self.p.problem.links.iter().any(|l| match *l {
            crate::rounds::problem::Link::Shipment { pick, drop, .. } => {
                has(set, pick.index() as u32) != has(set, drop.index() as u32)
            }
            _ => false,
        });
        if !halves {
            let route = Route { departure: Milliseconds(driven.departure), steps: self.steps.clone() };
            self.table.insert(set, (driven.cost, route));
        }
    }
    /// Whether no further steps can mend this failure of a beginning.
    fn is_final(&self, fail: Fail) -> bool {
        let kind = self.p.kind(self.vehicle);
        let home = || {
            let here =
                self.steps.iter().rev().find_map(|&s| clock::place(self.p, s)).unwrap_or(self.p.start(self.vehicle));
            let bands = 0..self.p.problem.travel.band_starts().len();
            let legs = bands.filter_map(|b| {
                self.p.problem.travel.matrix(kind.profile, b).leg(here, kind.end?).map(|l| (l.time.0, l.length.0))
            });
            legs.fold((0, 0), |a, b| (a.0.max(b.0), a.1.max(b.1)))
        };
        match fail.why {
            Why::ShiftEnd { by } | Why::Duration { by } => self.p.constant && by.0 > home().0,
            Why::Length { by } => self.p.constant && by.0 > home().1,
            Why::NotEmpty { .. } | Why::BreakMissing { .. } => false,
            Why::NoWay => fail.step < self.steps.len() && self.p.constant,
            _ => true,
        }
    }
}
