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

    #[test]
    fn what_is_passed_over_lies_beyond_the_limit(
        town in drawn(40),
        seeds in prop::collection::vec((0_usize..40, 0_i64..9), 0..4),
        limit in 0_i64..60,
    ) {
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
        let limit = Milliseconds(limit);
        let mut found = vec![None; n];
        customized.each_from_seeds(&seeds, limit, |v, label| {
            assert_eq!(found[v.index()].replace(Weight::from_packed(label).unwrap()), None, "once each");
        });
        for (found, label) in found.iter().zip(&all) {
            prop_assert!(*found == *label || found.is_none() && label.is_none_or(|l| l.time() > limit));
        }
        let mut found = vec![None; n];
        customized.each_to_seeds(&seeds, limit, |v, label| found[v.index()] = Weight::from_packed(label));
        let back: Vec<Option<Weight>> = town
            .graph
            .vertices()
            .map(|v| dijkstra.one_to_one(&mut scratch, &[(v, Weight::ZERO)], &seeds).map(|p| p.weight))
            .collect();
        for v in town.graph.vertices() {
            let (found, label) = (found[v.index()], back[v.index()]);
            prop_assert!(found == label || found.is_none() && label.is_none_or(|l| l.time() > limit));
            if found.is_none() {
                let heads = town.graph.out(v).filter(|&(arc, _)| town.weights.get(arc).is_some());
                let mut heads = heads.map(|(_, head)| back[head.index()]);
                prop_assert!(heads.all(|l| l.is_none_or(|l| l.time() > limit)), "nor is one of its arcs cut by it");
            }
        }
    }
}
