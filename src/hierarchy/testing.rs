//! Small random graphs with everything that can be wrong with them: closed arcs, one-ways, islands, loops, parallels, zero and huge weights.

use proptest::prelude::*;

use super::Order;
use crate::graph::{ArcWeights, Csr, Weight};
use crate::ids::{Id, VertexId};
use crate::units::{Centimetres, Milliseconds};

/// A graph, its weights, and an order of contraction that knows nothing of it.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    pub(crate) graph: Csr,
    pub(crate) weights: ArcWeights,
    pub(crate) groups: Vec<u32>,
    pub(crate) group_of: Vec<u32>,
}

impl Drawn {
    pub(crate) fn order(&self) -> Order<'_> {
        Order { groups: &self.groups, group_of: &self.group_of }
    }
}

fn weight() -> impl Strategy<Value = Option<Weight>> {
    let pair = |t, l| Weight::new(Milliseconds(t), Centimetres(l));
    prop_oneof![
        1 => Just(None),
        1 => Just(pair(0, 0)),
        8 => (0_i64..20, 0_i64..50).prop_map(move |(t, l)| pair(t, l)),
        // Two of these are more than any label can hold; as times they are judged before lengths are.
        1 => (1_i64 << 28..1 << 30).prop_map(move |t| pair(t, 7)),
    ]
}

/// Graphs of at most `n` vertices in groups of at most three.
pub(crate) fn drawn(n: usize) -> impl Strategy<Value = Drawn> {
    (1..=n).prop_flat_map(|n| {
        let arcs = prop::collection::vec((0..n, 0..n, weight()), 0..4 * n);
        let groups = prop::collection::vec(0..n as u32, n);
        (arcs, groups, Just((0..n as u32).collect::<Vec<_>>()).prop_shuffle()).prop_map(
            move |(mut arcs, of, groups)| {
                arcs.sort_by_key(|a| a.0);
                let pairs: Vec<_> = arcs.iter().map(|a| (VertexId::new(a.0), VertexId::new(a.1))).collect();
                // A third of the groups hold what fell to them; the rest of the vertices stand alone or are pushed together.
                let group_of = of.into_iter().map(|g| if g % 3 == 0 { g } else { g - g % 3 + 1 }).collect();
                let weights = arcs.iter().map(|a| a.2).collect();
                Drawn { graph: Csr::from_arcs(n, &pairs), weights, groups, group_of }
            },
        )
    })
}
