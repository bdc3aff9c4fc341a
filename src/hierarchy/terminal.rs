//! Ends of ways in a table: places, seen from a hierarchy.

use super::Seed;
use super::packed::halves;

/// Where the ways from (or to) a place begin (or end): vertices of one group, and what it costs at each.
///
/// A source in mid-segment begins *before* its seed, by the part of the segment that is not driven: costs are then kept as differences to `shift`,
/// the largest such part, so that no number is negative.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Terminal {
    pub(super) group: usize,
    pub(super) seeds: Vec<(u32, u64)>,
    pub(super) shift: u64,
}

impl Terminal {
    /// Begins or ends at vertices of `group`, each with what is added there. Without a seed nothing leads there.
    #[must_use]
    pub fn at(group: usize, seeds: &[Seed]) -> Self {
        let seeds = seeds.iter().map(|&(v, w)| (crate::ids::Id::index(v) as u32, w.packed())).collect();
        Self { group, seeds, shift: 0 }
    }
    /// Begins at vertices of `group`, each with what is *taken off* every way that begins there: the part of the first segment that lies behind the place. What is
    /// taken off must be a part of every arc that leaves the vertex.
    #[must_use]
    pub fn behind(group: usize, seeds: &[Seed]) -> Self {
        let shift = seeds.iter().fold(0, |s, seed| halves(s, seed.1.packed(), u64::max));
        let seeds = seeds.iter().map(|&(v, w)| (crate::ids::Id::index(v) as u32, shift - w.packed())).collect();
        Self { group, seeds, shift }
    }
}
