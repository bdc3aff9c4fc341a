use proptest::prelude::*;

use super::*;

/// The first of the farthest, point by point.
fn slow(line: &[[f32; 2]]) -> Option<usize> {
    let (a, b) = (line[0], line[line.len() - 1]);
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let base = dx * dx + dy * dy;
    let (mut worst, mut at) = (SLACK * SLACK, None);
    for (i, p) in line.iter().enumerate().take(line.len() - 1).skip(1) {
        let (px, py) = (p[0] - a[0], p[1] - a[1]);
        let share = if base > 0.0 { ((px * dx + py * dy) / base).clamp(0.0, 1.0) } else { 0.0 };
        let square = (px - share * dx).powi(2) + (py - share * dy).powi(2);
        if square > worst {
            (worst, at) = (square, Some(i));
        }
    }
    at
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// On few different places, so that many are equally far.
    #[test]
    fn eight_at_once_find_the_point_that_one_by_one_find(line in prop::collection::vec((0..5_u8, 0..3_u8), 2..60), unit in 0.04..1.0_f32) {
        let line: Vec<[f32; 2]> = line.iter().map(|&(x, y)| [f32::from(x) * unit, f32::from(y) * unit]).collect();
        prop_assert_eq!(farthest(&line), slow(&line));
    }
}
