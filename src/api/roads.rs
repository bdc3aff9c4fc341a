//! Questions about roads: every limit is checked, and every defect named, before the engine is asked.

use serde::Serialize;

use crate::api::answer;
use crate::api::ask::{IsochroneRequest, MatrixRequest, Point, RouteRequest, SnapRequest};
use crate::api::backend::Backend;
use crate::api::limits::Limits;
use crate::api::read::refused;
use crate::api::refusal::Refusal;
use crate::engine::query::{Departure, IsochroneQuery, LonLat, MatrixQuery, RouteQuery};
use crate::units::{Centimetres, Milliseconds};
use crate::wire::codes;
use crate::wire::defect::{Arg, Defect, Report};

/// Answers `/v1/route`.
///
/// # Errors
/// All that is wrong with the request, or the engine's refusal.
pub(super) fn route(city: &dyn Backend, limits: &Limits, ask: RouteRequest) -> Result<Vec<u8>, Refusal> {
    let mut check = Check::new(limits);
    let query = RouteQuery {
        from: check.point("/from", ask.from),
        to: check.point("/to", ask.to),
        depart: check.depart(ask.depart.as_deref()),
        snap_limit: check.snap(ask.snap_m),
        kerb: ask.kerb,
        profile: ask.profile,
    };
    check.done()?;
    written(&answer::Route::from(&city.route(&query)?))
}

/// Answers `/v1/snap`.
///
/// # Errors
/// As [`route`].
pub(super) fn snap(city: &dyn Backend, limits: &Limits, ask: SnapRequest) -> Result<Vec<u8>, Refusal> {
    let mut check = Check::new(limits);
    let (at, limit) = (check.point("/at", ask.at), check.snap(ask.snap_m));
    check.done()?;
    written(&answer::Snap::from(&city.snap(&ask.profile, at, limit)?))
}

/// Answers `/v1/matrix`.
///
/// # Errors
/// As [`route`].
pub(super) fn matrix(city: &dyn Backend, limits: &Limits, ask: MatrixRequest) -> Result<Vec<u8>, Refusal> {
    let mut check = Check::new(limits);
    let (rows, columns) = (ask.sources.len(), ask.targets.as_ref().map_or(ask.sources.len(), Vec::len));
    check.count("/sources", rows, limits.matrix_points);
    check.count("/targets", columns, limits.matrix_points);
    if rows.saturating_mul(columns) > limits.matrix_cells {
        check.wrong(&codes::E5003, "", [rows.saturating_mul(columns).into(), limits.matrix_cells.into()]);
    }
    // Sizes first: the points of a request that is far too large need not be looked at.
    check.so_far()?;
    let query = MatrixQuery {
        sources: check.points("/sources", &ask.sources),
        targets: ask.targets.as_deref().map(|t| check.points("/targets", t)),
        depart: check.depart(ask.depart.as_deref()),
        snap_limit: check.snap(ask.snap_m),
        profile: ask.profile,
    };
    check.done()?;
    written(&answer::Matrix::from(&city.matrix(&query)?))
}

/// Answers `/v1/isochrone`.
///
/// # Errors
/// As [`route`].
pub(super) fn isochrone(city: &dyn Backend, limits: &Limits, ask: IsochroneRequest) -> Result<Vec<u8>, Refusal> {
    let mut check = Check::new(limits);
    check.count("/minutes", ask.minutes.len(), limits.contours);
    check.so_far()?;
    let query = IsochroneQuery {
        at: check.point("/at", ask.at),
        limits: check.minutes(&ask.minutes),
        depart: check.depart(ask.depart.as_deref()),
        snap_limit: check.snap(ask.snap_m),
        profile: ask.profile,
    };
    check.done()?;
    written(&answer::Isochrone::from(city.isochrone(&query)?.as_slice()))
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

/// Collects what is wrong with a request's values.
struct Check<'a> {
    limits: &'a Limits,
    report: Report,
}

impl<'a> Check<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self { limits, report: Report::default() }
    }
    fn wrong<const N: usize>(&mut self, code: &'static codes::Code, pointer: &str, args: [Arg; N]) {
        self.report.add(Defect::new(code, pointer, args));
    }
    fn point(&mut self, pointer: &str, Point([lon, lat]): Point) -> LonLat {
        for (i, (name, value, most)) in [("lon", lon, 180.0), ("lat", lat, 90.0)].into_iter().enumerate() {
            if !(-most..=most).contains(&value) {
                self.wrong(&codes::E4005, &format!("{pointer}/{i}"), [value.into(), name.into()]);
            }
        }
        LonLat { lon, lat }
    }
    fn points(&mut self, pointer: &str, points: &[Point]) -> Vec<LonLat> {
        points.iter().enumerate().map(|(i, &p)| self.point(&format!("{pointer}/{i}"), p)).collect()
    }
    fn count(&mut self, pointer: &str, count: usize, most: usize) {
        if count > most {
            self.wrong(&codes::E1017, pointer, [count.into(), most.into()]);
        }
    }
    fn snap(&mut self, metres: Option<f64>) -> Option<Centimetres> {
        let most = self.limits.snap_m;
        if let Some(m) = metres.filter(|m| !(0.0..=most).contains(m)) {
            self.wrong(&codes::E1014, "/snap_m", [m.into(), "0".into(), most.into()]);
            return None;
        }
        metres.map(Centimetres::from_metres)
    }
    fn depart(&mut self, text: Option<&str>) -> Option<Departure> {
        let text = text?;
        // Exactly sixteen characters: a reader of dates would let shorter spellings through.
        let read = (text.len() == 16).then(|| jiff::civil::DateTime::strptime("%Y-%m-%dT%H:%M", text).ok()).flatten();
        if read.is_none() {
            self.wrong(&codes::E5002, "/depart", [text.into()]);
        }
        read.map(Departure)
    }
    fn minutes(&mut self, minutes: &[f64]) -> Vec<Milliseconds> {
        let most = self.limits.contour_minutes;
        let read: Vec<_> =
            minutes.iter().map(|m| Milliseconds((m.clamp(0.0, most) * 60_000.0).round() as i64)).collect();
        for (i, (given, ms)) in minutes.iter().zip(&read).enumerate() {
            if ms.0 <= 0 || *given > most {
                self.wrong(&codes::E1014, &format!("/minutes/{i}"), [(*given).into(), "0.001".into(), most.into()]);
            } else if i > 0 && read[i - 1] >= *ms {
                self.wrong(&codes::E5004, &format!("/minutes/{i}"), [minutes[i - 1].into(), (*given).into()]);
            }
        }
        read
    }
    /// Refuses if anything is wrong up to here.
    fn so_far(&mut self) -> Result<(), Refusal> {
        match std::mem::take(&mut self.report) {
            report if report.is_clean() => Ok(()),
            report => Err(refused(report.into_parts().0)),
        }
    }
    fn done(mut self) -> Result<(), Refusal> {
        self.so_far()
    }
}
