//! Clock times and dates as people write them.
//!
//! A [`Clock`] counts from local midnight of the planning day, so `25:30` is half past one of the next morning. Its
//! text is exact: milliseconds appear where there are any, and reading what was written gives the same value.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::units::Milliseconds;

/// A time of the planning day: `HH:MM`, `HH:MM:SS` or `HH:MM:SS.mmm`, hours beyond 23 for the next days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clock(pub Milliseconds);

/// The last moment that a problem may name: 47:59:59.999.
pub const LATEST: Milliseconds = Milliseconds(48 * 3_600_000 - 1);

impl Clock {
    /// The time that `text` names, if it names one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let mut fields = text.split(':');
        let hours = digits(fields.next()?, 1..=12)?;
        let minutes = digits(fields.next()?, 2..=2).filter(|&m| m < 60)?;
        let ms = fields.next().map_or(Some(0), seconds)?;
        if fields.next().is_some() {
            return None;
        }
        let total = hours.checked_mul(3_600_000)?.checked_add(minutes * 60_000 + ms)?;
        Some(Self(Milliseconds(sign * total)))
    }
    /// The time that `text` names, if a problem may name it: from 00:00 to 47:59:59.999.
    #[must_use]
    pub fn parse_in_day(text: &str) -> Option<Self> {
        Self::parse(text).filter(|c| (Milliseconds::ZERO..=LATEST).contains(&c.0) && !text.starts_with('-'))
    }
}

fn digits(text: &str, width: std::ops::RangeInclusive<usize>) -> Option<i64> {
    let plain = width.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn seconds(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(w, f)| (w, Some(f)));
    let whole = digits(whole, 2..=2).filter(|&s| s < 60)?;
    let ms = match fraction {
        None => 0,
        Some(f) => digits(f, 1..=3)? * 10_i64.pow(3 - u32::try_from(f.len()).ok()?),
    };
    Some(whole * 1000 + ms)
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = self.0.0.unsigned_abs();
        if self.0.0 < 0 {
            f.write_str("-")?;
        }
        write!(f, "{:02}:{:02}:{:02}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60)?;
        if ms.is_multiple_of(1000) { Ok(()) } else { write!(f, ".{:03}", ms % 1000) }
    }
}

impl Serialize for Clock {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Clock {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("a clock time HH:MM, HH:MM:SS or HH:MM:SS.mmm"))
    }
}
impl JsonSchema for Clock {
    fn schema_name() -> Cow<'static, str> {
        "Clock".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "huilu-clock",
            "pattern": r"^([0-3]?[0-9]|4[0-7]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,3})?)?$",
            "description": "Local time of the planning day, HH:MM, HH:MM:SS or HH:MM:SS.mmm; 25:30 is half past one of the next morning; at most 47:59:59.999."
        })
    }
}

/// As [`Clock`], of any day before or after: what a plan states, even a wrong one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub Milliseconds);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Clock(self.0).serialize(to)
    }
}
impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Clock::deserialize(from).map(|c| Self(c.0))
    }
}
impl JsonSchema for Moment {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "huilu-exact-clock",
            "pattern": r"^-?[0-9]{1,12}:[0-5][0-9](:[0-5][0-9](\.[0-9]{1,3})?)?$",
            "description": "Local time of the planning day, HH:MM:SS, with .mmm where there are milliseconds; hours beyond 23 are the next days."
        })
    }
}

/// A calendar day `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year, month, day.
    pub ymd: (i16, i8, i8),
}

impl Date {
    /// The day that `text` names, if there is such a day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        let date: jiff::civil::Date = shaped.then(|| text.parse().ok()).flatten()?;
        Some(Self { ymd: (date.year(), date.month(), date.day()) })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.ymd.0, self.ymd.1, self.ymd.2)
    }
}
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("a day YYYY-MM-DD"))
    }
}
impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date", "description": "A calendar day, YYYY-MM-DD." })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        // 8 h 30 min = 30,600 s; 25 h 30 min = 91,800 s.
        assert_eq!(Clock::parse("08:30").unwrap().0, Milliseconds::from_seconds(30_600));
        assert_eq!(Clock::parse("8:30:00.5").unwrap().0, Milliseconds(30_600_500));
        assert_eq!(Clock::parse_in_day("25:30").unwrap().0, Milliseconds::from_seconds(91_800));
        for wrong in
            ["", "8", "8:3", "08:60", "08:00:60", "08:00:00:00", "ab:cd", "08:00:00.", "08:00:00.1234", "+8:00"]
        {
            assert_eq!(Clock::parse(wrong), None, "{wrong:?}");
        }
        assert_eq!(Clock::parse_in_day("48:00"), None);
        assert_eq!(Clock::parse_in_day("-00:01"), None);
        assert_eq!(Date::parse("2026-02-29"), None);
        assert_eq!(Date::parse("2028-02-29").unwrap().ymd, (2028, 2, 29));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(ms in -4_000_000_000_000_i64..4_000_000_000_000) {
            let clock = Clock(Milliseconds(ms));
            prop_assert_eq!(Clock::parse(&clock.to_string()), Some(clock));
        }
        #[test]
        fn no_text_panics(text in "\\PC{0,14}") {
            let _ = (Clock::parse(&text), Date::parse(&text));
        }
    }
}
