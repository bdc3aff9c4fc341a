//! A small file can unpack to more than any machine holds: sizes are summed before anything is unpacked.

use std::io::Cursor;

use crate::wire::codes::{E4201, E4205};
use crate::wire::defect::Defect;

/// Bytes that a workbook may unpack to.
const MOST: u64 = 1 << 30;
/// Parts that it may have.
const MOST_PARTS: usize = 10_000;

pub(super) fn check(bytes: &[u8]) -> Result<(), Box<Defect>> {
    let broken = |e: &dyn std::fmt::Display| Box::new(Defect::new(&E4201, "", [e.to_string().into()]));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let too_large = || Box::new(Defect::new(&E4205, "", [(MOST >> 20).into()]));
    if archive.len() > MOST_PARTS {
        return Err(too_large());
    }
    let mut sum = 0u64;
    for i in 0..archive.len() {
        sum = sum.saturating_add(archive.by_index_raw(i).map_err(|e| broken(&e))?.size());
        if sum > MOST {
            return Err(too_large());
        }
    }
    Ok(())
}
