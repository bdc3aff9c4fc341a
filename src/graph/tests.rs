#![expect(clippy::unwrap_used, reason = "tests")]

use petgraph::algo::{dijkstra, kosaraju_scc};
use petgraph::graph::DiGraph;
use petgraph::visit::{EdgeRef, IntoEdgeReferences, IntoNodeIdentifiers};
use proptest::prelude::*;

use super::components::strong_components;
use super::{Csr, Weight};
use crate::ids::{Id, VertexId};
use crate::units::{Centimetres, Milliseconds};

fn graph(n: usize, arcs: &[(usize, usize)]) -> Csr {
    let arcs: Vec<_> = arcs.iter().map(|&(a, b)| (VertexId::new(a % n), VertexId::new(b % n))).collect();
    Csr::from_arcs(n, &arcs)
}

#[test]
fn tails_are_found_across_empty_rows() {
    let g = graph(5, &[(1, 2), (1, 3), (4, 0)]);
    g.check().unwrap();
    let tails: Vec<_> = (0..3).map(|a| g.tail(Id::new(a)).index()).collect();
    assert_eq!(tails, [1, 1, 4]);
    let (back, original) = g.reversed();
    back.check().unwrap();
    for v in back.vertices() {
        for (arc, head) in back.out(v) {
            assert_eq!((g.tail(original[arc.index()]), g.head(original[arc.index()])), (head, v));
        }
    }
}

#[test]
fn a_weight_that_does_not_fit_is_none() {
    let w = |t, l| Weight::new(Milliseconds(t), Centimetres(l));
    assert_eq!(w(1, 2).unwrap().plus(w(3, 4).unwrap()), w(4, 6));
    assert_eq!(w(0, 4_000_000_000).unwrap().plus(w(0, 500_000_000).unwrap()), None);
    assert_eq!(w(4_000_000_000, 0).unwrap().plus(w(500_000_000, 0).unwrap()), None);
    assert_eq!(w(0, i64::from(u32::MAX)), None);
    assert_eq!(w(-1, 0), None);
}

proptest! {
    #[test]
    fn components_are_those_of_petgraph(n in 1_usize..30, arcs in prop::collection::vec((0_usize..30, 0_usize..30), 0..90)) {
        let g = graph(n, &arcs);
        g.check().unwrap();
        let mut theirs = DiGraph::<(), ()>::new();
        let nodes: Vec<_> = (&g).node_identifiers().map(|_| theirs.add_node(())).collect();
        for e in (&g).edge_references() {
            theirs.add_edge(nodes[e.source().index()], nodes[e.target().index()], ());
        }
        let ours = strong_components(&g, |_| true);
        let scc = kosaraju_scc(&theirs);
        prop_assert_eq!(scc.len(), ours.sizes.len());
        for group in scc {
            let c = ours.of[group[0].index()];
            prop_assert_eq!(ours.sizes[c as usize] as usize, group.len());
            prop_assert!(group.iter().all(|v| ours.of[v.index()] == c));
        }
        // petgraph's own Dijkstra runs on the graph itself: hops to all that it reaches.
        let hops = dijkstra(&g, VertexId::new(0), None, |_| 1_u32);
        prop_assert_eq!(hops[&VertexId::new(0)], 0);
    }
}
