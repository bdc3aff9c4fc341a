//! Who walks where and what they bring, from the published stops alone.

use std::collections::{BTreeMap, BTreeSet};

use super::{Breach, Rule};
use crate::ids::{Id, IdVec, StreamId};
use crate::mobile::model::{Need, PointId, Problem, StandId};
use crate::mobile::timetable::Timetable;

/// The households of a cycle.
pub(super) struct People<'a> {
    problem: &'a Problem,
    /// Days of the cycle on which each place is visited.
    pub(super) visits: BTreeMap<StandId, BTreeSet<usize>>,
    pub(super) walks_to: IdVec<PointId, Option<StandId>>,
    /// What those who walk to a place have in a week, by stream: grams times parts per million.
    weekly: BTreeMap<StandId, Vec<i128>>,
    pub(super) near_milli: i64,
    pub(super) by_fixed_milli: i64,
    pub(super) reached_milli: i64,
    /// Of those reached at each place, as many as take part.
    reached_at: BTreeMap<StandId, i64>,
}

/// A visit: what is taken, what is turned away, and how long it takes.
pub(super) struct Visit {
    pub(super) grams: Vec<(StreamId, i64)>,
    pub(super) turned: Vec<(StreamId, i64)>,
    pub(super) stand_ms: i64,
}

impl<'a> People<'a> {
    pub(super) fn new(problem: &'a Problem, timetable: &Timetable) -> Self {
        let mut visits: BTreeMap<StandId, BTreeSet<usize>> = BTreeMap::new();
        for call in timetable.calls.iter() {
            let days = (0..problem.days()).filter(|&d| call.is_on(d));
            visits.entry(call.stand).or_default().extend(days);
        }
        let mut people = Self {
            problem,
            visits,
            walks_to: IdVec::filled(None, problem.points.len()),
            weekly: BTreeMap::new(),
            near_milli: 0,
            by_fixed_milli: 0,
            reached_milli: 0,
            reached_at: BTreeMap::new(),
        };
        for (id, point) in problem.points.iter_ids() {
            let part = |walk| i128::from(point.households_milli) * i128::from(problem.curve.share(walk)) / 1_000_000;
            let least = point.fixed.iter().map(|f| f.1).min();
            if let Some(walk) = least.filter(|&w| problem.curve.share(w) > 0) {
                people.near_milli += point.households_milli;
                people.by_fixed_milli += part(walk) as i64;
                continue;
            }
            let choices = point.walks.iter().filter(|w| problem.curve.share(w.1) > 0);
            let best = choices
                .filter(|w| people.visits.contains_key(&w.0))
                .min_by_key(|w| (!people.meets(w.0, point.need), w.1, w.0));
            let Some(&(stand, walk)) = best else { continue };
            people.walks_to[id] = Some(stand);
            if people.meets(stand, point.need) {
                people.near_milli += point.households_milli;
                people.reached_milli += part(walk) as i64;
                *people.reached_at.entry(stand).or_default() += part(walk) as i64;
            }
            let brought = people.weekly.entry(stand).or_insert_with(|| vec![0; problem.streams.len()]);
            for (stream, grams) in &point.weekly {
                brought[stream.index()] += i128::from(grams.0) * i128::from(problem.curve.share(walk));
            }
        }
        people
    }
    /// Whether the place that the households of a point walk to is visited often enough for them.
    pub(super) fn is_reached(&self, point: PointId) -> bool {
        self.walks_to[point].is_some_and(|stand| self.meets(stand, self.problem.points[point].need))
    }
    /// Whether a place is visited often enough in every block of weeks.
    fn meets(&self, stand: StandId, need: Need) -> bool {
        let block = 7 * usize::from(need.every_weeks);
        let Some(days) = self.visits.get(&stand) else { return false };
        (0..self.problem.days())
            .step_by(block)
            .all(|from| days.range(from..from + block).count() >= usize::from(need.visits))
    }
    /// Days since the visit before that on `day`.
    pub(super) fn since(&self, stand: StandId, day: usize) -> usize {
        let Some(days) = self.visits.get(&stand) else { return 0 };
        let earlier = days.range(..day).next_back().map(|d| day - d);
        earlier.or_else(|| days.last().map(|d| day + self.problem.days() - d)).unwrap_or(0)
    }
    /// What happens at a place on a day.
    pub(super) fn visit(&self, stand: StandId, day: usize) -> Visit {
        let rules = &self.problem.rules;
        let days = self.since(stand, day).min(usize::from(rules.keep_days)) as i128;
        let market = self.problem.stands[stand].market.filter(|m| m.days.has(day % 7));
        let draw = market.map_or(1_000_000, |m| i128::from(m.draw_ppm));
        let nothing = Vec::new();
        let weekly = self.weekly.get(&stand).unwrap_or(&nothing);
        let brought: Vec<i128> = weekly.iter().map(|w| w * days * draw / 7_000_000_000_000).collect();
        let all: i128 = brought.iter().sum();
        let room = i128::from((rules.most_stand.0 - rules.set_up.0).max(0)) * 1000;
        let most = if rules.ms_per_kg == 0 { all } else { room / i128::from(rules.ms_per_kg) };
        let kept = |b: i128| if all > most { b * most / all } else { b };
        let grams: Vec<(StreamId, i64)> =
            brought.iter().enumerate().map(|(s, &b)| (Id::new(s), kept(b) as i64)).filter(|g| g.1 > 0).collect();
        let turned = brought.iter().enumerate().map(|(s, &b)| (Id::new(s), (b - kept(b)) as i64));
        let turned = turned.filter(|g| g.1 > 0).collect();
        let sum: i128 = grams.iter().map(|g| i128::from(g.1)).sum();
        let busy = rules.set_up.0 + ceil(sum * i128::from(rules.ms_per_kg), 1000);
        let stand_ms = round_up(busy.clamp(rules.least_stand.0, rules.most_stand.0), rules.stand_step.0);
        Visit { grams, turned, stand_ms }
    }
    /// Of those who are reached and take part, as many as what they bring is taken of.
    pub(super) fn served_milli(&self) -> i64 {
        let at = |(&stand, &reached): (&StandId, &i64)| {
            let days = self.visits.get(&stand).into_iter().flatten();
            let sums = |of: &[(StreamId, i64)]| of.iter().map(|g| i128::from(g.1)).sum::<i128>();
            let (taken, turned) = days.fold((0, 0), |(taken, turned), &day| {
                let visit = self.visit(stand, day);
                (taken + sums(&visit.grams), turned + sums(&visit.turned))
            });
            if taken + turned == 0 { reached } else { (i128::from(reached) * taken / (taken + turned)) as i64 }
        };
        self.reached_at.iter().map(at).sum()
    }
    /// Whether households walk where the timetable says.
    pub(super) fn check(&self, timetable: &Timetable, found: &mut Vec<Breach>) {
        let number = |s: Option<StandId>| s.map_or(-1, |s| s.index() as i64);
        for (point, &stated) in timetable.walks_to.iter_ids() {
            if stated != self.walks_to[point] {
                let breach = Breach::new(Rule::Walk, number(stated), number(self.walks_to[point]));
                found.push(Breach { point: Some(point), ..breach });
            }
        }
    }
}

pub(super) fn ceil(value: i128, by: i128) -> i64 {
    i64::try_from((value + by - 1).div_euclid(by)).unwrap_or(i64::MAX)
}

pub(super) fn round_up(value: i64, step: i64) -> i64 {
    ceil(i128::from(value), i128::from(step)).saturating_mul(step)
}
