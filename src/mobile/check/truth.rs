//! What a timetable comes to, worked out from the problem and its published stops: what whoever states something else is told.

use super::people::People;
use super::totals;
use crate::ids::IdVec;
use crate::mobile::model::{Need, Point, PointId, Problem, Stand, StandId};
use crate::mobile::timetable::{Timetable, Totals};

/// What could be done for the households of a point by any timetable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Could {
    /// They live near a fixed drop-off and need no vehicle; or nobody lives there.
    Needless,
    /// They walk to no candidate place.
    Nowhere,
    /// No place they walk to is open often enough, on days on which a vehicle has a shift.
    Closed,
    /// Some place could be visited as often as they need.
    Visited,
}

/// What a timetable comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// Its sums.
    pub totals: Totals,
    /// Where the households of each point walk.
    pub walks_to: IdVec<PointId, Option<StandId>>,
    /// Whether they are reached there.
    pub reached: IdVec<PointId, bool>,
    /// What could be done for them.
    pub could: IdVec<PointId, Could>,
    /// Households that need a vehicle and would take part if every candidate place were visited, in thousandths.
    pub reachable_milli: i64,
    /// What the timetable is worth by the aim, in fen.
    pub worth: f64,
}

/// What a timetable whose names are known comes to, breaches or not.
#[must_use]
pub fn truth(problem: &Problem, timetable: &Timetable) -> Truth {
    let people = People::new(problem, timetable);
    let totals = totals::sums(problem, timetable, &people);
    let might: IdVec<StandId, usize> = problem.stands.iter().map(|s| most_days(problem, s)).collect();
    let could: IdVec<PointId, Could> = problem.points.iter().map(|p| self::could(problem, p, &might)).collect();
    let takes_part = |point: &Point, walk: u32| {
        (i128::from(point.households_milli) * i128::from(problem.curve.share(walk)) / 1_000_000) as i64
    };
    let mut reachable_milli = 0;
    let mut visitable_milli = 0;
    for (id, point) in problem.points.iter_ids().filter(|(id, _)| could[*id] != Could::Needless) {
        let of = |fits: &dyn Fn(StandId) -> bool| {
            let walks = point.walks.iter().filter(|w| fits(w.0));
            walks.map(|w| takes_part(point, w.1)).max().unwrap_or(0)
        };
        reachable_milli += of(&|_| true);
        if could[id] == Could::Visited {
            visitable_milli += of(&|stand| enough(might[stand], point.need));
        }
    }
    let aim = &problem.aim;
    let wanted = aim.target_ppm.map(|ppm| (i128::from(visitable_milli) * i128::from(ppm) + 999_999) / 1_000_000);
    let people_worth = totals.served_milli.min(wanted.map_or(i64::MAX, |w| w as i64)) as f64;
    let worth = people_worth * (aim.fen_per_household as f64 / 1e3)
        + totals.grams.0 as f64 * (aim.fen_per_t as f64 / 1e6)
        - totals.cost.0 as f64;
    let reached = problem.points.ids().map(|id| people.is_reached(id)).collect();
    Truth { totals, walks_to: people.walks_to.clone(), reached, could, reachable_milli, worth }
}

/// Whether so many days a week are enough.
fn enough(days: usize, need: Need) -> bool {
    days >= usize::from(need.visits.div_ceil(need.every_weeks.max(1)))
}

fn could(problem: &Problem, point: &Point, might: &IdVec<StandId, usize>) -> Could {
    let goes = |walk: u32| problem.curve.share(walk) > 0;
    let mut walks = point.walks.iter().filter(|w| goes(w.1)).peekable();
    match () {
        () if point.households_milli == 0 || point.fixed.iter().any(|f| goes(f.1)) => Could::Needless,
        () if walks.peek().is_none() => Could::Nowhere,
        () if walks.any(|w| enough(might[w.0], point.need)) => Could::Visited,
        () => Could::Closed,
    }
}

/// On how many days of each week a place can be visited at most: it is open for the shortest stand, some vehicle has a shift, and visits keep their distance.
fn most_days(problem: &Problem, stand: &Stand) -> usize {
    let open = |day: usize| {
        let barred = stand.market.is_some_and(|m| m.draw_ppm == 0 && m.days.has(day));
        let long = stand.hours[day].iter().any(|hours| {
            // The longest stretch between quiet hours.
            let mut from = hours.open.0;
            let mut longest = 0;
            let mut quiet: Vec<_> = stand.quiet.iter().filter(|q| q.close > q.open).collect();
            quiet.sort_unstable();
            for q in quiet.iter().filter(|q| q.close.0 > hours.open.0 && q.open.0 < hours.close.0) {
                longest = longest.max(q.open.0 - from);
                from = from.max(q.close.0);
            }
            longest.max(hours.close.0 - from) >= problem.rules.least_stand.0
        });
        !barred && long && problem.vehicles.iter().any(|v| v.shifts[day].is_some())
    };
    let open: u8 = (0..7).filter(|&d| open(d)).fold(0, |bits, d| bits | 1 << d);
    let gap = usize::from(problem.rules.least_gap_days);
    let keeps = |set: u8| {
        let days: Vec<usize> = (0..7).filter(|d| set >> d & 1 == 1).collect();
        let after = |k: usize| days.get(k + 1).copied().unwrap_or(days[0] + 7);
        (0..days.len()).all(|k| after(k) - days[k] >= gap)
    };
    (1..128_u8).filter(|set| set & !open == 0 && keeps(*set)).map(|set| set.count_ones() as usize).max().unwrap_or(0)
}
