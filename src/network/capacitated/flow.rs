//! The cheapest flows between demands and open sites, where demands may be shared: an exact transport by shortest ways between sites.
//!
//! A state is always the cheapest for what it holds: closing a site sends its load away along shortest ways, opening one draws load to it as long
//! as that saves. A way from site to site moves, on each step, the demand for which the step is cheapest; `step[a][b]` keeps its price.

use super::ground::Ground;
use super::problem::Flow;

const NONE: u32 = u32::MAX;

/// Flows to open sites.
#[derive(Clone)]
pub(super) struct Transport<'g> {
    ground: &'g Ground,
    /// What each site may hold; zero where it is closed.
    limit: Vec<i64>,
    open: Vec<u32>,
    is_open: Vec<bool>,
    load: Vec<i64>,
    /// By demand: sites and amounts.
    serve: Vec<Vec<(u32, i64)>>,
    /// By site: demands it gives something.
    held: Vec<Vec<u32>>,
    /// The cheapest unit to move from one site to another, and whose it is.
    step: Vec<f64>,
    whose: Vec<u32>,
    /// A saving below this is rounding.
    least: f64,
}

/// Why there are no flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The sites cannot hold everything, or somebody has no link to them.
    Impossible,
    /// Rounding has led a way into a ring: nothing is known.
    Rounding,
}

impl<'g> Transport<'g> {
    /// The cheapest flows to these sites.
    pub(super) fn new(ground: &'g Ground, chosen: &[bool]) -> Result<Self, Failure> {
        let (n, m) = (ground.demands(), ground.sites());
        let mut out = Self {
            ground,
            limit: (0..m).map(|i| if chosen[i] { ground.capacity[i] } else { 0 }).collect(),
            open: (0..m as u32).filter(|&i| chosen[i as usize]).collect(),
            is_open: chosen.to_vec(),
            load: vec![0; m],
            serve: vec![Vec::new(); n],
            held: vec![Vec::new(); m],
            step: vec![f64::INFINITY; m * m],
            whose: vec![NONE; m * m],
            least: 0.0,
        };
        let mut dearest = 0.0_f64;
        for j in 0..n {
            let row = ground.row(j);
            let near = out.open.iter().copied().min_by(|&a, &b| row[a as usize].total_cmp(&row[b as usize]));
            let near = near.filter(|&i| row[i as usize].is_finite()).ok_or(Failure::Impossible)?;
            if ground.size[j] > 0 {
                dearest = dearest.max(row[near as usize] / ground.size[j] as f64);
                out.put(j, near, ground.size[j]);
            }
        }
        out.least = 1e-11 * dearest.max(1e-9);
        out.settle()?;
        Ok(out)
    }
    fn put(&mut self, j: usize, i: u32, amount: i64) {
        self.load[i as usize] += amount;
        if let Some(part) = self.serve[j].iter_mut().find(|p| p.0 == i) {
            part.1 += amount;
            return;
        }
        self.serve[j].push((i, amount));
        self.held[i as usize].push(j as u32);
        let units = self.ground.units(j);
        let (here, from) = (units[i as usize], i as usize * self.limit.len());
        for &to in self.open.iter().filter(|&&to| to != i) {
            let (at, price) = (from + to as usize, units[to as usize] - here);
            if price < self.step[at] {
                (self.step[at], self.whose[at]) = (price, j as u32);
            }
        }
    }
    fn take(&mut self, j: usize, i: u32, amount: i64) {
        self.load[i as usize] -= amount;
        let Some(at) = self.serve[j].iter().position(|p| p.0 == i) else { return };
        self.serve[j][at].1 -= amount;
        if self.serve[j][at].1 > 0 {
            return;
        }
        self.serve[j].swap_remove(at);
        self.held[i as usize].retain(|&d| d != j as u32);
        for k in 0..self.open.len() {
            let to = self.open[k];
            let at = i as usize * self.limit.len() + to as usize;
            if self.whose[at] == j as u32 {
                self.refill(i, to);
            }
        }
    }
    /// Looks again for the cheapest unit to move.
    fn refill(&mut self, from: u32, to: u32) {
        let at = from as usize * self.limit.len() + to as usize;
        let (mut best, mut whose) = (f64::INFINITY, NONE);
        if from != to {
            for &j in &self.held[from as usize] {
                let units = self.ground.units(j as usize);
                let price = units[to as usize] - units[from as usize];
                if price < best {
                    (best, whose) = (price, j);
                }
            }
        }
        (self.step[at], self.whose[at]) = (best, whose);
    }
    /// Shortest ways from the open sites where `starts`, or from one that is not open; distance and the site before.
    fn ways(&self, starts: impl Fn(u32) -> bool, closed: Option<u32>) -> (Vec<f64>, Vec<u32>) {
        let m = self.limit.len();
        let mut far = vec![f64::INFINITY; m];
        let mut before = vec![NONE; m];
        self.open.iter().filter(|&&i| starts(i)).chain(&closed).for_each(|&i| far[i as usize] = 0.0);
        for _ in 0..=self.open.len() {
            let mut changed = false;
            for &a in self.open.iter().chain(&closed) {
                let here = far[a as usize];
                if here.is_infinite() {
                    continue;
                }
                for &b in &self.open {
                    let there = here + self.step[a as usize * m + b as usize];
                    if there < far[b as usize] - self.least {
                        (far[b as usize], before[b as usize]) = (there, a);
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        (far, before)
    }
    /// The way that ends at a site, as pairs of sites; `None` where rounding has made a ring of it.
    fn way(&self, before: &[u32], end: u32) -> Option<Vec<(u32, u32)>> {
        let (mut out, mut at) = (Vec::new(), end);
        while before[at as usize] != NONE {
            out.push((before[at as usize], at));
            at = before[at as usize];
            if out.len() > self.open.len() {
                return None;
            }
        }
        out.reverse();
        Some(out)
    }
    /// Moves as much as goes along a way, at most `most`; how much.
    fn push(&mut self, way: &[(u32, u32)], most: i64) -> i64 {
        let m = self.limit.len();
        let mut amount = most;
        let movers: Vec<usize> = way.iter().map(|&(a, b)| self.whose[a as usize * m + b as usize] as usize).collect();
        for (&j, &(a, _)) in movers.iter().zip(way) {
            let part = self.serve[j].iter().find(|p| p.0 == a).map_or(0, |p| p.1);
            amount = amount.min(part);
        }
        for (&j, &(a, b)) in movers.iter().zip(way) {
            self.take(j, a, amount);
            self.put(j, b, amount);
        }
        amount
    }
    /// Sends away what sites hold above their limit.
    fn settle(&mut self) -> Result<(), Failure> {
        loop {
            let full = |i: u32| self.load[i as usize] > self.limit[i as usize];
            if !self.open.iter().any(|&i| full(i)) {
                return Ok(());
            }
            let (far, before) = self.ways(full, None);
            let rooms = self.open.iter().copied().filter(|&i| self.load[i as usize] < self.limit[i as usize]);
            let Some(end) = rooms.min_by(|&a, &b| far[a as usize].total_cmp(&far[b as usize])) else {
                return Err(Failure::Impossible);
            };
            if far[end as usize].is_infinite() {
                return Err(Failure::Impossible);
            }
            let Some(way) = self.way(&before, end) else { return Err(Failure::Rounding) };
            let Some(&(start, _)) = way.first() else { return Err(Failure::Rounding) };
            let over = self.load[start as usize] - self.limit[start as usize];
            let room = self.limit[end as usize] - self.load[end as usize];
            if self.push(&way, over.min(room)) <= 0 {
                return Err(Failure::Rounding);
            }
        }
    }
    /// Closes a site; whether the others can hold everything, and sending its load there costs no more than `most`. If not, what is left is of no use.
    pub(super) fn close(&mut self, i: usize, mut most: f64) -> bool {
        self.limit[i] = 0;
        self.is_open[i] = false;
        // Ways leave it, and none leads to it.
        self.open.retain(|&a| a as usize != i);
        while self.load[i] > 0 {
            let (far, before) = self.ways(|_| false, Some(i as u32));
            let rooms = self.open.iter().copied().filter(|&a| self.load[a as usize] < self.limit[a as usize]);
            let Some(end) = rooms.min_by(|&a, &b| far[a as usize].total_cmp(&far[b as usize])) else { return false };
            // Ways only get longer.
            if far[end as usize].is_infinite() || far[end as usize] * self.load[i] as f64 > most {
                return false;
            }
            let Some(way) = self.way(&before, end) else { return false };
            let room = self.limit[end as usize] - self.load[end as usize];
            let moved = self.push(&way, self.load[i].min(room));
            if moved <= 0 {
                return false;
            }
            most -= far[end as usize] * moved as f64;
        }
        true
    }
    /// Opens a site and draws to it whatever saves.
    pub(super) fn open(&mut self, i: usize) {
        let m = self.limit.len();
        self.limit[i] = self.ground.capacity[i];
        self.is_open[i] = true;
        for k in 0..self.open.len() {
            let a = self.open[k];
            self.refill(a, i as u32);
        }
        self.open.push(i as u32);
        self.open.sort_unstable();
        for b in 0..m {
            (self.step[i * m + b], self.whose[i * m + b]) = (f64::INFINITY, NONE);
        }
        loop {
            let (far, before) = self.ways(|a| a as usize != i, None);
            let room = self.limit[i] - self.load[i];
            if room == 0 || far[i] >= -self.least {
                return;
            }
            let Some(way) = self.way(&before, i as u32) else { return };
            if self.push(&way, room) <= 0 {
                return;
            }
        }
    }
    pub(super) fn chosen(&self) -> &[bool] {
        &self.is_open
    }
    /// Opening costs and flows.
    pub(super) fn cost(&self) -> f64 {
        let ground = self.ground;
        let mut sum: f64 = self.open.iter().map(|&i| ground.open_cost[i as usize]).sum();
        for (j, parts) in self.serve.iter().enumerate() {
            match ground.size[j] {
                0 => sum += self.open.iter().map(|&i| ground.cost(j, i as usize)).fold(f64::INFINITY, f64::min),
                size => {
                    sum += parts.iter().map(|&(i, a)| ground.cost(j, i as usize) * a as f64 / size as f64).sum::<f64>()
                }
            }
        }
        sum
    }
    /// What one more of each demand would cost, times its size: multipliers.
    pub(super) fn prices(&self) -> Vec<f64> {
        let m = self.limit.len();
        // What a unit more at a site costs: the way to the nearest with room.
        let mut tight = vec![f64::INFINITY; m];
        for &i in &self.open {
            if self.load[i as usize] < self.limit[i as usize] {
                tight[i as usize] = 0.0;
            }
        }
        for _ in 0..self.open.len() {
            let mut changed = false;
            for &a in &self.open {
                for &b in &self.open {
                    let over = self.step[a as usize * m + b as usize] + tight[b as usize];
                    if over < tight[a as usize] - self.least {
                        tight[a as usize] = over;
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        let price = |j: usize| {
            let size = self.ground.size[j] as f64;
            let sites = self.open.iter().filter(|&&i| tight[i as usize].is_finite());
            let least = sites.map(|&i| self.ground.cost(j, i as usize) + size * tight[i as usize]);
            let least = least.fold(f64::INFINITY, f64::min);
            if least.is_finite() { least.max(0.0) } else { 0.0 }
        };
        (0..self.serve.len()).map(price).collect()
    }
    /// As a plan's flows.
    pub(super) fn flows(&self) -> Vec<Flow> {
        let mut out = Vec::new();
        for (j, parts) in self.serve.iter().enumerate() {
            if self.ground.size[j] == 0 {
                let row = self.ground.row(j);
                let near = self.open.iter().min_by(|&&a, &&b| row[a as usize].total_cmp(&row[b as usize]));
                out.extend(near.map(|&site| Flow { demand: j as u32, site, amount: 0 }));
            }
            out.extend(parts.iter().map(|&(site, amount)| Flow { demand: j as u32, site, amount }));
        }
        out.sort_unstable();
        out
    }
}
