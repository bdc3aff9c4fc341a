//! A vehicle that differs from a profile in some figures: one request's own truck.

use super::{Emission, Papers, Profile};
use crate::units::{Centimetres, Grams};

/// What differs; what is not given is the profile's. Equal variations of one profile are one vehicle.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variation {
    /// Actual gross mass.
    pub mass: Option<Grams>,
    /// Heaviest axle; if it is not given the profile's, which is at most the mass.
    pub axle_load: Option<Grams>,
    /// Height.
    pub height: Option<Centimetres>,
    /// Width.
    pub width: Option<Centimetres>,
    /// Length.
    pub length: Option<Centimetres>,
    /// Whether it carries dangerous goods.
    pub hazmat: Option<bool>,
    /// Emission class.
    pub emission: Option<Emission>,
    /// Never faster than this, in metres an hour.
    pub max_speed_m_h: Option<u32>,
    /// Plate and permits.
    pub papers: Papers,
}

impl Variation {
    /// Without what is the profile's own, so that a request that spells the profile out is the profile.
    #[must_use]
    pub fn of(self, profile: &Profile) -> Self {
        fn differs<T: PartialEq>(given: Option<T>, own: &T) -> Option<T> {
            given.filter(|g| g != own)
        }
        Self {
            // A mass may change the axle load, so both stand or fall together.
            axle_load: self.axle_load.filter(|&a| a != profile.axle_load || self.mass.is_some_and(|m| m < a)),
            mass: differs(self.mass, &profile.mass),
            height: differs(self.height, &profile.height),
            width: differs(self.width, &profile.width),
            length: differs(self.length, &profile.length),
            hazmat: differs(self.hazmat, &profile.hazmat),
            emission: differs(self.emission, &profile.emission),
            papers: self.papers,
            max_speed_m_h: self.max_speed_m_h.filter(|&m| kmh(m) != profile.max_speed_kmh),
        }
    }
}

fn kmh(metres_an_hour: u32) -> f64 {
    f64::from(metres_an_hour) / 1000.0
}

impl Profile {
    /// The profile with some figures changed; its name stays.
    #[must_use]
    pub fn varied(&self, by: &Variation) -> Self {
        let mass = by.mass.unwrap_or(self.mass);
        Self {
            mass,
            axle_load: by.axle_load.unwrap_or(self.axle_load.min(mass)),
            height: by.height.unwrap_or(self.height),
            width: by.width.unwrap_or(self.width),
            length: by.length.unwrap_or(self.length),
            hazmat: by.hazmat.unwrap_or(self.hazmat),
            emission: by.emission.unwrap_or(self.emission),
            papers: by.papers.clone(),
            max_speed_kmh: by.max_speed_m_h.map_or(self.max_speed_kmh, kmh),
            ..self.clone()
        }
    }
}
