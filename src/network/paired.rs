//! Differences of pairs: how large they are on average, and whether they could be chance.
//!
//! Nothing is assumed of their distribution but, for the test and the interval, that it is symmetric. Wilcoxon's signed-rank test (Biometrics Bulletin 1, 1945)
//! with its exact distribution given the ranks (mean ranks for ties, zeros left out), the estimate of Hodges and Lehmann (1963) and the interval
//! that belongs to the test: order statistics of the averages of pairs (Tukey's; Hollander, Wolfe, Chicken: Nonparametric Statistical Methods, 3.1 to 3.3).

mod signed_rank;

/// What is said of some differences.
#[derive(Clone, Debug, PartialEq)]
pub struct Paired {
    /// How many.
    pub pairs: usize,
    /// Their mean.
    pub mean: f64,
    /// Standard error of the mean; `None` of a single pair.
    pub standard_error: Option<f64>,
    /// Median of the averages of pairs of them, each with itself too.
    pub median: f64,
    /// Where the median lies.
    pub interval: Interval,
    /// How likely differences as far from zero are if both signs are as likely: both sides, exact. 1 where all are zero.
    pub p: f64,
}

/// An interval, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// From here.
    pub low: f64,
    /// To here.
    pub high: f64,
    /// The least such confidence that is at least 95 %, in percent; of fewer than six pairs all there can be.
    pub confidence_percent: f64,
}

/// Of some differences; `None` where there are none, or one is not a number.
#[must_use]
pub fn paired(differences: &[f64]) -> Option<Paired> {
    let n = differences.len();
    if n == 0 || differences.iter().any(|d| !d.is_finite()) {
        return None;
    }
    let mean = differences.iter().sum::<f64>() / n as f64;
    let squares: f64 = differences.iter().map(|d| (d - mean).powi(2)).sum();
    let standard_error = (n > 1).then(|| (squares / (n - 1) as f64 / n as f64).sqrt());
    let averages = walsh(differences);
    let (rank, confidence) = signed_rank::interval(n);
    Some(Paired {
        pairs: n,
        mean,
        standard_error,
        median: middle(&averages),
        interval: Interval {
            low: averages[rank - 1],
            high: averages[averages.len() - rank],
            confidence_percent: 100.0 * confidence,
        },
        p: signed_rank::p(differences),
    })
}

/// Averages of each two differences, each with itself too, ascending.
fn walsh(differences: &[f64]) -> Vec<f64> {
    let pairs = (0..differences.len()).flat_map(|i| (i..differences.len()).map(move |j| (i, j)));
    let mut out: Vec<f64> = pairs.map(|(i, j)| f64::midpoint(differences[i], differences[j])).collect();
    out.sort_by(f64::total_cmp);
    out
}

fn middle(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[half] } else { f64::midpoint(sorted[half - 1], sorted[half]) }
}

#[cfg(test)]
mod tests;
