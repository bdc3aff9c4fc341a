//! A small file can unpack to more than any machine holds: what it unpacks to is counted, not believed, before anything of it is kept.

use std::io::{self, Cursor, Read};

use crate::wire::codes::{E4201, E4205};
use crate::wire::defect::Defect;

/// Bytes that a workbook may unpack to.
pub(super) const MOST: u64 = 256 << 20;
/// Parts that it may have.
const MOST_PARTS: usize = 10_000;

pub(super) fn check(bytes: &[u8]) -> Result<(), Box<Defect>> {
    let broken = |e: &dyn std::fmt::Display| Box::new(Defect::new(&E4201, "", [e.to_string().into()]));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let too_large = || Box::new(Defect::new(&E4205, "", [(MOST >> 20).into()]));
    if archive.len() > MOST_PARTS {
        return Err(too_large());
    }
    let mut left = MOST;
    for i in 0..archive.len() {
        let part = archive.by_index(i).map_err(|e| broken(&e))?;
        let unpacked = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|e| broken(&e))?;
        left = left.checked_sub(unpacked).ok_or_else(too_large)?;
    }
    Ok(())
}
