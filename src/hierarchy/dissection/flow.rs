//! Maximum flow between two sets of vertices, by blocking flows.
//!
//! Distances are measured from the sinks, so that a search from a source meets few dead ends, and every source may start
//! at its own distance: one round then saturates more than a round of shortest ways would. Inside the two sets nothing is
//! looked at except the vertices at their rims.

use super::graph::Graph;

/// What a vertex is to a flow.
pub(super) const SOURCE: u32 = u32::MAX - 1;
pub(super) const SINK: u32 = 0;
pub(super) const FREE: u32 = u32::MAX;

/// Scratch space; its arrays grow to the largest graph met.
#[derive(Default)]
pub(super) struct Flow {
    /// By arc: what flows along it, negative for what flows against it.
    flow: Vec<i32>,
    /// `SOURCE`, or the distance to the sinks in the graph of what can still flow; `FREE` when there is no way.
    levels: Vec<u32>,
    /// By vertex: the first arc not known to be useless this round.
    next: Vec<u32>,
    queue: Vec<u32>,
    path: Vec<u32>,
    sources: Vec<u32>,
    sinks: Vec<u32>,
}

impl Flow {
    /// The value of a maximum flow from the `SOURCE` to the `SINK` vertices of `kinds`; `None` as soon as it passes `limit`.
    pub(super) fn run(&mut self, g: &Graph, kinds: &[u32], limit: u32) -> Option<u32> {
        self.flow.clear();
        self.flow.resize(g.arcs.len(), 0);
        self.sources.clear();
        self.sinks.clear();
        for v in 0..g.len() as u32 {
            let kind = kinds[v as usize];
            if kind != FREE && g.out(v).iter().any(|a| kinds[a.head as usize] != kind) {
                if kind == SOURCE { &mut self.sources } else { &mut self.sinks }.push(v);
            }
        }
        let mut value = 0;
        while self.measure(g, kinds) {
            value += self.block(g);
            if value > limit {
                return None;
            }
        }
        Some(value)
    }

    /// Measures the distances to the sinks; whether a source has one.
    fn measure(&mut self, g: &Graph, kinds: &[u32]) -> bool {
        self.levels.clear();
        self.levels.extend_from_slice(kinds);
        self.queue.clear();
        self.queue.extend_from_slice(&self.sinks);
        let mut reached = false;
        let mut done = 0;
        while let Some(&v) = self.queue.get(done) {
            done += 1;
            let level = self.levels[v as usize] + 1;
            for a in g.row(v) {
                let arc = &g.arcs[a];
                let seen = self.levels[arc.head as usize];
                // What can flow from the head back to `v`.
                if seen >= SOURCE && self.flow[a] + arc.capacity > 0 {
                    if seen == SOURCE {
                        reached = true;
                    } else {
                        self.levels[arc.head as usize] = level;
                        self.queue.push(arc.head);
                    }
                }
            }
        }
        reached
    }

    /// Lets flow what can along ways that come nearer to the sinks with every step.
    fn block(&mut self, g: &Graph) -> u32 {
        self.next.clear();
        self.next.extend_from_slice(&g.first[..g.len()]);
        let mut value = 0;
        for i in 0..self.sources.len() {
            let source = self.sources[i];
            let mut v = source;
            self.path.clear();
            loop {
                // The source may step to any distance, others only one nearer.
                let level = self.levels[v as usize];
                let end = g.first[v as usize + 1];
                let mut a = self.next[v as usize];
                while a < end {
                    let arc = &g.arcs[a as usize];
                    let there = self.levels[arc.head as usize];
                    let nearer = if level == SOURCE { there < SOURCE } else { there.wrapping_add(1) == level };
                    if nearer && self.flow[a as usize] < arc.capacity {
                        break;
                    }
                    a += 1;
                }
                self.next[v as usize] = a;
                if a < end {
                    self.path.push(a);
                    v = g.arcs[a as usize].head;
                    if self.levels[v as usize] == SINK {
                        value += self.push(g);
                        // Back to the start of the first arc that is full now.
                        let full = self.path.iter().position(|&a| self.flow[a as usize] == g.arcs[a as usize].capacity);
                        let keep = full.unwrap_or(0);
                        v = g.arcs[g.arcs[self.path[keep] as usize].twin as usize].head;
                        self.path.truncate(keep);
                    }
                } else if let Some(a) = self.path.pop() {
                    v = g.arcs[g.arcs[a as usize].twin as usize].head;
                    self.next[v as usize] += 1;
                } else {
                    break;
                }
            }
        }
        value
    }

    /// Fills the path.
    fn push(&mut self, g: &Graph) -> u32 {
        let room = |a: &u32| g.arcs[*a as usize].capacity - self.flow[*a as usize];
        let amount = self.path.iter().map(room).min().unwrap_or(0);
        for &a in &self.path {
            self.flow[a as usize] += amount;
            self.flow[g.arcs[a as usize].twin as usize] -= amount;
        }
        amount.unsigned_abs()
    }

    /// After a run: whether `v` is among the fewest vertices that a minimum cut can leave with the sinks.
    pub(super) fn with_sinks(&self, v: u32) -> bool {
        self.levels[v as usize] < SOURCE
    }

    /// After a run: marks with `true` the fewest vertices that a minimum cut can leave with the sources.
    pub(super) fn with_sources(&mut self, g: &Graph, kinds: &[u32], marks: &mut Vec<bool>) {
        marks.clear();
        marks.extend(kinds.iter().map(|&k| k == SOURCE));
        self.queue.clear();
        self.queue.extend_from_slice(&self.sources);
        let mut done = 0;
        while let Some(&v) = self.queue.get(done) {
            done += 1;
            for a in g.row(v) {
                let arc = &g.arcs[a];
                if !marks[arc.head as usize] && self.flow[a] < arc.capacity {
                    marks[arc.head as usize] = true;
                    self.queue.push(arc.head);
                }
            }
        }
    }
}
