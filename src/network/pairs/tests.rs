use proptest::prelude::*;

use super::pairs;

/// Most that can be saved, by trying every pairing.
fn brute(savings: &[Vec<Option<i64>>], row: usize, taken: &mut Vec<bool>) -> i64 {
    if row == savings.len() {
        return 0;
    }
    let mut best = brute(savings, row + 1, taken);
    for column in 0..taken.len() {
        if let Some(saving) = savings[row][column].filter(|_| !taken[column]) {
            taken[column] = true;
            best = best.max(saving + brute(savings, row + 1, taken));
            taken[column] = false;
        }
    }
    best
}

#[test]
fn a_pair_gives_way_to_two() {
    // The first would save 9 with the first column, but leaving that to the second saves 8 + 7.
    assert_eq!(pairs(&[vec![Some(9), Some(8)], vec![Some(7), None]]), [Some(1), Some(0)]);
    assert_eq!(pairs(&[vec![Some(-1)], vec![Some(0)]]), [None, None]);
    assert_eq!(pairs(&[]), Vec::<Option<usize>>::new());
    assert_eq!(pairs(&[vec![], vec![]]), [None, None]);
}

proptest! {
    #[test]
    fn pairs_save_what_trying_all_saves(
        savings in (0usize..7, 0usize..6).prop_flat_map(|(rows, columns)| {
            let cell = proptest::option::weighted(0.7, -20i64..100);
            proptest::collection::vec(proptest::collection::vec(cell, columns), rows)
        }),
    ) {
        let found = pairs(&savings);
        let columns = savings.first().map_or(0, Vec::len);
        let mut taken = vec![false; columns];
        let mut sum = 0;
        for (row, column) in found.iter().enumerate() {
            if let Some(column) = *column {
                prop_assert!(!std::mem::replace(&mut taken[column], true), "column {column} twice");
                let saving = savings[row][column];
                prop_assert!(saving.is_some_and(|s| s > 0), "row {row}: {saving:?}");
                sum += saving.unwrap_or(0);
            }
        }
        prop_assert_eq!(sum, brute(&savings, 0, &mut vec![false; columns]));
    }
}
