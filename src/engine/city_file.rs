//! City files on disk: written whole or not at all, read by mapping.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::mmap::map;
use crate::roads::file::{SharedBytes, from_bytes, to_bytes};
use crate::roads::{City, Fault};

#[cfg(test)]
mod tests;

/// Why a city file was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum CityFileError {
    /// The system said no.
    #[error("{path}: {cause}", path = path.display())]
    Io {
        /// The file.
        path: Box<Path>,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// The file is not a sound city file of this version.
    #[error("{path}: {fault}", path = path.display())]
    Refused {
        /// The file.
        path: Box<Path>,
        /// What is wrong with it.
        #[source]
        fault: Fault,
    },
}

/// Writes a city beside `path` and renames it into place: a reader sees the old file or the new one.
///
/// # Errors
/// When the system refuses; `path` is then as it was.
pub fn save(city: &City, path: &Path) -> Result<(), CityFileError> {
    let write = || -> io::Result<()> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new().prefix(".huilu-").tempfile_in(folder)?;
        file.write_all(&to_bytes(city))?;
        readable_by_others(file.as_file())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|e| e.error)?;
        Ok(())
    };
    write().map_err(|cause| CityFileError::Io { path: path.into(), cause })
}

/// A temporary file is its owner's alone; a city file is as open as any file made here.
#[cfg(unix)]
fn readable_by_others(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}
#[cfg(not(unix))]
fn readable_by_others(_: &File) -> io::Result<()> {
    Ok(())
}

/// Opens a city file. Its tables stay in the mapped file.
///
/// # Errors
/// When the system refuses, or the file is not a sound city file of this version.
pub fn open(path: &Path) -> Result<City, CityFileError> {
    let io = |cause| CityFileError::Io { path: path.into(), cause };
    let file = File::open(path).map_err(io)?;
    if !file.metadata().map_err(io)?.is_file() {
        return Err(io(io::Error::new(io::ErrorKind::InvalidInput, "not a file")));
    }
    let bytes: SharedBytes = if file.metadata().map_err(io)?.len() == 0 {
        // Nothing cannot be mapped everywhere; it is refused in the same words as any other file that is not ours.
        Arc::new(Vec::<u8>::new())
    } else {
        Arc::new(map(&file).map_err(io)?)
    };
    from_bytes(&bytes).map_err(|fault| CityFileError::Refused { path: path.into(), fault })
}
