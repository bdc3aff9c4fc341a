//! What changes in a plan under way: every promise that does, by name, with the new plan and the problem it is judged against.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Standing;
use crate::ids::{TaskId, VehicleId};
use crate::plan::{Plan, What};
use crate::rounds::problem::{Problem, Task, Window};
use crate::rounds::running::Promise;
use crate::units::{Fen, Milliseconds};
use crate::wire::clock::{Clock, LATEST, Moment};
use crate::wire::plan::format::{PlanFile, ReasonEntry};
use crate::wire::plan::{self, Names};
use crate::wire::problem::format::order::{OrderEntry, Pattern, SecondEntry};
use crate::wire::problem::format::place::WindowEntry;
use crate::wire::problem::format::{ProblemFile, Version};

/// What became of a day under way.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RunningAnswer")]
pub struct ChangesFile {
    /// The version of this format: 1.
    pub version: Version,
    /// Every visit of the plan before that another vehicle makes, at another time, or nobody any more.
    pub changes: Vec<ChangedVisit>,
    /// The new orders' visits.
    pub new: Vec<NewVisit>,
    /// What the rest of the day costs.
    pub cost_fen: i64,
    /// The new plan, for the rest of the day.
    pub plan: PlanFile,
    /// The rest of the day, which the new plan is judged against; windows are as narrow as what is promised.
    pub problem: ProblemFile,
}

/// A visit that has changed.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedVisit {
    /// Which.
    pub task: String,
    /// What was planned.
    pub before: VisitEntry,
    /// What is planned now; nothing where nobody comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<VisitEntry>,
    /// How much later it starts, or earlier if negative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub later_s: Option<f64>,
    /// Whether it is as promised; a promise that was released is not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<bool>,
    /// Why nobody comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonEntry>,
}

/// Who makes a visit, and when.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitEntry {
    /// The vehicle.
    pub vehicle: String,
    /// When it starts.
    pub start: Moment,
}

/// A visit of a new order.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVisit {
    /// Which.
    pub task: String,
    /// Who makes it, and when; nothing where it could not be placed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<VisitEntry>,
    /// Its best places, the cheapest first.
    pub places: Vec<OfferEntry>,
    /// Why nobody comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonEntry>,
}

/// A place for a new visit.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferEntry {
    /// With which vehicle.
    pub vehicle: String,
    /// Which of its steps still to come, from 0.
    pub step: u32,
    /// What it costs more.
    pub cost_fen: i64,
    /// When it would start.
    pub start: Moment,
    /// Whom it makes later, or earlier if negative.
    pub shifts: Vec<ShiftEntry>,
}

/// A visit that another makes later.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShiftEntry {
    /// Which.
    pub task: String,
    /// By so much; earlier if negative.
    pub later_s: f64,
}

/// A place for a new task: vehicle, step, cost, start, and whom it makes later.
pub struct Offered<'a> {
    /// With which vehicle.
    pub vehicle: VehicleId,
    /// Which of its steps.
    pub step: usize,
    /// What it costs more.
    pub cost: Fen,
    /// When it would start.
    pub start: Milliseconds,
    /// Whom it makes later.
    pub shifts: &'a [(TaskId, Milliseconds)],
}

/// What became of the day.
#[must_use]
pub fn answer(
    standing: &Standing,
    problem: &Problem,
    plan: &Plan,
    offers: &[(TaskId, Vec<Offered<'_>>)],
) -> ChangesFile {
    let names = Names::new(problem, &standing.parsed.day.places);
    let vehicle = |id: VehicleId| problem.vehicles[id].name.clone();
    let visits: HashMap<&str, VisitEntry> = plan
        .vehicles
        .iter()
        .flat_map(|v| v.stops.iter().map(move |s| (v.vehicle, s)))
        .filter_map(|(v, stop)| match stop.what {
            What::Task(task) => {
                let entry = VisitEntry { vehicle: vehicle(v), start: Moment(stop.start) };
                Some((problem.tasks[task].name.as_str(), entry))
            }
            _ => None,
        })
        .collect();
    let written = plan::entry(plan, &names);
    let reasons: HashMap<&str, &ReasonEntry> =
        written.left_out.iter().filter_map(|l| Some((l.task.as_str(), l.reason.as_ref()?))).collect();
    let promises: HashMap<&str, &Promise> =
        standing.promises.iter().map(|p| (problem.tasks[p.task].name.as_str(), p)).collect();
    let changed = |(name, (by, start)): (&String, &(String, Milliseconds))| {
        let before = VisitEntry { vehicle: by.clone(), start: Moment(*start) };
        let after = visits.get(name.as_str()).cloned();
        let kept = promises.get(name.as_str()).map(|p| after.as_ref().is_some_and(|a| p.kept_by(a.start.0)));
        (after.as_ref() != Some(&before)).then(|| ChangedVisit {
            task: name.clone(),
            later_s: after.as_ref().map(|a| Milliseconds(a.start.0.0 - start.0).seconds()),
            kept,
            reason: reasons.get(name.as_str()).filter(|_| after.is_none()).map(|r| (*r).clone()),
            before,
            after,
        })
    };
    let offer = |o: &Offered<'_>| OfferEntry {
        vehicle: vehicle(o.vehicle),
        step: o.step as u32,
        cost_fen: o.cost.0,
        start: Moment(o.start),
        shifts: (o.shifts.iter())
            .map(|&(t, by)| ShiftEntry { task: problem.tasks[t].name.clone(), later_s: by.seconds() })
            .collect(),
    };
    let new = |&task: &TaskId| {
        let name = problem.tasks[task].name.clone();
        let taken = visits.get(name.as_str()).cloned();
        NewVisit {
            places: offers.iter().filter(|o| o.0 == task).flat_map(|o| o.1.iter().map(offer)).collect(),
            reason: reasons.get(name.as_str()).filter(|_| taken.is_none()).map(|r| (*r).clone()),
            taken,
            task: name,
        }
    };
    let mut file = standing.file.clone();
    hold(&mut file, standing.promises.iter().map(|p| &problem.tasks[p.task]));
    ChangesFile {
        version: Version,
        changes: standing.before.iter().filter_map(changed).collect(),
        new: standing.new.iter().map(new).collect(),
        cost_fen: plan.costs.total.0,
        plan: written,
        problem: file,
    }
}

/// Gives the visits of a problem file the windows of these tasks.
fn hold<'t>(file: &mut ProblemFile, tasks: impl Iterator<Item = &'t Task>) {
    let entry = |w: &Window| WindowEntry { from: Clock(w.open), to: Clock(w.close.min(LATEST)) };
    let orders: HashMap<String, usize> = (0..).zip(&file.tasks).map(|(i, t)| (t.id.clone(), i)).collect();
    let shipments: HashMap<String, usize> = (0..).zip(&file.shipments).map(|(i, s)| (s.id.clone(), i)).collect();
    for task in tasks {
        let windows: Vec<WindowEntry> = task.windows.iter().map(entry).collect();
        if let Some(&i) = orders.get(&task.name) {
            file.tasks[i].windows = windows;
            continue;
        }
        let Some((id, half)) = task.name.rsplit_once('/') else { continue };
        if let Some(&i) = shipments.get(id) {
            match half {
                "pick" => file.shipments[i].pick.windows = windows,
                _ => file.shipments[i].drop.windows = windows,
            }
        } else if let Some(&i) = orders.get(id) {
            let order = &mut file.tasks[i];
            let collect_first = order.pattern != Pattern::DeliverThenCollect;
            half_windows(order, (half == "collect") == collect_first, windows);
        }
    }
}

fn half_windows(order: &mut OrderEntry, first: bool, windows: Vec<WindowEntry>) {
    // The second visit's windows are the first's unless it has its own.
    let own = order.windows.clone();
    let second = order.second.get_or_insert_with(SecondEntry::default);
    if first {
        second.windows.get_or_insert(own);
        order.windows = windows;
    } else {
        second.windows = Some(windows);
    }
}
