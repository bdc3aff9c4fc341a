//! What HTTP answers and command lines print.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::defect::Defect;
use crate::wire::lang::Lang;

/// A route.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct RouteAnswer {
    /// Time on the way, waits included.
    pub duration_s: f64,
    /// Length of the way.
    pub distance_m: f64,
    /// Where the start was put on the road.
    pub from: SnapAnswer,
    /// Where the end was put on the road.
    pub to: SnapAnswer,
    /// The way, as `[lon, lat]` after `[lon, lat]`.
    pub geometry: Vec<Vec<f64>>,
    /// The way by its roads.
    pub steps: Vec<RouteStep>,
    /// From stop to stop, where there are stops between.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legs: Vec<RouteLeg>,
    /// Other reasonable ways, where some were asked for and found: first those that are much on roads of their own for little more time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    pub alternatives: Vec<RouteAnswer>,
    /// Where one waits for a street or a turn that is closed for the hour; not there where there is nothing to wait for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waits: Vec<RouteWait>,
    /// What the asker should look at; not there where there is nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// Something doubtful in a request that was answered all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct Warning {
    /// Its code, as in docs/errors.md.
    pub code: String,
    /// Where in the request.
    pub pointer: String,
    /// What, and what to do.
    pub en: String,
    /// 中文。
    pub zh: String,
}

impl From<&Defect> for Warning {
    fn from(defect: &Defect) -> Self {
        let text = |lang: Lang| format!("{} {}", defect.cause(lang), defect.remedy(lang));
        Self {
            code: defect.code.code.to_owned(),
            pointer: defect.pointer.clone(),
            en: text(Lang::En),
            zh: text(Lang::Zh),
        }
    }
}

/// The part of a route from a stop to the next.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct RouteLeg {
    /// Time on it.
    pub duration_s: f64,
    /// Length of it.
    pub distance_m: f64,
    /// Where its end was put on the road.
    pub to: SnapAnswer,
    /// Where in `geometry` it begins.
    pub from_point: usize,
    /// Where in `steps` it begins.
    pub from_step: usize,
}

/// A stretch of one road.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct RouteStep {
    /// The road's name or number, if it has one.
    pub name: Option<String>,
    /// Its Chinese name, where the map has one.
    pub name_zh: Option<String>,
    /// Its number.
    pub r#ref: Option<String>,
    /// How it is entered: `depart`, `straight`, `slight_left`, `left`, `sharp_left`, `slight_right`, `right`,
    /// `sharp_right`, `u_turn`, `roundabout`.
    pub turn: String,
    /// Time on it, waits included.
    pub duration_s: f64,
    /// Length of it.
    pub distance_m: f64,
    /// Where in `geometry` it begins.
    pub from_point: usize,
}

/// Standing on the way, at the end of a street or at the start, until the next one or the turn into it is opened.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct RouteWait {
    /// `[lon, lat]`
    pub lon_lat: Vec<f64>,
    /// Where in `geometry`.
    pub at_point: usize,
    /// Local moment it begins, `2026-07-06T08:56:30`.
    pub from: String,
    /// Local moment it ends.
    pub until: String,
    /// How long.
    pub duration_s: f64,
}

/// A point put on the road.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct SnapAnswer {
    /// `[lon, lat]` on the road.
    pub lon_lat: Vec<f64>,
    /// How far from the point asked for.
    pub distance_m: f64,
    /// The road's name, if it has one.
    pub name: Option<String>,
    /// Whether it lies on an island of roads, apart from most of the city.
    pub island: bool,
    /// How far a nearer road is that was passed over because it lies on an island.
    pub passed_over_m: Option<f64>,
}

/// Times and lengths, row by row; null where there is no way.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct MatrixAnswer {
    /// Time on the way.
    pub duration_s: Vec<Vec<Option<f64>>>,
    /// Length of that same way.
    pub distance_m: Vec<Vec<Option<f64>>>,
    /// Where each row's point was put on the road; null where no road is near.
    pub from: Vec<Option<SnapAnswer>>,
    /// Where each column's point was put on the road.
    pub to: Vec<Option<SnapAnswer>>,
    /// What the asker should look at; not there where there is nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// The nearest facilities of each place, nearest first: by time, then length, then the facility's place in the list.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct NearestAnswer {
    /// By place: fewer than asked for where no more can be reached; null where no road is near the place.
    pub nearest: Vec<Option<Vec<NearFacility>>>,
    /// Where each place was put on the road; null where no road is near.
    pub places: Vec<Option<SnapAnswer>>,
    /// Where each facility was put on the road.
    pub facilities: Vec<Option<SnapAnswer>>,
    /// What the asker should look at; not there where there is nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// A facility near a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct NearFacility {
    /// Its place in the list, from 0.
    pub facility: usize,
    /// Time on the way.
    pub duration_s: f64,
    /// Length of that same way.
    pub distance_m: f64,
}

/// A loaded city.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct CityAnswer {
    /// Its name.
    pub name: String,
    /// Fingerprint of its source and settings, in hexadecimal.
    pub fingerprint: String,
    /// West, south, east, north; null for a city without roads.
    pub bbox: Option<Vec<f64>>,
    /// `left` or `right`.
    pub drives: String,
    /// Its time zone.
    pub timezone: String,
    /// When its data were taken from OpenStreetMap, if the file says.
    pub source_timestamp: Option<String>,
    /// What the extract says it was made from.
    pub source: Option<String>,
    /// Counties it was clipped to.
    pub counties: Vec<CountyAnswer>,
    /// Junctions, barriers and ends of roads.
    pub junctions: u64,
    /// Stretches of road between junctions.
    pub roads: u64,
    /// Vertices of the turn-expanded graph.
    pub vertices: u64,
    /// Its arcs.
    pub arcs: u64,
    /// Turn restrictions in force somewhere.
    pub turn_restrictions: u64,
    /// Those of them that go over a way.
    pub via_way_restrictions: u64,
    /// Turn restrictions whose members do not meet on the city's roads.
    pub unresolved_restrictions: u64,
    /// Minutes of the week at which a rule by hour begins or ends.
    pub hour_changes: u64,
    /// Rules over the map.
    pub rules: u64,
    /// Metrics kept for further requests.
    pub kept_metrics: u64,
    /// Places by kind.
    pub places: BTreeMap<String, u64>,
    /// Administrative boundaries.
    pub boundaries: u64,
    /// Profiles to drive by.
    pub profiles: Vec<ProfileAnswer>,
}

/// A county of a city.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct CountyAnswer {
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
}

/// A profile of a city.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct ProfileAnswer {
    /// Its name.
    pub name: String,
    /// Stretches of road open to it, each direction counted.
    pub segments: u64,
    /// Vertices of its strongly connected parts, the largest first, at most ten.
    pub components: Vec<u32>,
    /// How many such parts there are.
    pub component_count: u64,
}

/// What became of a change of rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct RulesAnswer {
    /// How many rules are in force now.
    pub rules: u64,
    /// The ETag of all of them together, as `GET /v1/rules` gives it.
    pub etag: String,
    /// What their author should look at: of the rule that was put, or of all where all were.
    pub warnings: Vec<Warning>,
}
