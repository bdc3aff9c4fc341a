//! The table of streams, from TOML.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::entry::{FigureEntry, names, within};
use super::text;
use crate::network::figure::{Figure, Sure};
use crate::network::streams::{Family, Grade, Hazard, Outlet, SinkKind, Stream, StreamTable};
use crate::units::Grams;
use crate::wire::codes;
use crate::wire::defect::{Defect, Report};
use crate::wire::problem::catalogue::BUILT_IN;
use crate::wire::problem::format::stream::{Label, StreamEntry};
use crate::wire::schema;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StreamsFile {
    /// Version of the format.
    #[schemars(range(min = 1, max = 1))]
    #[expect(dead_code, reason = "checked by its range")]
    version: u32,
    /// Streams that may be spoken of as one.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    families: Vec<FamilyRow>,
    /// The streams.
    #[schemars(length(min = 1, max = 1000))]
    streams: Vec<StreamRow>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FamilyRow {
    #[schemars(length(min = 1, max = 200))]
    code: String,
    name: Option<Label>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StreamRow {
    #[schemars(length(min = 1, max = 200))]
    code: String,
    family: Option<String>,
    /// Density and piece of this kind of the catalogue.
    like: Option<String>,
    name: Option<Label>,
    density_kg_m3: Option<FigureEntry<u32>>,
    piece_kg: Option<FigureEntry<f64>>,
    hazard: FigureEntry<HazardWord>,
    licensed: FigureEntry<bool>,
    storage_days: Option<FigureEntry<u16>>,
    #[schemars(length(min = 1, max = 20))]
    outlets: Vec<OutletRow>,
    outlets_source: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OutletRow {
    kind: SinkWord,
    grade: Option<GradeWord>,
    #[schemars(range(min = 0.0, max = 1.0))]
    share: f64,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum HazardWord {
    None,
    HarmfulParts,
    DangerousGoods,
}

/// A kind of sink.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SinkWord {
    WeeeDismantler,
    ElvDismantler,
    BatteryWorks,
    ReuseMarket,
    Remanufacturer,
    IndustrialPark,
}

impl SinkWord {
    pub(super) fn kind(self) -> SinkKind {
        match self {
            Self::WeeeDismantler => SinkKind::WeeeDismantler,
            Self::ElvDismantler => SinkKind::ElvDismantler,
            Self::BatteryWorks => SinkKind::BatteryWorks,
            Self::ReuseMarket => SinkKind::ReuseMarket,
            Self::Remanufacturer => SinkKind::Remanufacturer,
            Self::IndustrialPark => SinkKind::IndustrialPark,
        }
    }
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum GradeWord {
    Reusable,
    Repairable,
    Scrap,
}

/// Reads a table of streams.
///
/// # Errors
/// Everything that is wrong with it, at once; pointers name stream and field.
pub fn read(bytes: &[u8]) -> Result<StreamTable, Vec<Defect>> {
    static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<StreamsFile>);
    let mut report = Report::default();
    let file: Option<StreamsFile> = text::read(bytes, &SCHEMA, &mut report);
    let table = file.map(|f| table(f, &mut report));
    match table {
        Some(table) if report.is_clean() => Ok(table),
        _ => Err(report.into_parts().0),
    }
}

fn table(file: StreamsFile, report: &mut Report) -> StreamTable {
    let mut seen = BTreeSet::new();
    let mut once = |code: &str, at: String, report: &mut Report| {
        if !seen.insert(code.to_owned()) {
            report.add(Defect::new(&codes::E7102, at, [code.into()]));
        }
    };
    let mut families = Vec::new();
    for (i, row) in file.families.into_iter().enumerate() {
        once(&row.code, format!("/families/{i}/code"), report);
        let (zh, en) = names(row.name, &row.code);
        families.push(Family { code: row.code, zh, en });
    }
    let mut streams = Vec::new();
    for (i, row) in file.streams.into_iter().enumerate() {
        let at = format!("/streams/{i}");
        once(&row.code, format!("{at}/code"), report);
        if let Some(family) = row.family.as_deref().filter(|f| families.iter().all(|k| k.code != **f)) {
            let defect = Defect::new(&codes::E7103, format!("{at}/family"), [family.into()]);
            let defect = report.suggesting(defect, family, families.iter().map(|k| k.code.as_str()));
            report.add(defect);
        }
        streams.push(stream(row, &at, report));
    }
    StreamTable { streams: streams.into(), families }
}

fn stream(row: StreamRow, at: &str, report: &mut Report) -> Stream {
    let (zh, en) = names(row.name, &row.code);
    let like = row.like.as_deref().and_then(|kind| {
        let found = BUILT_IN.iter().find(|b| b.kind == kind);
        if found.is_none() {
            let defect = Defect::new(&codes::E7105, format!("{at}/like"), [kind.into()]);
            let defect = report.suggesting(defect, kind, BUILT_IN.iter().map(|b| b.kind));
            report.add(defect);
        }
        found
    });
    // What the catalogue says of a piece stands there alone: said here, too, it could differ.
    if row.like.is_some() == row.density_kg_m3.is_some() {
        report.add(Defect::new(&codes::E7106, at, ["density_kg_m3".into(), "like".into()]));
    }
    let of_catalogue = |sure_of: &str| format!("catalogue, {}: {sure_of}", row.like.as_deref().unwrap_or_default());
    let density = match (row.density_kg_m3, like) {
        (Some(own), _) => own.within(1.0, 20_000.0, &format!("{at}/density_kg_m3"), report),
        (None, Some(b)) => Figure {
            value: (b.load_kg / b.volume_l * 1000.0).round() as u32,
            sure: Sure::Assumed,
            source: of_catalogue(b.source),
        },
        (None, None) => Figure::assumed(1, ""),
    };
    let own = within(row.piece_kg, 0.001, 1e6, &format!("{at}/piece_kg"), report);
    let piece = own.map(|p| p.map(Grams::from_kg)).or_else(|| {
        like.map(|b| Figure { value: Grams::from_kg(b.load_kg), sure: Sure::Assumed, source: of_catalogue(b.source) })
    });
    let outlets: Vec<Outlet> = row.outlets.iter().map(outlet).collect();
    let sum: u32 = outlets.iter().map(|o| o.share_ppm).sum();
    if sum != 1_000_000 {
        report.add(Defect::new(&codes::E7104, format!("{at}/outlets"), [(f64::from(sum) / 1e6).into()]));
    }
    Stream {
        code: row.code,
        family: row.family,
        zh,
        en,
        density_kg_m3: density,
        piece,
        hazard: row.hazard.plain(&format!("{at}/hazard"), report).map(|w| match w {
            HazardWord::None => Hazard::None,
            HazardWord::HarmfulParts => Hazard::HarmfulParts,
            HazardWord::DangerousGoods => Hazard::DangerousGoods,
        }),
        licensed: row.licensed.plain(&format!("{at}/licensed"), report),
        storage_days: within(row.storage_days, 1.0, 3660.0, &format!("{at}/storage_days"), report),
        outlets,
        outlets_source: row.outlets_source.unwrap_or_default(),
    }
}

fn outlet(row: &OutletRow) -> Outlet {
    Outlet {
        kind: row.kind.kind(),
        grade: row.grade.map(|g| match g {
            GradeWord::Reusable => Grade::Reusable,
            GradeWord::Repairable => Grade::Repairable,
            GradeWord::Scrap => Grade::Scrap,
        }),
        share_ppm: (row.share * 1e6).round() as u32,
    }
}

/// The streams as a day's problem names them.
#[must_use]
pub fn entries(table: &StreamTable) -> Vec<StreamEntry> {
    let entry = |s: &Stream| StreamEntry {
        id: s.code.clone(),
        name: Some(Label { zh: Some(s.zh.clone()), en: Some(s.en.clone()) }),
    };
    table.streams.iter().map(entry).collect()
}
