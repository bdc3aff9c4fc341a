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
    fn labels_are_those_of_dijkstra(town in drawn(40), seeds in prop::collection::vec((0_usize..40, 0_i64..9), 0..6)) {
        let customized =
            Customized::new(Arc::new(Hierarchy::new(&town.graph, &town.order()).unwrap()), &town.weights);
        let n = town.graph.vertex_count();
        let seeds: Vec<Seed> = seeds
            .iter()
            .map(|&(v, w)| (VertexId::new(v % n), Weight::new(Milliseconds(w), Centimetres(w)).unwrap()))
            .collect();
        let dijkstra = Dijkstra::new(&town.graph, &town.weights);
        let mut scratch = dijkstra.scratch();
        let all = dijkstra.one_to_all(&mut scratch, &seeds);
        let (from, to) = (customized.from_seeds(&seeds), customized.to_seeds(&seeds));
        for v in town.graph.vertices() {
            prop_assert_eq!(from.label(v), all[v.index()]);
            let back = dijkstra.one_to_one(&mut scratch, &[(v, Weight::ZERO)], &seeds).map(|p| p.weight);
            prop_assert_eq!(to.label(v), back);
        }
    }
}
