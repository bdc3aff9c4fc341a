//! A route of several trips, filled exactly: by the same rules as the judge's, only that it may be late, too full or too long for a fine.

use super::ground::{Fleet, Ground};
use super::ready::Loading;
use super::work::Work;
use crate::ids::PlaceId;
use crate::rounds::search::segment::Segment;
use crate::rounds::simulate::money;
use crate::rounds::solution::Step;

/// What may be broken for a fine: time late, mass and volume too much, length too much.
pub(super) const FINED: usize = 4;

/// No unloading that takes the stream is still to come, where one has to.
pub(super) const NOWHERE: i64 = i64::MIN / 4;

/// Between two stops of a route.
#[derive(Clone, Copy)]
pub(super) struct Gap {
    pub here: PlaceId,
    /// `None`: an open end.
    pub next: Option<PlaceId>,
    /// When the vehicle drives on.
    pub leaves: i64,
    pub time: i64,
    pub length: i64,
    /// All up to here, breaks taken here included.
    pub before: Segment,
    /// All that follows from the next stop on.
    pub after: Segment,
    /// Mass and volume there is room for right here.
    pub left: [i64; 2],
    /// Mass and volume collected and on board.
    pub aboard: [i64; 2],
}

/// A route.
#[derive(Clone, Default)]
pub(super) struct Route {
    /// Tasks, unloading places and warehouses by code.
    pub stops: Vec<u32>,
    /// Before each stop, and behind the last.
    pub gaps: Vec<Gap>,
    /// By gap, room for new goods from the last loading on, then for each stream to the next unloading that takes it: mass and volume in all, and in its compartment.
    pub rooms: Vec<[i64; 4]>,
    /// Breaks taken: in which gap, and which.
    pub breaks: Vec<(u32, u32)>,
    /// Where any goods are there only later, its loadings, the departure first, and its stops as they concatenate.
    pub loadings: Vec<Loading>,
    pub spans: Vec<Segment>,
    /// By unloading place, grams brought, where any has a limit.
    pub brought: Vec<i64>,
    pub tasks: usize,
    pub trips: usize,
    pub departure: i64,
    pub length: i64,
    /// All of it as it concatenates.
    pub whole: Segment,
    pub cost: i64,
    /// What it breaks.
    pub bad: [i64; FINED],
}

impl Route {
    /// Fills everything from `stops`, out of which what does nothing is taken; whether it keeps the rules that are never broken. `departure` is where the search for
    /// the best one begins, `breaks` those that are likely taken.
    pub(super) fn fill(&mut self, g: &Ground<'_>, kind: usize, w: &mut Work) -> bool {
        let fleet = &g.fleets[kind];
        self.tasks = self.stops.iter().filter(|&&s| g.is_task(s)).count();
        self.bad = [0; FINED];
        self.brought.clear();
        if self.tasks == 0 {
            self.stops.clear();
            self.breaks.clear();
            self.gaps.clear();
            self.rooms.clear();
            self.loadings.clear();
            (self.trips, self.departure, self.length, self.cost) = (0, fleet.ready, 0, 0);
            self.whole = Segment::stop(0, 0, 0);
            return true;
        }
        if self.tasks > fleet.data.max_tasks {
            return false;
        }
        let Some(fees) = self.fill_loads(g, fleet, w) else { return false };
        let Some(back) = self.fill_times(g, fleet, w) else { return false };
        self.bad[3] += (self.length - fleet.data.max_length).max(0);
        self.cost = money::cost(g.p, fleet.vehicle, self.departure, back, self.length) + fees;
        true
    }
    /// The steps as a solution has them.
    pub(super) fn steps(&self, g: &Ground<'_>) -> Vec<Step> {
        let mut out = Vec::with_capacity(self.stops.len() + self.breaks.len());
        let mut breaks = self.breaks.iter().peekable();
        for gap in 0..=self.stops.len() {
            while let Some(&&(_, index)) = breaks.peek().filter(|b| b.0 as usize == gap) {
                out.push(Step::Break(index as usize));
                breaks.next();
            }
            out.extend(self.stops.get(gap).map(|&s| g.step(s)));
        }
        out
    }
    /// A gap; of an unused vehicle the one there is.
    #[inline]
    pub(super) fn gap(&self, fleet: &Fleet<'_>, at: usize) -> Gap {
        match self.gaps.get(at) {
            Some(gap) => *gap,
            None => Gap {
                here: fleet.start,
                next: fleet.data.end,
                leaves: fleet.ready,
                time: 0,
                length: 0,
                before: fleet.depot(),
                after: fleet.depot(),
                left: [fleet.data.room[0], fleet.data.room[1]],
                aboard: [0; 2],
            },
        }
    }
    /// Whether it breaks nothing.
    pub(super) fn is_clean(&self) -> bool {
        self.bad == [0; FINED]
    }
}
