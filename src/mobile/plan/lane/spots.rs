//! Where something might be put into a lane: between any two steps of it, unloads included.

use super::{Lane, Passed, Week};
use crate::matrix::travel::Leg;
use crate::mobile::plan::ready::Ready;
use crate::mobile::plan::visits::Visits;

/// Between two steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::mobile) struct Spot {
    /// Before this call; their number: after all.
    pub(in crate::mobile) at: u32,
    pub(in crate::mobile) from: u32,
    pub(in crate::mobile) to: u32,
    /// Whether nothing is done before it that day, and after it.
    pub(in crate::mobile) alone: bool,
    /// When the step before is over.
    pub(in crate::mobile) free: i64,
    /// The latest arrival at the step after that leaves the rest of the day possible.
    pub(in crate::mobile) by: i64,
    /// The way as it is now.
    pub(in crate::mobile) direct: Leg,
    /// What the trip carries before here, and from here on, in grams.
    pub(in crate::mobile) carried: i64,
    pub(in crate::mobile) carries: i64,
}

impl Lane {
    /// An empty day.
    pub(super) fn whole_day(&self, ready: &Ready<'_>, shift: usize) -> Spot {
        let (vehicle, spec) = (ready.vehicle(shift), ready.shifts[shift]);
        let row = |place| ready.row(place);
        let (from, to) = (row(vehicle.start), row(vehicle.end));
        Spot { from, to, alone: true, free: spec.open, by: spec.close, ..Spot::default() }
    }
    /// Fills in `spots`, from the first week in which there is anything. Where weeks differ they are rough.
    pub(super) fn look_for_spots(
        &mut self,
        ready: &Ready<'_>,
        visits: &Visits,
        shift: usize,
        weeks: &[Week; 4],
        passed: &[Passed],
    ) {
        let (vehicle, spec) = (ready.vehicle(shift), ready.shifts[shift]);
        let row = |place| ready.row(place);
        self.spots.clear();
        let Some(week) = (0..ready.weeks).find(|&w| weeks[w].used) else { return };
        let (mut from, mut free, mut carried) = (row(vehicle.start), spec.open, 0);
        let place = |p: &Passed| match p.what {
            Ok(k) => (ready.place_rows[self.calls[k].stand as usize], k as u32),
            Err(u) => (row(ready.problem.unloading.as_slice()[u].place), u32::MAX),
        };
        let leg = |from, to, at| ready.leg(vehicle, from, to, at).unwrap_or_default();
        let steps = || passed.iter().filter(|p| p.week == week);
        let mut at = 0;
        for step in steps() {
            let (to, call) = place(step);
            at = if call == u32::MAX { at } else { call };
            let direct = leg(from, to, free);
            self.spots.push(Spot { at, from, to, alone: false, free, by: 0, direct, carried, carries: 0 });
            carried = match step.what {
                Ok(k) => carried + visits.grams(self.calls[k].stand, spec.weekday).iter().sum::<i64>(),
                Err(_) => 0,
            };
            at = if call == u32::MAX { at } else { call + 1 };
            (from, free) = (to, step.end);
        }
        let to = row(vehicle.end);
        let direct = leg(from, to, free);
        let end = self.calls.len() as u32;
        self.spots.push(Spot { at: end, from, to, alone: false, free, by: spec.close, direct, carried, carries: 0 });
        // Backwards: what is still to be carried, and by when to be there.
        let (mut carries, mut by) = (0, spec.close);
        for (spot, step) in self.spots[..].iter_mut().rev().skip(1).zip(passed.iter().rev().filter(|p| p.week == week))
        {
            match step.what {
                Ok(k) => {
                    carries += visits.grams(self.calls[k].stand, spec.weekday).iter().sum::<i64>();
                    by = self.latest[k];
                }
                Err(_) => {
                    carries = 0;
                    by -= step.end - step.start;
                }
            }
            (spot.carries, spot.by) = (carries, by);
            by -= spot.direct.time.0;
        }
    }
}
