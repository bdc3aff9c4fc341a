//! The checker: judges any timetable by the rules of [`crate::mobile::model`] and reports every breach.
//!
//! It shares no code with the planner: who walks where, what they bring and every leg are worked out again from the problem, slowly and plainly. A
//! vehicle's step is judged by the stated end of the step before it, so that one wrong figure is one breach.

mod calls;
mod drive;
mod loads;
mod people;
mod totals;
pub mod truth;

use crate::ids::{Id, UnloadId, VehicleId};
use crate::mobile::model::{CallId, PointId, Problem};
use crate::mobile::timetable::{Timetable, What};

/// A rule of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Something is named that the problem does not have, or an order that cannot be.
    Names,
    /// A published time is not on the clock's step, or ends before it begins.
    Clock,
    /// A call outside the hours of its place.
    Hours,
    /// A call in quiet hours.
    Quiet,
    /// A call on a market day that bars the place.
    Market,
    /// Visits of a place too close to each other.
    Gap,
    /// A call too short for what is brought, or longer than the longest stand.
    Stand,
    /// A published stop that its vehicle does not make, makes twice, or makes on a day it is not published for.
    Kept,
    /// A step begins or ends at another time than published, or than unloading takes.
    Times,
    /// There is no way, or it takes another time.
    Leg,
    /// The stated length is another.
    Length,
    /// Outside the shift, or no shift that day.
    Shift,
    /// Farther than the range.
    Range,
    /// More on board than fits.
    Capacity,
    /// A stream that has no compartment on this vehicle.
    Compartment,
    /// An unload outside the hours of its site.
    UnloadHours,
    /// Something left on board of a vehicle that ends empty.
    Empty,
    /// Another mass than is brought, or than is on board.
    Mass,
    /// Another mass is turned away than stated.
    Turned,
    /// Households walk to another place than stated.
    Walk,
    /// A sum is another: households counted twice, money, length, time.
    Totals,
}

/// One breach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Breach {
    /// Which rule.
    pub rule: Rule,
    /// At which published stop.
    pub call: Option<CallId>,
    /// On which vehicle and day of the cycle.
    pub on: Option<(VehicleId, u8)>,
    /// At which of its steps; their number: at the end.
    pub step: Option<usize>,
    /// For whose households.
    pub point: Option<PointId>,
    /// What the timetable states, in the unit of the rule.
    pub stated: i64,
    /// What it should be, or the limit.
    pub found: i64,
}

impl Breach {
    fn new(rule: Rule, stated: i64, found: i64) -> Self {
        Self { rule, call: None, on: None, step: None, point: None, stated, found }
    }
    fn call(mut self, call: CallId) -> Self {
        self.call = Some(call);
        self
    }
    fn at(mut self, vehicle: VehicleId, day: u8, step: usize) -> Self {
        (self.on, self.step) = (Some((vehicle, day)), Some(step));
        self
    }
}

/// Every breach, by rule.
#[must_use]
pub fn check(problem: &Problem, timetable: &Timetable) -> Vec<Breach> {
    let mut found = names(problem, timetable);
    if found.is_empty() {
        let people = people::People::new(problem, timetable);
        people.check(timetable, &mut found);
        calls::check(problem, timetable, &people, &mut found);
        drive::check(problem, timetable, &mut found);
        loads::check(problem, timetable, &people, &mut found);
        totals::check(problem, timetable, &people, &mut found);
    }
    found.sort_unstable();
    found
}

/// Names first: nothing else can be judged where they are wrong.
fn names(problem: &Problem, timetable: &Timetable) -> Vec<Breach> {
    let mut found = Vec::new();
    let wrong = |at: usize| Breach::new(Rule::Names, at as i64, 0);
    for (id, call) in timetable.calls.iter_ids() {
        let weeks = call.weeks > 0 && u32::from(call.weeks) < 1 << problem.weeks;
        let known = problem.stands.get(call.stand).is_some() && problem.vehicles.get(call.vehicle).is_some();
        if !weeks || !known || call.weekday > 6 {
            found.push(wrong(id.index()).call(id));
        }
    }
    let mut last = None;
    for (at, day) in timetable.days.iter().enumerate() {
        let key = (day.vehicle, day.day);
        let known = problem.vehicles.get(day.vehicle).is_some() && usize::from(day.day) < problem.days();
        let step_known = |what: What| match what {
            What::Call(call) => timetable.calls.get(call).is_some(),
            What::Unload(site) => UnloadId::index(site) < problem.unloading.len(),
        };
        let streams = day.steps.iter().flat_map(|s| &s.grams).all(|(s, _)| problem.streams.get(*s).is_some());
        if !known || last.is_some_and(|l| l >= key) || !day.steps.iter().all(|s| step_known(s.what)) || !streams {
            found.push(wrong(at));
        }
        last = Some(key);
    }
    if timetable.walks_to.len() != problem.points.len()
        || timetable.walks_to.iter().flatten().any(|s| problem.stands.get(*s).is_none())
    {
        found.push(wrong(timetable.walks_to.len()));
    }
    found
}
