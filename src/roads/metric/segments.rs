//! Who may drive a segment, and how fast.

use crate::graph::Weight;
use crate::ids::Id;
use crate::osm::model::{Access, Direction, Limits, RoadClass, SpeedLimit};
use crate::roads::attributes::RoadAttributes;
use crate::roads::conditions::{Departure, access, holds};
use crate::roads::network::{BUILT_UP, RoadNetwork, RoadRecord};
use crate::roads::profile::Profile;
use crate::roads::rules::Overlay;

/// `maxspeed=walk` (German Schrittgeschwindigkeit: courts say 4 to 7 km/h; OSM wiki "Key:maxspeed").
const WALK_KMH: f64 = 7.0;

/// Whether a vehicle is within the limits; what is not tagged limits nothing.
pub(in crate::roads) fn fits(limits: &Limits, profile: &Profile) -> bool {
    limits.weight.is_none_or(|l| profile.mass <= l)
        && limits.axle_load.is_none_or(|l| profile.axle_load <= l)
        && limits.height.is_none_or(|l| profile.height <= l)
        && limits.width.is_none_or(|l| profile.width <= l)
        && limits.length.is_none_or(|l| profile.length <= l)
}

/// What driving one kind of road in one direction is like.
#[derive(Clone, Copy)]
struct Going {
    /// In km/h; `None` where the vehicle may not go.
    speed: Option<f64>,
    /// What no change by rule lifts the speed above; `None` where rules do not change it, on ferries.
    ceiling: Option<f64>,
    /// By its tags only for those with business there.
    zone: bool,
}

/// No time: the segment is closed.
pub(super) const CLOSED: u32 = u32::MAX;

/// By segment: milliseconds from end to end, or [`CLOSED`], and whether it is a zone by its tags.
///
/// Roads share few sets of attributes, so each set is judged once for each direction, in town and out of it, and a segment then
/// costs one division.
pub(super) fn price(
    network: &RoadNetwork,
    profile: &Profile,
    departure: Option<Departure>,
    overlay: &Overlay,
) -> (Vec<u32>, Vec<bool>) {
    let goings: Vec<[Going; 4]> = network.attributes.iter().map(|a| kinds(a, profile, departure)).collect();
    let going = |road: &RoadRecord, direction: usize| {
        &goings[road.attributes as usize][2 * direction + usize::from(road.flags & BUILT_UP != 0)]
    };
    // Read once: a column in a mapped file checks its bounds at every access.
    let roads: &[RoadRecord] = &network.roads;
    let mut times = Vec::with_capacity(2 * roads.len());
    let mut zone = Vec::with_capacity(2 * roads.len());
    for road in roads {
        for direction in 0..2 {
            let going = going(road, direction);
            times.push(going.speed.map_or(CLOSED, |kmh| time(road.length_cm, kmh)));
            zone.push(going.zone);
        }
    }
    for (segment, change) in overlay.changes() {
        let road = &roads[segment.road().index()];
        let going = going(road, usize::from(!segment.is_forward()));
        let speed = match (change.closed, going.ceiling) {
            (true, _) => None,
            (false, Some(ceiling)) => going.speed.map(|s| change.speed(s).min(ceiling).max(1.0)),
            (false, None) => going.speed,
        };
        times[segment.index()] = speed.map_or(CLOSED, |kmh| time(road.length_cm, kmh));
    }
    (times, zone)
}

/// Milliseconds for a length at a speed, to the nearest and at least one; [`CLOSED`] where a weight could not hold it.
fn time(length_cm: u32, kmh: f64) -> u32 {
    // 1 cm at 1 km/h takes 36 ms.
    let exact = f64::from(length_cm) * 36.0 / kmh;
    if exact >= Weight::HALF as f64 - 0.5 || i64::from(length_cm) >= Weight::HALF {
        return CLOSED;
    }
    // Rounding half up; `f64::round` is a call into a library on the processors we build for.
    let whole = exact as u32;
    // Never nothing: round a circle that costs nothing a way could be written any number of times.
    (whole + u32::from(exact - f64::from(whole) >= 0.5)).max(1)
}

/// Forward in the country and in town, backward likewise.
fn kinds(a: &RoadAttributes, profile: &Profile, departure: Option<Departure>) -> [Going; 4] {
    let kind = |direction: Direction, built_up: bool| {
        let access = access(&a.access[direction as usize], &a.conditional, Some(direction), profile, departure);
        let open = access != Access::No && fits(&a.limits, profile) && !(profile.hazmat && a.no_hazmat);
        let legal = legal_limit(a, direction, profile, departure).map(|legal| legal * profile.legal_fraction);
        Going {
            speed: if open { speed_kmh(a, legal, built_up, profile) } else { None },
            ceiling: (a.class != RoadClass::Ferry)
                .then(|| legal.map_or(profile.max_speed_kmh, |legal| legal.min(profile.max_speed_kmh))),
            zone: matches!(access, Access::Destination | Access::Private),
        }
    };
    let [ahead, back] = [Direction::Forward, Direction::Backward];
    [kind(ahead, false), kind(ahead, true), kind(back, false), kind(back, true)]
}

/// The speed of the class, slowed by surface, and never above what is legal and what the vehicle can do.
fn speed_kmh(a: &RoadAttributes, legal: Option<f64>, built_up: bool, profile: &Profile) -> Option<f64> {
    let by_class = if built_up { &profile.town_kmh } else { &profile.rural_kmh };
    let class_speed = by_class[a.class as usize]?;
    if a.class == RoadClass::Ferry {
        if !profile.ferry {
            return None;
        }
        // A timetable beats any assumed speed: 1 cm in 1 ms is 36 km/h.
        let timed = a.ferry.filter(|f| f.0.0 > 0 && f.1.0 > 0).map(|(d, l)| 36.0 * l.0 as f64 / d.0 as f64);
        return Some(timed.unwrap_or(class_speed).max(1.0));
    }
    let rule = profile.surfaces[a.surface as usize];
    let mut speed = (class_speed * rule.factor).min(profile.max_speed_kmh);
    if let Some(cap) = rule.cap_kmh {
        speed = speed.min(cap);
    }
    if let Some(legal) = legal {
        speed = speed.min(legal);
    }
    Some(speed.max(1.0))
}

/// The lowest limit that binds the vehicle; a conditional one replaces the plain one while it holds.
fn legal_limit(
    a: &RoadAttributes,
    direction: Direction,
    profile: &Profile,
    departure: Option<Departure>,
) -> Option<f64> {
    let kmh = |limit: SpeedLimit| match limit {
        SpeedLimit::Kmh(v) => Some(f64::from(v)),
        SpeedLimit::Walk => Some(WALK_KMH),
        SpeedLimit::None => None,
    };
    let mut limit = a.maxspeed[direction as usize];
    for (value, when) in &a.maxspeed_conditional {
        if holds(when, profile, departure) {
            limit = Some(*value);
        }
    }
    let trucks = a.maxspeed_hgv.filter(|_| profile.mode == crate::osm::model::Mode::Hgv);
    let [plain, trucks] = [limit, trucks].map(|l| l.and_then(kmh));
    match (plain, trucks) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
