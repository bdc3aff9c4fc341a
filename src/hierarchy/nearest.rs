//! The k nearest of many facilities, from every vertex or to every vertex at once.
//!
//! As one to all (`sweep`), with a short list of facilities in the place of one label: up from all facilities, then all vertices from the top down. The
//! work does not depend on how many places ask afterwards.

#[cfg(test)]
mod tests;

use super::Seed;
use super::customize::{Customized, Rows};
use super::forest::NONE;
use super::packed::{FAR, settle};
use crate::graph::Weight;
use crate::ids::{Id, VertexId};

/// A facility by its index, and what it costs to get there: ordered by cost, then index.
type Entry = (u64, u32);

const NOBODY: Entry = (FAR, NONE);

/// For each vertex, the facilities nearest from its start (or from which its start is nearest), nearest first.
#[derive(Clone, Debug)]
pub struct Nearest {
    k: usize,
    /// By vertex, `k` entries each.
    lists: Vec<Entry>,
}

impl Nearest {
    /// The facilities nearest from the start of a vertex, with what it costs to get there (or from there to it); fewer than `k` where there are no more ways.
    pub fn of(&self, v: VertexId) -> impl Iterator<Item = (usize, Weight)> + '_ {
        let list = &self.lists[v.index() * self.k..][..self.k];
        list.iter().filter_map(|&(label, facility)| Some((facility as usize, Weight::from_packed(label)?)))
    }
    /// How many are kept for each vertex.
    #[must_use]
    pub fn k(&self) -> usize {
        self.k
    }
}

/// Puts an entry where it belongs in a list, unless `list` holds the facility at no more, or `k` better ones.
pub(super) fn offer(list: &mut [Entry], entry: Entry) {
    let Some(last) = list.last() else { return };
    if entry >= *last || entry.0 >= FAR {
        return;
    }
    // What falls out: the same facility at more, else the last.
    let mut hole = list.len() - 1;
    if let Some(same) = list.iter().position(|e| e.1 == entry.1) {
        if list[same] <= entry {
            return;
        }
        hole = same;
    }
    while hole > 0 && list[hole - 1] > entry {
        list[hole] = list[hole - 1];
        hole -= 1;
    }
    list[hole] = entry;
}

impl Customized {
    /// For every vertex the `k` nearest of `facilities` to go to; each is given by where ways to it end.
    #[must_use]
    pub fn nearest(&self, facilities: &[Vec<Seed>], k: usize) -> Nearest {
        self.lists(facilities, k, [self.down(), self.up()])
    }
    /// For every vertex the `k` of `facilities` from which one is there soonest; each is given by where ways from it begin.
    #[must_use]
    pub fn nearest_from(&self, facilities: &[Vec<Seed>], k: usize) -> Nearest {
        self.lists(facilities, k, [self.up(), self.down()])
    }

    /// Lists along arcs between a vertex and its ancestors: by which facilities are carried up, and by which down.
    fn lists(&self, facilities: &[Vec<Seed>], k: usize, [up, down]: [Rows<'_>; 2]) -> Nearest {
        let forest = &self.hierarchy.forest;
        let n = forest.parent.len();
        // By rank.
        let mut lists = vec![NOBODY; n * k];
        let mut begun = vec![false; n];
        for (facility, seeds) in facilities.iter().enumerate() {
            for &(vertex, weight) in seeds {
                let rank = forest.rank_of[vertex.index()];
                offer(&mut lists[rank as usize * k..][..k], (weight.packed(), facility as u32));
                for above in forest.up(rank) {
                    if std::mem::replace(&mut begun[above as usize], true) {
                        break;
                    }
                }
            }
        }
        self.raise(up, &mut lists, &begun, k);
        self.lower(down, &mut lists, k);
        // From ranks to vertices.
        let mut by_vertex = vec![NOBODY; n * k];
        for (rank, vertex) in forest.vertex_of.iter().enumerate() {
            by_vertex[vertex.index() * k..][..k].copy_from_slice(&lists[rank * k..][..k]);
        }
        Nearest { k, lists: by_vertex }
    }

    /// Carries lists up: an ancestor leads down to the vertex (or the vertex up to it).
    fn raise(&self, rows: Rows<'_>, lists: &mut [Entry], begun: &[bool], k: usize) {
        let forest = &self.hierarchy.forest;
        let mut path = vec![NONE; forest.height];
        for rank in (0..begun.len()).filter(|&r| begun[r]) {
            for above in forest.up(rank as u32) {
                path[forest.depth[above as usize] as usize] = above;
            }
            rows.row(rank as u32).each(|head, weight| carry(lists, rank, path[usize::from(head)] as usize, weight, k));
        }
    }

    /// Carries lists down: a vertex leads up to its ancestors (or they down to it).
    fn lower(&self, rows: Rows<'_>, lists: &mut [Entry], k: usize) {
        let forest = &self.hierarchy.forest;
        let mut path = vec![NONE; forest.height];
        for rank in (0..forest.parent.len()).rev() {
            path[forest.depth[rank] as usize] = rank as u32;
            rows.row(rank as u32).each(|tail, weight| carry(lists, path[usize::from(tail)] as usize, rank, weight, k));
        }
    }
}

/// Offers the entries of one list to another, `weight` dearer.
fn carry(lists: &mut [Entry], from: usize, to: usize, weight: u64, k: usize) {
    for i in 0..k {
        let (label, facility) = lists[from * k + i];
        if label >= FAR {
            break;
        }
        offer(&mut lists[to * k..][..k], (settle(label + weight), facility));
    }
}
