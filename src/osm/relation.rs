//! Relations that are areas: multipolygons with places on them, and administrative boundaries.

use super::model::Names;
use super::names::names;
use super::place::{self, Draft};
use super::restriction::Member;
use super::tags::Tags;
use crate::ids::OsmRelationId;

/// A boundary, still without its rings.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct BoundaryDraft {
    pub(crate) admin_level: u8,
    pub(crate) names: Names,
}

/// A relation whose rings are wanted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AreaRelation {
    pub(crate) id: OsmRelationId,
    /// Member ways by role; every role but `inner` is an outer one.
    pub(crate) outers: Vec<i64>,
    pub(crate) inners: Vec<i64>,
    pub(crate) places: Vec<Draft>,
    pub(crate) boundary: Option<BoundaryDraft>,
}

/// boundary=administrative with an admin_level from 1 to 12.
pub(crate) fn boundary(tags: Tags<'_>) -> Option<BoundaryDraft> {
    if !tags.is("boundary", "administrative") {
        return None;
    }
    let admin_level = tags.get("admin_level")?.parse().ok().filter(|level| (1..=12).contains(level))?;
    let mut names = names(tags);
    names.reference = None;
    Some(BoundaryDraft { admin_level, names })
}

/// The relation, if something of ours lies on it.
pub(crate) fn area(id: OsmRelationId, tags: Tags<'_>, members: &[Member<'_>]) -> Option<AreaRelation> {
    let boundary = boundary(tags);
    let places = place::drafts(tags, true);
    if boundary.is_none() && places.is_empty() {
        return None;
    }
    let (mut outers, mut inners) = (Vec::new(), Vec::new());
    for member in members {
        match *member {
            Member::Way(way, "inner" | "enclave") => inners.push(way),
            Member::Way(way, _) => outers.push(way),
            Member::Node(..) | Member::Relation => {}
        }
    }
    Some(AreaRelation { id, outers, inners, places, boundary })
}
