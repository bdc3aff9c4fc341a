#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use proptest::prelude::*;

use crate::graph::Weight;
use crate::hierarchy::testing::drawn;
use crate::hierarchy::{Customized, Dijkstra, Engine, Hierarchy, Seed};
use crate::ids::{Id, VertexId};
use crate::units::{Centimetres, Milliseconds};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn lists_are_those_of_dijkstra(
        town in drawn(30),
        facilities in prop::collection::vec(prop::collection::vec((0_usize..30, 0_i64..9), 0..3), 0..7),
        k in 1_usize..5,
    ) {
        let customized =
            Customized::new(Arc::new(Hierarchy::new(&town.graph, &town.order()).unwrap()), &town.weights);
        let n = town.graph.vertex_count();
        let weight = |w| Weight::new(Milliseconds(w), Centimetres(w)).unwrap();
        let seed = |&(v, w): &(usize, i64)| -> Seed { (VertexId::new(v % n), weight(w)) };
        let facilities: Vec<Vec<Seed>> = facilities.iter().map(|f| f.iter().map(seed).collect()).collect();
        let (nearest, from) = (customized.nearest(&facilities, k), customized.nearest_from(&facilities, k));
        let dijkstra = Dijkstra::new(&town.graph, &town.weights);
        let mut scratch = dijkstra.scratch();
        for v in town.graph.vertices() {
            for (lists, there) in [(&nearest, true), (&from, false)] {
                let here = [(v, Weight::ZERO)];
                let mut way = |ends: &[Seed]| match there {
                    true => dijkstra.one_to_one(&mut scratch, &here, ends),
                    false => dijkstra.one_to_one(&mut scratch, ends, &here),
                };
                let mut all: Vec<(Weight, usize)> =
                    facilities.iter().enumerate().filter_map(|(i, ends)| Some((way(ends)?.weight, i))).collect();
                all.sort_unstable();
                all.truncate(k);
                let ours: Vec<_> = lists.of(v).map(|(i, w)| (w, i)).collect();
                prop_assert_eq!(ours, all, "at {:?}, there: {}", v, there);
            }
        }
    }
}
