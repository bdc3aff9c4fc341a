//! What a city's map shows to a planner: homes, residential land, and land that sites could stand on, by county.

mod land;

use geo::{BoundingRect, LineString};

use super::City;
use super::error::EngineError;
use super::query::{self, Terms};
use crate::ids::{Id, IdVec};
use crate::network::candidates::{Parcel, ParcelKind, along};
use crate::network::demand::{CountyPeople, Demand, DemandFault, Overrides, Rates, Settled, estimate, settle};
use crate::network::ground::{LonLat, label_point, metres};
use crate::network::homes::{Dwelling, Homes, ResidentialLand, homes, places};
use crate::network::region::CountyId;
use crate::osm::model::{Coord, Place, PlaceKind, Polygon};
use crate::roads::Region;
use land::LandIndex;

/// `building=yes` of a smaller footprint is a shed or a garage, not a home.
const SHED_M2: f64 = 20.0;
/// One candidate for a drop-off point for each so many metres of the edge of residential land.
const EDGE_M: f64 = 400.0;
/// But no more than this for one piece of land.
const MOST_EDGES: usize = 12;

/// A county of the city.
#[derive(Clone, Debug, PartialEq)]
pub struct SurveyCounty {
    /// Its name, as imported.
    pub name: String,
    /// Its code; may be empty.
    pub code: String,
    /// A place inside.
    pub label: Option<LonLat>,
}

/// What the map shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survey {
    /// The counties that the city was clipped to; none where it was not.
    pub counties: IdVec<CountyId, SurveyCounty>,
    /// Homes: residential buildings, and buildings of unknown use on residential land.
    pub dwellings: Vec<Dwelling>,
    /// Residential land.
    pub land: Vec<ResidentialLand>,
    /// Land that sites could stand on.
    pub parcels: Vec<Parcel>,
    /// Buildings of unknown use that stand on no residential land and are taken for no homes.
    pub unknown_buildings: usize,
}

/// Surveys a city. Linear in its places but for the land each stands on, which is looked up.
#[must_use]
pub fn survey(city: &City) -> Survey {
    of_places(city.places(), &city.map().settings.counties)
}

/// Leaves out land that no truck comes near, and says how many pieces that were: a site there would have no way.
///
/// # Errors
/// Those of making a metric of the truck profiles.
pub fn keep_reachable(city: &City, survey: &mut Survey) -> Result<usize, EngineError> {
    let before = survey.parcels.len();
    for profile in ["light_truck", "heavy_truck"] {
        let router = city.router(&city.rules(), profile, None, &Terms::default())?;
        survey.parcels.retain(|p| {
            // Drop-off points are emptied by light trucks; large land sends heavy ones on.
            let needs = profile == "light_truck" || matches!(p.kind, ParcelKind::Industrial | ParcelKind::Commercial);
            let (lon, lat) = p.at;
            !needs || city.on_road(router.metric(), query::LonLat { lon, lat }, None, None).is_ok()
        });
    }
    Ok(before - survey.parcels.len())
}

fn of_places(all: &[Place], counties: &[crate::roads::County]) -> Survey {
    let regions: Vec<Region> = counties.iter().map(|c| Region::new(&c.polygons)).collect();
    let county_of = |at: LonLat| -> Option<CountyId> {
        let at = Coord::from_degrees(at.0, at.1)?;
        regions.iter().position(|r| r.contains(at)).map(Id::new)
    };
    let mut out = Survey { counties: counties.iter().map(county).collect(), ..Survey::default() };
    let residential: Vec<&Place> =
        all.iter().filter(|p| p.kind == PlaceKind::ResidentialLand && p.outline.len() > 3).collect();
    let index = LandIndex::new(residential.iter().map(|p| ring(p)).collect());
    for place in &residential {
        let ring = ring(place);
        let points = land::spread(&ring, place.area_m2);
        let county = points.first().and_then(|&at| county_of(at));
        let length: f64 = ring.windows(2).map(|w| metres(w[0], w[1])).sum();
        let count = ((length / EDGE_M).ceil() as usize).clamp(1, MOST_EDGES);
        out.parcels.extend(along(&ring, count).into_iter().map(|at| Parcel {
            kind: ParcelKind::ResidentialEdge,
            at,
            area_m2: None,
            county,
            name: name(place),
        }));
        out.land.push(ResidentialLand { points, area_m2: place.area_m2, county });
    }
    for place in all {
        let Some(at) = middle(place) else { continue };
        match place.kind {
            PlaceKind::ResidentialBuilding | PlaceKind::Building => {
                let land = index.at(at);
                let lives =
                    place.kind == PlaceKind::ResidentialBuilding || (land.is_some() && place.area_m2 >= SHED_M2);
                if lives {
                    let (footprint_m2, levels) = (place.area_m2, place.levels);
                    out.dwellings.push(Dwelling { at, footprint_m2, levels, land, county: county_of(at) });
                } else if place.kind == PlaceKind::Building && land.is_none() {
                    out.unknown_buildings += 1;
                }
            }
            kind => {
                if let Some(kind) = parcel_kind(kind) {
                    let area_m2 = (place.outline.len() > 3).then_some(place.area_m2);
                    out.parcels.push(Parcel { kind, at, area_m2, county: county_of(at), name: name(place) });
                }
            }
        }
    }
    out
}

fn parcel_kind(kind: PlaceKind) -> Option<ParcelKind> {
    Some(match kind {
        PlaceKind::IndustrialLand => ParcelKind::Industrial,
        PlaceKind::CommercialLand => ParcelKind::Commercial,
        PlaceKind::Parking => ParcelKind::Parking,
        PlaceKind::Recycling => ParcelKind::Recycling,
        PlaceKind::WasteTransferStation => ParcelKind::WasteTransferStation,
        PlaceKind::WasteDisposal => ParcelKind::WasteDisposal,
        _ => return None,
    })
}

fn county(county: &crate::roads::County) -> SurveyCounty {
    let lon_lats = |ring: &Vec<Coord>| ring.iter().map(|c| (c.lon(), c.lat())).collect();
    let rings = |p: &Polygon| std::iter::once(&p.outer).chain(&p.inners).map(lon_lats).collect::<Vec<Vec<LonLat>>>();
    let largest = county.polygons.iter().max_by_key(|p| p.outer.len());
    SurveyCounty {
        name: county.name.clone(),
        code: county.code.clone(),
        label: largest.and_then(|p| label_point(&rings(p))),
    }
}

fn ring(place: &Place) -> Vec<LonLat> {
    place.outline.iter().map(|c| (c.lon(), c.lat())).collect()
}

/// A point of the place: inside an area, as far as its middle or a corner is.
fn middle(place: &Place) -> Option<LonLat> {
    let ring = ring(place);
    let at = if ring.len() > 3 {
        label_point(&vec![ring])
    } else {
        LineString::from(ring).bounding_rect().map(|r| (r.center().x, r.center().y))
    };
    // Seven decimals are the map's own resolution.
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
    at.map(|(lon, lat)| (round(lon), round(lat)))
}

fn name(place: &Place) -> String {
    place.names.zh.clone().or_else(|| place.names.name.clone()).unwrap_or_default()
}

/// People of a county, as a planner gives them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KnownPeople {
    /// The county's code; empty where only the name is known.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Who lives there.
    pub persons: i64,
    /// People in a household, where the county has a figure of its own.
    pub persons_per_household: Option<f64>,
}

/// How demand is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct DemandQuery {
    /// Rates and how homes are counted.
    pub rates: Rates,
    /// Censuses of counties, found by code, else by name; counties without one hold as many people as their homes do.
    pub people: Vec<KnownPeople>,
    /// Homes are gathered by squares of so many metres.
    pub cell_m: f64,
    /// Into so many places at most.
    pub most_places: usize,
    /// What is known better. Places are numbered as the answer numbers them.
    pub overrides: Overrides,
}

/// Demand on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapDemand {
    /// What told about homes.
    pub homes: Homes,
    /// The places, with their people.
    pub places: Vec<Settled>,
    /// What they hand over.
    pub demand: Demand,
    /// Censuses that fit no county of the city, by their place in the query.
    pub unmatched: Vec<usize>,
}

/// Where what arises in a surveyed city.
///
/// # Errors
/// As [`settle`] and [`estimate`].
pub fn demand(survey: &Survey, query: &DemandQuery) -> Result<MapDemand, DemandFault> {
    let found = |known: &KnownPeople| {
        let by_code = survey.counties.iter().position(|c| !known.code.is_empty() && c.code == known.code);
        by_code.or_else(|| survey.counties.iter().position(|c| !known.name.is_empty() && c.name == known.name))
    };
    let mut counties: IdVec<CountyId, CountyPeople> = survey
        .counties
        .iter()
        .map(|c| CountyPeople { persons: None, label: c.label, persons_per_household: None })
        .collect();
    let mut unmatched = Vec::new();
    for (i, known) in query.people.iter().enumerate() {
        match found(known) {
            Some(c) => {
                let info = &mut counties[Id::new(c)];
                (info.persons, info.persons_per_household) = (Some(known.persons), known.persons_per_household);
            }
            None => unmatched.push(i),
        }
    }
    let homes = homes(&survey.dwellings, &survey.land, &query.rates.households);
    let gathered = places(&homes.homes, query.cell_m, query.most_places);
    let settled = settle(&gathered, &counties, &query.rates.households)?;
    let demand = estimate(&settled, counties.len(), &query.rates.grams(), &query.overrides)?;
    Ok(MapDemand { homes, places: settled, demand, unmatched })
}

#[cfg(test)]
mod tests;
