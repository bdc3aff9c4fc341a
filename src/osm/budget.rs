//! The memory that a file's content may take, counted while it is read.

use super::error::Fault;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes taken, shared by all threads of one read, and the bound on them.
pub(crate) struct Budget {
    taken: AtomicU64,
    bound: AtomicU64,
}

impl Budget {
    pub(crate) fn new(bound: u64) -> Self {
        Self { taken: AtomicU64::new(0), bound: AtomicU64::new(bound) }
    }
    /// Raises the bound as more of the file is read.
    pub(crate) fn raise(&self, bound: u64) {
        self.bound.store(bound, Ordering::Relaxed);
    }
    /// Takes `bytes`, before they are allocated.
    pub(crate) fn take(&self, bytes: usize) -> Result<(), Fault> {
        let bound = self.bound.load(Ordering::Relaxed);
        let before = self.taken.fetch_add(bytes as u64, Ordering::Relaxed);
        if before.saturating_add(bytes as u64) > bound { Err(Fault::TooMuch(bound)) } else { Ok(()) }
    }
}
