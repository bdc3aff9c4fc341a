//! Whole amounts split so that the parts add up.

/// Splits `total` in proportion to `weights` by largest remainder: each part is its exact share rounded down, and the units left over go to the largest
/// fractions, the first of equals first. The parts add up to `total`, and none is a unit or more off its share.
///
/// `None` where nothing can be split: a negative total, or a positive one over weights that are all zero.
#[must_use]
pub fn split(total: i64, weights: &[u64]) -> Option<Vec<i64>> {
    let whole = u128::try_from(total).ok()?;
    let sum: u128 = weights.iter().map(|&w| u128::from(w)).sum();
    if sum == 0 {
        return (total == 0).then(|| vec![0; weights.len()]);
    }
    // At most 2^63 times 2^64: it fits.
    let share = |w: u64| (whole * u128::from(w) / sum, whole * u128::from(w) % sum);
    let mut parts: Vec<i64> = Vec::with_capacity(weights.len());
    let mut left = total;
    for &w in weights {
        let part = i64::try_from(share(w).0).unwrap_or(i64::MAX);
        left -= part;
        parts.push(part);
    }
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(share(weights[i]).1), i));
    // Fewer units are left than there are parts with a fraction.
    for i in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        parts[i] += 1;
    }
    Some(parts)
}

/// `a * b / c`, rounded half up; `None` where `c` is not above 0, a factor is negative, or the result does not fit.
#[must_use]
pub fn scaled(a: i64, b: i64, c: i64) -> Option<i64> {
    let (a, b, c) = (u128::try_from(a).ok()?, u128::try_from(b).ok()?, u128::try_from(c).ok().filter(|&c| c > 0)?);
    i64::try_from((2 * a * b + c) / (2 * c)).ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_largest_fractions_get_what_is_left() {
        // Shares of 10: 3.33, 3.33, 3.33; the first of equals gets the unit.
        assert_eq!(split(10, &[1, 1, 1]), Some(vec![4, 3, 3]));
        // Shares of 7: 0.875, 6.125.
        assert_eq!(split(7, &[1, 7]), Some(vec![1, 6]));
        assert_eq!(split(5, &[0, 0]), None);
        assert_eq!(split(0, &[0, 0]), Some(vec![0, 0]));
        assert_eq!(split(-1, &[1]), None);
        assert_eq!(split(3, &[]), None);
        assert_eq!(
            split(i64::MAX, &[u64::MAX, u64::MAX]).unwrap().iter().map(|&p| i128::from(p)).sum::<i128>(),
            i128::from(i64::MAX)
        );
    }

    #[test]
    fn halves_round_up() {
        assert_eq!(scaled(5, 1, 2), Some(3));
        assert_eq!(scaled(i64::MAX, 3, 2), None);
        assert_eq!(scaled(1, 1, 0), None);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_are_near_their_share(total in 0_i64..1_000_000_000, weights in prop::collection::vec(0_u64..1_000_000, 1..40)) {
            let sum: u64 = weights.iter().sum();
            prop_assume!(sum > 0);
            let parts = split(total, &weights).unwrap();
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            for (part, w) in parts.iter().zip(&weights) {
                let share = total as f64 * *w as f64 / sum as f64;
                prop_assert!((*part as f64 - share).abs() < 1.0 + 1e-6, "{} of {}", part, share);
                prop_assert!(*w > 0 || *part == 0);
            }
        }
    }
}
