#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use proptest::prelude::*;

use super::tree::{square, *};
use super::*;
use crate::osm::write::PbfBuilder;
use crate::roads::{Profile, Settings};

/// What the tree answers, found by looking at every piece.
fn by_looking(
    shape: &[[i32; 2]],
    roads: &[std::ops::Range<usize>],
    p: [f64; 2],
    limit: f64,
    accept: impl Fn(u32) -> bool,
) -> Option<Piece> {
    let pieces = roads.iter().enumerate().flat_map(|(road, range)| {
        range.clone().zip(range.clone().skip(1)).map(move |(first, second)| (road as u32, first, second))
    });
    let all = pieces.map(|(road, first, second)| {
        let square = square(p, to_plane(coord(shape[first])), to_plane(coord(shape[second])));
        Piece { road, first: first as u32, square }
    });
    all.filter(|x| x.square <= limit && accept(x.first)).reduce(|a, b| if b.before(&a) { b } else { a })
}

/// Roads as differences from a middle, so that ties, spots and lines come up by themselves.
fn roads() -> impl Strategy<Value = Vec<Vec<[i32; 2]>>> {
    let near = prop_oneof![Just(0), -3..4, -2_000..2_000, -100_000..100_000];
    let point = [near.clone(), near];
    let road = prop::collection::vec(point, 2..40);
    prop::collection::vec(road, 0..60)
}

fn middles() -> impl Strategy<Value = [i32; 2]> {
    prop_oneof![
        Just([-86_100_000, 411_500_000]),
        Just([0, 0]),
        Just([1_799_990_000, -170_000_000]),
        Just([-1_799_990_000, 650_000_000]),
        Just([100_000_000, 899_900_000]),
        Just([-400_000_000, -889_950_000]),
    ]
}

fn moved(middle: [i32; 2], by: [i32; 2]) -> [i32; 2] {
    let whole = |v: i32, limit: i32| v.clamp(-limit, limit);
    [whole(middle[0] + by[0], 1_800_000_000), whole(middle[1] + by[1], 900_000_000)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_tree_finds_what_looking_at_every_piece_finds(
        middle in middles(),
        drawn in roads(),
        asked in prop::collection::vec((prop_oneof![Just([0, 0]), [-120_000..120_000, -120_000..120_000]], any::<bool>()), 1..20),
        radius in prop_oneof![Just(f64::INFINITY), 0.0..3_000.0],
        picky in 1_u32..5,
    ) {
        let mut shape = Vec::new();
        let mut ranges = Vec::new();
        for road in &drawn {
            let start = shape.len();
            shape.extend(road.iter().map(|&by| moved(middle, by)));
            ranges.push(start..shape.len());
        }
        let tree = Tree::new(&shape, ranges.iter().cloned());
        for (by, far) in asked {
            let at = if far { [-middle[0] / 2 + by[0], -middle[1] / 2 + by[1]] } else { moved(middle, by) };
            let p = to_plane(coord(at));
            let accept = |first: u32| first.wrapping_mul(2_654_435_761) >> 16 & 7 < 9 - 2 * picky;
            let found = tree.nearest(&shape, p, radius * radius, |x| accept(x.first));
            prop_assert_eq!(found, by_looking(&shape, &ranges, p, radius * radius, accept), "{:?}", at);
        }
    }

    #[test]
    fn a_snap_is_what_the_sorted_list_of_all_pieces_gives(
        middle in middles(),
        drawn in prop::collection::vec((prop::collection::vec([0_i32..12, 0_i32..12], 2..6), 0..5), 1..30),
        asked in prop::collection::vec(([-2_000..50_000, -2_000..50_000], prop::option::of(0.0..360.0), 0_usize..3, 1..60_000_i64), 1..30),
    ) {
        let mut town = PbfBuilder::new();
        let at = |x: i32, y: i32| moved(middle, [x * 4_001, y * 3_999]);
        for x in 0..12 {
            for y in 0..12 {
                let [lon, lat] = at(x, y);
                town.node(i64::from(x * 12 + y + 1), f64::from(lon) / 1e7, f64::from(lat) / 1e7, &[]);
            }
        }
        for (i, (line, kind)) in drawn.iter().enumerate() {
            let nodes: Vec<i64> = line.iter().map(|[x, y]| i64::from(x * 12 + y + 1)).collect();
            let tags: &[(&str, &str)] = match kind {
                0 => &[("highway", "footway")],
                1 => &[("highway", "residential"), ("oneway", "yes")],
                _ => &[("highway", "residential")],
            };
            town.way(i as i64 + 1, &nodes, tags);
        }
        let extract = crate::osm::read(&town.to_vec().unwrap()[..], &crate::osm::Caps::default(), &|_| {}).unwrap();
        let Ok(city) = crate::roads::import(extract, Settings::default()) else { return Ok(()) };
        let metric = Metric::new(Arc::clone(&city.network), Arc::new(Profile::shipped("van").unwrap()), None);
        let snapper = Snapper::new(&city.network);
        for (by, heading_deg, kerb, max_distance) in asked {
            let kerb = [None, Some(Side::Left), Some(Side::Right)][kerb];
            let options = SnapOptions { max_distance: Centimetres(max_distance), kerb, heading_deg };
            let point = coord(moved(middle, by));
            prop_assert_eq!(snapper.snap(&metric, point, &options), listed(&snapper, &metric, point, &options));
        }
    }
}

/// The rule by its words: down the list of all pieces, nearest first, until one joined to the rest comes.
fn listed(snapper: &Snapper, metric: &Metric, point: Coord, options: &SnapOptions) -> Result<Snap, SnapError> {
    let (network, p) = (metric.network(), to_plane(point));
    let scale = point.lat().clamp(-89.0, 89.0).to_radians().cos();
    let limit = options.max_distance.metres() / scale;
    let mut all: Vec<Piece> = Vec::new();
    for road in network.road_ids() {
        let range = network.shape_range(road);
        for first in range.start..range.end - 1 {
            let [a, b] = [first, first + 1].map(|i| to_plane(coord(network.shape[i])));
            all.push(Piece { road: road.index() as u32, first: first as u32, square: square(p, a, b) });
        }
    }
    all.sort_by(|a, b| a.square.total_cmp(&b.square).then(a.first.cmp(&b.first)));
    let mut on_island: Option<Snap> = None;
    for piece in all.into_iter().filter(|x| x.square <= limit * limit) {
        let Some(stand) = snapper.stand(metric, piece, p, scale, options) else { continue };
        let mut snap = snapper.place(network, &stand, p);
        snap.distance = Centimetres::from_metres(piece.square.sqrt() * scale);
        let reach = metric.reach();
        let joined = snap.segments().any(|(s, _)| reach.departs(s)) && snap.segments().any(|(s, _)| reach.arrives(s));
        if joined {
            snap.gave_up = on_island.map(|i| i.distance);
            return Ok(snap);
        }
        snap.island = true;
        on_island.get_or_insert(snap);
    }
    on_island.ok_or(SnapError { limit: options.max_distance })
}

#[test]
fn a_million_points_in_one_spot_are_one_place() {
    let shape = vec![[100_000_000, 500_000_000]; 1_000_000];
    let roads = (0..250_000).map(|r| r * 4..r * 4 + 4);
    let tree = Tree::new(&shape, roads);
    let spot = to_plane(coord(shape[0]));
    let mut shown = 0;
    let found = tree.nearest(&shape, spot, 1.0, |_| {
        shown += 1;
        true
    });
    assert_eq!(found, Some(Piece { road: 0, first: 0, square: 0.0 }));
    assert_eq!(shown, 1, "what comes first is looked at first");
    let beside = tree.nearest(&shape, [spot[0] + 3.0, spot[1] + 4.0], 100.0, |_| true).unwrap();
    assert_eq!((beside.road, beside.first), (0, 0));
    assert!((beside.square - 25.0).abs() < 1e-6);
}

#[test]
fn nothing_is_near_where_there_are_no_roads() {
    assert_eq!(Tree::new(&[], std::iter::empty()).nearest(&[], [0.0, 0.0], f64::INFINITY, |_| true), None);
    // A road of one point has no piece.
    let shape = [[0, 0]];
    assert_eq!(Tree::new(&shape, std::iter::once(0..1)).nearest(&shape, [0.0, 0.0], f64::INFINITY, |_| true), None);
}
