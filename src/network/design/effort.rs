//! How long to search, and what is told meanwhile.

/// Stop rules as values; the caller's callback may stop sooner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effort {
    /// Subgradient steps over all branches.
    pub iterations: u64,
    /// Most subproblems looked into; 1 for the whole problem only.
    pub branches: u64,
    /// Stop once cost and bound are this close, as a share of the cost.
    pub gap: f64,
}

/// To the end, or until the caller stops it.
impl Default for Effort {
    fn default() -> Self {
        Self { iterations: u64::MAX, branches: u64::MAX, gap: 1e-6 }
    }
}

/// What is known so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Subgradient steps made.
    pub iterations: u64,
    /// Cost of the best network found, fen a year.
    pub best: Option<f64>,
    /// No network costs less, fen a year.
    pub bound: f64,
}
