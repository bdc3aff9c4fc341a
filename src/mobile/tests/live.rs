//! The next stop, and a day under way.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::ids::Id;
use crate::mobile::model::{Problem, StandId};
use crate::mobile::next::{Changes, Index};
use crate::mobile::plan::{Effort, plan};
use crate::mobile::testing::{MINUTE, Town, town};
use crate::mobile::timetable::{Timetable, What};
use crate::mobile::today::{NoForecast, Report, forecast};
use crate::rounds::Dice;
use crate::units::{Grams, Milliseconds};

const DAY: i64 = 86_400_000;

fn made() -> (Problem, Timetable) {
    let size = Town { points: 250, stands: 50, vehicles: 2, days: 6, side_m: 4000.0, weeks: 4 };
    let problem = town(&size, 5);
    let timetable = plan(&problem, &Effort { rounds: 60, seed: 2 }).timetable;
    (problem, timetable)
}

/// The soonest a place serves, by looking at every visit of three cycles.
fn slowly(p: &Problem, t: &Timetable, stand: StandId, walk_s: u32, now: i64, changes: &Changes) -> Option<i64> {
    let there = now + i64::from(walk_s) * 1000;
    let cycle = p.days() as i64 * DAY;
    let mut best = None;
    for lap in 0..3 {
        for (id, call) in t.calls.iter_ids().filter(|c| c.1.stand == stand) {
            for day in (0..p.days()).filter(|&d| call.is_on(d)) {
                let base = day as i64 * DAY;
                let (mut from, mut until) = (base + call.from.0, base + call.until.0);
                if lap == 0 {
                    let closed = changes.closed.iter().any(|c| c.0 == stand && c.1.0 < until && from < c.2.0);
                    if closed || changes.cancelled.contains(&(id, day as u8)) {
                        continue;
                    }
                    let late = changes.late.iter().find(|l| (l.0, l.1) == (id, day as u8)).map_or(0, |l| l.2.0);
                    (from, until) = (from + late, until + late);
                }
                (from, until) = (from + lap * cycle, until + lap * cycle);
                if until >= there {
                    best = Some(best.map_or(there.max(from), |b: i64| b.min(there.max(from))));
                }
            }
        }
    }
    best
}

#[test]
fn the_next_stop_is_that_of_a_slow_search() {
    let (p, t) = made();
    let index = Index::new(&p, &t);
    let mut dice = Dice::new(9, 0);
    let mut answered = 0;
    for round in 0..600 {
        let mut walks: Vec<(StandId, u32)> = Vec::new();
        for stand in 0..50 {
            if dice.below(4) == 0 {
                walks.push((Id::new(stand), dice.below(900) as u32));
            }
        }
        let now = dice.below(28 * DAY as usize) as i64;
        let mut changes = Changes::default();
        for _ in 0..dice.below(20) {
            let call = Id::new(dice.below(t.calls.len()));
            let day = (0..28_u8).rfind(|&d| t.calls[call].is_on(usize::from(d))).unwrap();
            match dice.below(3) {
                0 => changes.cancelled.push((call, day)),
                1 if !changes.late.iter().any(|l| l.0 == call) => {
                    changes.late.push((call, day, Milliseconds(dice.below(90) as i64 * MINUTE)))
                }
                _ => {
                    let from = dice.below(28 * DAY as usize) as i64;
                    changes.closed.push((t.calls[call].stand, Milliseconds(from), Milliseconds(from + DAY)));
                }
            }
        }
        let found = index.next(&walks, Milliseconds(now), &changes, 50);
        let mut slow: Vec<(i64, u32, StandId)> = (walks.iter())
            .filter_map(|&(s, w)| slowly(&p, &t, s, w, now, &changes).map(|at| (at - now, w, s)))
            .collect();
        slow.sort_unstable();
        let fast: Vec<(i64, u32, StandId)> = found.iter().map(|n| (n.takes.0, n.walk_s, n.stand)).collect();
        assert_eq!(fast, slow, "round {round}, now {now}, {changes:?}");
        answered += fast.len();
    }
    assert!(answered > 3000, "{answered}");
    assert!(index.next(&[(Id::new(9_999), 0)], Milliseconds(-1), &Changes::default(), 5).is_empty());
}

#[test]
fn a_day_that_runs_as_planned_is_as_planned_and_delays_are_passed_on() {
    let (p, t) = made();
    for day in &t.days {
        let row = p.vehicles[day.vehicle].start;
        let here = |to| p.travel.leg(Id::new(0), row, to, day.departure);
        let report = Report { vehicle: day.vehicle, day: day.day, now: day.departure, done: 0, on_board: Vec::new() };
        let plain = forecast(&p, &t, &report, &here).unwrap();
        assert!(plain.meets.is_empty() && plain.overtime == Milliseconds(0) && plain.back == day.back);
        for (a, b) in plain.steps.iter().zip(&day.steps) {
            assert_eq!((a.what, a.arrival, a.start, a.end, a.late.0), (b.what, b.arrival, b.start, b.end, 0));
        }
        // Half an hour late at departure: never earlier than published, at most half an hour late, and waits take it up.
        let late = Report { now: day.departure + Milliseconds(30 * MINUTE), ..report.clone() };
        let late = forecast(&p, &t, &late, &here).unwrap();
        let mut last = 30 * MINUTE;
        for (a, b) in late.steps.iter().zip(&day.steps) {
            let by = (a.start - b.start).0;
            assert!((0..=last).contains(&by), "{by} after {last}");
            last = by;
        }
    }
    let nobody = Report { vehicle: Id::new(9), day: 0, now: Milliseconds(0), done: 0, on_board: Vec::new() };
    assert_eq!(forecast(&p, &t, &nobody, &|_| None), Err(NoForecast::Unknown));
    let free = Report { vehicle: Id::new(0), day: 6, ..nobody };
    assert_eq!(forecast(&p, &t, &free, &|_| None), Err(NoForecast::NoWork));
}

#[test]
fn full_early_is_unloaded_and_says_whom_it_delays() {
    let (p, t) = made();
    let mut met = 0;
    for day in t.days.iter().filter(|d| d.steps.len() > 3) {
        let What::Call(next) = day.steps[1].what else { continue };
        let stood = t.calls[next].stand;
        let brought: i64 = day.steps[1].grams.iter().map(|g| g.1.0).sum();
        // After the first stop there is room for one gram less than the second brings.
        let room = p.vehicles[day.vehicle].capacity.0 - brought + 1;
        let report = Report {
            vehicle: day.vehicle,
            day: day.day,
            now: day.steps[0].end,
            done: 1,
            on_board: vec![(Id::new(0), Grams(room))],
        };
        let What::Call(first) = day.steps[0].what else { continue };
        let row = p.stands[t.calls[first].stand].place;
        let here = |to| p.travel.leg(Id::new(0), row, to, report.now);
        let out = forecast(&p, &t, &report, &here).unwrap();
        let meet = &out.meets[0];
        assert_eq!((meet.because, meet.at, out.no_room.len()), (next, 0, 0), "{stood:?}");
        assert!(matches!(out.steps[0].what, What::Unload(_)));
        // It is later at the next stop by what it says.
        let at = out.steps.iter().find(|s| s.what == What::Call(next)).unwrap();
        let said = meet.delays.iter().find(|d| d.0 == next).map_or(Milliseconds(0), |d| d.1);
        assert_eq!(at.late, said);
        met += 1;
    }
    assert!(met > 10, "{met}");
}
