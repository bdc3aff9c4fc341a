//! Decimal quantities of the outside to whole ones of the inside, rounded once, and back.
//!
//! The schema's ranges keep what comes in far below [`crate::units::MAX_QUANTITY`].

use crate::rounds::problem::{Amount, Window};
use crate::units::{Grams, Millilitres, Milliseconds};
use crate::wire::problem::format::place::WindowEntry;

/// Seconds, rounded to the nearest millisecond.
#[must_use]
pub fn ms(seconds: f64) -> Milliseconds {
    Milliseconds((seconds * 1000.0).round() as i64)
}

/// A mass and its volume.
#[must_use]
pub fn amount(kg: f64, litres: f64) -> Amount {
    Amount { mass: Grams::from_kg(kg), volume: Millilitres::from_litres(litres) }
}

/// The sum of two loads, capped rather than wrapped: checks add up files that other checks refuse as absurd.
#[must_use]
pub fn sum(a: Amount, b: Amount) -> Amount {
    Amount {
        mass: Grams(a.mass.0.saturating_add(b.mass.0)),
        volume: Millilitres(a.volume.0.saturating_add(b.volume.0)),
    }
}

/// So many of a load.
#[must_use]
pub fn times(a: Amount, n: u32) -> Amount {
    Amount { mass: a.mass * i64::from(n), volume: a.volume * i64::from(n) }
}

/// Whether a load is none.
#[must_use]
pub fn is_nothing(a: Amount) -> bool {
    a == Amount::default()
}

/// Whether a load fits.
#[must_use]
pub fn fits(load: Amount, into: Amount) -> bool {
    load.mass <= into.mass && load.volume <= into.volume
}

/// A window.
#[must_use]
pub fn window(entry: &WindowEntry) -> Window {
    Window { open: entry.from.0, close: entry.to.0 }
}

/// Windows in order; those that touch become one.
#[must_use]
pub fn windows(entries: &[WindowEntry]) -> Vec<Window> {
    let mut sorted: Vec<Window> = entries.iter().map(window).collect();
    sorted.sort_unstable();
    let mut out: Vec<Window> = Vec::with_capacity(sorted.len());
    for w in sorted {
        match out.last_mut() {
            Some(last) if w.open <= last.close => last.close = last.close.max(w.close),
            _ => out.push(w),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absurd_sums_are_capped_and_touching_windows_are_one() {
        let huge = Amount { mass: Grams(i64::MAX), volume: Millilitres(1) };
        assert_eq!(sum(huge, huge), Amount { mass: Grams(i64::MAX), volume: Millilitres(2) });
        assert_eq!(ms(0.0005), Milliseconds(1));
        let clock = |h: i64| crate::wire::clock::Clock(Milliseconds::HOUR * h);
        let entry = |a, b| WindowEntry { from: clock(a), to: clock(b) };
        let joined = windows(&[entry(10, 12), entry(8, 10), entry(14, 15)]);
        assert_eq!(
            joined.iter().map(|w| (w.open.hours(), w.close.hours())).collect::<Vec<_>>(),
            [(8.0, 12.0), (14.0, 15.0)]
        );
    }
}
