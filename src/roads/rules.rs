//! What stands over the tags of the map: bans (限行), closures and speeds, by drawn polygon or by way.
//!
//! A [`Rule`] says where, what, for whom and when. [`Rules`] are rules laid on one network: each knows its segments, so that which of them are
//! [in force](Rules::in_force) for a vehicle at a departure, and the [`Overlay`] a metric is made with, take no geometry.
//! Rules only ever close and slow down or speed up; what the tags close stays closed. A closed segment is closed to those who
//! would begin or end there, too: such a place is put on the nearest road that is open.

mod cover;
mod overlay;
#[cfg(test)]
mod tests;

pub use overlay::{Change, InForce, Overlay};

use std::collections::BTreeMap;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use self::cover::Cover;
use super::conditions::Departure;
use super::hours::edges;
use super::network::RoadNetwork;
use super::profile::{Emission, Profile};
use crate::ids::{Id, OsmWayId, SegmentId};
use crate::osm::model::{Direction, ModeSet, Polygon, WeekHours};
use crate::units::{Centimetres, Grams};

/// Where a rule holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Area {
    /// On every road of which more than 10 m, or more than half, lies inside the polygons and more than 5 m from their edges. So a ring road drawn
    /// as the boundary is not inside, and a street in a narrow outline is.
    Polygons(Vec<Polygon>),
    /// On these ways; in one direction of their nodes only, if that is said.
    Ways(Vec<OsmWayId>, Option<Direction>),
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    /// Nobody whom it binds may drive there.
    Closed,
    /// Speeds are multiplied by this.
    Factor(f64),
    /// One drives at this speed in km/h, whatever the class and surface of the road would have it. As with a factor the vehicle's own and the
    /// legal maximum stay in force; where several rules give a speed the lowest counts. Ferries keep their timetables.
    Kmh(f64),
}

/// Whom a rule binds: every vehicle of these modes, and those of the profiles named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vehicles {
    /// Rows of the access hierarchy.
    pub modes: ModeSet,
    /// Names of profiles.
    pub profiles: Vec<String>,
}

impl Vehicles {
    /// Everybody on wheels: what a rule binds that names nobody.
    #[must_use]
    pub fn all() -> Self {
        Self { modes: ModeSet(ModeSet::ALL.0 & !1), profiles: Vec::new() }
    }
    /// Everybody, those on foot too.
    #[must_use]
    pub fn everybody() -> Self {
        Self { modes: ModeSet::ALL, profiles: Vec::new() }
    }
}

/// A rule binds only vehicles that are at least so heavy and so large, in every respect that is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AtLeast {
    /// Gross mass.
    pub mass: Option<Grams>,
    /// Heaviest axle.
    pub axle_load: Option<Grams>,
    /// Height.
    pub height: Option<Centimetres>,
    /// Width.
    pub width: Option<Centimetres>,
    /// Length.
    pub length: Option<Centimetres>,
}

/// See the module.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// What it is called, for people.
    pub id: String,
    /// More about it, for people.
    pub note: String,
    /// Where.
    pub area: Area,
    /// What.
    pub effect: Effect,
    /// For whom.
    pub vehicles: Vehicles,
    /// Not for vehicles of these emission classes.
    pub except: Vec<Emission>,
    /// Not for those who have one of these permits.
    pub permits: Vec<String>,
    /// Only for plates judged by one of these digits; `None`: for any, known or not.
    pub plate_digits: Option<Vec<u8>>,
    /// Only for vehicles so heavy and large.
    pub at_least: AtLeast,
    /// When; `None`: always. Without a departure no hours are in force.
    pub hours: Option<WeekHours>,
}

impl Rule {
    /// Nobody may use what lies in `polygons`, those on foot included: an area that one request shuns.
    #[must_use]
    pub fn exclusion(polygons: Vec<Polygon>) -> Self {
        Self {
            id: "exclude".into(),
            note: String::new(),
            area: Area::Polygons(polygons),
            effect: Effect::Closed,
            vehicles: Vehicles::everybody(),
            except: Vec::new(),
            permits: Vec::new(),
            plate_digits: None,
            at_least: AtLeast::default(),
            hours: None,
        }
    }

    /// Whether it binds that vehicle, at some hour at least.
    #[must_use]
    pub fn binds(&self, profile: &Profile) -> bool {
        let named = self.vehicles.modes.contains(profile.mode) || self.vehicles.profiles.contains(&profile.name);
        let at = &self.at_least;
        named
            && !self.except.contains(&profile.emission)
            && !self.permits.iter().any(|p| profile.papers.permits.contains(p))
            && self.plate_digits.as_ref().is_none_or(|d| profile.papers.plate_digit.is_some_and(|own| d.contains(&own)))
            && at.mass.is_none_or(|l| profile.mass >= l)
            && at.axle_load.is_none_or(|l| profile.axle_load >= l)
            && at.height.is_none_or(|l| profile.height >= l)
            && at.width.is_none_or(|l| profile.width >= l)
            && at.length.is_none_or(|l| profile.length >= l)
    }

    fn holds_at(&self, departure: Option<Departure>) -> bool {
        self.hours.as_ref().is_none_or(|hours| departure.is_some_and(|d| d.is_in(hours)))
    }
}

/// A rule on a network.
#[derive(Clone, Debug, PartialEq)]
struct Laid {
    rule: Rule,
    /// Of all that the rule says.
    name: u128,
    /// In order, each once.
    segments: Vec<SegmentId>,
    unknown_ways: Vec<OsmWayId>,
    /// Of the segments and the effect: rules with one key do the same.
    key: u128,
}

/// Something about a rule that its author should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// There is no road of the city in its area: it changes nothing.
    NoRoads,
    /// The city has no roads of these ways; the others of the rule count.
    UnknownWays(Vec<OsmWayId>),
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    laid: Vec<Laid>,
}

impl Rules {
    /// Lays rules on a network. Time O(points of the roads + log edges of the polygons for each point near them).
    #[must_use]
    pub fn new(network: &RoadNetwork, rules: Vec<Rule>) -> Self {
        Self::default().relaid(network, rules)
    }
    /// Lays rules on the network of these; a rule that is among these is copied, so that a change of one rule of many costs that one.
    #[must_use]
    pub fn relaid(&self, network: &RoadNetwork, rules: Vec<Rule>) -> Self {
        let known: BTreeMap<u128, &Laid> = self.laid.iter().map(|l| (l.name, l)).collect();
        let lay = |rule: Rule| {
            let old = known.get(&name(&rule)).filter(|l| l.rule == rule);
            old.map_or_else(|| lay(network, rule), |l| (*l).clone())
        };
        Self { laid: rules.into_iter().map(lay).collect() }
    }
    /// Memory held, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let points = |area: &Area| match area {
            Area::Polygons(all) => {
                all.iter().map(|p| p.outer.len() + p.inners.iter().map(Vec::len).sum::<usize>()).sum()
            }
            Area::Ways(ways, _) => ways.len(),
        };
        self.laid.iter().map(|l| size_of::<Laid>() + 4 * l.segments.len() + 8 * points(&l.rule.area)).sum()
    }
    /// The rules as they were given.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Rule> {
        self.laid.iter().map(|l| &l.rule)
    }
    /// How many rules.
    #[must_use]
    pub fn len(&self) -> usize {
        self.laid.len()
    }
    /// Whether there is no rule.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.laid.is_empty()
    }
    /// The segments of a rule by its place among the rules, in order.
    #[must_use]
    pub fn segments(&self, rule: usize) -> &[SegmentId] {
        self.laid.get(rule).map_or(&[], |l| &l.segments)
    }
    /// What their authors should look at, by the rules' places.
    #[must_use]
    pub fn findings(&self) -> Vec<(usize, Finding)> {
        let of = |(i, laid): (usize, &Laid)| {
            let unknown = (!laid.unknown_ways.is_empty()).then(|| Finding::UnknownWays(laid.unknown_ways.clone()));
            let nothing = laid.segments.is_empty().then_some(Finding::NoRoads);
            unknown.into_iter().chain(nothing).map(move |f| (i, f)).collect::<Vec<_>>()
        };
        self.laid.iter().enumerate().flat_map(of).collect()
    }
    /// Minutes of the week at which a rule begins or ends to hold, ascending.
    #[must_use]
    pub fn hour_changes(&self) -> Vec<u16> {
        let mut all: Vec<u16> = self.iter().filter_map(|r| r.hours.as_ref()).flat_map(edges).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
    /// The rules that bind this vehicle at this departure, with those of `also` (an area that only one request shuns).
    #[must_use]
    pub fn in_force<'r>(&'r self, also: &'r Self, profile: &Profile, departure: Option<Departure>) -> InForce<'r> {
        let all = self.laid.iter().chain(&also.laid);
        let laid = all.filter(|l| !l.segments.is_empty() && l.rule.holds_at(departure) && l.rule.binds(profile));
        InForce::new(laid.map(|l| (l.key, &l.segments[..], l.rule.effect)).collect())
    }
}

/// A number for all that a rule says, to find it again by.
fn name(rule: &Rule) -> u128 {
    xxh3_128(format!("{rule:?}").as_bytes())
}

fn lay(network: &RoadNetwork, rule: Rule) -> Laid {
    let mut unknown_ways = Vec::new();
    let mut segments: Vec<SegmentId> = match &rule.area {
        Area::Polygons(polygons) => Cover::new(polygons).roads(network).flat_map(|r| r.segments()).collect(),
        Area::Ways(ways, direction) => {
            let mut found = Vec::new();
            for &way in ways {
                let before = found.len();
                found.extend(
                    network
                        .roads_of(way)
                        .flat_map(|r| r.segments())
                        .filter(|s| direction.is_none_or(|d| (d == Direction::Forward) == s.is_forward())),
                );
                if found.len() == before {
                    unknown_ways.push(way);
                }
            }
            found
        }
    };
    segments.sort_unstable();
    segments.dedup();
    unknown_ways.sort_unstable();
    unknown_ways.dedup();
    let key = key(&segments, rule.effect);
    Laid { name: name(&rule), rule, segments, unknown_ways, key }
}

fn key(segments: &[SegmentId], effect: Effect) -> u128 {
    let mut hash = Xxh3::new();
    let (kind, number) = match effect {
        Effect::Closed => (0_u8, 0.0),
        Effect::Factor(by) => (1, by),
        Effect::Kmh(at) => (2, at),
    };
    hash.update(&[kind]);
    hash.update(&f64::to_le_bytes(number));
    for s in segments {
        hash.update(&(s.index() as u32).to_le_bytes());
    }
    hash.digest128()
}

/// Names polygons by what they are, so that the same area asked for twice is laid once.
#[must_use]
pub fn name_of(polygons: &[Polygon]) -> u128 {
    let mut bytes = Vec::new();
    for polygon in polygons {
        for ring in std::iter::once(&polygon.outer).chain(&polygon.inners) {
            bytes.extend((ring.len() as u64).to_le_bytes());
            bytes.extend(ring.iter().flat_map(|c| [c.lon_e7.to_le_bytes(), c.lat_e7.to_le_bytes()]).flatten());
        }
        bytes.extend(u64::MAX.to_le_bytes());
    }
    xxh3_128(&bytes)
}
