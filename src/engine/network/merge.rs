//! 两网融合: which recycling sites could move in with a refuse site near them, and what each such pair saves.
//!
//! A pair gives up the recycling site's own place and keeps the refuse site's. It saves the fixed cost of the place given up, less its closing cost, and everything that
//! comes to the site or goes on from it is carried to and from the other place instead, by the network's own hauls at what they cost there. What the refuse
//! side pays or saves is not known here and not counted. One tier at a time, so that at most one end of a flow moves and savings of pairs add up exactly.

use super::ground::Grounded;
use super::measured;
use super::site_test::standing;
use crate::engine::City;
use crate::engine::error::EngineError;
use crate::engine::query::{LonLat, MatrixQuery, Terms};
use crate::engine::rounds::Budget;
use crate::engine::sites::spots;
use crate::ids::IdVec;
use crate::network::answer::{Answer, Flow, Origin};
use crate::network::model::{Network, Site, SiteId, Status, Tier};
use crate::network::pairs::pairs;
use crate::network::ways::{cheapest, fen_per_t};
use crate::osm::model::{Place, PlaceKind};
use crate::units::{Centimetres, Fen, Grams};

/// A place where household refuse is handled.
#[derive(Clone, Debug, PartialEq)]
pub struct Refuse {
    /// What people call it.
    pub name: String,
    /// Where.
    pub at: LonLat,
    /// Its land in square metres; `None` where nobody said.
    pub land_m2: Option<f64>,
}

/// Which pairs are possible.
#[derive(Clone, Debug, PartialEq)]
pub struct MergeRules {
    /// Recycling sites of this tier.
    pub tier: Tier,
    /// The refuse site is no further by road, from the recycling site.
    pub within: Centimetres,
    /// Who drives that way.
    pub profile: String,
    /// Least land of the refuse site, in square metres; a recycling site that says its own land needs as much beside. Land that nobody has said is not judged.
    pub least_m2: f64,
}

/// A recycling site and the refuse site it could move in with.
#[derive(Clone, Debug, PartialEq)]
pub struct MergePair {
    /// The recycling site.
    pub site: SiteId,
    /// The refuse site's place in the list.
    pub refuse: usize,
    /// Way from the one to the other.
    pub distance: Centimetres,
    /// Fixed cost saved in a year, less closing.
    pub fixed: Fen,
    /// What hauls cost more in a year, carbon included; less if negative.
    pub hauls: Fen,
    /// What comes in in a year.
    pub intake: Grams,
}

impl MergePair {
    /// What the pair saves in a year.
    #[must_use]
    pub fn saving(&self) -> Fen {
        self.fixed - self.hauls
    }
}

/// The pairs that save most together.
#[derive(Debug)]
pub struct Merge {
    /// By site.
    pub pairs: Vec<MergePair>,
    /// Pairs that keep to the rules, made or not.
    pub possible: usize,
    /// Sites of the tier that are open.
    pub sites: usize,
    /// Of these, existing ones without a price of being closed: they stay where they are.
    pub must_stay: usize,
    /// Pairs left out because a coverage rule would no longer be kept.
    pub uncovered: usize,
}

/// Refuse sites of a map: transfer stations and disposal places.
#[must_use]
pub fn refuse_on_map(city: &City) -> Vec<Refuse> {
    let is = |kind| matches!(kind, PlaceKind::WasteTransferStation | PlaceKind::WasteDisposal);
    let one = |(i, place): (usize, &Place)| {
        let point = spots::point_of(place);
        let name = if point.name.is_empty() { format!("osm-{}", i + 1) } else { point.name };
        Refuse { name, at: point.at, land_m2: Some(place.area_m2).filter(|m2| *m2 > 0.0) }
    };
    city.places().iter().filter(|place| is(place.kind)).enumerate().map(one).collect()
}

/// Refuse sites that a network names: those with `shared_with_msw` that are not open for recycling.
#[must_use]
pub fn refuse_in(network: &Network, open: &IdVec<SiteId, bool>) -> Vec<Refuse> {
    let named = network.sites.iter_ids().filter(|(id, site)| site.shared_with_msw && !open[*id]);
    let one = |(_, site): (SiteId, &Site)| Refuse {
        name: site.name.clone(),
        at: LonLat { lon: site.lon_lat.0, lat: site.lon_lat.1 },
        land_m2: Some(site.land_m2).filter(|m2| *m2 > 0.0),
    };
    named.map(one).collect()
}

/// Pairs open sites of a tier with refuse sites, each with one at most, so that they save most together. A site that serves refuse already stays as it is.
///
/// # Errors
/// Those of [`super::ground::ground()`]; as a design's where the network as it stands has no answer.
pub fn merge(
    city: &City,
    network: &Network,
    open: &IdVec<SiteId, bool>,
    refuse: &[Refuse],
    rules: &MergeRules,
    budget: &Budget,
) -> Result<Merge, EngineError> {
    let of_tier = network.sites.iter_ids().filter(|(id, s)| s.tier == rules.tier && open[*id] && !s.shared_with_msw);
    // What stands and has no price of closing stays where it is.
    let (sites, fixed): (Vec<_>, Vec<_>) =
        of_tier.partition(|(_, s)| s.status != Status::Existing || s.closing.is_some());
    let (sites, must_stay): (Vec<SiteId>, usize) = (sites.into_iter().map(|(id, _)| id).collect(), fixed.len());
    if sites.is_empty() {
        return Ok(Merge { pairs: Vec::new(), possible: 0, sites: must_stay, must_stay, uncovered: 0 });
    }
    let near = near(city, network, &sites, refuse, rules)?;
    // Each refuse site that is near any stands in the network as a place of the tier, so that hauls are measured to and from it.
    let mut wide = network.clone();
    let mut wide_open = open.clone();
    let mut stands: Vec<Option<SiteId>> = vec![None; refuse.len()];
    for &(_, to, _) in &near {
        if stands[to].is_none() {
            let Some(like) = sites.first() else { continue };
            let lon_lat = (refuse[to].at.lon, refuse[to].at.lat);
            let place = Site { status: Status::Candidate, lon_lat, area: None, ..network.sites[*like].clone() };
            stands[to] = Some(wide.sites.push(place));
            wide_open.push(false);
        }
    }
    let grounded = measured(city, &wide, budget)?;
    let answer = standing(&wide, &grounded, &wide_open, budget)?;
    let mut savings = vec![vec![None; refuse.len()]; sites.len()];
    let mut possible = Vec::new();
    for &(row, to, distance) in &near {
        let site = sites[row];
        let Some(hauls) = stands[to].and_then(|there| longer(&wide, &grounded, &answer, site, there)) else { continue };
        let from = &network.sites[site];
        let fixed = from.fixed - from.closing.unwrap_or_default();
        let intake = answer.flows.iter().filter(|flow| flow.to == site).map(|flow| flow.amount).sum();
        let pair = MergePair { site, refuse: to, distance, fixed, hauls, intake };
        savings[row][to] = Some(pair.saving().0);
        possible.push((row, pair));
    }
    let made = pairs(&savings);
    let is_made = |(row, pair): &(usize, MergePair)| made[*row] == Some(pair.refuse);
    let found: Vec<MergePair> = possible.iter().filter(|p| is_made(p)).map(|p| p.1.clone()).collect();
    let all = found.len();
    let found = covering(&wide, &grounded, answer, found, &stands);
    Ok(Merge {
        uncovered: all - found.len(),
        pairs: found,
        possible: possible.len(),
        sites: sites.len() + must_stay,
        must_stay,
    })
}

/// The pairs with which every coverage rule that is kept stays kept, and none that is broken gets worse: those that save most come first, and one that would break a rule is
/// left out. Only drop-off points cover anybody.
fn covering(
    wide: &Network,
    grounded: &Grounded,
    mut answer: Answer,
    pairs: Vec<MergePair>,
    stands: &[Option<SiteId>],
) -> Vec<MergePair> {
    let covered = |answer: &Answer| -> Vec<(u64, u64)> {
        let rules = wide.coverage.iter().zip(&grounded.ways.walks);
        rules.map(|(rule, walks)| answer.covered(wide, walks, rule.area)).collect()
    };
    // Whole households: what a rule asks for, or what there is now where that is less. What a lost one costs depends on the other pairs, so where it costs none is lost.
    let now = covered(&answer);
    let enough = |(rule, &(now, all)): (&crate::network::model::Coverage, &(u64, u64))| {
        if rule.unreached.0 > 0 { now } else { now.min((all * u64::from(rule.share_bp)).div_ceil(10_000)) }
    };
    let floor: Vec<u64> = wide.coverage.iter().zip(&now).map(enough).collect();
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(pairs[i].saving().0), i));
    let mut kept = vec![false; pairs.len()];
    for i in order {
        let Some(there) = stands[pairs[i].refuse] else { continue };
        (answer.open[pairs[i].site], answer.open[there]) = (false, true);
        kept[i] = covered(&answer).iter().zip(&floor).all(|(c, floor)| c.0 >= *floor);
        if !kept[i] {
            (answer.open[pairs[i].site], answer.open[there]) = (true, false);
        }
    }
    pairs.into_iter().zip(kept).filter_map(|(pair, kept)| kept.then_some(pair)).collect()
}

/// Pairs that keep to the rules of distance and land: site by place in the list, refuse site, way.
fn near(
    city: &City,
    network: &Network,
    sites: &[SiteId],
    refuse: &[Refuse],
    rules: &MergeRules,
) -> Result<Vec<(usize, usize, Centimetres)>, EngineError> {
    let at = |&site: &SiteId| LonLat { lon: network.sites[site].lon_lat.0, lat: network.sites[site].lon_lat.1 };
    let table = city.matrix(&MatrixQuery {
        profile: rules.profile.clone(),
        sources: sites.iter().map(at).collect(),
        targets: Some(refuse.iter().map(|r| r.at).collect()),
        depart: None,
        kerb: Default::default(),
        terms: Terms::default(),
        snap_limit: None,
    })?;
    let roomy = |row: usize, to: usize| {
        let needs = rules.least_m2.max(network.sites[sites[row]].land_m2);
        refuse[to].land_m2.is_none_or(|land| land >= needs)
    };
    let cells = table.cells.iter().enumerate().filter_map(|(i, cell)| {
        let (row, to) = (i / refuse.len(), i % refuse.len());
        cell.filter(|leg| leg.length <= rules.within && roomy(row, to)).map(|leg| (row, to, leg.length))
    });
    Ok(cells.collect())
}

/// What hauls cost more in a year where all that comes to a site, and goes on from it, does so at another place; `None` where some of it could not.
fn longer(wide: &Network, grounded: &Grounded, answer: &Answer, site: SiteId, there: SiteId) -> Option<Fen> {
    let mut more = 0.0;
    for flow in answer.flows.iter().filter(|flow| flow.to == site || flow.from == Origin::Site(site)) {
        let now = fen_per_t(wide, &flow.carriage);
        more += (moved(wide, grounded, flow, site, there)? - now) * flow.amount.0 as f64 / 1e6;
    }
    Some(Fen(more.round() as i64))
}

/// What a tonne of a flow costs with one of its ends moved.
fn moved(wide: &Network, grounded: &Grounded, flow: &Flow, site: SiteId, there: SiteId) -> Option<f64> {
    let ways = &grounded.ways;
    let carriage = match flow.from {
        Origin::Site(from) if from == site => cheapest(wide, &ways.from_sites, there, flow.to, flow.stream),
        Origin::Site(from) => cheapest(wide, &ways.from_sites, from, there, flow.stream),
        Origin::Source(from) => cheapest(wide, &ways.from_sources, from, there, flow.stream),
    };
    carriage.map(|(_, carriage)| fen_per_t(wide, &carriage))
}
