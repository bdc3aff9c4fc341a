//! What can go where, and how much of it at most, read off the problem.

use super::super::problem::{Problem, State};

/// Usable links and what sites can take.
#[derive(Debug)]
pub(super) struct Network {
    /// Sites, later tiers first.
    pub(super) last_first: Vec<usize>,
    /// For each site the demands that can come, with what a whole one costs.
    pub(super) places: Vec<Vec<(usize, f64)>>,
    /// For each site who can send it which stream, and fen per kg.
    pub(super) senders: Vec<Vec<(usize, usize, f64)>>,
    /// For each site and stream where it can go on to, and fen per kg.
    pub(super) on: Vec<Vec<Vec<(usize, f64)>>>,
    /// Most kg that can come to a site, of all streams and of each.
    pub(super) most: Vec<f64>,
    pub(super) most_of: Vec<Vec<f64>>,
    /// Whether a limit keeps out what could come.
    pub(super) tight: Vec<bool>,
    pub(super) tight_of: Vec<Vec<bool>>,
    /// Kg that must pass a site of each tier to come to an end.
    pub(super) through: [f64; 4],
    /// Kg of all demands.
    pub(super) all: f64,
}

impl Network {
    pub(super) fn new(problem: &Problem) -> Self {
        let (sites, streams) = (problem.sites.len(), problem.streams);
        let mut last_first: Vec<usize> = (0..sites).collect();
        last_first.sort_by_key(|&i| std::cmp::Reverse(problem.sites[i].tier));
        let mut links: Vec<Vec<usize>> = vec![Vec::new(); sites];
        for (l, link) in problem.between.iter().enumerate() {
            links[link.from as usize].push(l);
        }
        let alive = reaches_an_end(problem, &last_first, &links, None);
        let mut net = Self {
            places: vec![Vec::new(); sites],
            senders: vec![Vec::new(); sites],
            on: vec![vec![Vec::new(); streams]; sites],
            most: vec![0.0; sites],
            most_of: vec![vec![0.0; streams]; sites],
            tight: vec![false; sites],
            tight_of: vec![vec![false; streams]; sites],
            through: [0.0; 4],
            all: problem.demands.iter().map(super::super::problem::Demand::kg).sum(),
            last_first,
        };
        for link in &problem.from_places {
            let (d, i) = (link.demand as usize, link.site as usize);
            if problem.demands[d].parts.iter().all(|p| alive[i][p.0])
                && let Some(cost) = problem.place_link_cost(link)
            {
                net.places[i].push((d, cost));
            }
        }
        for link in &problem.between {
            let (from, to) = (link.from as usize, link.to as usize);
            for s in (0..streams).filter(|&s| alive[from][s] && alive[to][s]) {
                if let Some(rate) = link.rate.of(s) {
                    net.on[from][s].push((to, rate));
                    net.senders[to].push((from, s, rate));
                }
            }
        }
        net.measure(problem);
        for (t, through) in net.through.iter_mut().enumerate() {
            let around = reaches_an_end(problem, &net.last_first, &links, Some(t as u8 + 1));
            let mut free = vec![vec![false; streams]; problem.demands.len()];
            for (i, places) in net.places.iter().enumerate() {
                for &(d, _) in places {
                    (0..streams).for_each(|s| free[d][s] |= around[i][s] && net.most_of[i][s] > 0.0);
                }
            }
            for (demand, free) in problem.demands.iter().zip(free) {
                *through += demand.parts.iter().filter(|p| !free[p.0]).map(|p| p.1).sum::<f64>();
            }
        }
        net
    }

    /// Earlier tiers first: what can come, and what limits leave of it.
    fn measure(&mut self, problem: &Problem) {
        for &i in self.last_first.iter().rev() {
            let site = &problem.sites[i];
            let mut come = vec![0.0; problem.streams];
            for &(d, _) in &self.places[i] {
                problem.demands[d].parts.iter().for_each(|&(s, kg)| come[s] += kg);
            }
            for &(from, s, _) in &self.senders[i] {
                come[s] += self.most_of[from][s];
            }
            let mut all = 0.0;
            for (s, come) in come.into_iter().enumerate() {
                let limit = site.accepts[s].unwrap_or(0.0);
                self.tight_of[i][s] = limit < come && limit < site.capacity;
                self.most_of[i][s] = come.min(limit).min(site.capacity);
                all += if self.tight_of[i][s] { limit } else { come };
            }
            self.tight[i] = site.capacity < all;
            self.most[i] = all.min(site.capacity);
        }
    }
}

/// For each site and stream whether it can come to an end from there, sites of tier `without` left out.
fn reaches_an_end(
    problem: &Problem,
    last_first: &[usize],
    links: &[Vec<usize>],
    without: Option<u8>,
) -> Vec<Vec<bool>> {
    let mut reaches = vec![vec![false; problem.streams]; problem.sites.len()];
    for &i in last_first {
        let site = &problem.sites[i];
        if site.state == State::MustClose || site.capacity <= 0.0 || without == Some(site.tier) {
            continue;
        }
        let row = (0..problem.streams).map(|s| {
            let takes = site.accepts[s].is_some_and(|limit| limit > 0.0);
            let goes = || {
                links[i]
                    .iter()
                    .map(|&l| &problem.between[l])
                    .any(|l| l.rate.of(s).is_some() && reaches[l.to as usize][s])
            };
            takes && (site.ends[s].is_some() || goes())
        });
        let row: Vec<bool> = row.collect();
        reaches[i] = row;
    }
    reaches
}
