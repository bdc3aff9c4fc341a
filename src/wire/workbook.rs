//! A problem kept in a workbook: each list is a sheet, each entry a row under a heading of field names, and a sheet of its own has the single values.
//!
//! The workbook becomes the same tree as the JSON file, so that form and sense are checked by the same rules; what is wrong is told by sheet and cell.
//! Field names may be English or Chinese; a field in a field is written with a dot (`at.lon`), a list in a cell with semicolons.

mod guard;
mod words;

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use serde_json::{Map, Value};

use crate::wire::codes::{E4201, E4202, E4203, E4204};
use crate::wire::defect::Defect;

/// A workbook as a tree, with the cells its parts come from.
#[derive(Debug)]
pub struct Workbook {
    /// The tree, as the JSON file would have it.
    pub tree: Value,
    cells: HashMap<String, String>,
}

/// Columns that are read, at most.
const MOST_COLUMNS: usize = 500;

/// Whether bytes look like a workbook and not like text.
#[must_use]
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Reads a workbook by the schema of what it should hold; `single` is the name of the sheet with single values.
///
/// # Errors
/// The first thing that makes it unreadable: not a workbook, too large when unpacked, a heading that stands twice, a formula's error in a cell.
pub fn read(bytes: &[u8], schema: &Value, single: &str) -> Result<Workbook, Box<Defect>> {
    guard::check(bytes)?;
    let broken = |e: &dyn std::fmt::Display| Box::new(Defect::new(&E4201, "", [e.to_string().into()]));
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let mut out = Workbook { tree: Value::Object(Map::new()), cells: HashMap::new() };
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|e| broken(&e))?;
        let field = words::field(name.trim());
        if field == single {
            out.single_values(&name, &range, schema)?;
        } else {
            out.list(&name, &field, &range, schema)?;
        }
    }
    if let Value::Object(tree) = &mut out.tree {
        tree.entry("version").or_insert(Value::from(1));
    }
    Ok(out)
}

impl Workbook {
    /// Tells where in the workbook a defect of the tree is.
    #[must_use]
    pub fn located(&self, mut defect: Defect) -> Defect {
        let mut at = defect.pointer.as_str();
        loop {
            if let Some(cell) = self.cells.get(at) {
                defect.pointer = cell.clone();
                return defect;
            }
            match at.rfind('/') {
                Some(end) => at = &at[..end],
                None => return defect,
            }
        }
    }

    /// A sheet of names and values.
    fn single_values(&mut self, sheet: &str, range: &Range<Data>, schema: &Value) -> Result<(), Box<Defect>> {
        for (row, cells) in rows(range) {
            let Some(name) = cells.first().map(text).filter(|n| !n.is_empty()) else { continue };
            let path: Vec<String> = name.split('.').map(|part| words::field(part.trim())).collect();
            let value = cells.get(1).unwrap_or(&Data::Empty);
            self.put(&path, value, schema, &cell(sheet, row, 1))?;
        }
        Ok(())
    }

    /// A sheet of entries.
    fn list(&mut self, sheet: &str, field: &str, range: &Range<Data>, schema: &Value) -> Result<(), Box<Defect>> {
        let mut rows = rows(range);
        let Some((heading_row, heading)) = rows.next() else { return Ok(()) };
        let mut paths: Vec<Option<Vec<String>>> = Vec::new();
        for (column, name) in heading.iter().map(text).enumerate().take(MOST_COLUMNS) {
            let path = (!name.is_empty()).then(|| {
                let mut parts = name.splitn(2, '.');
                let first = words::field(parts.next().unwrap_or_default().trim());
                // What follows the name of a map is the user's own word.
                first.split('.').map(str::to_owned).chain(parts.map(|p| p.trim().to_owned())).collect::<Vec<_>>()
            });
            if path.is_some() && paths.contains(&path) {
                return Err(Box::new(Defect::new(&E4203, cell(sheet, heading_row, column), [name.into()])));
            }
            paths.push(path);
        }
        let mut index = 0;
        for (row, cells) in rows {
            if cells.iter().all(|c| text(c).is_empty()) {
                continue;
            }
            self.cells.insert(format!("/{field}/{index}"), cell(sheet, row, 0));
            for (column, value) in cells.iter().enumerate().take(MOST_COLUMNS) {
                if let Some(path) = paths.get(column).and_then(Option::as_ref) {
                    let whole: Vec<String> =
                        [field.to_owned(), index.to_string()].iter().chain(path).cloned().collect();
                    self.put(&whole, value, schema, &cell(sheet, row, column))?;
                }
            }
            // A row of nothing but blanks under known headings is still an entry, so that its missing fields are told.
            self.entry(field, index);
            index += 1;
        }
        self.cells.insert(format!("/{field}"), sheet.to_owned());
        self.tree.as_object_mut().map(|tree| tree.entry(field).or_insert_with(|| Value::Array(Vec::new())));
        Ok(())
    }

    fn entry(&mut self, field: &str, index: usize) -> Option<&mut Value> {
        let list =
            self.tree.as_object_mut()?.entry(field).or_insert_with(|| Value::Array(Vec::new())).as_array_mut()?;
        while list.len() <= index {
            list.push(Value::Object(Map::new()));
        }
        list.get_mut(index)
    }

    /// Puts a cell's value where its path leads; blanks are left out.
    fn put(&mut self, path: &[String], data: &Data, schema: &Value, at: &str) -> Result<(), Box<Defect>> {
        let Some(value) = value(data, words::kind(schema, path), at)? else { return Ok(()) };
        let pointer: String = path.iter().map(|p| format!("/{}", p.replace('~', "~0").replace('/', "~1"))).collect();
        self.cells.insert(pointer, at.to_owned());
        let (target, rest) = match path {
            [list, index, rest @ ..] if index.parse::<usize>().is_ok() => {
                (self.entry(list, index.parse().unwrap_or_default()), rest)
            }
            rest => (Some(&mut self.tree), rest),
        };
        let Some((last, above)) = rest.split_last() else { return Ok(()) };
        let place = above.iter().try_fold(target, |place, key| {
            Some(place?.as_object_mut().map(|map| map.entry(key).or_insert_with(|| Value::Object(Map::new()))))
        });
        if let Some(map) = place.flatten().and_then(Value::as_object_mut) {
            map.insert(last.clone(), value);
        }
        Ok(())
    }
}

/// Rows from the first used one, by their numbers from 1.
fn rows(range: &Range<Data>) -> impl Iterator<Item = (usize, &[Data])> {
    let first = range.start().map_or(0, |(row, _)| row as usize);
    range.rows().enumerate().map(move |(i, cells)| (first + i + 1, cells))
}

/// `sheet!C5`; columns count from the first used one.
fn cell(sheet: &str, row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    format!("{sheet}!{}{row}", letters.iter().rev().collect::<String>())
}

fn text(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(s) => s.trim().to_owned(),
        Data::Float(f) => f.to_string(),
        other => other.to_string(),
    }
}

fn value(data: &Data, kind: words::Kind, at: &str) -> Result<Option<Value>, Box<Defect>> {
    use words::Kind;
    if let Data::Error(error) = data {
        return Err(Box::new(Defect::new(&E4204, at, [error.to_string().into()])));
    }
    let written = text(data);
    if written.is_empty() {
        return Ok(None);
    }
    Ok(Some(match (kind, data) {
        (Kind::List, _) => {
            let parts = written.split([';', '；', '、']).map(str::trim).filter(|p| !p.is_empty());
            parts.map(|p| Value::String(words::word(p))).collect()
        }
        (Kind::YesNo, Data::Bool(b)) => Value::Bool(*b),
        (Kind::YesNo, _) => match written.to_lowercase().as_str() {
            "yes" | "true" | "1" | "是" => Value::Bool(true),
            "no" | "false" | "0" | "否" => Value::Bool(false),
            _ => return Err(Box::new(Defect::new(&E4202, at, [written.into()]))),
        },
        (Kind::Number, Data::Float(f)) => whole(*f),
        (Kind::Number, Data::Int(i)) => Value::from(*i),
        // A number typed as text is a number; anything else is told by the checks of form.
        (Kind::Number, _) => {
            written.parse::<f64>().ok().filter(|f| f.is_finite()).map_or(Value::String(written), whole)
        }
        (Kind::Text, _) => Value::String(words::word(&written)),
    }))
}

/// Whole numbers as such: spreadsheets know only floats.
fn whole(f: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if f.fract() == 0.0 && f.abs() < EXACT {
        Value::from(f as i64)
    } else {
        serde_json::Number::from_f64(f).map_or(Value::Null, Value::Number)
    }
}

#[cfg(test)]
mod tests;
