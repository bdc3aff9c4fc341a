//! A first basis that is worth something: every demand goes its cheapest way that still has room.
//!
//! From a basis in which everything is refused, 5,000 demands over 1,120 sites take the simplex method twenty seconds, most of it to fill sites for the first time.

use super::{Flow, NONE, REFUSED};

/// Fewer demands are as well begun with nothing.
const FEW: usize = 200;
/// Rounds at most; each finds some sites full.
const ROUNDS: usize = 60;

impl Flow<'_> {
    /// Fills sites in a basis that holds refusals only. Keys become ways; slacks stay basic, so nothing has to be inverted.
    pub(super) fn crash(&mut self) {
        let frame = self.frame;
        // What must take a least is short in that basis; its arithmetic is left alone.
        if frame.demands < FEW || self.rows.iter().any(|row| row.slack < 1.0) {
            return;
        }
        self.at.fill(0.0);
        let open = self.open.clone();
        let mut left = vec![1.0; self.rows.len()];
        let mut waiting: Vec<u32> = (0..frame.demands as u32).collect();
        for _ in 0..ROUNDS {
            self.onwards();
            let near = std::sync::Arc::clone(&self.near);
            near.lows(frame, &self.open, &self.onward, &mut self.lows);
            let mut still = Vec::new();
            let mut full = Vec::new();
            for &d in &waiting {
                let d = d as usize;
                let may = |t: u32| self.barred_slots.get(t as usize) != Some(&true);
                let refusal = (self.refusal(d), REFUSED);
                let (_, slot) = near.cheapest(frame, (&self.onward, &self.lows), d, 1.0, refusal, may);
                if slot == REFUSED {
                    continue;
                }
                let mut column = self.way(d, slot);
                match column.rows.iter().find(|&&(r, a)| a > left[r as usize]) {
                    Some(&(r, _)) => {
                        full.push(self.rows[r as usize].site as usize);
                        still.push(d as u32);
                    }
                    None => {
                        for &(r, a) in &column.rows {
                            left[r as usize] -= a;
                        }
                        // What is closed for this filling only makes no way dear.
                        std::mem::swap(&mut column, &mut self.columns[self.basis.key[d] as usize]);
                    }
                }
            }
            if full.is_empty() {
                break;
            }
            full.iter().for_each(|&i| self.open[i] = false);
            waiting = still;
        }
        self.open = open;
        for (r, left) in left.into_iter().enumerate() {
            if self.basis.slack_at[r] != NONE {
                self.basis.value[self.basis.slack_at[r] as usize] = left;
            }
        }
        self.reprice();
    }
}
