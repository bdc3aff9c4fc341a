//! What is to be decided: demands with links to sites, sites with their prices, how many may open.

use std::ops::RangeInclusive;

/// All costs of a problem together stay below this, so that sums of them are exact as `f64`, too.
pub const MOST: i64 = 1 << 52;

/// A place where a site could be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// What opening it costs; may be negative (a subsidy).
    pub open_cost: i64,
    /// `Some(true)`: it is open whatever happens, `Some(false)`: it is never opened.
    pub fixed: Option<bool>,
}

/// Somebody to be served.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// Sites that may serve it, and what that costs for the whole demand (see [`weighted`]). One link a site; none is negative.
    pub links: Vec<(u32, i64)>,
    /// What leaving it unserved costs; `None`: it must be served.
    pub unserved: Option<i64>,
    /// No link left out of `links` costs less than this; `None`: a site without a link cannot serve.
    ///
    /// With the nearest k links given, this makes the bound hold for the problem with all links; answers use given links only.
    pub beyond: Option<i64>,
}

/// Links of a demand of some weight, from what one unit of it costs; `None` where a product is too large.
#[must_use]
pub fn weighted(weight: i64, unit_costs: impl IntoIterator<Item = (u32, i64)>) -> Option<Vec<(u32, i64)>> {
    unit_costs.into_iter().map(|(site, cost)| Some((site, cost.checked_mul(weight)?))).collect()
}

/// Why a problem cannot be posed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// A link names no site, or a site twice.
    #[error("demand {demand}: site {site} is unknown or linked twice")]
    Link {
        /// Counted from 0.
        demand: usize,
        /// Counted from 0.
        site: u32,
    },
    /// A cost is negative, or all costs together are too large.
    #[error("a cost is negative, or the costs together reach 2^52")]
    Cost,
    /// The count asked for is not possible with the sites that are fixed.
    #[error("{least} to {most} sites cannot be open: {open} must be, {possible} may be")]
    Count {
        /// Asked for at least.
        least: usize,
        /// Asked for at most.
        most: usize,
        /// Forced open.
        open: usize,
        /// Not forced closed.
        possible: usize,
    },
}

/// A checked problem.
#[derive(Clone, Debug)]
pub struct Problem {
    pub(super) sites: Vec<Site>,
    pub(super) demands: Vec<Demand>,
    pub(super) least: usize,
    pub(super) most: usize,
}

impl Problem {
    /// A problem in which `count` sites are to be open.
    ///
    /// # Errors
    /// The first [`Defect`].
    pub fn new(sites: Vec<Site>, mut demands: Vec<Demand>, count: RangeInclusive<usize>) -> Result<Self, Defect> {
        let mut last = vec![usize::MAX; sites.len()];
        let mut total = sites.iter().try_fold(0_i64, |sum, site| sum.checked_add(site.open_cost.checked_abs()?));
        for (j, demand) in demands.iter_mut().enumerate() {
            let mut dearest = demand.unserved.unwrap_or(0);
            let mut cheapest = demand.beyond.unwrap_or(0).min(dearest);
            for &(site, cost) in &demand.links {
                match last.get_mut(site as usize) {
                    Some(seen) if *seen != j => *seen = j,
                    _ => return Err(Defect::Link { demand: j, site }),
                }
                (dearest, cheapest) = (dearest.max(cost), cheapest.min(cost));
            }
            if cheapest < 0 {
                return Err(Defect::Cost);
            }
            total = total.and_then(|sum| sum.checked_add(dearest));
            // The walk along a row ends where nothing more can be gained.
            demand.links.sort_unstable_by_key(|&(site, cost)| (cost, site));
        }
        if total.is_none_or(|sum| sum >= MOST) {
            return Err(Defect::Cost);
        }
        let open = sites.iter().filter(|s| s.fixed == Some(true)).count();
        let possible = sites.iter().filter(|s| s.fixed != Some(false)).count();
        let (least, most) = (*count.start(), *count.end());
        if least > most || least > possible || most < open {
            return Err(Defect::Count { least, most, open, possible });
        }
        Ok(Self { sites, demands, least: least.max(open), most: most.min(possible) })
    }
    /// How many sites there are.
    #[must_use]
    pub fn site_count(&self) -> usize {
        self.sites.len()
    }
    /// How many demands there are.
    #[must_use]
    pub fn demand_count(&self) -> usize {
        self.demands.len()
    }
    /// More than any answer costs; infinite where links are not listed, whatever they cost.
    pub(super) fn limit(&self) -> f64 {
        if self.demands.iter().any(|d| d.beyond.is_some()) {
            return f64::INFINITY;
        }
        let dearest = |d: &Demand| d.links.last().map(|l| l.1).max(d.unserved);
        let opening: i64 = self.sites.iter().map(|s| s.open_cost.max(0)).sum();
        (self.demands.iter().filter_map(dearest).sum::<i64>() + opening + 1) as f64
    }
    /// Which of the open sites serves each demand; `None`: left out.
    #[must_use]
    pub fn serve(&self, open: &[bool]) -> Vec<Option<u32>> {
        let best = |d: &Demand| {
            let link = d.links.iter().find(|(site, _)| open[*site as usize]);
            link.filter(|link| d.unserved.is_none_or(|price| link.1 <= price)).map(|link| link.0)
        };
        self.demands.iter().map(best).collect()
    }
    /// What it costs to have these sites open; `None` where that is not allowed or a demand that must be served is not.
    #[must_use]
    pub fn cost(&self, open: &[bool]) -> Option<i64> {
        let count = open.iter().filter(|&&o| o).count();
        let obeyed = self.sites.iter().zip(open).all(|(site, &o)| site.fixed.is_none_or(|fixed| fixed == o));
        if open.len() != self.sites.len() || !obeyed || !(self.least..=self.most).contains(&count) {
            return None;
        }
        self.sum(open, |_| None)
    }
    /// The same if every site had a link to every demand, at the least that links left out can cost.
    pub(super) fn relaxed(&self, open: &[bool]) -> Option<i64> {
        self.sum(open, |demand| demand.beyond)
    }
    fn sum(&self, open: &[bool], other: impl Fn(&Demand) -> Option<i64>) -> Option<i64> {
        let mut sum: i64 = self.sites.iter().zip(open).filter(|(_, o)| **o).map(|(site, _)| site.open_cost).sum();
        for demand in &self.demands {
            let link = demand.links.iter().find(|(site, _)| open[*site as usize]).map(|link| link.1);
            sum += link.into_iter().chain(demand.unserved).chain(other(demand)).min()?;
        }
        Some(sum)
    }
}
