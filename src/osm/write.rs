//! Elements in, an `.osm.pbf` file out: for synthetic streets and for tests that draw a town.
//!
//! The same elements give the same bytes. Elements are written in the order given, in blocks of one kind and at most
//! 8,000 elements, zlib-compressed, without metadata; most readers expect nodes, then ways, then relations, each sorted
//! by id, and the header says nothing about order.

use super::model::{Coord, Source};
use crate::ids::{OsmNodeId, OsmRelationId, OsmWayId};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use osmpbfreader::fileformat::{Blob, BlobHeader};
use osmpbfreader::osmformat::relation::MemberType;
use osmpbfreader::osmformat::{HeaderBlock, PrimitiveBlock, PrimitiveGroup, Relation, Way};
use protobuf::Message;
use std::collections::HashMap;
use std::io::{self, Write};

/// Keys and values.
pub type TagList = Vec<(String, String)>;

/// An element to be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Element {
    /// A node.
    Node {
        /// Its id.
        id: OsmNodeId,
        /// Where it is.
        at: Coord,
        /// Its tags.
        tags: TagList,
    },
    /// A way.
    Way {
        /// Its id.
        id: OsmWayId,
        /// The nodes along it.
        nodes: Vec<OsmNodeId>,
        /// Its tags.
        tags: TagList,
    },
    /// A relation.
    Relation {
        /// Its id.
        id: OsmRelationId,
        /// Members with their roles.
        members: Vec<(super::model::OsmElement, String)>,
        /// Its tags.
        tags: TagList,
    },
}

/// Elements of a block, as many as common tools write.
const BLOCK: usize = 8_000;

/// Writes `elements` as an `.osm.pbf` file, with `timestamp_s` as the time of its data.
///
/// # Errors
/// What `output` says, and `InvalidInput` where a block would exceed the format's 32 MiB.
pub fn write(
    elements: impl IntoIterator<Item = Element>,
    timestamp_s: Option<i64>,
    output: impl Write,
) -> io::Result<()> {
    write_from(elements, &Source { timestamp_s, ..Source::default() }, output)
}

/// As [`write()`], with a header that says where the data come from; the program is `huilu` unless another is named, and
/// the box is left out.
///
/// # Errors
/// As [`write()`].
pub fn write_from(elements: impl IntoIterator<Item = Element>, source: &Source, output: impl Write) -> io::Result<()> {
    let mut output = output;
    let mut header = HeaderBlock::new();
    header.required_features = vec!["OsmSchema-V0.6".into(), "DenseNodes".into()];
    header.set_writingprogram(source.writing_program.clone().unwrap_or_else(|| "huilu".into()));
    header.source.clone_from(&source.source);
    header.osmosis_replication_timestamp = source.timestamp_s;
    blob("OSMHeader", &bytes(&header)?, &mut output)?;
    let mut block = Block::default();
    for element in elements {
        if block.count == BLOCK || (block.count > 0 && block.kind != Some(std::mem::discriminant(&element))) {
            std::mem::take(&mut block).finish(&mut output)?;
        }
        block.push(element)?;
    }
    if block.count > 0 {
        block.finish(&mut output)?;
    }
    output.flush()
}

/// A town drawn element by element, by degrees.
#[derive(Clone, Debug, Default)]
pub struct PbfBuilder {
    elements: Vec<Element>,
    timestamp_s: Option<i64>,
}

impl PbfBuilder {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
    /// Says of when the data are.
    pub fn timestamp(&mut self, seconds: i64) -> &mut Self {
        self.timestamp_s = Some(seconds);
        self
    }
    /// Adds a node; degrees off the globe are taken as 0, 0.
    pub fn node(&mut self, id: i64, lon: f64, lat: f64, tags: &[(&str, &str)]) -> &mut Self {
        let at = Coord::from_degrees(lon, lat).unwrap_or(Coord { lon_e7: 0, lat_e7: 0 });
        self.elements.push(Element::Node { id: OsmNodeId(id), at, tags: owned(tags) });
        self
    }
    /// Adds a way.
    pub fn way(&mut self, id: i64, nodes: &[i64], tags: &[(&str, &str)]) -> &mut Self {
        let nodes = nodes.iter().copied().map(OsmNodeId).collect();
        self.elements.push(Element::Way { id: OsmWayId(id), nodes, tags: owned(tags) });
        self
    }
    /// Adds a relation; members are `("node" | "way" | "relation", id, role)`.
    pub fn relation(&mut self, id: i64, members: &[(&str, i64, &str)], tags: &[(&str, &str)]) -> &mut Self {
        use super::model::OsmElement;
        let member = |&(kind, id, role): &(&str, i64, &str)| {
            let element = match kind {
                "node" => OsmElement::Node(OsmNodeId(id)),
                "way" => OsmElement::Way(OsmWayId(id)),
                _ => OsmElement::Relation(OsmRelationId(id)),
            };
            (element, role.to_owned())
        };
        let members = members.iter().map(member).collect();
        self.elements.push(Element::Relation { id: OsmRelationId(id), members, tags: owned(tags) });
        self
    }
    /// The elements so far.
    #[must_use]
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }
    /// The file.
    ///
    /// # Errors
    /// As [`write()`].
    pub fn to_vec(&self) -> io::Result<Vec<u8>> {
        let mut file = Vec::new();
        write(self.elements.iter().cloned(), self.timestamp_s, &mut file)?;
        Ok(file)
    }
}

fn owned(tags: &[(&str, &str)]) -> TagList {
    tags.iter().map(|&(k, v)| (k.to_owned(), v.to_owned())).collect()
}

/// A block being filled.
#[derive(Default)]
struct Block {
    kind: Option<std::mem::Discriminant<Element>>,
    count: usize,
    strings: HashMap<String, u32>,
    table: Vec<Vec<u8>>,
    group: PrimitiveGroup,
    /// Id, longitude and latitude of the node before: dense nodes are written as differences.
    before: (i64, i64, i64),
    has_tags: bool,
}

impl Block {
    fn string(&mut self, text: String) -> u32 {
        if self.table.is_empty() {
            // Number 0 separates the tags of dense nodes.
            self.table.push(Vec::new());
        }
        let next = self.table.len() as u32;
        let table = &mut self.table;
        *self.strings.entry(text).or_insert_with_key(|text| {
            table.push(text.clone().into_bytes());
            next
        })
    }

    fn tags(&mut self, tags: TagList) -> (Vec<u32>, Vec<u32>) {
        tags.into_iter().map(|(k, v)| (self.string(k), self.string(v))).unzip()
    }

    fn push(&mut self, element: Element) -> io::Result<()> {
        self.kind = Some(std::mem::discriminant(&element));
        self.count += 1;
        match element {
            Element::Node { id, at, tags } => {
                let now = (id.0, i64::from(at.lon_e7), i64::from(at.lat_e7));
                let words = self.tags(tags);
                let dense = self.group.dense.mut_or_insert_default();
                dense.id.push(step(self.before.0, now.0)?);
                dense.lon.push(now.1 - self.before.1);
                dense.lat.push(now.2 - self.before.2);
                self.has_tags |= !words.0.is_empty();
                dense.keys_vals.extend(words.0.iter().zip(&words.1).flat_map(|(&k, &v)| [k as i32, v as i32]));
                dense.keys_vals.push(0);
                self.before = now;
            }
            Element::Way { id, nodes, tags } => {
                let mut way = Way::new();
                way.set_id(id.0);
                (way.keys, way.vals) = self.tags(tags);
                way.refs = steps(nodes.iter().map(|n| n.0))?;
                self.group.ways.push(way);
            }
            Element::Relation { id, members, tags } => {
                use super::model::OsmElement;
                let mut relation = Relation::new();
                relation.set_id(id.0);
                (relation.keys, relation.vals) = self.tags(tags);
                let mut ids = Vec::with_capacity(members.len());
                for (member, role) in members {
                    let (kind, id) = match member {
                        OsmElement::Node(id) => (MemberType::NODE, id.0),
                        OsmElement::Way(id) => (MemberType::WAY, id.0),
                        OsmElement::Relation(id) => (MemberType::RELATION, id.0),
                    };
                    ids.push(id);
                    relation.types.push(kind.into());
                    relation.roles_sid.push(self.string(role) as i32);
                }
                relation.memids = steps(ids.into_iter())?;
                self.group.relations.push(relation);
            }
        }
        Ok(())
    }

    fn finish(mut self, output: &mut impl Write) -> io::Result<()> {
        if !self.has_tags
            && let Some(dense) = self.group.dense.as_mut()
        {
            dense.keys_vals.clear();
        }
        let mut block = PrimitiveBlock::new();
        block.stringtable.mut_or_insert_default().s = self.table;
        block.primitivegroup.push(self.group);
        blob("OSMData", &bytes(&block)?, output)
    }
}

fn step(before: i64, now: i64) -> io::Result<i64> {
    now.checked_sub(before).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "ids too far apart"))
}

fn steps(ids: impl Iterator<Item = i64>) -> io::Result<Vec<i64>> {
    let mut before = 0;
    let next = |id| step(std::mem::replace(&mut before, id), id);
    ids.map(next).collect()
}

fn bytes(message: &impl Message) -> io::Result<Vec<u8>> {
    message.write_to_bytes().map_err(io::Error::other)
}

fn blob(kind: &str, plain: &[u8], output: &mut impl Write) -> io::Result<()> {
    if plain.len() > 32 << 20 {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a block would exceed 32 MiB"));
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain)?;
    let mut body = Blob::new();
    body.set_raw_size(plain.len() as i32);
    body.set_zlib_data(encoder.finish()?);
    let body = bytes(&body)?;
    let mut head = BlobHeader::new();
    head.set_type(kind.into());
    head.set_datasize(body.len() as i32);
    let head = bytes(&head)?;
    output.write_all(&(head.len() as u32).to_be_bytes())?;
    output.write_all(&head)?;
    output.write_all(&body)
}

#[cfg(test)]
mod tests;
