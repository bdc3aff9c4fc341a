//! What becomes of a vehicle's layer when zones begin or end around it.

use crate::ids::VertexId;
use crate::roads::{Layer, Metric};

/// The vertex that stands, from the edge of a band on, for a vehicle that stood on `v` before it.
///
/// Nobody is on a closed street but who was there before it was closed. He may leave it as soon as one may who has waited there to begin.
pub(super) fn after(before: &Metric, now: &Metric, v: VertexId) -> VertexId {
    let topology = now.network().topology();
    let s = topology.segment(v);
    let leaving = match topology.layer(v) {
        Layer::Open => return v,
        Layer::Leaving => true,
        Layer::Entering => false,
    };
    match (now.is_zone(s), now.segment(s).is_some()) {
        (true, _) => topology.in_layer(v, leaving || !before.is_zone(s)),
        (false, true) => topology.in_layer(v, false),
        // The tags of a street closed to all do not say of what kind it will be.
        (false, false) => v,
    }
}
