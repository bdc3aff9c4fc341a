//! An answer: published stops, and what every vehicle does on every day of the cycle. All of it is stated, so that all of it can be checked.

use crate::ids::{IdVec, StreamId, UnloadId, VehicleId};
use crate::mobile::model::{CallId, PointId, Problem, StandId};
use crate::units::{Centimetres, Fen, Grams, Milliseconds};

/// A stop that people can rely on: same place, vehicle, weekday and clock time, in the weeks that it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    /// Where.
    pub stand: StandId,
    /// Which vehicle.
    pub vehicle: VehicleId,
    /// Monday: 0.
    pub weekday: u8,
    /// Weeks of the cycle as bits, the first lowest.
    pub weeks: u8,
    /// Published beginning.
    pub from: Milliseconds,
    /// Published end.
    pub until: Milliseconds,
}

impl Call {
    /// Whether it is made on this day of the cycle.
    #[must_use]
    pub fn is_on(&self, day: usize) -> bool {
        day % 7 == usize::from(self.weekday) && self.weeks >> (day / 7) & 1 == 1
    }
}

/// What a vehicle does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// It stands at a published stop.
    Call(CallId),
    /// It unloads.
    Unload(UnloadId),
}

/// One step of a vehicle's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// What is done.
    pub what: What,
    /// Reached.
    pub arrival: Milliseconds,
    /// Begun: a call's published time, an unload's opening.
    pub start: Milliseconds,
    /// Left.
    pub end: Milliseconds,
    /// Taken on board, or unloaded; streams ascending, none of zero.
    pub grams: Vec<(StreamId, Grams)>,
    /// Brought, and turned away because the stand is too short; streams ascending, none of zero.
    pub turned: Vec<(StreamId, Grams)>,
}

/// A vehicle on one day of the cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VehicleDay {
    /// Which vehicle.
    pub vehicle: VehicleId,
    /// Day of the cycle, from 0.
    pub day: u8,
    /// Leaves its start.
    pub departure: Milliseconds,
    /// Is at its end.
    pub back: Milliseconds,
    /// Has driven.
    pub length: Centimetres,
    /// Costs, gate fees included.
    pub cost: Fen,
    /// Its steps in order, at least one.
    pub steps: Vec<Stop>,
}

/// Sums over the cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Thousandths of households in all.
    pub households_milli: i64,
    /// Of these, within a walk of a fixed drop-off, or of a place that is visited often enough for them.
    pub near_milli: i64,
    /// Of those near a fixed drop-off, as many as take part.
    pub by_fixed_milli: i64,
    /// Of those near a place that is visited often enough, as many as take part.
    pub reached_milli: i64,
    /// Of those, as many as what they bring is taken of: who is turned away is not served.
    pub served_milli: i64,
    /// Mass collected.
    pub grams: Grams,
    /// Mass brought and turned away.
    pub turned: Grams,
    /// Driven.
    pub length: Centimetres,
    /// Time out, from departure to return.
    pub out: Milliseconds,
    /// Spent.
    pub cost: Fen,
    /// Unloads.
    pub unloads: u32,
    /// Vehicle-days.
    pub days: u32,
}

/// A timetable of one cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timetable {
    /// The published stops.
    pub calls: IdVec<CallId, Call>,
    /// Every vehicle-day that is used, by vehicle and day.
    pub days: Vec<VehicleDay>,
    /// To which place the households of each point walk, reached or not; `None`: none, or a fixed drop-off.
    pub walks_to: IdVec<PointId, Option<StandId>>,
    /// Its sums.
    pub totals: Totals,
}

impl Timetable {
    /// Days of the cycle on which each place is visited, ascending.
    #[must_use]
    pub fn visits(&self, problem: &Problem) -> IdVec<StandId, Vec<usize>> {
        let mut out: IdVec<StandId, Vec<usize>> = IdVec::filled(Vec::new(), problem.stands.len());
        for call in self.calls.iter() {
            out[call.stand].extend((0..problem.days()).filter(|&d| call.is_on(d)));
        }
        out.iter_mut().for_each(|days| {
            days.sort_unstable();
            days.dedup();
        });
        out
    }
    /// Whether the place that the households of a point walk to is visited as often as they need.
    #[must_use]
    pub fn reaches(&self, problem: &Problem, visits: &IdVec<StandId, Vec<usize>>, point: PointId) -> bool {
        let Some(stand) = self.walks_to.get(point).copied().flatten() else { return false };
        let need = problem.points[point].need;
        let block = 7 * usize::from(need.every_weeks.max(1));
        let in_block = |from: usize| visits[stand].iter().filter(|&&d| d >= from && d < from + block).count();
        (0..problem.days()).step_by(block).all(|from| in_block(from) >= usize::from(need.visits))
    }
}
