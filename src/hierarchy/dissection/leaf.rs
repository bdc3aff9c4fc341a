//! Orders of small pieces by minimum degree.

use super::graph::Graph;

/// Scratch space.
#[derive(Default)]
pub(super) struct Leaf {
    /// Row by row: how many edges join two groups.
    joins: Vec<u32>,
    degrees: Vec<u32>,
    group: Vec<u32>,
    alive: Vec<u32>,
    left: Vec<(u32, u32, u32)>,
    near: Vec<u64>,
}

/// The most vertices a leaf may have.
pub(super) const MOST: usize = 64;

impl Leaf {
    /// An order of the edges. Contracting an edge makes one group of the two at its ends, and its neighbours are then all edges
    /// that leave the group, so the next to go is the one whose group has the fewest; edges cut before count as leaving.
    pub(super) fn edges(&mut self, g: &Graph, out: &mut [u32]) {
        let n = g.len();
        self.joins.clear();
        self.joins.resize(n * n, 0);
        self.degrees.clear();
        self.degrees.extend_from_slice(&g.degrees);
        self.group.clear();
        self.group.extend(0..n as u32);
        self.alive.clone_from(&self.group);
        self.left.clear();
        for v in 0..n as u32 {
            for arc in g.out(v) {
                self.joins[v as usize * n + arc.head as usize] += arc.capacity.unsigned_abs();
                if v < arc.head {
                    self.left.push((v, arc.head, arc.edge));
                }
            }
        }
        let mut place = out.iter_mut();
        while self.alive.len() > 1 {
            let mut best = (u32::MAX, 0, 0);
            for (i, &u) in self.alive.iter().enumerate() {
                for &v in &self.alive[i + 1..] {
                    let joins = self.joins[u as usize * n + v as usize];
                    if joins > 0 {
                        best = best.min((self.degrees[u as usize] + self.degrees[v as usize] - joins, u, v));
                    }
                }
            }
            let (_, u, v) = best;
            self.degrees[u as usize] += self.degrees[v as usize];
            self.degrees[u as usize] -= 2 * self.joins[u as usize * n + v as usize];
            self.alive.retain(|&w| w != v);
            for &w in &self.alive {
                let more = self.joins[v as usize * n + w as usize];
                self.joins[u as usize * n + w as usize] += more;
                self.joins[w as usize * n + u as usize] += more;
            }
            self.joins[u as usize * n + u as usize] = 0;
            let group = &mut self.group;
            self.left.retain(|&(a, b, edge)| {
                let inside = [(u, v), (v, u)].contains(&(group[a as usize], group[b as usize]));
                if inside && let Some(place) = place.next() {
                    *place = edge;
                }
                !inside
            });
            group.iter_mut().filter(|w| **w == v).for_each(|w| *w = u);
        }
    }

    /// An order of the vertices: the next to go is the one with the fewest neighbours, counting those cut before.
    pub(super) fn vertices(&mut self, g: &Graph, out: &mut [u32]) {
        let n = g.len();
        self.near.clear();
        self.near.extend((0..n as u32).map(|v| g.out(v).iter().fold(0, |near, arc| near | 1 << arc.head)));
        self.degrees.clear();
        self.degrees.extend((0..n).map(|v| g.degrees[v] - self.near[v].count_ones().min(g.degrees[v])));
        self.alive.clear();
        self.alive.extend(0..n as u32);
        for place in out {
            let cost = |&&v: &&u32| (self.near[v as usize].count_ones() + self.degrees[v as usize], v);
            let Some(&v) = self.alive.iter().min_by_key(cost) else { return };
            *place = g.names[v as usize];
            self.alive.retain(|&w| w != v);
            let near = self.near[v as usize];
            for &w in &self.alive {
                if near >> w & 1 == 1 {
                    self.near[w as usize] = (self.near[w as usize] | near) & !(1 << w | 1 << v);
                    self.degrees[w as usize] = self.degrees[w as usize].max(self.degrees[v as usize]);
                }
            }
        }
    }
}
