//! Sites of a three-tier network, proposed from the map alone: for a city whose planner has not said yet where things are.
//!
//! Drop-off points are the map's recycling places. Transfer stations, sorting centres and the warehouse stand on industrial (else
//! commercial) land of enough area, where they are quickest to reach by road from homes: a greedy p-median on road times, not on
//! straight lines. Homes are residential buildings, drawn by their floors. Same map, rules and seed: same proposal.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::engine::City;
use crate::engine::error::{EngineError, Kind, Text};
use crate::engine::query::{LonLat, MatrixQuery, Terms};
use crate::osm::model::{Place, PlaceKind};
use crate::roads::Region;

pub(super) mod spots;

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteRules {
    /// How many transfer stations.
    pub transfer_stations: usize,
    /// How many sorting centres.
    pub sorting_centres: usize,
    /// Least area of a transfer station's land, in square metres.
    pub station_min_m2: f64,
    /// Least area of a sorting centre's land, in square metres.
    pub centre_min_m2: f64,
    /// How many homes to draw.
    pub homes: usize,
    /// Profile that travels between homes and sites.
    pub profile: String,
    /// Seed of the draw.
    pub seed: u64,
}

/// A point with a name for people.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedPoint {
    /// The map's name, or empty.
    pub name: String,
    /// Where.
    pub at: LonLat,
}

/// What the map suggests.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteProposal {
    /// 交投点.
    pub drop_offs: Vec<NamedPoint>,
    /// 中转站.
    pub transfer_stations: Vec<NamedPoint>,
    /// 分拣中心.
    pub sorting_centres: Vec<NamedPoint>,
    /// Where new goods are loaded and vehicles stand.
    pub warehouse: NamedPoint,
    /// Homes, in the order they were drawn.
    pub homes: Vec<NamedPoint>,
}

/// Drop-off points closer than this are one: maps often show every container of a place by itself.
const SAME_PLACE_M: f64 = 60.0;
/// Two chosen sites are at least this far apart.
const APART_M: f64 = 400.0;
/// Homes that vote on where sites stand, and sites they may vote for: enough for a city, and a matrix of moments.
const VOTERS: usize = 200;
const CANDIDATES: usize = 120;

/// Proposes sites.
///
/// # Errors
/// `no_homes`, `no_drop_offs`, `too_few_sites` when the map does not hold enough, saying what it holds; `unknown_profile`.
pub fn propose(city: &City, rules: &SiteRules) -> Result<SiteProposal, EngineError> {
    let places = city.places();
    let homes = draw_homes(places, rules)?;
    let drop_offs =
        spots::merged(places.iter().filter(|p| p.kind == PlaceKind::Recycling).map(spots::point_of), SAME_PLACE_M);
    if drop_offs.is_empty() {
        return Err(poor("no_drop_offs", "no recycling place (amenity=recycling)", "没有回收点（amenity=recycling）"));
    }
    let wanted = rules.sorting_centres + rules.transfer_stations + 1;
    let land = candidate_land(places, rules, wanted)?;
    let points: Vec<NamedPoint> = land.iter().map(|p| spots::point_of(p)).collect();
    let voters: Vec<LonLat> = homes.iter().take(VOTERS).map(|h| h.at).collect();
    let times = city.matrix(&MatrixQuery {
        profile: rules.profile.clone(),
        sources: voters.clone(),
        targets: Some(points.iter().map(|p| p.at).collect()),
        depart: None,
        kerb: Default::default(),
        terms: Terms::default(),
        snap_limit: None,
    })?;
    let seconds: Vec<Vec<Option<i64>>> =
        times.cells.chunks(points.len()).map(|row| row.iter().map(|c| c.map(|leg| leg.time.0)).collect()).collect();
    let mut free: Vec<usize> = (0..points.len()).collect();
    let centres = spots::greedy_median(&seconds, &points, &mut free, rules.sorting_centres, APART_M, |i| {
        land[i].area_m2 >= rules.centre_min_m2
    });
    let stations = spots::greedy_median(&seconds, &points, &mut free, rules.transfer_stations, APART_M, |_| true);
    let warehouse = spots::greedy_median(&seconds, &points, &mut free, 1, APART_M, |_| true);
    let enough = centres.len() == rules.sorting_centres && stations.len() == rules.transfer_stations;
    let (true, Some(&warehouse)) = (enough, warehouse.first()) else {
        return Err(poor(
            "too_few_sites",
            &format!(
                "land for {} sites far enough apart and within reach, {wanted} are wanted",
                centres.len() + stations.len()
            ),
            &format!("只有 {} 块相距足够远且可到达的用地，需要 {wanted} 块", centres.len() + stations.len()),
        ));
    };
    let pick = |chosen: Vec<usize>| chosen.into_iter().map(|i| points[i].clone()).collect();
    Ok(SiteProposal {
        drop_offs,
        transfer_stations: pick(stations),
        sorting_centres: pick(centres),
        warehouse: points[warehouse].clone(),
        homes,
    })
}

/// Homes without replacement, each with a chance by its floors (weighted reservoir keys of Efraimidis and Spirakis, 2006).
fn draw_homes(places: &[Place], rules: &SiteRules) -> Result<Vec<NamedPoint>, EngineError> {
    let land: Vec<_> = places.iter().filter(|p| p.kind == PlaceKind::ResidentialLand).map(spots::polygon_of).collect();
    let residential = Region::new(&land);
    let lives = |p: &&Place| match p.kind {
        PlaceKind::ResidentialBuilding => true,
        // Tag-poor maps say only building=yes; on residential land that is a home.
        PlaceKind::Building => p.outline.first().is_some_and(|&c| residential.contains(c)),
        _ => false,
    };
    let mut random = Xoshiro256PlusPlus::seed_from_u64(rules.seed);
    let mut keyed: Vec<(f64, NamedPoint)> = places
        .iter()
        .filter(lives)
        .map(|p| {
            let unit = ((random.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
            (unit.ln() / f64::from(p.levels.unwrap_or(1).max(1)), spots::point_of(p))
        })
        .collect();
    if keyed.len() < rules.homes {
        let n = keyed.len();
        return Err(poor(
            "no_homes",
            &format!("{n} residential buildings, {} orders are wanted", rules.homes),
            &format!("只有 {n} 栋住宅，需要 {} 个订单地址", rules.homes),
        ));
    }
    keyed.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(keyed.into_iter().take(rules.homes).map(|(_, p)| p).collect())
}

/// Industrial land large enough, the largest first; commercial land too where there is too little of it.
fn candidate_land<'a>(places: &'a [Place], rules: &SiteRules, wanted: usize) -> Result<Vec<&'a Place>, EngineError> {
    let of = |kind: PlaceKind| {
        let mut land: Vec<&Place> =
            places.iter().filter(|p| p.kind == kind && p.area_m2 >= rules.station_min_m2).collect();
        land.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2).then(a.id.cmp(&b.id)));
        land
    };
    let mut land = of(PlaceKind::IndustrialLand);
    if land.len() < wanted {
        land.extend(of(PlaceKind::CommercialLand));
    }
    if land.len() < wanted {
        let n = land.len();
        return Err(poor(
            "too_few_sites",
            &format!(
                "{n} pieces of industrial or commercial land of {} m² and more, {wanted} are wanted",
                rules.station_min_m2
            ),
            &format!("只有 {n} 块不小于 {} 平方米的工业或商业用地，需要 {wanted} 块", rules.station_min_m2),
        ));
    }
    land.truncate(CANDIDATES);
    Ok(land)
}

fn poor(code: &'static str, en: &str, zh: &str) -> EngineError {
    EngineError::new(
        Kind::NoAnswer,
        code,
        Text::new(format!("the map of this city holds {en}"), format!("该城市的地图{zh}")),
        Text::new("give the sites and orders in a problem file instead", "请在任务文件中给出站点和订单"),
    )
}
