//! Cities from files and to files.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use super::City;
use super::error::{EngineError, Kind, Text};
use super::mmap;
use crate::osm;
use crate::roads::file::{from_bytes, to_bytes};
use crate::roads::{self, Fault, Settings};

/// Makes a city from an OpenStreetMap extract.
///
/// `progress` hears how many bytes of the file have been read.
///
/// # Errors
/// The importer's own codes for a file that is broken; `no_roads` for one without any; `bad_timezone`; `file`.
pub fn import(path: &Path, settings: Settings, progress: &(dyn Fn(u64) + Sync)) -> Result<City, EngineError> {
    let file = File::open(path).map_err(|e| unreadable(path, &e))?;
    import_from(BufReader::with_capacity(1 << 20, file), &path.display().to_string(), settings, progress)
}

/// Makes a city from an extract that lies in memory or comes down a pipe; `name` stands for it in messages.
///
/// # Errors
/// As [`import`].
pub fn import_from(
    input: impl Read,
    name: &str,
    settings: Settings,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<City, EngineError> {
    if jiff::tz::TimeZone::get(&settings.timezone).is_err() {
        let zone = &settings.timezone;
        return Err(EngineError::new(
            Kind::BadInput,
            "bad_timezone",
            Text::new(format!("there is no time zone {zone:?}"), format!("没有时区 {zone:?}")),
            Text::new("give an IANA name such as Asia/Shanghai or Europe/London", "请用 IANA 名称，如 Asia/Shanghai"),
        ));
    }
    let extract = osm::read(input, &osm::Caps::default(), progress).map_err(|e| {
        let cause = Text::new(format!("{name}: {e}"), format!("{name}：{}", e.zh()));
        EngineError::new(Kind::BadInput, e.code(), cause, Text::default())
    })?;
    let city = roads::import(extract, settings).map_err(|f| from_fault(name, &f))?;
    if city.network.road_count() == 0 {
        return Err(EngineError::new(
            Kind::BadInput,
            "no_roads",
            Text::new(format!("{name}: there is not a single road in it"), format!("{name}：其中没有任何道路")),
            Text::new(
                "use an extract with highway=* ways and their nodes; if a boundary is given, one that overlaps it",
                "请使用包含 highway=* 道路及其节点的提取文件；若给出边界，边界须与其重叠",
            ),
        ));
    }
    Ok(City::new(city))
}

/// Opens a city file; tables that can stay in the file are mapped, not copied.
///
/// # Errors
/// `C1xx` for a file that is not ours, old, cut or damaged; `file` where it cannot be read.
pub fn load(path: &Path) -> Result<City, EngineError> {
    let bytes = mmap::open(path).map_err(|e| unreadable(path, &e))?;
    from_bytes(&bytes).map(City::new).map_err(|f| from_fault(&path.display().to_string(), &f))
}

/// Writes a city file: all of it or nothing, so that whoever reads the old one is not disturbed.
///
/// Returns how many bytes it has.
///
/// # Errors
/// `file` where it cannot be written.
pub fn save(city: &City, path: &Path) -> Result<u64, EngineError> {
    let bytes = to_bytes(city.map());
    write_whole(path, &bytes)?;
    Ok(bytes.len() as u64)
}

/// Writes a file beside its place, makes sure it is on disk, and moves it there.
///
/// # Errors
/// `file` where that cannot be done.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), EngineError> {
    let write = || -> io::Result<()> {
        let folder = match path.parent() {
            Some(p) if !p.as_os_str().is_empty() => p,
            _ => Path::new("."),
        };
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        let kept = file.persist(path).map_err(|e| e.error)?;
        readable_by_others(&kept)
    };
    write().map_err(|e| unreadable(path, &e))
}

/// Temporary files are private; what a user asked for has the rights that files usually have.
#[cfg(unix)]
fn readable_by_others(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}
#[cfg(not(unix))]
fn readable_by_others(_: &File) -> io::Result<()> {
    Ok(())
}

/// A file that cannot be read or written.
pub fn unreadable(path: &Path, error: &io::Error) -> EngineError {
    let kind = if error.kind() == io::ErrorKind::NotFound { Kind::NotFound } else { Kind::BadInput };
    EngineError::new(
        kind,
        "file",
        Text::new(format!("{}: {error}", path.display()), format!("{}：{error}", path.display())),
        Text::new("check the path, its permissions and the space left", "请检查路径、权限和剩余空间"),
    )
}

fn from_fault(name: &str, fault: &Fault) -> EngineError {
    EngineError::new(
        Kind::BadInput,
        fault.code,
        Text::new(
            format!("{name}: {}: {}", fault.field, fault.cause),
            format!("{name}：{}：{}", fault.field, fault.cause_zh),
        ),
        Text::new(fault.remedy, fault.remedy_zh),
    )
}
