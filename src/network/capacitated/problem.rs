//! What is to be decided: demands with sizes, sites with capacities and prices.

use std::ops::RangeInclusive;

use crate::network::median::MOST;

/// A place where a site could be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// What opening it costs; may be negative (a subsidy).
    pub open_cost: i64,
    /// The most it can take, in the unit of the demands' sizes.
    pub capacity: i64,
    /// `Some(true)`: it is open whatever happens, `Some(false)`: it is never opened.
    pub fixed: Option<bool>,
}

/// Somebody to be served.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// How much of a site's capacity it takes.
    pub size: i64,
    /// Sites that may serve it, and what that costs for the whole demand. One link a site; none is negative.
    pub links: Vec<(u32, i64)>,
}

/// Whether several sites may share a demand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sourcing {
    /// One site serves the whole of it.
    #[default]
    Single,
    /// Several may, each at its share of the cost.
    Split,
}

/// What one site gives one demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flow {
    /// Counted from 0.
    pub demand: u32,
    /// Counted from 0.
    pub site: u32,
    /// In the unit of the sizes; zero only for a demand of size zero.
    pub amount: i64,
}

/// Open sites and who serves whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What all of it costs; whole where demands are not shared.
    pub cost: f64,
    /// By site.
    pub open: Vec<bool>,
    /// By demand, then site.
    pub flows: Vec<Flow>,
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
    /// A cost, size or capacity is negative, or they are too large together.
    #[error("a cost, size or capacity is negative, or together they reach 2^52")]
    Number,
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
    /// All sites that may be open together are too small.
    #[error("the demands take {size}, all sites that may open hold {capacity}: {} is missing", size - capacity)]
    Capacity {
        /// Of all demands.
        size: i64,
        /// Of as many of the largest sites as may be open.
        capacity: i64,
    },
    /// One site must serve the whole of a demand, and none with a link to it is large enough.
    #[error("demand {demand} takes {size}, and no site that may serve the whole of it holds more than {capacity}")]
    Size {
        /// Counted from 0.
        demand: usize,
        /// What it takes.
        size: i64,
        /// Of the largest site with a link to it.
        capacity: i64,
    },
    /// More pairs of demand and site than fit a table.
    #[error("{0} pairs of demand and site; at most 200000000 are possible")]
    Large(usize),
}

/// A checked problem.
#[derive(Clone, Debug)]
pub struct Problem {
    pub(super) sites: Vec<Site>,
    pub(super) demands: Vec<Demand>,
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) sourcing: Sourcing,
}

/// Pairs of demand and site at most.
const PAIRS: usize = 200_000_000;

impl Problem {
    /// A problem in which `count` sites are to be open.
    ///
    /// # Errors
    /// The first [`Defect`].
    pub fn new(
        sites: Vec<Site>,
        demands: Vec<Demand>,
        count: RangeInclusive<usize>,
        sourcing: Sourcing,
    ) -> Result<Self, Defect> {
        let pairs = sites.len().saturating_mul(demands.len());
        if pairs > PAIRS {
            return Err(Defect::Large(pairs));
        }
        let mut last = vec![usize::MAX; sites.len()];
        let mut costs = sites.iter().try_fold(0_i64, |sum, s| sum.checked_add(s.open_cost.checked_abs()?));
        let room = sites.iter().filter(|s| s.capacity >= 0).try_fold(0_i64, |sum, s| sum.checked_add(s.capacity));
        let mut size = Some(0_i64);
        let mut negative = sites.iter().any(|s| s.capacity < 0);
        for (j, demand) in demands.iter().enumerate() {
            let mut dearest = 0;
            for &(site, cost) in &demand.links {
                match last.get_mut(site as usize) {
                    Some(seen) if *seen != j => *seen = j,
                    _ => return Err(Defect::Link { demand: j, site }),
                }
                dearest = dearest.max(cost);
                negative |= cost < 0;
            }
            negative |= demand.size < 0;
            costs = costs.and_then(|sum| sum.checked_add(dearest));
            size = size.and_then(|sum| sum.checked_add(demand.size));
        }
        let fits = |sum: Option<i64>| sum.filter(|&s| s < MOST);
        let (Some(size), Some(_), Some(_), false) = (fits(size), fits(costs), fits(room), negative) else {
            return Err(Defect::Number);
        };
        let open = sites.iter().filter(|s| s.fixed == Some(true)).count();
        let possible = sites.iter().filter(|s| s.fixed != Some(false)).count();
        let (least, most) = (*count.start(), *count.end());
        if least > most || least > possible || most < open {
            return Err(Defect::Count { least, most, open, possible });
        }
        let (least, most) = (least.max(open), most.min(possible));
        let forced: i64 = sites.iter().filter(|s| s.fixed == Some(true)).map(|s| s.capacity).sum();
        let mut free: Vec<i64> = sites.iter().filter(|s| s.fixed.is_none()).map(|s| s.capacity).collect();
        free.sort_unstable_by(|a, b| b.cmp(a));
        let capacity = forced + free.iter().take(most - open).sum::<i64>();
        if capacity < size {
            return Err(Defect::Capacity { size, capacity });
        }
        for (j, demand) in demands.iter().enumerate().filter(|_| sourcing == Sourcing::Single) {
            let linked = demand.links.iter().map(|link| &sites[link.0 as usize]).filter(|s| s.fixed != Some(false));
            let largest = linked.map(|s| s.capacity).max().unwrap_or(0);
            if largest < demand.size {
                return Err(Defect::Size { demand: j, size: demand.size, capacity: largest });
            }
        }
        Ok(Self { sites, demands, least, most, sourcing })
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
    /// More than any plan costs.
    pub(super) fn limit(&self) -> f64 {
        let dearest: i64 = self.demands.iter().filter_map(|d| d.links.iter().map(|l| l.1).max()).sum();
        let opening: i64 = self.sites.iter().map(|s| s.open_cost.max(0)).sum();
        (dearest + opening + 1) as f64
    }
    /// What these sites and flows cost; `None` where a rule is broken.
    ///
    /// Counts everything anew from the problem's own numbers: no plan leaves [`super::solve()`] without it.
    #[must_use]
    pub fn cost(&self, open: &[bool], flows: &[Flow]) -> Option<f64> {
        let count = open.iter().filter(|&&o| o).count();
        let obeyed = self.sites.iter().zip(open).all(|(site, &o)| site.fixed.is_none_or(|fixed| fixed == o));
        if open.len() != self.sites.len() || !obeyed || !(self.least..=self.most).contains(&count) {
            return None;
        }
        let mut load = vec![0_i64; self.sites.len()];
        let (mut served, mut parts) = (vec![0_i64; self.demands.len()], vec![0_u32; self.demands.len()]);
        let mut cost: f64 = self.sites.iter().zip(open).filter(|(_, o)| **o).map(|(s, _)| s.open_cost as f64).sum();
        for flow in flows {
            let (i, j) = (flow.site as usize, flow.demand as usize);
            let demand = self.demands.get(j)?;
            let price = demand.links.iter().find(|link| link.0 == flow.site)?.1 as f64;
            if !*open.get(i)? || flow.amount < 0 {
                return None;
            }
            load[i] = load[i].checked_add(flow.amount)?;
            served[j] = served[j].checked_add(flow.amount)?;
            parts[j] += 1;
            cost += if flow.amount == demand.size { price } else { price * flow.amount as f64 / demand.size as f64 };
        }
        let fits = load.iter().zip(&self.sites).all(|(load, site)| *load <= site.capacity);
        let whole = self.demands.iter().zip(&served).all(|(demand, served)| demand.size == *served);
        // A demand of size zero is served by one site all the same.
        let one = |j: usize| parts[j] == 1 || (self.sourcing == Sourcing::Split && parts[j] > 1 && served[j] > 0);
        (fits && whole && (0..self.demands.len()).all(one)).then_some(cost)
    }
}
