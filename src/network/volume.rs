//! Multipliers that raise the bound: the volume algorithm (Barahona and Anbil), whose averages also tell which sites are in doubt.

/// A concave function of multipliers: a bound, whichever they are.
pub(super) trait Oracle {
    /// The value at `mu`, less what rounding could have added.
    fn look(&mut self, mu: &[f64]) -> f64;
    /// One minus how often each demand is served there.
    fn slope(&self) -> &[f64];
    /// Sites taken there.
    fn chosen(&self) -> &[bool];
    /// The largest multiplier of a demand.
    fn ceiling(&self, j: usize) -> f64;
}

/// Multipliers under way.
#[derive(Clone, Debug)]
pub(super) struct Learner {
    /// The best multipliers so far.
    pub(super) mu: Vec<f64>,
    /// Their value, less what rounding could have added.
    pub(super) bound: f64,
    /// How often each site was chosen of late, 0 to 1.
    pub(super) share: Vec<f64>,
    slope: Vec<f64>,
    trial: Vec<f64>,
    pace: f64,
    blend: f64,
    poor: u32,
    checked: f64,
    rounds: u32,
}

impl Learner {
    pub(super) fn new(oracle: &impl Oracle, mut mu: Vec<f64>) -> Self {
        mu.iter_mut().enumerate().for_each(|(j, m)| *m = m.clamp(0.0, oracle.ceiling(j)));
        Self {
            mu,
            bound: f64::NEG_INFINITY,
            share: Vec::new(),
            slope: Vec::new(),
            trial: Vec::new(),
            pace: 0.1,
            blend: 0.1,
            poor: 0,
            checked: f64::NEG_INFINITY,
            rounds: 0,
        }
    }
    /// One evaluation towards `target`; whether the bound rose.
    pub(super) fn step(&mut self, oracle: &mut impl Oracle, target: f64) -> bool {
        if self.rounds == 0 {
            self.trial.clone_from(&self.mu);
        } else {
            let norm: f64 = self.slope.iter().map(|g| g * g).sum();
            let scale = self.pace * (target - self.bound).max(1e-9 * target.abs()) / norm.max(1e-12);
            self.trial.clear();
            let moved = self.mu.iter().zip(&self.slope).enumerate();
            self.trial.extend(moved.map(|(j, (m, g))| (m + scale * g).clamp(0.0, oracle.ceiling(j))));
        }
        let sure = oracle.look(&self.trial);
        self.rounds += 1;
        if self.rounds == 1 {
            self.slope.clear();
            self.slope.extend_from_slice(oracle.slope());
            self.share = oracle.chosen().iter().map(|&c| f64::from(u8::from(c))).collect();
        }
        // The blend of the old direction and the new slope that is shortest.
        let (mut gg, mut dg, mut dd) = (0.0, 0.0, 0.0);
        for (g, d) in oracle.slope().iter().zip(&self.slope) {
            gg += g * g;
            dg += d * g;
            dd += d * d;
        }
        let spread = gg - 2.0 * dg + dd;
        let best = if spread > 1e-12 { (dd - dg) / spread } else { 1.0 };
        let blend = best.clamp(self.blend / 10.0, self.blend);
        for (d, g) in self.slope.iter_mut().zip(oracle.slope()) {
            *d += blend * (g - *d);
        }
        for (s, &c) in self.share.iter_mut().zip(oracle.chosen()) {
            *s += blend * (f64::from(u8::from(c)) - *s);
        }
        if sure > self.bound {
            self.bound = sure;
            std::mem::swap(&mut self.mu, &mut self.trial);
            self.poor = 0;
            // The new slope agrees with the way we came: longer steps will do.
            if dg > 0.0 {
                self.pace = (self.pace * 1.1).min(2.0);
            }
            return true;
        }
        self.poor += 1;
        if self.poor >= 20 {
            self.pace = (self.pace * 0.66).max(1e-4);
            self.poor = 0;
        }
        if self.rounds.is_multiple_of(100) {
            if self.bound < self.checked + 0.01 * self.checked.abs() {
                self.blend = (self.blend / 2.0).max(1e-4);
            }
            self.checked = self.bound;
        }
        false
    }
    /// Goes on with fewer sites, `from` telling which of the old ones they are.
    pub(super) fn move_to(&mut self, oracle: &impl Oracle, from: &[usize]) {
        self.share = from.iter().map(|&i| self.share[i]).collect();
        self.mu.iter_mut().enumerate().for_each(|(j, m)| *m = m.min(oracle.ceiling(j)));
    }
}
