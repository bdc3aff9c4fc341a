//! The rules of one city as they are kept: in force, on disk, and under a tag that names their content.
//!
//! A change is made by one writer at a time: prepared, written to disk whole, put in force, and only then acknowledged. Readers never wait. A
//! file that somebody else has written since is not written over.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::Bytes;
use axum::http::StatusCode;
use tokio::sync::{Mutex, OwnedMutexGuard};
use xxhash_rust::xxh3::xxh3_128;

use crate::api::backend::Backend;
use crate::api::codes::{E9110, E9112, E9113, E9114, E9116, E9118};
use crate::api::refusal::Refusal;
use crate::engine::files;
use crate::engine::rules::RuleBook;
use crate::wire::defect::Defect;
use crate::wire::rule_tree::RuleTree;

/// See the module.
#[derive(Debug, Default)]
pub struct RuleKeeper {
    /// Where changes are written; without it there are none.
    file: Option<PathBuf>,
    /// What the bytes of the file hash to, as we know it; who holds this writes.
    written: Arc<Mutex<u128>>,
    shown: RwLock<Arc<Shown>>,
    /// Held for as long as the service may write: no other one does.
    #[expect(dead_code, reason = "held, not looked at")]
    lock: Option<File>,
}

/// Rules as they are shown.
#[derive(Debug)]
pub(super) struct Shown {
    tree: RuleTree,
    /// As a file.
    pub(super) text: Bytes,
    /// Names the text.
    pub(super) tag: String,
}

impl Shown {
    fn new(tree: RuleTree) -> Arc<Self> {
        let text = Bytes::from(tree.text());
        Arc::new(Self { tree, tag: tag(&text), text })
    }
    /// One rule, and the tag that names it.
    pub(super) fn feature(&self, id: &str) -> Option<(String, String)> {
        self.tree.feature(id).map(|text| (tag(text.as_bytes()), text)).map(|(tag, text)| (text, tag))
    }
    /// How many rules.
    pub(super) fn len(&self) -> usize {
        self.tree.len()
    }
}

impl Default for Shown {
    fn default() -> Self {
        let tree = RuleTree::default();
        let text = Bytes::from(tree.text());
        Self { tree, tag: tag(&text), text }
    }
}

/// An entity tag of some bytes.
fn tag(bytes: &[u8]) -> String {
    format!("\"{:032x}\"", xxh3_128(bytes))
}

/// What a change expects to find, from `If-Match` and `If-None-Match`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// Whatever there is.
    Anything,
    /// Something.
    Something,
    /// Nothing.
    Nothing,
    /// One of these tags.
    Tags(Vec<String>),
}

impl Expected {
    fn holds(&self, found: Option<&str>) -> Result<(), Refusal> {
        let holds = match self {
            Self::Anything => true,
            Self::Something => found.is_some(),
            Self::Nothing => found.is_none(),
            Self::Tags(tags) => found.is_some_and(|found| tags.iter().any(|t| t == found)),
        };
        let none = ("nothing", "空").into();
        let found = found.map_or(none, |tag| tag.to_owned().into());
        if holds { Ok(()) } else { Err(Refusal::new(StatusCode::PRECONDITION_FAILED, &E9112, [found])) }
    }
}

/// What is to become of the rules.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// All are replaced by those of a file.
    All(Bytes),
    /// One is added, or replaced.
    Put(String, Bytes),
    /// One is removed.
    Remove(String),
}

/// A change that was made.
pub(super) struct Done {
    /// The rules now.
    pub(super) shown: Arc<Shown>,
    /// What their author should look at.
    pub(super) warnings: Vec<Defect>,
}

/// The right to change the rules, until it is dropped.
pub(super) type Pen = OwnedMutexGuard<u128>;

impl RuleKeeper {
    /// Puts the rules of a file in force on a city, and keeps them: to be shown, and to be changed in `file` if that is given, which `bytes` were read from. Also gives
    /// what their author should look at.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn new(city: &dyn Backend, bytes: &[u8], file: Option<PathBuf>) -> Result<(Self, Vec<Defect>), Vec<Defect>> {
        let (tree, book, warnings) = city.read_rules(bytes)?;
        city.put_rules(book);
        let written = Arc::new(Mutex::new(xxh3_128(bytes)));
        Ok((Self { file, written, shown: RwLock::new(Shown::new(tree)), lock: None }, warnings))
    }
    /// Keeps the lock of its file for as long as it is there.
    #[must_use]
    pub fn holding(self, lock: Option<File>) -> Self {
        Self { lock, ..self }
    }
    /// The rules as they are.
    pub(super) fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner))
    }
    /// The file that changes go to.
    ///
    /// # Errors
    /// 403 where there is none.
    pub(super) fn file(&self) -> Result<&Path, Refusal> {
        self.file.as_deref().ok_or_else(|| Refusal::new(StatusCode::FORBIDDEN, &E9110, []))
    }
    /// The right to change, in the order of asking.
    pub(super) async fn pen(&self) -> Pen {
        Arc::clone(&self.written).lock_owned().await
    }
    /// Makes a change: on disk, then in force. What it returns is on disk.
    ///
    /// # Errors
    /// 412 where something else is there than expected, 404 where there is no such rule, 422 with everything that is wrong with the new rules, 413
    /// where they would be more than `most_bytes` together, 409 where the file is no longer ours, 503 where it cannot be written; nothing has changed then.
    pub(super) fn change(
        &self,
        mut pen: Pen,
        city: &dyn Backend,
        most_bytes: usize,
        (expected, stop): (&Expected, &AtomicBool),
        change: Change,
    ) -> Result<Done, Refusal> {
        let (file, old) = (self.file()?, self.shown());
        let prepared = |made: Result<_, Vec<Defect>>| made.map_err(Refusal::of_defects);
        let (tree, book, warnings) = match change {
            Change::All(bytes) => {
                expected.holds(Some(&old.tag))?;
                prepared(city.read_rules(&bytes))?
            }
            Change::Put(id, bytes) => {
                expected.holds(old.feature(&id).map(|f| f.1).as_deref())?;
                prepared(city.put_rule(&old.tree, &id, &bytes))?
            }
            Change::Remove(id) => {
                let there = old.feature(&id);
                let missing = || Refusal::new(StatusCode::NOT_FOUND, &E9113, [id.as_str().into()]);
                let tree = old.tree.without(&id).ok_or_else(missing)?;
                expected.holds(there.map(|f| f.1).as_deref())?;
                // What was right with one rule more is right without it; what is left needs no second look.
                let (tree, book, _) = prepared(city.lay_rules(tree))?;
                (tree, book, Vec::new())
            }
        };
        let new = Shown::new(tree);
        if new.text.len() > most_bytes {
            return Err(Refusal::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                &E9118,
                [new.text.len().into(), most_bytes.into()],
            ));
        }
        // Whoever asked has been told that it was not done in time: then it is not done.
        if stop.load(Ordering::Relaxed) {
            return Err(Refusal::closing());
        }
        self.put(&mut pen, file, city, new, book).map(|shown| Done { shown, warnings })
    }
    fn put(
        &self,
        known: &mut u128,
        file: &Path,
        city: &dyn Backend,
        new: Arc<Shown>,
        book: Arc<RuleBook>,
    ) -> Result<Arc<Shown>, Refusal> {
        let hash = || std::fs::read(file).map(|bytes| xxh3_128(&bytes));
        let failed = |error: &dyn std::fmt::Display| {
            tracing::error!(%error, "rules could not be written");
            Refusal::new(StatusCode::SERVICE_UNAVAILABLE, &E9114, []).retry_after(30)
        };
        match hash() {
            Ok(found) if found == *known => {}
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(failed(&e)),
            _ => return Err(Refusal::new(StatusCode::CONFLICT, &E9116, [])),
        }
        let written = files::write_whole(file, &new.text).and_then(|()| files::settle(file));
        let hashed = xxh3_128(&new.text);
        // What is in force follows the file, also where the file took the change and only its safety could not be made sure of.
        if written.is_ok() || hash().is_ok_and(|now| now == hashed) {
            *known = hashed;
            city.put_rules(book);
            *self.shown.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&new);
        }
        written.map(|()| new).map_err(|e| failed(&e))
    }
}
