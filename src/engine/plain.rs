//! The kernel on a plain graph without roads: what academic instances are.

use std::sync::Arc;

use crate::graph::{ArcWeights, Csr, Weight};
use crate::hierarchy::dissection::{self, Plane, Settings};
use crate::hierarchy::{Customized, Dijkstra, Engine, Hierarchy, Order, Query, Table, Terminal, TooTall, query};
use crate::ids::{Id, VertexId};

/// A weighted arc between two vertices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlainArc {
    /// Tail and head.
    pub ends: [u32; 2],
    /// What it costs.
    pub weight: Weight,
}

/// A graph drawn in the plane, with a group for each vertex: what is contracted together.
pub struct PlainGraph {
    graph: Csr,
    weights: ArcWeights,
    group_of: Vec<u32>,
    positions: Vec<[i32; 2]>,
    /// Edges of the drawn graph: pairs of positions.
    edges: Vec<[u32; 2]>,
    turns: bool,
}

impl PlainGraph {
    /// The graph as it is: a vertex for each of `positions` (in the plane, any unit), each a group of its own.
    ///
    /// # Panics
    /// When an arc names a vertex without a position.
    #[must_use]
    pub fn new(mut arcs: Vec<PlainArc>, positions: Vec<[i32; 2]>) -> Self {
        arcs.sort_by_key(|a| a.ends);
        let pairs: Vec<_> = arcs.iter().map(|a| (vertex(a.ends[0]), vertex(a.ends[1]))).collect();
        let graph = Csr::from_arcs(positions.len(), &pairs);
        let weights = arcs.iter().map(|a| Some(a.weight)).collect();
        let group_of = (0..positions.len() as u32).collect();
        let edges = arcs.iter().map(|a| a.ends).collect();
        Self { graph, weights, group_of, positions, edges, turns: false }
    }

    /// The turn-expanded graph: a vertex for each arc, and an arc for each turn but back, unless there is nothing else to do. A weight is that of the arc left.
    /// Both directions of an edge are one group.
    ///
    /// # Panics
    /// As [`PlainGraph::new`].
    #[must_use]
    pub fn expanded(mut arcs: Vec<PlainArc>, positions: Vec<[i32; 2]>) -> Self {
        arcs.sort_by_key(|a| a.ends);
        let first: Vec<usize> =
            (0..=positions.len()).map(|v| arcs.partition_point(|a| (a.ends[0] as usize) < v)).collect();
        let mut edges: Vec<[u32; 2]> = arcs.iter().map(|a| edge(a.ends)).collect();
        edges.sort_unstable();
        edges.dedup();
        let group_of = arcs.iter().map(|a| edges.partition_point(|&e| e < edge(a.ends)) as u32).collect();
        let (mut graph, mut weights) = (Csr::default(), ArcWeights::default());
        for arc in &arcs {
            let [tail, head] = arc.ends;
            let onward = first[head as usize]..first[head as usize + 1];
            let only_back = arcs[onward.clone()].iter().all(|a| a.ends[1] == tail);
            for next in onward.filter(|&next| only_back || arcs[next].ends[1] != tail) {
                graph.push_head(VertexId::new(next));
                weights.push(Some(arc.weight));
            }
            graph.close_row();
        }
        Self { graph, weights, group_of, positions, edges, turns: true }
    }

    /// How many vertices and arcs.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.graph.vertex_count(), self.graph.arc_count())
    }

    /// In which order its groups are contracted.
    #[must_use]
    pub fn order(&self) -> Vec<u32> {
        let plane = Plane { positions: &self.positions, edges: &self.edges };
        match self.turns {
            true => dissection::edge_order(&plane, &Settings::default()),
            false => dissection::vertex_order(&plane, &Settings::default()),
        }
    }

    /// Its hierarchy.
    ///
    /// # Errors
    /// [`TooTall`].
    pub fn contract(&self, order: &[u32]) -> Result<Arc<Hierarchy>, TooTall> {
        Hierarchy::new(&self.graph, &Order { groups: order, group_of: &self.group_of }).map(Arc::new)
    }

    /// The hierarchy with the graph's weights.
    #[must_use]
    pub fn customize(&self, hierarchy: &Arc<Hierarchy>) -> Customized {
        Customized::new(Arc::clone(hierarchy), &self.weights)
    }

    /// What the way of each pair of vertices costs, one after the other; `heard` gets each as it is found.
    pub fn costs(&self, customized: &Customized, pairs: &[[u32; 2]], mut heard: impl FnMut(Option<Weight>)) {
        let query = Query::new(customized);
        let mut scratch: query::Scratch = query.scratch();
        for pair in pairs {
            let [from, to] = pair.map(|v| [(vertex(v), Weight::ZERO)]);
            heard(query.cost(&mut scratch, &from, &to));
        }
    }

    /// The same by plain Dijkstra.
    pub fn costs_plainly(&self, pairs: &[[u32; 2]], mut heard: impl FnMut(Option<Weight>)) {
        let dijkstra = Dijkstra::new(&self.graph, &self.weights);
        let mut scratch = dijkstra.scratch();
        for pair in pairs {
            let [from, to] = pair.map(|v| [(vertex(v), Weight::ZERO)]);
            heard(dijkstra.one_to_one(&mut scratch, &from, &to).map(|p| p.weight));
        }
    }

    /// The square table of some vertices, no two of one group, row by row: packed weights, `u64::MAX` where there is no way.
    #[must_use]
    pub fn table(&self, customized: &Customized, of: &[u32]) -> Vec<u64> {
        let ends: Vec<Terminal> =
            of.iter().map(|&v| Terminal::at(self.group(v), &[(vertex(v), Weight::ZERO)])).collect();
        let (sources, targets) = (customized.sources(&ends), customized.targets(&ends));
        let mut cells = vec![0; of.len() * of.len()];
        Table::new(customized, &sources, &targets).fill(cells.chunks_mut(of.len().max(1)).collect());
        (0..of.len()).for_each(|i| cells[i * of.len() + i] = 0);
        cells
    }

    /// The group of a vertex.
    #[must_use]
    pub fn group(&self, v: u32) -> usize {
        self.group_of[v as usize] as usize
    }
}

fn vertex(v: u32) -> VertexId {
    VertexId::new(v as usize)
}

fn edge([a, b]: [u32; 2]) -> [u32; 2] {
    [a.min(b), a.max(b)]
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::units::{Centimetres, Milliseconds};

    /// A grid of one-way and two-way streets of uneven cost.
    fn grid(width: u32) -> (Vec<PlainArc>, Vec<[i32; 2]>) {
        let positions = (0..width * width).map(|v| [(v % width) as i32 * 100, (v / width) as i32 * 100]).collect();
        let mut arcs = Vec::new();
        for v in 0..width * width {
            let right = (v % width + 1 < width).then_some(v + 1);
            let up = (v / width + 1 < width).then_some(v + width);
            for w in [right, up].into_iter().flatten() {
                let cost = i64::from(v * 7919 % 50 + 1);
                let weight = Weight::new(Milliseconds(cost), Centimetres(60 - cost)).unwrap();
                arcs.push(PlainArc { ends: [v, w], weight });
                if !v.is_multiple_of(3) {
                    arcs.push(PlainArc { ends: [w, v], weight });
                }
            }
        }
        (arcs, positions)
    }

    #[test]
    fn both_forms_are_answered_as_dijkstra_does() {
        let (arcs, positions) = grid(9);
        for graph in [PlainGraph::new(arcs.clone(), positions.clone()), PlainGraph::expanded(arcs, positions)] {
            let n = graph.size().0 as u32;
            let hierarchy = graph.contract(&graph.order()).unwrap();
            let customized = graph.customize(&hierarchy);
            let mut seen = std::collections::HashSet::new();
            let of: Vec<u32> = (0..40).map(|i| i * 37 % n).filter(|&v| seen.insert(graph.group(v))).collect();
            let pairs: Vec<[u32; 2]> = of.iter().flat_map(|&a| of.iter().map(move |&b| [a, b])).collect();
            let (mut found, mut plain) = (Vec::new(), Vec::new());
            graph.costs(&customized, &pairs, |w| found.push(w));
            graph.costs_plainly(&pairs, |w| plain.push(w));
            assert_eq!(found, plain);
            let cells: Vec<_> = graph.table(&customized, &of).into_iter().map(Weight::from_packed).collect();
            assert_eq!(cells, plain);
        }
    }
}
