//! Points from CSV: a header with longitude and latitude, and names if there are any.
//!
//! Files from Excel in China are often GBK; those are recognised and decoded, as is UTF-16 with its mark.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030};

use crate::wire::codes::{E4001, E4002, E4003, E4004, E4005, E4006, E4007, E4008, E4009};
use crate::wire::defect::{Defect, Report};

/// A point of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its id or name; empty where the file has none.
    pub name: String,
    /// Degrees east and north, WGS-84.
    pub lon_lat: (f64, f64),
    /// Whether to stop there on the kerb's side of the vehicle; `None` where the file does not say.
    pub kerb: Option<bool>,
}

const LON: &[&str] = &["lon", "lng", "longitude", "x", "经度"];
const LAT: &[&str] = &["lat", "latitude", "y", "纬度"];
const KERB: &[&str] = &["kerb", "curb", "靠边", "路缘"];
const YES: &[&str] = &["yes", "true", "1", "是"];
const NO: &[&str] = &["no", "false", "0", "否"];
const NAME: &[&str] = &["id", "name", "编号", "名称", "点位"];

/// The points of a file, at most `most`.
///
/// # Errors
/// Everything that is wrong with it, each with line and column (of fields), from 1.
pub fn read(bytes: &[u8], most: usize) -> Result<Vec<Point>, Vec<Defect>> {
    let mut report = Report::default();
    let points = match decode(bytes) {
        Some(text) => rows(&text, most, &mut report),
        None => {
            report.add(Defect::new(&E4001, "", []));
            Vec::new()
        }
    };
    if report.is_clean() { Ok(points) } else { Err(report.into_parts().0) }
}

/// The text of a table, in whatever encoding Excel saved it; `None` where it is none of them.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        None => GB18030,
    };
    let (text, _, wrong) = encoding.decode(bytes);
    (!wrong && !text.contains('\0')).then_some(text)
}

fn rows(text: &str, most: usize, report: &mut Report) -> Vec<Point> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records();
    // Reading from memory that is UTF-8 does not fail; a record that did would end the file.
    let mut next = || records.next().and_then(Result::ok);
    let header = next().unwrap_or_default();
    let column = |names: &[&str], report: &mut Report| {
        let mut hits = header.iter().enumerate().filter(|(_, h)| names.contains(&h.trim().to_lowercase().as_str()));
        let first = hits.next().map(|h| h.0);
        if let Some((again, name)) = hits.next() {
            report.add(Defect::at(&E4003, 1, again + 1, [name.into()]));
        }
        first
    };
    let (lon, lat, kerb) = (column(LON, report), column(LAT, report), column(KERB, report));
    let name = header.iter().position(|h| NAME.contains(&h.trim().to_lowercase().as_str()));
    for (found, label) in [(lon, "lon"), (lat, "lat")] {
        if found.is_none() {
            let all = header.iter().collect::<Vec<_>>().join(", ");
            report.add(Defect::at(
                &E4002,
                1,
                header.len() + if label == "lon" { 1 } else { 2 },
                [label.into(), all.into()],
            ));
        }
    }
    let (Some(lon), Some(lat)) = (lon, lat) else { return Vec::new() };
    let mut points = Vec::new();
    let mut count = 0;
    while let Some(record) = next() {
        if record.iter().all(|f| f.trim().is_empty()) {
            continue;
        }
        count += 1;
        if count > most {
            continue;
        }
        let line = record.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(usize::MAX));
        if record.len() != header.len() {
            report.add(Defect::at(&E4006, line, record.len(), [record.len().into(), header.len().into()]));
            continue;
        }
        let x = degrees(&record, lon, 180.0, "lon", line, report);
        let y = degrees(&record, lat, 90.0, "lat", line, report);
        let kerb = kerb.and_then(|i| side(&record, i, line, report));
        if let (Some(x), Some(y)) = (x, y) {
            let name = name.and_then(|n| record.get(n)).unwrap_or_default().trim().to_owned();
            points.push(Point { name, lon_lat: (x, y), kerb });
        }
    }
    if count == 0 {
        report.add(Defect::new(&E4007, "", []));
    }
    if count > most {
        report.add(Defect::new(&E4008, "", [count.into(), most.into()]));
    }
    points
}

fn degrees(row: &csv::StringRecord, i: usize, most: f64, label: &str, line: usize, report: &mut Report) -> Option<f64> {
    let text = row.get(i).unwrap_or_default().trim();
    match text.parse::<f64>() {
        Ok(v) if v.abs() <= most => return Some(v),
        Ok(v) if v.is_finite() => report.add(Defect::at(&E4005, line, i + 1, [v.into(), label.into()])),
        _ => report.add(Defect::at(&E4004, line, i + 1, [text.into()])),
    }
    None
}

/// Yes, no, or nothing.
fn side(row: &csv::StringRecord, i: usize, line: usize, report: &mut Report) -> Option<bool> {
    let text = row.get(i).unwrap_or_default().trim();
    let word = text.to_lowercase();
    match () {
        () if word.is_empty() => return None,
        () if YES.contains(&&*word) => return Some(true),
        () if NO.contains(&&*word) => return Some(false),
        () => report.add(Defect::at(&E4009, line, i + 1, [text.into()])),
    }
    None
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    fn codes(text: &[u8]) -> Vec<(&'static str, Option<(usize, usize)>)> {
        read(text, 3).unwrap_err().iter().map(|d| (d.code.code, d.line_column)).collect()
    }

    #[test]
    fn tables_of_all_sorts_are_read() {
        let want = vec![Point { name: "平城".into(), lon_lat: (113.3, 40.07), kerb: None }];
        let table = "编号,经度,纬度\r\n平城,113.3, 40.07\r\n\r\n";
        assert_eq!(read(table.as_bytes(), 3).unwrap(), want);
        assert_eq!(read(format!("\u{FEFF}{table}").as_bytes(), 3).unwrap(), want);
        assert_eq!(read(&encoding_rs::GBK.encode(table).0, 3).unwrap(), want);
        let utf16: Vec<u8> =
            "\u{FEFF}".chars().chain(table.chars()).flat_map(|c| (c as u32 as u16).to_le_bytes()).collect();
        assert_eq!(read(&utf16, 3).unwrap(), want);
        assert_eq!(read(b"lat,lon\n1,2", 3).unwrap()[0].lon_lat, (2.0, 1.0));
    }

    #[test]
    fn a_point_may_say_on_which_side_it_is_stopped_at() {
        let table = "lon,lat,Kerb\n1,1,yes\n1,1, \n1,1,否\n";
        let kerbs: Vec<_> = read(table.as_bytes(), 3).unwrap().iter().map(|p| p.kerb).collect();
        assert_eq!(kerbs, [Some(true), None, Some(false)]);
        assert_eq!(read("经度,纬度,靠边\n1,1,TRUE\n".as_bytes(), 3).unwrap()[0].kerb, Some(true));
        assert_eq!(codes("lon,lat,kerb\n1,1,left\n".as_bytes()), [("E4009", Some((2, 3)))]);
        assert_eq!(codes("lon,lat,kerb,curb\n1,1,1,1\n".as_bytes()), [("E4003", Some((1, 4)))]);
    }

    #[test]
    fn what_is_wrong_has_a_code_and_a_place() {
        assert_eq!(codes(b"\xFF\xFF\xFF"), [("E4001", None)]);
        assert_eq!(codes(b"a,b\n1,2"), [("E4002", Some((1, 3))), ("E4002", Some((1, 4)))]);
        assert_eq!(codes(b"lon,lat,lng\n1,2,3"), [("E4003", Some((1, 3)))]);
        assert_eq!(codes(b"lon,lat\n1,x\nNaN,2"), [("E4004", Some((2, 2))), ("E4004", Some((3, 1)))]);
        assert_eq!(codes(b"lon,lat\n40.07,113.3"), [("E4005", Some((2, 2)))]);
        assert_eq!(codes(b"lon,lat\n1,2,3"), [("E4006", Some((2, 3)))]);
        assert_eq!(codes(b"lon,lat\n"), [("E4007", None)]);
        assert_eq!(codes(b"lon,lat\n1,1\n1,1\n1,1\n1,1"), [("E4008", None)]);
        assert_eq!(codes(b"").len(), 2);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), head in any::<bool>()) {
            let mut all = if head { b"lon,lat\n".to_vec() } else { Vec::new() };
            all.extend(bytes);
            let _ = read(&all, 10);
        }
    }
}
