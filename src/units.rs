//! Quantities are types: integer, in one unit each, and every sum is checked.
//!
//! Inside there are only milliseconds, centimetres, grams, millilitres and fen. Doors convert once, here and
//! nowhere else. Plain `+` and `-` panic on overflow in every build (the release profile keeps overflow checks);
//! what comes from users is capped by [`MAX_QUANTITY`] at the doors, so that no sum of a day can reach it.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

/// No single quantity a user gives may be larger (10^12 of any base unit: 31 years, 10 million km, a million t).
/// A day's sums of 100,000 such values still fit an `i64` with room.
pub const MAX_QUANTITY: i64 = 1_000_000_000_000;

macro_rules! unit {
    ($($(#[$doc:meta])* $name:ident $suffix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub i64);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(0);
            /// The sum, or `None` where it does not fit.
            #[must_use]
            pub fn checked_add(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).map(Self)
            }
            /// The bare number, for serialising and arithmetic across units.
            #[inline]
            #[must_use]
            pub fn get(self) -> i64 {
                self.0
            }
        }
        impl Add for $name {
            type Output = Self;
            #[inline]
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl Sub for $name {
            type Output = Self;
            #[inline]
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl Neg for $name {
            type Output = Self;
            #[inline]
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }
        impl Mul<i64> for $name {
            type Output = Self;
            #[inline]
            fn mul(self, times: i64) -> Self {
                Self(self.0 * times)
            }
        }
        impl AddAssign for $name {
            #[inline]
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }
        impl SubAssign for $name {
            #[inline]
            fn sub_assign(&mut self, other: Self) {
                *self = *self - other;
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
                iter.fold(Self::ZERO, Add::add)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!("{} ", $suffix), self.0)
            }
        }
    )+};
}

unit! {
    /// A duration, or a clock time counted from local midnight of the planning day.
    Milliseconds "ms";
    /// A length along roads, or of a vehicle.
    Centimetres "cm";
    /// A mass.
    Grams "g";
    /// A volume.
    Millilitres "ml";
    /// Money: one hundredth of a yuan.
    Fen "fen";
}

impl Milliseconds {
    /// One hour.
    pub const HOUR: Self = Self(3_600_000);
    /// One minute.
    pub const MINUTE: Self = Self(60_000);
    /// From whole seconds.
    #[must_use]
    pub const fn from_seconds(s: i64) -> Self {
        Self(s * 1000)
    }
    /// In seconds, for people and JSON.
    #[must_use]
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1e3
    }
    /// In hours, for tables.
    #[must_use]
    pub fn hours(self) -> f64 {
        self.0 as f64 / 3.6e6
    }
}
impl Centimetres {
    /// From metres, rounded to the nearest centimetre.
    #[must_use]
    pub fn from_metres(m: f64) -> Self {
        Self((m * 100.0).round() as i64)
    }
    /// In metres.
    #[must_use]
    pub fn metres(self) -> f64 {
        self.0 as f64 / 100.0
    }
    /// In kilometres.
    #[must_use]
    pub fn kilometres(self) -> f64 {
        self.0 as f64 / 1e5
    }
}
impl Grams {
    /// From kilograms, rounded to the nearest gram.
    #[must_use]
    pub fn from_kg(kg: f64) -> Self {
        Self((kg * 1000.0).round() as i64)
    }
    /// In kilograms.
    #[must_use]
    pub fn kg(self) -> f64 {
        self.0 as f64 / 1e3
    }
}
impl Millilitres {
    /// From litres, rounded to the nearest millilitre.
    #[must_use]
    pub fn from_litres(l: f64) -> Self {
        Self((l * 1000.0).round() as i64)
    }
    /// In litres.
    #[must_use]
    pub fn litres(self) -> f64 {
        self.0 as f64 / 1e3
    }
}

/// A price per quantity, rounded half up to whole fen when it is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Rates {
    /// Fen per kilometre driven.
    pub fen_per_km: i64,
    /// Fen per hour from departure to return.
    pub fen_per_h: i64,
}

/// `rate` fen for each `unit` of something, for `amount` of it: rounded half up, exact in between.
#[must_use]
pub fn priced(rate: i64, amount: i64, unit: i64) -> Fen {
    let exact = i128::from(rate) * i128::from(amount);
    let unit = i128::from(unit);
    Fen(i64::try_from((2 * exact + unit).div_euclid(2 * unit)).unwrap_or(i64::MAX))
}

impl Rates {
    /// What `length` costs.
    #[must_use]
    pub fn for_length(self, length: Centimetres) -> Fen {
        priced(self.fen_per_km, length.0, 100_000)
    }
    /// What `duration` costs.
    #[must_use]
    pub fn for_duration(self, duration: Milliseconds) -> Fen {
        priced(self.fen_per_h, duration.0, 3_600_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_round_half_up_and_do_not_wrap() {
        // 3 fen a km for 500 m is 1.5 fen, which rounds to 2; minus 1.5 rounds up to -1.
        assert_eq!(Rates { fen_per_km: 3, fen_per_h: 0 }.for_length(Centimetres(50_000)), Fen(2));
        assert_eq!(priced(-3, 50_000, 100_000), Fen(-1));
        // The largest values a door lets in: 10^12 fen per km for 10^12 cm is 10^19 fen, capped rather than wrapped.
        assert_eq!(priced(MAX_QUANTITY, MAX_QUANTITY, 100_000), Fen(i64::MAX));
    }

    #[test]
    fn a_sum_that_does_not_fit_is_none() {
        assert_eq!(Grams(i64::MAX).checked_add(Grams(1)), None);
        assert_eq!(Grams(1).checked_add(Grams(2)), Some(Grams(3)));
    }
}
