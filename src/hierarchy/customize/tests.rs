#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use proptest::prelude::*;

use super::Customized;
use crate::graph::{ArcId, ArcWeights, Weight};
use crate::hierarchy::testing::drawn;
use crate::hierarchy::{Dijkstra, Engine, Hierarchy, Query};
use crate::ids::{Id, VertexId};
use crate::units::{Centimetres, Milliseconds};

/// What may become of a weight: closed, dearer than a cell's arc can say by itself, or anything.
fn weight() -> impl Strategy<Value = Option<Weight>> {
    let pair = |t, l| Weight::new(Milliseconds(t), Centimetres(l));
    prop_oneof![
        2 => Just(None),
        4 => (0_i64..20, 0_i64..50).prop_map(move |(t, l)| pair(t, l)),
        1 => (1_i64 << 24..1 << 29, 1_i64 << 24..1 << 29).prop_map(move |(t, l)| pair(t, l)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn what_changed_made_anew_is_all_made_anew(
        town in drawn(40),
        rounds in prop::collection::vec(prop::collection::vec((any::<prop::sample::Index>(), weight()), 0..6), 1..5),
    ) {
        let hierarchy = Arc::new(Hierarchy::new(&town.graph, &town.order()).unwrap());
        let arcs = town.graph.arc_count();
        let mut weights = town.weights.clone();
        let first = Customized::new(Arc::clone(&hierarchy), &weights);
        let mut partly = first.clone();
        for changes in &rounds {
            let before: ArcWeights = weights.clone();
            for (arc, to) in changes.iter().filter(|_| arcs > 0) {
                weights.set(ArcId::new(arc.index(arcs)), *to);
            }
            partly = partly.changed(&weights, |a| before.get(a) != weights.get(a));
            let wholly = Customized::new(Arc::clone(&hierarchy), &weights);
            prop_assert!(partly == wholly, "{:?}", weights);
            let (query, dijkstra) = (Query::new(&partly), Dijkstra::new(&town.graph, &weights));
            let (mut ours, mut theirs) = (query.scratch(), dijkstra.scratch());
            let all: Vec<VertexId> = town.graph.vertices().collect();
            for &a in &all {
                let seed = [(a, Weight::ZERO)];
                prop_assert_eq!(query.one_to_many(&mut ours, &seed, &all), dijkstra.one_to_many(&mut theirs, &seed, &all));
            }
        }
        // And back again, as when a closure is lifted.
        let back = partly.changed(&town.weights, |a| town.weights.get(a) != weights.get(a));
        prop_assert!(back == first);
    }
}

#[test]
fn cells_without_a_change_are_shared() {
    // A chain of pairs: what stands far from the change keeps its memory.
    let arcs: Vec<_> =
        (0..99).flat_map(|v| [(v, v + 1), (v + 1, v)]).map(|(a, b)| (VertexId::new(a), VertexId::new(b))).collect();
    let graph = crate::graph::Csr::from_arcs(100, &arcs);
    let groups: Vec<u32> = (0..100).collect();
    // Nested: odd vertices first, then what is left of them, as a dissection would.
    let mut order: Vec<u32> = groups.clone();
    order.sort_by_key(|v| (v + 1).trailing_zeros());
    let order = crate::hierarchy::Order { groups: &order, group_of: &groups };
    let hierarchy = Arc::new(Hierarchy::new(&graph, &order).unwrap());
    let one = Weight::new(Milliseconds(1), Centimetres(1));
    let mut weights: ArcWeights = arcs.iter().map(|_| one).collect();
    let first = Customized::new(Arc::clone(&hierarchy), &weights);
    weights.set(ArcId::new(0), None);
    let second = first.changed(&weights, |a| a.index() == 0);
    let (all, shared) = first.shared(&second);
    assert!(shared > all / 2 && shared < all, "{shared} of {all}");
    // Each counts its part of what is shared.
    let third = Customized::new(Arc::clone(&hierarchy), &weights);
    assert!(first.bytes() < third.bytes() && second.bytes() < third.bytes());
}
