//! One site a demand: local search over who serves whom and which sites are open.
//!
//! Overload is allowed at a price that moves with what is found, so that the search can pass through what is not feasible.

use super::ground::Ground;
use super::problem::Flow;

/// Who serves whom.
#[derive(Clone)]
pub(super) struct Assignment<'g> {
    ground: &'g Ground,
    fixed: &'g [Option<bool>],
    pub(super) site: Vec<u32>,
    load: Vec<i64>,
    open: Vec<bool>,
    held: Vec<u32>,
    count: usize,
    /// Of a unit above capacity.
    pub(super) fine: f64,
}

/// Savings below this are rounding.
const LEAST: f64 = 1e-6;

impl<'g> Assignment<'g> {
    /// Everybody at the site said (`u32::MAX`: wherever it costs least regret), with these sites open; `None` where somebody has no link.
    pub(super) fn new(
        ground: &'g Ground,
        fixed: &'g [Option<bool>],
        chosen: &[bool],
        wish: &[u32],
        mu: &[f64],
        fine: f64,
    ) -> Option<Self> {
        let (n, m) = (ground.demands(), ground.sites());
        let open: Vec<bool> = (0..m).map(|i| chosen[i] || fixed[i] == Some(true)).collect();
        let count = open.iter().filter(|&&o| o).count();
        let mut out =
            Self { ground, fixed, site: vec![u32::MAX; n], load: vec![0; m], open, held: vec![0; m], count, fine };
        for j in (0..n).filter(|&j| wish[j] != u32::MAX) {
            out.put(j, wish[j] as usize);
        }
        let mut rest: Vec<usize> = (0..n).filter(|&j| wish[j] == u32::MAX).collect();
        // The large first, then those whom the bound found dear to serve.
        rest.sort_by(|&a, &b| ground.size[b].cmp(&ground.size[a]).then(mu[b].total_cmp(&mu[a])).then(a.cmp(&b)));
        for j in rest {
            let price = |i: usize| ground.cost(j, i) + fine * out.excess(i, ground.size[j]);
            let best = (0..m).filter(|&i| out.open[i]).min_by(|&a, &b| price(a).total_cmp(&price(b)))?;
            out.put(j, best);
        }
        (0..n).all(|j| ground.cost(j, out.site[j] as usize).is_finite()).then_some(out)
    }
    fn put(&mut self, j: usize, i: usize) {
        self.site[j] = i as u32;
        self.load[i] += self.ground.size[j];
        self.held[i] += 1;
    }
    /// How much more a site would be overloaded.
    fn excess(&self, i: usize, more: i64) -> f64 {
        let over = |load: i64| (load - self.ground.capacity[i]).max(0);
        (over(self.load[i] + more) - over(self.load[i])) as f64
    }
    pub(super) fn overload(&self) -> i64 {
        self.load.iter().zip(&self.ground.capacity).map(|(l, c)| (l - c).max(0)).sum()
    }
    /// Cost and fines.
    pub(super) fn total(&self) -> f64 {
        let opening: f64 = (0..self.open.len()).filter(|&i| self.open[i]).map(|i| self.ground.open_cost[i]).sum();
        let serving: f64 = self.site.iter().enumerate().map(|(j, &i)| self.ground.cost(j, i as usize)).sum();
        opening + serving + self.fine * self.overload() as f64
    }
    pub(super) fn chosen(&self) -> &[bool] {
        &self.open
    }
    pub(super) fn flows(&self) -> Vec<Flow> {
        let flow = |(j, &site): (usize, &u32)| Flow { demand: j as u32, site, amount: self.ground.size[j] };
        self.site.iter().enumerate().map(flow).collect()
    }
    fn may_open(&self, i: usize) -> bool {
        !self.open[i] && self.fixed[i].is_none()
    }
    fn may_close(&self, i: usize) -> bool {
        self.open[i] && self.fixed[i].is_none()
    }
    fn shift(&mut self, j: usize, to: usize) {
        let from = self.site[j] as usize;
        self.load[from] -= self.ground.size[j];
        self.held[from] -= 1;
        if !self.open[to] {
            self.open[to] = true;
            self.count += 1;
        }
        self.put(j, to);
        if self.held[from] == 0
            && self.may_close(from)
            && self.count > self.ground.least
            && self.ground.open_cost[from] >= 0.0
        {
            self.open[from] = false;
            self.count -= 1;
        }
    }
    /// One demand to another site, opening it if need be.
    fn shifts(&mut self) -> bool {
        let (ground, mut any) = (self.ground, false);
        for j in 0..self.site.len() {
            let from = self.site[j] as usize;
            let empties = self.held[from] == 1 && self.may_close(from);
            let saved = if empties && self.count > ground.least { ground.open_cost[from].max(0.0) } else { 0.0 };
            let leave = self.excess(from, -ground.size[j]) * self.fine - ground.cost(j, from) - saved;
            let (mut best, mut at) = (-LEAST, None);
            for (i, &c) in ground.row(j).iter().enumerate() {
                if i == from || leave + c >= best {
                    continue;
                }
                let opening = match self.open[i] {
                    true => 0.0,
                    false if self.may_open(i) && self.count < ground.most + usize::from(empties) => ground.open_cost[i],
                    false => continue,
                };
                let delta = leave + c + opening + self.fine * self.excess(i, ground.size[j]);
                if delta < best {
                    (best, at) = (delta, Some(i));
                }
            }
            if let Some(i) = at {
                self.shift(j, i);
                any = true;
            }
        }
        any
    }
    /// Two demands change places.
    fn swaps(&mut self) -> bool {
        let (ground, mut any) = (self.ground, false);
        for j in 0..self.site.len() {
            for k in j + 1..self.site.len() {
                let (a, b) = (self.site[j] as usize, self.site[k] as usize);
                if a == b {
                    continue;
                }
                let cost = ground.cost(j, b) + ground.cost(k, a) - ground.cost(j, a) - ground.cost(k, b);
                // Fines fall by no more than all of them.
                let more = ground.size[k] - ground.size[j];
                let over = |i: usize| (self.load[i] - ground.capacity[i]).max(0) as f64;
                if cost - self.fine * (over(a) + over(b)) >= -LEAST {
                    continue;
                }
                if cost + self.fine * (self.excess(a, more) + self.excess(b, -more)) < -LEAST {
                    self.load[a] += more;
                    self.load[b] -= more;
                    (self.site[j], self.site[k]) = (b as u32, a as u32);
                    any = true;
                }
            }
        }
        any
    }
    /// All demands of one site to another one, closed so far.
    fn exchanges(&mut self) -> bool {
        let (ground, mut any) = (self.ground, false);
        for from in 0..self.open.len() {
            if !self.may_close(from) {
                continue;
            }
            let held: Vec<usize> = (0..self.site.len()).filter(|&j| self.site[j] as usize == from).collect();
            let now: f64 = held.iter().map(|&j| ground.cost(j, from)).sum::<f64>() + ground.open_cost[from];
            let over = |i: usize| (self.load[from] - ground.capacity[i]).max(0) as f64 * self.fine;
            let price = |i: usize| held.iter().map(|&j| ground.cost(j, i)).sum::<f64>() + ground.open_cost[i] + over(i);
            let sites = (0..self.open.len()).filter(|&i| self.may_open(i));
            let best = sites.map(|i| (price(i), i)).min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            if let Some((there, i)) = best
                && there < now + over(from) - LEAST
            {
                (self.open[from], self.open[i]) = (false, true);
                (self.load[i], self.held[i]) = (self.load[from], self.held[from]);
                (self.load[from], self.held[from]) = (0, 0);
                held.iter().for_each(|&j| self.site[j] = i as u32);
                any = true;
            }
        }
        any
    }
    /// One more site, with whoever gains most by it.
    fn opening(&mut self) -> bool {
        let ground = self.ground;
        if self.count >= ground.most {
            return false;
        }
        let mut best: Option<(f64, usize, Vec<usize>)> = None;
        for i in (0..self.open.len()).filter(|&i| self.may_open(i)) {
            let column = ground.column(i);
            let gain = |j: usize| {
                let from = self.site[j] as usize;
                ground.cost(j, from) - column[j] - self.fine * self.excess(from, -ground.size[j])
            };
            let mut gains: Vec<(f64, usize)> =
                (0..self.site.len()).map(|j| (gain(j), j)).filter(|g| g.0 > 0.0).collect();
            let ratio = |g: &(f64, usize)| g.0 / (ground.size[g.1] as f64).max(1e-9);
            gains.sort_unstable_by(|a, b| ratio(b).total_cmp(&ratio(a)).then(a.1.cmp(&b.1)));
            let (mut room, mut delta, mut move_in) = (ground.capacity[i], ground.open_cost[i], Vec::new());
            for (gain, j) in gains {
                if ground.size[j] <= room {
                    room -= ground.size[j];
                    delta -= gain;
                    move_in.push(j);
                }
            }
            if delta < best.as_ref().map_or(-LEAST, |b| b.0) {
                best = Some((delta, i, move_in));
            }
        }
        let Some((_, i, move_in)) = best else { return false };
        let before = self.total();
        let kept = self.clone();
        move_in.into_iter().for_each(|j| self.shift(j, i));
        // Gains of several demands of one overloaded site do not add up.
        if self.total() < before - LEAST {
            return true;
        }
        *self = kept;
        false
    }
    /// One site fewer: its demands, the largest first, go where that costs least.
    fn closing(&mut self) -> bool {
        if self.count <= self.ground.least {
            return false;
        }
        let before = self.total();
        for i in 0..self.open.len() {
            if self.may_close(i) && self.count > self.ground.least {
                let mut trial = self.clone();
                if trial.clear(i) {
                    trial.settle();
                    if trial.total() < before - LEAST {
                        *self = trial;
                        return true;
                    }
                }
            }
        }
        false
    }
    /// Empties and closes a site; whether everybody found another.
    pub(super) fn clear(&mut self, i: usize) -> bool {
        let ground = self.ground;
        let mut held: Vec<usize> = (0..self.site.len()).filter(|&j| self.site[j] as usize == i).collect();
        held.sort_unstable_by(|&a, &b| ground.size[b].cmp(&ground.size[a]).then(a.cmp(&b)));
        for j in held {
            let price = |b: usize| ground.cost(j, b) + self.fine * self.excess(b, ground.size[j]);
            let others = (0..self.open.len()).filter(|&b| self.open[b] && b != i);
            let Some(best) = others.min_by(|&a, &b| price(a).total_cmp(&price(b))) else { return false };
            if price(best).is_infinite() {
                return false;
            }
            self.shift(j, best);
        }
        if self.open[i] {
            self.open[i] = false;
            self.count -= 1;
        }
        true
    }
    /// Moves of demands only.
    fn settle(&mut self) {
        while self.shifts() || self.swaps() {}
    }
    /// Until no move of any kind helps, or `stop` says so.
    pub(super) fn descend(&mut self, stop: &dyn Fn() -> bool) {
        loop {
            self.settle();
            if stop() || !(self.exchanges() || self.opening() || self.closing()) {
                return;
            }
        }
    }
    /// Opens a site without anybody going there yet.
    pub(super) fn add(&mut self, i: usize) {
        if self.may_open(i) {
            self.open[i] = true;
            self.count += 1;
        }
    }
    pub(super) fn count(&self) -> usize {
        self.count
    }
    pub(super) fn can_close(&self, i: usize) -> bool {
        self.may_close(i)
    }
    pub(super) fn can_open(&self, i: usize) -> bool {
        self.may_open(i)
    }
    /// One demand elsewhere, whatever it costs.
    pub(super) fn force(&mut self, j: usize, i: usize) {
        if self.open[i] && self.site[j] as usize != i && self.ground.cost(j, i).is_finite() {
            self.shift(j, i);
        }
    }
}
