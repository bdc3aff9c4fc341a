//! What the service asks of a city, so that tests can ask a double instead.

use crate::engine::City;
use crate::engine::error::EngineError;
use crate::engine::info::CityInfo;
use crate::engine::query::{
    Contour, IsochroneQuery, LonLat, MatrixAnswer, MatrixQuery, NearestAnswer, NearestQuery, RouteAnswer, RouteQuery,
    SnapAnswer,
};
use crate::engine::rounds::{Budget, rounds};
use crate::engine::rules::Polygon;
use crate::units::Centimetres;
use crate::wire::plan::{Names, write};
use crate::wire::problem::Parsed;

/// The engine as the service sees it: a loaded city. Every call may take long and is made off the reactor.
///
/// Each method is the engine's function of the same name, and refuses as it does.
#[expect(clippy::missing_errors_doc, reason = "said once, above")]
pub trait Backend: Send + Sync + 'static {
    /// Names of the vehicle profiles.
    fn profiles(&self) -> Vec<String>;
    /// The city in figures.
    fn info(&self) -> Result<CityInfo, EngineError>;
    /// The road nearest to a point.
    fn snap(&self, profile: &str, at: LonLat, limit: Option<Centimetres>) -> Result<SnapAnswer, EngineError>;
    /// Whether any road lies in an area that a request shuns.
    fn touches(&self, area: &[Polygon]) -> bool;
    /// The fastest way.
    fn route(&self, query: &RouteQuery) -> Result<RouteAnswer, EngineError>;
    /// A table of fastest ways.
    fn matrix(&self, query: &MatrixQuery) -> Result<MatrixAnswer, EngineError>;
    /// The nearest facilities.
    fn nearest(&self, query: &NearestQuery) -> Result<NearestAnswer, EngineError>;
    /// What can be reached, or from where.
    fn isochrone(&self, query: &IsochroneQuery) -> Result<Vec<Contour>, EngineError>;
    /// The plan of a day, as it is written.
    fn rounds(&self, problem: &Parsed, budget: &Budget) -> Result<String, EngineError>;
}

impl Backend for City {
    fn profiles(&self) -> Vec<String> {
        self.profiles()
    }
    fn info(&self) -> Result<CityInfo, EngineError> {
        self.info()
    }
    fn snap(&self, profile: &str, at: LonLat, limit: Option<Centimetres>) -> Result<SnapAnswer, EngineError> {
        self.snap(profile, at, limit)
    }
    fn touches(&self, area: &[Polygon]) -> bool {
        self.touches(area)
    }
    fn route(&self, query: &RouteQuery) -> Result<RouteAnswer, EngineError> {
        self.route(query)
    }
    fn matrix(&self, query: &MatrixQuery) -> Result<MatrixAnswer, EngineError> {
        self.matrix(query)
    }
    fn nearest(&self, query: &NearestQuery) -> Result<NearestAnswer, EngineError> {
        self.nearest(query)
    }
    fn isochrone(&self, query: &IsochroneQuery) -> Result<Vec<Contour>, EngineError> {
        self.isochrone(query)
    }
    fn rounds(&self, problem: &Parsed, budget: &Budget) -> Result<String, EngineError> {
        planned(Some(self), problem, budget)
    }
}

/// Plans a day, on a city or on matrices of its own, and writes the plan.
pub(super) fn planned(city: Option<&City>, problem: &Parsed, budget: &Budget) -> Result<String, EngineError> {
    let outcome = rounds(city, &problem.day, &problem.energy, budget, &|_| {})?;
    Ok(write(&outcome.plan, &Names::new(&outcome.problem, &problem.day.places)))
}
