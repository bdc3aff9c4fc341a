//! Where two metrics of one network differ.

use super::Metric;
use crate::graph::ArcId;
use crate::ids::{Id, RoadId, VertexId};

/// Some arcs of a network's turn-expanded graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArcSet(Vec<u64>);

impl ArcSet {
    /// Those that may not weigh the same. Time O(arcs), next to nothing where turns are alike.
    pub(super) fn between(metrics: [&Metric; 2]) -> Self {
        let [a, b] = metrics;
        let topology = a.network.topology();
        let mut set = Self(vec![0; topology.graph().arc_count().div_ceil(64)]);
        if a.turns != b.turns {
            for arc in (0..topology.graph().arc_count()).map(ArcId::new) {
                if a.turns.get(arc) != b.turns.get(arc) {
                    set.insert(arc.index());
                }
            }
        }
        for s in a.network.road_ids().flat_map(RoadId::segments) {
            if a.times[s.index()] != b.times[s.index()] {
                for v in topology.vertices_of(s).map(VertexId::new) {
                    topology.graph().row(v).for_each(|arc| set.insert(arc));
                }
            }
        }
        set
    }
    fn insert(&mut self, arc: usize) {
        self.0[arc / 64] |= 1 << (arc % 64);
    }
    /// Whether an arc is one of them.
    #[inline]
    #[must_use]
    pub fn contains(&self, arc: ArcId) -> bool {
        self.0[arc.index() / 64] >> (arc.index() % 64) & 1 == 1
    }
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }
}
