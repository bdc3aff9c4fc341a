//! What the service is willing to do, as values: every figure that turns a request away stands here.

use std::time::Duration;

/// The limits of a service. All of them are checked before work begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// A request's head must be complete within this time; an idle connection is closed after it, too.
    pub head: Duration,
    /// A request's body must be complete within this time.
    pub body: Duration,
    /// An answer must be ready within this time.
    pub request: Duration,
    /// A client that takes none of its answer for this long is cut off.
    pub stalled_write: Duration,
    /// At shutdown, requests under way may still finish within this time; solves are told to stop at once.
    pub grace: Duration,
    /// Connections open at a time; more wait to be accepted.
    pub connections: usize,
    /// Requests to `/v1/` under way at a time; more are turned away with 503.
    pub in_flight: usize,
    /// Computations at a time; requests beyond it wait their turn.
    pub threads: usize,
    /// Bytes of a request's body.
    pub body_bytes: usize,
    /// Bytes of a city's rules together, as a file; a change that would make more of them is refused.
    pub rules_bytes: usize,
    /// Sources, and targets, of a matrix.
    pub matrix_points: usize,
    /// Sources times targets of a matrix.
    pub matrix_cells: usize,
    /// Those of a JSON answer that is held whole; larger ones are written as they are computed.
    pub matrix_whole_cells: usize,
    /// Tables written as they are computed, at a time; more are turned away with 503.
    pub streams: usize,
    /// Such a table must have been taken by its client within this time.
    pub stream: Duration,
    /// Cells of such a table that are computed at a time.
    pub stream_block_cells: usize,
    /// Contours of an isochrone.
    pub contours: usize,
    /// The longest time of an isochrone, in minutes.
    pub contour_minutes: f64,
    /// Tasks of a problem that is planned while the caller waits.
    pub rounds_tasks: usize,
    /// Visits of a plan under way that is changed while the caller waits.
    pub running_tasks: usize,
    /// Vehicles of such a problem, and of such a plan.
    pub rounds_vehicles: usize,
    /// Sites and sources together of a network that is designed while the caller waits.
    pub network_places: usize,
    /// Ways and walks that its hauls and coverage rules may have.
    pub network_ways: usize,
    /// Places to stand, start, end and unload of a mobile service that is planned while the caller waits.
    pub mobile_stands: usize,
    /// Demand points of such a service.
    pub mobile_points: usize,
    /// Its fixed drop-offs.
    pub mobile_fixed: usize,
    /// Its vehicles.
    pub mobile_vehicles: usize,
    /// Walks from its homes to standing places, and to fixed drop-offs.
    pub mobile_walks: usize,
    /// The longest that planning or designing may take.
    pub search_wall: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            body: Duration::from_secs(15),
            request: Duration::from_secs(45),
            stalled_write: Duration::from_secs(20),
            grace: Duration::from_secs(10),
            connections: 512,
            in_flight: 64,
            threads: std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get),
            body_bytes: 4 << 20,
            rules_bytes: 64 << 20,
            matrix_points: 50_000,
            matrix_cells: 2_500_000_000,
            matrix_whole_cells: 1_000_000,
            streams: 4,
            stream: Duration::from_secs(3600),
            stream_block_cells: 1 << 20,
            contours: 12,
            contour_minutes: 240.0,
            rounds_tasks: 200,
            running_tasks: 1_000,
            rounds_vehicles: 50,
            network_places: 5_000,
            network_ways: 12_000_000,
            mobile_stands: 600,
            mobile_points: 10_000,
            mobile_fixed: 2_000,
            mobile_vehicles: 50,
            mobile_walks: 1_000_000,
            search_wall: Duration::from_secs(20),
        }
    }
}

impl Limits {
    /// What makes these limits unusable, in words; `None` when they are sound.
    #[must_use]
    pub fn fault(&self) -> Option<&'static str> {
        let counts = [
            self.connections,
            self.in_flight,
            self.threads,
            self.body_bytes,
            self.rules_bytes,
            self.matrix_points,
            self.matrix_cells,
            self.matrix_whole_cells,
            self.streams,
            self.stream_block_cells,
            self.contours,
            self.rounds_tasks,
            self.running_tasks,
            self.rounds_vehicles,
            self.network_places,
            self.network_ways,
            self.mobile_stands,
            self.mobile_points,
            self.mobile_fixed,
            self.mobile_vehicles,
            self.mobile_walks,
        ];
        let permits = [self.connections, self.in_flight, self.threads, self.streams];
        let times = [self.head, self.body, self.request, self.stalled_write, self.stream, self.search_wall];
        match () {
            () if counts.contains(&0) => Some("a count of zero"),
            () if permits.iter().any(|&n| n > tokio::sync::Semaphore::MAX_PERMITS) => Some("a count too large"),
            () if times.contains(&Duration::ZERO) => Some("a time of zero"),
            () if self.contour_minutes.is_nan() || self.contour_minutes <= 0.0 => {
                Some("a measure that is not above zero")
            }
            () if self.search_wall >= self.request => Some("planning may take longer than a request"),
            () => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_sound_and_faults_are_named() {
        let sound = Limits::default();
        assert_eq!(sound.fault(), None);
        assert!(Limits { threads: 0, ..sound.clone() }.fault().is_some());
        assert!(Limits { contour_minutes: f64::NAN, ..sound.clone() }.fault().is_some());
        assert!(Limits { search_wall: sound.request, ..sound }.fault().is_some());
    }
}
