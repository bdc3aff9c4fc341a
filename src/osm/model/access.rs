//! Who may be asking, how freely something may be entered, and under which conditions.

use crate::units::{Centimetres, Grams};

/// Who may be asking: the rows of OSM's access hierarchy that our vehicles need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Mode {
    /// `access` > `foot`.
    Foot = 0,
    /// `access` > `vehicle` > `motor_vehicle`: electric cargo tricycles.
    Tricycle = 1,
    /// `access` > `vehicle` > `motor_vehicle` > `goods`: vans up to 3.5 t.
    Goods = 2,
    /// `access` > `vehicle` > `motor_vehicle` > `hgv`: trucks above 3.5 t.
    Hgv = 3,
}

impl Mode {
    /// All modes, in order of their numbers.
    pub const ALL: [Self; 4] = [Self::Foot, Self::Tricycle, Self::Goods, Self::Hgv];
}

/// How freely something may be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Access {
    /// Open: yes, permissive, designated, official.
    Yes = 0,
    /// Only to get to somewhere inside: destination, delivery, customers, residents.
    Destination = 1,
    /// Private ground: may be served, never crossed.
    Private = 2,
    /// Closed: no, agricultural, forestry, military, emergency, unknown values that forbid.
    No = 3,
}

/// A set of modes as bits `1 << mode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ModeSet(pub u8);

impl ModeSet {
    /// Every mode.
    pub const ALL: Self = Self(0b1111);
    /// Whether `mode` is in the set.
    #[must_use]
    pub fn contains(self, mode: Mode) -> bool {
        self.0 & (1 << mode as u8) != 0
    }
    /// The set with `mode` in it.
    #[must_use]
    pub fn with(self, mode: Mode) -> Self {
        Self(self.0 | (1 << mode as u8))
    }
}

/// Which way along the way's node order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Direction {
    /// With the node order.
    Forward = 0,
    /// Against it.
    Backward = 1,
}

/// One clause of a `:conditional` tag: `access` holds for `modes` while all of `when` hold.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionalAccess {
    /// For whom.
    pub modes: ModeSet,
    /// In which direction; `None` for both.
    pub direction: Option<Direction>,
    /// What holds then.
    pub access: Access,
    /// When: all of these.
    pub when: Vec<Condition>,
}

/// One condition behind an `@`.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// In these hours of the week.
    Hours(WeekHours),
    /// The vehicle weighs more than this.
    WeightAbove(Grams),
    /// The vehicle is longer than this.
    LengthAbove(Centimetres),
    /// The vehicle is taller than this.
    HeightAbove(Centimetres),
    /// The vehicle is wider than this.
    WidthAbove(Centimetres),
    /// Not understood (seasons, school holidays, words); never taken to hold, kept to be shown.
    Other(String),
}

/// Hours that repeat every week; public holidays are taken as ordinary days.
///
/// Half-open intervals of minutes since Monday 00:00 (0..10080), sorted, not touching; an interval that runs past
/// Sunday midnight is stored as two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeekHours(pub Vec<(u16, u16)>);

impl WeekHours {
    /// Whether `minute` of the week lies in one of the intervals.
    #[must_use]
    pub fn contains(&self, minute: u16) -> bool {
        self.0.iter().any(|&(from, to)| (from..to).contains(&minute))
    }
}
