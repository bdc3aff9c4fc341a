//! Published stops: clock, hours, noise, markets, gaps, and whether they last long enough.

use super::people::{People, round_up};
use super::{Breach, Rule};
use crate::mobile::model::Problem;
use crate::mobile::timetable::Timetable;

pub(super) fn check(problem: &Problem, timetable: &Timetable, people: &People<'_>, found: &mut Vec<Breach>) {
    let rules = &problem.rules;
    for (id, call) in timetable.calls.iter_ids() {
        let (from, until) = (call.from, call.until);
        let stand = &problem.stands[call.stand];
        let mut breach = |rule, stated, limit| found.push(Breach::new(rule, stated, limit).call(id));
        if until < from || from.0 % rules.clock_step.0 != 0 {
            breach(Rule::Clock, from.0, until.0);
        }
        let hours = &stand.hours[usize::from(call.weekday)];
        if !hours.iter().any(|h| h.open <= from && until <= h.close) {
            breach(Rule::Hours, from.0, until.0);
        }
        if stand.quiet.iter().any(|q| from < q.close && q.open < until) {
            breach(Rule::Quiet, from.0, until.0);
        }
        if stand.market.is_some_and(|m| m.draw_ppm == 0 && m.days.has(usize::from(call.weekday))) {
            breach(Rule::Market, i64::from(call.weekday), 0);
        }
        let days = (0..problem.days()).filter(|&d| call.is_on(d));
        let least = days.map(|d| people.visit(call.stand, d).stand_ms).max().unwrap_or(0);
        let most = round_up(rules.most_stand.0, rules.stand_step.0);
        if (until - from).0 < least || (until - from).0 > most {
            breach(Rule::Stand, (until - from).0, least);
        }
    }
    for (&stand, days) in &people.visits {
        let calls = || timetable.calls.iter_ids().filter(|c| c.1.stand == stand);
        let visits: usize = calls().map(|c| c.1.weeks.count_ones() as usize).sum();
        if visits != days.len() {
            found.push(Breach::new(Rule::Gap, visits as i64, days.len() as i64));
        }
        for &day in days {
            let gap = people.since(stand, day);
            if gap < usize::from(rules.least_gap_days) {
                let call = calls().find(|c| c.1.is_on(day)).map(|c| c.0);
                found.push(Breach { call, ..Breach::new(Rule::Gap, gap as i64, i64::from(rules.least_gap_days)) });
            }
        }
    }
    kept(problem, timetable, found);
}

/// Every published stop is made on its days by its vehicle, once, and on no other.
fn kept(problem: &Problem, timetable: &Timetable, found: &mut Vec<Breach>) {
    use crate::mobile::timetable::What;
    for (id, call) in timetable.calls.iter_ids() {
        for day in 0..problem.days() {
            let made = |of_its_own: bool| {
                let days = timetable.days.iter().filter(|d| usize::from(d.day) == day);
                let days = days.filter(|d| (d.vehicle == call.vehicle) == of_its_own);
                days.flat_map(|d| &d.steps).filter(|s| s.what == What::Call(id)).count()
            };
            let (own, others) = (made(true), made(false));
            if own != usize::from(call.is_on(day)) || others > 0 {
                let breach = Breach::new(Rule::Kept, (own + others) as i64, i64::from(call.is_on(day)));
                found.push(Breach { on: Some((call.vehicle, day as u8)), ..breach.call(id) });
            }
        }
    }
}
