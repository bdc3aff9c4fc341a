//! Figures that say where they come from.

/// How sure a figure is, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sure {
    /// Read in the document that sets it, or in an official publication of it.
    Read,
    /// Read in a page that quotes the document.
    Secondary,
    /// Computed from other figures, as the source says.
    Derived,
    /// From the profession's memory; no page was seen.
    Unverified,
    /// Chosen so that there is a figure at all.
    Assumed,
}

impl Sure {
    /// All, the surest first.
    pub const ALL: [Self; 5] = [Self::Read, Self::Secondary, Self::Derived, Self::Unverified, Self::Assumed];
    /// In words.
    #[must_use]
    pub const fn en(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Secondary => "quoted",
            Self::Derived => "derived",
            Self::Unverified => "unverified",
            Self::Assumed => "assumed",
        }
    }
    /// 文字。
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Read => "已核原文",
            Self::Secondary => "转引",
            Self::Derived => "推算",
            Self::Unverified => "未核实",
            Self::Assumed => "假定",
        }
    }
}

/// A figure with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure<T> {
    /// What it is.
    pub value: T,
    /// How sure that is.
    pub sure: Sure,
    /// Where it comes from, or why it was assumed; for people.
    pub source: String,
}

impl<T> Figure<T> {
    /// A figure that someone chose.
    pub fn assumed(value: T, why: impl Into<String>) -> Self {
        Self { value, sure: Sure::Assumed, source: why.into() }
    }
    /// The same origin, another shape.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Figure<U> {
        Figure { value: f(self.value), sure: self.sure, source: self.source }
    }
}
