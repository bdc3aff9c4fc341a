//! The cheapest set of sites when each has a worth and only their number is limited.

/// Which sites are taken, and what taking or leaving another would change.
#[derive(Clone, Debug, Default)]
pub(super) struct Pick {
    /// Taken sites.
    pub(super) chosen: Vec<bool>,
    /// The worth of the dearest free site taken, if none more may be, and of the cheapest left, if none fewer may be; else nothing.
    last_in: f64,
    first_out: f64,
    order: Vec<u32>,
}

impl Pick {
    /// Takes what must be open (`Some(true)`), what is worth less than nothing, and the cheapest where too few are; the sum of their worths.
    pub(super) fn choose(
        &mut self,
        worth: &[f64],
        state: impl Fn(usize) -> Option<bool>,
        (least, most): (usize, usize),
    ) -> f64 {
        let (mut sum, mut taken) = (0.0, 0);
        self.order.clear();
        self.chosen.clear();
        self.chosen.resize(worth.len(), false);
        for (i, &worth) in worth.iter().enumerate() {
            match state(i) {
                Some(true) => {
                    self.chosen[i] = true;
                    sum += worth;
                    taken += 1;
                }
                Some(false) => {}
                None => self.order.push(i as u32),
            }
        }
        let key = |&a: &u32, &b: &u32| worth[a as usize].total_cmp(&worth[b as usize]).then(a.cmp(&b));
        let (need, room) = (least.saturating_sub(taken), most.saturating_sub(taken));
        let gainful = self.order.iter().filter(|&&i| worth[i as usize] < 0.0).count();
        let take = gainful.clamp(need, room.max(need)).min(self.order.len());
        if take > 0 && take < self.order.len() {
            self.order.select_nth_unstable_by(take - 1, key);
        }
        (self.last_in, self.first_out) = (f64::NEG_INFINITY, f64::INFINITY);
        for (at, &i) in self.order.iter().enumerate() {
            if at < take {
                self.last_in = self.last_in.max(worth[i as usize]);
            } else {
                self.first_out = self.first_out.min(worth[i as usize]);
            }
        }
        // Summed in the order of the numbers: the same sites give the same sum.
        self.order[..take].sort_unstable();
        for &i in &self.order[..take] {
            self.chosen[i as usize] = true;
            sum += worth[i as usize];
        }
        // One more, or one fewer, simply comes or goes where the count leaves room for it.
        if take < room {
            self.last_in = self.last_in.max(0.0);
        }
        if take > need {
            self.first_out = self.first_out.min(0.0);
        }
        sum
    }
    /// How much the least sum rises when a free site is decided the other way.
    pub(super) fn flip(&self, worth: &[f64], i: usize) -> f64 {
        match self.chosen[i] {
            true => self.first_out - worth[i],
            false => worth[i] - self.last_in,
        }
    }
}
