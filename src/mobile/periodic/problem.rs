//! What is asked, in plain numbers.

/// A place that is visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Its row in the times.
    pub node: usize,
    /// What each visit loads.
    pub demand: i64,
    /// How long each visit lasts.
    pub service: i64,
    /// How often it is visited in the horizon, a divisor of its days: every `days / visits` days.
    pub visits: usize,
}

/// A fleet of like vehicles, the same every day, that starts and ends at node 0 and comes home empty. Times are in the unit of the instance; what counts is their sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Days of the horizon.
    pub days: usize,
    /// Vehicles a day.
    pub vehicles: usize,
    /// What a vehicle holds.
    pub capacity: i64,
    /// The longest a vehicle may be out in a day, visits included.
    pub longest: i64,
    /// Who is visited.
    pub customers: Vec<Customer>,
    /// Nodes where vehicles are emptied.
    pub sites: Vec<usize>,
    /// Travel times, row by row.
    pub times: Vec<i64>,
    /// Nodes.
    pub nodes: usize,
}

/// Why a problem cannot be looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// Numbers that say nothing.
    #[error("days, vehicles, capacity and the longest day must be positive and below a million")]
    Figures,
    /// Times of another number of nodes, or out of range.
    #[error("travel times must be a square of whole numbers from 0 to a million, with a row for each place")]
    Times,
    /// Nowhere to empty.
    #[error("there must be a place to empty vehicles")]
    Sites,
    /// A customer that fits nowhere.
    #[error("customer {0}: visits must divide the days, and what a visit loads must fit a vehicle")]
    Customer(usize),
}

/// More than any number of an instance.
const MOST: i64 = 1_000_000;

impl Problem {
    /// The first thing wrong with it.
    ///
    /// # Errors
    /// See [`Defect`].
    pub fn check(&self) -> Result<(), Defect> {
        let fair = |x: i64| (1..=MOST).contains(&x);
        if !(fair(self.capacity)
            && fair(self.longest)
            && (1..=64).contains(&self.days)
            && (1..=1000).contains(&self.vehicles))
        {
            return Err(Defect::Figures);
        }
        if self.nodes == 0
            || self.times.len() != self.nodes * self.nodes
            || self.times.iter().any(|t| !(0..=MOST).contains(t))
        {
            return Err(Defect::Times);
        }
        if self.sites.is_empty() || self.sites.iter().any(|&s| s >= self.nodes) {
            return Err(Defect::Sites);
        }
        for (i, c) in self.customers.iter().enumerate() {
            let visits = c.visits > 0 && self.days.is_multiple_of(c.visits);
            if !visits
                || c.node >= self.nodes
                || !(0..=self.capacity).contains(&c.demand)
                || !(0..=MOST).contains(&c.service)
            {
                return Err(Defect::Customer(i));
            }
        }
        Ok(())
    }
    pub(super) fn time(&self, from: usize, to: usize) -> i64 {
        self.times[from * self.nodes + to]
    }
    /// Days between two visits.
    pub(super) fn every(&self, customer: usize) -> usize {
        self.days / self.customers[customer].visits
    }
}
