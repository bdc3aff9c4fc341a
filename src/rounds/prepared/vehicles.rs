//! Kinds and vehicles as compact records.

use super::FAR;
use super::tasks::TaskData;
use crate::ids::{Id, PlaceId, WarehouseId};
use crate::matrix::travel::ProfileIx;
use crate::rounds::problem::{Amount, Break, Problem, Task};
use crate::units::Rates;

/// Where something rides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rounds) enum Hold {
    /// Nowhere: the kind cannot take it.
    No,
    /// In the one hold.
    Whole,
    /// In the compartment of this number.
    Compartment(usize),
}

/// What the search needs of a kind.
pub(in crate::rounds) struct KindData {
    /// Its matrices.
    pub profile: ProfileIx,
    /// Where routes end, if fixed.
    pub end: Option<PlaceId>,
    /// End of the shift, in ms.
    pub closes: i64,
    /// Longest duration in ms.
    pub max_duration: i64,
    /// Longest length in cm.
    pub max_length: i64,
    /// Most tasks.
    pub max_tasks: usize,
    /// Most trips.
    pub max_trips: usize,
    /// Breaks.
    pub breaks: Vec<Break>,
    /// What each dimension holds: mass and volume in all, then of each compartment.
    pub room: Vec<i64>,
    /// By stream, where it rides.
    pub streams: Vec<Hold>,
    /// Where new goods ride.
    pub goods: Hold,
    /// Goods at departure come from here.
    pub loads_at: Option<WarehouseId>,
    /// Cost of using it.
    pub fixed: i64,
    /// Rates.
    pub rates: Rates,
    /// Duration beyond which overtime is due, in ms.
    pub overtime_after: i64,
    /// The surcharge.
    pub overtime: i64,
    /// See the problem.
    pub must_end_empty: bool,
    /// Unloading places that take anything this kind can carry.
    pub unloads: Vec<u32>,
    skills: u64,
    crew: u8,
    index: usize,
}

/// What the search needs of a vehicle.
pub(in crate::rounds) struct VehicleData {
    /// Its kind.
    pub kind: usize,
    /// Where it begins.
    pub place: PlaceId,
    /// Earliest departure in ms.
    pub ready: i64,
    /// Start of the duration that is limited: `None` counts from departure.
    pub started: Option<i64>,
    /// Driven before, in cm.
    pub driven: i64,
    /// By stream, on board at the start; empty if nothing is.
    pub on_board: Vec<Amount>,
    /// Goods of tasks on board at the start.
    pub goods: Amount,
    /// By break, whether it has been taken.
    pub taken: Vec<bool>,
    /// Tasks served before.
    pub tasks_done: usize,
    /// Trips begun before.
    pub trips_begun: usize,
    /// Whether the last of them goes on.
    pub on_trip: bool,
}

impl VehicleData {
    /// Whether it is already out.
    #[inline]
    pub(in crate::rounds) fn is_running(&self) -> bool {
        self.started.is_some()
    }
}

impl KindData {
    /// How many dimensions its load has.
    #[inline]
    pub(in crate::rounds) fn dims(&self) -> usize {
        self.room.len()
    }
    /// Whether skills, crew, kinds and compartments allow the task.
    pub(super) fn may_serve(&self, given: &Task, task: &TaskData<'_>) -> bool {
        self.compartment_lacking(task).is_none() && self.allows(given)
    }
    /// The first stream without a hold (`Some(None)`: the goods), if any.
    pub(in crate::rounds) fn compartment_lacking(&self, task: &TaskData<'_>) -> Option<Option<usize>> {
        let goods = task.has_goods || !task.drops.is_empty() || !task.picks.is_empty();
        if goods && self.goods == Hold::No {
            return Some(None);
        }
        task.collect.iter().map(|(s, _)| s.index()).find(|&s| self.streams[s] == Hold::No).map(Some)
    }
    /// Whether skills, crew and the list of kinds let this kind come.
    pub(in crate::rounds) fn allows(&self, task: &Task) -> bool {
        task.skills & !self.skills == 0
            && task.crew <= self.crew
            && (task.kinds.is_empty() || task.kinds.contains(&Id::new(self.index)))
    }
}

/// The kinds of a problem, by index.
pub(super) fn kinds(problem: &Problem) -> Vec<KindData> {
    problem
        .kinds
        .iter_ids()
        .map(|(id, k)| {
            let mut room = vec![k.capacity.mass.0, k.capacity.volume.0];
            room.extend(k.compartments.iter().flat_map(|c| [c.capacity.mass.0, c.capacity.volume.0]));
            let one_hold = k.compartments.is_empty();
            let hold =
                |found: Option<usize>| if one_hold { Hold::Whole } else { found.map_or(Hold::No, Hold::Compartment) };
            let streams: Vec<Hold> = problem
                .streams
                .ids()
                .map(|s| hold(k.compartments.iter().position(|c| c.streams.contains(&s))))
                .collect();
            let unloads = problem
                .unloading
                .iter_ids()
                .filter(|(_, u)| u.streams.iter().any(|s| streams[s.index()] != Hold::No))
                .map(|(u, _)| u.index() as u32)
                .collect();
            KindData {
                profile: k.profile,
                end: k.end,
                closes: k.shift.close.0,
                max_duration: k.max_duration.map_or(FAR, |d| d.0),
                max_length: k.max_length.map_or(FAR, |l| l.0),
                max_tasks: k.max_tasks.map_or(usize::MAX, |n| n as usize),
                max_trips: k.max_trips.map_or(usize::MAX, |n| n as usize),
                breaks: k.breaks.clone(),
                room,
                streams,
                goods: hold(k.compartments.iter().position(|c| c.goods)),
                loads_at: k.loads_at,
                fixed: k.fixed.0,
                rates: k.rates,
                overtime_after: k.overtime_after.map_or(FAR, |d| d.0),
                overtime: k.overtime_fen_per_h,
                must_end_empty: k.must_end_empty,
                unloads,
                skills: k.skills,
                crew: k.crew,
                index: id.index(),
            }
        })
        .collect()
}

/// The vehicles of a problem, by index.
pub(super) fn vehicles(problem: &Problem) -> Vec<VehicleData> {
    problem
        .vehicles
        .iter()
        .map(|v| {
            let kind = &problem.kinds[v.kind];
            let mut taken = vec![false; kind.breaks.len()];
            let mut data = VehicleData {
                kind: v.kind.index(),
                place: kind.start,
                ready: kind.shift.open.0,
                started: None,
                driven: 0,
                on_board: Vec::new(),
                goods: Amount::default(),
                taken: Vec::new(),
                tasks_done: 0,
                trips_begun: 0,
                on_trip: false,
            };
            if let Some(r) = &v.running {
                data.place = r.place;
                data.ready = r.ready_at.0;
                data.started = Some(r.started_at.0);
                data.driven = r.driven.0;
                data.tasks_done = r.tasks_done as usize;
                data.trips_begun = r.trips_begun as usize;
                data.on_trip = r.on_trip;
                data.on_board = vec![Amount::default(); problem.streams.len()];
                for &(s, a) in &r.on_board {
                    data.on_board[s.index()] = super::tasks::plus(data.on_board[s.index()], a);
                }
                data.goods = r
                    .goods_for
                    .iter()
                    .fold(Amount::default(), |sum, &t| super::tasks::plus(sum, problem.tasks[t].deliver));
                for &b in &r.breaks_taken {
                    if let Some(slot) = taken.get_mut(b) {
                        *slot = true;
                    }
                }
            }
            data.taken = taken;
            data
        })
        .collect()
}
