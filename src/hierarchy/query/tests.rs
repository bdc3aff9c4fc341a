#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use proptest::prelude::*;

use super::Query;
use crate::graph::{ArcId, ArcWeights, Weight};
use crate::hierarchy::testing::{Drawn, drawn};
use crate::hierarchy::{Customized, Dijkstra, Engine, Hierarchy, Path, Seed};
use crate::ids::{Id, VertexId};
use crate::units::{Centimetres, Milliseconds};

fn seeds(raw: &[(usize, i64)], n: usize) -> Vec<Seed> {
    let weight = |w| Weight::new(Milliseconds(w), Centimetres(w / 2)).unwrap();
    raw.iter().map(|&(v, w)| (VertexId::new(v % n), weight(w))).collect()
}

/// The vertices of a path follow one another from a source to a target, and the cheapest arcs between them add up to its weight.
fn adds_up(town: &Drawn, path: &Path, sources: &[Seed], targets: &[Seed]) -> bool {
    let [first, last] = [path.vertices[0], *path.vertices.last().unwrap()];
    let arc = |w: &[VertexId]| town.graph.out(w[0]).filter(|a| a.1 == w[1]).filter_map(|a| town.weights.get(a.0)).min();
    let driven = path.vertices.windows(2).try_fold(Weight::ZERO, |sum, w| sum.plus(arc(w)?));
    let ends = sources.iter().filter(|s| s.0 == first).flat_map(|s| {
        targets.iter().filter(|t| t.0 == last).filter_map(|t| driven.and_then(|d| d.plus(s.1)?.plus(t.1)))
    });
    ends.min() == Some(path.weight)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn ways_that_cost_something_pass_no_vertex_twice(town in drawn(24)) {
        let hierarchy = Arc::new(Hierarchy::new(&town.graph, &town.order()).unwrap());
        let one = Weight::new(Milliseconds(1), Centimetres(0)).unwrap();
        let arcs = town.graph.arc_count();
        let dearer: ArcWeights = (0..arcs).map(|a| town.weights.get(ArcId::new(a))?.plus(one)).collect();
        let customized = Customized::new(hierarchy, &dearer);
        let query = Query::new(&customized);
        let mut scratch = query.scratch();
        for a in town.graph.vertices() {
            for b in town.graph.vertices() {
                if let Some(path) = query.one_to_one(&mut scratch, &[(a, Weight::ZERO)], &[(b, Weight::ZERO)]) {
                    let distinct: std::collections::HashSet<_> = path.vertices.iter().collect();
                    prop_assert_eq!(distinct.len(), path.vertices.len(), "{:?}", path);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]
    #[test]
    fn ways_are_those_of_dijkstra(
        town in drawn(16),
        from in prop::collection::vec((0_usize..16, 0_i64..9), 0..5),
        to in prop::collection::vec((0_usize..16, 0_i64..9), 0..5),
    ) {
        let hierarchy = Arc::new(Hierarchy::new(&town.graph, &town.order()).unwrap());
        let customized = Customized::new(hierarchy, &town.weights);
        let query = Query::new(&customized);
        let dijkstra = Dijkstra::new(&town.graph, &town.weights);
        let (mut ours, mut theirs) = (query.scratch(), dijkstra.scratch());
        let n = town.graph.vertex_count();
        let (from, to) = (seeds(&from, n), seeds(&to, n));
        // Twice: nothing of the first query is left in the scratch space.
        for _ in 0..2 {
            let path = query.one_to_one(&mut ours, &from, &to);
            let oracle = dijkstra.one_to_one(&mut theirs, &from, &to);
            prop_assert_eq!(path.as_ref().map(|p| p.weight), oracle.map(|p| p.weight));
            prop_assert_eq!(query.cost(&mut ours, &from, &to), path.as_ref().map(|p| p.weight));
            if let Some(path) = path {
                prop_assert!(adds_up(&town, &path, &from, &to), "{:?}", path);
            }
        }
        let all: Vec<_> = town.graph.vertices().collect();
        prop_assert_eq!(query.one_to_many(&mut ours, &from, &all), dijkstra.one_to_many(&mut theirs, &from, &all));
        for &a in &all {
            for &b in &all {
                let ends = [(a, Weight::ZERO), (b, Weight::ZERO)];
                let path = query.one_to_one(&mut ours, &ends[..1], &ends[1..]);
                let oracle = dijkstra.one_to_one(&mut theirs, &ends[..1], &ends[1..]);
                prop_assert_eq!(path.as_ref().map(|p| p.weight), oracle.map(|p| p.weight), "{:?} to {:?}", a, b);
                if let Some(path) = path {
                    prop_assert!(adds_up(&town, &path, &ends[..1], &ends[1..]), "{:?}", path);
                }
            }
        }
    }
}
