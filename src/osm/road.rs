//! A way's tags as a [`Way`]: class, access, limits, names.

use super::access::{Ground, push_rules};
use super::class::{class, for_feet, is_motorway};
use super::conditional::clauses;
use super::measure::{length, weight};
use super::model::{
    Access, Condition, ConditionalAccess, Direction, Mode, ModeSet, RoadClass, SpeedLimit, Surface, Way,
};
use super::tags::{Tags, Unknown};
use super::{ferry, limits, names, oneway, speed, surface};
use crate::ids::OsmWayId;

/// The road that these tags describe, still without nodes; `None` when they describe none of ours.
pub(crate) fn road(id: OsmWayId, tags: Tags<'_>, unknown: &Unknown) -> Option<Way> {
    let class = class(tags, unknown)?;
    let ground = ground(class, tags);
    let closed = oneway::closed(tags, class, unknown);
    let open = [Direction::Forward, Direction::Backward].map(|way| ground.access(tags, Some(way), unknown));
    let mut access = open;
    for (row, shut) in access.iter_mut().zip(closed) {
        for (cell, _) in row.iter_mut().zip(shut).filter(|(_, shut)| *shut) {
            *cell = Access::No;
        }
    }
    let conditional = rules(&ground, tags, open, closed, unknown);
    // Closed for good to everybody: nothing above would ever use it.
    if conditional.is_empty() && access.iter().flatten().all(|&a| a == Access::No) {
        return None;
    }
    Some(Way {
        id,
        nodes: Vec::new(),
        class,
        access,
        conditional,
        maxspeed: speed::both_ways(tags, unknown),
        maxspeed_hgv: speed::hgv(tags, unknown),
        maxspeed_conditional: speeds_by_condition(tags, unknown),
        limits: limits::limits(tags, unknown),
        no_hazmat: no_hazmat(tags),
        surface: if class == RoadClass::Ferry { Surface::Unknown } else { surface::surface(tags, unknown) },
        toll: tags.says_yes("toll"),
        lanes: tags.get("lanes").and_then(|v| v.split(['.', ';']).next()?.trim().parse().ok()).filter(|&n| n > 0),
        roundabout: oneway::is_roundabout(tags),
        bridge: tags.says_yes("bridge"),
        tunnel: tags.says_yes("tunnel"),
        ferry_duration: if class == RoadClass::Ferry { tags.get("duration").and_then(ferry::duration) } else { None },
        names: names::names(tags),
    })
}

/// The defaults of a class and what opens them.
///
/// On ways for feet a vehicle needs an invitation of its own (`access=yes` on a path does not speak of trucks); steps
/// stay closed. Motorways and motor roads never take tricycles, and feet only by `foot=yes`. An untagged ferry takes
/// vehicles unless it says that it is for feet or bicycles.
fn ground(class: RoadClass, tags: Tags<'_>) -> Ground {
    use Access::{No, Yes};
    let motorroad = is_motorway(class) || tags.is("motorroad", "yes");
    let impassable = tags.is("smoothness", "impassable");
    if motorroad {
        return Ground { default: [No, No, Yes, Yes], opens: |mode, key| mode == Mode::Foot && key == "foot" };
    }
    match class {
        RoadClass::Steps => Ground { default: [Yes, No, No, No], opens: |_, _| false },
        _ if impassable => Ground { default: [Yes, No, No, No], opens: |_, _| false },
        _ if for_feet(class) => Ground { default: [Yes, No, No, No], opens: |_, key| key != "access" },
        RoadClass::Ferry => {
            let car = match tags.get("motorcar") {
                Some(value) => super::access::word(value).is_some_and(|a| a != No),
                None => tags.get("foot").is_none() && tags.get("bicycle").is_none(),
            };
            let hgv = tags.get("motorcar").is_none() && car;
            let open = |yes: bool| if yes { Yes } else { No };
            Ground { default: [Yes, open(car), open(car), open(hgv)], opens: |_, _| true }
        }
        // Kept free for fire engines.
        RoadClass::Service if tags.is("service", "emergency_access") => {
            Ground { default: [Yes, No, No, No], opens: |_, key| key != "access" }
        }
        _ => Ground { default: [Yes; 4], opens: |_, _| true },
    }
}

/// All rules by the hour or by size: one-way openings, access, limits, one-way closings.
fn rules(
    ground: &Ground,
    tags: Tags<'_>,
    open: [[Access; 4]; 2],
    closed: [[bool; 4]; 2],
    unknown: &Unknown,
) -> Vec<ConditionalAccess> {
    let mut all = Vec::new();
    if tags.iter().any(|(key, _)| key.ends_with(":conditional")) {
        let (opening, closing) = oneway::conditional(tags, open, unknown);
        all = opening;
        all.extend(ground.conditional(tags, closed, unknown));
        limits_by_condition(tags, &mut all);
        all.extend(closing);
    }
    // `maxweight:hgv=7.5` binds one kind of vehicle.
    for (key, mode) in
        [("maxweight:hgv", Mode::Hgv), ("maxweightrating:hgv", Mode::Hgv), ("maxweight:goods", Mode::Goods)]
    {
        if let Some(grams) = tags.get(key).and_then(|v| weight(v).quantity()) {
            let when = [Condition::WeightAbove(grams)];
            push_rules(&mut all, None, &when, |m, _| (m == mode).then_some(Access::No));
        }
    }
    all
}

/// `maxweight:conditional = 7.5 @ (22:00-06:00)`: closed above the limit while the condition holds.
fn limits_by_condition(tags: Tags<'_>, all: &mut Vec<ConditionalAccess>) {
    let tonnes = |v: &str| weight(v).quantity().map(Condition::WeightAbove);
    let metres = |v: &str, kind: fn(crate::units::Centimetres) -> Condition| length(v).quantity().map(kind);
    for key in ["maxweight", "maxweightrating", "maxlength", "maxheight", "maxwidth"] {
        let Some(text) = tags.get(&format!("{key}:conditional")) else { continue };
        for clause in clauses(text) {
            let bound = match key {
                "maxlength" => metres(clause.value, Condition::LengthAbove),
                "maxheight" => metres(clause.value, Condition::HeightAbove),
                "maxwidth" => metres(clause.value, Condition::WidthAbove),
                _ => tonnes(clause.value),
            };
            if let Some(bound) = bound {
                let when: Vec<Condition> = std::iter::once(bound).chain(clause.when()).collect();
                push_rules(all, None, &when, |mode, _| (mode != Mode::Foot).then_some(Access::No));
            }
        }
    }
}

fn speeds_by_condition(tags: Tags<'_>, unknown: &Unknown) -> Vec<(SpeedLimit, Vec<Condition>)> {
    let Some(text) = tags.get("maxspeed:conditional") else { return Vec::new() };
    let read = |clause: super::conditional::Clause<'_>| match speed::parse(clause.value) {
        (Some(limit), _) => Some((limit, clause.when())),
        (None, strange) => {
            if strange {
                unknown.note("maxspeed:conditional", clause.value);
            }
            None
        }
    };
    clauses(text).into_iter().filter_map(read).collect()
}

/// `hazmat=no`, `hazmat:water=no`, and the tunnel categories `hazmat:B` to `hazmat:E`.
fn no_hazmat(tags: Tags<'_>) -> bool {
    let is_hazmat = |key: &str| key == "hazmat" || key.strip_prefix("hazmat:").is_some_and(|k| !k.contains(':'));
    tags.iter().any(|(key, value)| is_hazmat(key) && value.trim() == "no")
}

/// Every mode but feet.
pub(crate) fn vehicles() -> ModeSet {
    ModeSet::default().with(Mode::Tricycle).with(Mode::Goods).with(Mode::Hgv)
}

#[cfg(test)]
mod tests;
