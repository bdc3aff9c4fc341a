//! Takes off a graph what needs no flow: loops, trees hanging on it, and chains of vertices of degree two.
//!
//! Two edges that meet in a vertex of degree two become one *link*, which remembers both; a link that comes back to where
//! it began, or ends in a vertex of degree one, is dropped with all it holds. What is dropped may leave another vertex
//! with degree one or two, so this goes on until nothing is left to do; every edge is looked at a bounded number of
//! times. Chains go before trees, so that a long dead end is one link and can be ordered by halves.

/// No edge, no vertex.
const NONE: u32 = u32::MAX;

/// An edge of the graph, or two links that meet in a vertex of degree two.
#[derive(Clone, Copy)]
struct Link {
    ends: [u32; 2],
    /// The links it is made of, first the one at `ends[0]`, and the vertex between; `NONE` for an edge.
    parts: [u32; 2],
    middle: u32,
}

/// Links over a graph.
pub(super) struct Chains {
    edges: usize,
    links: Vec<Link>,
    /// What is taken off, in the order in which it must be contracted.
    pub(super) dropped: Vec<Drop>,
    /// The links that remain; no vertex has fewer than three of them, unless it has none.
    pub(super) kept: Vec<u32>,
    /// How many of the remaining links end at each vertex.
    pub(super) degrees: Vec<u32>,
}

/// Something taken off.
#[derive(Clone, Copy)]
pub(super) enum Drop {
    /// A loop, or a link to `leaf`, which has no other; it hangs on the other end.
    Link { link: u32, leaf: Option<u32> },
    /// A vertex with no links left.
    Vertex(u32),
}

/// Where the edges stand at each vertex.
struct Incidence {
    first: Vec<u32>,
    edges: Vec<u32>,
}

impl Incidence {
    fn new(vertices: usize, edges: &[[u32; 2]]) -> Self {
        let mut first = vec![0_u32; vertices + 1];
        for &end in edges.as_flattened() {
            first[end as usize + 1] += 1;
        }
        for v in 0..vertices {
            first[v + 1] += first[v];
        }
        let mut next = first.clone();
        let mut slots = vec![0; edges.len() * 2];
        for (e, ends) in (0..).zip(edges) {
            for &end in ends {
                slots[next[end as usize] as usize] = e;
                next[end as usize] += 1;
            }
        }
        Self { first, edges: slots }
    }
    fn at(&self, v: u32) -> &[u32] {
        &self.edges[self.first[v as usize] as usize..self.first[v as usize + 1] as usize]
    }
}

/// Which link an edge is a part of now: a forest whose roots are the links, with paths halved as they are walked.
fn root(parent: &mut [u32], mut link: u32) -> u32 {
    while parent[link as usize] != link {
        let up = parent[parent[link as usize] as usize];
        parent[link as usize] = up;
        link = up;
    }
    link
}

impl Chains {
    pub(super) fn new(vertices: usize, edges: &[[u32; 2]]) -> Self {
        let mut work = Work::new(vertices, edges);
        work.run();
        let Work { links, gone, parent, degrees, dropped, .. } = work;
        let kept = (0..links.len() as u32).filter(|&l| !gone[l as usize] && parent[l as usize] == l).collect();
        Self { edges: edges.len(), links, dropped, kept, degrees }
    }
    /// The ends of a link.
    pub(super) fn ends(&self, link: u32) -> [u32; 2] {
        self.links[link as usize].ends
    }
    /// The edges of a link from its first end to its second, and the vertices between them, appended to the lists.
    pub(super) fn unfold(&self, link: u32, edges: &mut Vec<u32>, between: &mut Vec<u32>) {
        // (link, whether from its second end to its first) or a vertex
        let mut stack = vec![(link, false, false)];
        while let Some((item, turned, is_vertex)) = stack.pop() {
            if is_vertex {
                between.push(item);
            } else if (item as usize) < self.edges {
                edges.push(item);
            } else {
                let l = &self.links[item as usize];
                // A part lies the right way round if it ends, or begins, in the middle.
                let parts = [
                    (l.parts[0], self.links[l.parts[0] as usize].ends[1] != l.middle),
                    (l.parts[1], self.links[l.parts[1] as usize].ends[0] != l.middle),
                ];
                let [(head, head_turned), (tail, tail_turned)] = if turned { [parts[1], parts[0]] } else { parts };
                stack.push((tail, tail_turned != turned, false));
                stack.push((l.middle, false, true));
                stack.push((head, head_turned != turned, false));
            }
        }
    }
}

struct Work {
    incidence: Incidence,
    links: Vec<Link>,
    /// See [`root`].
    parent: Vec<u32>,
    gone: Vec<bool>,
    degrees: Vec<u32>,
    dropped: Vec<Drop>,
    /// Vertices that had degree two, and those that had one, when they were put here.
    twos: Vec<u32>,
    ones: Vec<u32>,
}

impl Work {
    fn new(vertices: usize, edges: &[[u32; 2]]) -> Self {
        let incidence = Incidence::new(vertices, edges);
        let degrees = incidence.first.windows(2).map(|w| w[1] - w[0]).collect();
        let mut links = Vec::with_capacity(edges.len() * 2);
        links.extend(edges.iter().map(|&ends| Link { ends, parts: [NONE; 2], middle: NONE }));
        Self {
            incidence,
            parent: (0..edges.len() as u32).collect(),
            gone: vec![false; edges.len()],
            links,
            degrees,
            dropped: Vec::new(),
            twos: Vec::new(),
            ones: Vec::new(),
        }
    }

    fn run(&mut self) {
        for link in 0..self.links.len() as u32 {
            let [a, b] = self.links[link as usize].ends;
            if a == b {
                self.drop_loop(link);
            }
        }
        self.ones.clear();
        self.twos.clear();
        for v in (0..self.degrees.len() as u32).rev() {
            match self.degrees[v as usize] {
                0 if self.incidence.at(v).is_empty() => self.dropped.push(Drop::Vertex(v)),
                1 => self.ones.push(v),
                2 => self.twos.push(v),
                _ => {}
            }
        }
        loop {
            if let Some(v) = self.twos.pop() {
                if self.degrees[v as usize] == 2 {
                    self.join(v);
                }
            } else if let Some(v) = self.ones.pop() {
                if self.degrees[v as usize] == 1 {
                    self.drop_leaf(v);
                }
            } else {
                break;
            }
        }
    }

    /// A link at `v` other than `but`.
    fn link_at(&mut self, v: u32, but: u32) -> u32 {
        for &edge in self.incidence.at(v) {
            let link = root(&mut self.parent, edge);
            if link != but && !self.gone[link as usize] {
                return link;
            }
        }
        NONE
    }

    fn lower(&mut self, v: u32, by: u32) {
        self.degrees[v as usize] -= by;
        match self.degrees[v as usize] {
            0 => self.dropped.push(Drop::Vertex(v)),
            1 => self.ones.push(v),
            2 => self.twos.push(v),
            _ => {}
        }
    }

    fn drop_loop(&mut self, link: u32) {
        self.gone[link as usize] = true;
        self.dropped.push(Drop::Link { link, leaf: None });
        self.lower(self.links[link as usize].ends[0], 2);
    }

    fn drop_leaf(&mut self, leaf: u32) {
        let link = self.link_at(leaf, NONE);
        let [a, b] = self.links[link as usize].ends;
        self.gone[link as usize] = true;
        self.degrees[leaf as usize] = 0;
        self.dropped.push(Drop::Link { link, leaf: Some(leaf) });
        self.lower(if a == leaf { b } else { a }, 1);
    }

    /// Makes one link of the two at `v`.
    fn join(&mut self, v: u32) {
        let one = self.link_at(v, NONE);
        let two = self.link_at(v, one);
        let far = |l: &Link| if l.ends[0] == v { l.ends[1] } else { l.ends[0] };
        let ends = [far(&self.links[one as usize]), far(&self.links[two as usize])];
        let link = self.links.len() as u32;
        self.links.push(Link { ends, parts: [one, two], middle: v });
        self.parent[one as usize] = link;
        self.parent[two as usize] = link;
        self.parent.push(link);
        self.gone.push(false);
        self.degrees[v as usize] = 0;
        if ends[0] == ends[1] {
            self.drop_loop(link);
        }
    }
}

/// Appends a path so that every element comes after the two halves it parts: the elimination tree is as high as the
/// logarithm of the length.
pub(super) fn by_halves(path: &[u32], out: &mut Vec<u32>) {
    let start = out.len();
    let mut stack = vec![path];
    while let Some(part) = stack.pop() {
        let middle = part.len() / 2;
        if let Some(&element) = part.get(middle) {
            out.push(element);
            stack.push(&part[..middle]);
            stack.push(&part[middle + 1..]);
        }
    }
    out[start..].reverse();
}
