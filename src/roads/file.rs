//! The city file, as bytes: magic, version, fingerprint, a table of sections with checksums, then the sections.
//!
//! Little endian; every section starts at a multiple of 8, so that tables of plain records are read in place from a mapped file. The
//! turn-expanded graph is rebuilt on reading. A file that is not ours, of another version, cut, or with a single bit
//! turned is refused with a code: nothing of it is used before its checksum has been seen to hold.
//!
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 8 | `HUILU\r\n\x1a` |
//! | 8 | 4 | version |
//! | 12 | 4 | number of sections |
//! | 16 | 16 | fingerprint: XXH3-128 of all sections but the last (the order of contraction, which can be found again) |
//! | 32 | 8 | length of the file |
//! | 40 | 8 | XXH3-64 of the bytes before it and of the table |
//! | 48 | 32 each | table: section number, offset, length, XXH3-64 |

mod codec;
mod records;
mod sections;

pub use sections::{VERSION, from_bytes, to_bytes};

pub(super) use records::attributes_key;
pub(super) use sections::fingerprint;

pub use super::column::SharedBytes;
