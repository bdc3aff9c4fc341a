//! A mobile service 以车代库 as a file: read, checked in full, turned into a [`Service`]; and its timetable, written and read again.

pub mod answer;
pub mod calendar;
mod check;
pub mod claims;
mod context;
mod convert;
pub mod draft;
pub mod format;
pub mod ics;
pub mod layers;
pub mod next;
pub mod poster;
pub mod read;
pub mod tables;
pub mod template;
pub mod today;
pub mod week;
pub mod words;
pub mod write;
mod zone;

use std::sync::LazyLock;

use serde_json::Value;

use crate::ids::{IdVec, StreamId, VehicleId};
use crate::mobile::model::PointId;
use crate::mobile::service::Service;
use crate::plan::energy::EnergyFactor;
use crate::wire::clock::Date;
use crate::wire::defect::{Defect, Report};
use crate::wire::json;
use crate::wire::network::format::NoteEntry;
use crate::wire::problem::format::stream::Label;
use crate::wire::schema;
use crate::wire::workbook;
use context::Context;
use format::MobileFile;

/// A service that has been read: the model, and what the file says beside it.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The service.
    pub service: Service,
    /// The city the file names.
    pub city: Option<String>,
    /// A Monday on which the cycle begins.
    pub starts: Date,
    /// What people call the streams.
    pub streams: IdVec<StreamId, Label>,
    /// What the areas are called: those of points, by number.
    pub areas: Vec<(String, Label)>,
    /// The area of each standing place.
    pub stand_areas: Vec<Option<u32>>,
    /// Why each standing place is one.
    pub reasons: Vec<Option<NoteEntry>>,
    /// What each vehicle uses.
    pub energy: IdVec<VehicleId, EnergyFactor>,
    /// What the file says its figures rest on.
    pub notes: Vec<NoteEntry>,
    /// What is doubtful, but no reason to refuse.
    pub warnings: Vec<Defect>,
}

impl Parsed {
    /// Where a point lies, by name.
    #[must_use]
    pub fn area_of(&self, point: PointId) -> Option<&str> {
        let area = self.service.problem.points.get(point)?.area?;
        self.areas.get(area as usize).map(|a| a.0.as_str())
    }
}

/// The JSON Schema of the format.
static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<MobileFile>);

/// The service that a file describes: JSON, or a workbook (.xlsx) with a sheet for each list.
///
/// # Errors
/// Everything that is wrong with the file, at once; warnings after the errors.
pub fn read(bytes: &[u8]) -> Result<Parsed, Vec<Defect>> {
    if workbook::is_workbook(bytes) {
        let book = workbook::read(bytes, &SCHEMA, "mobile", template::NESTED).map_err(|defect| vec![*defect])?;
        return book.made(read_tree, |parsed| &mut parsed.warnings);
    }
    read_json(bytes)
}

/// As [`read()`], JSON only: what a request brings.
///
/// # Errors
/// Everything that is wrong with it, at once.
pub fn read_json(bytes: &[u8]) -> Result<Parsed, Vec<Defect>> {
    let mut report = Report::default();
    match json::read(bytes, &mut report) {
        Ok(value) => read_tree(value, report),
        Err(defect) => Err(vec![*defect]),
    }
}

/// As [`read()`], from a tree.
///
/// # Errors
/// Everything that is wrong with it, at once.
pub fn read_tree(value: Value, mut report: Report) -> Result<Parsed, Vec<Defect>> {
    match schema::typed::<MobileFile>(&SCHEMA, value, &mut report) {
        Some(file) => sensible(&file, report),
        None => Err(report.into_list()),
    }
}

/// As [`read()`], from a file that was composed rather than read.
///
/// # Errors
/// What makes no sense in it.
pub fn of_file(file: &MobileFile) -> Result<Parsed, Vec<Defect>> {
    sensible(file, Report::default())
}

fn sensible(file: &MobileFile, mut report: Report) -> Result<Parsed, Vec<Defect>> {
    let context = Context::new(file);
    check::all(&context, &mut report);
    if !report.is_clean() {
        return Err(report.into_list());
    }
    let mut parsed = convert::service(&context);
    parsed.warnings = report.into_parts().1;
    Ok(parsed)
}

#[cfg(test)]
mod tests;
