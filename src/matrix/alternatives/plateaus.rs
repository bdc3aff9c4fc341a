//! Stretches on which the best ways from a start and those to a destination agree.

use crate::hierarchy::Weight;
use crate::ids::{Id, VertexId};
use crate::roads::Metric;
use crate::units::Milliseconds;

/// A stretch, and the way over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plateau {
    /// Where it begins.
    pub(super) first: VertexId,
    /// What the best way over it costs.
    pub(super) cost: Weight,
    /// The part of that which lies outside.
    outside: u64,
}

/// All stretches of ways that are not too dear.
pub(super) struct Plateaus {
    /// By vertex: the one that follows on its plateau, or [`NONE`].
    next: Vec<u32>,
    all: Vec<Plateau>,
}

const NONE: u32 = u32::MAX;

impl Plateaus {
    /// From labels of departing and of arriving, for ways of at most a time. Time O(vertices), and O(arcs) of those that such ways pass.
    pub(super) fn new(metric: &Metric, [departing, arriving]: [&[u64]; 2], most: Milliseconds) -> Self {
        let topology = metric.network().topology();
        let graph = topology.graph();
        // Anything below takes at most that time; labels without a way are above.
        let limit = (most.0.max(0) as u64 + 1) << 32;
        let cost = |v: usize| departing[v].saturating_add(arriving[v]);
        let mut next = vec![NONE; departing.len()];
        let mut follows = vec![false; departing.len()];
        let mut near = Vec::new();
        for v in (0..departing.len()).filter(|&v| cost(v) < limit) {
            near.push(v as u32);
            let vertex = VertexId::new(v);
            let Some(driven) = metric.segment(topology.segment(vertex)) else { continue };
            // Looking at labels spares most arcs their weight.
            let on = graph.out(vertex).find(|&(arc, head)| {
                let head = head.index();
                cost(head) == cost(v)
                    && !follows[head]
                    && metric.weight(driven, arc).is_some_and(|w| departing[v] + w.packed() == departing[head])
            });
            if let Some((_, head)) = on {
                next[v] = head.index() as u32;
                follows[head.index()] = true;
            }
        }
        let mut found = Self { next, all: Vec::new() };
        for v in near.into_iter().map(|v| VertexId::new(v as usize)).filter(|v| !follows[v.index()]) {
            let last = found.after(v).last().unwrap_or(v);
            let long = departing[last.index()] - departing[v.index()];
            let cost = cost(v.index());
            if let Some(weight) = Weight::from_packed(cost).filter(|_| long > 0) {
                found.all.push(Plateau { first: v, cost: weight, outside: cost - long });
            }
        }
        found
    }

    /// The vertices of a plateau after `first`.
    pub(super) fn after(&self, first: VertexId) -> impl Iterator<Item = VertexId> + '_ {
        let on = |v: &VertexId| Some(self.next[v.index()]).filter(|&n| n != NONE).map(|n| VertexId::new(n as usize));
        std::iter::successors(on(&first), on)
    }

    /// At most so many of them: the one least dear outside first, of equals the cheaper way, then the first vertex.
    pub(super) fn best_first(&self, most: usize) -> Vec<Plateau> {
        let key = |p: &Plateau| (p.outside, p.cost, p.first);
        let mut all = self.all.clone();
        if all.len() > most {
            all.select_nth_unstable_by_key(most, key);
            all.truncate(most);
        }
        all.sort_unstable_by_key(key);
        all
    }
}
