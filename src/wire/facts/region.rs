//! A city with its counties, from TOML and GeoJSON.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::entry::{FigureEntry, names};
use super::streams::SinkWord;
use super::text;
use crate::ids::StreamId;
use crate::network::figure::{Figure, Sure};
use crate::network::ground::{LonLat, label_point};
use crate::network::growth::Ratio;
use crate::network::region::{Baseline, County, NamedSink, Region, Target};
use crate::network::streams::StreamTable;
use crate::wire::boundary::{self, BoundaryFeature};
use crate::wire::codes;
use crate::wire::defect::{Arg, Defect, Report};
use crate::wire::problem::format::stream::Label;
use crate::wire::schema;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RegionFile {
    #[schemars(range(min = 1, max = 1))]
    #[expect(dead_code, reason = "checked by its range")]
    version: u32,
    #[schemars(length(min = 1, max = 200))]
    id: String,
    name: Option<Label>,
    /// A preset's id.
    #[schemars(length(min = 1, max = 200))]
    standard: String,
    persons: FigureEntry<i64>,
    persons_per_household: FigureEntry<f64>,
    #[serde(default)]
    #[schemars(length(max = 1000))]
    targets: Vec<TargetRow>,
    #[serde(default)]
    #[schemars(length(max = 1000))]
    baselines: Vec<BaselineRow>,
    #[serde(default)]
    #[schemars(length(max = 10000))]
    sinks: Vec<SinkRow>,
    #[schemars(length(min = 1, max = 10000))]
    counties: Vec<CountyRow>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TargetRow {
    /// A stream's or family's code.
    stream: String,
    #[schemars(range(min = 1900, max = 2200))]
    base_year: i32,
    #[schemars(range(min = 1900, max = 2200))]
    year: i32,
    ratio: RatioEntry,
    #[schemars(length(min = 1, max = 2000))]
    policy: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RatioEntry {
    #[schemars(range(min = 0, max = 1000000))]
    num: u32,
    #[schemars(range(min = 1, max = 1000000))]
    den: u32,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct BaselineRow {
    /// A stream's or family's code.
    stream: String,
    #[schemars(range(min = 1900, max = 2200))]
    year: i32,
    /// Tonnes in the year.
    t: FigureEntry<f64>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SinkRow {
    #[schemars(length(min = 1, max = 200))]
    id: String,
    name: Option<Label>,
    kind: SinkWord,
    /// Where it is; without it the middle of `county`, which is assumed.
    at: Option<FigureEntry<[f64; 2]>>,
    /// A county's code.
    county: Option<String>,
    position_source: Option<String>,
    /// Codes of streams and families.
    #[schemars(length(min = 1, max = 1000))]
    streams: Vec<String>,
    /// Tonnes a year.
    intake_t: Option<FigureEntry<f64>>,
    #[schemars(length(max = 2000))]
    policy: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CountyRow {
    #[schemars(length(min = 1, max = 200))]
    code: String,
    #[schemars(length(min = 1, max = 200))]
    name: String,
    persons: FigureEntry<i64>,
    /// A place inside; by default the middle of its land.
    label: Option<[f64; 2]>,
    #[serde(default)]
    subdistricts: u32,
    #[serde(default)]
    townships: u32,
}

/// Reads a city and the boundaries of its counties, which are found by their codes (`adcode`), else by their names.
///
/// # Errors
/// Everything that is wrong with either, at once.
pub fn read(bytes: &[u8], boundaries: &[u8], table: &StreamTable) -> Result<Region, Vec<Defect>> {
    static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<RegionFile>);
    let mut report = Report::default();
    let file: Option<RegionFile> = text::read(bytes, &SCHEMA, &mut report);
    let features = boundary::parse(boundaries).unwrap_or_else(|why| {
        report.add(Defect::new(&codes::E7112, "", [Arg::Each(why.en, why.zh)]));
        Vec::new()
    });
    let region = file.map(|f| region(f, &features, table, &mut report));
    match region {
        Some(region) if report.is_clean() => Ok(region),
        _ => Err(report.into_parts().0),
    }
}

fn region(file: RegionFile, features: &[BoundaryFeature], table: &StreamTable, report: &mut Report) -> Region {
    let (zh, en) = names(file.name, &file.id);
    let mut seen = BTreeSet::new();
    let mut counties: Vec<County> = Vec::new();
    for (i, row) in file.counties.into_iter().enumerate() {
        let at = format!("/counties/{i}");
        if !seen.insert(row.code.clone()) {
            report.add(Defect::new(&codes::E7102, format!("{at}/code"), [row.code.as_str().into()]));
        }
        counties.push(county(row, &at, features, report));
    }
    let persons = file.persons.within(0.0, 1e10, "/persons", report);
    let sum: i64 = counties.iter().map(|c| c.persons.value).fold(0, i64::saturating_add);
    if sum != persons.value {
        report.add(Defect::new(&codes::E7108, "/persons", [sum.into(), persons.value.into()]));
    }
    let streams = |word: &str, at: String, report: &mut Report| -> Vec<StreamId> {
        let found = table.meant_by(word);
        if found.is_empty() {
            let defect = Defect::new(&codes::E7103, at, [word.into()]);
            let defect = report.suggesting(defect, word, table.words());
            report.add(defect);
        }
        found
    };
    let mut targets: Vec<Target> = Vec::new();
    for (i, row) in file.targets.into_iter().enumerate() {
        let at = format!("/targets/{i}");
        if row.year <= row.base_year {
            report.add(Defect::new(
                &codes::E7110,
                format!("{at}/year"),
                [i64::from(row.year).into(), i64::from(row.base_year).into()],
            ));
        }
        let found = streams(&row.stream, format!("{at}/stream"), report);
        if targets.iter().any(|t| t.streams.iter().any(|s| found.contains(s))) {
            report.add(Defect::new(&codes::E7102, format!("{at}/stream"), [row.stream.as_str().into()]));
        }
        targets.push(Target {
            streams: found,
            word: row.stream,
            base_year: row.base_year,
            year: row.year,
            ratio: Ratio { num: row.ratio.num, den: row.ratio.den },
            policy: row.policy,
        });
    }
    let mut baselines: Vec<Baseline> = Vec::new();
    for (i, row) in file.baselines.into_iter().enumerate() {
        let at = format!("/baselines/{i}");
        let found = streams(&row.stream, format!("{at}/stream"), report);
        if baselines.iter().any(|b| b.streams.iter().any(|s| found.contains(s))) {
            report.add(Defect::new(&codes::E7102, format!("{at}/stream"), [row.stream.as_str().into()]));
        }
        let kg = row.t.within(0.0, 1e9, &format!("{at}/t"), report).map(|t| (t * 1000.0).round() as i64);
        baselines.push(Baseline { streams: found, year: row.year, kg });
    }
    let mut sinks = Vec::new();
    for (i, row) in file.sinks.into_iter().enumerate() {
        let at = format!("/sinks/{i}");
        let all = row.streams.iter().enumerate();
        let mut takes: Vec<StreamId> =
            all.flat_map(|(k, word)| streams(word, format!("{at}/streams/{k}"), report)).collect();
        takes.sort_unstable();
        takes.dedup();
        let (zh, en) = names(row.name, &row.id);
        let place = match (row.at, row.county) {
            (Some(own), _) => {
                let own = own.plain(&format!("{at}/at"), report).map(|[lon, lat]| (lon, lat));
                on_globe(own.value, &format!("{at}/at/value"), report);
                own
            }
            (None, Some(code)) => {
                let found = counties.iter().find(|c| c.code == code);
                if found.is_none() {
                    report.add(Defect::new(&codes::E7107, format!("{at}/county"), [code.as_str().into()]));
                }
                let source = row.position_source.unwrap_or_else(|| "assumed: the middle of its county".into());
                Figure { value: found.map_or((0.0, 0.0), |c| c.label), sure: Sure::Assumed, source }
            }
            (None, None) => {
                report.add(Defect::new(&codes::E7106, at.as_str(), ["at".into(), "county".into()]));
                Figure::assumed((0.0, 0.0), "")
            }
        };
        let intake = row.intake_t.map(|t| t.within(0.0, 1e9, &format!("{at}/intake_t"), report));
        sinks.push(NamedSink {
            id: row.id,
            zh,
            en,
            kind: row.kind.kind(),
            at: place,
            streams: takes,
            intake_kg: intake.map(|t| t.map(|t| (t * 1000.0).round() as i64)),
            policy: row.policy,
        });
    }
    Region {
        id: file.id,
        zh,
        en,
        counties: counties.into(),
        persons,
        persons_per_household: file.persons_per_household.within(0.5, 20.0, "/persons_per_household", report),
        targets,
        baselines,
        sinks,
        standard: file.standard,
    }
}

fn county(row: CountyRow, at: &str, features: &[BoundaryFeature], report: &mut Report) -> County {
    let by_code = features.iter().find(|f| !f.code.is_empty() && f.code == row.code);
    let feature = by_code.or_else(|| features.iter().find(|f| !f.name.is_empty() && f.name == row.name));
    if feature.is_none() && !features.is_empty() {
        report.add(Defect::new(&codes::E7107, at, [row.name.as_str().into()]));
    }
    let polygons: Vec<Vec<Vec<LonLat>>> = feature.map(|f| f.polygons.clone()).unwrap_or_default();
    let largest = polygons.iter().max_by_key(|p| p.first().map_or(0, Vec::len));
    let middle = largest.and_then(label_point).unwrap_or((0.0, 0.0));
    let label = row.label.map_or(middle, |[lon, lat]| (lon, lat));
    on_globe(label, &format!("{at}/label"), report);
    let county = County {
        code: row.code,
        name: row.name,
        persons: row.persons.within(0.0, 1e10, &format!("{at}/persons"), report),
        subdistricts: row.subdistricts,
        townships: row.townships,
        label,
        polygons,
    };
    if row.label.is_some() && feature.is_some() && !county.contains(label) {
        report.add(Defect::new(&codes::E7109, format!("{at}/label"), [county.name.as_str().into()]));
    }
    county
}

fn on_globe((lon, lat): LonLat, at: &str, report: &mut Report) {
    for (i, (value, most)) in [(lon, 180.0), (lat, 90.0)].into_iter().enumerate() {
        if !(-most..=most).contains(&value) {
            report.add(Defect::new(&codes::E1014, format!("{at}/{i}"), [value.into(), (-most).into(), most.into()]));
        }
    }
}
