//! No timetable of this fleet reaches more households that take part than this.
//!
//! Every visit takes time of some vehicle: the stand, its share of the ways ([`ways`]), and of unloading. All of that together is no more than all shifts of the cycle. With a price on
//! time, and a price on each home so that nobody counts twice, every place stands alone: it is visited in the rhythm that gains most, or not ([`options`]). Any prices give a
//! bound; a descent finds good ones ([`prices`]).
//!
//! A home to which no place is nearer comes to it whatever else is visited: whoever visits the place has its mass on board, too. (Prices on the same of those who live farther gain a third of a
//! hundredth; more parts of holds and of ways gain nothing.) Who is served is counted by the same prices: where more is brought than there is time for, each counts for the part that is taken.
//!
//! What a vehicle can take in on one day, on the clock, is shared out in the same way ([`days`]).
//!
//! Ways can be shared out in many manners, each of which holds for itself. All are priced at once, so the bound is at least as good as that of the best manner.

mod days;
mod options;
mod prices;
mod ways;

use super::ready::Ready;
use options::Count;

/// What a bound is worth and what it rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bound {
    /// Households that take part, in thousandths: no timetable reaches more.
    pub households_milli: i64,
    /// Of them, those whose things are taken: no timetable serves more.
    pub served_milli: i64,
    /// Prices that were tried.
    pub rounds: u32,
}

/// The bound after at most `rounds` prices for each of its two values.
pub(in crate::mobile) fn bound(ready: &Ready<'_>, rounds: u32, stop: &dyn Fn() -> bool) -> Bound {
    let fleet = ways::Fleet::new(ready);
    let manners = ways::manners(ready, &fleet);
    let most = |count: Count| {
        let stalls = options::stalls(ready, &manners, fleet.hold, count);
        let (value, rounds) = prices::Market::new(ready, &manners, stalls).descend(rounds, stop);
        // A little more than rounding of the sums can lose.
        let milli = (value * (1.0 + 1e-9)).ceil() as i64 + 1;
        (milli.clamp(0, ready.reachable), rounds)
    };
    let (served, first) = most(Count::Served);
    let (reached, then) = most(Count::Reached);
    // Who is served is reached.
    Bound { households_milli: reached, served_milli: served.min(reached), rounds: first + then }
}
