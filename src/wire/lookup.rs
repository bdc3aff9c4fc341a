//! Ids that a file declares and names elsewhere: looking them up, and what to say when they are not there.

use std::collections::{HashMap, HashSet};

use crate::wire::codes::{self, Code, E1101};
use crate::wire::defect::{Arg, Defect, Report};

/// Ids of one list, in its order. Where an id stands twice the first holds.
pub(in crate::wire) struct Names<'f> {
    /// What the list is called in messages.
    pub(in crate::wire) what: (&'static str, &'static str),
    /// Where it stands.
    pub(in crate::wire) pointer: &'static str,
    /// The ids.
    pub(in crate::wire) list: Vec<&'f str>,
    at: HashMap<&'f str, usize>,
}

impl<'f> Names<'f> {
    /// Of a list's ids, in its order.
    pub(in crate::wire) fn new(
        what: (&'static str, &'static str),
        pointer: &'static str,
        names: impl Iterator<Item = &'f str>,
    ) -> Self {
        let list: Vec<&str> = names.collect();
        let mut at = HashMap::with_capacity(list.len());
        for (i, &name) in list.iter().enumerate() {
            at.entry(name).or_insert(i);
        }
        Self { what, pointer, list, at }
    }
    /// Where in the list an id stands.
    pub(in crate::wire) fn find(&self, name: &str) -> Option<usize> {
        self.at.get(name).copied()
    }
    /// Each name with the place where it is declared.
    pub(in crate::wire) fn declared(&self, field: &'static str) -> impl Iterator<Item = (&str, String)> {
        self.list.iter().enumerate().map(move |(i, n)| (*n, format!("{}/{i}/{field}", self.pointer)))
    }
}

/// Reports each name that has stood before.
pub(in crate::wire) fn once<'a>(
    report: &mut Report,
    what: (&str, &str),
    names: impl Iterator<Item = (&'a str, String)>,
) {
    let mut seen = HashSet::new();
    for (name, pointer) in names {
        if !seen.insert(name.to_owned()) {
            broken(report, &E1101, pointer, [name.into(), what.into()]);
        }
    }
}

/// Reports a broken rule.
pub(in crate::wire) fn broken(
    report: &mut Report,
    code: &'static Code,
    pointer: String,
    args: impl IntoIterator<Item = Arg>,
) {
    report.add(Defect::new(code, pointer, args));
}

/// Reports a name that its list does not have, unless the list itself is malformed.
pub(in crate::wire) fn known(report: &mut Report, names: &Names<'_>, name: &str, pointer: impl FnOnce() -> String) {
    if names.find(name).is_none() && !report.is_malformed(names.pointer) {
        unknown(report, names.what, name, pointer(), names.list.iter().copied());
    }
}

/// Reports a name that is not in a list, with the one in it that is most like it.
pub(in crate::wire) fn unknown<'a>(
    report: &mut Report,
    what: (&str, &str),
    name: &str,
    pointer: String,
    list: impl Iterator<Item = &'a str>,
) {
    let defect = Defect::new(&codes::E1102, pointer, [name.into(), what.into()]);
    let defect = report.suggesting(defect, name, list);
    report.add(defect);
}
