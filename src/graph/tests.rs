#![expect(clippy::unwrap_used, reason = "tests")]

use petgraph::algo::{dijkstra, kosaraju_scc};
use petgraph::graph::DiGraph;
use petgraph::visit::{EdgeRef, IntoEdgeReferences, IntoNodeIdentifiers};
use proptest::prelude::*;

use super::components::{reached, strong_components};
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

proptest! {
    #[test]
    fn reached_is_what_petgraph_walks_to(
        n in 1_usize..12,
        arcs in prop::collection::vec((0_usize..12, 0_usize..12), 0..30),
        from in prop::collection::vec(0_usize..12, 0..3),
        shut in 0_usize..5,
    ) {
        let g = graph(n, &arcs);
        let from: Vec<VertexId> = from.iter().map(|v| VertexId::new(v % n)).collect();
        let open = |arc: usize| shut == 0 || arc % 5 != shut;
        let ours = reached(&g, &from, |a| open(a.index()));
        let mut theirs = DiGraph::<(), ()>::new();
        let nodes: Vec<_> = (0..n).map(|_| theirs.add_node(())).collect();
        for v in g.vertices() {
            for (_, head) in g.out(v).filter(|(a, _)| open(a.index())) {
                theirs.add_edge(nodes[v.index()], nodes[head.index()], ());
            }
        }
        for v in g.vertices() {
            let walked = from
                .iter()
                .any(|f| petgraph::algo::has_path_connecting(&theirs, nodes[f.index()], nodes[v.index()], None));
            prop_assert_eq!(ours[v.index()], walked, "{:?} from {:?} over {:?}", v, &from, &arcs);
        }
    }
}

#[test]
fn a_weight_that_does_not_fit_is_none() {
    let w = |t, l| Weight::new(Milliseconds(t), Centimetres(l));
    assert_eq!(w(1, 2).unwrap().plus(w(3, 4).unwrap()), w(4, 6));
    // 2^30 is 1,073,741,824.
    assert_eq!(w(0, 1_000_000_000).unwrap().plus(w(0, 73_741_824).unwrap()), None);
    assert_eq!(w(1_000_000_000, 0).unwrap().plus(w(73_741_824, 0).unwrap()), None);
    assert_eq!(w(1_000_000_000, 0).unwrap().plus(w(73_741_823, 0).unwrap()), w(Weight::HALF - 1, 0));
    assert_eq!(w(0, Weight::HALF), None);
    assert_eq!(w(Weight::HALF, 0), None);
    assert_eq!(w(-1, 0), None);
    assert_eq!(Weight::from_packed(u64::MAX), None);
}

proptest! {
    #[test]
    fn packed_arithmetic_is_that_of_the_halves(halves in prop::array::uniform4(0..Weight::HALF)) {
        let [a, b, c, d] = halves;
        let w = |t, l| Weight::new(Milliseconds(t), Centimetres(l));
        let (x, y) = (w(a, b).unwrap(), w(c, d).unwrap());
        prop_assert_eq!(x.plus(y), w(a + c, b + d));
        prop_assert_eq!(x.minus(y), w(a - c, b - d));
        prop_assert_eq!(Weight::from_packed(x.packed()), Some(x));
        // The headroom that sums of labels rely on: three largest weights do not run into each other.
        let three = x.packed() + y.packed() + x.packed();
        prop_assert_eq!((three >> 32, three & 0xFFFF_FFFF), ((2 * a + c) as u64, (2 * b + d) as u64));
    }
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
