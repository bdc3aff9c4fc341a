//! Small steps that only ever help: another order within a lane, nothing that does not pay, something where there is room.

use super::lane::Slot;
use super::ready::NONE;
use super::search::Search;

impl Search<'_, '_> {
    /// One call of a lane, drawn, goes to its best position.
    pub(super) fn shift_one(&mut self, lane: u32) {
        let n = self.state.lanes[lane as usize].calls.len();
        if n > 1 {
            let from = self.dice.below(n);
            self.shift(lane, from);
        }
    }
    fn shift(&mut self, lane: u32, from: usize) -> bool {
        let mut better = false;
        let mut rest = self.state.lanes[lane as usize].calls.clone();
        let call = rest.remove(from);
        for to in (0..=rest.len()).filter(|&to| to != from) {
            let mut calls = rest.clone();
            calls.insert(to, call);
            better |= self.state.reorder(self.ready, lane, calls, false);
        }
        better
    }
    /// Calls one by one to better positions, and stretches the other way round, until nothing helps.
    fn straighten(&mut self, lane: u32) -> bool {
        let mut better = false;
        loop {
            let mut again = false;
            let n = self.state.lanes[lane as usize].calls.len();
            for from in 0..n {
                again |= self.shift(lane, from);
            }
            for (i, j) in (0..n).flat_map(|i| (i + 2..=n).map(move |j| (i, j))) {
                let mut calls: Vec<Slot> = self.state.lanes[lane as usize].calls.clone();
                calls[i..j].reverse();
                again |= self.state.reorder(self.ready, lane, calls, false);
            }
            if !again {
                return better;
            }
            better = true;
        }
    }
    /// Closes these places if that is worth more.
    fn drop_all(&mut self, places: &[u32]) -> bool {
        let (mark, before) = (self.state.mark(), self.state.worth(self.ready));
        places.iter().for_each(|&p| self.state.close(self.ready, p));
        self.state.mend(self.ready, &mut Vec::new());
        let better = self.state.worth(self.ready) > before;
        if !better {
            self.state.undo(self.ready, mark);
        }
        better
    }
    /// All of it, until nothing helps or there is no more time.
    pub(super) fn tidy(&mut self, halt: &dyn Fn() -> bool) {
        let ready = self.ready;
        for _ in 0..20 {
            let before = self.state.worth(ready);
            for lane in (0..self.state.lanes.len() as u32).take_while(|_| !halt()) {
                self.straighten(lane);
            }
            for place in (0..ready.places.len() as u32).take_while(|_| !halt()) {
                if self.state.services[place as usize].is_some_and(|s| s.lanes.iter().any(|&l| l != NONE)) {
                    self.drop_all(&[place]);
                }
            }
            for lane in 0..self.state.lanes.len() {
                let places: Vec<u32> = self.state.lanes[lane].calls.iter().map(|c| c.stand).collect();
                if !places.is_empty() {
                    self.drop_all(&places);
                }
            }
            let mark = self.state.mark();
            let so_far = self.state.worth(ready);
            self.fill(halt);
            if self.state.worth(ready) < so_far {
                self.state.undo(ready, mark);
            }
            self.state.keep();
            if self.state.worth(ready) <= before || halt() {
                return;
            }
        }
    }
}
