//! An array that is either owned or lies in bytes kept alive elsewhere (a mapped file).
//!
//! Invariant: a shared column was checked for length and alignment when it was made, so every view of it succeeds.

use std::ops::{Deref, Range};
use std::sync::Arc;

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

#[cfg(target_endian = "big")]
compile_error!("city files are little endian, and columns are read in place");

/// Plain records that may be read in place.
pub(super) trait Plain: FromBytes + IntoBytes + Immutable + KnownLayout + Copy + Send + Sync + 'static {}
impl<T: FromBytes + IntoBytes + Immutable + KnownLayout + Copy + Send + Sync + 'static> Plain for T {}

/// Bytes that outlive the columns in them.
pub type SharedBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// See the module.
#[derive(Clone)]
pub(super) enum Column<T> {
    /// In memory of its own.
    Owned(Vec<T>),
    /// In bytes held elsewhere.
    Shared(SharedBytes, Range<usize>),
}

impl<T: Plain> Column<T> {
    /// A view of `range` of `bytes`; `None` unless it is in bounds, aligned and a whole number of records.
    pub(super) fn shared(bytes: SharedBytes, range: Range<usize>) -> Option<Self> {
        let part = (*bytes).as_ref().get(range.clone())?;
        <[T]>::ref_from_bytes(part).ok()?;
        Some(Self::Shared(bytes, range))
    }
}

impl<T: Plain> Deref for Column<T> {
    type Target = [T];
    #[inline]
    fn deref(&self) -> &[T] {
        match self {
            Self::Owned(items) => items,
            // The constructor has seen this succeed; the bytes of an `Arc` neither move nor shrink.
            Self::Shared(bytes, range) => {
                (**bytes).as_ref().get(range.clone()).and_then(|b| <[T]>::ref_from_bytes(b).ok()).unwrap_or(&[])
            }
        }
    }
}

impl<T: Plain> From<Vec<T>> for Column<T> {
    fn from(items: Vec<T>) -> Self {
        Self::Owned(items)
    }
}
impl<T: Plain + std::fmt::Debug> std::fmt::Debug for Column<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.deref().fmt(f)
    }
}
