#![expect(clippy::unwrap_used, reason = "tests")]

use petgraph::visit::{EdgeFiltered, EdgeRef};
use proptest::prelude::*;

use super::super::Engine;
use super::Dijkstra;
use crate::graph::{ArcWeights, Csr, Weight};
use crate::ids::{Id, VertexId};
use crate::units::{Centimetres, Milliseconds};

fn weight(time: i64, length: i64) -> Weight {
    Weight::new(Milliseconds(time), Centimetres(length)).unwrap()
}

proptest! {
    #[test]
    fn labels_are_those_of_petgraph(
        n in 1_usize..25,
        arcs in prop::collection::vec((0_usize..25, 0_usize..25, prop::option::of((0_i64..9, 0_i64..9))), 0..80),
    ) {
        let mut arcs: Vec<_> = arcs.into_iter().map(|(a, b, w)| (a % n, b % n, w)).collect();
        arcs.sort();
        let ends: Vec<_> = arcs.iter().map(|&(a, b, _)| (VertexId::new(a), VertexId::new(b))).collect();
        let graph = Csr::from_arcs(n, &ends);
        let weights: ArcWeights = arcs.iter().map(|&(_, _, w)| w.map(|(t, l)| weight(t, l))).collect();
        let open = EdgeFiltered::from_fn(&graph, |e| weights.get(e.id()).is_some());
        let theirs = petgraph::algo::dijkstra(&open, VertexId::new(0), None, |e| weights.get(e.id()).unwrap().packed());
        let engine = Dijkstra::new(&graph, &weights);
        let mut scratch = engine.scratch();
        let seeds = [(VertexId::new(0), Weight::ZERO)];
        let ours = engine.one_to_all(&mut scratch, &seeds);
        let everywhere: Vec<_> = graph.vertices().collect();
        prop_assert_eq!(&engine.one_to_many(&mut scratch, &seeds, &everywhere), &ours);
        for v in graph.vertices() {
            let expected = theirs.get(&v).copied();
            prop_assert_eq!(ours[v.index()].map(Weight::packed), expected, "{:?}", arcs);
            prop_assert_eq!(engine.one_to_many(&mut scratch, &seeds, &[v]), vec![ours[v.index()]]);
            let path = engine.one_to_one(&mut scratch, &seeds, &[(v, weight(5, 5))]);
            prop_assert_eq!(path.as_ref().map(|p| p.weight.packed()), expected.map(|d| d + weight(5, 5).packed()));
            if let Some(path) = path {
                let least = |w: &[VertexId]| {
                    graph.out(w[0]).filter(|a| a.1 == w[1]).filter_map(|a| weights.get(a.0)).min()
                };
                let sum = path.vertices.windows(2).try_fold(weight(5, 5), |sum, w| sum.plus(least(w)?));
                prop_assert_eq!(sum, Some(path.weight));
                prop_assert_eq!([path.vertices[0], path.vertices[path.vertices.len() - 1]], [VertexId::new(0), v]);
            }
        }
    }
}
