//! The way found, part by part.

use super::Search;
use crate::matrix::timed::stretch::Stretch;
use crate::roads::Part;
use crate::units::{Centimetres, Milliseconds};

impl Search<'_> {
    /// `None` where nothing was found.
    pub(super) fn parts(self) -> Option<Vec<Part>> {
        let found = self.found.as_ref()?;
        let mut chain = vec![found.visit];
        while let Some((before, _, _)) = self.visits[chain[chain.len() - 1]].came {
            chain.push(before);
        }
        chain.reverse();
        let part = |i: usize| {
            let visit = &self.visits[chain[i]];
            let segment = self.network.topology().segment(visit.vertex);
            let from = if i == 0 { self.along(segment) } else { Centimetres::ZERO };
            let whole = Stretch { segment, from, to: self.network.road(segment.road()).length };
            let last = i + 1 == chain.len();
            let (stretch, end) = if last { (found.stretch, found.weight.time().0) } else { (whole, visit.end) };
            let since = visit.since.time().0;
            // At the start one waits from the departure on, which is nought.
            let (ready, turned) =
                visit.came.map_or((0, since), |(before, _, turned)| (self.visits[before].end, turned));
            Part {
                segment,
                from: stretch.from,
                to: stretch.to,
                arc: visit.came.map(|c| c.1),
                wait: Milliseconds(turned - ready),
                turn: Milliseconds(since - turned),
                time: Milliseconds(end - since),
            }
        };
        Some((0..chain.len()).map(part).collect())
    }
}
