//! Read-only memory maps: the one place of this package with `unsafe` in it.
//!
//! A map of a file is sound as long as nobody changes the file under it. [`city_file`](super::city_file) writes a city
//! to a temporary file and renames it into place, so a city file, once it has its name, is never written again:
//! replacing it leaves the mapped file alive and whole. Somebody who truncates a city file by hand while it is served takes
//! the process down with `SIGBUS`; whoever writes bytes into it may be seen by a reader, who has checked every checksum when
//! loading and whose tables are plain integers of which every bit pattern is valid; indexing by them is bounds-checked.

use std::fs::File;
use std::io;

use memmap2::Mmap;

/// Maps a whole file.
///
/// # Errors
/// When the system refuses.
pub(super) fn map(file: &File) -> io::Result<Mmap> {
    #[expect(unsafe_code, reason = "city files are immutable once named; see the module")]
    // SAFETY: the file was opened for reading only and is, by the convention above, never written in place.
    unsafe {
        Mmap::map(file)
    }
}
