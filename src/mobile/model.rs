//! What a mobile service is asked for, and the rules by which any timetable is judged.
//!
//! # The rules
//!
//! A cycle has 1, 2 or 4 weeks; its days count from 0, a Monday. Clock times are milliseconds since midnight, windows are closed at both ends.
//!
//! **Calls.** A *call* is a published stop: one vehicle stands at one place, on one weekday, from and until the same clock time, in some weeks of the cycle. The vehicle may
//! come early and wait, never later than the published time, and it stays until the published end. A call lies within one of the place's hours of that weekday, touches its quiet hours at most
//! with its ends, and is not on a market day that bars the place. Visits of a place are at least [`Rules::least_gap_days`] apart, the cycle following itself. Published times are multiples of
//! [`Rules::clock_step`].
//!
//! **Who comes.** A household walks to one place. Near a fixed drop-off (a share of its walk above zero) it goes there and needs no vehicle. Else, of the places visited
//! that it walks to (share above zero), it takes one that is visited often enough ([`Need`], in each block of weeks) before one that is not, then the shorter walk, then the lower number.
//! It is *reached* if that place is visited often enough; of those who are, as many count as take part at that walk (`households x share`, thousandths rounded down at each
//! point), at a fixed drop-off by the shortest walk there. Overlaps count once. *Reachable* is whoever needs a vehicle and would take part at the nearest candidate place, visited or not, open or not.
//!
//! **What they bring.** At a visit a stream weighs `sum over the households that come (grams a week x share) x days x draw / 7`, rounded down once; days since the visit before, at most [`Rules::keep_days`]; draw is
//! the market's share on a market day, else one. Standing lasts set-up and handling by the kilogram, at least `least_stand` and at most `most_stand`, rounded up to `stand_step`;
//! what cannot be handled in `most_stand` is *turned away*, the same part of every stream; what is taken is rounded down. Of those who are reached at a place and take part, as many are *served* as there is taken of what is
//! brought there in the cycle, all streams by weight, rounded down at each place; all of them where nothing is brought.
//! A call lasts at least as long as its longest visit needs, and no longer than `most_stand` rounded up.
//!
//! **Vehicles.** A vehicle-day departs from `start` within its shift of that weekday, makes its calls and unloads, and is at `end` by the close of the shift. Legs are departed on when what was before has ended
//! (hour bands count by departure). On board are streams; none of total mass and compartments is ever exceeded; a stream rides in the one compartment that lists it, or in the hold if
//! there are none. An unload takes off everything on board that the place takes, starts in its hours, lasts `handling_fixed + handling_ms_per_kg x kg` rounded up.
//! With `ends_empty` nothing is on board at the end, otherwise the yard takes it. A day is no longer than `range`.
//!
//! **Money.** Each vehicle-day used: fixed cost, length and time from departure to return, and the gate fees of its unloads, each rounded once.

pub mod defects;

use super::curve::Curve;
use crate::id_type;
use crate::ids::{IdVec, PlaceId, StreamId, UnloadId, VehicleId};
use crate::matrix::travel::{ProfileIx, Travel};
use crate::rounds::problem::Window;
use crate::units::{Centimetres, Fen, Grams, Milliseconds, Rates};

id_type! {
    /// A place where a vehicle may stand.
    StandId "standing place";
    /// Households that walk from one place.
    PointId "demand point";
    /// A drop-off that is always there.
    FixedId "fixed drop-off";
    /// A published stop of a timetable.
    CallId "call";
}

/// Most streams a problem may have.
pub const MOST_STREAMS: usize = 16;

/// All that a timetable is made from. Whoever builds one has it pass [`Problem::defects`].
#[derive(Clone, Debug)]
pub struct Problem {
    /// Weeks of the cycle: 1, 2 or 4.
    pub weeks: u8,
    /// Names of the streams.
    pub streams: IdVec<StreamId, String>,
    /// Where vehicles may stand.
    pub stands: IdVec<StandId, Stand>,
    /// Who lives where.
    pub points: IdVec<PointId, Point>,
    /// Names of the fixed drop-offs.
    pub fixed: IdVec<FixedId, String>,
    /// The vehicles.
    pub vehicles: IdVec<VehicleId, Vehicle>,
    /// Where they may unload.
    pub unloading: IdVec<UnloadId, Unloading>,
    /// Times and lengths between all places named.
    pub travel: Travel,
    /// Who takes part.
    pub curve: Curve,
    /// How stops are kept.
    pub rules: Rules,
    /// What is best.
    pub aim: Aim,
}

/// Times and gaps of stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Setting up and packing away.
    pub set_up: Milliseconds,
    /// Handling a kilogram.
    pub ms_per_kg: i64,
    /// The shortest stand.
    pub least_stand: Milliseconds,
    /// The longest.
    pub most_stand: Milliseconds,
    /// Stands last a multiple of this.
    pub stand_step: Milliseconds,
    /// Published times are a multiple of this.
    pub clock_step: Milliseconds,
    /// Visits of a place are so many days apart at least.
    pub least_gap_days: u8,
    /// People keep what they have for so many days at most.
    pub keep_days: u8,
}

/// What is best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aim {
    /// What a household that is served is worth, each cycle.
    pub fen_per_household: i64,
    /// What a tonne collected is worth.
    pub fen_per_t: i64,
    /// Households beyond this share of all that would take part if every candidate place were visited are worth nothing more; `None`: all count.
    pub target_ppm: Option<u32>,
}

impl Aim {
    /// The most from a given fleet: a household reached outweighs any way driven for it, kilograms come next, money last.
    pub const FLEET: Self = Self { fen_per_household: 100_000, fen_per_t: 100_000, target_ppm: None };
    /// A share of the households at least cost.
    #[must_use]
    pub const fn target(ppm: u32) -> Self {
        Self { fen_per_household: 100_000, fen_per_t: 0, target_ppm: Some(ppm) }
    }
}

/// Weekdays as bits, Monday lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weekdays(pub u8);

impl Weekdays {
    /// Whether `weekday` (Monday: 0) is one of them.
    #[must_use]
    pub const fn has(self, weekday: usize) -> bool {
        self.0 >> weekday & 1 == 1
    }
}

/// A place where a vehicle may stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Stand {
    /// What the user calls it.
    pub name: String,
    /// Its row in the matrices.
    pub place: PlaceId,
    /// When it may be used, Monday first; empty: not that day.
    pub hours: [Vec<Window>; 7],
    /// When nobody may make a noise there, every day.
    pub quiet: Vec<Window>,
    /// What its market does.
    pub market: Option<Market>,
}

/// A market at a standing place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Market {
    /// When it is held.
    pub days: Weekdays,
    /// What is brought on those days, in parts per million of other days; 0: the place is taken by the market.
    pub draw_ppm: u32,
}

/// How often a place must be visited to count for someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Need {
    /// So many visits
    pub visits: u8,
    /// in each so many weeks: 1, 2 or 4, a divisor of the cycle.
    pub every_weeks: u8,
}

impl Need {
    /// Once a week.
    pub const WEEKLY: Self = Self { visits: 1, every_weeks: 1 };
    /// Once in four weeks.
    pub const MONTHLY: Self = Self { visits: 1, every_weeks: 4 };
}

/// Households that walk from one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// What the user calls it.
    pub name: String,
    /// The county or village it belongs to, by number, for tables.
    pub area: Option<u32>,
    /// Thousandths of households.
    pub households_milli: i64,
    /// What they have to give in a week if all take part, at most one entry a stream.
    pub weekly: Vec<(StreamId, Grams)>,
    /// How often they must be visited.
    pub need: Need,
    /// Seconds of walking to standing places, one entry a place.
    pub walks: Vec<(StandId, u32)>,
    /// Seconds of walking to fixed drop-offs.
    pub fixed: Vec<(FixedId, u32)>,
}

/// A vehicle with its crew.
#[derive(Clone, Debug, PartialEq)]
pub struct Vehicle {
    /// What the user calls it.
    pub name: String,
    /// Which matrices it drives by.
    pub profile: ProfileIx,
    /// Where it departs.
    pub start: PlaceId,
    /// Where it returns.
    pub end: PlaceId,
    /// When it may be out, Monday first.
    pub shifts: [Option<Window>; 7],
    /// What it carries in all.
    pub capacity: Grams,
    /// Its compartments; empty: one hold for all streams.
    pub compartments: Vec<Compartment>,
    /// The longest day (battery).
    pub range: Option<Centimetres>,
    /// Cost of a day out.
    pub fixed: Fen,
    /// Cost by length and time.
    pub rates: Rates,
    /// Whether it must be unloaded before it returns.
    pub ends_empty: bool,
}

/// A part of the hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compartment {
    /// The streams that ride here; each in one compartment of a vehicle at most.
    pub streams: Vec<StreamId>,
    /// How much it holds.
    pub capacity: Grams,
}

/// Where vehicles unload.
#[derive(Clone, Debug, PartialEq)]
pub struct Unloading {
    /// What the user calls it.
    pub name: String,
    /// Its row in the matrices.
    pub place: PlaceId,
    /// What it takes.
    pub streams: Vec<StreamId>,
    /// When unloading may start, Monday first; empty: not that day.
    pub hours: [Vec<Window>; 7],
    /// Time for each unloading.
    pub handling_fixed: Milliseconds,
    /// Time for each kilogram.
    pub handling_ms_per_kg: i64,
    /// Price of a tonne; negative where the place pays.
    pub gate_fen_per_t: i64,
}

impl Problem {
    /// Days of the cycle.
    #[must_use]
    pub fn days(&self) -> usize {
        7 * usize::from(self.weeks)
    }
}
