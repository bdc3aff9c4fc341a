//! One data block: decoded, read, and reduced to what we keep.
//!
//! osmpbfreader decodes the block; its elements are walked here rather than by its iterators, because those index
//! strings unchecked, wrap coordinates that do not fit, and copy every string of every element (one table entry of a
//! megabyte, referred to a million times, would be a terabyte). Here tags are borrowed, and each sum is checked.

use super::barrier;
use super::budget::BlockBudget;
use super::error::Fault;
use super::model::{Coord, NodeFeature, TurnRestriction, Way};
use super::place::{self, Draft};
use super::relation::{self, AreaRelation};
use super::restriction::{Member, restrictions};
use super::road;
use super::tags::{Tags, Unknown};
use super::weigh::{Message, weigh};
use crate::ids::{OsmRelationId, OsmWayId};
use osmpbfreader::osmformat::{self as pbf, PrimitiveBlock, relation::MemberType};
use protobuf::Message as _;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What is kept of a block.
#[derive(Default)]
pub(crate) struct Chunk {
    /// Every node, in file order.
    pub(crate) nodes: Vec<(i64, Coord)>,
    pub(crate) node_features: Vec<(i64, NodeFeature)>,
    pub(crate) node_places: Vec<(i64, Coord, Draft)>,
    /// Every way: its id and where its references end in `refs`.
    pub(crate) ways: Vec<(i64, usize)>,
    pub(crate) refs: Vec<i64>,
    /// By position in `ways`.
    pub(crate) roads: Vec<(usize, Way)>,
    pub(crate) way_places: Vec<(usize, Draft)>,
    pub(crate) way_boundaries: Vec<(usize, relation::BoundaryDraft)>,
    pub(crate) restrictions: Vec<(i64, Vec<TurnRestriction>)>,
    pub(crate) areas: Vec<AreaRelation>,
    pub(crate) relations: u64,
    pub(crate) bad_coordinates: u64,
    pub(crate) dropped_restrictions: u64,
    pub(crate) unknown: BTreeMap<String, u64>,
}

impl Chunk {
    /// The references of the way at `i`.
    pub(crate) fn way_refs(&self, i: usize) -> &[i64] {
        let from = if i == 0 { 0 } else { self.ways[i - 1].1 };
        &self.refs[from..self.ways[i].1]
    }
}

/// What an inflated block would weigh once decoded, if it is a block at all.
pub(crate) fn weight(bytes: &[u8], cap: u64) -> Result<u64, Fault> {
    let weight = weigh(Message::PrimitiveBlock, bytes, cap).map_err(|what| Fault::Damaged(what.to_owned()))?;
    if weight > cap { Err(Fault::BlockTooBig(weight)) } else { Ok(weight) }
}

/// Decodes a block that has been weighed.
pub(crate) fn read(bytes: &[u8], budget: &BlockBudget<'_>) -> Result<Chunk, Fault> {
    let block = PrimitiveBlock::parse_from_bytes(bytes).map_err(|e| Fault::Damaged(e.to_string()))?;
    if block.granularity() <= 0 {
        return Err(Fault::Inconsistent("its granularity is not above zero"));
    }
    let reader = Reader {
        strings: block.stringtable.s.iter().map(|s| text(s)).collect(),
        granularity: i64::from(block.granularity()),
        offset: [block.lon_offset(), block.lat_offset()],
        unknown: Unknown::default(),
        budget,
    };
    let mut chunk = Chunk::default();
    for group in &block.primitivegroup {
        reader.nodes(group, &mut chunk)?;
        reader.dense(&group.dense, &mut chunk)?;
        reader.ways(group, &mut chunk)?;
        for relation in &group.relations {
            reader.relation(relation, &mut chunk)?;
        }
    }
    chunk.unknown = reader.unknown.into_counts();
    Ok(chunk)
}

struct Reader<'a> {
    strings: Vec<Cow<'a, str>>,
    granularity: i64,
    offset: [i64; 2],
    unknown: Unknown,
    budget: &'a BlockBudget<'a>,
}

const BAD_STRING: Fault = Fault::Inconsistent("a string is referred to that its table does not hold");
const BAD_SUM: Fault = Fault::Inconsistent("a sum of differences does not fit 64 bits");
const BAD_LISTS: Fault = Fault::Inconsistent("two lists that belong together differ in length");

impl<'a> Reader<'a> {
    fn string(&self, index: usize) -> Result<&str, Fault> {
        self.strings.get(index).map(AsRef::as_ref).ok_or(BAD_STRING)
    }

    fn tags<'s>(&'s self, keys: &[u32], vals: &[u32], into: &mut Vec<(&'s str, &'s str)>) -> Result<(), Fault> {
        if keys.len() != vals.len() {
            return Err(BAD_LISTS);
        }
        into.clear();
        for (&k, &v) in keys.iter().zip(vals) {
            into.push((self.string(k as usize)?, self.string(v as usize)?));
        }
        Ok(())
    }

    /// Nanodegrees to 10^-7 degrees, as osmpbfreader divides; `None` off the globe.
    fn coord(&self, lon: i64, lat: i64) -> Option<Coord> {
        let scaled = |raw: i64, offset: i64, most: i64| {
            let e7 = raw.checked_mul(self.granularity)?.checked_add(offset)? / 100;
            (e7.abs() <= most).then_some(e7 as i32)
        };
        let lon_e7 = scaled(lon, self.offset[0], 1_800_000_000)?;
        Some(Coord { lon_e7, lat_e7: scaled(lat, self.offset[1], 900_000_000)? })
    }

    fn node(&self, id: i64, at: Option<Coord>, tags: Tags<'_>, chunk: &mut Chunk) -> Result<(), Fault> {
        let Some(at) = at else {
            chunk.bad_coordinates += 1;
            return Ok(());
        };
        chunk.nodes.push((id, at));
        self.unknown.next_element();
        if tags.0.is_empty() {
            return Ok(());
        }
        if let Some(feature) = barrier::feature(tags, &self.unknown) {
            let rules = feature.barrier.as_ref().map_or(0, |barrier| barrier.conditional.len());
            self.budget.take(2 * size_of::<(i64, NodeFeature)>() + 512 * rules)?;
            chunk.node_features.push((id, feature));
        }
        for draft in place::drafts(tags, false) {
            self.budget.take(weight_of(&draft))?;
            chunk.node_places.push((id, at, draft));
        }
        Ok(())
    }

    fn nodes(&self, group: &pbf::PrimitiveGroup, chunk: &mut Chunk) -> Result<(), Fault> {
        self.budget.take(group.nodes.len() * size_of::<(i64, Coord)>())?;
        chunk.nodes.reserve_exact(group.nodes.len());
        let mut tags = Vec::new();
        for n in &group.nodes {
            self.tags(&n.keys, &n.vals, &mut tags)?;
            self.node(n.id(), self.coord(n.lon(), n.lat()), Tags(&tags), chunk)?;
        }
        Ok(())
    }

    fn dense(&self, dense: &pbf::DenseNodes, chunk: &mut Chunk) -> Result<(), Fault> {
        let count = dense.id.len();
        if dense.lat.len() != count || dense.lon.len() != count {
            return Err(BAD_LISTS);
        }
        self.budget.take(count * size_of::<(i64, Coord)>())?;
        chunk.nodes.reserve_exact(count);
        let (mut id, mut lat, mut lon) = (0_i64, 0_i64, 0_i64);
        let mut words = dense.keys_vals.iter();
        let mut tags: Vec<(&str, &str)> = Vec::new();
        for i in 0..count {
            id = id.checked_add(dense.id[i]).ok_or(BAD_SUM)?;
            lat = lat.checked_add(dense.lat[i]).ok_or(BAD_SUM)?;
            lon = lon.checked_add(dense.lon[i]).ok_or(BAD_SUM)?;
            tags.clear();
            while let Some(&key) = words.next().filter(|&&key| key != 0) {
                let value = *words.next().ok_or(BAD_LISTS)?;
                let index = |i: i32| usize::try_from(i).map_err(|_| BAD_STRING);
                tags.push((self.string(index(key)?)?, self.string(index(value)?)?));
            }
            self.node(id, self.coord(lon, lat), Tags(&tags), chunk)?;
        }
        Ok(())
    }

    fn ways(&self, group: &pbf::PrimitiveGroup, chunk: &mut Chunk) -> Result<(), Fault> {
        let refs: usize = group.ways.iter().map(|w| w.refs.len()).sum();
        self.budget.take(refs * size_of::<i64>() + group.ways.len() * size_of::<(i64, usize)>())?;
        chunk.refs.reserve_exact(refs);
        chunk.ways.reserve_exact(group.ways.len());
        let mut tags = Vec::new();
        for way in &group.ways {
            let (start, i, id) = (chunk.refs.len(), chunk.ways.len(), way.id());
            let mut node = 0_i64;
            for &step in &way.refs {
                node = node.checked_add(step).ok_or(BAD_SUM)?;
                chunk.refs.push(node);
            }
            chunk.ways.push((id, chunk.refs.len()));
            self.tags(&way.keys, &way.vals, &mut tags)?;
            let tags = Tags(&tags);
            self.unknown.next_element();
            if let Some(road) = road::road(OsmWayId(id), tags, &self.unknown) {
                self.budget.take(weight_of_road(&road) + 8 * way.refs.len())?;
                chunk.roads.push((i, road));
            }
            let closed = way.refs.len() >= 4 && chunk.refs[start] == node;
            for draft in place::drafts(tags, closed) {
                self.budget.take(weight_of(&draft) + if closed { 8 * way.refs.len() } else { 0 })?;
                chunk.way_places.push((i, draft));
            }
            if let Some(draft) = relation::boundary(tags).filter(|_| closed) {
                self.budget.take(1024 + 8 * way.refs.len())?;
                chunk.way_boundaries.push((i, draft));
            }
        }
        Ok(())
    }

    fn relation(&self, relation: &pbf::Relation, chunk: &mut Chunk) -> Result<(), Fault> {
        chunk.relations += 1;
        self.unknown.next_element();
        let count = relation.memids.len();
        if relation.types.len() != count || relation.roles_sid.len() != count {
            return Err(BAD_LISTS);
        }
        let mut tags = Vec::new();
        self.tags(&relation.keys, &relation.vals, &mut tags)?;
        let tags = Tags(&tags);
        let kind = tags.get("type").unwrap_or("");
        let is_restriction = kind == "restriction" || kind.starts_with("restriction:");
        if !is_restriction && !matches!(kind, "multipolygon" | "boundary") {
            return Ok(());
        }
        let mut members = Vec::with_capacity(count);
        let mut id = 0_i64;
        for i in 0..count {
            id = id.checked_add(relation.memids[i]).ok_or(BAD_SUM)?;
            let role = usize::try_from(relation.roles_sid[i]).map_err(|_| BAD_STRING)?;
            let role = self.string(role)?;
            members.push(match relation.types[i].enum_value() {
                Ok(MemberType::NODE) => Member::Node(id, role),
                Ok(MemberType::WAY) => Member::Way(id, role),
                Ok(MemberType::RELATION) => Member::Relation,
                Err(_) => return Err(Fault::Inconsistent("a member of a relation is of no known type")),
            });
        }
        if is_restriction {
            let rows = restrictions(OsmRelationId(relation.id()), tags, &members, &self.unknown);
            let rows = rows.inspect_err(|()| chunk.dropped_restrictions += 1).unwrap_or_default();
            self.budget.take(rows.len() * (size_of::<TurnRestriction>() + 8 * count + 256))?;
            chunk.restrictions.push((relation.id(), rows));
        } else if let Some(area) = relation::area(OsmRelationId(relation.id()), tags, &members) {
            self.budget.take(1024 + 16 * count)?;
            chunk.areas.push(area);
        }
        Ok(())
    }
}

/// A string of the table, cut at OSM's own limit of 255 characters: a megabyte that a million elements refer to must not
/// be read a million times.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    const MOST: usize = 255 * 4;
    if bytes.len() <= MOST {
        return String::from_utf8_lossy(bytes);
    }
    let mut end = MOST;
    while end > 0 && bytes[end] & 0xC0 == 0x80 {
        end -= 1;
    }
    String::from_utf8_lossy(&bytes[..end])
}

/// What a place costs in memory, without its outline.
pub(crate) fn weight_of(draft: &Draft) -> usize {
    let text = |s: &Option<String>| s.as_ref().map_or(0, String::len);
    2 * size_of::<Draft>() + 64 + text(&draft.names.name) + text(&draft.names.zh) + draft.accepts.len()
}

/// What a road costs in memory, without its nodes.
pub(crate) fn weight_of_road(road: &Way) -> usize {
    let text = |s: &Option<String>| s.as_ref().map_or(0, String::len);
    let rules = road.conditional.len() + road.maxspeed_conditional.len();
    size_of::<Way>() + text(&road.names.name) + text(&road.names.zh) + text(&road.names.reference) + 512 * rules
}
