//! From a point to the nearest place on a road that a vehicle may use.
//!
//! The nearest road is taken, unless it lies on an island: then the nearest that is joined both ways to the largest component,
//! if there is one within the limit, and the answer says what was given up. Nearness is exact: see
//! [`to_plane`].

mod tree;

#[cfg(test)]
mod tests;

use self::tree::{Piece, Tree, coord};
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

/// The straight pieces of all roads, ready to be searched. Some 18 bytes for each point of a road.
pub struct Snapper {
    tree: Tree,
}

impl std::fmt::Debug for Snapper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Snapper of {} pieces in {} bytes", self.tree.len(), self.tree.bytes())
    }
}

/// A piece that the vehicle may stand on, and facing where.
#[derive(Clone, Copy)]
struct Stand {
    piece: Piece,
    forward: bool,
    backward: bool,
}

impl Snapper {
    /// Of all roads of `network`, for whatever vehicle.
    #[must_use]
    pub fn new(network: &RoadNetwork) -> Self {
        Self { tree: Tree::new(&network.shape, network.road_ids().map(|r| network.shape_range(r))) }
    }

    /// The place on a road of `metric`'s network, which must be the one given to [`Snapper::new`], nearest to `point`; of roads equally near the
    /// first.
    ///
    /// # Errors
    /// When none lies within the limit.
    pub fn snap(&self, metric: &Metric, point: Coord, options: &SnapOptions) -> Result<Snap, SnapError> {
        let p = to_plane(point);
        let scale = point.lat().clamp(-89.0, 89.0).to_radians().cos();
        let limit = options.max_distance.metres() / scale;
        let (reach, shape) = (metric.reach(), &metric.network().shape);
        let (mut on_island, mut joined): (Option<Stand>, Option<Stand>) = (None, None);
        self.tree.nearest(shape, p, limit * limit, |piece| {
            let Some(stand) = self.stand(metric, piece, p, scale, options) else { return false };
            let [f, b] = RoadId::new(piece.road as usize).segments();
            let any = |open: &dyn Fn(SegmentId) -> bool| stand.forward && open(f) || stand.backward && open(b);
            let inside = any(&|s| reach.departs(s)) && any(&|s| reach.arrives(s));
            if inside {
                joined = Some(stand);
            } else if on_island.is_none_or(|old| piece.before(&old.piece)) {
                on_island = Some(stand);
            }
            inside
        });
        let distance = |stand: &Stand| Centimetres::from_metres(stand.piece.square.sqrt() * scale);
        let found = joined.or(on_island).ok_or(SnapError { limit: options.max_distance })?;
        Ok(Snap {
            distance: distance(&found),
            island: joined.is_none(),
            gave_up: on_island.filter(|i| joined.is_some_and(|j| i.piece.before(&j.piece))).map(|i| distance(&i)),
            ..self.place(metric.network(), &found, p)
        })
    }

    /// Whether the vehicle may stand on `piece` as wished.
    fn stand(&self, metric: &Metric, piece: Piece, p: [f64; 2], scale: f64, options: &SnapOptions) -> Option<Stand> {
        let [mut forward, mut backward] =
            RoadId::new(piece.road as usize).segments().map(|s| metric.segment(s).is_some());
        if !forward && !backward {
            return None;
        }
        let (at, shape) = (piece.first as usize, &metric.network().shape);
        if let Some(heading) = options.heading_deg {
            let [a, b] = [at, at + 1].map(|i| coord(shape[i]));
            let with = turn_deg(bearing_deg(a, b), heading).abs() <= 90.0;
            forward &= with;
            backward &= !with;
            if !forward && !backward {
                return None;
            }
        }
        if let (Some(side), true) = (options.kerb, forward && backward) {
            let [a, b] = [at, at + 1].map(|i| self.tree.point(shape, i));
            let (d, q) = ([b[0] - a[0], b[1] - a[1]], [p[0] - a[0], p[1] - a[1]]);
            let on_left = d[0] * q[1] - d[1] * q[0] > 0.0;
            // A point within a metre of the line of the road lies on neither side of it.
            if Centimetres::from_metres(piece.square.sqrt() * scale) > Centimetres(100) {
                forward = on_left == (side == Side::Left);
                backward = !forward;
            }
        }
        Some(Stand { piece, forward, backward })
    }

    /// The place on the piece nearest to `p`; only the one chosen pays for measuring its road.
    fn place(&self, network: &RoadNetwork, stand: &Stand, p: [f64; 2]) -> Snap {
        let Stand { piece, forward, backward } = *stand;
        let road = RoadId::new(piece.road as usize);
        let at = piece.first as usize;
        let line = &network.shape[network.shape_range(road).start..=at + 1];
        let ahead: f64 = line[..line.len() - 1].windows(2).map(|w| distance_m(coord(w[0]), coord(w[1]))).sum();
        let [a, b] = [line.len() - 2, line.len() - 1].map(|i| coord(line[i]));
        let share = nearest_share(p, self.tree.point(&network.shape, at), self.tree.point(&network.shape, at + 1));
        let road_length = network.road(road).length;
        let along = Centimetres::from_metres(ahead + distance_m(a, b) * share).clamp(Centimetres::ZERO, road_length);
        Snap {
            road,
            at: between(a, b, share),
            distance: Centimetres::ZERO,
            along,
            road_length,
            forward,
            backward,
            island: false,
            gave_up: None,
        }
    }
}
