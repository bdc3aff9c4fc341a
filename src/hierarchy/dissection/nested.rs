//! Nested dissection: cut, order the parts, put what was cut last; without recursion, and the same on any number of threads.

use rayon::prelude::*;

use super::Settings;
use super::graph::{Graph, REMOVED, Splitter};
use super::inertial::Bisector;
use super::leaf::{self, Leaf};
use super::vertex_cover::Cover;

/// What is ordered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Edges,
    Vertices,
}

impl What {
    fn count(self, g: &Graph) -> usize {
        match self {
            Self::Edges => g.edge_count(),
            Self::Vertices => g.len(),
        }
    }
}

/// A connected piece and the places of the order that are its own.
struct Task<'o> {
    piece: Graph,
    places: &'o mut [u32],
}

/// What one thread needs.
#[derive(Default)]
struct Scratch {
    bisector: Bisector,
    splitter: Splitter,
    leaf: Leaf,
    cover: Cover,
}

/// Pieces with fewer vertices are ordered by one thread, depth first.
const ALONE: usize = 2000;

/// The edges, or vertices, of a graph by their names, in the order of contraction.
pub(super) fn order(graph: &Graph, what: What, settings: &Settings) -> Vec<u32> {
    let mut places = vec![0; what.count(graph)];
    let mut scratch = Scratch::default();
    let mut level = Vec::new();
    scratch.bisector.sides.resize(graph.len(), 0);
    hand_out(graph, what, &mut scratch, &mut places, &mut level);
    while !level.is_empty() {
        level = level
            .into_par_iter()
            .map_init(Scratch::default, |scratch, task| {
                let alone = task.piece.len() < ALONE;
                let mut tasks = vec![task];
                let mut parts = Vec::new();
                while let Some(task) = tasks.pop() {
                    let parts = if alone { &mut tasks } else { &mut parts };
                    step(task, what, settings, scratch, parts);
                }
                parts
            })
            .flatten_iter()
            .collect();
    }
    places
}

/// Orders a piece, or cuts it and leaves the parts to do.
fn step<'o>(task: Task<'o>, what: What, settings: &Settings, scratch: &mut Scratch, parts: &mut Vec<Task<'o>>) {
    let Task { piece, places } = task;
    if piece.len() <= settings.leaf.clamp(1, leaf::MOST) {
        match what {
            What::Edges => scratch.leaf.edges(&piece, places),
            What::Vertices => scratch.leaf.vertices(&piece, places),
        }
        return;
    }
    scratch.bisector.bisect(&piece, settings);
    let sides = &mut scratch.bisector.sides;
    let mut last = places.len();
    let mut put = |name| {
        last -= 1;
        places[last] = name;
    };
    match what {
        What::Edges => {
            for v in 0..piece.len() as u32 {
                for arc in piece.out(v) {
                    if sides[v as usize] == 0 && sides[arc.head as usize] == 1 {
                        put(arc.edge);
                    }
                }
            }
        }
        What::Vertices => {
            for &v in scratch.cover.find(&piece, sides) {
                sides[v as usize] = REMOVED;
                put(piece.names[v as usize]);
            }
        }
    }
    hand_out(&piece, what, scratch, &mut places[..last], parts);
}

/// Splits a piece by the sides in the scratch space, and the places among the parts.
fn hand_out<'o>(
    piece: &Graph,
    what: What,
    scratch: &mut Scratch,
    mut places: &'o mut [u32],
    parts: &mut Vec<Task<'o>>,
) {
    scratch.splitter.split(piece, &scratch.bisector.sides, |part| {
        let count = what.count(&part);
        if count > 0 {
            let (own, others) = std::mem::take(&mut places).split_at_mut(count);
            places = others;
            parts.push(Task { piece: part, places: own });
        }
    });
}
