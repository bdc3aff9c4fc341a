//! Travel tables out: NPY, CSV and JSON, written as they are read, never held whole.
//!
//! NPY is one file per quantity: int32, row by row, little endian, -1 where there is no way. Its checksum is XXH3 of
//! all bytes of the file.

use std::io::{self, Write};

use xxhash_rust::xxh3::Xxh3Default;

use crate::matrix::travel::Leg;

/// A table to be written: its size, and what is in a cell.
pub struct Table<'a> {
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// The way from the place of a row to that of a column, if there is one.
    pub leg: &'a dyn Fn(usize, usize) -> Option<Leg>,
}

/// What an NPY file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Times.
    Milliseconds,
    /// Lengths.
    Centimetres,
}

impl Quantity {
    /// In seconds or metres.
    fn decimal(self, leg: Leg) -> f64 {
        match self {
            Self::Milliseconds => leg.time.seconds(),
            Self::Centimetres => leg.length.metres(),
        }
    }
}

/// A sink that keeps the checksum of what went through.
struct Summing<W> {
    inner: W,
    sum: Xxh3Default,
}

trait Put {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()>;
}

impl<W: Write> Put for Summing<W> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sum.update(bytes);
        self.inner.write_all(bytes)
    }
}

/// Fills in some rows, given as a range, one after the other: packed cells, see [`leg`](crate::matrix::travel::leg).
pub type Fill<'a> = &'a mut dyn FnMut(std::ops::Range<usize>, &mut Vec<u64>);

/// Writes times and lengths as NPY, block by block, and returns the XXH3 of each file.
///
/// # Errors
/// What a sink says; or `InvalidData` where a value does not fit an int32 (24 days, 21,474 km).
pub fn npy<T: Write, L: Write>(
    (times, lengths): (T, L),
    (rows, columns): (usize, usize),
    block: usize,
    fill: Fill<'_>,
) -> io::Result<[u64; 2]> {
    let mut times = Summing { inner: times, sum: Xxh3Default::new() };
    let mut lengths = Summing { inner: lengths, sum: Xxh3Default::new() };
    let header = npy_header(rows, columns);
    times.put(&header)?;
    lengths.put(&header)?;
    let (mut cells, mut bytes) = (Vec::new(), Vec::new());
    for first in (0..rows).step_by(block.max(1)) {
        fill(first..(first + block.max(1)).min(rows), &mut cells);
        for (shift, out) in [(32, &mut times as &mut dyn Put), (0, &mut lengths)] {
            bytes.clear();
            bytes.reserve(4 * cells.len());
            for (at, &cell) in cells.iter().enumerate() {
                let half = (cell >> shift) as u32 as i32;
                // The halves of a cell without a way are all ones, which is -1.
                if half < 0 && cell != u64::MAX {
                    let (row, column) = (first + at / columns, at % columns);
                    let what = format!("row {row}, column {column} does not fit an int32");
                    return Err(io::Error::new(io::ErrorKind::InvalidData, what));
                }
                bytes.extend_from_slice(&half.to_le_bytes());
            }
            out.put(&bytes)?;
        }
    }
    times.inner.flush()?;
    lengths.inner.flush()?;
    Ok([times.sum.digest(), lengths.sum.digest()])
}

/// The head of an NPY file: magic, version 1.0, and the dictionary, padded so that the data begin at a multiple of 64 bytes.
#[must_use]
pub fn npy_header(rows: usize, columns: usize) -> Vec<u8> {
    const FIXED: usize = 10;
    let dictionary = format!("{{'descr': '<i4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
    let whole = (FIXED + dictionary.len() + 1).next_multiple_of(64);
    let padded = whole - FIXED;
    let mut out = b"\x93NUMPY\x01\x00".to_vec();
    // Two numbers of at most 20 digits: far below 65,536.
    out.extend_from_slice(&(padded as u16).to_le_bytes());
    out.extend_from_slice(dictionary.as_bytes());
    out.resize(whole - 1, b' ');
    out.push(b'\n');
    out
}

/// Writes CSV: a line for each pair, `from,to,duration_s,distance_m`, empty where there is no way.
///
/// # Errors
/// What the sink says.
pub fn csv(
    out: impl Write,
    table: &Table<'_>,
    from: &dyn Fn(usize) -> String,
    to: &dyn Fn(usize) -> String,
) -> io::Result<()> {
    let mut out = ::csv::Writer::from_writer(out);
    out.write_record(["from", "to", "duration_s", "distance_m"])?;
    for r in 0..table.rows {
        for c in 0..table.columns {
            let (time, length) = (table.leg)(r, c)
                .map_or_else(Default::default, |leg| (leg.time.seconds().to_string(), leg.length.metres().to_string()));
            out.write_record([from(r), to(c), time, length])?;
        }
    }
    out.flush()
}

/// Writes JSON: `{"duration_s": [[…]], "distance_m": [[…]]}`, null where there is no way.
///
/// # Errors
/// What the sink says.
pub fn json(mut out: impl Write, table: &Table<'_>) -> io::Result<()> {
    for (head, quantity) in
        [("{\"duration_s\":[", Quantity::Milliseconds), ("],\"distance_m\":[", Quantity::Centimetres)]
    {
        out.write_all(head.as_bytes())?;
        for r in 0..table.rows {
            out.write_all(if r == 0 { b"[" } else { b",[" })?;
            for c in 0..table.columns {
                let comma = if c == 0 { "" } else { "," };
                match (table.leg)(r, c) {
                    Some(leg) => write!(out, "{comma}{}", quantity.decimal(leg))?,
                    None => write!(out, "{comma}null")?,
                }
            }
            out.write_all(b"]")?;
        }
    }
    out.write_all(b"]}\n")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::units::{Centimetres, Milliseconds};

    fn leg(r: usize, c: usize) -> Option<Leg> {
        // 1.5 s and 2.5 m a step of difference, no way down.
        (c >= r).then(|| Leg { time: Milliseconds(1500 * (c - r) as i64), length: Centimetres(250 * (c - r) as i64) })
    }

    /// [`leg`] of 2 x 3 cells, packed.
    fn fill(rows: std::ops::Range<usize>, cells: &mut Vec<u64>) {
        cells.clear();
        for r in rows {
            let pack = |l: Leg| (l.time.0 as u64) << 32 | l.length.0 as u64;
            cells.extend((0..3).map(|c| leg(r, c).map_or(u64::MAX, pack)));
        }
    }

    #[test]
    fn npy_is_as_numpy_wants_it() {
        for block in [1, 2, 100] {
            let (mut times, mut lengths) = (Vec::new(), Vec::new());
            let sums = npy((&mut times, &mut lengths), (2, 3), block, &mut fill).unwrap();
            assert_eq!(sums, [&times, &lengths].map(|f| xxhash_rust::xxh3::xxh3_64(f)));
            let data = times.len() - 4 * 6;
            assert_eq!((data % 64, &times[..8], times[data - 1]), (0, &b"\x93NUMPY\x01\x00"[..], b'\n'));
            assert_eq!(usize::from(u16::from_le_bytes([times[8], times[9]])) + 10, data);
            let cells = |f: &[u8]| -> Vec<i32> {
                f[data..].chunks_exact(4).map(|b| i32::from_le_bytes(b.try_into().unwrap())).collect()
            };
            assert_eq!(cells(&times), [0, 1500, 3000, -1, 0, 1500]);
            assert_eq!(cells(&lengths), [0, 250, 500, -1, 0, 250]);
        }
    }

    #[test]
    fn a_cell_that_does_not_fit_is_an_error() {
        let mut far = |_, cells: &mut Vec<u64>| *cells = vec![1 << 63];
        let error = npy((Vec::new(), Vec::new()), (1, 1), 1, &mut far).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        let mut none = |_, cells: &mut Vec<u64>| *cells = vec![u64::MAX];
        assert!(npy((Vec::new(), Vec::new()), (1, 1), 1, &mut none).is_ok());
    }

    #[test]
    fn texts_say_the_same() {
        let table = Table { rows: 2, columns: 2, leg: &leg };
        let mut out = Vec::new();
        json(&mut out, &table).unwrap();
        let tree: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let want = serde_json::json!({ "duration_s": [[0, 1.5], [null, 0]], "distance_m": [[0, 2.5], [null, 0]] });
        assert_eq!(tree, want);
        let mut out = Vec::new();
        csv(&mut out, &table, &|r| format!("p{r}"), &|c| format!("p{c}")).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "from,to,duration_s,distance_m\np0,p0,0,0\np0,p1,1.5,2.5\np1,p0,,\np1,p1,0,0\n"
        );
    }
}
