//! The turn-expanded graph: what may follow what, for all vehicles and hours at once.
//!
//! A vertex is a directed segment in one state. The state has two parts. (1) *How much of a turn restriction has been driven*: a state of the
//! automaton, so that restrictions over via ways are exact. (2) *The layer*: roads that are for some vehicle
//! `destination` or `private`, and open ones that stand inside such roads (`enclosed`), have a vertex for leaving (the drive began in such
//! roads and has not left them) and one for entering (it ends there); all others are open. Arcs lead from leaving to leaving, open and entering, and
//! from open and entering to open and entering. A [`Metric`](super::Metric) then decides by three rules, which together say that
//! such roads are used at the start and the end of a drive and never crossed:
//! a leaving vertex is used only where its segment is a zone for the vehicle; an arc from leaving to entering only where the
//! segment entered is not; an arc out of an entering vertex whose segment is a zone only into another zone segment.
//! A drive wholly inside stays in the leaving layer, and a target accepts both.

mod enclosed;
mod expand;

pub(super) use expand::Fans;

use super::bans::TurnBan;
use crate::graph::{ArcId, Csr};
use crate::ids::{Id, IdVec, SegmentId, TurnBanId, VertexId};
use crate::osm::model::{Mode, ModeSet};

/// Which part of a drive a vertex belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layer {
    /// On a road that is open to all who may use it.
    Open,
    /// Still among the zone roads that the drive began in.
    Leaving,
    /// Among the zone roads that the drive ends in; or on an open road, for a vehicle that finds this segment open.
    Entering,
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub struct Topology {
    pub(super) graph: Csr,
    /// First vertex of each segment, and one more entry for the end.
    pub(super) first_vertex: Vec<u32>,
    pub(super) segment_of: Vec<SegmentId>,
    /// By segment: whether its vertices come in pairs, leaving and entering.
    pub(super) layered: Vec<bool>,
    /// By segment: the modes to which it is open but stands inside a zone.
    pub(super) enclosed: IdVec<SegmentId, ModeSet>,
    /// By arc: the turn in units of 1.5 degrees, positive to the right.
    pub(super) turn: Vec<i8>,
    /// Arcs that complete a forbidden sequence, with the ban; sorted.
    pub(super) banned: Vec<(ArcId, TurnBanId)>,
    pub(super) bans: IdVec<TurnBanId, TurnBan>,
    pub(super) fans: Fans,
}

/// Degrees in one unit of a stored turn.
pub(super) const TURN_UNIT_DEG: f64 = 1.5;

impl Topology {
    /// The graph.
    #[must_use]
    pub fn graph(&self) -> &Csr {
        &self.graph
    }
    /// The segment a vertex stands for.
    #[must_use]
    pub fn segment(&self, v: VertexId) -> SegmentId {
        self.segment_of[v.index()]
    }
    /// The layer of a vertex.
    #[must_use]
    pub fn layer(&self, v: VertexId) -> Layer {
        let segment = self.segment_of[v.index()];
        if !self.layered[segment.index()] {
            Layer::Open
        } else if (v.index() - self.first_vertex[segment.index()] as usize).is_multiple_of(2) {
            Layer::Leaving
        } else {
            Layer::Entering
        }
    }
    /// All vertices of a segment; none where nobody may ever go that way.
    pub fn vertices(&self, s: SegmentId) -> impl ExactSizeIterator<Item = VertexId> + use<> {
        self.vertices_of(s).map(VertexId::new)
    }
    /// Where they stand among all vertices.
    #[inline]
    #[must_use]
    pub fn vertices_of(&self, s: SegmentId) -> std::ops::Range<usize> {
        self.first_vertex[s.index()] as usize..self.first_vertex[s.index() + 1] as usize
    }
    /// Where a drive that begins on a segment begins, for a vehicle to which it is a zone or not.
    #[must_use]
    pub fn start(&self, s: SegmentId, zone: bool) -> Option<VertexId> {
        let mut vertices = self.vertices(s);
        let first = vertices.next()?;
        if self.layered[s.index()] && !zone { vertices.next() } else { Some(first) }
    }
    /// The vertex of the same segment and state in the leaving layer, or in the entering one; `v` itself where there are no layers.
    #[must_use]
    pub fn in_layer(&self, v: VertexId, leaving: bool) -> VertexId {
        match (self.layer(v), leaving) {
            (Layer::Leaving, false) => VertexId::new(v.index() + 1),
            (Layer::Entering, true) => VertexId::new(v.index() - 1),
            _ => v,
        }
    }
    /// Whether a segment is open to the mode but stands inside a zone, and so is a part of it.
    #[must_use]
    pub fn is_enclosed(&self, s: SegmentId, mode: Mode) -> bool {
        self.enclosed[s].contains(mode)
    }
    /// The bans.
    #[must_use]
    pub fn bans(&self) -> &IdVec<TurnBanId, TurnBan> {
        &self.bans
    }
    /// Arcs that complete a forbidden sequence, with the ban; sorted.
    #[must_use]
    pub fn banned(&self) -> &[(ArcId, TurnBanId)] {
        &self.banned
    }
    /// The turn that an arc makes in degrees, positive to the right.
    #[must_use]
    pub fn turn_deg(&self, arc: ArcId) -> f64 {
        f64::from(self.turn[arc.index()]) * TURN_UNIT_DEG
    }
}
