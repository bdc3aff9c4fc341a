//! Entries that all tables share: figures with their origin, and names in two languages.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::network::figure::{Figure, Sure};
use crate::wire::codes;
use crate::wire::defect::{Defect, Report};
use crate::wire::problem::format::stream::Label;

/// How sure a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SureWord {
    /// Read in the document that sets it.
    Read,
    /// A page that quotes it.
    Secondary,
    /// Computed.
    Derived,
    /// From memory.
    Unverified,
    /// Chosen.
    Assumed,
}

impl SureWord {
    fn sure(self) -> Sure {
        match self {
            Self::Read => Sure::Read,
            Self::Secondary => Sure::Secondary,
            Self::Derived => Sure::Derived,
            Self::Unverified => Sure::Unverified,
            Self::Assumed => Sure::Assumed,
        }
    }
}

/// A figure with its origin.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FigureEntry<T> {
    /// What it is.
    pub(super) value: T,
    /// How sure that is.
    pub(super) sure: SureWord,
    /// Where it comes from; only what is assumed needs none.
    #[schemars(length(max = 2000))]
    pub(super) source: Option<String>,
}

impl<T> FigureEntry<T> {
    /// As a figure; one that is not assumed needs a source.
    pub(super) fn plain(self, at: &str, report: &mut Report) -> Figure<T> {
        let source = self.source.unwrap_or_default();
        if source.trim().is_empty() && self.sure != SureWord::Assumed {
            report.add(Defect::new(&codes::E7101, at, [self.sure.sure().en().into()]));
        }
        Figure { value: self.value, sure: self.sure.sure(), source }
    }
}

impl<T: Amount> FigureEntry<T> {
    /// As a figure from `least` to `most`.
    pub(super) fn within(self, least: f64, most: f64, at: &str, report: &mut Report) -> Figure<T> {
        let value = self.value.number();
        if !(least..=most).contains(&value) {
            report.add(Defect::new(&codes::E1014, format!("{at}/value"), [value.into(), least.into(), most.into()]));
        }
        self.plain(at, report)
    }
}

/// [`FigureEntry::within`] of what may be absent.
pub(super) fn within<T: Amount>(
    entry: Option<FigureEntry<T>>,
    least: f64,
    most: f64,
    at: &str,
    report: &mut Report,
) -> Option<Figure<T>> {
    entry.map(|e| e.within(least, most, at, report))
}

/// Something with a size.
pub(super) trait Amount {
    fn number(&self) -> f64;
}
impl Amount for f64 {
    fn number(&self) -> f64 {
        *self
    }
}
impl Amount for u32 {
    fn number(&self) -> f64 {
        f64::from(*self)
    }
}
impl Amount for u16 {
    fn number(&self) -> f64 {
        f64::from(*self)
    }
}
impl Amount for i64 {
    fn number(&self) -> f64 {
        *self as f64
    }
}

/// Both names of a label; what is missing is taken from the other, or from `or`.
pub(super) fn names(label: Option<Label>, or: &str) -> (String, String) {
    let Label { zh, en } = label.unwrap_or_default();
    let some = zh.clone().or_else(|| en.clone()).unwrap_or_else(|| or.to_owned());
    (zh.unwrap_or_else(|| some.clone()), en.unwrap_or(some))
}
