//! Opening-hours expressions that repeat every week, as [`WeekHours`].
//!
//! The grammar is `opening-hours-syntax`'s; this module keeps what is purely weekly. Seasons, dates, school holidays,
//! daylight, open ends and fallbacks are `None`: the week alone cannot say when they hold. What is said of public
//! holidays only (`PH off`, the `PH` in `Su,PH`) is passed over: a ban on `Mo-Fr 07:00-09:00; PH off` is kept with its
//! hours, exact on every ordinary day, rather than lost altogether.

use super::guard::quietly;
use super::model::WeekHours;
use opening_hours_syntax::rules::day::{DaySelector, HolidayKind, WeekDayRange};
use opening_hours_syntax::rules::time::{Time, TimeSelector};
use opening_hours_syntax::rules::{OpeningHoursExpression, RuleOperator};
use opening_hours_syntax::{RuleKind, parse};

const DAY: u16 = 1440;
const WEEK: u16 = 7 * DAY;

/// The hours of the week in which `expression` is open; `None` when it is not purely weekly.
pub(crate) fn week_hours(expression: &str) -> Option<WeekHours> {
    // OSM values have at most 255 characters; the parser need not see more.
    if expression.is_empty() || expression.chars().count() > 255 {
        return None;
    }
    let parsed = quietly(|| parse(expression)).ok()?.ok()?;
    evaluate(&parsed)
}

/// Minutes of each day, from its midnight; up to 48:00 where a span runs into the next day.
type Spans = Vec<(u16, u16)>;

fn evaluate(expression: &OpeningHoursExpression) -> Option<WeekHours> {
    let mut week: [Spans; 7] = Default::default();
    for rule in &expression.rules {
        if !rule.comment.is_empty() || rule.kind == RuleKind::Unknown || rule.operator == RuleOperator::Fallback {
            return None;
        }
        let days = days(&rule.day_selector)?;
        if !rule.day_selector.weekday.is_empty() && days == [false; 7] {
            continue;
        }
        let spans = spans(&rule.time_selector)?;
        for (day, open) in week.iter_mut().zip(days).filter_map(|(day, hit)| hit.then_some((day, &spans))) {
            match (rule.kind, rule.operator) {
                (RuleKind::Closed, _) => *day = without(day, open),
                (_, RuleOperator::Additional) => day.extend(open),
                // A later rule replaces what was said about the day before.
                _ => open.clone_into(day),
            }
        }
    }
    Some(flatten(&week))
}

fn days(selector: &DaySelector) -> Option<[bool; 7]> {
    if !(selector.year.is_empty() && selector.monthday.is_empty() && selector.week.is_empty()) {
        return None;
    }
    if selector.weekday.is_empty() {
        return Some([true; 7]);
    }
    let mut hit = [false; 7];
    for range in &selector.weekday {
        let (range, nth_from_start, nth_from_end) = match range {
            WeekDayRange::Fixed { range, offset: 0, nth_from_start, nth_from_end } => {
                (range, nth_from_start, nth_from_end)
            }
            WeekDayRange::Holiday { kind: HolidayKind::Public, .. } => continue,
            _ => return None,
        };
        if nth_from_start.contains(&false) || nth_from_end.contains(&false) {
            return None;
        }
        let first = range.start().num_days_from_monday() as usize;
        let last = range.end().num_days_from_monday() as usize;
        // Sa-Mo wraps.
        for step in 0..=(last + 7 - first) % 7 {
            hit[(first + step) % 7] = true;
        }
    }
    Some(hit)
}

fn spans(selector: &TimeSelector) -> Option<Spans> {
    let one = |span: &opening_hours_syntax::rules::time::TimeSpan| {
        let (Time::Fixed(from), Time::Fixed(to)) = (span.range.start, span.range.end) else { return None };
        if span.open_end || span.repeats.is_some() {
            return None;
        }
        let (from, to) = (from.mins_from_midnight(), to.mins_from_midnight());
        let to = if to <= from { to + DAY } else { to };
        Some((from, to))
    };
    selector.spans.iter().map(one).collect()
}

/// `day` minus `closed`.
fn without(day: &Spans, closed: &Spans) -> Spans {
    let mut left = day.clone();
    for &(from, to) in closed {
        let cut = |(a, b): (u16, u16)| [(a, b.min(from)), (a.max(to), b)].into_iter().filter(|(a, b)| a < b);
        left = left.into_iter().flat_map(cut).collect();
    }
    left
}

/// Days laid into the week: sorted, merged, and cut at Sunday midnight.
fn flatten(week: &[Spans; 7]) -> WeekHours {
    let mut all = Vec::new();
    for (i, day) in (0_u16..).zip(week) {
        for &(from, to) in day {
            let (from, to) = (i * DAY + from, i * DAY + to);
            match (from < WEEK, to <= WEEK) {
                (true, true) => all.push((from, to)),
                (true, false) => all.extend([(from, WEEK), (0, to - WEEK)]),
                (false, _) => all.push((from - WEEK, to - WEEK)),
            }
        }
    }
    all.sort_unstable();
    let mut merged: Vec<(u16, u16)> = Vec::with_capacity(all.len());
    for (from, to) in all {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    WeekHours(merged)
}

#[cfg(test)]
mod tests;
