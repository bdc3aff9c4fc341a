//! Tags of one element, borrowed from its block.

use std::cell::RefCell;
use std::collections::BTreeMap;

/// Keys and values; where a key stands twice, the first counts.
#[derive(Clone, Copy)]
pub(crate) struct Tags<'a>(pub(crate) &'a [(&'a str, &'a str)]);

impl<'a> Tags<'a> {
    pub(crate) fn get(self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(k, _)| *k == key).map(|&(_, v)| v.trim())
    }
    pub(crate) fn is(self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }
    /// `yes` or any other value that is not a no.
    pub(crate) fn says_yes(self, key: &str) -> bool {
        self.get(key).is_some_and(|v| !matches!(v, "no" | "false" | "0" | ""))
    }
    pub(crate) fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().copied()
    }
}

/// Values that were not understood, with on how many elements.
#[derive(Debug, Default)]
pub(crate) struct Unknown {
    counts: RefCell<BTreeMap<String, u64>>,
    /// Of this element: a tag is read once for each direction and vehicle, but counts once.
    noted: RefCell<Vec<String>>,
}

impl Unknown {
    /// Different values remembered; a block of noise must not fill the memory.
    const KEPT: usize = 500;

    /// Another element begins.
    pub(crate) fn next_element(&self) {
        self.noted.borrow_mut().clear();
    }
    pub(crate) fn note(&self, key: &str, value: &str) {
        let shown: String = key.chars().chain(['=']).chain(value.chars()).take(80).collect();
        let (mut counts, mut noted) = (self.counts.borrow_mut(), self.noted.borrow_mut());
        if noted.contains(&shown) || noted.len() >= Self::KEPT {
            return;
        }
        if let Some(n) = counts.get_mut(&shown) {
            *n += 1;
        } else if counts.len() < Self::KEPT {
            counts.insert(shown.clone(), 1);
        }
        noted.push(shown);
    }
    pub(crate) fn into_counts(self) -> BTreeMap<String, u64> {
        self.counts.into_inner()
    }
}

/// Tags written out, for the tables of cases in tests.
#[cfg(test)]
pub(crate) type Pairs<'a> = &'a [(&'a str, &'a str)];
