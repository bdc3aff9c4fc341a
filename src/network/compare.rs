//! Two answers of one network side by side: what some sites change where they open.

mod catchment;
mod coverage;

pub use catchment::{Won, won};
pub use coverage::CoverageChange;

use super::answer::{Answer, Statement};
use super::model::{Network, SiteId};
use super::ways::Ways;
use crate::ids::{IdVec, StreamId};
use crate::units::{Fen, Grams};

/// Amounts that differ by less are equal: flows are rounded to the gram and split among many.
pub const SAME: Grams = Grams(1_000);

/// What is known of a network with its flows.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// What it costs and moves.
    pub statement: Statement,
    /// What is collected in a year.
    pub collected: Grams,
    /// What is left.
    pub uncollected: Grams,
    /// No flows over the same choice of sites cost less.
    pub bound: Fen,
    /// Whether cost and bound have met.
    pub optimal: bool,
}

impl Side {
    /// Of an answer.
    #[must_use]
    pub fn of(network: &Network, ways: &Ways, answer: &Answer) -> Self {
        let uncollected: Grams = answer.uncollected.iter().map(|u| u.2).sum();
        let arises: Grams = network.totals().iter().copied().sum();
        Self {
            statement: Statement::of(network, ways, answer),
            collected: arises - uncollected,
            uncollected,
            bound: answer.bound,
            optimal: answer.optimal,
        }
    }
    /// How far above the bound the cost is, as a share of the cost.
    #[must_use]
    pub fn gap(&self) -> f64 {
        let (total, bound) = (self.statement.total().0 as f64, self.bound.0 as f64);
        if total == 0.0 { 0.0 } else { ((total - bound) / total.abs()).max(0.0) }
    }
}

/// A site that another choice of sites opens, closes, or brings more or less.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteChange {
    /// Which.
    pub site: SiteId,
    /// Whether it is open, before and after.
    pub open: [bool; 2],
    /// What comes in, before and after.
    pub intake: [IdVec<StreamId, Grams>; 2],
}

impl SiteChange {
    /// How much more comes in after than before; less if negative.
    #[must_use]
    pub fn more(&self) -> Grams {
        let sum = |i: usize| self.intake[i].iter().copied().sum::<Grams>();
        sum(1) - sum(0)
    }
}

/// What opening some sites changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Before and after.
    pub sides: [Side; 2],
    /// Sites that are affected, in order.
    pub sites: Vec<SiteChange>,
    /// For each coverage rule.
    pub coverage: Vec<CoverageChange>,
    /// From where material comes to the sites that were opened, directly or through other sites.
    pub won: Vec<Won>,
}

impl Comparison {
    /// Of two answers of one network; `opened` are the sites in question.
    #[must_use]
    pub fn of(network: &Network, ways: &Ways, [before, after]: [&Answer; 2], opened: &[SiteId]) -> Self {
        let intake = [before.intake(network), after.intake(network)];
        let change = |site: SiteId| SiteChange {
            site,
            open: [before.open[site], after.open[site]],
            intake: [intake[0][site].clone(), intake[1][site].clone()],
        };
        let affected = |c: &SiteChange| {
            let streams = c.intake[0].iter().zip(&c.intake[1]);
            c.open[0] != c.open[1] || streams.into_iter().any(|(b, a)| (a.0 - b.0).abs() >= SAME.0)
        };
        Self {
            sides: [before, after].map(|answer| Side::of(network, ways, answer)),
            sites: network.sites.ids().map(change).filter(affected).collect(),
            coverage: coverage::changes(network, ways, [before, after]),
            won: won(network, after, opened),
        }
    }
    /// What is paid more in a year; less if negative.
    #[must_use]
    pub fn cost(&self) -> Fen {
        self.sides[1].statement.total() - self.sides[0].statement.total()
    }
    /// Between which amounts the difference of the two least costs lies for certain, whatever the searches have missed.
    #[must_use]
    pub fn cost_between(&self) -> [Fen; 2] {
        let [before, after] = &self.sides;
        [after.bound - before.statement.total(), after.statement.total() - before.bound]
    }
    /// Sites that stay open and get less, who loses most first.
    #[must_use]
    pub fn losers(&self) -> Vec<(SiteId, Grams)> {
        let loses = |c: &SiteChange| (c.site, Grams(-c.more().0));
        let mut out: Vec<_> =
            self.sites.iter().filter(|c| c.open == [true, true]).map(loses).filter(|l| l.1 >= SAME).collect();
        out.sort_by_key(|&(site, less)| (-less.0, site));
        out
    }
}

#[cfg(test)]
mod tests;
