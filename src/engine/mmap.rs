//! Files as memory: the one place in this program with `unsafe` code.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::roads::file::SharedBytes;

/// The bytes of a file, read by the system as they are needed and shared by every process that has the file open.
///
/// # Errors
/// When the file cannot be opened, or is a folder or a pipe.
#[expect(unsafe_code, reason = "mapping a file is unsafe; the proof stands beside the call")]
pub(super) fn open(path: &Path) -> io::Result<SharedBytes> {
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    if file.metadata()?.len() == 0 {
        // Nothing cannot be mapped everywhere; it is refused in the same words as any other file that is not ours.
        return Ok(Arc::new(Vec::<u8>::new()));
    }
    // SAFETY: the mapping is read-only and is only ever seen as bytes and as plain records for which every bit pattern is valid, so no
    // content can break a type. What remains is that another process could write into or cut the file under us: we
    // ourselves never do (`super::files::save` writes a new file and renames it over the old one, which leaves the old
    // bytes alive for whoever has them mapped), and city files are documented as not to be edited in place.
    let map = unsafe { memmap2::Mmap::map(&file)? };
    Ok(Arc::new(map))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::unwrap_used, reason = "tests")]
    fn a_mapped_file_has_its_bytes_even_after_it_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, b"first").unwrap();
        let bytes = open(&path).unwrap();
        std::fs::write(folder.path().join("b"), b"second!").unwrap();
        std::fs::rename(folder.path().join("b"), &path).unwrap();
        assert_eq!((*bytes).as_ref(), b"first");
        assert!(open(folder.path()).is_err(), "a folder is no file");
    }
}
