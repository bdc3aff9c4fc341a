//! What the service asks of a city, so that tests can ask a double instead.

use crate::engine::error::EngineError;
use crate::engine::query::{
    Contour, IsochroneQuery, LonLat, MatrixAnswer, MatrixQuery, RouteAnswer, RouteQuery, SnapAnswer,
};
use crate::units::Centimetres;

/// The engine as the service sees it: a loaded city. Every call may take long and is made off the reactor.
///
/// Each method is the engine's function of the same name.
pub trait Backend: Send + Sync + 'static {
    /// Names of the vehicle profiles.
    fn profiles(&self) -> Vec<String>;
    /// The road nearest to a point.
    ///
    /// # Errors
    /// As the engine refuses.
    fn snap(&self, profile: &str, at: LonLat, limit: Option<Centimetres>) -> Result<SnapAnswer, EngineError>;
    /// The fastest way.
    ///
    /// # Errors
    /// As the engine refuses.
    fn route(&self, query: &RouteQuery) -> Result<RouteAnswer, EngineError>;
    /// A table of fastest ways.
    ///
    /// # Errors
    /// As the engine refuses.
    fn matrix(&self, query: &MatrixQuery) -> Result<MatrixAnswer, EngineError>;
    /// What can be reached.
    ///
    /// # Errors
    /// As the engine refuses.
    fn isochrone(&self, query: &IsochroneQuery) -> Result<Vec<Contour>, EngineError>;
}
