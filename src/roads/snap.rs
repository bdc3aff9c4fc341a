//! From a point to the nearest place on a road that a vehicle may use.
//!
//! The nearest road is taken, unless it lies on an island: then the nearest that is joined both ways to the largest component,
//! if there is one within the limit, and the answer says what was given up. Nearness is exact: see
//! [`to_plane`].

use rstar::{AABB, PointDistance, RTree, RTreeObject};

use super::geometry::{bearing_deg, between, distance_m, nearest_share, to_plane, turn_deg};
use super::metric::Metric;
use super::network::{RoadNetwork, Side};
use crate::ids::{Id, RoadId, SegmentId};
use crate::osm::model::Coord;
use crate::units::Centimetres;

/// How far a road may be at most, and how one wants to stand on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SnapOptions {
    /// Refuse roads farther than this; 500 m by default: a hamlet is that far from its road, a mistyped coordinate farther.
    pub max_distance: Centimetres,
    /// The side of the vehicle on which the point is to lie; on roads open one way only there is no choice, and none is made.
    pub kerb: Option<Side>,
    /// Compass heading in degrees: only directions within 90 degrees of it.
    pub heading_deg: Option<f64>,
}

impl Default for SnapOptions {
    fn default() -> Self {
        Self { max_distance: Centimetres(50_000), kerb: None, heading_deg: None }
    }
}

/// A place on a road.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snap {
    /// The road.
    pub road: RoadId,
    /// The place.
    pub at: Coord,
    /// How far it is from the point.
    pub distance: Centimetres,
    /// How far along the road, from its first junction.
    pub along: Centimetres,
    /// Length of the road.
    pub road_length: Centimetres,
    /// Whether one may stand there facing forward.
    pub forward: bool,
    /// Whether one may stand there facing backward.
    pub backward: bool,
    /// The road lies on an island: not joined both ways to the largest component.
    pub island: bool,
    /// How far the nearest road was that was given up because it lies on an island.
    pub gave_up: Option<Centimetres>,
}

impl Snap {
    /// The segments one may stand on, with how far along them one stands.
    pub fn segments(&self) -> impl Iterator<Item = (SegmentId, Centimetres)> + use<> {
        let [forward, backward] = self.road.segments();
        let there = self.forward.then_some((forward, self.along));
        let back = self.backward.then_some((backward, self.road_length - self.along));
        there.into_iter().chain(back)
    }
}

/// No road that the vehicle may use lies within the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no road that the vehicle may use within {} m", limit.metres())]
pub struct SnapError {
    /// The limit.
    pub limit: Centimetres,
}

struct Piece {
    a: [f64; 2],
    b: [f64; 2],
    road: u32,
    index: u32,
}

impl RTreeObject for Piece {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.a, self.b)
    }
}
impl PointDistance for Piece {
    fn distance_2(&self, p: &[f64; 2]) -> f64 {
        let share = nearest_share(*p, self.a, self.b);
        let [dx, dy] = [0, 1].map(|k| self.a[k] + (self.b[k] - self.a[k]) * share - p[k]);
        dx * dx + dy * dy
    }
}

/// The straight pieces of all roads, ready to be searched.
pub struct Snapper {
    tree: RTree<Piece>,
}

impl std::fmt::Debug for Snapper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Snapper of {} pieces", self.tree.size())
    }
}

impl Snapper {
    /// Of all roads of `network`, for whatever vehicle.
    #[must_use]
    pub fn new(network: &RoadNetwork) -> Self {
        let mut pieces = Vec::with_capacity(network.shape.len());
        for road in network.road_ids() {
            let points: Vec<_> = network.shape(road).map(to_plane).collect();
            pieces.extend(points.windows(2).enumerate().map(|(index, w)| Piece {
                a: w[0],
                b: w[1],
                road: road.index() as u32,
                index: index as u32,
            }));
        }
        Self { tree: RTree::bulk_load(pieces) }
    }

    /// The place on a road nearest to `point`.
    ///
    /// # Errors
    /// When none lies within the limit.
    pub fn snap(&self, metric: &Metric, point: Coord, options: &SnapOptions) -> Result<Snap, SnapError> {
        let p = to_plane(point);
        let scale = point.lat().clamp(-89.0, 89.0).to_radians().cos();
        let limit = options.max_distance.metres() / scale;
        let mut on_island: Option<Snap> = None;
        for (piece, square) in self.tree.nearest_neighbor_iter_with_distance_2(&p) {
            if square > limit * limit {
                break;
            }
            let distance = Centimetres::from_metres(square.sqrt() * scale);
            let Some(mut snap) = stand(metric, piece, p, distance, options) else { continue };
            let reach = metric.reach();
            let joined = |f: &dyn Fn(SegmentId) -> bool| snap.segments().any(|(s, _)| f(s));
            if joined(&|s| reach.departs(s)) && joined(&|s| reach.arrives(s)) {
                snap.gave_up = on_island.map(|i| i.distance);
                return Ok(snap);
            }
            snap.island = true;
            on_island.get_or_insert(snap);
        }
        on_island.ok_or(SnapError { limit: options.max_distance })
    }
}

/// The place on `piece` nearest to `p`, if the vehicle may stand there as wished.
fn stand(metric: &Metric, piece: &Piece, p: [f64; 2], distance: Centimetres, options: &SnapOptions) -> Option<Snap> {
    let road = RoadId::new(piece.road as usize);
    let [mut forward, mut backward] = road.segments().map(|s| metric.segment(s).is_some());
    if !forward && !backward {
        return None;
    }
    let network = metric.network();
    let index = piece.index as usize;
    let (mut ahead, mut here) = (0.0, [Coord { lon_e7: 0, lat_e7: 0 }; 2]);
    let mut previous = None;
    for (i, c) in network.shape(road).take(index + 2).enumerate() {
        if let Some(previous) = previous {
            if i == index + 1 {
                here = [previous, c];
            } else {
                ahead += distance_m(previous, c);
            }
        }
        previous = Some(c);
    }
    if let Some(heading) = options.heading_deg {
        let with = turn_deg(bearing_deg(here[0], here[1]), heading).abs() <= 90.0;
        forward &= with;
        backward &= !with;
        if !forward && !backward {
            return None;
        }
    }
    if let (Some(side), true) = (options.kerb, forward && backward) {
        let (d, q) = ([piece.b[0] - piece.a[0], piece.b[1] - piece.a[1]], [p[0] - piece.a[0], p[1] - piece.a[1]]);
        let on_left = d[0] * q[1] - d[1] * q[0] > 0.0;
        // A point within a metre of the line of the road lies on neither side of it.
        if distance > Centimetres(100) {
            forward = on_left == (side == Side::Left);
            backward = !forward;
        }
    }
    let share = nearest_share(p, piece.a, piece.b);
    let length = network.road(road).length;
    let along = Centimetres::from_metres(ahead + distance_m(here[0], here[1]) * share).clamp(Centimetres::ZERO, length);
    let at = between(here[0], here[1], share);
    Some(Snap { road, at, distance, along, road_length: length, forward, backward, island: false, gave_up: None })
}
