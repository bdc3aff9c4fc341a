//! The used cells of a sheet, as they come: a file of two cells, the first and the last that a sheet can have, must not become a table of a billion.

use std::io::{Read, Seek};

use calamine::{Data, Xlsx};

use crate::wire::codes::{E4201, E4205, E4207};
use crate::wire::defect::Defect;

/// Rows and columns that are read, at most; a cell with something in it beyond is refused.
const MOST_ROWS: u32 = 200_000;
const MOST_COLUMNS: u32 = 500;

/// A row: its number, counted from 0, and its used cells by column, likewise.
pub(super) type Row = (u32, Vec<(u32, Data)>);

/// The rows of a sheet that have something in them, in order. `left` is how many cells may still be read, over all sheets.
pub(super) fn rows<R: Read + Seek>(book: &mut Xlsx<R>, sheet: &str, left: &mut usize) -> Result<Vec<Row>, Box<Defect>> {
    let broken = |e: &dyn std::fmt::Display| Box::new(Defect::new(&E4201, sheet, [e.to_string().into()]));
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|e| broken(&e))?;
    let mut rows: Vec<Row> = Vec::new();
    while let Some(found) = reader.next_cell().map_err(|e| broken(&e))? {
        let (row, column) = found.get_position();
        let data = Data::from(found.get_value().clone());
        if matches!(&data, Data::Empty) || matches!(&data, Data::String(s) if s.trim().is_empty()) {
            continue;
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            let at = super::cell(sheet, row, column);
            return Err(Box::new(Defect::new(&E4207, at, [MOST_ROWS.into(), MOST_COLUMNS.into()])));
        }
        *left = left
            .checked_sub(1)
            .ok_or_else(|| Box::new(Defect::new(&E4205, sheet, [(super::guard::MOST >> 20).into()])))?;
        match rows.last_mut().filter(|last| last.0 == row) {
            Some(last) => last.1.push((column, data)),
            None => rows.push((row, vec![(column, data)])),
        }
    }
    // A writer may put rows and cells in any order; of a cell that stands twice the last holds, as in a spreadsheet.
    rows.sort_by_key(|r| r.0);
    let mut joined: Vec<Row> = Vec::with_capacity(rows.len());
    for (row, cells) in rows {
        match joined.last_mut().filter(|last| last.0 == row) {
            Some(last) => last.1.extend(cells),
            None => joined.push((row, cells)),
        }
    }
    joined.iter_mut().for_each(|r| r.1.sort_by_key(|c| c.0));
    Ok(joined)
}
