//! What a design answers: open sites, flows, cost by part, and what is proven about it.

/// An answer. Flows are kg a year; those not named are zero.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Design {
    /// For each site whether it is open.
    pub open: Vec<bool>,
    /// What goes from places to sites, by demand and site.
    pub from_places: Vec<PlaceFlow>,
    /// What goes from site to site, by the two and stream.
    pub between: Vec<SiteFlow>,
    /// What ends where, by site and stream.
    pub ends: Vec<EndFlow>,
    /// Demands left uncollected, with the share of them (0 to 1) that is.
    pub uncollected: Vec<(usize, f64)>,
    /// Cost by part.
    pub cost: Cost,
}

/// A share of a demand that goes to a site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaceFlow {
    /// Index of the demand.
    pub demand: usize,
    /// Index of the site.
    pub site: usize,
    /// Share of the demand's parts, above 0 and at most 1.
    pub share: f64,
}

/// Kilograms of a stream from a site to a site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SiteFlow {
    /// Index of the sending site.
    pub from: usize,
    /// Index of the receiving site.
    pub to: usize,
    /// The stream.
    pub stream: usize,
    /// Kg a year, above 0.
    pub kg: f64,
}

/// Kilograms of a stream whose way ends at a site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EndFlow {
    /// Index of the site.
    pub site: usize,
    /// The stream.
    pub stream: usize,
    /// Kg a year, above 0.
    pub kg: f64,
}

/// Fen a year by part.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Cost {
    /// Fixed costs of open sites.
    pub fixed: f64,
    /// Links from places.
    pub from_places: f64,
    /// Links between sites.
    pub between: f64,
    /// Ending (negative: revenue).
    pub ends: f64,
    /// What is left uncollected.
    pub uncollected: f64,
    /// Homes without an open site near them, where a coverage rule prices them.
    pub missing: f64,
    /// The problem's constant.
    pub constant: f64,
}

impl Cost {
    /// All parts, fen a year.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.fixed + self.from_places + self.between + self.ends + self.uncollected + self.missing + self.constant
    }
}

/// How a search ended.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one value a design: a box would only stand in the way of its readers")]
pub enum Outcome {
    /// A network that keeps all rules.
    Found(Found),
    /// No network keeps all rules, with the proof's cause.
    Impossible(Vec<Cause>),
    /// Neither found nor excluded before the effort ran out.
    Unknown {
        /// No network costs less, fen a year.
        bound: f64,
        /// The amounts that the nearest answer failed to place or rules it broke, if that is known.
        hint: Vec<Cause>,
        /// Subgradient steps made.
        iterations: u64,
    },
}

/// A network, with what is proven about its cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The network.
    pub design: Design,
    /// No network of the whole problem (all links, all rules) costs less, fen a year.
    pub bound: f64,
    /// What the bound rests on.
    pub proof: Proof,
    /// Subgradient steps made.
    pub iterations: u64,
    /// Subproblems looked into (1: the whole problem only).
    pub branches: u64,
    /// For a later search near this one.
    pub warm: Warm,
}

impl Found {
    /// Distance between cost and bound as a share of the cost; 0 where they meet.
    #[must_use]
    pub fn gap(&self) -> f64 {
        let total = self.design.cost.total();
        if total.abs() < 1e-9 { 0.0 } else { ((total - self.bound) / total.abs()).max(0.0) }
    }
}

/// What a bound rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Cost and bound meet within the precision asked for.
    Optimal,
    /// The effort ran out first; the bound holds all the same.
    Stopped,
}

/// Multipliers and open sites to begin a later search with. Kept small: numbers by demand, site and stream.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Warm {
    /// Fen that serving each whole demand is worth.
    pub demands: Vec<f64>,
    /// Fen per kg that having a kg of a stream at a site costs from there on; `site * streams + stream`.
    pub sites: Vec<f64>,
    /// Multipliers of the rules, in the solver's order.
    pub rules: Vec<f64>,
    /// Sites open in the answer.
    pub open: Vec<bool>,
}

/// Why no network can keep all rules. Every cause is proven, not guessed.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// A demand that must be collected has no way to an end that its streams may go.
    NoWay {
        /// Index of the demand.
        demand: usize,
        /// The stream that has none.
        stream: usize,
    },
    /// All sites that may open, with all they can take, fall short: `short` kg a year more capacity (or less demand) is the smallest
    /// relaxation of this kind.
    Capacity {
        /// The tier that falls short; `None` where it is several sites together that no single tier names.
        tier: Option<u8>,
        /// The stream, if it is one stream's capacity.
        stream: Option<usize>,
        /// Kg a year that cannot be placed.
        short: f64,
        /// Demands that compete for what falls short.
        demands: Vec<usize>,
    },
    /// A count rule asks for more sites than may open, or fewer than must.
    Count {
        /// Index of the rule.
        rule: usize,
        /// How many may open or must open, whichever breaks the rule.
        possible: usize,
    },
    /// Sites that must open need more than the budget.
    Budget {
        /// Fen missing.
        short: f64,
    },
    /// Even with all sites open a coverage rule is missed.
    Coverage {
        /// Index of the rule.
        rule: usize,
        /// Share that can be reached.
        possible: f64,
    },
    /// A site that must open cannot reach its least throughput.
    Least {
        /// Index of the site.
        site: usize,
        /// Kg a year missing.
        short: f64,
    },
    /// The rules contradict each other only together: every choice of open sites was excluded.
    Together,
}
