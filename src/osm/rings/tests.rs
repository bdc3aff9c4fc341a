use super::*;

fn square(x: i32, y: i32, side: i32) -> Vec<Coord> {
    let corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)];
    corners.map(|(dx, dy)| Coord { lon_e7: (x + dx) * 10_000, lat_e7: (y + dy) * 10_000 }).to_vec()
}

#[test]
fn ways_join_into_rings() {
    type Ways<'a> = &'a [&'a [i64]];
    let cases: [(Ways<'_>, Ways<'_>, u64); 8] = [
        (&[&[1, 2, 3, 1]], &[&[1, 2, 3, 1]], 0),
        (&[&[1, 2, 3], &[3, 4, 1]], &[&[1, 2, 3, 4, 1]], 0),
        // The second runs the other way.
        (&[&[1, 2, 3], &[1, 4, 3]], &[&[1, 2, 3, 4, 1]], 0),
        // Three pieces out of order.
        (&[&[1, 2], &[3, 4, 1], &[2, 3]], &[&[1, 2, 3, 4, 1]], 0),
        // Two triangles that touch at 1, in pieces: they come out apart.
        (&[&[9, 1], &[1, 2, 3, 1], &[1, 8, 9]], &[&[1, 2, 3, 1], &[9, 1, 8, 9]], 0),
        (&[&[1, 2, 5], &[5, 6, 7], &[7, 8, 5], &[5, 4, 1]], &[&[5, 6, 7, 8, 5], &[1, 2, 5, 4, 1]], 0),
        // Open.
        (&[&[1, 2, 3], &[3, 4]], &[], 1),
        // Too small to be an area.
        (&[&[1, 2, 1], &[], &[7]], &[], 0),
    ];
    for (ways, rings, open) in cases {
        let expected: Vec<Ring> = rings.iter().map(|r| r.to_vec()).collect();
        assert_eq!(join(ways), (expected, open), "{ways:?}");
    }
}

#[test]
fn a_hub_of_many_ways_is_joined_in_time() {
    // 100,000 ways through one node: looking at each once is quick, at each for each would take minutes.
    let ways: Vec<Vec<i64>> = (0..100_000).map(|i| vec![0, i + 1]).collect();
    let slices: Vec<&[i64]> = ways.iter().map(Vec::as_slice).collect();
    assert_eq!(join(&slices).0.len(), 0);
}

#[test]
fn holes_go_to_the_smallest_outer_around_them() {
    let outers = vec![square(0, 0, 100), square(10, 10, 50), square(200, 0, 10)];
    let inners = vec![square(20, 20, 5), square(80, 80, 5), square(500, 500, 5)];
    let mut steps = STEPS;
    let (found, dropped) = polygons(outers, inners, &mut steps);
    let holes: Vec<usize> = found.iter().map(|p| p.inners.len()).collect();
    assert_eq!((holes, dropped), (vec![1, 1, 0], 1));
    let (found, dropped) = polygons(vec![square(0, 0, 100)], vec![square(20, 20, 5)], &mut 3);
    assert_eq!((found[0].inners.len(), dropped), (0, 1), "no steps left");
}

#[test]
fn areas_of_squares() {
    // One hundredth of a degree at the equator: 1111.95 m square, less than a millionth off by the cosine.
    let side = EARTH_M.to_radians() * 0.01;
    assert!((area_m2(&square(0, 0, 10)) / (side * side) - 1.0).abs() < 1e-6);
    assert_eq!(area_m2(&[]), 0.0);
}
