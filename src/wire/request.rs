//! What HTTP requests and command lines ask, checked and turned into plain values.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::units::Milliseconds;
use crate::wire::area::{AreaGeometry, Polygons};
use crate::wire::clock::{Clock, Date};
use crate::wire::codes::{E1000, E5001, E5002, E5004, E5005, E5006};
use crate::wire::defect::{Defect, Report};
use crate::wire::json;
use crate::wire::schema::{self, shape};
use crate::wire::stream::TableFormat;
use crate::wire::vehicle::{Vehicle, VehicleRequest};

/// A position, longitude then latitude.
pub type LonLat = (f64, f64);

/// A local moment: a day, and the time since its midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Departure {
    /// Year, month, day.
    pub date: (i16, i8, i8),
    /// Since midnight.
    pub time: Milliseconds,
}

/// What a request says of its vehicle and of where it will not go.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// How the vehicle differs from the profile's.
    pub vehicle: Vehicle,
    /// What it shuns.
    pub exclude: Polygons,
}

/// Positions of a request's excluded area at most.
const MOST_POSITIONS: usize = 20_000;

fn terms(vehicle: Option<VehicleRequest>, exclude: Option<&AreaGeometry>, report: &mut Report) -> Terms {
    let exclude = exclude.and_then(|area| area.polygons("/exclude", MOST_POSITIONS, report)).unwrap_or_default();
    let vehicle = vehicle.map(|v| v.check("/vehicle", report)).unwrap_or_default();
    Terms { vehicle, exclude }
}

/// A request with a schema of its own.
pub trait Request: DeserializeOwned {
    /// What it asks, in plain values.
    type Query;
    /// Its schema.
    fn schema() -> &'static Value;
    /// The query, or what is wrong with it; `None` goes with a defect.
    fn check(self, report: &mut Report) -> Option<Self::Query>;
}

/// Reads a request's body.
///
/// # Errors
/// Everything that is wrong with it, at once.
pub fn read<R: Request>(body: &[u8]) -> Result<R::Query, Vec<Defect>> {
    let mut report = Report::default();
    let mut value = json::read(body, &mut report).map_err(|d| vec![*d])?;
    let is_object = value.is_object();
    shape::mend(R::schema(), &mut value, &mut report);
    if !is_object {
        return Err(report.into_parts().0);
    }
    let request: Option<R> = match serde_json::from_value(value) {
        Ok(request) => Some(request),
        Err(e) => {
            if report.is_clean() {
                report.add(Defect::new(&E1000, "", [e.to_string().into()]));
            }
            None
        }
    };
    match request.and_then(|r| r.check(&mut report)) {
        Some(query) if report.is_clean() => Ok(query),
        _ => Err(report.into_parts().0),
    }
}

macro_rules! schema_of {
    ($t:ty) => {
        fn schema() -> &'static Value {
            static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<$t>);
            &SCHEMA
        }
    };
}

mod near_stops;
mod nearest;
pub use near_stops::{MobileNextQuery, MobileNextRequest};
pub use nearest::{NearestQuery, NearestRequest};

/// `POST /v1/route`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RouteRequest {
    /// The city, where more than one is loaded.
    pub city: Option<String>,
    /// The profile to drive by, such as `van`.
    #[schemars(length(min = 1, max = 200))]
    pub profile: String,
    /// `[lon, lat]`
    #[schema(min_items = 2, max_items = 2)]
    pub from: Vec<f64>,
    /// `[lon, lat]`
    #[schema(min_items = 2, max_items = 2)]
    pub to: Vec<f64>,
    /// Stops between, each `[lon, lat]`, in the order they are driven to.
    #[schemars(length(max = 200))]
    pub via: Option<Vec<Vec<f64>>>,
    /// How many other reasonable ways are wanted, at most; not with `via`.
    #[serde(default)]
    #[schemars(range(max = 3))]
    pub alternatives: u8,
    /// Local moment of departure, `2026-07-06T08:30`; by default the ways of an ordinary hour. Rules by hour that begin or end on the way are kept to; what is
    /// closed for now is gone round or waited for (`waits`), up to a day.
    pub depart: Option<String>,
    /// How the vehicle differs from the profile's.
    pub vehicle: Option<VehicleRequest>,
    /// An area to be shunned: its roads are closed for this request.
    pub exclude: Option<AreaGeometry>,
    /// Whether to stop at the near kerb; by default either side will do.
    #[serde(default)]
    pub kerb: bool,
    /// The same of the start alone; goes before `kerb`.
    pub kerb_from: Option<bool>,
    /// The same of the end alone; goes before `kerb`.
    pub kerb_to: Option<bool>,
}

/// What a [`RouteRequest`] asks.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteQuery {
    /// The city, if it was said.
    pub city: Option<String>,
    /// The profile.
    pub profile: String,
    /// From where.
    pub from: LonLat,
    /// To where.
    pub to: LonLat,
    /// Through where.
    pub via: Vec<LonLat>,
    /// Whether to stop there at the near kerb.
    pub via_kerb: bool,
    /// How many other ways, at most.
    pub alternatives: u8,
    /// When.
    pub depart: Option<Departure>,
    /// What kind of vehicle, and what it shuns.
    pub terms: Terms,
    /// Whether to stop at the near kerb, at the start and at the end.
    pub kerb: [bool; 2],
}

impl Request for RouteRequest {
    type Query = RouteQuery;
    schema_of!(RouteRequest);
    fn check(self, report: &mut Report) -> Option<RouteQuery> {
        let from = point(&self.from, "/from", report);
        let to = point(&self.to, "/to", report);
        let via = points(self.via.as_deref().unwrap_or_default(), "/via", report);
        if self.alternatives > 0 && self.via.is_some_and(|via| !via.is_empty()) {
            report.add(Defect::new(&E5006, "/alternatives", []));
        }
        let depart = moment(self.depart.as_deref(), "/depart", report);
        let terms = terms(self.vehicle, self.exclude.as_ref(), report);
        Some(RouteQuery {
            city: self.city,
            profile: self.profile,
            from: from?,
            to: to?,
            via: via?,
            via_kerb: self.kerb,
            alternatives: self.alternatives,
            depart,
            terms,
            kerb: [self.kerb_from, self.kerb_to].map(|own| own.unwrap_or(self.kerb)),
        })
    }
}

/// `POST /v1/matrix`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatrixRequest {
    /// The city, where more than one is loaded.
    pub city: Option<String>,
    /// The profile to drive by.
    #[schemars(length(min = 1, max = 200))]
    pub profile: String,
    /// From each of these, `[lon, lat]`.
    #[schemars(length(min = 1, max = 100000))]
    pub from: Vec<Vec<f64>>,
    /// To each of these; by default to those of `from`.
    #[schemars(length(min = 1, max = 100000))]
    pub to: Option<Vec<Vec<f64>>>,
    /// How the table is written; by default as `Accept` says (`text/csv`, `application/x-npy`), else as JSON. Large tables are
    /// written as they are computed, in any format.
    pub format: Option<TableFormat>,
    /// Local moment of departure, by the rules of which every way is driven from end to end; by default the ways of an ordinary hour.
    pub depart: Option<String>,
    /// Whether to stop at the near kerb, at every place; by default either side will do.
    #[serde(default)]
    pub kerb: bool,
    /// The same of each place of `from`, in its order; goes before `kerb`.
    pub kerb_from: Option<Vec<bool>>,
    /// The same of each place of `to`; where that is left out, by default as `kerb_from`.
    pub kerb_to: Option<Vec<bool>>,
    /// How the vehicle differs from the profile's.
    pub vehicle: Option<VehicleRequest>,
    /// An area to be shunned: its roads are closed for this request.
    pub exclude: Option<AreaGeometry>,
}

/// What a [`MatrixRequest`] asks.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixQuery {
    /// The city, if it was said.
    pub city: Option<String>,
    /// The profile.
    pub profile: String,
    /// Rows.
    pub from: Vec<LonLat>,
    /// Columns.
    pub to: Vec<LonLat>,
    /// How to write it, if that was said.
    pub format: Option<TableFormat>,
    /// When.
    pub depart: Option<Departure>,
    /// Whether to stop at the near kerb, where a place does not say.
    pub kerb: bool,
    /// What the places of `from` and `to` say.
    pub kerbs: [Option<Vec<bool>>; 2],
    /// What kind of vehicle, and what it shuns.
    pub terms: Terms,
}

impl Request for MatrixRequest {
    type Query = MatrixQuery;
    schema_of!(MatrixRequest);
    fn check(self, report: &mut Report) -> Option<MatrixQuery> {
        let from = points(&self.from, "/from", report);
        let to = self.to.as_ref().map(|to| points(to, "/to", report));
        let depart = moment(self.depart.as_deref(), "/depart", report);
        let terms = terms(self.vehicle, self.exclude.as_ref(), report);
        let kerb_to = self.kerb_to.or_else(|| self.kerb_from.clone().filter(|_| self.to.is_none()));
        let counts = [self.from.len(), self.to.as_ref().map_or(self.from.len(), Vec::len)];
        let kerbs = [self.kerb_from, kerb_to];
        for ((kerbs, count), at) in kerbs.iter().zip(counts).zip(["/kerb_from", "/kerb_to"]) {
            if let Some(given) = kerbs.as_ref().map(Vec::len).filter(|&given| given != count) {
                report.add(Defect::new(&E5005, at, [given.into(), count.into()]));
            }
        }
        let from = from?;
        let to = to.unwrap_or_else(|| Some(from.clone()))?;
        Some(MatrixQuery {
            city: self.city,
            profile: self.profile,
            from,
            to,
            format: self.format,
            depart,
            kerb: self.kerb,
            kerbs,
            terms,
        })
    }
}

/// `POST /v1/isochrone`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IsochroneRequest {
    /// The city, where more than one is loaded.
    pub city: Option<String>,
    /// The profile to drive by.
    #[schemars(length(min = 1, max = 200))]
    pub profile: String,
    /// `[lon, lat]`
    #[schema(min_items = 2, max_items = 2)]
    pub at: Vec<f64>,
    /// Whether to tell from where the point is reached (its catchment); by default, what is reached from it.
    #[serde(default)]
    pub towards: bool,
    /// What is reached within so many minutes, ascending.
    #[schemars(length(min = 1, max = 12), inner(range(min = 0.1, max = 240.0)))]
    pub minutes: Vec<f64>,
    /// Local moment of departure, by the rules of which all is driven; by default the ways of an ordinary hour.
    pub depart: Option<String>,
    /// How the vehicle differs from the profile's.
    pub vehicle: Option<VehicleRequest>,
    /// An area to be shunned: its roads are closed for this request.
    pub exclude: Option<AreaGeometry>,
}

/// What an [`IsochroneRequest`] asks.
#[derive(Clone, Debug, PartialEq)]
pub struct IsochroneQuery {
    /// The city, if it was said.
    pub city: Option<String>,
    /// The profile.
    pub profile: String,
    /// From where.
    pub at: LonLat,
    /// Whether the journeys go to it.
    pub towards: bool,
    /// Within what, ascending.
    pub within: Vec<Milliseconds>,
    /// When.
    pub depart: Option<Departure>,
    /// What kind of vehicle, and what it shuns.
    pub terms: Terms,
}

impl Request for IsochroneRequest {
    type Query = IsochroneQuery;
    schema_of!(IsochroneRequest);
    fn check(self, report: &mut Report) -> Option<IsochroneQuery> {
        let at = point(&self.at, "/at", report);
        for (i, pair) in self.minutes.windows(2).enumerate().filter(|(_, p)| p[0] >= p[1]) {
            report.add(Defect::new(&E5004, format!("/minutes/{}", i + 1), [pair[0].into(), pair[1].into()]));
        }
        let depart = moment(self.depart.as_deref(), "/depart", report);
        let terms = terms(self.vehicle, self.exclude.as_ref(), report);
        let within = self.minutes.iter().map(|m| Milliseconds((m * 60_000.0).round() as i64)).collect();
        let towards = self.towards;
        Some(IsochroneQuery { city: self.city, profile: self.profile, at: at?, towards, within, depart, terms })
    }
}

/// `POST /v1/snap`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SnapRequest {
    /// The city, where more than one is loaded.
    pub city: Option<String>,
    /// The profile whose roads are meant.
    #[schemars(length(min = 1, max = 200))]
    pub profile: String,
    /// `[lon, lat]`
    #[schema(min_items = 2, max_items = 2)]
    pub at: Vec<f64>,
}

/// What a [`SnapRequest`] asks.
#[derive(Clone, Debug, PartialEq)]
pub struct SnapQuery {
    /// The city, if it was said.
    pub city: Option<String>,
    /// The profile.
    pub profile: String,
    /// Where.
    pub at: LonLat,
}

impl Request for SnapRequest {
    type Query = SnapQuery;
    schema_of!(SnapRequest);
    fn check(self, report: &mut Report) -> Option<SnapQuery> {
        let at = point(&self.at, "/at", report);
        Some(SnapQuery { city: self.city, profile: self.profile, at: at? })
    }
}

fn point(pair: &[f64], at: &str, report: &mut Report) -> Option<LonLat> {
    match *pair {
        [lon, lat] if lon.abs() <= 180.0 && lat.abs() <= 90.0 => Some((lon, lat)),
        _ => {
            let given = pair.iter().take(4).map(ToString::to_string).collect::<Vec<_>>().join(",");
            report.add(Defect::new(&E5001, at, [given.into()]));
            None
        }
    }
}

fn points(list: &[Vec<f64>], at: &str, report: &mut Report) -> Option<Vec<LonLat>> {
    let all: Vec<_> = list.iter().enumerate().map(|(i, p)| point(p, &format!("{at}/{i}"), report)).collect();
    all.into_iter().collect()
}

pub(in crate::wire) fn moment(text: Option<&str>, at: &str, report: &mut Report) -> Option<Departure> {
    match parse_departure(text?) {
        Ok(departure) => Some(departure),
        Err(mut defect) => {
            defect.pointer = at.to_owned();
            report.add(*defect);
            None
        }
    }
}

/// A position as command lines and query strings give it: `lon,lat`.
///
/// # Errors
/// E5001.
pub fn parse_lon_lat(text: &str) -> Result<LonLat, Box<Defect>> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|n| n.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some(&[lon, lat]) if lon.abs() <= 180.0 && lat.abs() <= 90.0 => Ok((lon, lat)),
        _ => Err(Box::new(Defect::new(&E5001, "", [text.into()]))),
    }
}

/// A local moment: `2026-07-06T08:30`, with seconds if wanted.
///
/// # Errors
/// E5002.
pub fn parse_departure(text: &str) -> Result<Departure, Box<Defect>> {
    let parts = text.split_once(['T', ' ']);
    let read = parts.and_then(|(d, t)| Some((Date::parse(d)?, Clock::parse_in_day(t)?)));
    match read {
        Some((date, time)) if time.0 < Milliseconds::HOUR * 24 => Ok(Departure { date: date.ymd, time: time.0 }),
        _ => Err(Box::new(Defect::new(&E5002, "", [text.into()]))),
    }
}
