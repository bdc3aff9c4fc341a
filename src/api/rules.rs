//! Rules and a request's terms as the engine keeps them.

use std::sync::Arc;

use crate::api::backend::Prepared;
use crate::engine::City;
use crate::engine::error::EngineError;
use crate::engine::query::{self, Variation};
use crate::engine::rules::{
    Area, AtLeast, Direction, Effect, Emission, Finding, Mode, ModeSet, Polygon, Rule, RuleBook, Vehicles, WeekHours,
    polygon, week_hours,
};
use crate::wire::area::Polygons;
use crate::wire::codes::{W5101, W5102};
use crate::wire::defect::Defect;
use crate::wire::request::Terms;
use crate::wire::rule_tree::RuleTree;
use crate::wire::rules::{DirectionWord, Known, RuleArea, RuleEffect, RuleEntry, VehicleWord};
use crate::wire::vehicle::{EmissionClass, Vehicle};
use crate::{engine, wire};

/// Numbers of ways told in one warning at most.
const TOLD: usize = 20;

/// Puts the rules of a file over a city's map, in the place of those that were there; gives what its author should look at.
///
/// # Errors
/// Everything that is wrong with the file; the city's rules stay as they were.
pub fn set(city: &City, bytes: &[u8]) -> Result<Vec<Defect>, Vec<Defect>> {
    let (_, book, warnings) = read(city, bytes)?;
    city.put_rules(book);
    Ok(warnings)
}

/// Makes the rules of a file ready to be put in force.
///
/// # Errors
/// Everything that is wrong with the file.
pub(super) fn read(city: &City, bytes: &[u8]) -> Result<Prepared, Vec<Defect>> {
    let (tree, entries) = known(city, |known| RuleTree::read(bytes, known))?;
    let (book, warnings) = laid(city, entries)?;
    Ok((tree, book, warnings))
}

/// Makes rules ready of which one is new or changed; what is told is of that one, by places in it.
///
/// # Errors
/// Everything that is wrong with that one.
pub(super) fn put(city: &City, tree: &RuleTree, id: &str, bytes: &[u8]) -> Result<Prepared, Vec<Defect>> {
    let (tree, entries, at) = known(city, |known| tree.with(id, bytes, known))?;
    let (book, mut warnings) = laid(city, entries)?;
    let feature = format!("/features/{at}");
    warnings.retain(|w| w.pointer == feature);
    warnings.iter_mut().for_each(|w| w.pointer.clear());
    Ok((tree, book, warnings))
}

/// Makes rules ready that were read before.
///
/// # Errors
/// As [`RuleTree::entries`].
pub(super) fn lay(city: &City, tree: RuleTree) -> Result<Prepared, Vec<Defect>> {
    let entries = known(city, |known| tree.entries(known))?;
    let (book, warnings) = laid(city, entries)?;
    Ok((tree, book, warnings))
}

/// Tells a reader of rules what it must know.
fn known<T>(city: &City, read: impl FnOnce(&Known<'_>) -> T) -> T {
    let profiles = city.profiles();
    let hours = |text: &str| week_hours(text).map(|h| h.0);
    read(&Known { profiles: &profiles, hours: &hours })
}

fn laid(city: &City, entries: Vec<RuleEntry>) -> Result<(Arc<RuleBook>, Vec<Defect>), Vec<Defect>> {
    let rules = entries.into_iter().enumerate().map(|(i, entry)| {
        let rule = rule(entry);
        // What the reader lets through lies on the globe, so this refuses nothing.
        rule.map_err(|e| vec![Defect::new(&wire::codes::E1000, format!("/features/{i}"), [e.cause.en.into()])])
    });
    let rules: Vec<Rule> = rules.collect::<Result<_, _>>()?;
    let names: Vec<String> = rules.iter().map(|r| r.id.clone()).collect();
    let book = city.prepare_rules(rules);
    let warnings = book.rules.findings().into_iter().map(|(i, finding)| warning(i, &names[i], finding)).collect();
    Ok((book, warnings))
}

fn warning(at: usize, name: &str, finding: Finding) -> Defect {
    let pointer = format!("/features/{at}");
    let name = if name.is_empty() { pointer.clone() } else { name.to_owned() };
    match finding {
        Finding::NoRoads => Defect::new(&W5101, pointer, [name.into()]),
        Finding::UnknownWays(ways) => {
            let mut told: Vec<String> = ways.iter().take(TOLD).map(|w| w.0.to_string()).collect();
            if ways.len() > TOLD {
                told.push(format!("… ({})", ways.len()));
            }
            Defect::new(&W5102, pointer, [name.into(), told.join(", ").into()])
        }
    }
}

fn rule(entry: RuleEntry) -> Result<Rule, EngineError> {
    let area = match entry.area {
        RuleArea::Polygons(all) => Area::Polygons(polygons(&all)?),
        RuleArea::Ways(ways, direction) => {
            let direction = direction.map(|d| match d {
                DirectionWord::Forward => Direction::Forward,
                DirectionWord::Backward => Direction::Backward,
            });
            Area::Ways(ways.into_iter().map(crate::ids::OsmWayId).collect(), direction)
        }
    };
    let effect = match entry.effect {
        RuleEffect::Closed => Effect::Closed,
        RuleEffect::Factor(by) => Effect::Factor(by),
        RuleEffect::Kmh(kmh) => Effect::Kmh(kmh),
    };
    let at = entry.at_least;
    Ok(Rule {
        id: entry.id,
        note: entry.note,
        area,
        effect,
        vehicles: entry.vehicles.map_or_else(Vehicles::all, vehicles),
        except: entry.except.into_iter().map(emission).collect(),
        at_least: AtLeast {
            mass: at.mass,
            axle_load: at.axle_load,
            height: at.height,
            width: at.width,
            length: at.length,
        },
        hours: entry.hours.map(WeekHours),
    })
}

fn vehicles(words: Vec<VehicleWord>) -> Vehicles {
    let mut found = Vehicles { modes: ModeSet::default(), profiles: Vec::new() };
    for word in words {
        let mode = match word {
            VehicleWord::Profile(name) => {
                found.profiles.push(name);
                continue;
            }
            VehicleWord::MotorVehicle => {
                found.modes = ModeSet(found.modes.0 | Vehicles::all().modes.0);
                continue;
            }
            VehicleWord::Hgv => Mode::Hgv,
            VehicleWord::Goods => Mode::Goods,
            VehicleWord::Foot => Mode::Foot,
        };
        found.modes = found.modes.with(mode);
    }
    found
}

fn emission(class: EmissionClass) -> Emission {
    match class {
        EmissionClass::National4 | EmissionClass::GuoSi => Emission::National4,
        EmissionClass::National5 | EmissionClass::GuoWu => Emission::National5,
        EmissionClass::National6 | EmissionClass::GuoLiu => Emission::National6,
        EmissionClass::NewEnergy | EmissionClass::XinNengYuan => Emission::NewEnergy,
    }
}

fn polygons(all: &Polygons) -> Result<Vec<Polygon>, EngineError> {
    let ring = |r: &Vec<(f64, f64)>| r.iter().map(|&(lon, lat)| engine::query::LonLat { lon, lat }).collect();
    all.iter().map(|rings| polygon(&rings.iter().map(ring).collect::<Vec<_>>())).collect()
}

/// A vehicle's own figures.
#[must_use]
pub fn variation(v: Vehicle) -> Variation {
    Variation {
        mass: v.mass,
        axle_load: v.axle_load,
        height: v.height,
        width: v.width,
        length: v.length,
        hazmat: v.hazmat,
        emission: v.emission.map(emission),
        max_speed_m_h: v.max_speed_m_h,
    }
}

/// A request's terms.
///
/// # Errors
/// `bad_coordinate` off the globe, which the reader has refused before.
pub fn terms(terms: Terms) -> Result<query::Terms, EngineError> {
    Ok(query::Terms { vehicle: variation(terms.vehicle), exclude: polygons(&terms.exclude)? })
}

/// What a request that shuns an area without any road in it is told.
#[must_use]
pub fn idle_exclude() -> Defect {
    Defect::new(&W5101, "/exclude", ["exclude".into()])
}
