//! Questions about roads: the service's limits are checked before the engine is asked.

use std::sync::Arc;

use serde::Serialize;

use crate::api::backend::Backend;
use crate::api::refusal::Refusal;
use crate::api::state::AppState;
use crate::api::{answer, rules};
use crate::engine::query;
use crate::wire::codes;
use crate::wire::defect::{Defect, Report};
use crate::wire::request::{Departure, IsochroneQuery, LonLat, MatrixQuery, NearestQuery, RouteQuery, SnapQuery};
use crate::wire::response::{NearestAnswer, RouteAnswer, Warning};

/// Answers `/v1/route`.
///
/// # Errors
/// The engine's refusal.
pub(super) fn route(state: &AppState, ask: RouteQuery) -> Result<Vec<u8>, Refusal> {
    let city = state.city(ask.city.as_deref())?;
    let terms = rules::terms(ask.terms)?;
    let warnings = warnings(&*city, &terms);
    let query = query::RouteQuery {
        profile: ask.profile,
        from: lon_lat(ask.from),
        to: lon_lat(ask.to),
        via: ask.via.into_iter().map(lon_lat).collect(),
        via_kerb: query::Kerbs::All(ask.via_kerb),
        alternatives: usize::from(ask.alternatives),
        depart: ask.depart.and_then(moment),
        terms,
        kerb: query::Kerb { from: ask.kerb[0], to: ask.kerb[1] },
        snap_limit: None,
    };
    written(&RouteAnswer { warnings, ..answer::route(&city.route(&query)?) })
}

/// Answers `/v1/snap`.
///
/// # Errors
/// The engine's refusal.
pub(super) fn snap(state: &AppState, ask: SnapQuery) -> Result<Vec<u8>, Refusal> {
    let city = state.city(ask.city.as_deref())?;
    written(&answer::snap(&city.snap(&ask.profile, lon_lat(ask.at), None)?))
}

/// A question of a city, and what the asker should look at.
type Asked<Q> = (Arc<dyn Backend>, Vec<Warning>, Q);

/// What `/v1/matrix` asks of which city, and what the asker should look at.
///
/// # Errors
/// What is more than the service's limits.
pub(super) fn matrix(state: &AppState, ask: MatrixQuery) -> Result<Asked<query::MatrixQuery>, Refusal> {
    let (city, limits) = (state.city(ask.city.as_deref())?, state.limits());
    let (rows, columns) = (ask.from.len(), ask.to.len());
    let mut report = Report::default();
    count(&mut report, "/from", rows, limits.matrix_points);
    count(&mut report, "/to", columns, limits.matrix_points);
    if rows.saturating_mul(columns) > limits.matrix_cells {
        let args = [rows.saturating_mul(columns).into(), limits.matrix_cells.into()];
        report.add(Defect::new(&codes::E5003, "", args));
    }
    clean(report)?;
    let terms = rules::terms(ask.terms)?;
    let warnings = warnings(&*city, &terms);
    let query = query::MatrixQuery {
        profile: ask.profile,
        sources: ask.from.into_iter().map(lon_lat).collect(),
        targets: Some(ask.to.into_iter().map(lon_lat).collect()),
        depart: ask.depart.and_then(moment),
        kerb: ask.kerbs.map(|each| each.map_or(query::Kerbs::All(ask.kerb), query::Kerbs::Each)),
        terms,
        snap_limit: None,
    };
    Ok((city, warnings, query))
}

/// Answers `/v1/nearest`.
///
/// # Errors
/// What is more than the service's limits, or the engine's refusal.
pub(super) fn nearest(state: &AppState, ask: NearestQuery) -> Result<Vec<u8>, Refusal> {
    let (city, limits) = (state.city(ask.city.as_deref())?, state.limits());
    let (places, facilities) = (ask.places.len(), ask.facilities.len());
    let mut report = Report::default();
    count(&mut report, "/places", places, limits.matrix_points);
    count(&mut report, "/facilities", facilities, limits.matrix_points);
    // The answer is held whole.
    let most = limits.matrix_cells.min(limits.matrix_whole_cells);
    if places.saturating_mul(facilities) > most {
        let args = [places.saturating_mul(facilities).into(), most.into()];
        report.add(Defect::new(&codes::E5003, "", args));
    }
    clean(report)?;
    let terms = rules::terms(ask.terms)?;
    let warnings = warnings(&*city, &terms);
    let query = query::NearestQuery {
        profile: ask.profile,
        places: ask.places.into_iter().map(lon_lat).collect(),
        facilities: ask.facilities.into_iter().map(lon_lat).collect(),
        k: ask.k,
        heading: if ask.from_facilities { query::Heading::From } else { query::Heading::Towards },
        depart: ask.depart.and_then(moment),
        kerb: [query::Kerbs::All(ask.kerb), query::Kerbs::All(ask.kerb)],
        terms,
        snap_limit: None,
    };
    written(&NearestAnswer { warnings, ..answer::nearest(&city.nearest(&query)?) })
}

/// Answers `/v1/isochrone`.
///
/// # Errors
/// What is more than the service's limits, or the engine's refusal.
pub(super) fn isochrone(state: &AppState, ask: IsochroneQuery) -> Result<Vec<u8>, Refusal> {
    let (city, limits) = (state.city(ask.city.as_deref())?, state.limits());
    let mut report = Report::default();
    count(&mut report, "/minutes", ask.within.len(), limits.contours);
    for (i, within) in ask.within.iter().enumerate() {
        let (minutes, most) = (within.seconds() / 60.0, limits.contour_minutes);
        if minutes > most {
            let args = [minutes.into(), "0".into(), most.into()];
            report.add(Defect::new(&codes::E1014, format!("/minutes/{i}"), args));
        }
    }
    clean(report)?;
    let terms = rules::terms(ask.terms)?;
    let warnings = warnings(&*city, &terms);
    let query = query::IsochroneQuery {
        profile: ask.profile,
        at: lon_lat(ask.at),
        sense: if ask.towards { query::Sense::To } else { query::Sense::From },
        limits: ask.within,
        depart: ask.depart.and_then(moment),
        terms,
        snap_limit: None,
    };
    let mut areas = answer::isochrone(&city.isochrone(&query)?);
    if !warnings.is_empty() {
        areas["warnings"] = serde_json::to_value(warnings).map_err(|_| Refusal::internal())?;
    }
    written(&areas)
}

/// What the asker should look at.
fn warnings(city: &dyn Backend, terms: &query::Terms) -> Vec<Warning> {
    let idle = !terms.exclude.is_empty() && !city.touches(&terms.exclude);
    let unjudged = terms.vehicle.papers.plate_digit.is_none() && city.judges_plates();
    let all = [idle.then(rules::idle_exclude), unjudged.then(rules::no_plate)];
    all.iter().flatten().map(Warning::from).collect()
}

/// The bytes of an answer.
///
/// # Errors
/// Ours, if it cannot be written.
pub(super) fn written(answer: &impl Serialize) -> Result<Vec<u8>, Refusal> {
    serde_json::to_vec(answer).map_err(|error| {
        tracing::error!(%error, "an answer could not be written");
        Refusal::internal()
    })
}

fn lon_lat((lon, lat): LonLat) -> query::LonLat {
    query::LonLat { lon, lat }
}

/// A moment as the engine keeps it. The reader has let through only days of the calendar, so there always is one.
fn moment(depart: Departure) -> Option<query::Departure> {
    let (year, month, day) = depart.date;
    let midnight = jiff::civil::Date::new(year, month, day).ok()?.to_datetime(jiff::civil::Time::midnight());
    midnight.checked_add(jiff::SignedDuration::from_millis(depart.time.0)).ok().map(query::Departure)
}

fn count(report: &mut Report, pointer: &str, count: usize, most: usize) {
    if count > most {
        report.add(Defect::new(&codes::E1017, pointer, [count.into(), most.into()]));
    }
}

fn clean(report: Report) -> Result<(), Refusal> {
    if report.is_clean() { Ok(()) } else { Err(Refusal::of_defects(report.into_parts().0)) }
}
