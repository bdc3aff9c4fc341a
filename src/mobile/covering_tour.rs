//! Covering tours: vehicles park at spots, and from there whoever is within reach is served on foot, each at an hour of its own (the multi-vehicle covering tour with time windows).
//!
//! Vehicles start and end at the depot and may be as many as are needed. Parked at a spot, the driver goes out to a customer that the spot reaches, waits for its window to open, serves and comes
//! back, one customer after the other; lengths are times. What is driven counts. `search` inserts at prices that a route's earliest and latest times give at once; [`bound`] is proven.

mod bound;
mod search;

#[cfg(test)]
mod tests;

pub use bound::bound;
pub use search::solve;

/// Who is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// What serving it takes off the vehicle.
    pub demand: i64,
    /// When serving may begin.
    pub ready: i64,
    /// When it must have begun.
    pub due: i64,
    /// How long it lasts.
    pub service: i64,
    /// Spots that reach it, from 0, and the way on foot from there.
    pub reach: Vec<(u32, i64)>,
}

/// What is asked. Lengths and times share a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What a vehicle carries.
    pub capacity: i64,
    /// When vehicles must be back; they leave at 0.
    pub close: i64,
    /// Where vehicles may park.
    pub spots: usize,
    /// Lengths between the depot (row 0) and the spots (spot `i` is row `i + 1`).
    pub lengths: Vec<i64>,
    /// Who is served.
    pub customers: Vec<Customer>,
}

/// Who serves whom, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Length driven.
    pub cost: i64,
    /// By vehicle, customers in order with the spot each is served from.
    pub routes: Vec<Vec<(u32, u32)>>,
    /// Customers that nobody can serve in time.
    pub missing: usize,
    /// Rounds made.
    pub rounds: u64,
}

/// More than any number of an instance.
const MOST: i64 = 1_000_000_000;

impl Problem {
    /// Whether all numbers say something: a square of lengths, nothing below 0 or beyond reason, spots that are there.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let fair = |x: i64| (0..=MOST).contains(&x);
        let size = self.spots + 1;
        let customer = |c: &Customer| {
            let known = |&(s, walk): &(u32, i64)| (s as usize) < self.spots && fair(walk);
            fair(c.demand) && fair(c.ready) && fair(c.due) && fair(c.service) && c.reach.iter().all(known)
        };
        let few = self.customers.len() <= 10_000 && self.spots <= 2_000;
        let lengths = self.lengths.len() == size * size && self.lengths.iter().all(|&l| fair(l));
        few && lengths && fair(self.capacity) && fair(self.close) && self.customers.iter().all(customer)
    }
    fn length(&self, from: usize, to: usize) -> i64 {
        self.lengths[from * (self.spots + 1) + to]
    }
}
