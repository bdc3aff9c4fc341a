//! The network problem as a file: read, checked in full, turned into a [`Network`].

pub mod answer;
pub mod ask;
pub mod board;
mod check;
mod context;
mod convert;
pub(in crate::wire) mod defaults;
pub mod draft;
pub mod format;
pub mod layers;
pub mod merge;
pub mod misstated;
pub mod read;
pub mod report;
pub mod sweep;
pub mod tables;
pub mod test;
pub mod write;
pub mod xlsx;

use std::sync::LazyLock;

use serde_json::Value;

use crate::ids::{IdVec, StreamId};
use crate::network::model::{AreaId, Network};
use crate::network::scenario::Group;
use crate::wire::defect::{Defect, Report};
use crate::wire::json;
use crate::wire::problem::format::stream::Label;
use crate::wire::schema;
use crate::wire::workbook::{self, Nested};
use context::Context;
use format::NetworkFile;

/// A network that has been read: the model, and what the file says beside it.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The network.
    pub network: Network,
    /// The city the file names.
    pub city: Option<String>,
    /// What people call the streams.
    pub streams: IdVec<StreamId, Label>,
    /// What grows over the years.
    pub growth: Vec<Group>,
    /// What people call the areas.
    pub areas: IdVec<AreaId, Label>,
    /// What the file says its figures rest on.
    pub notes: Vec<format::NoteEntry>,
    /// What is doubtful, but no reason to refuse.
    pub warnings: Vec<Defect>,
}

/// The JSON Schema of the format.
static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<NetworkFile>);

/// The network that a file describes: JSON, or a workbook (.xlsx) with a sheet for each list.
///
/// # Errors
/// Everything that is wrong with the file, at once; warnings after the errors.
pub fn read(bytes: &[u8]) -> Result<Parsed, Vec<Defect>> {
    if workbook::is_workbook(bytes) {
        let book = workbook::read(bytes, &SCHEMA, "network", &[INTAKES]).map_err(|defect| vec![*defect])?;
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

/// The sheet with the terms on which sites take streams.
const INTAKES: Nested = Nested { sheet: "intakes", key: Some("site"), list: "sites", field: "streams" };

/// As [`read()`], from a tree.
///
/// # Errors
/// Everything that is wrong with it, at once.
pub fn read_tree(value: Value, mut report: Report) -> Result<Parsed, Vec<Defect>> {
    match schema::typed::<NetworkFile>(&SCHEMA, value, &mut report) {
        Some(file) => sensible(file, report),
        None => Err(report.into_list()),
    }
}

/// As [`read()`], from a file that was composed rather than read.
///
/// # Errors
/// What makes no sense in it.
pub fn of_file(file: NetworkFile) -> Result<Parsed, Vec<Defect>> {
    sensible(file, Report::default())
}

fn sensible(mut file: NetworkFile, mut report: Report) -> Result<Parsed, Vec<Defect>> {
    if file.hauls.is_empty() {
        file.hauls = defaults::hauls(&file);
    }
    let context = Context::new(&file);
    check::all(&context, &mut report);
    if !report.is_clean() {
        return Err(report.into_list());
    }
    let mut parsed = convert::network(&context);
    parsed.warnings = report.into_parts().1;
    Ok(parsed)
}

#[cfg(test)]
mod tests;
