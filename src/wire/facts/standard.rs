//! Presets of standards, from TOML.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::entry::{FigureEntry, names, within};
use super::text;
use crate::network::figure::Figure;
use crate::network::standard::{CentreRules, DropOffRules, Standard, StationRules};
use crate::wire::codes;
use crate::wire::defect::{Defect, Report};
use crate::wire::problem::format::stream::Label;
use crate::wire::schema;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StandardFile {
    #[schemars(range(min = 1, max = 1))]
    #[expect(dead_code, reason = "checked by its range")]
    version: u32,
    #[schemars(length(min = 1, max = 200))]
    id: String,
    /// The preset that says what this one does not.
    base: Option<String>,
    name: Option<Label>,
    #[serde(default)]
    drop_off: DropOffEntry,
    #[serde(default)]
    station: StationEntry,
    #[serde(default)]
    centre: CentreEntry,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DropOffEntry {
    households_town: Option<FigureEntry<u32>>,
    households_township: Option<FigureEntry<u32>>,
    persons_town: Option<FigureEntry<u32>>,
    persons_township: Option<FigureEntry<u32>>,
    per_village: Option<FigureEntry<u32>>,
    min_area_m2: Option<FigureEntry<f64>>,
    area_m2_per_100_households: Option<FigureEntry<f64>>,
    /// Share of households, from 0 to 1.
    coverage: Option<FigureEntry<f64>>,
    walk_m: Option<FigureEntry<u32>>,
    visit_days_town: Option<FigureEntry<u16>>,
    visit_days_village: Option<FigureEntry<u16>>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StationEntry {
    per_subdistrict: Option<FigureEntry<u32>>,
    per_township: Option<FigureEntry<u32>>,
    min_area_m2: Option<FigureEntry<f64>>,
    reach_m: Option<FigureEntry<u32>>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CentreEntry {
    min_area_m2: Option<FigureEntry<f64>>,
    min_throughput_t: Option<FigureEntry<u32>>,
    per_county_least: Option<FigureEntry<u32>>,
    per_county_most: Option<FigureEntry<u32>>,
}

/// Reads a preset; `known` gives the presets that it may stand on.
///
/// # Errors
/// Everything that is wrong with it, at once.
pub fn read(bytes: &[u8], known: &dyn Fn(&str) -> Option<Standard>) -> Result<Standard, Vec<Defect>> {
    static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<StandardFile>);
    let mut report = Report::default();
    let file: Option<StandardFile> = text::read(bytes, &SCHEMA, &mut report);
    let standard = file.map(|f| standard(f, known, &mut report));
    match standard {
        Some(standard) if report.is_clean() => Ok(standard),
        _ => Err(report.into_parts().0),
    }
}

fn standard(file: StandardFile, known: &dyn Fn(&str) -> Option<Standard>, report: &mut Report) -> Standard {
    let (zh, en) = names(file.name, &file.id);
    let base = file.base.as_deref().map(|id| (id, known(id)));
    if let Some((id, None)) = base {
        let all = super::shipped::STANDARDS.iter().map(|(id, _)| *id);
        let defect =
            Defect::new(&codes::E7111, "/base", [id.into(), all.clone().collect::<Vec<_>>().join(", ").into()]);
        let defect = report.suggesting(defect, id, all);
        report.add(defect);
    }
    let DropOffEntry { coverage, .. } = &file.drop_off;
    let coverage = coverage.clone().map(|c| c.within(0.0, 1.0, "/drop_off/coverage", report));
    macro_rules! figures {
        ($part:literal $entry:expr, $($field:ident $least:literal $most:literal)+) => {
            ($(within($entry.$field, $least, $most, concat!("/", $part, "/", stringify!($field)), report),)+)
        };
    }
    let d = file.drop_off;
    let (households_town, households_township, persons_town, persons_township, per_village, min_area_m2) = figures!("drop_off" d,
        households_town 1.0 1e6 households_township 1.0 1e6 persons_town 1.0 1e7 persons_township 1.0 1e7 per_village 0.0 100.0
        min_area_m2 0.0 1e7);
    let (area_m2_per_100_households, walk_m, visit_days_town, visit_days_village) = figures!("drop_off" d,
        area_m2_per_100_households 0.0 1e5 walk_m 1.0 1e5 visit_days_town 1.0 366.0 visit_days_village 1.0 366.0);
    let s = file.station;
    let (per_subdistrict, per_township, station_m2, reach_m) = figures!("station" s,
        per_subdistrict 0.0 1000.0 per_township 0.0 1000.0 min_area_m2 0.0 1e7 reach_m 1.0 1e6);
    let c = file.centre;
    let (centre_m2, min_throughput_t, per_county_least, per_county_most) = figures!("centre" c,
        min_area_m2 0.0 1e7 min_throughput_t 0.0 1e9 per_county_least 0.0 1000.0 per_county_most 0.0 1000.0);
    let own = Standard {
        id: file.id,
        zh,
        en,
        drop_off: DropOffRules {
            households_town,
            households_township,
            persons_town,
            persons_township,
            per_village,
            min_area_m2,
            area_m2_per_100_households,
            coverage_ppm: coverage.map(|c: Figure<f64>| c.map(|share| (share * 1e6).round() as u32)),
            walk_m,
            visit_days_town,
            visit_days_village,
        },
        station: StationRules { per_subdistrict, per_township, min_area_m2: station_m2, reach_m },
        centre: CentreRules { min_area_m2: centre_m2, min_throughput_t, per_county_least, per_county_most },
    };
    match base {
        Some((_, Some(base))) => own.over(&base),
        _ => own,
    }
}
