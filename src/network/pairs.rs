//! Who goes with whom: pairs of two lists, each member in one pair at most, that save most together.
//!
//! Shortest augmenting paths with potentials (Kuhn 1955, Jonker and Volgenant 1987): O(rows² x columns), exact in whole numbers.

/// For each row the column it is paired with, if any. `savings[row][column]` is what a pair saves; pairs that are `None` or save nothing are not made.
///
/// # Panics
/// When rows differ in length, or sums of savings do not fit an `i64`.
#[must_use]
pub fn pairs(savings: &[Vec<Option<i64>>]) -> Vec<Option<usize>> {
    let (rows, columns) = (savings.len(), savings.first().map_or(0, Vec::len));
    // A column of its own lets each row stay alone, at no cost.
    let cost = |row: usize, column: usize| match column.checked_sub(columns) {
        None => savings[row][column].filter(|s| *s > 0).map(|s| -s),
        Some(own) => (own == row).then_some(0),
    };
    let all = columns + rows;
    let (mut of_row, mut of_column) = (vec![0i64; rows], vec![0i64; all]);
    let mut row_at: Vec<Option<usize>> = vec![None; all];
    for begin in 0..rows {
        // Cheapest way from the row to each column over columns that are taken, and the column before it on that way.
        let (mut way, mut before) = (vec![i64::MAX; all], vec![None; all]);
        let mut done = vec![false; all];
        let (mut row, mut at, mut length) = (begin, None, 0);
        let end = loop {
            for column in (0..all).filter(|&c| !done[c]) {
                if let Some(cost) = cost(row, column) {
                    let reached = length + cost - of_row[row] - of_column[column];
                    if reached < way[column] {
                        (way[column], before[column]) = (reached, at);
                    }
                }
            }
            // A row's own column is always there, so there is a nearest one.
            let Some(next) = (0..all).filter(|&c| !done[c]).min_by_key(|&c| way[c]) else { break None };
            done[next] = true;
            length = way[next];
            match row_at[next] {
                None => break Some(next),
                Some(taken) => (row, at) = (taken, Some(next)),
            }
        };
        of_row[begin] += length;
        for column in (0..all).filter(|&c| done[c]) {
            if let Some(taken) = row_at[column] {
                of_row[taken] += length - way[column];
            }
            of_column[column] -= length - way[column];
        }
        let mut column = end;
        while let Some(c) = column {
            column = before[c];
            row_at[c] = column.map_or(Some(begin), |b| row_at[b]);
        }
    }
    let mut out = vec![None; rows];
    for (column, row) in row_at.iter().enumerate().take(columns) {
        if let Some(row) = row {
            out[*row] = Some(column);
        }
    }
    out
}

#[cfg(test)]
mod tests;
