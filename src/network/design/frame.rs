//! The problem laid out for sweeps: links by site and by demand, lanes (a link between sites for one stream) by either end.
//!
//! What can carry nothing is left out here, once: links to closed sites, streams that a site does not take or could not pass on.

use super::problem::{Problem, State};

/// No lane: the stream's way ends here.
pub(super) const END: u32 = u32::MAX;

/// The prepared problem.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) streams: usize,
    pub(super) demands: usize,
    pub(super) sites: usize,
    /// Parts of a demand: `part_from[d]..part_from[d + 1]`.
    pub(super) part_from: Vec<u32>,
    pub(super) part_stream: Vec<u32>,
    pub(super) part_kg: Vec<f64>,
    /// Kg of each demand.
    pub(super) kg: Vec<f64>,
    /// Fen for leaving a whole demand uncollected.
    pub(super) refuse: Vec<Option<f64>>,
    /// Slots (usable links from places) of a site: `slot_from[i]..slot_from[i + 1]`.
    pub(super) slot_from: Vec<u32>,
    pub(super) slot_demand: Vec<u32>,
    /// Site of each slot.
    pub(super) slot_site: Vec<u32>,
    /// Fen for the whole demand.
    pub(super) slot_cost: Vec<f64>,
    /// Slots of a demand: `mine[mine_from[d]..mine_from[d + 1]]`.
    pub(super) mine_from: Vec<u32>,
    pub(super) mine: Vec<u32>,
    /// Lanes into a site: `lane_from_index[i]..`.
    pub(super) into_from: Vec<u32>,
    pub(super) lane_from: Vec<u32>,
    pub(super) lane_to: Vec<u32>,
    pub(super) lane_stream: Vec<u32>,
    pub(super) lane_rate: Vec<f64>,
    /// Lanes out of `site * streams + stream`.
    pub(super) out_from: Vec<u32>,
    pub(super) out: Vec<u32>,
    /// Sites by tier, later tiers first.
    pub(super) last_first: Vec<u32>,
    pub(super) tier: Vec<u8>,
    pub(super) fixed: Vec<f64>,
    /// Most a site can take: its capacity, or all that can come.
    pub(super) most: Vec<f64>,
    /// The same by stream; 0 where it does not take it.
    pub(super) most_of: Vec<f64>,
    pub(super) least: Vec<f64>,
    /// Whether `most` is a capacity that what can come exceeds.
    pub(super) tight: Vec<bool>,
    pub(super) tight_of: Vec<bool>,
    /// Fen per kg of ending; infinite where it must be passed on.
    pub(super) ends: Vec<f64>,
    pub(super) state: Vec<State>,
    /// Whether a stream could be taken to an end from a site: `site * streams + stream`.
    alive: Vec<bool>,
}

impl Frame {
    /// Lays out a validated problem.
    pub(super) fn new(problem: &Problem) -> Self {
        let streams = problem.streams;
        let sites = problem.sites.len();
        let at = |site: usize, stream: usize| site * streams + stream;
        let mut last_first: Vec<u32> = (0..sites as u32).collect();
        last_first.sort_by_key(|&i| (std::cmp::Reverse(problem.sites[i as usize].tier), i));
        // Lanes sorted by receiving site.
        let mut by_pair: Vec<usize> = (0..problem.between.len()).collect();
        by_pair.sort_by_key(|&l| (problem.between[l].to, problem.between[l].from));
        let mut out_of: Vec<Vec<usize>> = vec![Vec::new(); sites];
        for &l in &by_pair {
            out_of[problem.between[l].from as usize].push(l);
        }
        let takes = |i: usize, s: usize| {
            let site = &problem.sites[i];
            site.state != State::MustClose && site.capacity > 0.0 && site.accepts[s].is_some_and(|c| c > 0.0)
        };
        let mut alive = vec![false; sites * streams];
        for &i in &last_first {
            let i = i as usize;
            for s in 0..streams {
                alive[at(i, s)] = takes(i, s)
                    && (problem.sites[i].ends[s].is_some()
                        || out_of[i].iter().any(|&l| {
                            let link = &problem.between[l];
                            link.rate.of(s).is_some() && alive[at(link.to as usize, s)]
                        }));
            }
        }
        let mut frame = Self {
            streams,
            demands: problem.demands.len(),
            sites,
            part_from: vec![0],
            part_stream: Vec::new(),
            part_kg: Vec::new(),
            kg: Vec::new(),
            refuse: Vec::new(),
            slot_from: Vec::new(),
            slot_demand: Vec::new(),
            slot_site: Vec::new(),
            slot_cost: Vec::new(),
            mine_from: Vec::new(),
            mine: Vec::new(),
            into_from: Vec::new(),
            lane_from: Vec::new(),
            lane_to: Vec::new(),
            lane_stream: Vec::new(),
            lane_rate: Vec::new(),
            out_from: Vec::new(),
            out: Vec::new(),
            last_first,
            tier: problem.sites.iter().map(|s| s.tier).collect(),
            fixed: problem.sites.iter().map(|s| s.fixed).collect(),
            most: vec![0.0; sites],
            most_of: vec![0.0; sites * streams],
            least: problem.sites.iter().map(|s| s.least).collect(),
            tight: vec![false; sites],
            tight_of: vec![false; sites * streams],
            ends: Vec::with_capacity(sites * streams),
            state: problem.sites.iter().map(|s| s.state).collect(),
            alive,
        };
        for site in &problem.sites {
            frame.ends.extend(site.ends.iter().map(|e| e.unwrap_or(f64::INFINITY)));
        }
        for demand in &problem.demands {
            for &(stream, kg) in &demand.parts {
                frame.part_stream.push(stream as u32);
                frame.part_kg.push(kg);
            }
            frame.part_from.push(frame.part_kg.len() as u32);
            let kg = demand.kg();
            frame.kg.push(kg);
            frame.refuse.push(demand.uncollected.map(|rate| rate * kg));
        }
        frame.lay_slots(problem);
        frame.lay_lanes(problem, &by_pair);
        frame.measure(problem);
        frame
    }

    fn lay_slots(&mut self, problem: &Problem) {
        let mut usable: Vec<(u32, u32, f64)> = Vec::with_capacity(problem.from_places.len());
        for link in &problem.from_places {
            let base = link.site as usize * self.streams;
            let parts = &problem.demands[link.demand as usize].parts;
            if parts.iter().all(|p| self.alive[base + p.0])
                && let Some(cost) = problem.place_link_cost(link)
            {
                usable.push((link.site, link.demand, cost));
            }
        }
        usable.sort_by_key(|a| (a.0, a.1));
        self.slot_from = heads(usable.iter().map(|u| u.0 as usize), self.sites);
        self.slot_site = usable.iter().map(|u| u.0).collect();
        self.slot_demand = usable.iter().map(|u| u.1).collect();
        self.slot_cost = usable.iter().map(|u| u.2).collect();
        let mut order: Vec<u32> = (0..usable.len() as u32).collect();
        order.sort_by_key(|&t| (usable[t as usize].1, usable[t as usize].0));
        self.mine_from = heads(order.iter().map(|&t| usable[t as usize].1 as usize), self.demands);
        self.mine = order;
    }

    fn lay_lanes(&mut self, problem: &Problem, by_pair: &[usize]) {
        for &l in by_pair {
            let link = &problem.between[l];
            for s in 0..self.streams {
                let ends = [link.from, link.to].map(|i| self.alive[i as usize * self.streams + s]);
                if let (Some(rate), [true, true]) = (link.rate.of(s), ends) {
                    self.lane_from.push(link.from);
                    self.lane_to.push(link.to);
                    self.lane_stream.push(s as u32);
                    self.lane_rate.push(rate);
                }
            }
        }
        self.into_from = heads(self.lane_to.iter().map(|&i| i as usize), self.sites);
        let key = |l: u32| self.lane_from[l as usize] as usize * self.streams + self.lane_stream[l as usize] as usize;
        let mut order: Vec<u32> = (0..self.lane_to.len() as u32).collect();
        order.sort_by_key(|&l| (key(l), l));
        self.out_from = heads(order.iter().map(|&l| key(l)), self.sites * self.streams);
        self.out = order;
    }

    /// What can come to each site at most, tier by tier.
    fn measure(&mut self, problem: &Problem) {
        for &i in self.last_first.clone().iter().rev() {
            let i = i as usize;
            let base = i * self.streams;
            let mut come = vec![0.0; self.streams];
            for t in self.slots(i) {
                for (stream, kg) in self.parts(self.slot_demand[t] as usize) {
                    come[stream] += kg;
                }
            }
            for l in self.lanes_into(i) {
                let s = self.lane_stream[l] as usize;
                come[s] += self.most_of[self.lane_from[l] as usize * self.streams + s];
            }
            let site = &problem.sites[i];
            let mut all = 0.0;
            for (s, come) in come.iter().enumerate() {
                let limit = site.accepts[s].unwrap_or(0.0);
                self.tight_of[base + s] = limit < *come && limit < site.capacity;
                self.most_of[base + s] = come.min(limit).min(site.capacity);
                // A stream's limit that is the site's own is kept as the site's.
                all += if self.tight_of[base + s] { limit } else { *come };
            }
            self.tight[i] = site.capacity < all;
            self.most[i] = all.min(site.capacity);
        }
    }

    /// Streams and kg of a demand.
    pub(super) fn parts(&self, demand: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.part_from[demand] as usize..self.part_from[demand + 1] as usize;
        range.map(|p| (self.part_stream[p] as usize, self.part_kg[p]))
    }

    /// Whether a stream could be taken to an end from a site.
    pub(super) fn leads_to_an_end(&self, site: usize, stream: usize) -> bool {
        let key = site * self.streams + stream;
        self.alive[key]
    }

    /// Slots into a site.
    pub(super) fn slots(&self, site: usize) -> std::ops::Range<usize> {
        self.slot_from[site] as usize..self.slot_from[site + 1] as usize
    }

    /// Slots of a demand.
    pub(super) fn slots_of(&self, demand: usize) -> &[u32] {
        &self.mine[self.mine_from[demand] as usize..self.mine_from[demand + 1] as usize]
    }

    /// Lanes into a site.
    pub(super) fn lanes_into(&self, site: usize) -> std::ops::Range<usize> {
        self.into_from[site] as usize..self.into_from[site + 1] as usize
    }

    /// Lanes out of a site for a stream.
    pub(super) fn lanes_out(&self, site: usize, stream: usize) -> &[u32] {
        let key = site * self.streams + stream;
        &self.out[self.out_from[key] as usize..self.out_from[key + 1] as usize]
    }
}

/// Where each key's run begins in a list sorted by key, with the end as last entry.
fn heads(keys: impl Iterator<Item = usize>, count: usize) -> Vec<u32> {
    let mut from = vec![0u32; count + 1];
    for key in keys {
        from[key + 1] += 1;
    }
    for i in 0..count {
        from[i + 1] += from[i];
    }
    from
}
