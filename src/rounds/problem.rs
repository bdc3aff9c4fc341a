//! What a day asks, and the rules by which any answer is judged.
//!
//! # The rules of a day
//!
//! Times are milliseconds since local midnight of the planning day. Windows are closed at both ends.
//!
//! **Route.** A vehicle's route is a departure time and a list of steps: serve a task, unload at an unloading place, load at a
//! warehouse, take a break. A vehicle is *used* when it has a step, or when it is already out ([`Running`]). An unused
//! vehicle costs nothing and does nothing. A used one departs from its start (or from where it runs) and, after its last step,
//! drives to its end; with an open end the route is over when the last step ends.
//!
//! **Clock.** A step is reached by the leg of [`Travel`] that is departed on at the moment the step before it ended
//! (hour bands count by departure). The driver never lingers: service starts at the earliest moment at or after
//! arrival that lies in one of the windows (no windows: at once), and none left means the step is infeasible. A step lasts its
//! service time. Departure may be any time from the opening of the shift (running: from [`Running::ready_at`]); the return lies at or before its
//! closing; return minus departure (running: minus [`Running::started_at`]) is at most `max_duration`.
//! A leg that does not exist is infeasible. From a place to itself takes nothing.
//!
//! **Breaks.** A break is a step without a place: it happens where the step before it ended, starts within its window
//! (waiting for it to open if need be) and lasts its duration. A used vehicle must take break `i` exactly once if it departs at or before the
//! window's opening and returns after the window's close; otherwise it may, at most once. Breaks already taken by a running vehicle are not taken again.
//! "Departs" is the route's own departure, for a running vehicle that of what is still to come.
//!
//! **Loads.** On board are collected streams and new goods. At a task first the new goods go off, then the collected
//! streams come on; at no moment may any capacity be exceeded: total mass, total volume, and both per compartment.
//! A kind without compartments has one hold. With compartments, a stream rides in the one compartment that lists it and new goods in the
//! one that has `goods`; a kind that has none for a stream (or for goods) cannot take such a task.
//! - New goods for a task are on board from the last `Load` step before it (or from departure, if there is none) until the task.
//!   Loading happens at a warehouse: goods may be on board from departure only if the kind has [`Kind::loads_at`];
//!   a task with `warehouse` must be loaded at that one. Nothing is loaded before [`Task::ready`]: a `Load` step starts (within the warehouse's
//!   windows) once all the goods it takes on are there, and with goods on board from departure that is not before they were. The initial loading takes no time; a `Load` step takes
//!   `handling_fixed + handling_ms_per_kg x kg`, rounded up to whole milliseconds, with the kg of goods loaded there.
//!   A vehicle that is running loads nothing at departure: on board are the goods of `goods_for`, and only this vehicle may serve those tasks.
//!   Those goods stay on board (through any `Load`) until their task, to the end if it is left out, and their task's `warehouse` and `ready` are not asked for again.
//! - An amount that is nothing in mass and volume counts as not there: it needs neither compartment nor loading.
//! - An `Unload` step takes off everything on board of the streams the place accepts, lasts
//!   `handling_fixed + handling_ms_per_kg x kg` (rounded up), and costs the gate fee. All vehicles together may bring
//!   a place no more than its `intake`.
//! - A vehicle with `must_end_empty` has no collected stream on board after its last step. Goods of a shipment never stay on board.
//!
//! **Trips.** A trip is a stretch of steps without `Load` and `Unload` that holds at least one task; at most `max_trips` of them.
//! A running vehicle has begun [`Running::trips_begun`] already, and what it does before it next loads or unloads goes on with the last of them if it is [`Running::on_trip`].
//!
//! **Who may.** A task's skills are among the kind's; its `crew` is at most the kind's; its `kinds` (if not empty) name the kind.
//! The route's length (plus [`Running::driven`]) is at most `max_length`, its number of tasks (plus [`Running::tasks_done`]) at most `max_tasks`.
//!
//! **Links and groups.** Of the tasks of a group at most one is served. Each [`Link`] says what holds between its two tasks; both are served or neither.
//!
//! # What is best
//!
//! Answers are compared by [`Objective`]: first by what is left out, from the most urgent priority down, then by money. Money is, for every used vehicle, the fixed cost, its length
//! and its time from departure to return at the kind's rates (each rounded once per route, half up; a running vehicle pays
//! no fixed cost and only for what is still to come), overtime beyond `overtime_after` of duration at its rate on top (running: for the part of departure to return that lies
//! later than `started_at + overtime_after`), the gate fee of every unloading (rounded once per step), and the prizes of
//! optional tasks left out.

pub mod defects;

use std::cmp::Ordering;

use crate::ids::{GroupId, IdVec, KindId, PlaceId, StreamId, TaskId, UnloadId, VehicleId, WarehouseId};
use crate::matrix::travel::{ProfileIx, Travel};
use crate::units::{Centimetres, Fen, Grams, Millilitres, Milliseconds, Rates};

/// A day: what is to be done, by what, where it may be unloaded.
///
/// Whoever builds one has it pass [`Problem::defects`]; everything that takes a `Problem` relies on that.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Names of the streams, by id.
    pub streams: IdVec<StreamId, String>,
    /// What may be visited.
    pub tasks: IdVec<TaskId, Task>,
    /// How tasks depend on each other.
    pub links: Vec<Link>,
    /// Choices: of the tasks of each, at most one is served. A task is in at most one group.
    pub groups: IdVec<GroupId, Vec<TaskId>>,
    /// Kinds of vehicle.
    pub kinds: IdVec<KindId, Kind>,
    /// The vehicles of the day.
    pub vehicles: IdVec<VehicleId, Vehicle>,
    /// Where collected streams may be unloaded.
    pub unloading: IdVec<UnloadId, UnloadingPlace>,
    /// Where new goods are loaded.
    pub warehouses: IdVec<WarehouseId, Warehouse>,
    /// Times and lengths between all places named above.
    pub travel: Travel,
}

/// A closed interval of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// First moment.
    pub open: Milliseconds,
    /// Last moment.
    pub close: Milliseconds,
}

/// A mass and its volume.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Mass.
    pub mass: Grams,
    /// Volume.
    pub volume: Millilitres,
}

impl Amount {
    /// Grams and millilitres.
    pub(super) fn pair(self) -> [i64; 2] {
        [self.mass.0, self.volume.0]
    }
}

/// A visit that may be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// What the user calls it.
    pub name: String,
    /// Where.
    pub place: PlaceId,
    /// New goods that stay here.
    pub deliver: Amount,
    /// The warehouse the new goods come from, if it matters.
    pub warehouse: Option<WarehouseId>,
    /// From when the new goods can be loaded (the release date of Cattaruzza, Absi, Feillet 2016); `None`: at any time.
    pub ready: Option<Milliseconds>,
    /// What is taken along, at most one entry a stream.
    pub collect: Vec<(StreamId, Amount)>,
    /// When service may start, ascending and apart; empty means at any time.
    pub windows: Vec<Window>,
    /// How long it lasts.
    pub service: Milliseconds,
    /// Skills needed, as bits.
    pub skills: u64,
    /// People needed, at least 1.
    pub crew: u8,
    /// Kinds that may come; empty means all.
    pub kinds: Vec<KindId>,
    /// How urgent: 0 is the most urgent. Leaving out one task of priority `p` is worse than leaving out any number of less urgent ones.
    pub priority: u8,
    /// An optional task: leaving it out costs this much money and no more.
    pub prize: Option<Fen>,
}

/// What holds between two tasks. Both are served or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Goods taken at `pick` stay on board (as new goods do) until `drop`: same vehicle, `pick` before `drop`.
    Shipment {
        /// Where the goods come on board.
        pick: TaskId,
        /// Where they go off.
        drop: TaskId,
        /// How much.
        amount: Amount,
    },
    /// `then` starts at least `min_gap` (and at most `max_gap`) after `first` has ended, by whichever vehicles.
    Order {
        /// The earlier visit.
        first: TaskId,
        /// The later visit.
        then: TaskId,
        /// Least time between the end of the one and the start of the other; not negative.
        min_gap: Milliseconds,
        /// Most time between them.
        max_gap: Option<Milliseconds>,
    },
    /// Both or neither, by two different vehicles if so asked.
    Both {
        /// One visit.
        one: TaskId,
        /// The other.
        other: TaskId,
        /// Whether one vehicle may not do both.
        apart: bool,
    },
}

/// A kind of vehicle.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// What the user calls it.
    pub name: String,
    /// Which matrices it drives by.
    pub profile: ProfileIx,
    /// Where it stands in the morning.
    pub start: PlaceId,
    /// Where it must get to; `None`: wherever its last step is.
    pub end: Option<PlaceId>,
    /// The warehouse at its start, from which goods may be on board at departure.
    pub loads_at: Option<WarehouseId>,
    /// Departure at or after, return at or before.
    pub shift: Window,
    /// Longest time from departure to return.
    pub max_duration: Option<Milliseconds>,
    /// Breaks to be taken.
    pub breaks: Vec<Break>,
    /// What it carries in all.
    pub capacity: Amount,
    /// Its compartments; empty: one hold.
    pub compartments: Vec<Compartment>,
    /// Cost of using it at all.
    pub fixed: Fen,
    /// Cost by length and time.
    pub rates: Rates,
    /// Duration beyond which `overtime_fen_per_h` is due on top.
    pub overtime_after: Option<Milliseconds>,
    /// The overtime surcharge.
    pub overtime_fen_per_h: i64,
    /// Longest route (battery range).
    pub max_length: Option<Centimetres>,
    /// Most tasks.
    pub max_tasks: Option<u32>,
    /// Most trips.
    pub max_trips: Option<u32>,
    /// Its skills, as bits.
    pub skills: u64,
    /// People on board.
    pub crew: u8,
    /// Whether all that was collected must be unloaded before the end.
    pub must_end_empty: bool,
}

/// A part of the hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compartment {
    /// The streams that ride here; a stream is listed in at most one compartment of a kind.
    pub streams: Vec<StreamId>,
    /// Whether new goods ride here; at most one compartment of a kind has this.
    pub goods: bool,
    /// How much it holds.
    pub capacity: Amount,
}

/// A pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// When it may start.
    pub window: Window,
    /// How long it lasts.
    pub duration: Milliseconds,
}

/// One vehicle.
#[derive(Clone, Debug, PartialEq)]
pub struct Vehicle {
    /// What the user calls it.
    pub name: String,
    /// Its kind.
    pub kind: KindId,
    /// Where it is, if it is already out.
    pub running: Option<Running>,
}

/// A vehicle in mid-round.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    /// Where it is, or will next be free.
    pub place: PlaceId,
    /// From when it can go on.
    pub ready_at: Milliseconds,
    /// When it departed this morning.
    pub started_at: Milliseconds,
    /// What it has driven today.
    pub driven: Centimetres,
    /// Streams on board.
    pub on_board: Vec<(StreamId, Amount)>,
    /// Tasks whose new goods are on board.
    pub goods_for: Vec<TaskId>,
    /// Breaks it has had, by position in the kind's list.
    pub breaks_taken: Vec<usize>,
    /// Tasks it has served today.
    pub tasks_done: u32,
    /// Trips it has begun today.
    pub trips_begun: u32,
    /// Whether the last of them goes on: it has served a task since it last loaded or unloaded.
    pub on_trip: bool,
}

/// A transfer station or sorting centre, as the rounds see it.
#[derive(Clone, Debug, PartialEq)]
pub struct UnloadingPlace {
    /// What the user calls it.
    pub name: String,
    /// Where.
    pub place: PlaceId,
    /// What it takes.
    pub streams: Vec<StreamId>,
    /// When unloading may start; empty means at any time.
    pub windows: Vec<Window>,
    /// What it can still take today from all vehicles together.
    pub intake: Option<Grams>,
    /// Time for each unloading.
    pub handling_fixed: Milliseconds,
    /// Time for each kilogram.
    pub handling_ms_per_kg: i64,
    /// Price of a tonne; negative where the place pays.
    pub gate_fen_per_t: i64,
}

/// Where new goods are loaded.
#[derive(Clone, Debug, PartialEq)]
pub struct Warehouse {
    /// What the user calls it.
    pub name: String,
    /// Where.
    pub place: PlaceId,
    /// When loading may start; empty means at any time.
    pub windows: Vec<Window>,
    /// Time for each loading.
    pub handling_fixed: Milliseconds,
    /// Time for each kilogram.
    pub handling_ms_per_kg: i64,
}

/// What an answer is worth; smaller is better.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Objective {
    /// Left out, by priority, most urgent first, without trailing zeros: single tasks without a prize, and groups (at their most urgent
    /// member; a group with a prize on any member costs the least of its prizes instead) of which none is served.
    /// Tasks of a group count only through the group.
    pub left_out: Vec<u32>,
    /// Money, prizes lost included.
    pub cost: Fen,
}

impl Ord for Objective {
    fn cmp(&self, other: &Self) -> Ordering {
        let width = self.left_out.len().max(other.left_out.len());
        let at = |v: &Vec<u32>, i: usize| v.get(i).copied().unwrap_or(0);
        (0..width)
            .map(|i| at(&self.left_out, i).cmp(&at(&other.left_out, i)))
            .find(|o| o.is_ne())
            .unwrap_or_else(|| self.cost.cmp(&other.cost))
    }
}
impl PartialOrd for Objective {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
