//! What is wrong with an input, as code, place, cause and remedy, in Chinese and English.

use std::fmt;

/// A coded error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Stable code, such as `C101`.
    pub code: &'static str,
    /// Where: a field, a section.
    pub field: Box<str>,
    /// What is wrong, in English.
    pub cause: Box<str>,
    /// What is wrong, in Chinese.
    pub cause_zh: Box<str>,
    /// What to do, in English.
    pub remedy: &'static str,
    /// What to do, in Chinese.
    pub remedy_zh: &'static str,
}

impl Fault {
    /// A fault; `[English, Chinese]` each.
    pub(super) fn new(
        code: &'static str,
        field: impl Into<Box<str>>,
        cause: [String; 2],
        remedy: [&'static str; 2],
    ) -> Self {
        let [cause, cause_zh] = cause.map(String::into_boxed_str);
        let [remedy, remedy_zh] = remedy;
        Self { code, field: field.into(), cause, cause_zh, remedy, remedy_zh }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}; {}", self.code, self.field, self.cause, self.remedy)
    }
}

impl std::error::Error for Fault {}
