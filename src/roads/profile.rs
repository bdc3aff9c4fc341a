//! Vehicle profiles: what a vehicle is, where it may go and how fast, read from TOML.
//!
//! Five are shipped ([`Profile::shipped`]); users give their own in the same form. Every field is required but those with a stated
//! default, and unknown fields are errors: a misspelt `hieght_m` must not let a truck under a bridge.

mod papers;
mod parse;
mod vary;

#[cfg(test)]
mod tests;

pub use papers::Papers;
pub use vary::Variation;

use super::fault::Fault;
use crate::osm::model::{Mode, RoadClass, Surface};
use crate::units::{Centimetres, Grams, Milliseconds};

/// Emission class, for bans that exempt clean vehicles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Emission {
    /// 国四 and before.
    National4,
    /// 国五.
    National5,
    /// 国六.
    National6,
    /// 新能源.
    NewEnergy,
    /// On foot.
    None,
}

/// Where a vehicle may turn round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UTurns {
    /// Only at dead ends and turning circles.
    DeadEnds,
    /// Also at junctions of three and more roads.
    Junctions,
}

/// What turns and stops cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnCosts {
    /// A right-angled turn to the kerb's side (right where one drives on the right).
    pub near: Milliseconds,
    /// A right-angled turn across the oncoming traffic.
    pub far: Milliseconds,
    /// Going straight on at a junction of three and more roads.
    pub straight: Milliseconds,
    /// Turning round.
    pub u_turn: Milliseconds,
    /// Traffic signals at a junction; half of it for signals in mid-road.
    pub signal: Milliseconds,
    /// A gate to be opened.
    pub gate: Milliseconds,
}

/// What a surface does to speed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurfaceRule {
    /// Speeds are multiplied by this.
    pub factor: f64,
    /// And never exceed this, in km/h.
    pub cap_kmh: Option<f64>,
}

/// See the module.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// What it is called.
    pub name: String,
    /// Its row in the access hierarchy.
    pub mode: Mode,
    /// Actual gross mass.
    pub mass: Grams,
    /// Heaviest axle.
    pub axle_load: Grams,
    /// Height.
    pub height: Centimetres,
    /// Width.
    pub width: Centimetres,
    /// Length.
    pub length: Centimetres,
    /// Whether it carries dangerous goods.
    pub hazmat: bool,
    /// Emission class.
    pub emission: Emission,
    /// Plate and permits; those of a profile are none.
    pub papers: Papers,
    /// Never faster than this, in km/h.
    pub max_speed_kmh: f64,
    /// Share of the legal maximum that is driven on average.
    pub legal_fraction: f64,
    /// Whether it takes ferries.
    pub ferry: bool,
    /// Where it turns round.
    pub u_turns: UTurns,
    /// What turns cost.
    pub turns: TurnCosts,
    /// Speed in km/h by class, in built-up areas; `None`: never used.
    pub town_kmh: [Option<f64>; RoadClass::ALL.len()],
    /// Speed in km/h by class, in the country.
    pub rural_kmh: [Option<f64>; RoadClass::ALL.len()],
    /// By surface.
    pub surfaces: [SurfaceRule; Surface::ALL.len()],
}

/// The TOML texts of the shipped profiles, with their names.
pub const SHIPPED: [(&str, &str); 5] = [
    ("tricycle", include_str!("profiles/tricycle.toml")),
    ("van", include_str!("profiles/van.toml")),
    ("light_truck", include_str!("profiles/light_truck.toml")),
    ("heavy_truck", include_str!("profiles/heavy_truck.toml")),
    ("foot", include_str!("profiles/foot.toml")),
];

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// Everything that is wrong with the text, at once.
    pub fn from_toml(text: &str) -> Result<Self, Vec<Fault>> {
        parse::profile(text)
    }

    /// A shipped profile by name: `tricycle`, `van`, `light_truck`, `heavy_truck`, `foot`.
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        let (_, text) = SHIPPED.iter().find(|p| p.0 == name)?;
        Self::from_toml(text).ok()
    }
}
