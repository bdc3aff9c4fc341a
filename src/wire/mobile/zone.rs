//! A time zone as calendars have it (RFC 5545, VTIMEZONE): changes of the clock that follow a rule go on without end.

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan, civil};

use super::ics::stamp;

/// Years over which changes are looked at; those without a rule are written out for as long.
const YEARS: i32 = 30;
/// A change that has come on such a day so many years running, and still does, is a rule.
const RULE: usize = 8;

/// A change of the clock.
#[derive(Clone, Debug)]
struct Change {
    /// What the clock shows when it comes.
    onset: civil::DateTime,
    from: Offset,
    to: Offset,
    dst: bool,
    name: String,
}

impl Change {
    /// What all changes by one rule have in common.
    fn kind(&self) -> (i8, civil::Weekday, civil::Time, Offset, Offset) {
        let date = self.onset.date();
        (date.month(), date.weekday(), self.onset.time(), self.from, self.to)
    }
    /// Which of the weekdays of its month.
    fn nth(&self) -> i8 {
        (self.onset.day() - 1) / 7 + 1
    }
    fn is_last(&self) -> bool {
        self.onset.day() + 7 > self.onset.date().days_in_month()
    }
    fn lines(&self, rule: Option<String>) -> Vec<String> {
        let kind = if self.dst { "DAYLIGHT" } else { "STANDARD" };
        let mut out = vec![format!("BEGIN:{kind}"), format!("DTSTART:{}", stamp(self.onset))];
        out.extend(rule.map(|r| format!("RRULE:{r}")));
        out.extend([
            format!("TZOFFSETFROM:{}", utc_offset(self.from)),
            format!("TZOFFSETTO:{}", utc_offset(self.to)),
            format!("TZNAME:{}", self.name),
            format!("END:{kind}"),
        ]);
        out
    }
}

/// The lines of a zone, for events from a date on.
pub(super) fn lines(name: &str, zone: &TimeZone, from: civil::Date) -> Vec<String> {
    let mut out = vec!["BEGIN:VTIMEZONE".to_owned(), format!("TZID:{name}")];
    let first = from.year().saturating_sub(1).clamp(1, 9_990 - YEARS as i16);
    let begin = civil::date(first, 1, 1).at(0, 0, 0, 0);
    let start = zone.to_timestamp(begin).unwrap_or(Timestamp::UNIX_EPOCH);
    let info = zone.to_offset_info(start);
    let mut before = info.offset();
    let at_first = Change {
        onset: begin,
        from: before,
        to: before,
        dst: info.dst().is_dst(),
        name: info.abbreviation().to_owned(),
    };
    out.extend(at_first.lines(None));
    let until = start.checked_add((i64::from(YEARS) * 8_766).hours()).unwrap_or(start);
    let mut changes: Vec<Change> = Vec::new();
    for change in zone.following(start).take_while(|t| t.timestamp() < until) {
        let info = zone.to_offset_info(change.timestamp());
        // The local time before the change is what the clock shows when it comes.
        let onset = before.to_datetime(change.timestamp());
        let (to, dst, name) = (info.offset(), info.dst().is_dst(), info.abbreviation().to_owned());
        changes.push(Change { onset, from: before, to, dst, name });
        before = info.offset();
    }
    let last = changes.last().map_or(0, |c| c.onset.year());
    let mut ruled = vec![false; changes.len()];
    for i in 0..changes.len() {
        if ruled[i] {
            continue;
        }
        let alike: Vec<usize> = (i..changes.len()).filter(|&j| changes[j].kind() == changes[i].kind()).collect();
        let rule = by_rule(&changes, &alike, last);
        if rule.is_some() {
            alike.iter().for_each(|&j| ruled[j] = true);
        }
        out.extend(changes[i].lines(rule));
    }
    out.push("END:VTIMEZONE".to_owned());
    out
}

/// The rule that these changes of one kind follow, if they come every year until the last that was looked at.
fn by_rule(changes: &[Change], alike: &[usize], last: i16) -> Option<String> {
    let of = |k: &usize| &changes[*k];
    let first = of(alike.first()?);
    let every_year = alike.windows(2).all(|w| of(&w[1]).onset.year() == of(&w[0]).onset.year() + 1);
    let ends = of(alike.last()?).onset.year();
    if alike.len() < RULE || !every_year || ends < last - 1 {
        return None;
    }
    let which = match () {
        () if alike.iter().all(|k| of(k).is_last()) => -1,
        () if alike.iter().all(|k| of(k).nth() == first.nth()) => first.nth(),
        () => return None,
    };
    let day = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        [first.onset.weekday().to_monday_zero_offset().rem_euclid(7) as usize];
    Some(format!("FREQ=YEARLY;BYMONTH={};BYDAY={which}{day}", first.onset.month()))
}

fn utc_offset(offset: Offset) -> String {
    let s = offset.seconds();
    let (sign, s) = (if s < 0 { '-' } else { '+' }, s.abs());
    let seconds = if s % 60 == 0 { String::new() } else { format!("{:02}", s % 60) };
    format!("{sign}{:02}{:02}{seconds}", s / 3600, s / 60 % 60)
}
