//! The earliest arrival while rules by hour begin and end on the way.
//!
//! Time is cut into bands, each with a metric. What a drive does when it is under way at the edge of two bands:
//!
//! - *A segment begun is driven to its end*, each share of it at the speed of the band it falls in; where the segment is closed by then, at the speed of the
//!   last band in which it was open.
//! - *A turn is begun when the segment it leads to is open and the turn is allowed*, at the latest in the last band, and takes what it costs then.
//!   Until then one waits at the end of the segment before it, or at the start.
//! - *Zones* hold as in one metric, at every moment. Who drives a street when it becomes a zone is from then on as one who began there and may
//!   leave; who is leaving a zone that ends is on an open road.
//!
//! # Nobody overtakes
//! On one segment all go at one pace, which depends on the hour alone, so who enters earlier reaches its end no later. Waiting keeps that order: the first
//! moment after `t` at which a turn is open does not fall as `t` grows, nor does the least of `moment + cost` over the bands that are left, which is why a
//! turn that gets cheaper may be waited for as well. And who came earlier may at each moment do all that who came later may: the
//! change of layers at an edge is the same for all on a street, and leaving allows all that entering does. So to be somewhere earlier is never worse,
//! a search that settles vertices in order of time is exact, and leaving later never arrives earlier (as far as the bands reach: what
//! begins after the last edge given is not waited for).

mod layers;
mod search;
mod stretch;

use std::sync::Arc;

use self::search::Search;
use super::Router;
use crate::roads::{Itinerary, Snap};
use crate::units::Milliseconds;

/// The bands of hours that a drive may pass through. The last one goes on for ever.
pub struct Bands<'a> {
    /// When those after the first begin, counted from the departure: above zero, ascending.
    pub edges: &'a [Milliseconds],
    /// The router of a band by its number, the one departed in being 0; asked for once, when the search gets there. All are of one network.
    pub router: &'a mut dyn FnMut(usize) -> Arc<Router>,
}

/// The way that arrives earliest, written out; `None` where there is none, however long one waits. Of ways that are equally early at a junction the
/// shorter is taken.
///
/// Time as Dijkstra's algorithm up to the last edge before the arrival, a pass over what was reached at each edge, and a sweep of the hierarchy of each
/// band after the first; memory O(vertices reached).
#[must_use]
pub fn route(bands: Bands<'_>, from: &Snap, to: &Snap) -> Option<Itinerary> {
    let search = Search::new(bands, from, to);
    let network = Arc::clone(search.network());
    Some(network.itinerary(from, to, &search.run()?))
}
