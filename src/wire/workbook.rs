//! A problem kept in a workbook: each list is a sheet, each entry a row under a heading of field names, and a sheet of its own has the single values.
//!
//! The workbook becomes the same tree as the JSON file, so that form and sense are checked by the same rules; what is wrong is told by sheet and cell.
//! Field names may be English or Chinese; a field in a field is written with a dot (`at.lon`), a list in a cell with semicolons.

mod cells;
mod guard;
mod words;

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::{Map, Value};

use crate::wire::codes::{E4201, E4202, E4203, E4204, E4206, E4208};
use crate::wire::defect::{Defect, Report};
use cells::Row;

/// A sheet whose rows belong into the list `field` of something else: of the entry of `list` whose id is in the row's field `key` or, without a key, of what stands once under the name `list`.
#[derive(Clone, Copy, Debug)]
pub struct Nested {
    /// The sheet.
    pub sheet: &'static str,
    /// Which field names the entry.
    pub key: Option<&'static str>,
    /// The list of the entries, or what stands once.
    pub list: &'static str,
    /// The list in it.
    pub field: &'static str,
}

impl Nested {
    /// Where the schema has the rows.
    fn path(&self) -> Vec<String> {
        let entry = self.key.map(|_| "0");
        [self.list].into_iter().chain(entry).chain([self.field]).map(str::to_owned).collect()
    }
}

/// A workbook as a tree, with where its parts come from.
#[derive(Debug)]
pub struct Workbook {
    /// The tree, as the JSON file would have it.
    pub tree: Value,
    /// Cells of single values, by pointer.
    single: HashMap<String, String>,
    /// Sheets of entries, by the list they hold.
    lists: HashMap<String, Sheet>,
    /// Where rows of nested sheets have gone, and the pointers they had.
    moved: HashMap<String, String>,
}

/// Where the entries of a list stand.
#[derive(Debug)]
struct Sheet {
    name: String,
    /// By entry, its row.
    rows: Vec<u32>,
    /// Pointers below an entry, and their columns.
    columns: Vec<(String, u32)>,
}

/// Cells that are read, over all sheets.
const MOST_CELLS: usize = 4_000_000;

/// Whether bytes look like a workbook and not like text.
#[must_use]
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Reads a workbook by the schema of what it should hold; `single` is the name of the sheet with single values.
///
/// # Errors
/// The first thing that makes it unreadable: not a workbook, too large when unpacked, two sheets of the same list, a heading that stands twice, a formula's error in a cell, a
/// nested row that belongs nowhere.
pub fn read(bytes: &[u8], schema: &Value, single: &str, nested: &[Nested]) -> Result<Workbook, Box<Defect>> {
    guard::check(bytes)?;
    let broken = |e: &dyn std::fmt::Display| Box::new(Defect::new(&E4201, "", [e.to_string().into()]));
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let mut out = Workbook {
        tree: Value::Object(Map::new()),
        single: HashMap::new(),
        lists: HashMap::new(),
        moved: HashMap::new(),
    };
    let mut left = MOST_CELLS;
    let mut seen: HashMap<String, String> = HashMap::new();
    for name in book.sheet_names() {
        let rows = cells::rows(&mut book, &name, &mut left)?;
        if rows.is_empty() {
            continue;
        }
        let field = words::field(name.trim());
        if let Some(other) = seen.insert(field.clone(), name.clone()) {
            return Err(Box::new(Defect::new(&E4206, name.clone(), [other.into(), name.into()])));
        }
        if field == single {
            out.single_values(&name, rows, schema)?;
        } else {
            let place = nested.iter().find(|n| n.sheet == field);
            let path = place.map_or_else(|| vec![field.clone()], Nested::path);
            out.list(&name, &field, rows, (schema, &path))?;
        }
    }
    for nest in nested {
        out.move_in(nest)?;
    }
    if let Value::Object(tree) = &mut out.tree {
        tree.entry("version").or_insert(Value::from(1));
    }
    Ok(out)
}

impl Workbook {
    /// What `of_tree` makes of the tree; what is wrong or doubtful is told by sheet and cell. `warnings` are those of what was made.
    ///
    /// # Errors
    /// Those of `of_tree`.
    pub fn made<T>(
        mut self,
        of_tree: impl FnOnce(Value, Report) -> Result<T, Vec<Defect>>,
        warnings: impl FnOnce(&mut T) -> &mut Vec<Defect>,
    ) -> Result<T, Vec<Defect>> {
        let tree = std::mem::take(&mut self.tree);
        let located = |defects: Vec<Defect>| defects.into_iter().map(|d| self.located(d)).collect();
        match of_tree(tree, Report::default()) {
            Ok(mut made) => {
                let doubtful = warnings(&mut made);
                *doubtful = located(std::mem::take(doubtful));
                Ok(made)
            }
            Err(defects) => Err(located(defects)),
        }
    }
    /// Tells where in the workbook a defect of the tree is.
    #[must_use]
    fn located(&self, mut defect: Defect) -> Defect {
        if let Some(cell) = self.cell_of(&defect.pointer) {
            defect.pointer = cell;
        }
        defect
    }

    fn cell_of(&self, pointer: &str) -> Option<String> {
        let above = std::iter::successors(Some(pointer), |at| at.rfind('/').map(|end| &at[..end]));
        for at in above.clone() {
            if let Some(cell) = self.single.get(at) {
                return Some(cell.clone());
            }
            if let Some(before) = self.moved.get(at) {
                return self.cell_of(&format!("{before}{}", &pointer[at.len()..]));
            }
        }
        let mut steps = pointer.splitn(4, '/').skip(1);
        let sheet = self.lists.get(steps.next()?)?;
        let Some(row) = steps.next().and_then(|i| sheet.rows.get(i.parse::<usize>().ok()?)) else {
            return Some(sheet.name.clone());
        };
        let rest = steps.next().map_or_else(String::new, |rest| format!("/{rest}"));
        let within = |column: &&(String, u32)| rest == column.0 || rest.starts_with(&format!("{}/", column.0));
        let found = sheet.columns.iter().filter(within).max_by_key(|c| c.0.len());
        let first = sheet.columns.first().map_or(0, |c| c.1);
        Some(cell(&sheet.name, *row, found.map_or(first, |c| c.1)))
    }

    /// A sheet of names and values.
    fn single_values(&mut self, sheet: &str, rows: Vec<Row>, schema: &Value) -> Result<(), Box<Defect>> {
        for (row, cells) in rows {
            let mut cells = cells.into_iter();
            let Some((column, name)) = cells.next() else { continue };
            let path: Vec<String> = text(&name).split('.').map(|part| words::field(part.trim())).collect();
            let (at, value) = cells.next().map_or((column + 1, Data::Empty), |(c, value)| (c, value));
            let (at, pointer) = (cell(sheet, row, at), pointer(&path));
            if self.single.contains_key(&pointer) {
                return Err(Box::new(Defect::new(&E4203, cell(sheet, row, column), [text(&name).into()])));
            }
            if let Some(value) = value_of(&value, words::kind(schema, &path), &at)? {
                put(&mut self.tree, &path, value);
            }
            self.single.insert(pointer, at);
        }
        Ok(())
    }

    /// A sheet of entries, which the schema has at a path.
    fn list(
        &mut self,
        name: &str,
        field: &str,
        rows: Vec<Row>,
        (schema, at): (&Value, &[String]),
    ) -> Result<(), Box<Defect>> {
        let mut rows = rows.into_iter();
        let Some((heading_row, heading)) = rows.next() else { return Ok(()) };
        let mut columns: Vec<(Vec<String>, u32, words::Kind)> = Vec::new();
        for (column, title) in &heading {
            let title = text(title);
            let mut parts = title.splitn(2, '.');
            let first = words::field(parts.next().unwrap_or_default().trim());
            // What follows the name of a map is the user's own word.
            let path: Vec<String> =
                first.split('.').map(str::to_owned).chain(parts.map(|p| p.trim().to_owned())).collect();
            if columns.iter().any(|c| c.0 == path) {
                return Err(Box::new(Defect::new(&E4203, cell(name, heading_row, *column), [title.into()])));
            }
            let whole: Vec<String> = at.iter().chain(&["0".to_owned()]).chain(&path).cloned().collect();
            let kind = words::kind(schema, &whole);
            columns.push((path, *column, kind));
        }
        let mut sheet = Sheet {
            name: name.to_owned(),
            rows: Vec::new(),
            columns: columns.iter().map(|c| (pointer(&c.0), c.1)).collect(),
        };
        let mut entries = Vec::new();
        for (row, cells) in rows {
            // A row with nothing under known headings is still an entry, so that its missing fields are told.
            let mut entry = Value::Object(Map::new());
            for (column, data) in &cells {
                let Some((path, _, kind)) = columns.iter().find(|c| c.1 == *column) else { continue };
                if let Some(value) = value_of(data, *kind, &cell(name, row, *column))? {
                    put(&mut entry, path, value);
                }
            }
            entries.push(entry);
            sheet.rows.push(row);
        }
        self.lists.insert(field.to_owned(), sheet);
        put(&mut self.tree, &[field.to_owned()], Value::Array(entries));
        Ok(())
    }

    /// Rows of a nested sheet go where they belong.
    fn move_in(&mut self, nest: &Nested) -> Result<(), Box<Defect>> {
        let Some(tree) = self.tree.as_object_mut() else { return Ok(()) };
        let Some(Value::Array(rows)) = tree.remove(nest.sheet) else { return Ok(()) };
        let Some(key) = nest.key else {
            // A sheet with nothing but its heading says nothing.
            if rows.is_empty() {
                return Ok(());
            }
            self.moved.insert(format!("/{}/{}", nest.list, nest.field), format!("/{}", nest.sheet));
            put(&mut self.tree, &nest.path(), Value::Array(rows));
            return Ok(());
        };
        let empty = &mut Vec::new();
        let entries = tree.get_mut(nest.list).and_then(Value::as_array_mut).unwrap_or(empty);
        let id = |entry: &Value| entry["id"].as_str().map(str::to_owned);
        let by_id: HashMap<String, usize> = entries.iter().enumerate().filter_map(|(i, e)| Some((id(e)?, i))).collect();
        for (i, mut row) in rows.into_iter().enumerate() {
            let before = format!("/{}/{i}", nest.sheet);
            let named = row.as_object_mut().and_then(|row| row.remove(key)).unwrap_or_default();
            let name = named.as_str().unwrap_or_default();
            let Some(&entry) = by_id.get(name) else {
                let at = self.cell_of(&format!("{before}/{key}")).unwrap_or_default();
                let list = self.lists.get(nest.list).map_or(nest.list, |sheet| sheet.name.as_str());
                return Err(Box::new(Defect::new(&E4208, at, [name.into(), list.into()])));
            };
            let Some(map) = entries[entry].as_object_mut() else { continue };
            if let Value::Array(items) = map.entry(nest.field).or_insert_with(|| Value::Array(Vec::new())) {
                self.moved.insert(format!("/{}/{entry}/{}/{}", nest.list, nest.field, items.len()), before);
                items.push(row);
            }
        }
        Ok(())
    }
}

fn pointer(path: &[String]) -> String {
    path.iter().map(|p| format!("/{}", p.replace('~', "~0").replace('/', "~1"))).collect()
}

/// Puts a value where its path leads.
fn put(tree: &mut Value, path: &[String], value: Value) {
    let Some((last, above)) = path.split_last() else { return };
    let place = above.iter().try_fold(tree, |place, key| {
        place.as_object_mut().map(|map| map.entry(key).or_insert_with(|| Value::Object(Map::new())))
    });
    if let Some(map) = place.and_then(Value::as_object_mut) {
        map.insert(last.clone(), value);
    }
}

/// `sheet!C5`; rows and columns count from 0.
fn cell(sheet: &str, row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    format!("{sheet}!{}{}", letters.iter().rev().collect::<String>(), row + 1)
}

fn text(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(s) => s.trim().to_owned(),
        Data::Float(f) => f.to_string(),
        other => other.to_string(),
    }
}

fn value_of(data: &Data, kind: words::Kind, at: &str) -> Result<Option<Value>, Box<Defect>> {
    use words::Kind;
    if let Data::Error(error) = data {
        return Err(Box::new(Defect::new(&E4204, at, [error.to_string().into()])));
    }
    let written = text(data);
    if written.is_empty() {
        return Ok(None);
    }
    Ok(Some(match (kind, data) {
        (Kind::List { known }, _) => {
            let parts = written.split([';', '；', '、']).map(str::trim).filter(|p| !p.is_empty());
            parts.map(|p| Value::String(if known { words::word(p) } else { p.to_owned() })).collect()
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
        (Kind::Word, _) => Value::String(words::word(&written)),
        (Kind::Text, _) => Value::String(written),
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
