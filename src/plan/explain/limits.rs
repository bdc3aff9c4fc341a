//! The limits that may give way, and problems in which one of them has.

use crate::ids::{Id, KindId, TaskId};
use crate::plan::rule::Rule;
use crate::rounds::problem::{Amount, Problem, Task, Window};
use crate::units::{Centimetres, Grams, Millilitres, Milliseconds};

use super::relax::{accept, house, permit, roomiest};

/// A limit. In the order in which it is named as the cause where lifting any one of several would serve a task: a limit comes
/// before those that would also help wherever it is the one that was set too tight, but not the other way round.
///
/// For example, a task that must be served at dawn could be had by a longer window or by a permit for the hours of a ban; if the ban were
/// not there, nobody would speak of the window. Whatever cannot be unloaded could be kept on board, so ending empty comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Limit {
    /// Skills on board.
    Skills,
    /// People on board.
    Crew,
    /// The kinds the task names.
    Kinds,
    /// What the compartments are for.
    Housing,
    /// Ways that are closed at some hours.
    Ban,
    /// When breaks are taken.
    Breaks,
    /// From when the goods are there.
    Ready,
    /// When the task may start.
    Window,
    /// When sites and warehouses are open.
    Hours,
    /// What sites can still take today.
    Intake,
    /// What sites accept.
    Streams,
    /// Which warehouse the goods come from.
    Source,
    /// Tasks a day.
    Tasks,
    /// Trips a day.
    Trips,
    /// Length of the route.
    Length,
    /// Time from departure to return.
    Duration,
    /// The end of the shift.
    Shift,
    /// Mass in one compartment.
    CompartmentMass,
    /// Volume in one compartment.
    CompartmentVolume,
    /// Mass on board.
    Mass,
    /// Volume on board.
    Volume,
    /// Ending empty.
    Empty,
}

/// More than any limit is ever lifted by: a day, and far more than a truck holds or drives.
const MOST: i64 = 1 << 40;
const DAY: i64 = 24 * 3_600_000;

impl Limit {
    /// All of them, the one that is named first first.
    pub(super) const ALL: [Self; 22] = [
        Self::Skills,
        Self::Crew,
        Self::Kinds,
        Self::Housing,
        Self::Ban,
        Self::Breaks,
        Self::Ready,
        Self::Window,
        Self::Hours,
        Self::Intake,
        Self::Streams,
        Self::Source,
        Self::Tasks,
        Self::Trips,
        Self::Length,
        Self::Duration,
        Self::Shift,
        Self::CompartmentMass,
        Self::CompartmentVolume,
        Self::Mass,
        Self::Volume,
        Self::Empty,
    ];
    /// The limit behind a rule.
    pub(super) fn behind(rule: Rule) -> Option<Self> {
        Some(match rule {
            Rule::SkillMissing => Self::Skills,
            Rule::CrewTooSmall => Self::Crew,
            Rule::KindNotAllowed => Self::Kinds,
            Rule::NoCompartment => Self::Housing,
            Rule::Barred => Self::Ban,
            Rule::BreakMissed | Rule::BreakMissing => Self::Breaks,
            Rule::GoodsNotReady => Self::Ready,
            Rule::WindowMissed => Self::Window,
            Rule::SiteClosed => Self::Hours,
            Rule::IntakeExceeded => Self::Intake,
            Rule::StreamNotAccepted => Self::Streams,
            Rule::WrongWarehouse => Self::Source,
            Rule::TooManyTasks => Self::Tasks,
            Rule::TooManyTrips => Self::Trips,
            Rule::TooFar => Self::Length,
            Rule::TooLong => Self::Duration,
            Rule::AfterShift => Self::Shift,
            Rule::CompartmentOverMass => Self::CompartmentMass,
            Rule::CompartmentOverVolume => Self::CompartmentVolume,
            Rule::OverMass => Self::Mass,
            Rule::OverVolume => Self::Volume,
            Rule::NotEmpty => Self::Empty,
            _ => return None,
        })
    }
    /// The rule it stands behind, as changes have it.
    pub(super) fn rule(self) -> Rule {
        if self == Self::Breaks {
            return Rule::BreakMissed;
        }
        let behind = |rule: &&Rule| Self::behind(**rule) == Some(self);
        Rule::ALL.iter().find(behind).copied().unwrap_or(Rule::NoWay)
    }
    /// By how much it can be lifted at most; `None` where it is there or not.
    pub(super) fn most(self) -> Option<i64> {
        match self {
            Self::Breaks | Self::Ready | Self::Window | Self::Hours | Self::Duration | Self::Shift => Some(DAY),
            Self::Tasks | Self::Trips => Some(1_000),
            Self::Intake
            | Self::Length
            | Self::CompartmentMass
            | Self::CompartmentVolume
            | Self::Mass
            | Self::Volume => Some(MOST),
            _ => None,
        }
    }
    /// Amounts closer than this are alike: a minute, a kilogram, a litre, 100 m, one.
    pub(super) fn grain(self) -> i64 {
        match self {
            Self::Breaks | Self::Ready | Self::Window | Self::Hours | Self::Duration | Self::Shift => 60_000,
            Self::Length => 10_000,
            Self::Tasks | Self::Trips => 1,
            _ => 1000,
        }
    }
    /// Whether the problem's vehicle and the task have such a limit at all.
    pub(super) fn is_set(self, problem: &Problem, task: TaskId) -> bool {
        let kind = &problem.kinds[KindId::new(0)];
        let given = &problem.tasks[task];
        let goods = given.deliver != Amount::default();
        let lacking = |accepts: &dyn Fn(crate::ids::StreamId) -> bool| given.collect.iter().any(|(s, _)| !accepts(*s));
        match self {
            Self::Skills => given.skills & !kind.skills != 0,
            Self::Crew => given.crew > kind.crew,
            Self::Kinds => given.kinds.iter().any(|k| k.index() != 0),
            Self::Housing => {
                let housed = |s| kind.compartments.iter().any(|c| c.streams.contains(&s));
                !kind.compartments.is_empty()
                    && (lacking(&housed) || (goods && !kind.compartments.iter().any(|c| c.goods)))
            }
            Self::Ban => problem.travel.band_starts().len() > 1,
            Self::Breaks => !kind.breaks.is_empty(),
            Self::Ready => goods && given.ready.is_some(),
            Self::Window => !given.windows.is_empty(),
            Self::Hours => {
                problem.unloading.iter().any(|u| !u.windows.is_empty())
                    || (goods && problem.warehouses.iter().any(|w| !w.windows.is_empty()))
            }
            Self::Intake => problem.unloading.iter().any(|u| u.intake.is_some()),
            Self::Streams => problem.unloading.iter().any(|u| lacking(&|s| u.streams.contains(&s))),
            Self::Source => given.warehouse.is_some(),
            Self::Tasks => kind.max_tasks.is_some(),
            Self::Trips => kind.max_trips.is_some(),
            Self::Length => kind.max_length.is_some(),
            Self::Duration => kind.max_duration.is_some(),
            Self::Shift | Self::Mass | Self::Volume => true,
            Self::CompartmentMass | Self::CompartmentVolume => !kind.compartments.is_empty(),
            Self::Empty => kind.must_end_empty && !given.collect.is_empty(),
        }
    }
    /// Lifts it by so much for the problem's one vehicle and the task.
    pub(super) fn lift(self, problem: &mut Problem, task: TaskId, by: i64) {
        let count = u32::try_from(by).unwrap_or(u32::MAX);
        let longer = |limit: Milliseconds| Milliseconds(limit.0.saturating_add(by));
        let given = problem.tasks[task].clone();
        let kind = &mut problem.kinds[KindId::new(0)];
        let heavier = |mass: &mut Grams| mass.0 = mass.0.saturating_add(by);
        let larger = |volume: &mut Millilitres| volume.0 = volume.0.saturating_add(by);
        match self {
            Self::Skills => kind.skills |= given.skills,
            Self::Crew => kind.crew = kind.crew.max(given.crew),
            Self::Kinds => problem.tasks[task].kinds.clear(),
            Self::Housing => {
                if let Some(roomiest) = roomiest(problem, KindId::new(0)) {
                    house(problem, KindId::new(0), roomiest, &[task]);
                }
            }
            Self::Ban => permit(problem, KindId::new(0)),
            Self::Breaks => kind.breaks.iter_mut().for_each(|b| b.window = wider(b.window, -by, by)),
            Self::Ready => sooner(&mut problem.tasks[task], by),
            Self::Window => widen(&mut problem.tasks[task].windows, -by, by),
            Self::Hours => {
                problem.unloading.iter_mut().for_each(|u| widen(&mut u.windows, -by, by));
                problem.warehouses.iter_mut().for_each(|w| widen(&mut w.windows, -by, by));
            }
            Self::Intake => problem.unloading.iter_mut().filter_map(|u| u.intake.as_mut()).for_each(heavier),
            Self::Streams => problem.unloading.iter_mut().for_each(|u| accept(u, given.collect.iter().map(|c| c.0))),
            Self::Source => problem.tasks[task].warehouse = None,
            Self::Tasks => kind.max_tasks = kind.max_tasks.map(|n| n.saturating_add(count)),
            Self::Trips => kind.max_trips = kind.max_trips.map(|n| n.saturating_add(count)),
            Self::Length => kind.max_length = kind.max_length.map(|l| Centimetres(l.0.saturating_add(by))),
            Self::Duration => kind.max_duration = kind.max_duration.map(longer),
            Self::Shift => kind.shift.close = longer(kind.shift.close),
            Self::CompartmentMass => kind.compartments.iter_mut().for_each(|c| heavier(&mut c.capacity.mass)),
            Self::CompartmentVolume => kind.compartments.iter_mut().for_each(|c| larger(&mut c.capacity.volume)),
            Self::Mass => heavier(&mut kind.capacity.mass),
            Self::Volume => larger(&mut kind.capacity.volume),
            Self::Empty => kind.must_end_empty = false,
        }
    }
}

/// A window that opens and closes later by so much, or earlier where that is negative.
pub(super) fn wider(window: Window, opens: i64, closes: i64) -> Window {
    let by = |at: Milliseconds, by: i64| Milliseconds(at.0.saturating_add(by));
    Window { open: by(window.open, opens), close: by(window.close, closes) }
}

/// Has a task's goods there so much sooner.
pub(super) fn sooner(task: &mut Task, by: i64) {
    task.ready = task.ready.map(|ready| Milliseconds(ready.0.saturating_sub(by)));
}

/// Widens every window; what grows together becomes one.
pub(super) fn widen(windows: &mut Vec<Window>, opens: i64, closes: i64) {
    let mut apart: Vec<Window> = Vec::with_capacity(windows.len());
    for window in windows.iter().map(|&w| wider(w, opens, closes)) {
        match apart.last_mut() {
            Some(last) if window.open <= last.close => last.close = last.close.max(window.close),
            _ => apart.push(window),
        }
    }
    *windows = apart;
}
