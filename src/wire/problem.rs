//! The rounds problem as a file: read, checked in full, turned into a [`Day`].

pub mod catalogue;
mod check;
mod context;
mod convert;
mod done;
mod expand;
pub mod format;

use std::sync::LazyLock;

use serde_json::Value;

use crate::ids::{IdVec, KindId, StreamId};
use crate::plan::energy::EnergyFactor;
use crate::rounds::day::Day;
use crate::wire::codes;
use crate::wire::defect::{Defect, Report};
use crate::wire::json;
use crate::wire::schema;
pub(in crate::wire) use convert::factor as energy_factor;

use context::Context;
use format::ProblemFile;
use format::stream::Label;

/// A problem that has been read: the day, and what the file says beside it.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The day.
    pub day: Day,
    /// The city the file names.
    pub city: Option<String>,
    /// What people call the streams.
    pub labels: IdVec<StreamId, Label>,
    /// What the kinds of vehicle burn or draw.
    pub energy: IdVec<KindId, EnergyFactor>,
    /// The skills, by bit.
    pub skills: Vec<String>,
    /// What is doubtful, but no reason to refuse.
    pub warnings: Vec<Defect>,
}

/// The JSON Schema of the format.
static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<ProblemFile>);

/// The day that a problem file describes.
///
/// # Errors
/// Everything that is wrong with the file, at once.
pub fn parse(bytes: &[u8]) -> Result<Day, Vec<Defect>> {
    read(bytes).map(|parsed| parsed.day)
}

/// The day that a problem file describes, with what it says beside it.
///
/// # Errors
/// Everything that is wrong with the file, at once; warnings after the errors.
pub fn read(bytes: &[u8]) -> Result<Parsed, Vec<Defect>> {
    let mut report = Report::default();
    match json::read(bytes, &mut report) {
        Ok(value) => read_tree(value, report),
        Err(defect) => Err(vec![*defect]),
    }
}

/// As [`read`], from a tree: what a request brings.
///
/// # Errors
/// Everything that is wrong with it, at once.
pub fn read_tree(value: Value, mut report: Report) -> Result<Parsed, Vec<Defect>> {
    let Some(file) = schema::typed::<ProblemFile>(&SCHEMA, value, &mut report) else { return Err(report.into_list()) };
    of_file(&file, report)
}

/// As [`read`], from a file whose form is right.
///
/// # Errors
/// Everything else that is wrong with it, at once.
pub fn of_file(file: &ProblemFile, mut report: Report) -> Result<Parsed, Vec<Defect>> {
    let context = Context::new(file);
    check::all(&context, &mut report);
    if !report.is_clean() {
        return Err(report.into_list());
    }
    let mut parsed = convert::day(&context);
    for broken in parsed.day.defects() {
        report.add(Defect::new(&codes::E1900, "", [broken.into()]));
    }
    if !report.is_clean() {
        return Err(report.into_list());
    }
    parsed.warnings = report.into_parts().1;
    Ok(parsed)
}

#[cfg(test)]
mod tests;
