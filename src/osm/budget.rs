//! The memory that a file's content may take, counted while it is read.

use super::error::Fault;
use std::cell::Cell;
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

/// What one block may add: a bound of its own on top of the common one.
pub(crate) struct BlockBudget<'b> {
    common: &'b Budget,
    left: Cell<u64>,
    bound: u64,
}

/// What any block may keep, however small: more than 8,000 elements of any kind take.
const EACH: u64 = 16 << 20;

impl<'b> BlockBudget<'b> {
    /// For a block of `inflated` bytes, each of which may cost `factor`.
    pub(crate) fn new(common: &'b Budget, inflated: usize, factor: u64) -> Self {
        let bound = EACH.saturating_add(factor.saturating_mul(inflated as u64));
        Self { common, left: Cell::new(bound), bound }
    }
    /// Takes `bytes`, before they are allocated.
    pub(crate) fn take(&self, bytes: usize) -> Result<(), Fault> {
        let left = self.left.get().checked_sub(bytes as u64).ok_or(Fault::BlockTooBig(self.bound))?;
        self.left.set(left);
        self.common.take(bytes)
    }
}
