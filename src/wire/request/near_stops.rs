//! What is asked of `/v1/mobile/next`.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Departure, LonLat, Request, moment, point};
use crate::units::Milliseconds;
use crate::wire::defect::Report;
use crate::wire::mobile::next::ChangesEntry;
use crate::wire::quantity::ms;
use crate::wire::schema;

/// `POST /v1/mobile/next`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MobileNextRequest {
    /// The city, where more than one has a timetable.
    pub city: Option<String>,
    /// Where one is, `[lon, lat]`
    pub at: Vec<f64>,
    /// Local moment, `2026-07-06T08:30`; by default now.
    pub when: Option<String>,
    /// How long one would walk at most; by default 15 minutes.
    #[serde(default = "quarter")]
    #[schemars(range(min = 0.1, max = 180.0))]
    pub within_minutes: f64,
    /// How many stops, at most; by default 5.
    #[serde(default = "five")]
    #[schemars(range(min = 1, max = 1000))]
    pub most: u32,
    /// What is otherwise than published, in the running cycle; by default nothing.
    #[serde(default)]
    pub changes: ChangesEntry,
}

fn quarter() -> f64 {
    15.0
}

fn five() -> u32 {
    5
}

/// What a [`MobileNextRequest`] asks.
#[derive(Clone, Debug, PartialEq)]
pub struct MobileNextQuery {
    /// The city, if it was said.
    pub city: Option<String>,
    /// Where.
    pub at: LonLat,
    /// When, if it was said.
    pub when: Option<Departure>,
    /// How long one would walk.
    pub within: Milliseconds,
    /// How many stops.
    pub most: usize,
    /// What is otherwise.
    pub changes: ChangesEntry,
}

impl Request for MobileNextRequest {
    type Query = MobileNextQuery;
    schema_of!(MobileNextRequest);
    fn check(self, report: &mut Report) -> Option<MobileNextQuery> {
        let at = point(&self.at, "/at", report);
        let when = moment(self.when.as_deref(), "/when", report);
        Some(MobileNextQuery {
            city: self.city,
            at: at?,
            when,
            within: ms(self.within_minutes * 60.0),
            most: self.most as usize,
            changes: self.changes,
        })
    }
}
