//! Who may drive a segment, and how fast: each segment by itself, straight from its attributes.

use crate::graph::Weight;
use crate::ids::{RoadId, SegmentId};
use crate::osm::model::{Access, Limits, RoadClass, SpeedLimit};
use crate::roads::attributes::RoadAttributes;
use crate::roads::conditions::{Departure, access, holds};
use crate::roads::network::{RoadNetwork, direction};
use crate::roads::profile::Profile;
use crate::units::Milliseconds;

/// `maxspeed=walk` (German Schrittgeschwindigkeit: courts say 4 to 7 km/h; OSM wiki "Key:maxspeed").
const WALK_KMH: f64 = 7.0;

/// Whether a vehicle is within the limits; what is not tagged limits nothing.
pub(super) fn fits(limits: &Limits, profile: &Profile) -> bool {
    limits.weight.is_none_or(|l| profile.mass <= l)
        && limits.axle_load.is_none_or(|l| profile.axle_load <= l)
        && limits.height.is_none_or(|l| profile.height <= l)
        && limits.width.is_none_or(|l| profile.width <= l)
        && limits.length.is_none_or(|l| profile.length <= l)
}

/// By segment: time and length if the vehicle may drive it, and whether it is a zone.
pub(super) fn price(
    network: &RoadNetwork,
    profile: &Profile,
    departure: Option<Departure>,
) -> (Vec<Option<Weight>>, Vec<bool>) {
    let mut segments = Vec::with_capacity(2 * network.road_count());
    let mut zone = Vec::with_capacity(2 * network.road_count());
    for s in network.road_ids().flat_map(RoadId::segments) {
        let road = network.road(s.road());
        let a = road.attributes;
        let access = access(&a.access[direction(s) as usize], &a.conditional, Some(direction(s)), profile, departure);
        let open = access != Access::No && fits(&a.limits, profile) && !(profile.hazmat && a.no_hazmat);
        let speed = if open { speed_kmh(a, s, road.built_up, profile, departure) } else { None };
        // 1 cm at 1 km/h takes 36 ms.
        segments.push(speed.and_then(|kmh| {
            let time = Milliseconds(((road.length.0 as f64 * 36.0 / kmh).round() as i64).max(1));
            Weight::new(time, road.length)
        }));
        let inside = network.topology().is_enclosed(s, profile.mode);
        zone.push(inside || matches!(access, Access::Destination | Access::Private));
    }
    (segments, zone)
}

/// The speed of the class, slowed by surface, and never above what is legal and what the vehicle can do.
fn speed_kmh(
    a: &RoadAttributes,
    s: SegmentId,
    built_up: bool,
    profile: &Profile,
    departure: Option<Departure>,
) -> Option<f64> {
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
    let legal = legal_limit(a, s, profile, departure);
    if let Some(legal) = legal {
        speed = speed.min(legal * profile.legal_fraction);
    }
    Some(speed.max(1.0))
}

/// The lowest limit that binds the vehicle; a conditional one replaces the plain one while it holds.
fn legal_limit(a: &RoadAttributes, s: SegmentId, profile: &Profile, departure: Option<Departure>) -> Option<f64> {
    let kmh = |limit: SpeedLimit| match limit {
        SpeedLimit::Kmh(v) => Some(f64::from(v)),
        SpeedLimit::Walk => Some(WALK_KMH),
        SpeedLimit::None => None,
    };
    let mut limit = a.maxspeed[direction(s) as usize];
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
