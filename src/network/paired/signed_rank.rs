//! The exact distribution of Wilcoxon's signed-rank statistic.

/// Two-sided p of some differences: ranks of their sizes, mean ranks for ties, zeros left out; all signs as likely.
pub(super) fn p(differences: &[f64]) -> f64 {
    let mut sizes: Vec<(f64, bool)> = differences.iter().filter(|d| **d != 0.0).map(|d| (d.abs(), *d > 0.0)).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Twice the ranks, so that mean ranks are whole.
    let (mut ranks, mut plus) = (Vec::with_capacity(sizes.len()), 0);
    for same in sizes.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let rank = 2 * ranks.len() + same.len() + 1;
        ranks.extend(std::iter::repeat_n(rank, same.len()));
        plus += rank * same.iter().filter(|s| s.1).count();
    }
    let chances = chances(&ranks);
    let below: f64 = chances[..=plus].iter().sum();
    let above: f64 = chances[plus..].iter().sum();
    (2.0 * below.min(above)).min(1.0)
}

/// Which of the ordered averages of pairs of `n` begins the interval (from 1; the one as far from the end ends it), and how sure that is: at least
/// 95 % if there is such a one, otherwise the surest.
pub(super) fn interval(n: usize) -> (usize, f64) {
    let chances = chances(&(1..=n).collect::<Vec<_>>());
    let (mut rank, mut tail) = (1, chances[0]);
    while tail + chances[rank] <= 0.025 {
        tail += chances[rank];
        rank += 1;
    }
    (rank, 1.0 - 2.0 * tail)
}

/// For each sum, how likely it is when each rank counts or not as a coin falls.
fn chances(ranks: &[usize]) -> Vec<f64> {
    let mut out = vec![0.0; ranks.iter().sum::<usize>() + 1];
    out[0] = 1.0;
    let mut most = 0;
    for &rank in ranks {
        most += rank;
        for sum in (0..=most).rev() {
            let with = if sum >= rank { out[sum - rank] } else { 0.0 };
            out[sum] = f64::midpoint(out[sum], with);
        }
    }
    out
}
