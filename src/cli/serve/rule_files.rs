//! Which rules file belongs to which city of a service.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Refusal;
use crate::api::RuleKeeper;
use crate::cli::refusal;
use crate::engine::City;
use crate::engine::error::Text;

/// Opens the rules of each city and puts them in force. `F` is for every city, `NAME=F` for the one of that name; a city that has both has its own.
pub(super) fn open(
    cities: &[(String, Arc<City>)],
    given: &[String],
    changeable: bool,
) -> Result<BTreeMap<String, RuleKeeper>, Refusal> {
    let mut of: BTreeMap<&str, &Path> = BTreeMap::new();
    let mut shared: Option<&Path> = None;
    for text in given {
        // A path may hold “=”, too: what stands before it counts only where it names a city.
        let own = text.split_once('=').filter(|(name, _)| cities.iter().any(|(city, _)| city == name));
        let twice = match own {
            Some((name, path)) => of.insert(name, path.as_ref()).is_some(),
            None => shared.replace(text.as_ref()).is_some(),
        };
        if twice {
            return Err(Refusal::input(
                "rules_twice",
                Text::new(format!("a second rules file, {text}"), format!("重复指定规则文件：{text}")),
                Text::new(
                    "give one file for all cities, or one for each: --rules NAME=F",
                    "请只给一个共用文件，或每城一个：--rules 城市名=F",
                ),
            ));
        }
    }
    let files: Vec<_> = of.values().filter_map(|p| std::fs::canonicalize(p).ok()).collect();
    if changeable && files.iter().enumerate().any(|(i, p)| files[..i].contains(p)) {
        return Err(Refusal::input(
            "rules_shared",
            Text::new("two cities would write one rules file", "两座城市会写入同一规则文件"),
            Text::new("give each city a file of its own", "请为每座城市指定不同的文件"),
        ));
    }
    let mut keepers = BTreeMap::new();
    for (name, city) in cities {
        let own = of.get(&**name).copied().or(shared.filter(|_| cities.len() == 1));
        if changeable && own.is_none() {
            return Err(Refusal::input(
                "no_rules_file",
                Text::new(
                    format!("there is no file to write changed rules of {name:?} into"),
                    format!("没有可写入 {name:?} 规则修改的文件"),
                ),
                Text::new(
                    r#"give each city one of its own, --rules NAME=F; to begin with, {"type":"FeatureCollection","features":[]}"#,
                    r#"请为每座城市单独指定：--rules 城市名=F；初始内容可为 {"type":"FeatureCollection","features":[]}"#,
                ),
            ));
        }
        let Some(path) = own.or(shared) else { continue };
        let file = (changeable && own.is_some()).then(|| path.to_owned());
        let lock = file.as_deref().map(locked).transpose()?;
        let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
        let opened = RuleKeeper::new(&**city, &bytes, file).map_err(|defects| Refusal::defects(path, &defects))?;
        for warning in opened.1 {
            eprintln!("{}: {}", path.display(), warning.line(refusal::lang()));
        }
        keepers.insert(name.clone(), opened.0.holding(lock));
    }
    Ok(keepers)
}

/// The lock of a rules file, which stands beside it: the file itself is another one after each change.
fn locked(path: &Path) -> Result<File, Refusal> {
    let whole = std::fs::canonicalize(path).map_err(|e| refusal::io(path, &e))?;
    let mut beside = whole.into_os_string();
    beside.push(".lock");
    let beside = PathBuf::from(beside);
    let lock = File::options().create(true).truncate(false).write(true).open(&beside);
    let lock = lock.map_err(|e| refusal::io(&beside, &e))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::Error(e)) => Err(refusal::io(&beside, &e)),
        Err(TryLockError::WouldBlock) => Err(Refusal::input(
            "rules_taken",
            Text::new(
                format!("another service changes the rules in {}", path.display()),
                format!("另一服务正在修改 {} 中的规则", path.display()),
            ),
            Text::new("stop it, or give this one a file of its own", "请停止该服务，或为本服务另指定文件"),
        )),
    }
}
