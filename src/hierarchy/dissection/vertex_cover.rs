//! The fewest vertices that touch every cut edge: by Koenig's theorem, from a maximum matching of the cut edges.

use super::graph::Graph;

const NONE: u32 = u32::MAX;

/// Scratch space.
#[derive(Default)]
pub(super) struct Cover {
    mate: Vec<u32>,
    /// By vertex of side 0: its distance from unmatched ones along alternating ways.
    levels: Vec<u32>,
    next: Vec<u32>,
    left: Vec<u32>,
    queue: Vec<u32>,
    path: Vec<u32>,
    cover: Vec<u32>,
}

impl Cover {
    /// A minimum vertex cover of the edges between sides 0 and 1.
    pub(super) fn find(&mut self, g: &Graph, sides: &[u8]) -> &[u32] {
        self.mate.clear();
        self.mate.resize(g.len(), NONE);
        self.levels.clear();
        self.levels.resize(g.len(), NONE);
        self.next.resize(self.next.len().max(g.len()), 0);
        self.left.clear();
        let rim = |&v: &u32| sides[v as usize] == 0 && g.out(v).iter().any(|a| sides[a.head as usize] == 1);
        self.left.extend((0..g.len() as u32).filter(rim));
        while self.measure(g, sides) {
            self.augment(g, sides);
        }
        // What no alternating way reaches on side 0, and their reached mates' opposites on side 1.
        self.cover.clear();
        for i in 0..self.left.len() {
            let v = self.left[i];
            if self.levels[v as usize] == NONE {
                self.cover.push(v);
            } else {
                for arc in g.out(v) {
                    if sides[arc.head as usize] == 1 && self.levels[arc.head as usize] == NONE {
                        self.levels[arc.head as usize] = 0;
                        self.cover.push(arc.head);
                    }
                }
            }
        }
        &self.cover
    }

    /// Measures alternating ways; whether one ends in an unmatched vertex of side 1.
    fn measure(&mut self, g: &Graph, sides: &[u8]) -> bool {
        self.queue.clear();
        for &v in &self.left {
            let free = self.mate[v as usize] == NONE;
            self.levels[v as usize] = if free { 0 } else { NONE };
            self.next[v as usize] = g.first[v as usize];
            if free {
                self.queue.push(v);
            }
        }
        let mut found = false;
        let mut done = 0;
        while let Some(&v) = self.queue.get(done) {
            done += 1;
            for arc in g.out(v) {
                if sides[arc.head as usize] == 1 {
                    let mate = self.mate[arc.head as usize];
                    if mate == NONE {
                        found = true;
                    } else if self.levels[mate as usize] == NONE {
                        self.levels[mate as usize] = self.levels[v as usize] + 1;
                        self.queue.push(mate);
                    }
                }
            }
        }
        found
    }

    /// Matches along ways whose distances grow by one each step.
    fn augment(&mut self, g: &Graph, sides: &[u8]) {
        for i in 0..self.left.len() {
            if self.mate[self.left[i] as usize] != NONE {
                continue;
            }
            self.path.clear();
            self.path.push(self.left[i]);
            while let Some(&v) = self.path.last() {
                let end = g.first[v as usize + 1];
                let mut a = self.next[v as usize];
                let mut on = NONE;
                while a < end {
                    let head = g.arcs[a as usize].head;
                    if sides[head as usize] == 1 {
                        on = self.mate[head as usize];
                        if on == NONE || self.levels[on as usize] == self.levels[v as usize].wrapping_add(1) {
                            break;
                        }
                    }
                    a += 1;
                }
                self.next[v as usize] = a;
                if a == end {
                    self.path.pop();
                    if let Some(&back) = self.path.last() {
                        self.next[back as usize] += 1;
                    }
                } else if on != NONE {
                    self.path.push(on);
                } else {
                    // Every vertex of the path takes the partner its row stands at.
                    for &v in &self.path {
                        let head = g.arcs[self.next[v as usize] as usize].head;
                        self.mate[v as usize] = head;
                        self.mate[head as usize] = v;
                    }
                    break;
                }
            }
        }
    }
}
