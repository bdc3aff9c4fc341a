//! Why a request could not be answered, in words for both kinds of reader.

use std::fmt;

/// What sort of refusal, which decides exit code and HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The request or file is wrong: exit 2, 422.
    BadInput,
    /// Something named does not exist (a profile, a city, a file): exit 2, 404.
    NotFound,
    /// Well asked, and the answer is no (no way there, no road near): exit 1, 422.
    NoAnswer,
    /// Cancelled by the caller: exit 1, 503.
    Cancelled,
    /// Our fault: exit 2, 500.
    Internal,
}

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Text {
    /// English.
    pub en: String,
    /// 中文。
    pub zh: String,
}

impl Text {
    /// Both at once.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }
}

/// A refusal: a stable code, what is wrong, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineError {
    /// What sort.
    pub kind: Kind,
    /// Stable, for programs: `snap_too_far`, `unknown_profile`, …
    pub code: &'static str,
    /// What is wrong, and where.
    pub cause: Text,
    /// What to do.
    pub remedy: Text,
}

impl EngineError {
    /// A refusal from its parts.
    #[must_use]
    pub fn new(kind: Kind, code: &'static str, cause: Text, remedy: Text) -> Self {
        Self { kind, code, cause, remedy }
    }
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] {} {}", self.code, self.cause.en, self.remedy.en)
    }
}

impl std::error::Error for EngineError {}
