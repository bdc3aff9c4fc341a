//! What has been measured on the roads for a network: who can carry what where, and who can walk to which drop-off point.

use super::costs::{Carriage, carriage};
use super::model::{Haul, HaulId, Network, SiteId, SourceId};
use crate::ids::{Id, IdVec, StreamId};
use crate::matrix::travel::{Leg, leg};

/// A way that a haul can go. There are millions, so legs stay packed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way<F> {
    /// Where it begins.
    pub from: F,
    /// The site it leads to.
    pub to: SiteId,
    there: u64,
    back: u64,
}

impl<F: Id> Way<F> {
    /// A way from its packed legs (see [`crate::matrix::travel::leg`]); `None` where there is none there or back, or it is longer than the haul reaches.
    #[must_use]
    pub fn new(haul: &Haul, from: F, to: SiteId, there: u64, back: u64) -> Option<Self> {
        let length = leg(there)?.length;
        leg(back)?;
        haul.reach.is_none_or(|reach| length <= reach).then_some(Self { from, to, there, back })
    }
    /// The way there.
    #[must_use]
    pub fn there(&self) -> Leg {
        leg(self.there).unwrap_or_default()
    }
    /// There and back as they are kept: equal numbers are equal ways.
    #[must_use]
    pub const fn packed(&self) -> [u64; 2] {
        [self.there, self.back]
    }
    /// What carrying a tonne this way takes.
    #[must_use]
    pub fn carriage(&self, haul: &Haul) -> Carriage {
        let legs = leg(self.there).zip(leg(self.back)).unwrap_or_default();
        carriage(haul, legs.0, legs.1)
    }
}

/// The ways of a network, by haul, and who can walk where, by coverage rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ways {
    /// Ways of hauls that begin where material arises, each pair once, in order of the pairs; empty for other hauls.
    pub from_sources: IdVec<HaulId, Vec<Way<SourceId>>>,
    /// Ways of hauls from site to site, each pair once, in order of the pairs; empty for other hauls.
    pub from_sites: IdVec<HaulId, Vec<Way<SiteId>>>,
    /// For each coverage rule and source the drop-off points within reach, in order.
    pub walks: Vec<IdVec<SourceId, Vec<SiteId>>>,
}

impl Ways {
    /// No ways at all, of so many hauls.
    #[must_use]
    pub fn none(hauls: &IdVec<HaulId, Haul>) -> Self {
        let n = hauls.len();
        Self { from_sources: IdVec::filled(Vec::new(), n), from_sites: IdVec::filled(Vec::new(), n), walks: Vec::new() }
    }
    /// How many ways there are.
    #[must_use]
    pub fn len(&self) -> usize {
        let sources: usize = self.from_sources.iter().map(Vec::len).sum();
        sources + self.from_sites.iter().map(Vec::len).sum::<usize>()
    }
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The way of a haul from one place to another, if it has one.
#[must_use]
pub fn find<F: Id>(ways: &[Way<F>], from: F, to: SiteId) -> Option<&Way<F>> {
    ways.binary_search_by_key(&(from, to), |way| (way.from, way.to)).ok().map(|at| &ways[at])
}

/// The haul that a stream goes by from one place to another, where it is taken: the cheapest that carries it, the first of those that cost the same.
#[must_use]
pub fn cheapest<F: Id>(
    network: &Network,
    ways: &IdVec<HaulId, Vec<Way<F>>>,
    from: F,
    to: SiteId,
    stream: StreamId,
) -> Option<(HaulId, Carriage)> {
    let of = |haul: HaulId| Some((haul, find(&ways[haul], from, to)?.carriage(&network.hauls[haul])));
    let carried = network.hauls.iter_ids().filter(|(_, haul)| haul.carries(stream));
    best(network, carried.filter_map(|(id, _)| of(id)))
}

/// The cheapest of some hauls.
pub(super) fn best(network: &Network, hauls: impl Iterator<Item = (HaulId, Carriage)>) -> Option<(HaulId, Carriage)> {
    hauls.min_by(|a, b| fen_per_t(network, &a.1).total_cmp(&fen_per_t(network, &b.1)))
}

/// What carrying a tonne costs, carbon included.
#[must_use]
pub fn fen_per_t(network: &Network, carriage: &Carriage) -> f64 {
    carriage.fen_per_t + network.carbon_fen_per_t as f64 * carriage.co2_g_per_t / GRAMS_A_TONNE
}

const GRAMS_A_TONNE: f64 = 1e6;
