//! A connected piece of the graph, numbered for itself, in arrays of its own.

/// Half of an edge, in the row of the vertex where it starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub(super) head: u32,
    /// The other half.
    pub(super) twin: u32,
    /// How much flow the edge carries, either way.
    pub(super) capacity: i32,
    /// What the caller calls the edge.
    pub(super) edge: u32,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Graph {
    /// What the caller calls each vertex.
    pub(super) names: Vec<u32>,
    pub(super) positions: Vec<[i32; 2]>,
    /// How many edges each vertex had, counting capacities, before the first cut.
    pub(super) degrees: Vec<u32>,
    pub(super) first: Vec<u32>,
    pub(super) arcs: Vec<Arc>,
}

/// An edge to build a graph from.
#[derive(Clone, Copy)]
pub(super) struct Given {
    pub(super) ends: [u32; 2],
    pub(super) capacity: u32,
}

/// The vertex leaves the graph: see [`Splitter::split`].
pub(super) const REMOVED: u8 = 2;

impl Graph {
    /// The graph of all edges given, called by their positions; none is a loop.
    pub(super) fn new(positions: Vec<[i32; 2]>, edges: &[Given]) -> Self {
        let n = positions.len();
        let mut first = vec![0_u32; n + 1];
        let mut degrees = vec![0_u32; n];
        for e in edges {
            for end in e.ends {
                first[end as usize + 1] += 1;
                degrees[end as usize] += e.capacity;
            }
        }
        for v in 0..n {
            first[v + 1] += first[v];
        }
        let mut next = first.clone();
        let mut arcs = vec![Arc { head: 0, twin: 0, capacity: 0, edge: 0 }; edges.len() * 2];
        for (edge, e) in (0..).zip(edges) {
            let slots = e.ends.map(|v| next[v as usize]);
            for end in e.ends {
                next[end as usize] += 1;
            }
            let capacity = i32::try_from(e.capacity).unwrap_or(i32::MAX / 2);
            for side in [0, 1] {
                arcs[slots[side] as usize] = Arc { head: e.ends[1 - side], twin: slots[1 - side], capacity, edge };
            }
        }
        Self { names: (0..n as u32).collect(), positions, degrees, first, arcs }
    }
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }
    pub(super) fn edge_count(&self) -> usize {
        self.arcs.len() / 2
    }
    pub(super) fn row(&self, v: u32) -> std::ops::Range<usize> {
        self.first[v as usize] as usize..self.first[v as usize + 1] as usize
    }
    pub(super) fn out(&self, v: u32) -> &[Arc] {
        &self.arcs[self.row(v)]
    }
}

/// Cuts graphs into connected pieces.
#[derive(Default)]
pub(super) struct Splitter {
    local: Vec<u32>,
    slot: Vec<u32>,
    queue: Vec<u32>,
}

impl Splitter {
    /// The connected pieces that remain when vertices of different sides are parted and the [`REMOVED`] ones taken away.
    pub(super) fn split(&mut self, g: &Graph, sides: &[u8], mut take: impl FnMut(Graph)) {
        self.local.clear();
        self.local.resize(g.len(), u32::MAX);
        self.slot.resize(self.slot.len().max(g.arcs.len()), 0);
        for root in 0..g.len() as u32 {
            let side = sides[root as usize];
            if side == REMOVED || self.local[root as usize] != u32::MAX {
                continue;
            }
            self.queue.clear();
            self.queue.push(root);
            self.local[root as usize] = 0;
            let mut done = 0;
            let mut arcs = 0_u32;
            while let Some(&v) = self.queue.get(done) {
                done += 1;
                for a in g.row(v) {
                    let head = g.arcs[a].head as usize;
                    if sides[head] == side {
                        self.slot[a] = arcs;
                        arcs += 1;
                        if self.local[head] == u32::MAX {
                            self.local[head] = self.queue.len() as u32;
                            self.queue.push(head as u32);
                        }
                    }
                }
            }
            take(self.gather(g, sides, arcs as usize));
        }
    }

    fn gather(&self, g: &Graph, sides: &[u8], arc_count: usize) -> Graph {
        let n = self.queue.len();
        let mut piece = Graph {
            names: Vec::with_capacity(n),
            positions: Vec::with_capacity(n),
            degrees: Vec::with_capacity(n),
            first: Vec::with_capacity(n + 1),
            arcs: Vec::with_capacity(arc_count),
        };
        piece.first.push(0);
        for &v in &self.queue {
            let side = sides[v as usize];
            piece.names.push(g.names[v as usize]);
            piece.positions.push(g.positions[v as usize]);
            piece.degrees.push(g.degrees[v as usize]);
            piece.arcs.extend(g.out(v).iter().filter(|arc| sides[arc.head as usize] == side).map(|arc| Arc {
                head: self.local[arc.head as usize],
                twin: self.slot[arc.twin as usize],
                ..*arc
            }));
            piece.first.push(piece.arcs.len() as u32);
        }
        piece
    }
}
