//! The bodies of requests: what a caller may write, from which schema, reader and documentation follow.

use schemars::JsonSchema;
use serde::Deserialize;

/// A position: `[longitude, latitude]` in degrees, WGS-84.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "LonLat")]
pub(super) struct Point(pub [f64; 2]);

/// The fastest way from here to there.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RouteRequest {
    /// Name of a vehicle profile; `GET /v1/city` lists them.
    #[schemars(length(min = 1, max = 100))]
    pub profile: String,
    /// Where from.
    pub from: Point,
    /// Where to.
    pub to: Point,
    /// Local time of departure, `YYYY-MM-DDTHH:MM`. Without it, rules that hold only in certain hours are not in force.
    #[schemars(length(max = 40))]
    pub depart: Option<String>,
    /// Whether both stops must lie on the kerb's side of the vehicle.
    #[serde(default)]
    pub kerb: bool,
    /// How far a road may be from a point, in metres.
    #[schemars(range(min = 0.0))]
    pub snap_m: Option<f64>,
}

/// Times and lengths from each source to each target.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MatrixRequest {
    /// Name of a vehicle profile; `GET /v1/city` lists them.
    #[schemars(length(min = 1, max = 100))]
    pub profile: String,
    /// Where from: the rows.
    #[schemars(length(min = 1))]
    pub sources: Vec<Point>,
    /// Where to: the columns; without it, the sources again.
    #[schemars(length(min = 1))]
    pub targets: Option<Vec<Point>>,
    /// As for routes.
    #[schemars(length(max = 40))]
    pub depart: Option<String>,
    /// As for routes.
    #[schemars(range(min = 0.0))]
    pub snap_m: Option<f64>,
}

/// What can be reached within some times.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IsochroneRequest {
    /// Name of a vehicle profile; `GET /v1/city` lists them.
    #[schemars(length(min = 1, max = 100))]
    pub profile: String,
    /// Where from.
    pub at: Point,
    /// The times, ascending.
    #[schemars(length(min = 1))]
    pub minutes: Vec<f64>,
    /// As for routes.
    #[schemars(length(max = 40))]
    pub depart: Option<String>,
    /// As for routes.
    #[schemars(range(min = 0.0))]
    pub snap_m: Option<f64>,
}

/// The road nearest to a point.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SnapRequest {
    /// Name of a vehicle profile; `GET /v1/city` lists them.
    #[schemars(length(min = 1, max = 100))]
    pub profile: String,
    /// The point.
    pub at: Point,
    /// As for routes.
    #[schemars(range(min = 0.0))]
    pub snap_m: Option<f64>,
}

/// How a day's rounds are searched for: the query string of `/v1/rounds`.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoundsQuery {
    /// Seconds to search; the service's cap, if left out.
    #[schemars(range(min = 0.001, max = 86400.0))]
    pub seconds: Option<f64>,
    /// Iterations to search, within the service's cap on seconds: with the same seed, the same plan.
    #[schemars(range(min = 1, max = 1_000_000_000_u64))]
    pub iterations: Option<u64>,
    /// Seed of the search.
    #[serde(default)]
    #[schemars(range(max = 9_007_199_254_740_991_u64))]
    pub seed: u64,
}
