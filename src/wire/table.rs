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
    fn of(self, leg: Leg) -> i64 {
        match self {
            Self::Milliseconds => leg.time.0,
            Self::Centimetres => leg.length.0,
        }
    }

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

impl<W: Write> Summing<W> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sum.update(bytes);
        self.inner.write_all(bytes)
    }
}

/// Writes one quantity as NPY and returns the XXH3 of the file.
///
/// # Errors
/// What the sink says; or `InvalidData` where a value does not fit an int32 (24 days, 21,474 km).
pub fn npy(out: impl Write, table: &Table<'_>, quantity: Quantity) -> io::Result<u64> {
    let mut out = Summing { inner: out, sum: Xxh3Default::new() };
    out.put(&npy_header(table.rows, table.columns))?;
    let mut line = Vec::with_capacity(4 * table.columns);
    for r in 0..table.rows {
        line.clear();
        for c in 0..table.columns {
            let cell =
                (table.leg)(r, c).map_or(Some(-1), |leg| i32::try_from(quantity.of(leg)).ok().filter(|&v| v >= 0));
            let cell = cell.ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, format!("row {r}, column {c} does not fit an int32"))
            })?;
            line.extend_from_slice(&cell.to_le_bytes());
        }
        out.put(&line)?;
    }
    out.inner.flush()?;
    Ok(out.sum.digest())
}

/// Magic, version 1.0, and the dictionary, padded so that the data begin at a multiple of 64 bytes.
fn npy_header(rows: usize, columns: usize) -> Vec<u8> {
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

    #[test]
    fn npy_is_as_numpy_wants_it() {
        let table = Table { rows: 2, columns: 3, leg: &leg };
        let mut out = Vec::new();
        let sum = npy(&mut out, &table, Quantity::Milliseconds).unwrap();
        assert_eq!(sum, xxhash_rust::xxh3::xxh3_64(&out));
        let data = out.len() - 4 * 6;
        assert_eq!((data % 64, &out[..8], out[data - 1]), (0, &b"\x93NUMPY\x01\x00"[..], b'\n'));
        assert_eq!(usize::from(u16::from_le_bytes([out[8], out[9]])) + 10, data);
        let cells: Vec<i32> = out[data..].chunks_exact(4).map(|b| i32::from_le_bytes(b.try_into().unwrap())).collect();
        assert_eq!(cells, [0, 1500, 3000, -1, 0, 1500]);
    }

    #[test]
    fn a_cell_that_does_not_fit_is_an_error() {
        let far = |_: usize, _: usize| Some(Leg { time: Milliseconds(1 << 31), length: Centimetres(0) });
        let table = Table { rows: 1, columns: 1, leg: &far };
        assert_eq!(npy(Vec::new(), &table, Quantity::Milliseconds).unwrap_err().kind(), io::ErrorKind::InvalidData);
        assert!(npy(Vec::new(), &table, Quantity::Centimetres).is_ok());
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
