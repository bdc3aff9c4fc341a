//! The frame of the file: sections, checksums, and the words in which a bad file is refused.

use std::ops::Range;
use std::sync::Arc;

use xxhash_rust::xxh3::{Xxh3, xxh3_64};
use zerocopy::IntoBytes;

use super::SharedBytes;
use super::codec::{Bin, Reader};
use crate::ids::IdVec;
use crate::osm::model::{Report, Source};
use crate::roads::bans::BanReport;
use crate::roads::city::{City, Settings};
use crate::roads::column::{Column, Plain};
use crate::roads::fault::Fault;
use crate::roads::network::{RoadNetwork, ways_of};
use crate::roads::topology::Topology;

const MAGIC: [u8; 8] = *b"HUILU\r\n\x1a";
/// Version of the form; a file of another version is imported again.
pub const VERSION: u32 = 3;
const HEADER: usize = 48;
const ENTRY: usize = 32;
/// Names of the sections in order; a section's number is its place here, from 1.
const SECTIONS: [&str; 11] = [
    "meta",
    "junctions",
    "roads",
    "shape",
    "attributes",
    "names",
    "features",
    "restrictions",
    "places",
    "boundaries",
    "order",
];
/// The sections that the fingerprint is made of: all but the order.
const NAMED: usize = SECTIONS.len() - 1;

/// The sections of a city, in order.
fn sections(city: &City) -> [Vec<u8>; SECTIONS.len()] {
    let n = &*city.network;
    let bin = |put: &dyn Fn(&mut Vec<u8>)| {
        let mut out = Vec::new();
        put(&mut out);
        out
    };
    let all = |out: &mut Vec<u8>, len: usize, put: &mut dyn FnMut(&mut Vec<u8>)| {
        (len as u32).put(out);
        put(out);
    };
    [
        bin(&|o| {
            city.settings.put(o);
            city.source.put(o);
            city.report.put(o);
        }),
        n.junctions.as_bytes().to_vec(),
        n.roads.as_bytes().to_vec(),
        n.shape.as_bytes().to_vec(),
        bin(&|o| all(o, n.attributes.len(), &mut |o| n.attributes.iter().for_each(|a| a.put(o)))),
        bin(&|o| all(o, n.names.len(), &mut |o| n.names.iter().for_each(|a| a.put(o)))),
        bin(&|o| n.features.put(o)),
        bin(&|o| n.restrictions.put(o)),
        bin(&|o| city.places.put(o)),
        bin(&|o| city.boundaries.put(o)),
        city.order.as_bytes().to_vec(),
    ]
}

fn fingerprint_of<'a>(sections: impl IntoIterator<Item = &'a [u8]>) -> u128 {
    let mut hash = Xxh3::new();
    for s in sections {
        hash.update(&(s.len() as u64).to_le_bytes());
        hash.update(s);
    }
    hash.digest128()
}

/// The fingerprint of a city's contents and settings.
pub(in crate::roads) fn fingerprint(city: &City) -> u128 {
    fingerprint_of(sections(city)[..NAMED].iter().map(Vec::as_slice))
}

/// The bytes of a city's file.
#[must_use]
pub fn to_bytes(city: &City) -> Vec<u8> {
    let sections = sections(city);
    let mut offset = HEADER + ENTRY * SECTIONS.len();
    let mut table = Vec::new();
    for (i, s) in sections.iter().enumerate() {
        for field in [i as u64 + 1, offset as u64, s.len() as u64, xxh3_64(s)] {
            field.put(&mut table);
        }
        offset = (offset + s.len()).next_multiple_of(8);
    }
    let mut out = Vec::with_capacity(offset);
    out.extend_from_slice(&MAGIC);
    VERSION.put(&mut out);
    (SECTIONS.len() as u32).put(&mut out);
    out.extend_from_slice(&fingerprint_of(sections[..NAMED].iter().map(Vec::as_slice)).to_le_bytes());
    (offset as u64).put(&mut out);
    let mut head = Xxh3::new();
    head.update(&out);
    head.update(&table);
    head.digest().put(&mut out);
    out.extend_from_slice(&table);
    for s in &sections {
        out.extend_from_slice(s);
        out.resize(out.len().next_multiple_of(8), 0);
    }
    out
}

fn refused(code: &'static str, section: &str, en: String, zh: String) -> Fault {
    Fault::new(
        code,
        section,
        [en, zh],
        ["import the city again with `huilu import`", "请用 `huilu import` 重新导入城市"],
    )
}
fn damaged(section: &str) -> Fault {
    refused(
        "C104",
        section,
        format!("the file is damaged in section {section}"),
        format!("文件的 {section} 部分已损坏"),
    )
}

/// Reads a city from the bytes of its file; tables stay in those bytes where they are aligned.
///
/// # Errors
/// `C101` not a city file, `C102` another version, `C103` cut or grown, `C104` damaged, `C301` inconsistent.
pub fn from_bytes(bytes: &SharedBytes) -> Result<City, Fault> {
    let data: &[u8] = (**bytes).as_ref();
    if data.get(..8) != Some(&MAGIC) {
        return Err(refused("C101", "magic", "this is not a city file".into(), "这不是城市文件".into()));
    }
    let word = |at: usize| data.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
    let long = |at: usize| data.get(at..at + 8).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes);
    if let Some(version) = word(8).filter(|&v| v != VERSION) {
        return Err(refused(
            "C102",
            "version",
            format!("the file has version {version}, this program reads version {VERSION}"),
            format!("文件版本为 {version}，本程序读取版本 {VERSION}"),
        ));
    }
    let start = HEADER + ENTRY * SECTIONS.len();
    if data.len() < start || long(32) != Some(data.len() as u64) {
        return Err(refused(
            "C103",
            "length",
            format!("the file is cut or grown: it has {} bytes", data.len()),
            format!("文件被截断或变长：共 {} 字节", data.len()),
        ));
    }
    let mut head = Xxh3::new();
    head.update(&data[..40]);
    head.update(&data[HEADER..start]);
    if long(40) != Some(head.digest()) || word(12) != Some(SECTIONS.len() as u32) {
        return Err(damaged("header"));
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (i, name) in SECTIONS.iter().enumerate() {
        let field = |k: usize| long(HEADER + ENTRY * i + 8 * k);
        let (Some(number), Some(offset), Some(len), Some(sum)) = (field(0), field(1), field(2), field(3)) else {
            return Err(damaged(name));
        };
        let range = usize::try_from(offset).ok().zip(offset.checked_add(len).and_then(|e| usize::try_from(e).ok()));
        let range = range.map(|(a, b)| a..b).ok_or_else(|| damaged(name))?;
        if number != i as u64 + 1 || data.get(range.clone()).map(xxh3_64) != Some(sum) {
            return Err(damaged(name));
        }
        ranges.push(range);
    }
    let mut end = start;
    for range in &ranges {
        // What lies between sections is nothing.
        if data.get(end..range.start).is_none_or(|gap| gap.len() >= 8 || gap.iter().any(|&b| b != 0)) {
            return Err(damaged("padding"));
        }
        end = range.end;
    }
    if data[end..].iter().any(|&b| b != 0) || data.len() - end >= 8 {
        return Err(damaged("padding"));
    }
    let fingerprint = fingerprint_of(ranges[..NAMED].iter().map(|r| &data[r.clone()]));
    if data.get(16..32).and_then(|b| b.try_into().ok()).map(u128::from_le_bytes) != Some(fingerprint) {
        return Err(damaged("fingerprint"));
    }
    decode(bytes, data, &ranges, fingerprint)
}

fn decode(bytes: &SharedBytes, data: &[u8], ranges: &[Range<usize>], fingerprint: u128) -> Result<City, Fault> {
    fn value<T: Bin>(data: &[u8], ranges: &[Range<usize>], i: usize) -> Result<T, Fault> {
        let mut reader = Reader::new(&data[ranges[i].clone()]);
        T::take(&mut reader).filter(|_| reader.is_empty()).ok_or_else(|| damaged(SECTIONS[i]))
    }
    fn table<T: Plain>(
        bytes: &SharedBytes,
        data: &[u8],
        ranges: &[Range<usize>],
        i: usize,
    ) -> Result<Column<T>, Fault> {
        if let Some(column) = Column::shared(Arc::clone(bytes), ranges[i].clone()) {
            return Ok(column);
        }
        // Bytes that do not start at an aligned address are copied.
        let part = &data[ranges[i].clone()];
        let chunks = part.chunks_exact(size_of::<T>());
        if !chunks.remainder().is_empty() {
            return Err(damaged(SECTIONS[i]));
        }
        let items: Option<Vec<T>> = chunks.map(|c| T::read_from_bytes(c).ok()).collect();
        Ok(items.ok_or_else(|| damaged(SECTIONS[i]))?.into())
    }
    let (settings, (source, report)): (Settings, (Source, Report)) = value(data, ranges, 0)?;
    let attributes: Vec<_> = value(data, ranges, 4)?;
    let names: Vec<_> = value(data, ranges, 5)?;
    let roads = table(bytes, data, ranges, 2)?;
    let mut network = RoadNetwork {
        ways: ways_of(&roads),
        junctions: table(bytes, data, ranges, 1)?,
        roads,
        shape: table(bytes, data, ranges, 3)?,
        attributes: IdVec::from(attributes),
        names: IdVec::from(names),
        features: value(data, ranges, 6)?,
        restrictions: value(data, ranges, 7)?,
        drives: settings.drives,
        topology: Topology::default(),
        ban_report: BanReport::default(),
    };
    network.check_tables()?;
    let order = table::<u32>(bytes, data, ranges, NAMED)?.to_vec();
    if !order.is_empty() && !is_permutation(&order, network.road_count()) {
        return Err(damaged(SECTIONS[NAMED]));
    }
    network.expand();
    Ok(City {
        network: Arc::new(network),
        places: value(data, ranges, 8)?,
        boundaries: value(data, ranges, 9)?,
        source,
        report,
        settings,
        order,
        fingerprint,
    })
}

fn is_permutation(order: &[u32], n: usize) -> bool {
    let mut seen = vec![false; n];
    let new = |&r: &u32| seen.get_mut(r as usize).is_some_and(|s| !std::mem::replace(s, true));
    order.len() == n && order.iter().all(new)
}
