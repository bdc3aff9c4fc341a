//! What a planner knows better than map and rates, as CSV: amounts of a stream in a county, at a place, or by head everywhere.

use super::super::points::decode;
use crate::ids::{Id, StreamId};
use crate::network::demand::Overrides;
use crate::network::region::CountyId;
use crate::network::streams::StreamTable;
use crate::wire::codes::{E4001, E7103, E7107, E7117, E7118, E7119, E7120, E7122};
use crate::wire::defect::{Defect, Report};

/// Columns by the names they may have.
const STREAM: &[&str] = &["stream", "code", "品类", "品类代码"];
const AREA: &[&str] = &["area", "county", "adcode", "区域", "县区", "区县", "代码"];
const PLACE: &[&str] = &["source", "place", "产生点"];
const KG: &[&str] = &["kg_per_year", "kg", "千克每年", "年产生量千克"];
const RATE: &[&str] = &["kg_per_person_year", "千克每人年", "人均千克"];
/// The largest figure: what a network's file may have of one stream at one place, or in a county.
const MOST_KG: f64 = 1e12;
/// Lines at most.
const MOST: usize = 1_000_000;

/// Reads overrides. `counties` are the names and codes of the city's, by number; `places` how places are called by number (产生点1 is the first).
///
/// # Errors
/// Everything that is wrong with it, each with its line and column (of fields), from 1.
pub fn read(bytes: &[u8], table: &StreamTable, counties: &[(String, String)]) -> Result<Overrides, Vec<Defect>> {
    let mut report = Report::default();
    let mut out = Overrides::default();
    match decode(bytes) {
        Some(text) => rows(&text, table, counties, &mut out, &mut report),
        None => report.add(Defect::new(&E4001, "", [])),
    }
    if report.is_clean() { Ok(out) } else { Err(report.into_parts().0) }
}

fn rows(text: &str, table: &StreamTable, counties: &[(String, String)], out: &mut Overrides, report: &mut Report) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records().map_while(Result::ok);
    let header = records.next().unwrap_or_default();
    let column = |names: &[&str]| header.iter().position(|h| names.contains(&h.trim().to_lowercase().as_str()));
    let (stream, area, place, kg, rate) = (column(STREAM), column(AREA), column(PLACE), column(KG), column(RATE));
    let shown = || header.iter().collect::<Vec<_>>().join(",");
    let Some(stream) = stream else {
        return report.add(Defect::at(&E7117, 1, 1, ["stream".into(), shown().into()]));
    };
    if kg.is_none() && rate.is_none() {
        return report.add(Defect::at(&E7117, 1, 1, ["kg_per_year".into(), shown().into()]));
    }
    // A column that is not known would be a figure silently given to everybody.
    let known = [STREAM, AREA, PLACE, KG, RATE].concat();
    for (k, name) in header.iter().enumerate().filter(|(_, h)| !h.trim().is_empty()) {
        if !known.contains(&name.trim().to_lowercase().as_str()) {
            return report.add(Defect::at(&E7122, 1, k + 1, [name.into(), known.join(", ").into()]));
        }
    }
    for (i, record) in records.enumerate().take(MOST) {
        // Empty lines are passed over, and counted.
        let line = record.position().map_or(i + 2, |at| usize::try_from(at.line()).unwrap_or(i + 2));
        let field = |column: Option<usize>| column.and_then(|c| record.get(c)).map_or("", str::trim);
        if record.iter().all(|f| f.trim().is_empty()) {
            continue;
        }
        let name = field(Some(stream));
        let Some(id) = table.streams.iter_ids().find(|(_, s)| s.code == name || s.zh == name).map(|(id, _)| id) else {
            report.add(Defect::at(&E7103, line, stream + 1, [name.into()]));
            continue;
        };
        let mut number = |column: Option<usize>| -> Option<f64> {
            let text = field(column);
            if text.is_empty() {
                return None;
            }
            let value = text.parse::<f64>().ok().filter(|v| (0.0..=MOST_KG).contains(v));
            if value.is_none() {
                let name = column.and_then(|c| header.get(c)).unwrap_or_default();
                report.add(Defect::at(&E7118, line, column.unwrap_or(0) + 1, [text.into(), name.into()]));
            }
            value
        };
        let asked = (number(kg), number(rate));
        let given = [kg, rate].map(|c| !field(c).is_empty());
        let wanted = kg.or(rate).unwrap_or(0) + 1;
        if given[0] == given[1] {
            report.add(Defect::at(&E7119, line, wanted, []));
            continue;
        }
        put(out, report, (id, asked), (field(area), field(place)), counties, (line, [area, place, rate], wanted));
    }
}

/// Puts a line where it belongs.
fn put(
    out: &mut Overrides,
    report: &mut Report,
    (stream, asked): (StreamId, (Option<f64>, Option<f64>)),
    (area, place): (&str, &str),
    counties: &[(String, String)],
    (line, columns, wanted): (usize, [Option<usize>; 3], usize),
) {
    let column = |c: Option<usize>| c.unwrap_or(0) + 1;
    match asked {
        (None, Some(kg)) if area.is_empty() && place.is_empty() => {
            out.rates_g.push((stream, (kg * 1000.0).round() as i64));
        }
        (None, Some(_)) => report.add(Defect::at(&E7119, line, column(columns[2]), [])),
        (Some(kg), None) => {
            let kg = kg.round() as i64;
            match (area, place) {
                ("", "") => report.add(Defect::at(&E7119, line, wanted, [])),
                (name, "") => {
                    match counties.iter().position(|(n, code)| n == name || (code == name && !code.is_empty())) {
                        Some(county) => out.counties_kg.push((CountyId::new(county), stream, kg)),
                        None => report.add(Defect::at(&E7107, line, column(columns[0]), [name.into()])),
                    }
                }
                (_, name) => {
                    match name.trim_start_matches("产生点").parse::<usize>().ok().and_then(|n| n.checked_sub(1)) {
                        Some(place) => out.places_kg.push((place, stream, kg)),
                        None => report.add(Defect::at(&E7120, line, column(columns[1]), [name.into()])),
                    }
                }
            }
        }
        // What is no number has been told.
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::read;
    use crate::ids::Id;
    use crate::network::demand::Overrides;
    use crate::wire::facts::shipped::stream_table;

    fn counties() -> Vec<(String, String)> {
        vec![("平城区".to_owned(), "140213".to_owned()), ("天镇县".to_owned(), "140222".to_owned())]
    }

    fn overrides(text: &str) -> Result<Overrides, Vec<String>> {
        let told = |d: crate::wire::defect::Defect| {
            let (line, column) = d.line_column.unwrap_or_default();
            format!("{} {line}:{column}", d.code.code)
        };
        read(text.as_bytes(), &stream_table().unwrap(), &counties()).map_err(|d| d.into_iter().map(told).collect())
    }

    #[test]
    fn amounts_go_to_counties_places_or_everywhere() {
        let table = stream_table().unwrap();
        let (first, name) = (&table.streams[Id::new(0)].code, &table.streams[Id::new(1)].zh);
        let text = format!(
            "area,source,stream,kg_per_year,kg_per_person_year\n天镇县,,{first},1200.4,\n140213,,{name},7,\n,产生点3,{first},5,\n\n,,{first},,2.5\n"
        );
        let found = overrides(&text).unwrap();
        let plain: Vec<_> = found.counties_kg.iter().map(|c| (c.0.index(), c.1.index(), c.2)).collect();
        assert_eq!(plain, [(1, 0, 1200), (0, 1, 7)]);
        assert_eq!(found.places_kg.iter().map(|p| (p.0, p.1.index(), p.2)).collect::<Vec<_>>(), [(2, 0, 5)]);
        assert_eq!(found.rates_g.iter().map(|r| (r.0.index(), r.1)).collect::<Vec<_>>(), [(0, 2500)]);
    }

    #[test]
    fn what_is_wrong_is_told_by_line_and_column() {
        let table = stream_table().unwrap();
        let code = &table.streams[Id::new(0)].code;
        let refused = |text: &str| overrides(text).unwrap_err();
        assert_eq!(refused("area,kg\n"), ["E7117 1:1"]);
        assert_eq!(refused("stream,area\n"), ["E7117 1:1"]);
        assert_eq!(refused("品类,乡镇,千克每人年\n"), ["E7122 1:2"]);
        let text = format!(
            "县区,产生点,品类,千克每年,人均千克\n火星,,{code},1,\n,,{code},1,\n平城区,,无,1,\n平城区,,{code},-1,\n平城区,,{code},1,2\n平城区,,{code},,2\n,产生点零,{code},3,\n平城区,,{code},NaN,\n"
        );
        assert_eq!(
            refused(&text),
            ["E7107 2:1", "E7119 3:4", "E7103 4:3", "E7118 5:4", "E7119 6:4", "E7119 7:5", "E7120 8:2", "E7118 9:4"]
        );
        assert!(read(b"\x00\xff\x00", &table, &counties()).is_err());
    }
}
