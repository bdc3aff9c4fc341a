//! Growth from a base year towards a target: “+30 % by 2027 against 2023” says all, and the years between follow from it.
//!
//! A target of `r` times the base after `n` years is reached at an even pace: each year's factor is r^(1/n). Factors are kept as such powers, so that
//! those of the `n` years multiply to exactly `r`, and amounts are rounded only once, at the end: in the year of the target an amount is the base
//! times `r` as a fraction, to the unit. No factor is typed in, and no error of a year is carried into the next.

use super::split::split;

/// How many times the base: a fraction, so that 1.3 is 13/10 and nothing near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// Above the line.
    pub num: u32,
    /// Below it; never 0.
    pub den: u32,
}

impl Ratio {
    /// So many percent more: `more(30)` is 13/10.
    #[must_use]
    pub const fn more(percent: u32) -> Self {
        Self { num: 100 + percent, den: 100 }
    }
    /// As a number.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.num) / f64::from(self.den.max(1))
    }
}

/// A power of a ratio with a fraction as its exponent: the factor of some years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Power {
    /// What is raised.
    pub ratio: Ratio,
    /// Years.
    pub years: i32,
    /// Years in which the ratio is reached; above 0.
    pub of: u32,
}

impl Power {
    /// The factor of these years and then of `next`'s; `None` where they are not of one target.
    #[must_use]
    pub fn then(self, next: Self) -> Option<Self> {
        (self.ratio == next.ratio && self.of == next.of).then(|| Self { years: self.years + next.years, ..self })
    }
    /// As a number, to the last bits.
    #[must_use]
    pub fn value(self) -> f64 {
        let of = i32::try_from(self.of.max(1)).unwrap_or(i32::MAX);
        let (whole, rest) = (self.years.div_euclid(of), self.years.rem_euclid(of));
        let times = |x: f64, n: u32| (0..n).fold(1.0, |product, _| product * x);
        let full = times(self.ratio.value(), whole.unsigned_abs());
        let part = times(root(self.ratio.value(), self.of.max(1)), rest.unsigned_abs());
        if whole < 0 { part / full } else { part * full }
    }
    /// `amount` times this, rounded half up; exact where the years are a multiple of the target's.
    #[must_use]
    pub fn of(self, amount: i64) -> i64 {
        self.exactly(amount).unwrap_or_else(|| (amount as f64 * self.value() + 0.5).floor() as i64)
    }
    fn exactly(self, amount: i64) -> Option<i64> {
        let of = i32::try_from(self.of).ok().filter(|&n| n > 0 && self.years % n == 0)?;
        let turns = self.years / of;
        let (up, down) = if turns < 0 { (self.ratio.den, self.ratio.num) } else { (self.ratio.num, self.ratio.den) };
        let up = u128::from(up).checked_pow(turns.unsigned_abs())?.checked_mul(u128::try_from(amount).ok()?)?;
        let down = u128::from(down).checked_pow(turns.unsigned_abs()).filter(|&d| d > 0)?;
        i64::try_from(up.checked_mul(2)?.checked_add(down)? / down.checked_mul(2)?).ok()
    }
}

/// The `n`th root, by bisection with multiplications only, so that every machine finds the same one.
fn root(x: f64, n: u32) -> f64 {
    let (mut low, mut high) = (0.0_f64, x.max(1.0));
    // Each step halves the interval; after 100 it is below the last bit.
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        let power = (0..n).fold(1.0, |product, _| product * middle);
        if power <= x {
            low = middle;
        } else {
            high = middle;
        }
    }
    // Of the two ends the one whose power is nearer.
    let off = |r: f64| ((0..n).fold(1.0, |product, _| product * r) - x).abs();
    if off(low) <= off(high) { low } else { high }
}

/// How an amount grows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Growth {
    /// It stays.
    Still,
    /// At an even pace to a target; after its year at the same pace.
    Towards {
        /// Year of the base.
        base_year: i32,
        /// Year of the target, after the base's.
        year: i32,
        /// Target over base.
        ratio: Ratio,
    },
    /// By the planner's own factors, in parts per million, the first for the year after the base's; after the last it stays.
    Yearly {
        /// Year of the base.
        base_year: i32,
        /// Factor of each year over the one before.
        factors_ppm: Vec<u32>,
    },
}

impl Growth {
    /// The factor of one year over the year before.
    #[must_use]
    pub fn year_factor(&self, year: i32) -> f64 {
        match self {
            Self::Still => 1.0,
            Self::Towards { .. } => self.power(1).map_or(1.0, Power::value),
            Self::Yearly { base_year, factors_ppm } => usize::try_from(year - base_year - 1)
                .ok()
                .and_then(|i| factors_ppm.get(i))
                .map_or(1.0, |&ppm| f64::from(ppm) / 1e6),
        }
    }
    /// The power of some years; `None` but for a target.
    #[must_use]
    pub fn power(&self, years: i32) -> Option<Power> {
        match self {
            Self::Towards { base_year, year, ratio } => {
                Some(Power { ratio: *ratio, years, of: u32::try_from(year - base_year).ok()?.max(1) })
            }
            _ => None,
        }
    }
    /// What `amount` of the base year is in `year`, rounded half up once.
    #[must_use]
    pub fn grown(&self, amount: i64, year: i32) -> i64 {
        match self {
            Self::Still => amount,
            Self::Towards { base_year, .. } => self.power(year - base_year).map_or(amount, |p| p.of(amount)),
            Self::Yearly { base_year, factors_ppm } => {
                let years = usize::try_from(year - base_year).unwrap_or(0).min(factors_ppm.len());
                let factor = factors_ppm[..years].iter().fold(1.0, |f, &ppm| f * (f64::from(ppm) / 1e6));
                (amount as f64 * factor + 0.5).floor() as i64
            }
        }
    }
    /// What the parts of an amount are in `year`: their sum grows as [`Growth::grown`] says and is split as they were, by largest remainder.
    #[must_use]
    pub fn grown_parts(&self, parts: &[i64], year: i32) -> Vec<i64> {
        let weights: Vec<u64> = parts.iter().map(|&p| u64::try_from(p).unwrap_or(0)).collect();
        let total = parts.iter().map(|&p| p.max(0)).sum();
        split(self.grown(total, year), &weights).unwrap_or_else(|| vec![0; parts.len()])
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    const APPLIANCES: Growth = Growth::Towards { base_year: 2023, year: 2027, ratio: Ratio::more(30) };
    const VEHICLES: Growth = Growth::Towards { base_year: 2023, year: 2027, ratio: Ratio::more(100) };

    #[test]
    fn the_factors_of_the_years_multiply_to_the_target() {
        for growth in [&APPLIANCES, &VEHICLES] {
            let one = growth.power(1).unwrap();
            let all = (0..3).fold(one, |product, _| product.then(one).unwrap());
            assert_eq!(all, growth.power(4).unwrap());
            let Growth::Towards { ratio, .. } = growth else { unreachable!() };
            assert_eq!(all.value(), ratio.value(), "as numbers, too: four years are the ratio itself");
        }
        // 1.3^(1/4) and 2^(1/4).
        assert!((APPLIANCES.year_factor(2025) - 1.067_789_972).abs() < 1e-9);
        assert!((VEHICLES.year_factor(2025) - 1.189_207_115).abs() < 1e-9);
    }

    #[test]
    fn years_between_and_after_keep_the_pace() {
        // 1,000 t doubled in four years: 1,189.2, 1,414.2, 1,681.8, 2,000; four more years double it again, four before halve it.
        let path: Vec<i64> = (2023..=2027).map(|y| VEHICLES.grown(1_000, y)).collect();
        assert_eq!(path, [1_000, 1_189, 1_414, 1_682, 2_000]);
        assert_eq!((VEHICLES.grown(1_000, 2031), VEHICLES.grown(1_000, 2019)), (4_000, 500));
        let own = Growth::Yearly { base_year: 2023, factors_ppm: vec![1_100_000, 500_000] };
        assert_eq!([2022, 2023, 2024, 2025, 2030].map(|y| own.grown(1_000, y)), [1_000, 1_000, 1_100, 550, 550]);
        assert_eq!(Growth::Still.grown(7, 2050), 7);
    }

    proptest! {
        #[test]
        fn targets_are_exact_to_the_kilogram(base in 0_i64..1_000_000_000_000) {
            // 10 times the target is 13 times the base, up to half a unit of rounding.
            let target = APPLIANCES.grown(base, 2027);
            prop_assert!((10 * target - 13 * base).abs() <= 5, "{} from {}", target, base);
            prop_assert_eq!(APPLIANCES.grown(10 * base, 2027), 13 * base);
            prop_assert_eq!(VEHICLES.grown(base, 2027), 2 * base);
        }
        #[test]
        fn any_target_is_reached(base in 0_i64..1_000_000_000, num in 1_u32..5_000, den in 1_u32..5_000, years in 1_i32..30) {
            let growth = Growth::Towards { base_year: 2023, year: 2023 + years, ratio: Ratio { num, den } };
            let target = growth.grown(base, 2023 + years);
            prop_assert!((2 * (target * i64::from(den) - base * i64::from(num))).abs() <= i64::from(den));
            // Between base and target the path goes one way.
            let path: Vec<i64> = (0..=years).map(|y| growth.grown(base, 2023 + y)).collect();
            prop_assert!(path.windows(2).all(|w| if num >= den { w[0] <= w[1] } else { w[0] >= w[1] }), "{:?}", path);
        }
        #[test]
        fn parts_grow_to_what_the_whole_grows_to(parts in prop::collection::vec(0_i64..1_000_000, 1..30), year in 2023..2030) {
            let grown = APPLIANCES.grown_parts(&parts, year);
            prop_assert_eq!(grown.iter().sum::<i64>(), APPLIANCES.grown(parts.iter().sum(), year));
        }
    }
}
