//! The matrices of a day: its places on the roads, for every profile and hour band.

use std::sync::Arc;

use rayon::prelude::*;

use super::City;
use super::error::{EngineError, Kind, Text};
use super::query::{Departure, LonLat, Terms};
use crate::ids::{IdVec, PlaceId};
use crate::matrix::Router;
use crate::matrix::travel::{ProfileIx, Travel, TravelMatrix};
use crate::roads::Snap;
use crate::rounds::day::Day;
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

/// What is needed to write a leg out.
struct Ground {
    routers: IdVec<ProfileIx, Vec<Arc<Router>>>,
    snaps: IdVec<ProfileIx, Vec<Option<Snap>>>,
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
    let points = positions(day)?;
    // Taken once: all bands of the day are driven under the same rules.
    let book = city.rules();
    let (band_starts, departures) = bands(&book.hour_changes, day)?;
    let mut out = Grounded { travel: Travel::none(), unplaced: Vec::new(), ground: None };
    let (mut matrices, mut routers, mut snaps) = (IdVec::new(), IdVec::new(), IdVec::new());
    for (profile, name) in day.profiles.iter_ids() {
        let bare = city.router(&book, name, None, &Terms::default())?;
        let placed: Vec<Result<Snap, EngineError>> =
            points.par_iter().map(|&at| city.on_road(bare.metric(), at, None, None)).collect();
        let mut on_road = Vec::with_capacity(placed.len());
        for ((place, _), snap) in day.places.iter_ids().zip(placed) {
            on_road.push(match snap {
                Ok(snap) => Some(snap),
                Err(e) if e.kind == Kind::NoAnswer => {
                    out.unplaced.push((place, profile, e));
                    None
                }
                Err(e) => return Err(e),
            });
        }
        let mut of_profile: Vec<(Arc<Router>, Arc<TravelMatrix>)> = Vec::new();
        for &depart in &departures {
            let router = city.router(&book, name, depart, &Terms::default())?;
            let pair = match of_profile.iter().find(|(r, _)| r.metric().same_costs(router.metric())) {
                Some(pair) => pair.clone(),
                None => {
                    let matrix = Arc::new(router.matrix(&on_road));
                    (router, matrix)
                }
            };
            of_profile.push(pair);
        }
        let (of_routers, of_matrices): (Vec<_>, Vec<_>) = of_profile.into_iter().unzip();
        matrices.push(of_matrices);
        routers.push(of_routers);
        snaps.push(on_road);
    }
    out.travel = Travel::new(band_starts, matrices);
    out.ground = Some(Ground { routers, snaps });
    Ok(out)
}

impl Grounded {
    /// The course of a leg departed on at `at`; empty where it was not driven on a city's roads, or there is no way.
    #[must_use]
    pub fn course(&self, profile: ProfileIx, from: PlaceId, to: PlaceId, at: Milliseconds) -> Vec<LonLat> {
        use crate::ids::Id;
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

fn positions(day: &Day) -> Result<Vec<LonLat>, EngineError> {
    day.places
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

/// When bands begin on this day, and a moment of each to judge rules by.
fn bands(changes: &[u16], day: &Day) -> Result<(Vec<Milliseconds>, Vec<Option<Departure>>), EngineError> {
    const WEEK: i64 = 7 * 1440;
    if changes.is_empty() {
        return Ok((vec![Milliseconds::ZERO], vec![None]));
    }
    let (y, m, d) = day.date;
    let midnight = jiff::civil::Date::new(y, m, d).map_err(|e| {
        EngineError::new(
            Kind::BadInput,
            "bad_date",
            Text::new(format!("{y}-{m}-{d} is not a date: {e}"), format!("{y}-{m}-{d} 不是有效日期")),
            Text::new("give the planning day as YYYY-MM-DD", "请用 YYYY-MM-DD 给出日期"),
        )
    })?;
    let first = i64::from(midnight.weekday().to_monday_zero_offset()) * 1440;
    let mut minutes: Vec<i64> = (0..2)
        .flat_map(|week| changes.iter().map(move |&c| i64::from(c) + week * WEEK - first))
        .filter(|&minute| minute > 0 && minute < DAYS * 1440)
        .chain([0])
        .collect();
    minutes.sort_unstable();
    minutes.dedup();
    let depart = |minute: i64| {
        let at = midnight.at(0, 0, 0, 0).checked_add(jiff::Span::new().minutes(minute)).ok()?;
        Some(Departure(at))
    };
    Ok((minutes.iter().map(|&m| Milliseconds(m * 60_000)).collect(), minutes.iter().map(|&m| depart(m)).collect()))
}
