//! No timetable of this fleet reaches more households that take part than this.
//!
//! Every visit takes time of some vehicle: the stand, its share of the ways ([`ways`]), and of unloading. All of that together is no more than all shifts of the cycle. With a price on
//! time, and a price on each home so that nobody counts twice, every place stands alone: it is visited in the rhythm that gains most, or not ([`options`]). Any prices give a
//! bound; a descent finds good ones ([`prices`]).
//!
//! Ways can be shared out in many manners, each of which holds for itself. All are priced at once, so the bound is at least as good as that of the best manner.

mod options;
mod prices;
mod ways;

use super::ready::Ready;

/// What a bound is worth and what it rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bound {
    /// Households that take part, in thousandths: no timetable reaches more.
    pub households_milli: i64,
    /// Prices that were tried.
    pub rounds: u32,
}

/// The bound after at most `rounds` prices.
pub(in crate::mobile) fn bound(ready: &Ready<'_>, rounds: u32, stop: &dyn Fn() -> bool) -> Bound {
    let fleet = ways::Fleet::new(ready);
    let manners = ways::manners(ready, &fleet);
    let stalls = options::stalls(ready, &manners, fleet.hold);
    let market = prices::Market::new(ready, &manners, stalls);
    let (value, rounds) = market.descend(rounds, stop);
    // A little more than rounding of the sums can lose.
    let households_milli = (value * (1.0 + 1e-9)).ceil() as i64 + 1;
    Bound { households_milli: households_milli.clamp(0, ready.reachable), rounds }
}
