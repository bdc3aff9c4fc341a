//! What becomes of a vehicle's layer when zones begin or end around it.

use crate::ids::VertexId;
use crate::roads::{Layer, Metric};

/// The vertex that stands, from the edge of a band on, for a vehicle that stood on `v` before it.
///
/// Nobody is on a closed street but who was there before it was closed, and keeps his layer until it is opened again.
pub(super) fn after(before: &Metric, now: &Metric, v: VertexId) -> VertexId {
    let topology = now.network().topology();
    let s = topology.segment(v);
    let leaving = match topology.layer(v) {
        Layer::Open => return v,
        Layer::Leaving => true,
        Layer::Entering => false,
    };
    match (now.segment(s).is_some(), now.is_zone(s)) {
        (true, false) => topology.in_layer(v, false),
        (true, true) => topology.in_layer(v, leaving || !before.is_zone(s)),
        (false, _) => v,
    }
}
