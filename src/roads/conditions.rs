//! Whether a condition behind an `@` holds for a vehicle at a departure.

use super::profile::Profile;
use crate::osm::model::{Access, Condition, ConditionalAccess, Direction, Mode, WeekHours};

/// When a drive begins: minutes since Monday 00:00, local time, below 10,080.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Departure {
    minute_of_week: u16,
}

impl Departure {
    /// At that minute of the week, if there is one.
    #[must_use]
    pub fn new(minute_of_week: u16) -> Option<Self> {
        (minute_of_week < 7 * 24 * 60).then_some(Self { minute_of_week })
    }
    /// Whether it lies in these hours.
    pub(super) fn is_in(self, hours: &WeekHours) -> bool {
        hours.contains(self.minute_of_week)
    }
}

/// Whether all of `when` hold. Without a departure no hours are in force, and what was not understood never is.
#[must_use]
pub(super) fn holds(when: &[Condition], profile: &Profile, departure: Option<Departure>) -> bool {
    when.iter().all(|c| match c {
        Condition::Hours(hours) => departure.is_some_and(|d| d.is_in(hours)),
        Condition::WeightAbove(limit) => profile.mass > *limit,
        Condition::LengthAbove(limit) => profile.length > *limit,
        Condition::HeightAbove(limit) => profile.height > *limit,
        Condition::WidthAbove(limit) => profile.width > *limit,
        Condition::Other(_) => false,
    })
}

/// Access for the profile: what is tagged, overridden by each rule that holds, in tag order.
#[must_use]
pub(super) fn access(
    tagged: &[Access; 4],
    rules: &[ConditionalAccess],
    direction: Option<Direction>,
    profile: &Profile,
    departure: Option<Departure>,
) -> Access {
    let mode: Mode = profile.mode;
    let mut access = tagged[mode as usize];
    for rule in rules {
        let here = rule.direction.is_none() || direction.is_none() || rule.direction == direction;
        if here && rule.modes.contains(mode) && holds(&rule.when, profile, departure) {
            access = rule.access;
        }
    }
    access
}
