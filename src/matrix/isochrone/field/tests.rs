use proptest::prelude::*;

use super::*;
use crate::matrix::isochrone::contour::rings;

/// Every sample drawn, node by node.
fn slow(nodes: [usize; 2], samples: &Samples) -> Field {
    let mut squares = vec![FAR; nodes[0] * nodes[1]];
    for &[x, y] in &samples.points {
        for (at, s) in squares.iter_mut().enumerate() {
            let [dx, dy] = [(at % nodes[0]) as f32 - x, (at / nodes[0]) as f32 - y];
            *s = s.min(dx * dx + dy * dy);
        }
    }
    let inside = inside(&squares, nodes[0], &Rows::new(nodes[0], nodes[1]));
    Field { nodes, squares, inside }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Dense places, where most nodes are deep, and lonely lines; rows of one word and of two.
    #[test]
    fn what_is_not_drawn_makes_no_difference(
        size in (1_u32..120, 1_u32..40),
        lines in prop::collection::vec(prop::collection::vec((0.0..1.0_f32, 0.0..1.0_f32), 2..5), 1..60),
        dense in 0.05..1.0_f32,
    ) {
        let nodes = [size.0 as usize + 10, size.1 as usize + 10];
        let mut samples = Samples::new(nodes);
        let (mut points, mut firsts) = (Vec::new(), Vec::new());
        for line in &lines {
            firsts.push(points.len() as u32);
            points.extend(line.iter().map(|p| [4.0 + p.0 * dense * size.0 as f32, 4.0 + p.1 * dense * size.1 as f32]));
        }
        samples.lines(&points, &firsts);
        let (fast, slow) = (Field::new(nodes, &samples), slow(nodes, &samples));
        prop_assert_eq!(&fast.inside, &slow.inside);
        prop_assert_eq!(rings(&fast), rings(&slow));
    }
}

#[test]
fn in_a_dense_place_hardly_a_sample_is_drawn() {
    let nodes = [60, 60];
    let mut samples = Samples::new(nodes);
    for i in 0..100 {
        let y = 4.0 + i as f32 * 0.5;
        samples.lines(&[[4.0, y], [54.0, y]], &[0]);
    }
    let drawn = drawn(&deep(&sure(&samples.taken)));
    let count = samples.points.iter().filter(|p| drawn.get(p[0] as usize, p[1] as usize)).count();
    // A rim of some three of fifty pitches on each of four sides.
    assert!(count * 3 < samples.points.len(), "{count} of {}", samples.points.len());
}
