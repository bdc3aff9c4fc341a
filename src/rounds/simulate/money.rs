//! What a route costs.

use crate::rounds::prepared::Prepared;
use crate::units::{Fen, priced};

/// [`priced`] in 64 bits where that fits, which it nearly always does.
#[inline]
pub(in crate::rounds) fn price(rate: i64, amount: i64, unit: i64) -> i64 {
    match rate.checked_mul(amount).and_then(|x| x.checked_mul(2)).and_then(|x| x.checked_add(unit)) {
        Some(twice) => twice.div_euclid(2 * unit),
        None => priced(rate, amount, unit).0,
    }
}

/// The money of a route without its gate fees: fixed cost, length, time, overtime.
///
/// For a running vehicle overtime is due on that part of departure to return that lies beyond its limit, counted from
/// when it started.
#[inline]
pub(in crate::rounds) fn cost(p: &Prepared<'_>, vehicle: usize, departure: i64, back: i64, length: i64) -> i64 {
    let kind = p.kind(vehicle);
    let v = &p.vehicles[vehicle];
    let fixed = if v.is_running() { 0 } else { kind.fixed };
    fixed + for_length(kind.rates.fen_per_km, length) + for_time(p, vehicle, departure, back)
}

#[inline]
fn for_length(rate: i64, length: i64) -> i64 {
    price(rate, length, 100_000)
}

#[inline]
fn for_time(p: &Prepared<'_>, vehicle: usize, departure: i64, back: i64) -> i64 {
    let kind = p.kind(vehicle);
    let duration = back - departure;
    let mut money = price(kind.rates.fen_per_h, duration, 3_600_000);
    if kind.overtime != 0 {
        let since = p.vehicles[vehicle].started.unwrap_or(departure);
        let over = (back - since - kind.overtime_after).clamp(0, duration.max(0));
        money += price(kind.overtime, over, 3_600_000);
    }
    money
}

/// Its parts, for a cost statement: fixed, length, time, overtime.
pub(in crate::rounds) fn parts(p: &Prepared<'_>, vehicle: usize, departure: i64, back: i64, length: i64) -> [Fen; 4] {
    let kind = p.kind(vehicle);
    let fixed = if p.vehicles[vehicle].is_running() { 0 } else { kind.fixed };
    let time = price(kind.rates.fen_per_h, back - departure, 3_600_000);
    let all_time = for_time(p, vehicle, departure, back);
    [Fen(fixed), Fen(for_length(kind.rates.fen_per_km, length)), Fen(time), Fen(all_time - time)]
}
