//! People by county, from CSV.

use crate::network::ground::area_m2;
use crate::network::split::split;
use crate::wire::boundary::BoundaryFeature;
use crate::wire::codes;
use crate::wire::defect::{Defect, Report};
use crate::wire::points::decode;

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountyPeople {
    /// The county's code; empty where the file has none.
    pub code: String,
    /// Its name; empty where the file has none.
    pub name: String,
    /// Who lives there; `None` where the file leaves it out.
    pub persons: Option<i64>,
}

const CODE: &[&str] = &["adcode", "code", "代码", "行政区划代码", "区划代码"];
const NAME: &[&str] = &["name", "county", "名称", "县区", "区县", "县（市、区）"];
const PERSONS: &[&str] =
    &["persons", "population", "pop", "pop_census_2020", "people", "人口", "常住人口", "人口数", "常住人口数"];

/// Lines at most.
const MOST: usize = 100_000;
/// People of a line at most.
const CROWD: i64 = 10_000_000_000;

/// Reads the file: a header with a code or name and the number of people.
///
/// # Errors
/// Everything that is wrong with it, each with line and column (of fields), from 1.
pub fn read(bytes: &[u8]) -> Result<Vec<CountyPeople>, Vec<Defect>> {
    let mut report = Report::default();
    let rows = match decode(bytes) {
        Some(text) => rows(&text, &mut report),
        None => {
            report.add(Defect::new(&codes::E4001, "", []));
            Vec::new()
        }
    };
    if report.is_clean() { Ok(rows) } else { Err(report.into_parts().0) }
}

fn rows(text: &str, report: &mut Report) -> Vec<CountyPeople> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records().filter_map(Result::ok);
    let header = records.next().unwrap_or_default();
    let column = |names: &[&str]| header.iter().position(|h| names.contains(&h.trim().to_lowercase().as_str()));
    let (code, name, persons) = (column(CODE), column(NAME), column(PERSONS));
    let shown = || header.iter().collect::<Vec<_>>().join(", ");
    if code.is_none() && name.is_none() {
        report.add(Defect::new(&codes::E7113, "/1", ["adcode, name".into(), shown().into()]));
    }
    let Some(persons) = persons else {
        report.add(Defect::new(&codes::E7113, "/1", ["persons".into(), shown().into()]));
        return Vec::new();
    };
    let mut out = Vec::new();
    for record in records.take(MOST) {
        let field = |i: Option<usize>| i.and_then(|i| record.get(i)).unwrap_or_default().trim().to_owned();
        let line = record.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(usize::MAX));
        if record.iter().all(|f| f.trim().is_empty()) {
            continue;
        }
        let given = field(Some(persons));
        let number = given.replace([',', '，', ' '], "").parse::<i64>().ok().filter(|n| (0..=CROWD).contains(n));
        if number.is_none() && !given.is_empty() {
            let mut defect = Defect::new(&codes::E7114, format!("/{line}/{}", persons + 1), [given.as_str().into()]);
            defect.line_column = Some((line, persons + 1));
            report.add(defect);
        }
        out.push(CountyPeople { code: field(code), name: field(name), persons: number });
    }
    if out.is_empty() {
        report.add(Defect::new(&codes::E7115, "", []));
    }
    out
}

/// People of a county, and whether that is an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peopled {
    /// Who lives there.
    pub persons: i64,
    /// Its line gives no number: it has a part, by area, of what its city has beyond the counties with one.
    pub estimated: bool,
}

/// The people of each county of a boundary file, found by code, else by name. Counties whose line has no number share what the line of their city (the same
/// first four digits, then 00) has beyond the others, in proportion to their land.
///
/// # Errors
/// A county without a number and without such a line.
pub fn of_counties(rows: &[CountyPeople], counties: &[BoundaryFeature]) -> Result<Vec<Peopled>, Vec<Defect>> {
    let row_of = |c: &BoundaryFeature| {
        let by_code = rows.iter().find(|r| !r.code.is_empty() && r.code == c.code);
        by_code.or_else(|| rows.iter().find(|r| !r.name.is_empty() && r.name == c.name))
    };
    let prefix = |code: &str| code.get(..4).filter(|_| code.len() == 6).map(str::to_owned);
    let mut report = Report::default();
    let mut out: Vec<Option<Peopled>> = counties
        .iter()
        .map(|c| row_of(c).and_then(|r| r.persons).map(|persons| Peopled { persons, estimated: false }))
        .collect();
    for i in 0..counties.len() {
        if out[i].is_some() {
            continue;
        }
        let city = prefix(&counties[i].code);
        let total = city.as_ref().and_then(|p| {
            let line = rows.iter().find(|r| r.code == format!("{p}00"));
            line.and_then(|r| r.persons)
        });
        let (Some(city), Some(total)) = (city, total) else {
            let name = if counties[i].name.is_empty() { counties[i].code.clone() } else { counties[i].name.clone() };
            report.add(Defect::new(&codes::E7116, format!("/{i}"), [name.into()]));
            continue;
        };
        let known: i64 = rows
            .iter()
            .filter(|r| prefix(&r.code).as_ref() == Some(&city) && !r.code.ends_with("00"))
            .filter_map(|r| r.persons)
            .fold(0, i64::saturating_add);
        let blank: Vec<usize> = (i..counties.len())
            .filter(|&k| out[k].is_none() && prefix(&counties[k].code).as_ref() == Some(&city))
            .collect();
        let land: Vec<u64> =
            blank.iter().map(|&k| counties[k].polygons.iter().map(area_m2).sum::<f64>() as u64).collect();
        let parts = split((total - known).max(0), &land).unwrap_or_else(|| vec![0; blank.len()]);
        for (k, persons) in blank.into_iter().zip(parts) {
            out[k] = Some(Peopled { persons, estimated: true });
        }
    }
    if report.is_clean() { Ok(out.into_iter().flatten().collect()) } else { Err(report.into_parts().0) }
}
