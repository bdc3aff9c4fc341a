//! A metric made ready for fast answers: the hierarchy of its roads, customized.

use std::sync::{Arc, OnceLock, Weak};

use super::isochrone::{self, Isochrone, Sense, Times};
use crate::hierarchy::dissection::{self, Plane};
use crate::hierarchy::query::Scratch;
use crate::hierarchy::{Customized, Engine, Hierarchy, Order, Query, Sweep, TooTall, Weight};
use crate::ids::Id;
use crate::roads::geometry::to_plane;
use crate::roads::{Itinerary, Metric, RoadNetwork, Snap};
use crate::units::Milliseconds;

/// In which order roads are contracted: found once, kept in the city file.
///
/// Cuts are looked for on the junctions, drawn in the plane; a road cut stands, in both directions and all states, for vertices of the turn-expanded graph
/// that separate it.
#[must_use]
pub fn road_order(network: &RoadNetwork) -> Vec<u32> {
    let position = |j: usize| {
        let [x, y] = to_plane(network.junction(Id::new(j)).at);
        // The plane is in metres, up to 2e7 of them; tenths fit 32 bits.
        [(x * 10.0) as i32, (y * 10.0) as i32]
    };
    let positions: Vec<[i32; 2]> = (0..network.junction_count()).map(position).collect();
    let ends = |r| network.road(r).ends.map(|j| j.index() as u32);
    let edges: Vec<[u32; 2]> = network.road_ids().map(ends).collect();
    dissection::edge_order(&Plane { positions: &positions, edges: &edges }, &dissection::Settings::default())
}

/// The hierarchy of a network's turn-expanded graph; a group is a road.
///
/// # Errors
/// [`TooTall`] for roads that are no road network.
///
/// # Panics
/// When `order` does not name every road once.
pub fn contract(network: &RoadNetwork, order: &[u32]) -> Result<Hierarchy, TooTall> {
    let topology = network.topology();
    let group_of: Vec<u32> = topology.graph().vertices().map(|v| topology.segment(v).road().index() as u32).collect();
    Hierarchy::new(topology.graph(), &Order { groups: order, group_of: &group_of })
}

/// See the module. Owns its weights and keeps roads and hierarchy alive: a request holds its snapshot.
///
/// The hierarchy is customized when the first way is asked for: who only wants to know on which road a place stands does not wait for it.
#[derive(Clone, Debug)]
pub struct Router {
    metric: Arc<Metric>,
    hierarchy: Arc<Hierarchy>,
    customized: OnceLock<Customized>,
    /// Whose cells it shares as far as they are alike, if it is still there by then.
    beside: Weak<Router>,
}

impl Router {
    /// Of a metric and the hierarchy of the same roads.
    #[must_use]
    pub fn new(metric: Arc<Metric>, hierarchy: Arc<Hierarchy>) -> Self {
        Self { metric, hierarchy, customized: OnceLock::new(), beside: Weak::new() }
    }
    /// Of a metric that may be much like that of `other`, which is of the same roads and whose hierarchy it takes: what it customizes is what differs, and the rest is shared.
    /// Answers as [`Router::new`] does.
    #[must_use]
    pub fn beside(metric: Arc<Metric>, other: &Arc<Self>) -> Self {
        let hierarchy = Arc::clone(&other.hierarchy);
        Self { metric, hierarchy, customized: OnceLock::new(), beside: Arc::downgrade(other) }
    }
    /// What roads and turns cost.
    #[must_use]
    pub fn metric(&self) -> &Arc<Metric> {
        &self.metric
    }
    /// The hierarchy with its weights.
    #[must_use]
    pub fn customized(&self) -> &Customized {
        self.customized.get_or_init(|| {
            let weights = self.metric.arc_weights();
            let other = self.beside.upgrade();
            let made = other.as_ref().and_then(|other| Some((other.metric(), other.customized.get()?)));
            match made {
                Some((metric, customized)) => {
                    let changed = self.metric.changed_arcs(metric);
                    customized.changed(&weights, |arc| changed.contains(arc))
                }
                None => Customized::new(Arc::clone(&self.hierarchy), &weights),
            }
        })
    }
    /// Whether the hierarchy is customized already.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.customized.get().is_some()
    }
    /// Customizes the hierarchy now, if it is not yet.
    pub fn make_ready(&self) {
        let _ = self.customized();
    }
    /// Memory held by this router in bytes; of what it shares with others, its part.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.metric.bytes() + self.customized.get().map_or(0, Customized::bytes)
    }
    /// Point-to-point queries.
    #[must_use]
    pub fn query(&self) -> Query<'_> {
        Query::new(self.customized())
    }
    /// Scratch space for one thread's queries.
    #[must_use]
    pub fn scratch(&self) -> Scratch {
        self.query().scratch()
    }
    /// What the best way costs, without writing it out.
    #[must_use]
    pub fn cost(&self, scratch: &mut Scratch, from: &Snap, to: &Snap) -> Option<Weight> {
        let seeds: Vec<_> = self.metric.starts(from).iter().map(|s| (s.vertex, s.weight)).collect();
        let around = self.query().cost(scratch, &seeds, &self.metric.ends(to));
        let direct = self.metric.direct(from, to).map(|d| d.1);
        [around, direct].into_iter().flatten().min()
    }
    /// The best way, written out; `None` where there is none.
    #[must_use]
    pub fn route(&self, scratch: &mut Scratch, from: &Snap, to: &Snap) -> Option<Itinerary> {
        super::route::route(&self.query(), scratch, &self.metric, from, to)
    }
    /// What it costs to get from a place to the start of every segment.
    #[must_use]
    pub fn departing(&self, from: &Snap) -> Sweep {
        let seeds: Vec<_> = self.metric.starts(from).iter().map(|s| (s.vertex, s.weight)).collect();
        self.customized().from_seeds(&seeds)
    }
    /// What it costs to get from the start of every segment to a place.
    #[must_use]
    pub fn arriving(&self, to: &Snap) -> Sweep {
        self.customized().to_seeds(&self.metric.ends(to))
    }
    /// How long it takes from a place to the start of each vertex, or from there to the place, as far as an isochrone of `within` needs to know.
    #[must_use]
    pub fn times(&self, sense: Sense, place: &Snap, within: Milliseconds) -> Times {
        let mut times = Times::none(&self.metric);
        let keep = |vertex, label| times.set(vertex, label);
        match sense {
            Sense::From => {
                let seeds: Vec<_> = self.metric.starts(place).iter().map(|s| (s.vertex, s.weight)).collect();
                self.customized().each_from_seeds(&seeds, within, keep);
            }
            Sense::To => self.customized().each_to_seeds(&self.metric.ends(place), within, keep),
        }
        times
    }
    /// The areas reached from a place, or from which it is reached, within each of `limits`.
    #[must_use]
    pub fn isochrones(&self, sense: Sense, place: &Snap, limits: &[Milliseconds]) -> Vec<Isochrone> {
        let latest = limits.iter().copied().max().unwrap_or_default();
        let times = self.times(sense, place, latest);
        isochrone::isochrones(&self.metric, sense, place, &times, limits)
    }
}
