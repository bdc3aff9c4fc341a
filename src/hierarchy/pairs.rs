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
    places: Vec<Place>,
    out: Side,
    into: Side,
}

/// What is needed of a place, side by side: a cell waits for memory more than for anything else.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Its stop among [`Forks`]; [`NONE`] where nothing begins and nothing ends.
    stop: u32,
    /// Where its label as a source begins, and as a target; [`NOWHERE`] for one that has none.
    begin: usize,
    end: usize,
    /// As a source, see [`Terminal`].
    shift: u64,
}

/// Labels in one direction.
#[derive(Debug, Default)]
struct Side {
    /// One number for each depth down to the place.
    labels: Vec<u64>,
    /// By place: depths of its seeds.
    seeds: Vec<Vec<u16>>,
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
        let place = |&rank: &u32| Place { stop: stop(rank), begin: NOWHERE, end: NOWHERE, shift: 0 };
        let mut places: Vec<Place> = bottoms.iter().map(place).collect();
        let sources = |part: &[Terminal]| customized.sources(part);
        let out = Side::new(forest, begins, &order, sources, |at, begin, shift| {
            (places[at].begin, places[at].shift) = (begin, shift);
        });
        let targets = |part: &[Terminal]| customized.targets(part);
        let into = Side::new(forest, ends, &order, targets, |at, end, _| places[at].end = end);
        let hierarchy = Arc::clone(&customized.hierarchy);
        Self { forks: Forks::new(forest, &ranks), hierarchy, places, out, into }
    }

    /// Whether two places stand in the same group, or one of them nowhere, so that [`Pairs::cell`] says nothing of them.
    #[inline]
    #[must_use]
    pub fn together(&self, from: usize, to: usize) -> bool {
        self.places[from].stop == self.places[to].stop
    }

    /// The packed weight of the best way, or [`EMPTY`] where there is none *and where both places stand in the same group*, as in a [`Table`](super::Table).
    #[must_use]
    pub fn cell(&self, from: usize, to: usize) -> u64 {
        let (source, target) = (&self.places[from], &self.places[to]);
        if source.begin == NOWHERE || target.end == NOWHERE || source.stop == target.stop {
            return EMPTY;
        }
        let Some(below) = self.forks.below([source.stop, target.stop]) else { return EMPTY };
        let gates = match below.map(Root::below) {
            [Root::Here, _] => &self.out.seeds[from][..],
            [_, Root::Here] => &self.into.seeds[to][..],
            [Root::Below(a), Root::Below(b)] => gates(&self.hierarchy, a, b),
        };
        let (out, into) = (&self.out.labels[source.begin..], &self.into.labels[target.end..]);
        let least = gates.iter().map(|&g| out[usize::from(g)] + into[usize::from(g)]).fold(FAR, u64::min);
        // Beyond the range of a weight there is no way either.
        let value = if least < FAR { settle(least - source.shift) } else { FAR };
        if value == FAR { EMPTY } else { value }
    }
}

impl Side {
    /// Labels of the places in `order`, which lie in that order; `place` is told where that of each begins, and its shift.
    fn new(
        forest: &Forest,
        places: &[Terminal],
        order: &[u32],
        label: impl Fn(&[Terminal]) -> Labels,
        mut place: impl FnMut(usize, usize, u64),
    ) -> Self {
        let mut side = Self { labels: Vec::new(), seeds: vec![Vec::new(); places.len()] };
        for batch in order.chunks(BATCH) {
            let part: Vec<Terminal> = batch.iter().map(|&p| places[p as usize].clone()).collect();
            let mut made = label(&part);
            for at in 0..made.places.len() {
                let of = batch[made.places[at] as usize] as usize;
                place(of, side.labels.len(), made.shifts[at]);
                let depths = forest.depth[made.bottoms[at] as usize] as usize + 1;
                side.labels.extend(made.label(at).take(depths));
                side.seeds[of] = std::mem::take(&mut made.seeds[at]);
            }
        }
        side.labels.shrink_to_fit();
        side
    }
}
