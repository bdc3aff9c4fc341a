//! What is asked of `/v1/nearest`.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{Departure, LonLat, Request, Terms, moment, points, terms};
use crate::wire::area::AreaGeometry;
use crate::wire::defect::Report;
use crate::wire::schema;
use crate::wire::vehicle::VehicleRequest;

/// `POST /v1/nearest`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NearestRequest {
    /// The city, where more than one is loaded.
    pub city: Option<String>,
    /// The profile to drive by.
    #[schemars(length(min = 1, max = 200))]
    pub profile: String,
    /// Places, each `[lon, lat]`.
    #[schemars(length(min = 1, max = 100000))]
    pub places: Vec<Vec<f64>>,
    /// Facilities, each `[lon, lat]`.
    #[schemars(length(min = 1, max = 100000))]
    pub facilities: Vec<Vec<f64>>,
    /// How many facilities for each place, at most.
    #[schemars(range(min = 1, max = 100))]
    pub k: u32,
    /// Whether one drives from the facilities to the places; by default from the places to the facilities.
    #[serde(default)]
    pub from_facilities: bool,
    /// Local moment of departure; by default the ways of an ordinary hour.
    pub depart: Option<String>,
    /// Whether to stop at the near kerb, at every place and facility; by default either side will do.
    #[serde(default)]
    pub kerb: bool,
    /// How the vehicle differs from the profile's.
    pub vehicle: Option<VehicleRequest>,
    /// An area to be shunned: its roads are closed for this request.
    pub exclude: Option<AreaGeometry>,
}

/// What a [`NearestRequest`] asks.
#[derive(Clone, Debug, PartialEq)]
pub struct NearestQuery {
    /// The city, if it was said.
    pub city: Option<String>,
    /// The profile.
    pub profile: String,
    /// The places.
    pub places: Vec<LonLat>,
    /// The facilities.
    pub facilities: Vec<LonLat>,
    /// How many for each place.
    pub k: usize,
    /// Whether the ways lead from the facilities.
    pub from_facilities: bool,
    /// When.
    pub depart: Option<Departure>,
    /// Whether to stop at the near kerb.
    pub kerb: bool,
    /// What kind of vehicle, and what it shuns.
    pub terms: Terms,
}

impl Request for NearestRequest {
    type Query = NearestQuery;
    schema_of!(NearestRequest);
    fn check(self, report: &mut Report) -> Option<NearestQuery> {
        let places = points(&self.places, "/places", report);
        let facilities = points(&self.facilities, "/facilities", report);
        let depart = moment(self.depart.as_deref(), "/depart", report);
        let terms = terms(self.vehicle, self.exclude.as_ref(), report);
        Some(NearestQuery {
            city: self.city,
            profile: self.profile,
            places: places?,
            facilities: facilities?,
            k: self.k as usize,
            from_facilities: self.from_facilities,
            depart,
            kerb: self.kerb,
            terms,
        })
    }
}
