//! Travel tables as they go over a wire: made some rows at a time, and to the byte what a table held whole would be, or the files that
//! [`table`] writes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::table;

/// How a table is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TableFormat {
    /// Rows of seconds, then rows of metres; null where there is no way.
    #[default]
    Json,
    /// A line for each pair, `from,to,duration_s,distance_m`; places are numbered from 0; empty where there is no way.
    Csv,
    /// NumPy's format: int32 milliseconds, row by row; -1 where there is no way.
    NpyTimeMs,
    /// The same of centimetres.
    NpyLengthCm,
}

impl TableFormat {
    /// The format that an `Accept` header asks for: the first that is known here; JSON where there is none.
    #[must_use]
    pub fn from_accept(header: &str) -> Self {
        let media = |entry: &str| match entry.split(';').next().unwrap_or_default().trim() {
            "application/json" | "*/*" => Some(Self::Json),
            "text/csv" => Some(Self::Csv),
            "application/x-npy" => Some(Self::NpyTimeMs),
            _ => None,
        };
        header.split(',').find_map(media).unwrap_or_default()
    }
    /// Its media type.
    #[must_use]
    pub fn media(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::NpyTimeMs | Self::NpyLengthCm => "application/x-npy",
        }
    }
}

/// Row and column of a cell whose figure the format cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfit(pub usize, pub usize);

/// Writes a table of one size: for each pass [`Writer::begin`], then all rows in order. JSON goes over the table twice and wants an
/// [end](Writer::end).
#[derive(Clone, Copy, Debug)]
pub struct Writer {
    /// The format.
    pub format: TableFormat,
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
}

impl Writer {
    /// How often the rows are gone over.
    #[must_use]
    pub fn passes(&self) -> usize {
        if self.format == TableFormat::Json { 2 } else { 1 }
    }
    /// How many bytes there will be, where that is known before.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        let npy = matches!(self.format, TableFormat::NpyTimeMs | TableFormat::NpyLengthCm);
        let cells = self.rows as u64 * self.columns as u64;
        npy.then(|| table::npy_header(self.rows, self.columns).len() as u64 + 4 * cells)
    }
    /// What stands before the rows of a pass.
    #[must_use]
    pub fn begin(&self, pass: usize) -> Vec<u8> {
        match (self.format, pass) {
            (TableFormat::Json, 0) => b"{\"duration_s\":[".to_vec(),
            (TableFormat::Json, _) => b"],\"distance_m\":[".to_vec(),
            (TableFormat::Csv, _) => b"from,to,duration_s,distance_m\n".to_vec(),
            _ => table::npy_header(self.rows, self.columns),
        }
    }
    /// Appends rows from `first`: packed cells, see [`leg`](crate::matrix::travel::leg).
    ///
    /// # Errors
    /// The first cell whose figure does not fit an int32 (24 days, 21,474 km), in NPY.
    pub fn rows(&self, pass: usize, first: usize, cells: &[u64], out: &mut Vec<u8>) -> Result<(), Unfit> {
        for (row, cells) in (first..).zip(cells.chunks(self.columns.max(1))) {
            match self.format {
                TableFormat::Json => json_row(row, pass, cells, out),
                TableFormat::Csv => csv_row(row, cells, out),
                TableFormat::NpyTimeMs => npy_row(row, 32, cells, out)?,
                TableFormat::NpyLengthCm => npy_row(row, 0, cells, out)?,
            }
        }
        Ok(())
    }
    /// What stands after all rows; of JSON, with what the members of `more`, an object as text, say beside them.
    #[must_use]
    pub fn end(&self, more: &str) -> Vec<u8> {
        match self.format {
            TableFormat::Json => ["],", more.strip_prefix('{').unwrap_or("}")].concat().into_bytes(),
            _ => Vec::new(),
        }
    }
}

fn json_row(row: usize, pass: usize, cells: &[u64], out: &mut Vec<u8>) {
    out.extend_from_slice(if row == 0 { b"[" } else { b",[" });
    for (column, &cell) in cells.iter().enumerate() {
        if column > 0 {
            out.push(b',');
        }
        match (cell, pass) {
            (u64::MAX, _) => out.extend_from_slice(b"null"),
            (_, 0) => decimal(out, (cell >> 32) as u32, 3, b".0"),
            _ => decimal(out, cell as u32, 2, b".0"),
        }
    }
    out.push(b']');
}

fn csv_row(row: usize, cells: &[u64], out: &mut Vec<u8>) {
    let mut from = row.to_string().into_bytes();
    from.push(b',');
    for (column, &cell) in cells.iter().enumerate() {
        out.extend_from_slice(&from);
        decimal(out, column as u32, 0, b"");
        out.push(b',');
        if cell == u64::MAX {
            out.push(b',');
        } else {
            decimal(out, (cell >> 32) as u32, 3, b"");
            out.push(b',');
            decimal(out, cell as u32, 2, b"");
        }
        out.push(b'\n');
    }
}

fn npy_row(row: usize, shift: u32, cells: &[u64], out: &mut Vec<u8>) -> Result<(), Unfit> {
    for (column, &cell) in cells.iter().enumerate() {
        let half = (cell >> shift) as u32 as i32;
        // The halves of a cell without a way are all ones, which is -1.
        if half < 0 && cell != u64::MAX {
            return Err(Unfit(row, column));
        }
        out.extend_from_slice(&half.to_le_bytes());
    }
    Ok(())
}

/// Appends `value` with its last `places` digits after the point, without zeros at the end; a whole number is followed by `whole`.
///
/// The shortest decimal that reads as the same `f64`, which is what writers of floats put, for a thousandth or hundredth of an `u32`; some five
/// times as fast.
fn decimal(out: &mut Vec<u8>, value: u32, places: usize, whole: &[u8]) {
    let (mut left, mut places) = (value, places);
    while places > 0 && left.is_multiple_of(10) {
        left /= 10;
        places -= 1;
    }
    let mut digits = [b'0'; 16];
    let mut at = digits.len();
    let mut put = |digit: u8| {
        at -= 1;
        digits[at] = digit;
    };
    for _ in 0..places {
        put(b'0' + (left % 10) as u8);
        left /= 10;
    }
    if places > 0 {
        put(b'.');
    }
    loop {
        put(b'0' + (left % 10) as u8);
        left /= 10;
        if left == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
    if places == 0 {
        out.extend_from_slice(whole);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;
    use crate::matrix::travel::leg;

    /// All of a table, in blocks of so many rows.
    fn written(writer: Writer, cells: &[u64], block: usize, more: &str) -> Result<Vec<u8>, Unfit> {
        let mut out = Vec::new();
        for pass in 0..writer.passes() {
            out.extend(writer.begin(pass));
            for (i, rows) in cells.chunks(block * writer.columns).enumerate() {
                writer.rows(pass, i * block, rows, &mut out)?;
            }
        }
        out.extend(writer.end(more));
        Ok(out)
    }

    fn cell() -> impl Strategy<Value = u64> {
        let figure = prop_oneof![0..20_u32, 0..3_000_000_u32, 0..(1_u32 << 31)];
        prop_oneof![
            1 => Just(u64::MAX),
            8 => (figure.clone(), figure).prop_map(|(time, length)| u64::from(time) << 32 | u64::from(length)),
        ]
    }

    proptest! {
        #[test]
        fn what_is_streamed_is_what_would_be_held(
            columns in 1..7_usize, block in 1..5_usize, cells in prop::collection::vec(cell(), 1..60),
        ) {
            let rows = cells.len().div_ceil(columns);
            let cells: Vec<u64> = cells.iter().copied().chain(std::iter::repeat(u64::MAX)).take(rows * columns).collect();
            let writer = |format| Writer { format, rows, columns };
            let at = |r: usize, c: usize| leg(cells[r * columns + c]);
            let held = table::Table { rows, columns, leg: &at };

            let seconds: Vec<Vec<Option<f64>>> =
                (0..rows).map(|r| (0..columns).map(|c| at(r, c).map(|l| l.time.seconds())).collect()).collect();
            let metres: Vec<Vec<Option<f64>>> =
                (0..rows).map(|r| (0..columns).map(|c| at(r, c).map(|l| l.length.metres())).collect()).collect();
            let json = format!(
                "{{\"duration_s\":{},\"distance_m\":{},\"x\":1}}",
                serde_json::to_string(&seconds).unwrap(),
                serde_json::to_string(&metres).unwrap()
            );
            let streamed = written(writer(TableFormat::Json), &cells, block, "{\"x\":1}").unwrap();
            prop_assert_eq!(String::from_utf8(streamed).unwrap(), json);

            let mut csv = Vec::new();
            let name = |i: usize| i.to_string();
            table::csv(&mut csv, &held, &name, &name).unwrap();
            let streamed = written(writer(TableFormat::Csv), &cells, block, "").unwrap();
            prop_assert_eq!(String::from_utf8(streamed).unwrap(), String::from_utf8(csv).unwrap());

            let (mut times, mut lengths) = (Vec::new(), Vec::new());
            let mut fill = |r: std::ops::Range<usize>, to: &mut Vec<u64>| {
                *to = cells[r.start * columns..r.end * columns].to_vec();
            };
            table::npy((&mut times, &mut lengths), (rows, columns), 2, &mut fill).unwrap();
            for (format, file) in [(TableFormat::NpyTimeMs, times), (TableFormat::NpyLengthCm, lengths)] {
                prop_assert_eq!(writer(format).length(), Some(file.len() as u64));
                prop_assert_eq!(written(writer(format), &cells, block, "").unwrap(), file);
            }
        }
    }

    #[test]
    fn a_figure_that_no_int32_holds_is_named() {
        let writer = |format| Writer { format, rows: 2, columns: 2 };
        let cells = [0, 0, 0, 1 << 63];
        assert_eq!(written(writer(TableFormat::NpyTimeMs), &cells, 1, ""), Err(Unfit(1, 1)));
        assert!(written(writer(TableFormat::NpyLengthCm), &cells, 1, "").is_ok());
        assert!(written(writer(TableFormat::Csv), &cells, 1, "").is_ok());
    }

    #[test]
    fn the_first_known_media_type_counts() {
        for (header, want) in [
            ("", TableFormat::Json),
            ("text/html, text/csv;q=0.9, */*", TableFormat::Csv),
            ("application/x-npy", TableFormat::NpyTimeMs),
            ("application/json, text/csv", TableFormat::Json),
            ("image/png", TableFormat::Json),
        ] {
            assert_eq!(TableFormat::from_accept(header), want, "{header}");
        }
    }
}
