//! Lengths and times between the nodes of an instance, under the rounding its published values were made with.

/// How lengths are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest whole number, half up (CVRPLIB).
    Nearest,
    /// Cut off after one decimal (the DIMACS challenge's rule for time windows).
    Tenths,
    /// To the nearest thousandth.
    Thousandths,
    /// Not at all.
    Exact,
}

/// What lengths come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Lengths {
    /// Straight lines between points.
    Straight(Vec<[f64; 2]>),
    /// Along the axes.
    Axes(Vec<[f64; 2]>),
    /// Row by row.
    Table(Vec<f64>),
}

/// What times come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Times {
    /// Nothing asks for times.
    None,
    /// A unit of length takes a unit of time.
    AsLengths,
    /// Units of length a second.
    AtSpeed(f64),
    /// Row by row.
    Table(Vec<f64>),
}

/// Lengths and times.
#[derive(Clone, Debug, PartialEq)]
pub struct Ways {
    /// How many nodes.
    pub nodes: usize,
    /// Lengths.
    pub lengths: Lengths,
    /// Times.
    pub times: Times,
    /// How lengths (and times that are lengths) are rounded.
    pub rounding: Rounding,
}

impl Ways {
    /// Between points, in a straight line.
    pub(super) fn straight(points: Vec<[f64; 2]>, times: Times, rounding: Rounding) -> Self {
        Self { nodes: points.len(), lengths: Lengths::Straight(points), times, rounding }
    }
    /// Before rounding.
    fn raw(&self, from: usize, to: usize) -> f64 {
        match &self.lengths {
            // Not hypot: its last bit is not that of the square root everybody takes, and cutting off shows it.
            Lengths::Straight(at) => {
                let (dx, dy) = (at[from][0] - at[to][0], at[from][1] - at[to][1]);
                (dx * dx + dy * dy).sqrt()
            }
            Lengths::Axes(at) => (at[from][0] - at[to][0]).abs() + (at[from][1] - at[to][1]).abs(),
            Lengths::Table(cells) => cells[from * self.nodes + to],
        }
    }
    /// The length that counts, in units of the file.
    #[must_use]
    pub fn length(&self, from: usize, to: usize) -> f64 {
        if from == to {
            return 0.0;
        }
        let raw = self.raw(from, to);
        match self.rounding {
            Rounding::Nearest => (raw + 0.5).floor(),
            Rounding::Tenths => (raw * 10.0).floor() / 10.0,
            Rounding::Thousandths => (raw * 1000.0).round() / 1000.0,
            Rounding::Exact => raw,
        }
    }
    /// The time it takes, in units of the file (seconds at a speed).
    #[must_use]
    pub fn time(&self, from: usize, to: usize) -> f64 {
        if from == to {
            return 0.0;
        }
        match &self.times {
            Times::None => 0.0,
            Times::AsLengths => self.length(from, to),
            Times::AtSpeed(speed) => self.length(from, to) / speed,
            Times::Table(cells) => cells[from * self.nodes + to],
        }
    }
    /// The longest length.
    #[must_use]
    pub fn longest(&self) -> f64 {
        match &self.lengths {
            Lengths::Table(cells) => cells.iter().copied().fold(0.0, f64::max),
            Lengths::Straight(at) | Lengths::Axes(at) => {
                let side = |axis: usize| {
                    let all = || at.iter().map(|p| p[axis]);
                    all().fold(f64::MIN, f64::max) - all().fold(f64::MAX, f64::min)
                };
                side(0) + side(1)
            }
        }
    }
}
