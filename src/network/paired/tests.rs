#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::{paired, signed_rank};

/// How often, of all ways to give the differences signs, the statistic is as far out: plain enumeration.
fn by_enumeration(differences: &[f64]) -> f64 {
    let d: Vec<f64> = differences.iter().copied().filter(|d| *d != 0.0).collect();
    let rank = |x: f64| {
        let below = d.iter().filter(|y| y.abs() < x.abs()).count() as f64;
        let same = d.iter().filter(|y| y.abs() == x.abs()).count() as f64;
        below + (same + 1.0) / 2.0
    };
    let ranks: Vec<f64> = d.iter().map(|&x| rank(x)).collect();
    let sum = |signs: usize| (0..d.len()).filter(|i| signs >> i & 1 == 1).map(|i| ranks[i]).sum::<f64>();
    let seen: f64 = d.iter().zip(&ranks).filter(|(x, _)| **x > 0.0).map(|(_, r)| r).sum();
    let all = 1usize << d.len();
    let share = |far: &dyn Fn(f64) -> bool| (0..all).filter(|&s| far(sum(s))).count() as f64 / all as f64;
    (2.0 * share(&|s| s <= seen + 1e-9).min(share(&|s| s >= seen - 1e-9))).min(1.0)
}

#[test]
fn known_tables_are_met() {
    // Two-sided critical values at 5 % of the usual tables (Hollander, Wolfe, Chicken, table A.4): the largest T with P(W <= T) <= 0.025, so the interval
    // begins at the average after it.
    let critical = [(6, 0), (7, 2), (8, 3), (9, 5), (10, 8), (12, 13), (15, 25), (20, 52), (25, 89), (30, 137)];
    for (n, t) in critical {
        assert_eq!(signed_rank::interval(n).0, t + 1, "n = {n}");
    }
    // Of five pairs the surest interval is from the least to the greatest: 1 - 2/32.
    assert_eq!(signed_rank::interval(5), (1, 0.9375));
    assert_eq!(signed_rank::interval(1), (1, 0.0));
    // n = 10: 25 of 1,024 sums are at most 8.
    assert!((signed_rank::interval(10).1 - (1.0 - 50.0 / 1024.0)).abs() < 1e-12);
}

#[test]
fn darwins_maize_is_as_published() {
    // Fifteen pairs of plants, crossed less self-fertilised, in eighths of an inch (Darwin 1876; Fisher 1935): mean 20.93, standard error 9.75. The signed-rank
    // statistic is 96 of 120 (24 against), two-sided exact p 0.041.
    let d = [49.0, -67.0, 8.0, 16.0, 6.0, 23.0, 28.0, 41.0, 14.0, 29.0, 56.0, 24.0, 75.0, 60.0, -48.0];
    let p = paired(&d).unwrap();
    assert!((p.mean - 20.933).abs() < 1e-3 && (p.standard_error.unwrap() - 9.746).abs() < 1e-3, "{p:?}");
    assert!((p.p - 0.04126).abs() < 1e-4, "{p:?}");
    assert!(p.interval.low > 0.0 && p.interval.confidence_percent >= 95.0, "{p:?}");
}

#[test]
fn the_edges_have_words() {
    assert_eq!(paired(&[]), None);
    assert_eq!(paired(&[1.0, f64::NAN]), None);
    let one = paired(&[-3.0]).unwrap();
    assert_eq!((one.mean, one.standard_error, one.p, one.interval.confidence_percent), (-3.0, None, 1.0, 0.0));
    let none = paired(&[0.0; 8]).unwrap();
    assert_eq!((none.p, none.interval.low, none.interval.high), (1.0, 0.0, 0.0));
    // As many as there are days in a year, without overflow or loss.
    let year = paired(&(0..366).map(|i| f64::from(i) - 100.0).collect::<Vec<_>>()).unwrap();
    assert!(year.p < 1e-6 && year.interval.confidence_percent < 95.1, "{year:?}");
}

proptest! {
    #[test]
    fn p_is_that_of_enumeration(d in proptest::collection::vec(-6i32..=6, 1..11)) {
        let d: Vec<f64> = d.into_iter().map(f64::from).collect();
        let p = paired(&d).unwrap().p;
        let want = if d.iter().all(|x| *x == 0.0) { 1.0 } else { by_enumeration(&d) };
        prop_assert!((p - want).abs() < 1e-9, "{p} is not {want}");
    }

    // The interval is the test turned round: without ties, a shift lies inside exactly where the test keeps it at 5 %.
    #[test]
    fn the_interval_holds_what_the_test_keeps(d in proptest::collection::hash_set(-1000i32..1000, 6..12), shift in -1000i32..1000) {
        // Odd multiples keep shifted differences off zero, and off each other's sizes.
        let d: Vec<f64> = d.iter().enumerate().map(|(i, x)| f64::from(*x) + 0.0137 * (i as f64 + 1.0).sqrt()).collect();
        let shift = f64::from(shift) + 0.00071;
        let kept = paired(&d.iter().map(|x| x - shift).collect::<Vec<_>>()).unwrap().p > 0.05;
        let i = paired(&d).unwrap().interval;
        prop_assert_eq!(kept, i.low <= shift && shift <= i.high);
    }
}
