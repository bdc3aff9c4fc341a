//! How much people hand over, and how they are found on a map, from TOML.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::entry::FigureEntry;
use super::text;
use crate::ids::IdVec;
use crate::network::demand::Rates;
use crate::network::figure::Figure;
use crate::network::homes::HouseholdRules;
use crate::network::streams::StreamTable;
use crate::wire::codes;
use crate::wire::defect::{Defect, Report};
use crate::wire::schema;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RatesFile {
    #[schemars(range(min = 1, max = 1))]
    #[expect(dead_code, reason = "checked by its range")]
    version: u32,
    national: Option<National>,
    households: Households,
    #[schemars(length(max = 1000))]
    rates: Vec<RateRow>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct National {
    persons: FigureEntry<i64>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Households {
    persons_per_household: FigureEntry<f64>,
    floor_m2_per_household: FigureEntry<f64>,
    levels_small: FigureEntry<f64>,
    levels_large: FigureEntry<f64>,
    large_m2: FigureEntry<f64>,
    floor_ratio: FigureEntry<f64>,
    mapped_share: FigureEntry<f64>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RateRow {
    /// A stream's code.
    #[schemars(length(min = 1, max = 200))]
    stream: String,
    /// Collected in the nation in a year.
    national_t: Option<FigureEntry<f64>>,
    /// Of that, from households; by default all.
    household_share: Option<FigureEntry<f64>>,
    /// Instead: what a person hands over in a year.
    kg_per_person: Option<FigureEntry<f64>>,
}

/// Reads a table of rates for the streams of a table; streams it does not name have a rate of 0.
///
/// # Errors
/// Everything that is wrong with it, at once.
pub fn read(bytes: &[u8], table: &StreamTable) -> Result<Rates, Vec<Defect>> {
    static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<RatesFile>);
    let mut report = Report::default();
    let file: Option<RatesFile> = text::read(bytes, &SCHEMA, &mut report);
    let rates = file.map(|f| rates(f, table, &mut report));
    match rates {
        Some(rates) if report.is_clean() => Ok(rates),
        _ => Err(report.into_parts().0),
    }
}

fn rates(file: RatesFile, table: &StreamTable, report: &mut Report) -> Rates {
    let persons = file.national.map(|n| n.persons.within(1.0, 1e11, "/national/persons", report));
    let none = Figure::assumed(0, "no rate is given");
    let mut g_per_person = IdVec::filled(none.clone(), table.streams.len());
    for (i, row) in file.rates.into_iter().enumerate() {
        let at = format!("/rates/{i}");
        let Some(stream) = table.id(&row.stream) else {
            let defect = Defect::new(&codes::E7103, format!("{at}/stream"), [row.stream.as_str().into()]);
            let defect = report.suggesting(defect, &row.stream, table.streams.iter().map(|s| s.code.as_str()));
            report.add(defect);
            continue;
        };
        if g_per_person[stream] != none {
            report.add(Defect::new(&codes::E7102, format!("{at}/stream"), [row.stream.as_str().into()]));
        }
        let share = row.household_share.map(|e| e.within(0.0, 1.0, &format!("{at}/household_share"), report));
        match (row.kg_per_person, row.national_t, &persons) {
            (Some(kg), None, _) => {
                let kg = kg.within(0.0, 1e5, &format!("{at}/kg_per_person"), report);
                g_per_person[stream] = kg.map(|kg| (kg * 1000.0).round() as i64);
            }
            (None, Some(t), Some(persons)) => {
                let t = t.within(0.0, 1e12, &format!("{at}/national_t"), report);
                let part = share.as_ref().map_or(1.0, |s| s.value);
                let source = format!(
                    "{} t ({}; {}) over {} people ({}), {} % of it from households{}",
                    t.value,
                    t.sure.en(),
                    t.source,
                    persons.value,
                    persons.source,
                    (part * 1000.0).round() / 10.0,
                    share.as_ref().map_or(String::new(), |s| format!(" ({})", s.sure.en())),
                );
                // As sure as the least sure of its parts.
                let sure = t.sure.max(persons.sure).max(share.as_ref().map_or(t.sure, |s| s.sure));
                let g = (t.value * part * 1e6 / persons.value.max(1) as f64).round() as i64;
                g_per_person[stream] = Figure { value: g, sure, source };
            }
            (None, Some(_), None) => report.add(Defect::new(&codes::E1011, "", ["national".into()])),
            _ => report.add(Defect::new(&codes::E7106, at, ["kg_per_person".into(), "national_t".into()])),
        }
    }
    let h = file.households;
    let mut figure = |entry: FigureEntry<f64>, name: &str, least: f64, most: f64| {
        entry.within(least, most, &format!("/households/{name}"), report)
    };
    let households = HouseholdRules {
        persons_per_household: figure(h.persons_per_household, "persons_per_household", 0.5, 20.0),
        floor_m2_per_household: figure(h.floor_m2_per_household, "floor_m2_per_household", 10.0, 1000.0),
        levels_small: figure(h.levels_small, "levels_small", 1.0, 50.0),
        levels_large: figure(h.levels_large, "levels_large", 1.0, 50.0),
        large_m2: figure(h.large_m2, "large_m2", 0.0, 1e6),
        floor_ratio: figure(h.floor_ratio, "floor_ratio", 0.0, 20.0),
        mapped_share: figure(h.mapped_share, "mapped_share", 0.0, 1.0),
    };
    Rates { g_per_person, households }
}
