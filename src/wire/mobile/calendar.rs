//! On which dates a published stop is made.

use jiff::ToSpan;
use jiff::civil;

use super::answer::{CallEntry, TimetableFile};
use crate::units::Milliseconds;
use crate::wire::clock::Date;

/// The day a date names; the first of 2024 for one that is none, which no file that was read has.
#[must_use]
pub fn day(date: Date) -> civil::Date {
    let (y, m, d) = date.ymd;
    civil::Date::new(y, m, d).unwrap_or(civil::date(2024, 1, 1))
}

/// Days of the cycle from its first Monday, and milliseconds of the cycle, at a local moment: cycles follow each other in both directions.
#[must_use]
pub fn moment(file: &TimetableFile, at: civil::DateTime) -> Milliseconds {
    let days = at.date().since(day(file.starts)).map_or(0, |span| i64::from(span.get_days()));
    let time = at.time();
    let seconds = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    let in_cycle = days.rem_euclid(7 * i64::from(file.weeks.max(1)));
    Milliseconds((in_cycle * 86_400 + seconds) * 1000)
}

/// From a local moment until the timetable begins; zero once it runs.
#[must_use]
pub fn opens(file: &TimetableFile, at: civil::DateTime) -> Milliseconds {
    let begins = day(file.starts).at(0, 0, 0, 0);
    Milliseconds(i64::try_from(begins.duration_since(at).as_millis()).unwrap_or(0).max(0))
}

/// The date of a moment of the cycle that holds `at`, or of one after it.
#[must_use]
pub fn date_of(file: &TimetableFile, at: civil::DateTime, moment_in: Milliseconds) -> Option<civil::DateTime> {
    let start_of_cycle = self::moment(file, at);
    let ahead = moment_in - start_of_cycle;
    at.checked_add(jiff::SignedDuration::from_millis(ahead.0)).ok()
}

/// Whether a stop is made on a date.
#[must_use]
pub fn is_on(file: &TimetableFile, call: &CallEntry, date: civil::Date) -> bool {
    let days = date.since(day(file.starts)).map_or(0, |span| i64::from(span.get_days()));
    let week = days.div_euclid(7).rem_euclid(i64::from(file.weeks.max(1))) + 1;
    days.rem_euclid(7) == call.weekday.number() as i64 && call.weeks.iter().any(|&w| i64::from(w) == week)
}

/// The first `most` dates from `from` on which a stop is made.
#[must_use]
pub fn dates(file: &TimetableFile, call: &CallEntry, from: civil::Date, most: usize) -> Vec<civil::Date> {
    // A cycle has four weeks at most, so this many days hold them all.
    let days = (0..28 * (most as i64 + 1)).filter_map(|n| from.checked_add(n.days()).ok());
    days.filter(|&d| is_on(file, call, d)).take(most).collect()
}
