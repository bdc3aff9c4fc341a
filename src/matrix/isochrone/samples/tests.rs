use proptest::prelude::*;

use super::*;

/// Piece by piece and sample by sample.
fn slow(lines: &[Vec<[f32; 2]>]) -> Vec<[f32; 2]> {
    let (mut taken, mut out) = (std::collections::BTreeSet::new(), Vec::new());
    let mut add = |p: [f32; 2]| {
        if taken.insert(p.map(|v| (v * 2.0) as i32)) {
            out.push(p);
        }
    };
    for line in lines {
        add(line[0]);
        for w in line.windows(2) {
            let square = square(w[0], w[1]);
            if square * SAMPLES * SAMPLES <= 1.0 {
                add(w[1]);
                continue;
            }
            let steps = (square.sqrt() * SAMPLES) as u32 + 1;
            (1..=steps).for_each(|i| add(along(w[0], w[1], 1.0 / steps as f32 * i as f32)));
        }
    }
    out
}

proptest! {
    #[test]
    fn many_lines_at_once_are_as_one_by_one(
        lines in prop::collection::vec(prop::collection::vec((4.0..80.0_f32, 4.0..30.0_f32, 0.0..1.0_f32), 2..9), 0..30),
    ) {
        // Half of the pieces are short.
        let near = |line: &Vec<(f32, f32, f32)>| -> Vec<[f32; 2]> {
            let mut at = [line[0].0, line[0].1];
            line.iter().map(|&(x, y, far)| {
                let share = if far < 0.5 { 0.01 } else { far };
                at = along(at, [x, y], share);
                at
            }).collect()
        };
        let lines: Vec<_> = lines.iter().map(near).collect();
        let mut samples = Samples::new([90, 40]);
        for some in lines.chunks(7) {
            let firsts: Vec<u32> = some.iter().scan(0, |at, l| {
                *at += l.len() as u32;
                Some(*at - l.len() as u32)
            }).collect();
            samples.lines(&some.concat(), &firsts);
        }
        prop_assert_eq!(samples.points, slow(&lines));
    }

    #[test]
    fn a_part_that_is_the_whole_ends_where_the_line_ends(line in prop::collection::vec((4.0..80.0_f32, 4.0..30.0_f32), 2..9)) {
        let line: Vec<[f32; 2]> = line.iter().map(|&(x, y)| [x, y]).collect();
        let mut samples = Samples::new([90, 40]);
        samples.part(&line, [0.0, 1.0]);
        let last = line[line.len() - 1];
        let near = |p: &[f32; 2]| square(*p, last) < 0.75;
        prop_assert_eq!(samples.points.first(), line.first());
        prop_assert!(samples.points.iter().any(near), "{:?} {:?}", samples.points, last);
    }
}
