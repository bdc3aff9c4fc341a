//! The header blob: where the file comes from, and what a reader must be able to do.

use super::error::Fault;
use super::model::{Coord, Source};
use super::weigh::{Message, weigh};
use osmpbfreader::osmformat::HeaderBlock;
use protobuf::Message as _;

/// Features of the format that this reader honours.
const KNOWN: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];
/// A header is a few hundred bytes; this many in memory is absurd.
const CAP: u64 = 1 << 20;

/// Reads the header block.
pub(crate) fn source(bytes: &[u8]) -> Result<Source, Fault> {
    let weight = weigh(Message::HeaderBlock, bytes, CAP).map_err(|what| Fault::Damaged(what.to_owned()))?;
    if weight > CAP {
        return Err(Fault::BlockTooBig(weight));
    }
    let header = HeaderBlock::parse_from_bytes(bytes).map_err(|e| Fault::Damaged(e.to_string()))?;
    if let Some(unknown) = header.required_features.iter().find(|f| !KNOWN.contains(&f.as_str())) {
        return Err(Fault::Feature(unknown.chars().take(64).collect()));
    }
    let corner = |lon: i64, lat: i64| Coord::from_degrees(lon as f64 / 1e9, lat as f64 / 1e9);
    let bbox = header.bbox.as_ref().and_then(|b| Some([corner(b.left(), b.bottom())?, corner(b.right(), b.top())?]));
    let text = |s: &Option<String>| s.as_deref().map(super::names::clean).filter(|s| !s.is_empty());
    Ok(Source {
        timestamp_s: header.osmosis_replication_timestamp.filter(|&t| t > 0),
        writing_program: text(&header.writingprogram),
        source: text(&header.source),
        bbox,
    })
}
