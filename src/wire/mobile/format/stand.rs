//! Where vehicles may stand, and when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wire::clock::Clock;
use crate::wire::network::format::NoteEntry;
use crate::wire::problem::format::place::{Position, WindowEntry};

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Weekday")]
pub enum WeekdayWord {
    /// 周一.
    Mon,
    /// 周二.
    Tue,
    /// 周三.
    Wed,
    /// 周四.
    Thu,
    /// 周五.
    Fri,
    /// 周六.
    Sat,
    /// 周日.
    Sun,
}

impl WeekdayWord {
    /// All, Monday first.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];
    /// Monday is 0.
    #[must_use]
    pub fn number(self) -> usize {
        self as usize
    }
    /// 星期。
    #[must_use]
    pub const fn zh(self) -> &'static str {
        ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][self as usize]
    }
    /// In full.
    #[must_use]
    pub const fn en(self) -> &'static str {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][self as usize]
    }
    /// As calendars have it.
    #[must_use]
    pub const fn ics(self) -> &'static str {
        ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][self as usize]
    }
}

/// Hours of some weekdays.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileHours")]
pub struct HoursEntry {
    /// On these days; by default on all.
    #[serde(default)]
    #[schemars(length(max = 7))]
    pub weekdays: Vec<WeekdayWord>,
    /// First moment.
    pub from: Clock,
    /// Last moment, at most 24:00.
    pub to: Clock,
}

/// A place where a vehicle may stand 停靠点.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileStand")]
pub struct StandEntry {
    /// What the timetable calls it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// Where it is.
    pub at: Position,
    /// Where it lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub area: Option<String>,
    /// When it may be used; by default every day from 06:00 to 22:00.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub hours: Vec<HoursEntry>,
    /// When nobody may make a noise there, every day; by default never but as `rules.quiet` says.
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub quiet: Vec<WindowEntry>,
    /// The market that is held there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub market: Option<MarketEntry>,
    /// Why here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<NoteEntry>,
}

/// A market 集市.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileMarket")]
pub struct MarketEntry {
    /// When it is held.
    #[schemars(length(min = 1, max = 7))]
    pub weekdays: Vec<WeekdayWord>,
    /// What is brought on those days, in percent of other days; 0: the place is taken by the market. By default 0.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub draw_percent: f64,
}
