//! The matrices of a day: its places on the roads, for every profile and hour band.

mod over;

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::City;
use super::error::{EngineError, Kind, Text};
use super::network::ground::Measure;
use super::query::{Departure, LonLat, Terms};
use crate::ids::{Id, IdVec, PlaceId};
use crate::matrix::Router;
use crate::matrix::route::oracle;
use crate::matrix::table::table as by_dijkstra;
use crate::matrix::travel::{Leg, ProfileIx, Travel, TravelMatrix};
use crate::roads::Snap;
use crate::rounds::day::{Day, Site};
use crate::units::Milliseconds;

/// A day's clock times run to 47:59, so rules of two days may matter.
const DAYS: i64 = 2;

/// A day put on the roads of a city.
pub struct Grounded {
    /// Matrices over the day's places, for its profiles.
    pub travel: Travel,
    /// Places without a road near them for some profile: no vehicle of that profile can get there.
    pub unplaced: Vec<(PlaceId, ProfileIx, EngineError)>,
    ground: Option<Ground>,
}

/// What is needed to write a leg out, and to measure ways to more places.
struct Ground {
    profiles: IdVec<ProfileIx, String>,
    /// By profile, that by whose roads places are found.
    bare: IdVec<ProfileIx, Arc<Router>>,
    routers: IdVec<ProfileIx, Vec<Arc<Router>>>,
    snaps: IdVec<ProfileIx, Vec<Option<Snap>>>,
    /// By profile and band, the places as ends of any ways; of bands driven alike, that of the first.
    ends: IdVec<ProfileIx, Vec<OnceLock<over::Ends>>>,
}

/// The matrices of a day that brings its own.
#[must_use]
pub fn given(travel: Travel) -> Grounded {
    Grounded { travel, unplaced: Vec::new(), ground: None }
}

/// Puts a day's places on the roads and computes its matrices, one for each profile and band of hours.
///
/// Where every rule by hour leaves a profile's metric as it is, bands share one matrix.
///
/// # Errors
/// `unknown_profile`; `bad_date`; `place_without_position` where a place has none.
pub fn ground(city: &City, day: &Day) -> Result<Grounded, EngineError> {
    of_places(city, &day.places, &day.profiles, &Days::Date(day.date), Measure::Tables)
}

/// On which days one clock is driven by.
pub(super) enum Days<'a> {
    /// A date.
    Date((i16, i8, i8)),
    /// Every week alike, for each profile on these weekdays, Monday first: a leg is as slow as on the slowest of them, and there is none where one of them
    /// has none, so that whoever keeps a timetable is early at worst.
    Week(&'a dyn Fn(ProfileIx) -> [bool; 7]),
}

/// [`ground`] for places and profiles.
///
/// # Errors
/// As [`ground`].
pub(super) fn of_places(
    city: &City,
    places: &IdVec<PlaceId, Site>,
    profiles: &IdVec<ProfileIx, String>,
    days: &Days<'_>,
    measure: Measure,
) -> Result<Grounded, EngineError> {
    let points = positions(places)?;
    // Taken once: all bands of the day are driven under the same rules.
    let book = city.rules();
    let minutes = bands(&book.hour_changes, days)?;
    let mut unplaced = Vec::new();
    let mut driven: IdVec<ProfileIx, Driven> = IdVec::new();
    for (profile, name) in profiles.iter_ids() {
        let bare = city.router(&book, name, None, &Terms::default())?;
        let snaps = on_roads(city, &bare, &points, |place, e| unplaced.push((place, profile, e)))?;
        let mut of = Driven { bare, snaps, routers: Vec::new(), bands: Vec::new() };
        for &minute in &minutes {
            // Which day it is matters only by what holds on it.
            let mut alike: Vec<usize> = Vec::new();
            for depart in days.departures(profile, minute, !book.hour_changes.is_empty())? {
                let router = city.router(&book, name, depart, &Terms::default())?;
                let known = of.routers.iter().position(|r| r.metric().same_costs(router.metric()));
                alike.push(known.unwrap_or(of.routers.len()));
                if known.is_none() {
                    of.routers.push(router);
                }
            }
            alike.sort_unstable();
            alike.dedup();
            of.bands.push(alike);
        }
        driven.push(of);
    }
    let tables: usize = driven.iter().map(|of| of.routers.len()).sum();
    let too_large = tables.saturating_mul(places.len().saturating_mul(places.len())) > CELLS;
    let single = driven.iter().flat_map(|of| &of.bands).all(|alike| alike.len() == 1);
    let how = if too_large && single && measure == Measure::Tables { How::Asked } else { How::At(measure) };
    let starts = minutes.iter().map(|&m| Milliseconds(m * 60_000)).collect();
    let travel = Travel::new(starts, driven.iter().map(|of| of.matrices(how)).collect());
    let routers = driven.iter().map(|of| of.bands.iter().map(|alike| Arc::clone(&of.routers[alike[0]])).collect());
    let (routers, bares) = (routers.collect(), driven.iter().map(|of| Arc::clone(&of.bare)).collect());
    let snaps = driven.iter().map(|of| of.snaps.clone()).collect();
    Ok(Grounded { travel, unplaced, ground: Some(Ground::new(profiles.clone(), bares, routers, snaps)) })
}

/// Cells of all tables of a day together, from which on ways are added up as they are asked for: 1 GiB of tables.
const CELLS: usize = 1 << 27;

/// How ways between places are had.
#[derive(Clone, Copy)]
enum How {
    At(Measure),
    Asked,
}

/// What a profile drives by.
struct Driven {
    bare: Arc<Router>,
    snaps: Vec<Option<Snap>>,
    /// Those that differ.
    routers: Vec<Arc<Router>>,
    /// By band, those of them that matter in it.
    bands: Vec<Vec<usize>>,
}

impl Driven {
    /// By band.
    fn matrices(&self, how: How) -> Vec<Arc<TravelMatrix>> {
        let matrix = |router: &Arc<Router>| match how {
            How::Asked => Arc::new(router.asked(&self.snaps)),
            How::At(measure) => Arc::new(square(router, measure, &self.snaps)),
        };
        let made: Vec<Arc<TravelMatrix>> = self.routers.iter().map(matrix).collect();
        self.bands.iter().map(|alike| slowest(&alike.iter().map(|&i| &made[i]).collect::<Vec<_>>())).collect()
    }
}

/// Places on the roads of a metric; `lost` is told of those that have none near.
fn on_roads(
    city: &City,
    router: &Router,
    points: &[LonLat],
    mut lost: impl FnMut(PlaceId, EngineError),
) -> Result<Vec<Option<Snap>>, EngineError> {
    let placed: Vec<Result<Snap, EngineError>> =
        points.par_iter().map(|&at| city.on_road(router.metric(), at, None, None)).collect();
    let mut snaps = Vec::with_capacity(placed.len());
    for (place, snap) in placed.into_iter().enumerate() {
        snaps.push(match snap {
            Ok(snap) => Some(snap),
            Err(e) if e.kind == Kind::NoAnswer => {
                lost(Id::new(place), e);
                None
            }
            Err(e) => return Err(e),
        });
    }
    Ok(snaps)
}

impl Grounded {
    /// The course of a leg departed on at `at`; empty where it was not driven on a city's roads, or there is no way.
    #[must_use]
    pub fn course(&self, profile: ProfileIx, from: PlaceId, to: PlaceId, at: Milliseconds) -> Vec<LonLat> {
        let Some(ground) = &self.ground else { return Vec::new() };
        let router = &ground.routers[profile][self.travel.band(at)];
        let snaps = &ground.snaps[profile];
        let (Some(from), Some(to)) = (snaps[from.index()], snaps[to.index()]) else { return Vec::new() };
        router
            .route(&mut router.scratch(), &from, &to)
            .map(|way| way.geometry.iter().copied().map(super::city::lon_lat).collect())
            .unwrap_or_default()
    }
}

fn positions(places: &IdVec<PlaceId, Site>) -> Result<Vec<LonLat>, EngineError> {
    places
        .iter()
        .map(|site| {
            site.lon_lat.map(|(lon, lat)| LonLat { lon, lat }).ok_or_else(|| {
                let name = &site.name;
                EngineError::new(
                    Kind::BadInput,
                    "place_without_position",
                    Text::new(format!("the place {name:?} has no position"), format!("地点 {name:?} 没有坐标")),
                    Text::new("give its lon and lat, or matrices of your own", "请给出经纬度，或自带时间矩阵"),
                )
            })
        })
        .collect()
}

/// The square matrix of some places.
fn square(router: &Router, measure: Measure, places: &[Option<Snap>]) -> TravelMatrix {
    match measure {
        Measure::Tables => router.matrix(places),
        Measure::Plain => {
            let legs = by_dijkstra(&oracle(router.metric()), router.metric(), places, places);
            let cells = legs.legs().map(|leg| leg.map_or(u64::MAX, packed)).collect();
            TravelMatrix::from_packed(places.len(), cells)
        }
    }
}

/// Of several matrices over the same places the slowest leg of each pair; none where one has none.
fn slowest(matrices: &[&Arc<TravelMatrix>]) -> Arc<TravelMatrix> {
    let [first, others @ ..] = matrices else { return Arc::new(TravelMatrix::from_packed(0, Vec::new())) };
    if others.is_empty() {
        return Arc::clone(first);
    }
    let n = first.len();
    // `u64::MAX`, no way, is the slowest of all.
    let worst = |i: usize| matrices.iter().map(|m| m.cell(Id::new(i / n), Id::new(i % n))).max().unwrap_or(u64::MAX);
    Arc::new(TravelMatrix::from_packed(n, (0..n * n).map(worst).collect()))
}

/// A leg of a matrix as it keeps it.
fn packed(leg: Leg) -> u64 {
    (leg.time.0 as u64) << 32 | leg.length.0 as u64
}

const WEEK: i64 = 7 * 1440;

/// Minutes since midnight at which bands begin.
fn bands(changes: &[u16], days: &Days<'_>) -> Result<Vec<i64>, EngineError> {
    let mut minutes: Vec<i64> = match days {
        _ if changes.is_empty() => vec![0],
        Days::Date(date) => {
            let first = i64::from(midnight(*date)?.weekday().to_monday_zero_offset()) * 1440;
            (0..2)
                .flat_map(|week| changes.iter().map(move |&c| i64::from(c) + week * WEEK - first))
                .filter(|&minute| minute > 0 && minute < DAYS * 1440)
                .chain([0])
                .collect()
        }
        Days::Week(_) => changes.iter().map(|&c| i64::from(c) % 1440).chain([0]).collect(),
    };
    minutes.sort_unstable();
    minutes.dedup();
    Ok(minutes)
}

impl Days<'_> {
    /// Moments to judge the rules of a band by; none where no rule has hours.
    fn departures(
        &self,
        profile: ProfileIx,
        minute: i64,
        by_hours: bool,
    ) -> Result<Vec<Option<Departure>>, EngineError> {
        if !by_hours {
            return Ok(vec![None]);
        }
        let at = |date: jiff::civil::Date| {
            date.at(0, 0, 0, 0).checked_add(jiff::Span::new().minutes(minute)).ok().map(Departure)
        };
        match self {
            Self::Date(date) => Ok(vec![at(midnight(*date)?)]),
            Self::Week(out) => {
                let on = out(profile);
                // 1 January 2024 was a Monday.
                let days = (0..7).filter(|&d| on[d] || on == [false; 7]);
                Ok(days.map(|d| at(jiff::civil::date(2024, 1, 1 + d as i8))).collect())
            }
        }
    }
}

fn midnight((y, m, d): (i16, i8, i8)) -> Result<jiff::civil::Date, EngineError> {
    jiff::civil::Date::new(y, m, d).map_err(|e| {
        EngineError::new(
            Kind::BadInput,
            "bad_date",
            Text::new(format!("{y}-{m}-{d} is not a date: {e}"), format!("{y}-{m}-{d} 不是有效日期")),
            Text::new("give the planning day as YYYY-MM-DD", "请用 YYYY-MM-DD 给出日期"),
        )
    })
}
