//! Cities from files and to files.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

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
    City::new(city)
}

/// Opens a city file; tables that can stay in the file are mapped, not copied.
///
/// # Errors
/// `C1xx` for a file that is not ours, old, cut or damaged; `file` where it cannot be read.
pub fn load(path: &Path) -> Result<City, EngineError> {
    let bytes = mmap::open(path).map_err(|e| unreadable(path, &e))?;
    City::new(from_bytes(&bytes).map_err(|f| from_fault(&path.display().to_string(), &f))?)
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
/// A link is followed and its target replaced; a file that was there keeps its rights. What is no regular file (a folder, a device, a
/// pipe) is refused, never replaced.
///
/// # Errors
/// `file` where that cannot be done.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), EngineError> {
    write_with(path, |to| to.write_all(bytes))
}

/// As [`write_whole`], for what is too large to hold: `fill` writes it.
///
/// # Errors
/// As [`write_whole`].
pub fn write_with<T>(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<T>,
) -> Result<T, EngineError> {
    let write = || -> io::Result<T> {
        let (place, old) = target(path)?;
        let mut file = tempfile::Builder::new().permissions(rights(old)).tempfile_in(folder_of(&place))?;
        let mut to = BufWriter::with_capacity(1 << 16, file.as_file_mut());
        let done = fill(&mut to)?;
        to.flush()?;
        drop(to);
        file.as_file().sync_all()?;
        file.persist(&place).map_err(|e| e.error)?;
        Ok(done)
    };
    write().map_err(|e| unreadable(path, &e))
}

/// Where a file is written, links followed, and the rights of what is there; what is no regular file is refused.
fn target(path: &Path) -> io::Result<(PathBuf, Option<fs::Permissions>)> {
    let place = if path.is_symlink() { fs::canonicalize(path)? } else { path.to_owned() };
    let old = match fs::metadata(&place) {
        Ok(old) if !old.is_file() => {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "there is something here that is not a regular file",
            ));
        }
        Ok(old) => Some(old.permissions()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => None,
        Err(e) => return Err(e),
    };
    Ok((place, old))
}

fn folder_of(place: &Path) -> &Path {
    match place.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    }
}

/// Makes sure that the name of a file written just now is on disk, too: without it a power cut may bring the old file back.
///
/// # Errors
/// `file` where the system says that it failed; that a file system knows no such thing is no failure.
pub fn settle(path: &Path) -> Result<(), EngineError> {
    let place = fs::canonicalize(path).map_err(|e| unreadable(path, &e))?;
    let folder = place.parent().unwrap_or(Path::new("/"));
    match File::open(folder).and_then(|f| f.sync_all()) {
        Err(e) if !matches!(e.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Err(unreadable(path, &e))
        }
        _ => Ok(()),
    }
}

/// Those of the file that was there; else what any new file gets, which the system cuts by the user's mask.
#[cfg(unix)]
fn rights(old: Option<fs::Permissions>) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    old.unwrap_or_else(|| fs::Permissions::from_mode(0o666))
}

/// Refuses to write a result over what it is made from.
///
/// # Errors
/// `output_is_input`.
pub fn apart(input: &Path, output: &Path) -> Result<(), EngineError> {
    let same = matches!((fs::canonicalize(input), fs::canonicalize(output)), (Ok(a), Ok(b)) if a == b);
    if !same {
        return Ok(());
    }
    Err(EngineError::new(
        Kind::BadInput,
        "output_is_input",
        Text::new(
            format!("{} would be written over itself", input.display()),
            format!("{} 会被输出覆盖", input.display()),
        ),
        Text::new("give another name with -o", "请用 -o 指定其他文件名"),
    ))
}

/// What a command is about to write: files, and folders it fills. Found fault with before any work is done.
///
/// No output may be an input or another output, be anything but a regular file, or lie where nothing can be written. Folders are made.
///
/// # Errors
/// `output_is_input`, `output_twice`, `file`.
pub fn outputs_ready(inputs: &[&Path], files: &[&Path], folders: &[&Path]) -> Result<(), EngineError> {
    let mut places: Vec<PathBuf> = Vec::new();
    for &file in files {
        for input in inputs {
            apart(input, file)?;
        }
        let place = writable(file).map_err(|e| unreadable(file, &e))?;
        if places.contains(&place) {
            return Err(twice(file));
        }
        places.push(place);
    }
    for &folder in folders {
        let tried = || -> io::Result<()> {
            fs::create_dir_all(folder)?;
            tempfile::tempfile_in(folder).map(drop)
        };
        tried().map_err(|e| unreadable(folder, &e))?;
    }
    Ok(())
}

/// Where a file would be written, if it can be.
fn writable(file: &Path) -> io::Result<PathBuf> {
    let (place, _) = target(file)?;
    let folder = folder_of(&place);
    tempfile::tempfile_in(folder)?;
    let name = place.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    Ok(fs::canonicalize(folder)?.join(name))
}

fn twice(file: &Path) -> EngineError {
    EngineError::new(
        Kind::BadInput,
        "output_twice",
        Text::new(format!("{} would be written twice", file.display()), format!("{} 会被写入两次", file.display())),
        Text::new("give each output a name of its own", "请为各输出指定不同的文件名"),
    )
}

/// Removes from a folder files of an earlier run: those with this ending that are not among `kept` and have `mark` within their first kilobytes, by which we know them for ours. Returns how many.
///
/// # Errors
/// `file` where the folder cannot be read, or such a file not removed.
pub fn remove_stale(folder: &Path, ending: &str, mark: &str, kept: &[PathBuf]) -> Result<usize, EngineError> {
    let mut removed = 0;
    for entry in fs::read_dir(folder).map_err(|e| unreadable(folder, &e))? {
        let path = entry.map_err(|e| unreadable(folder, &e))?.path();
        if path.extension().is_none_or(|e| e != ending) || kept.contains(&path) || !path.is_file() {
            continue;
        }
        let mut head = Vec::new();
        let read = File::open(&path).and_then(|f| f.take(4096).read_to_end(&mut head));
        if read.is_ok() && head.windows(mark.len()).any(|w| w == mark.as_bytes()) {
            fs::remove_file(&path).map_err(|e| unreadable(&path, &e))?;
            removed += 1;
        }
    }
    Ok(removed)
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    #[cfg(unix)]
    fn what_is_no_regular_file_is_never_replaced_and_rights_are_kept() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        assert_eq!(write_whole(folder.path(), b"x").unwrap_err().code, "file", "a folder");
        let socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        assert_eq!(write_whole(&at("socket"), b"x").unwrap_err().code, "file", "a socket");
        drop(socket);
        assert_eq!(write_whole(&at("no/such/folder"), b"x").unwrap_err().code, "file", "folders are not made up");
        write_whole(&at("private"), b"first").unwrap();
        fs::set_permissions(at("private"), fs::Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink(at("private"), at("link")).unwrap();
        write_whole(&at("link"), b"second").unwrap();
        assert!(at("link").is_symlink());
        assert_eq!(fs::read(at("private")).unwrap(), b"second");
        assert_eq!(fs::metadata(at("private")).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(apart(&at("link"), &at("private")).unwrap_err().code, "output_is_input");
        assert!(apart(&at("private"), &at("other")).is_ok());
    }

    #[test]
    fn outputs_are_tried_before_any_work_and_only_our_own_stale_files_go() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("problem"), b"p").unwrap();
        let ready = |files: &[&str], folders: &[&str]| {
            let all = |names: &[&str]| names.iter().map(|n| at(n)).collect::<Vec<PathBuf>>();
            let (files, folders) = (all(files), all(folders));
            let (files, folders): (Vec<&Path>, Vec<&Path>) =
                (files.iter().map(PathBuf::as_path).collect(), folders.iter().map(PathBuf::as_path).collect());
            outputs_ready(&[&at("problem")], &files, &folders).map_err(|e| e.code)
        };
        assert_eq!(ready(&["week.json", "week.xlsx"], &["ics"]), Ok(()));
        assert!(at("ics").is_dir() && !at("week.json").exists());
        assert_eq!(ready(&["problem"], &[]), Err("output_is_input"));
        assert_eq!(ready(&["a", "ics/../a"], &[]), Err("output_twice"));
        assert_eq!(ready(&["nowhere/a"], &[]), Err("file"));
        assert_eq!(ready(&["ics"], &[]), Err("file"));
        assert_eq!(ready(&[], &["problem"]), Err("file"));
        for (name, text) in [
            ("old.ics", "PRODID:ours"),
            ("new.ics", "PRODID:ours"),
            ("his.ics", "PRODID:his"),
            ("x.txt", "PRODID:ours"),
        ] {
            fs::write(at("ics").join(name), text).unwrap();
        }
        assert_eq!(remove_stale(&at("ics"), "ics", "PRODID:ours", &[at("ics").join("new.ics")]).unwrap(), 1);
        assert!(!at("ics/old.ics").exists() && at("ics/his.ics").exists() && at("ics/x.txt").exists());
    }
}
