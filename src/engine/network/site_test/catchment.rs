//! From where on the streets a site would be gone to: the land from which it is reached sooner than any other open site of its tier that takes what it takes.
//!
//! By the profile of the haul that brings the site most, and no further than the longest way by which anything comes. Capacities and prices may send a place
//! inside elsewhere, and one outside here: what the site really gets is said by source.

use crate::engine::City;
use crate::engine::error::{EngineError, Kind};
use crate::engine::network::ground::Grounded;
use crate::engine::query::{LonLat, Terms};
use crate::hierarchy::Seed;
use crate::ids::IdVec;
use crate::matrix::Router;
use crate::matrix::isochrone::{NO_WAY, Sense, Times, isochrones};
use crate::network::answer::{Answer, Flow, Origin};
use crate::network::model::{HaulId, Network, SiteId};
use crate::network::ways::{Ways, find};
use crate::roads::Snap;
use crate::units::{Centimetres, Grams, Milliseconds};

/// A catchment is not drawn smaller than this.
const LEAST: Milliseconds = Milliseconds::MINUTE;

/// The catchment of a site.
#[derive(Clone, Debug, PartialEq)]
pub struct Catchment {
    /// The site.
    pub site: SiteId,
    /// The haul that brings most.
    pub haul: HaulId,
    /// The longest way by which anything comes.
    pub within: Milliseconds,
    /// Length of street in it, each direction counted.
    pub streets: Centimetres,
    /// Polygons, each an outer ring and its holes; rings are closed.
    pub polygons: Vec<Vec<Vec<LonLat>>>,
}

/// Of a site in an answer; `None` where nothing comes to it.
pub(super) fn of(
    city: &City,
    network: &Network,
    grounded: &Grounded,
    answer: &Answer,
    site: SiteId,
) -> Option<Result<Catchment, EngineError>> {
    let mut brings: IdVec<HaulId, Grams> = IdVec::filled(Grams::ZERO, network.hauls.len());
    let comes = || answer.flows.iter().filter(|flow| flow.to == site);
    comes().for_each(|flow| brings[flow.haul] += flow.amount);
    let (haul, _) = brings
        .iter_ids()
        .filter(|b| *b.1 > Grams::ZERO)
        .max_by_key(|&(id, amount)| (*amount, std::cmp::Reverse(id)))?;
    let longest = comes().filter(|flow| flow.haul == haul).filter_map(|flow| time(&grounded.ways, flow)).max()?;
    let within = longest.max(LEAST);
    let drawn = drawn(city, network, answer, site, haul, within);
    Some(drawn.map(|(streets, polygons)| Catchment { site, haul, within, streets, polygons }))
}

/// How long the way of a flow takes.
fn time(ways: &Ways, flow: &Flow) -> Option<Milliseconds> {
    match flow.from {
        Origin::Source(from) => find(&ways.from_sources[flow.haul], from, flow.to).map(|way| way.there().time),
        Origin::Site(from) => find(&ways.from_sites[flow.haul], from, flow.to).map(|way| way.there().time),
    }
}

type Drawn = (Centimetres, Vec<Vec<Vec<LonLat>>>);

fn drawn(
    city: &City,
    network: &Network,
    answer: &Answer,
    site: SiteId,
    haul: HaulId,
    within: Milliseconds,
) -> Result<Drawn, EngineError> {
    let router = city.router(&city.rules(), &network.hauls[haul].profile, None, &Terms::default())?;
    let here = on_road(city, &router, network, site)?;
    let Some(here) = here else { return Ok((Centimetres::ZERO, Vec::new())) };
    let takes = |rival: SiteId| network.sites[site].intakes.iter().any(|i| network.intake(rival, i.stream).is_some());
    let rivals = network
        .sites
        .iter_ids()
        .filter(|&(id, s)| id != site && answer.open[id] && s.tier == network.sites[site].tier && takes(id));
    let mut seeds: Vec<Seed> = Vec::new();
    for (id, _) in rivals {
        seeds.extend(on_road(city, &router, network, id)?.iter().flat_map(|snap| router.metric().ends(snap)));
    }
    let own = router.arriving(&here);
    let others = router.customized().to_seeds(&seeds);
    let nearer = |(&own, &other): (&u64, &u64)| if other < own { NO_WAY } else { own };
    let labels: Vec<u64> = own.packed().iter().zip(others.packed()).map(nearer).collect();
    let area = isochrones(router.metric(), Sense::To, &here, &Times::of(router.metric(), &labels), &[within]).pop();
    let ring = |points: &Vec<crate::osm::model::Coord>| -> Vec<LonLat> {
        points.iter().map(|c| LonLat { lon: c.lon(), lat: c.lat() }).collect()
    };
    Ok(area.map_or_else(Default::default, |area| {
        let polygons = area.polygons.iter().map(|p| std::iter::once(&p.outer).chain(&p.inners).map(ring).collect());
        (area.length, polygons.collect())
    }))
}

fn on_road(city: &City, router: &Router, network: &Network, site: SiteId) -> Result<Option<Snap>, EngineError> {
    let (lon, lat) = network.sites[site].lon_lat;
    match city.on_road(router.metric(), LonLat { lon, lat }, None, None) {
        Err(e) if e.kind == Kind::NoAnswer => Ok(None),
        other => other.map(Some),
    }
}
