//! Generated days on a city's map and roads: orders at homes, stations on land that could hold one, hours in which the middle of the city is slow and closed to trucks.

use super::City;
use super::error::EngineError;
use super::network::generated::spots;
use super::query::LonLat;
use super::rules::{polygon, week_hours};
use super::travel::ground;
use crate::ids::{Id, PlaceId};
use crate::matrix::travel::ProfileIx;
use crate::network::generated::Size;
use crate::osm::model::ModeSet;
use crate::roads::rules::{AtLeast, Effect, Rule, Vehicles};
use crate::rounds::generated::{PROFILES, STATIONS, day};
use crate::rounds::problem::Problem;

/// When the middle of the city is slow, and when trucks may not be there.
const SLOW: &str = "Mo-Fr 07:00-09:00,17:00-19:00";
const CLOSED: &str = "Mo-Fr 07:00-09:00";
/// How slow.
const FACTOR: f64 = 0.6;
/// More spots than orders, as a share: some are near no road of some vehicle.
const SPARE: f64 = 0.1;
/// Corners of the middle.
const CORNERS: usize = 24;
/// The middle holds this share of all spots.
const MIDDLE: f64 = 0.25;

/// A day of so many orders, and its rules of hours put in force in the city. The same seed gives the same day on the same city; fewer orders where the map has no more.
///
/// # Errors
/// Those of [`ground`].
pub fn rounds_day(city: &City, orders: usize, seed: u64) -> Result<Problem, EngineError> {
    let spare = (orders as f64 * SPARE).ceil() as usize + 10;
    let size = Size { places: orders + spare + 1, drop_offs: 1, stations: STATIONS, centres: 1, streams: 3 };
    let (found, _) = spots(city, &size, seed);
    let [_, stations, _] = found.sites;
    let all: Vec<(f64, f64)> = stations.into_iter().take(STATIONS).chain(found.places).collect();
    city.set_rules(middle(&all)?);
    let full = day(&all, seed);
    let grounded = ground(city, &full)?;
    let depot = PlaceId::new(STATIONS);
    let at = crate::units::Milliseconds::ZERO;
    let mut lost = vec![false; all.len()];
    grounded.unplaced.iter().for_each(|(place, ..)| lost[place.index()] = true);
    let reached = |place: PlaceId| {
        !lost[place.index()]
            && (0..PROFILES.len()).map(ProfileIx::new).all(|profile| {
                let way = |a, b| grounded.travel.leg(profile, a, b, at).is_some();
                way(depot, place) && way(place, depot)
            })
    };
    let mut problem = full.with_travel(grounded.travel.clone());
    let kept: Vec<_> = problem.tasks.iter().filter(|t| reached(t.place)).take(orders).cloned().collect();
    // Vehicles and intakes as for a day of just so many.
    let fitting = day(&all[..(STATIONS + 1 + kept.len()).min(all.len())], seed);
    (problem.vehicles, problem.unloading) = (fitting.vehicles, fitting.unloading);
    problem.tasks = kept.into();
    Ok(problem)
}

/// The middle of some spots is slow at some hours, and closed to trucks.
fn middle(spots: &[(f64, f64)]) -> Result<Vec<Rule>, EngineError> {
    let median = |of: fn(&(f64, f64)) -> f64| {
        let mut all: Vec<f64> = spots.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or(0.0)
    };
    let (lon, lat) = (median(|p| p.0), median(|p| p.1));
    let squeeze = lat.to_radians().cos().max(0.01);
    let mut far: Vec<f64> = spots.iter().map(|p| ((p.0 - lon) * squeeze).hypot(p.1 - lat)).collect();
    far.sort_by(f64::total_cmp);
    let radius = far.get((far.len() as f64 * MIDDLE) as usize).copied().unwrap_or(0.0);
    let corner = |i: usize| {
        let angle = std::f64::consts::TAU * (i % CORNERS) as f64 / CORNERS as f64;
        LonLat { lon: lon + radius * angle.cos() / squeeze, lat: lat + radius * angle.sin() }
    };
    let area = polygon(&[(0..=CORNERS).map(corner).collect()])?;
    let rule = |id: &str, effect, vehicles, hours| Rule {
        id: id.to_owned(),
        effect,
        vehicles,
        at_least: AtLeast::default(),
        hours: week_hours(hours),
        ..Rule::exclusion(vec![area.clone()])
    };
    let trucks = Vehicles { modes: ModeSet(0), profiles: vec![PROFILES[1].to_owned()] };
    Ok(vec![
        rule("slow middle", Effect::Factor(FACTOR), Vehicles::all(), SLOW),
        rule("no trucks in the middle", Effect::Closed, trucks, CLOSED),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_round_the_median() {
        let spots: Vec<(f64, f64)> =
            (0..100).map(|i| (126.0 + f64::from(i % 10) / 100.0, 45.0 + f64::from(i / 10) / 100.0)).collect();
        let hours = middle(&spots).map(|rules| rules.iter().map(|r| r.hours.is_some()).collect::<Vec<_>>());
        assert_eq!(hours.map_err(|e| e.code), Ok(vec![true, true]));
    }
}
