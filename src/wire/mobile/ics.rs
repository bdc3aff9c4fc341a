//! Published stops as calendars (RFC 5545): one of a standing place for its neighbours' telephones, one of a vehicle for its crew.
//!
//! Stops repeat themselves every week, or every cycle, in the city's time zone, whose rules come along without end. The same timetable gives the same bytes. A stop is
//! known by its place, weekday and week, so a timetable planned anew replaces in a telephone what it changes, and never gives one stop's name to another.

use jiff::civil;
use jiff::tz::TimeZone;
use xxhash_rust::xxh3::xxh3_128;

use super::answer::{CallEntry, TimetableFile};
use super::calendar::dates;
use super::zone;
use crate::units::Milliseconds;
use crate::wire::lang::Lang;
use crate::wire::problem::format::stream::StreamEntry;

/// What made it; by this line a calendar of an earlier timetable is known.
pub const MARK: &str = "PRODID:-//Huilu//mobile//ZH";
/// A line holds so many octets at most; the rest goes on in the next, after a space.
const OCTETS: usize = 75;

/// Whose calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of<'a> {
    /// A standing place's.
    Stand(&'a str),
    /// A vehicle's.
    Vehicle(&'a str),
}

/// The calendar of a place or a vehicle, with stops from a date on; without a time zone known here, times are floating (wherever one is).
#[must_use]
pub fn calendar(file: &TimetableFile, of: Of<'_>, from: civil::Date, lang: Lang) -> String {
    let mut out = Text::default();
    let zone = TimeZone::get(&file.timezone).ok();
    let name = match of {
        Of::Stand(name) | Of::Vehicle(name) => name,
    };
    let title = lang.pick(format!("Mobile collection: {name}"), format!("流动回收：{name}"));
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line(MARK);
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.line(&format!("X-WR-CALNAME:{}", escaped(&title)));
    if let Some(zone) = &zone {
        out.line(&format!("X-WR-TIMEZONE:{}", file.timezone));
        zone::lines(&file.timezone, zone, from).iter().for_each(|line| out.line(line));
    }
    let uids = uids(file);
    for (call, uid) in file.calls.iter().zip(&uids) {
        let mine = match of {
            Of::Stand(name) => call.stand == name,
            Of::Vehicle(name) => call.vehicle == name,
        };
        if mine {
            out.call(file, uid, call, (from, zone.is_some()), lang);
        }
    }
    out.line("END:VCALENDAR");
    out.0
}

/// A name for each published stop that stays with it when the timetable is planned anew or the map imported again: of the city's and the place's name, the weekday, its weeks, and which of several on that day it is.
fn uids(file: &TimetableFile) -> Vec<String> {
    let city = file.city.as_deref().unwrap_or_default();
    let key = |c: &CallEntry| (c.stand.clone(), c.weekday, c.weeks.clone());
    let earlier = |call: &CallEntry, i: usize| {
        let same = file.calls.iter().enumerate().filter(|(_, other)| key(other) == key(call));
        same.filter(|(j, other)| (other.from, *j) < (call.from, i)).count()
    };
    let one = |(i, call): (usize, &CallEntry)| {
        let (stand, weeks) = (&call.stand, &call.weeks);
        let of = format!(
            "{}:{city}/{}:{stand}/{}/{weeks:?}/{}",
            city.len(),
            stand.len(),
            call.weekday.ics(),
            earlier(call, i)
        );
        format!("{:032x}", xxh3_128(of.as_bytes()))
    };
    file.calls.iter().enumerate().map(one).collect()
}

/// A text as a property's value has it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            ';' => out.push_str("\\;"),
            ',' => out.push_str("\\,"),
            '\n' => out.push_str("\\n"),
            // Other control characters may not stand in a text.
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Lines, folded.
#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, text: &str) {
        let mut width = 0;
        for c in text.chars() {
            if width + c.len_utf8() > OCTETS {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(c);
            width += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
    fn call(
        &mut self,
        file: &TimetableFile,
        uid: &str,
        call: &CallEntry,
        (from, zoned): (civil::Date, bool),
        lang: Lang,
    ) {
        let every_week = call.weeks.len() == usize::from(file.weeks);
        let cycle = if every_week { 1 } else { file.weeks };
        // A stop in some weeks of the cycle is one event for each of them.
        let weeks = if every_week { &call.weeks[..1] } else { &call.weeks[..] };
        for &week in weeks {
            let alone = CallEntry { weeks: if every_week { call.weeks.clone() } else { vec![week] }, ..call.clone() };
            let Some(&first) = dates(file, &alone, from, 1).first() else { continue };
            let at = file.stands.iter().find(|s| s.id == call.stand);
            let zone = if zoned { format!(";TZID={}", file.timezone) } else { String::new() };
            self.line("BEGIN:VEVENT");
            self.line(&format!("UID:{uid}-{}@huilu", if every_week { 0 } else { week }));
            self.line(&format!("DTSTAMP:{}T000000Z", file.starts.to_string().replace('-', "")));
            self.line(&format!("DTSTART{zone}:{}", stamp(clock(first, call.from.0))));
            self.line(&format!("DTEND{zone}:{}", stamp(clock(first, call.until.0))));
            self.line(&format!("RRULE:FREQ=WEEKLY;INTERVAL={cycle};BYDAY={}", call.weekday.ics()));
            let summary = lang.pick(
                format!("{}: recycling vehicle {}", call.stand, call.vehicle),
                format!("{}：流动回收车 {}", call.stand, call.vehicle),
            );
            self.line(&format!("SUMMARY:{}", escaped(&summary)));
            self.line(&format!("LOCATION:{}", escaped(&call.stand)));
            if let Some(stand) = at {
                self.line(&format!("GEO:{:.6};{:.6}", stand.at.lat, stand.at.lon));
            }
            let taken = taken(file, &call.vehicle, lang);
            let said = lang.pick(format!("Taken: {taken}"), format!("回收：{taken}"));
            self.line(&format!("DESCRIPTION:{}", escaped(&said)));
            self.line("TRANSP:TRANSPARENT");
            self.line("END:VEVENT");
        }
    }
}

/// What a vehicle takes, in words.
#[must_use]
pub fn taken(file: &TimetableFile, vehicle: &str, lang: Lang) -> String {
    let of = file.vehicles.iter().find(|v| v.id == vehicle);
    let takes = |s: &&StreamEntry| of.is_none_or(|v| v.streams.contains(&s.id));
    let names: Vec<&str> = file.streams.iter().filter(takes).map(|s| stream(s, lang)).collect();
    names.join(lang.pick(", ", "、"))
}

/// A stream's name.
pub(super) fn stream(entry: &StreamEntry, lang: Lang) -> &str {
    let name = entry.name.as_ref();
    let (first, other) = (name.and_then(|n| n.en.as_deref()), name.and_then(|n| n.zh.as_deref()));
    let (first, other) = lang.pick((first, other), (other, first));
    first.or(other).unwrap_or(&entry.id)
}

fn clock(date: civil::Date, time: Milliseconds) -> civil::DateTime {
    let midnight = date.at(0, 0, 0, 0);
    midnight.checked_add(jiff::SignedDuration::from_millis(time.0)).unwrap_or(midnight)
}

pub(super) fn stamp(at: civil::DateTime) -> String {
    let (d, t) = (at.date(), at.time());
    format!("{:04}{:02}{:02}T{:02}{:02}{:02}", d.year(), d.month(), d.day(), t.hour(), t.minute(), t.second())
}
