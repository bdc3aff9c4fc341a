//! What is wrong with an input, as code, place, cause and remedy, in Chinese and English.

use std::fmt;

/// A coded error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Stable code, such as `C101`.
    pub code: &'static str,
    /// Where: a field, a section.
    pub field: String,
    /// What is wrong, in English.
    pub cause: String,
    /// What is wrong, in Chinese.
    pub cause_zh: String,
    /// What to do, in English.
    pub remedy: String,
    /// What to do, in Chinese.
    pub remedy_zh: String,
}

impl Fault {
    /// A fault; `[English, Chinese]` each.
    pub(super) fn new(code: &'static str, field: impl Into<String>, cause: [String; 2], remedy: [&str; 2]) -> Self {
        let [cause, cause_zh] = cause;
        Self {
            code,
            field: field.into(),
            cause,
            cause_zh,
            remedy: remedy[0].to_owned(),
            remedy_zh: remedy[1].to_owned(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}; {}", self.code, self.field, self.cause, self.remedy)
    }
}

impl std::error::Error for Fault {}
