//! Published stops as calendars (RFC 5545): one of a standing place for its neighbours' telephones, one of a vehicle for its crew.
//!
//! Stops repeat themselves every week, or every cycle, in the city's time zone, whose rules come along. The same timetable gives the same bytes.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, civil};

use super::answer::{CallEntry, TimetableFile};
use super::calendar::dates;
use crate::units::Milliseconds;
use crate::wire::lang::Lang;
use crate::wire::problem::format::stream::StreamEntry;

/// A line holds so many octets at most; the rest goes on in the next, after a space.
const OCTETS: usize = 75;
/// Changes of the clock that come along, from the year of the first stop on.
const YEARS: i32 = 5;

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
    out.line("PRODID:-//Huilu//mobile//ZH");
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.line(&format!("X-WR-CALNAME:{}", escaped(&title)));
    if let Some(zone) = &zone {
        out.line(&format!("X-WR-TIMEZONE:{}", file.timezone));
        out.zone(&file.timezone, zone, from);
    }
    for (i, call) in file.calls.iter().enumerate() {
        let mine = match of {
            Of::Stand(name) => call.stand == name,
            Of::Vehicle(name) => call.vehicle == name,
        };
        if mine {
            out.call(file, i, call, (from, zone.is_some()), lang);
        }
    }
    out.line("END:VCALENDAR");
    out.0
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
    /// The offsets of a time zone from the year before on.
    fn zone(&mut self, name: &str, zone: &TimeZone, from: civil::Date) {
        self.line("BEGIN:VTIMEZONE");
        self.line(&format!("TZID:{name}"));
        let begin = civil::date(from.year().saturating_sub(1).max(1), 1, 1).at(0, 0, 0, 0);
        let start = zone.to_timestamp(begin).unwrap_or(Timestamp::UNIX_EPOCH);
        let mut offset = zone.to_offset_info(start);
        let mut before = offset.offset();
        let until = start.checked_add((i64::from(YEARS) * 366 * 24).hours()).unwrap_or(start);
        self.observance(&offset, before, begin);
        for change in zone.following(start).take_while(|t| t.timestamp() < until) {
            offset = zone.to_offset_info(change.timestamp());
            // The local time before the change is what the clock shows when it comes.
            let onset = before.to_datetime(change.timestamp());
            self.observance(&offset, before, onset);
            before = offset.offset();
        }
        self.line("END:VTIMEZONE");
    }
    fn observance(
        &mut self,
        info: &jiff::tz::TimeZoneOffsetInfo<'_>,
        before: jiff::tz::Offset,
        onset: civil::DateTime,
    ) {
        let kind = if info.dst().is_dst() { "DAYLIGHT" } else { "STANDARD" };
        self.line(&format!("BEGIN:{kind}"));
        self.line(&format!("DTSTART:{}", stamp(onset)));
        self.line(&format!("TZOFFSETFROM:{}", utc_offset(before)));
        self.line(&format!("TZOFFSETTO:{}", utc_offset(info.offset())));
        self.line(&format!("TZNAME:{}", escaped(info.abbreviation())));
        self.line(&format!("END:{kind}"));
    }
    fn call(
        &mut self,
        file: &TimetableFile,
        i: usize,
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
            let city = file.city_fingerprint.chars().take(12).collect::<String>();
            self.line(&format!("UID:{city}-{}-{i}-{week}@huilu", file.starts));
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
fn stream(entry: &StreamEntry, lang: Lang) -> &str {
    let name = entry.name.as_ref();
    let (first, other) = (name.and_then(|n| n.en.as_deref()), name.and_then(|n| n.zh.as_deref()));
    let (first, other) = lang.pick((first, other), (other, first));
    first.or(other).unwrap_or(&entry.id)
}

fn clock(date: civil::Date, time: Milliseconds) -> civil::DateTime {
    let midnight = date.at(0, 0, 0, 0);
    midnight.checked_add(jiff::SignedDuration::from_millis(time.0)).unwrap_or(midnight)
}

fn stamp(at: civil::DateTime) -> String {
    let (d, t) = (at.date(), at.time());
    format!("{:04}{:02}{:02}T{:02}{:02}{:02}", d.year(), d.month(), d.day(), t.hour(), t.minute(), t.second())
}

fn utc_offset(offset: jiff::tz::Offset) -> String {
    let s = offset.seconds();
    let (sign, s) = (if s < 0 { '-' } else { '+' }, s.abs());
    let seconds = if s % 60 == 0 { String::new() } else { format!("{:02}", s % 60) };
    format!("{sign}{:02}{:02}{seconds}", s / 3600, s / 60 % 60)
}
