//! What stands or is forbidden where roads meet.

use super::{Access, Condition, ConditionalAccess, Limits, ModeSet};
use crate::ids::{OsmNodeId, OsmRelationId, OsmWayId};

/// Something at a node of a road.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeFeature {
    /// A barrier, with who may pass it.
    pub barrier: Option<Barrier>,
    /// highway=traffic_signals.
    pub signals: bool,
    /// highway=turning_circle, turning_loop or mini_roundabout: a U-turn is possible.
    pub turning: bool,
}

/// A barrier or gate on a road.
#[derive(Clone, Debug, PartialEq)]
pub struct Barrier {
    /// Whether it must be opened (gate, lift gate, swing gate ...): costs time.
    pub gate: bool,
    /// Access by mode, with the barrier kind's default where nothing is tagged.
    pub access: [Access; 4],
    /// Limits (a width restrictor, a height bar).
    pub limits: Limits,
    /// `*:conditional` access, kept as rules.
    pub conditional: Vec<ConditionalAccess>,
}

/// A turn restriction. One relation may stand for several, which share its id.
#[derive(Clone, Debug, PartialEq)]
pub struct TurnRestriction {
    /// OSM id.
    pub id: OsmRelationId,
    /// no_* or only_*.
    pub kind: RestrictionKind,
    /// Members with role `from` (several for no_entry).
    pub from: Vec<OsmWayId>,
    /// The via node, or the via ways in order.
    pub via: Via,
    /// Members with role `to` (several for no_exit).
    pub to: Vec<OsmWayId>,
    /// Which modes it binds: `except=` and `restriction:hgv` folded in. Never [`Mode::Foot`](super::Mode::Foot) unless tagged so.
    pub modes: ModeSet,
    /// `restriction:conditional`: binds only while all of these hold; empty means always.
    pub when: Vec<Condition>,
}

/// The two families of restriction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RestrictionKind {
    /// no_left_turn, no_right_turn, no_straight_on, no_u_turn, no_entry, no_exit.
    No,
    /// only_left_turn, only_right_turn, only_straight_on, only_u_turn.
    Only,
}

/// What a restriction passes through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// A node.
    Node(OsmNodeId),
    /// One or more ways, in driving order.
    Ways(Vec<OsmWayId>),
}
