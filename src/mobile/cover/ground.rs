//! Who reaches whom, both ways round, without those who weigh nothing.

use crate::network::median::MOST;

/// Weights, and links by row and by column.
pub(super) struct Ground {
    pub(super) weights: Vec<i64>,
    row: Vec<usize>,
    by_row: Vec<u32>,
    column: Vec<usize>,
    by_column: Vec<u32>,
}

impl Ground {
    /// `None` where weights are negative or together too large, or a place is unknown or listed twice.
    pub(super) fn new(weights: &[i64], reach: &[Vec<u32>], places: usize) -> Option<Self> {
        let total = weights.iter().try_fold(0_i64, |sum, &w| sum.checked_add(w).filter(|_| w >= 0))?;
        if total > MOST || weights.len() != reach.len() {
            return None;
        }
        let mut seen = vec![usize::MAX; places];
        let (mut row, mut by_row, mut kept) = (vec![0], Vec::new(), Vec::new());
        for (j, sites) in reach.iter().enumerate() {
            for &i in sites {
                if std::mem::replace(seen.get_mut(i as usize)?, j) == j {
                    return None;
                }
            }
            if weights[j] > 0 {
                kept.push(weights[j]);
                by_row.extend_from_slice(sites);
                row.push(by_row.len());
            }
        }
        let mut column = vec![0; places + 1];
        by_row.iter().for_each(|&i| column[i as usize + 1] += 1);
        (1..column.len()).for_each(|i| column[i] += column[i - 1]);
        let mut next = column.clone();
        let mut by_column = vec![0; by_row.len()];
        for j in 0..kept.len() {
            for &i in &by_row[row[j]..row[j + 1]] {
                by_column[next[i as usize]] = j as u32;
                next[i as usize] += 1;
            }
        }
        Some(Self { weights: kept, row, by_row, column, by_column })
    }
    pub(super) fn places(&self) -> usize {
        self.column.len() - 1
    }
    /// The places that serve a demand.
    #[inline]
    pub(super) fn reach(&self, j: usize) -> &[u32] {
        &self.by_row[self.row[j]..self.row[j + 1]]
    }
    /// The demands that a place serves, ascending.
    #[inline]
    pub(super) fn serves(&self, i: usize) -> &[u32] {
        &self.by_column[self.column[i]..self.column[i + 1]]
    }
    /// A list of places as flags.
    pub(super) fn flags(&self, chosen: &[usize]) -> Vec<bool> {
        let mut out = vec![false; self.places()];
        chosen.iter().for_each(|&i| out[i] = true);
        out
    }
}
