//! Distances between two places at a time, from labels that are kept.
//!
//! A table of n places has n^2 cells; this keeps n labels and adds up a cell when it is asked for: where do the ways up from the two places meet, and which of the gates between
//! the branches they come from is it best to pass (see [`table`](super::table), which does the same for all places at once). A label lies in one piece, and places that
//! stand near each other in the forest lie near each other, so a cell costs a few lines of the cache.

mod forks;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::contraction::Hierarchy;
use super::customize::Customized;
use super::forest::{Forest, NONE};
use super::labels::Labels;
use super::packed::{FAR, settle};
use super::table::{EMPTY, Root, gates};
use super::terminal::Terminal;
use forks::Forks;

/// Places whose labels are made at once: what is made is copied.
const BATCH: usize = 4096;

/// Places that are both source and target.
#[derive(Debug)]
pub struct Pairs {
    hierarchy: Arc<Hierarchy>,
    forks: Forks,
    /// By place, its stop among [`Forks`]; [`NONE`] where nothing begins and nothing ends.
    stops: Vec<u32>,
    out: Side,
    into: Side,
}

/// Labels in one direction.
#[derive(Debug)]
struct Side {
    /// By place, where its label begins; [`NOWHERE`] for one that has none.
    first: Vec<usize>,
    /// One number for each depth down to the place.
    labels: Vec<u64>,
    /// By place: depths of its seeds.
    seeds: Vec<Vec<u16>>,
    /// By place, see [`Terminal`].
    shifts: Vec<u64>,
}

const NOWHERE: usize = usize::MAX;

impl Pairs {
    /// Of places by their begins and their ends, as for [`Customized::sources`] and [`Customized::targets`]; a place begins and ends in the same group.
    ///
    /// # Panics
    /// When there are not as many ends as begins, or they are of other groups.
    #[must_use]
    pub fn new(customized: &Customized, begins: &[Terminal], ends: &[Terminal]) -> Self {
        assert_eq!(begins.len(), ends.len(), "as many ends as begins");
        let forest = &customized.hierarchy.forest;
        let bottom = |t: &Terminal| if t.seeds.is_empty() { NONE } else { forest.bottom[t.group] };
        let bottoms: Vec<u32> = begins
            .iter()
            .zip(ends)
            .map(|(begin, end)| {
                let (a, b) = (bottom(begin), bottom(end));
                assert!(a == NONE || b == NONE || a == b, "begin and end of a place are in one group");
                a.min(b)
            })
            .collect();
        let mut order: Vec<u32> = (0..begins.len() as u32).filter(|&p| bottoms[p as usize] != NONE).collect();
        order.sort_by_key(|&p| bottoms[p as usize]);
        let mut ranks: Vec<u32> = order.iter().map(|&p| bottoms[p as usize]).collect();
        ranks.dedup();
        let stop = |rank: u32| ranks.binary_search(&rank).map_or(NONE, |at| at as u32);
        Self {
            stops: bottoms.iter().map(|&rank| stop(rank)).collect(),
            forks: Forks::new(forest, &ranks),
            out: Side::new(forest, begins, &order, |part| customized.sources(part)),
            into: Side::new(forest, ends, &order, |part| customized.targets(part)),
            hierarchy: Arc::clone(&customized.hierarchy),
        }
    }

    /// The packed weight of the best way, or [`EMPTY`] where there is none *and where both places stand in the same group*, as in a [`Table`](super::Table).
    #[must_use]
    pub fn cell(&self, from: usize, to: usize) -> u64 {
        let (begin, end) = (self.out.first[from], self.into.first[to]);
        let stops = [self.stops[from], self.stops[to]];
        if begin == NOWHERE || end == NOWHERE || stops[0] == stops[1] {
            return EMPTY;
        }
        let Some(below) = self.forks.below(stops) else { return EMPTY };
        let gates = match below.map(Root::below) {
            [Root::Here, _] => &self.out.seeds[from][..],
            [_, Root::Here] => &self.into.seeds[to][..],
            [Root::Below(a), Root::Below(b)] => gates(&self.hierarchy, a, b),
        };
        let (out, into) = (&self.out.labels[begin..], &self.into.labels[end..]);
        let least = gates.iter().map(|&g| out[usize::from(g)] + into[usize::from(g)]).fold(FAR, u64::min);
        // Beyond the range of a weight there is no way either.
        let value = if least < FAR { settle(least - self.out.shifts[from]) } else { FAR };
        if value == FAR { EMPTY } else { value }
    }

    /// Memory held in bytes, what is shared with others left out.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let side =
            |s: &Side| 8 * s.labels.len() + 40 * s.first.len() + s.seeds.iter().map(|s| 2 * s.len()).sum::<usize>();
        side(&self.out) + side(&self.into) + 4 * self.stops.len() + self.forks.bytes()
    }
}

impl Side {
    /// Labels of the places in `order`, which lie in that order.
    fn new(forest: &Forest, places: &[Terminal], order: &[u32], label: impl Fn(&[Terminal]) -> Labels) -> Self {
        let n = places.len();
        let mut side =
            Self { first: vec![NOWHERE; n], labels: Vec::new(), seeds: vec![Vec::new(); n], shifts: vec![0; n] };
        for batch in order.chunks(BATCH) {
            let part: Vec<Terminal> = batch.iter().map(|&p| places[p as usize].clone()).collect();
            let mut made = label(&part);
            for at in 0..made.places.len() {
                let place = batch[made.places[at] as usize] as usize;
                side.first[place] = side.labels.len();
                let depths = forest.depth[made.bottoms[at] as usize] as usize + 1;
                side.labels.extend(made.label(at).take(depths));
                side.seeds[place] = std::mem::take(&mut made.seeds[at]);
                side.shifts[place] = made.shifts[at];
            }
        }
        side.labels.shrink_to_fit();
        side
    }
}
