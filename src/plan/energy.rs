//! Energy and carbon dioxide by a plain table of factors, one for each kind of vehicle.

use crate::ids::{IdVec, KindId};
use crate::plan::Plan;
use crate::rounds::problem::Problem;
use crate::units::priced;

/// What a vehicle runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EnergySource {
    /// Diesel: amounts are millilitres.
    Diesel,
    /// Electricity: amounts are watt-hours at the socket.
    Electricity,
}

/// What a kind of vehicle uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnergyFactor {
    /// What it runs on.
    pub source: EnergySource,
    /// Millilitres or watt-hours per 100 km, at the usual mix of empty and loaded.
    pub per_100_km: i64,
    /// Grams of carbon dioxide per litre or kilowatt-hour.
    pub co2_g_per_unit: i64,
}

/// Energy and carbon dioxide of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnergyStatement {
    /// The factors used, by kind.
    pub factors: IdVec<KindId, EnergyFactor>,
    /// Diesel burnt.
    pub diesel_ml: i64,
    /// Electricity used.
    pub electricity_wh: i64,
    /// Carbon dioxide.
    pub co2_g: i64,
}

/// Grams of carbon dioxide from a litre of diesel: 74,100 kg/TJ x 43.0 TJ/Gg (IPCC 2006 Guidelines, vol. 2, tables 1.2 and 3.2.1) x 0.84 kg/l.
pub const DIESEL_CO2_G_PER_L: i64 = 2_676;
/// Grams of carbon dioxide from a kilowatt-hour of China's grid: national average of 2022, 0.5366 kg/kWh
/// (Ministry of Ecology and Environment and National Bureau of Statistics, announcement of December 2024).
pub const GRID_CO2_G_PER_KWH: i64 = 537;

/// What a vehicle of a profile uses where nobody has said better; consumption per 100 km is assumed.
///
/// Diesel follows the order of the limits of GB 30510-2018 for goods vehicles (11.5 l to 4.5 t, 24 l to 16 t of gross mass); a cargo tricycle
/// with 72 V and about 5 kWh goes some 70 km. A profile without a row counts as a light truck.
pub const ASSUMED: &[(&str, EnergyFactor)] = &[
    (
        "tricycle",
        EnergyFactor { source: EnergySource::Electricity, per_100_km: 7_000, co2_g_per_unit: GRID_CO2_G_PER_KWH },
    ),
    ("van", EnergyFactor { source: EnergySource::Diesel, per_100_km: 9_000, co2_g_per_unit: DIESEL_CO2_G_PER_L }),
    (
        "light_truck",
        EnergyFactor { source: EnergySource::Diesel, per_100_km: 11_500, co2_g_per_unit: DIESEL_CO2_G_PER_L },
    ),
    (
        "heavy_truck",
        EnergyFactor { source: EnergySource::Diesel, per_100_km: 24_000, co2_g_per_unit: DIESEL_CO2_G_PER_L },
    ),
];

/// The assumed factor of a profile, by its name.
#[must_use]
pub fn assumed(profile: &str) -> EnergyFactor {
    let row = ASSUMED.iter().find(|(name, _)| *name == profile);
    row.map_or(
        EnergyFactor { source: EnergySource::Diesel, per_100_km: 11_500, co2_g_per_unit: DIESEL_CO2_G_PER_L },
        |r| r.1,
    )
}

/// Energy and carbon dioxide of a plan by one factor for each kind; a kind without a factor counts as nothing.
///
/// Each vehicle's amount is rounded half up once, its carbon dioxide once from that.
#[must_use]
pub fn state(problem: &Problem, plan: &Plan, factors: IdVec<KindId, EnergyFactor>) -> EnergyStatement {
    let mut sums = EnergyStatement { factors, ..EnergyStatement::default() };
    for vehicle in &plan.vehicles {
        let kind = problem.vehicles.get(vehicle.vehicle).map(|v| v.kind);
        let Some(factor) = kind.and_then(|k| sums.factors.get(k).copied()) else { continue };
        // 100 km are 10,000,000 cm; a litre or kilowatt-hour is 1,000 of the base unit.
        let amount = priced(factor.per_100_km, vehicle.totals.length.0, 10_000_000).0;
        let co2 = priced(factor.co2_g_per_unit, amount, 1_000).0;
        let sum = match factor.source {
            EnergySource::Diesel => &mut sums.diesel_ml,
            EnergySource::Electricity => &mut sums.electricity_wh,
        };
        *sum = sum.saturating_add(amount);
        sums.co2_g = sums.co2_g.saturating_add(co2);
    }
    sums
}
