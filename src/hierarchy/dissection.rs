//! Nested dissection of a graph drawn in the plane: the order in which a customizable contraction hierarchy contracts.
//!
//! A cut that parts a piece in two of similar size with few edges (or vertices) is contracted after everything inside the
//! two, and so on inside each. Cuts are found by InertialFlow (Schild and Sommer, *On Balanced Separators in Road Networks*,
//! SEA 2015). Trees and chains need none and come first. Edges are ordered for turn-expanded graphs, in which every
//! edge is a vertex and a cut of edges therefore a set of vertices that separates (Buchhold, Wagner, Zeitz and Zündorf,
//! *Customizable Contraction Hierarchies with Turn Costs*, ATMOS 2020).

mod chains;
mod flow;
mod graph;
mod inertial;
mod leaf;
mod nested;
mod vertex_cover;

#[cfg(test)]
mod tests;

use chains::{Chains, Drop, by_halves};
use graph::{Given, Graph};
use nested::What;

/// An undirected multigraph drawn in the plane.
#[derive(Clone, Copy, Debug)]
pub struct Plane<'a> {
    /// x and y of each vertex, in any common unit.
    pub positions: &'a [[i32; 2]],
    /// The two ends of each edge; loops and parallels are allowed.
    pub edges: &'a [[u32; 2]],
}

/// How cuts are chosen. The defaults are those with the fewest arcs among some fifty combinations, tried once each on four cities: differences below a
/// hundredth say little. A balance of 0.22 has fewer arcs on Porto and more on the other three; 0.28 has more on all of them and is a fifth faster.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The share of the vertices that is tied together at either end of a line, above 0 and at most 0.5.
    pub balance: f64,
    /// On how many lines, 1 to 16, a piece is projected.
    pub lines: usize,
    /// What an edge that leaves a part is expected to cost in arcs, times the root of the part's size.
    pub leaving: f64,
    /// What the inside of a part of `n` vertices is expected to cost in arcs, divided by `n ln n`.
    pub inside: f64,
    /// Pieces with at most so many vertices, 1 to 64, are ordered by minimum degree.
    pub leaf: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { balance: 0.25, lines: 8, leaving: 2.0, inside: 2.0, leaf: 8 }
    }
}

/// Edges from first to be contracted to last (the top separator stands at the end): each edge exactly once.
///
/// # Panics
/// When an edge names a vertex that is not there.
#[must_use]
pub fn edge_order(plane: &Plane<'_>, settings: &Settings) -> Vec<u32> {
    let chains = Chains::new(plane.positions.len(), plane.edges);
    let mut order = Vec::with_capacity(plane.edges.len());
    let (mut path, mut between) = (Vec::new(), Vec::new());
    for drop in &chains.dropped {
        if let Drop::Link { link, leaf } = *drop {
            path.clear();
            chains.unfold(link, &mut path, &mut between);
            if leaf.is_none_or(|leaf| leaf == chains.ends(link)[0]) {
                path.reverse();
            }
            // The edge where the rest hangs on has the most neighbours.
            by_halves(&path[1..], &mut order);
            order.push(path[0]);
        }
    }
    // Parallel links are one edge of the graph that is cut; the edge of a link at its busier end stands for it.
    let mut links: Vec<([u32; 2], u32)> = Vec::with_capacity(chains.kept.len());
    for &link in &chains.kept {
        let [a, b] = chains.ends(link);
        path.clear();
        chains.unfold(link, &mut path, &mut between);
        if chains.degrees[b as usize] > chains.degrees[a as usize] {
            path.reverse();
        }
        by_halves(&path[1..], &mut order);
        links.push(([a.min(b), a.max(b)], path[0]));
    }
    links.sort_unstable();
    let bundles: Vec<&[([u32; 2], u32)]> = links.chunk_by(|a, b| a.0 == b.0).collect();
    let given: Vec<([u32; 2], u32)> = bundles.iter().map(|b| (b[0].0, b.len() as u32)).collect();
    let graph = compact(plane, &given).1;
    for bundle in nested::order(&graph, What::Edges, settings) {
        order.extend(bundles[bundle as usize].iter().map(|l| l.1));
    }
    order
}

/// The same for vertices: separators are vertex sets (a minimum vertex cover of the cut edges), which leave the graph before
/// it is cut further.
///
/// # Panics
/// When an edge names a vertex that is not there.
#[must_use]
pub fn vertex_order(plane: &Plane<'_>, settings: &Settings) -> Vec<u32> {
    let n = plane.positions.len();
    let mut order = Vec::with_capacity(n);
    let mut edges: Vec<[u32; 2]> = plane.edges.to_vec();
    let mut ordered = vec![false; n];
    let (mut path, mut between) = (Vec::new(), Vec::new());
    // Parallel links are one, which may leave vertices of degree two again.
    loop {
        let before = edges.len();
        let chains = Chains::new(n, &edges);
        let mut put = |v: u32, order: &mut Vec<u32>| {
            if !std::mem::replace(&mut ordered[v as usize], true) {
                order.push(v);
            }
        };
        for drop in &chains.dropped {
            match *drop {
                Drop::Vertex(v) => put(v, &mut order),
                Drop::Link { link, leaf } => {
                    between.clear();
                    chains.unfold(link, &mut path, &mut between);
                    if leaf.is_some_and(|leaf| leaf == chains.ends(link)[0]) {
                        between.reverse();
                    }
                    between.extend(leaf);
                    path.clear();
                    by_halves(&between, &mut path);
                    path.iter().for_each(|&v| put(v, &mut order));
                }
            }
        }
        edges.clear();
        for &link in &chains.kept {
            let [a, b] = chains.ends(link);
            between.clear();
            path.clear();
            chains.unfold(link, &mut path, &mut between);
            path.clear();
            by_halves(&between, &mut path);
            path.iter().for_each(|&v| put(v, &mut order));
            edges.push([a.min(b), a.max(b)]);
        }
        edges.sort_unstable();
        edges.dedup();
        // A ladder would lose one rung a round.
        if edges.len() >= before - before / 10 {
            break;
        }
    }
    let given: Vec<([u32; 2], u32)> = edges.iter().map(|&ends| (ends, 1)).collect();
    let (names, graph) = compact(plane, &given);
    order.extend(nested::order(&graph, What::Vertices, settings).into_iter().map(|v| names[v as usize]));
    order
}

/// The graph of some edges, each with its capacity, and for each of its vertices which of the plane it is.
fn compact(plane: &Plane<'_>, edges: &[([u32; 2], u32)]) -> (Vec<u32>, Graph) {
    let mut local = vec![u32::MAX; plane.positions.len()];
    let mut names = Vec::new();
    let mut number = |v: u32| {
        if local[v as usize] == u32::MAX {
            local[v as usize] = names.len() as u32;
            names.push(v);
        }
        local[v as usize]
    };
    let given: Vec<Given> =
        edges.iter().map(|&(ends, capacity)| Given { ends: ends.map(&mut number), capacity }).collect();
    let positions = names.iter().map(|&v| plane.positions[v as usize]).collect();
    (names, Graph::new(positions, &given))
}
