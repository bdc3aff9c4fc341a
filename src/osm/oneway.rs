//! Which direction is open: `oneway` in all its forms.
//!
//! `reversible` changes by the clock or by a signal that the map does not know, so it closes both directions unless
//! `oneway:conditional` opens one. `alternating` (one lane, signals) leaves both open. Motorways, roundabouts and
//! circular junctions are one-way by default. Feet obey `oneway:foot`, and plain `oneway` only on footways and steps.

use super::access::{ladder, push_rules};
use super::conditional::clauses;
use super::model::{Access, ConditionalAccess, Mode, RoadClass};
use super::tags::{Tags, Unknown};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Both,
    Forward,
    Backward,
    Neither,
}

impl Flow {
    fn closes(self, direction: usize) -> bool {
        matches!((self, direction), (Self::Neither, _) | (Self::Forward, 1) | (Self::Backward, 0))
    }
}

fn word(value: &str) -> Option<Flow> {
    Some(match value {
        "yes" | "true" | "1" => Flow::Forward,
        "-1" | "reverse" => Flow::Backward,
        "no" | "false" | "0" | "alternating" => Flow::Both,
        "reversible" => Flow::Neither,
        _ => return None,
    })
}

/// junction=roundabout or circular.
pub(crate) fn is_roundabout(tags: Tags<'_>) -> bool {
    matches!(tags.get("junction"), Some("roundabout" | "circular"))
}

/// `closed[direction][mode]`.
pub(crate) fn closed(tags: Tags<'_>, class: RoadClass, unknown: &Unknown) -> [[bool; 4]; 2] {
    let read = |key: &str| {
        let value = tags.get(key)?;
        let flow = word(value);
        if flow.is_none() {
            unknown.note(key, value);
        }
        flow
    };
    let general = read("oneway");
    let implied = if class == RoadClass::Motorway || is_roundabout(tags) { Flow::Forward } else { Flow::Both };
    let flows = Mode::ALL.map(|mode| {
        let specific =
            ladder(mode).iter().filter(|&&key| key != "access").find_map(|key| read(&format!("oneway:{key}")));
        match (specific, mode) {
            (Some(flow), _) => flow,
            (None, Mode::Foot) if matches!(class, RoadClass::Footway | RoadClass::Steps) => {
                general.unwrap_or(Flow::Both)
            }
            (None, Mode::Foot) => Flow::Both,
            (None, _) => general.unwrap_or(implied),
        }
    });
    [0, 1].map(|direction| flows.map(|flow| flow.closes(direction)))
}

/// `oneway:conditional` as rules: first those that open, then those that close. `open[direction][mode]` is the access
/// that holds where no one-way rule closes the way.
pub(crate) fn conditional(
    tags: Tags<'_>,
    open: [[Access; 4]; 2],
    unknown: &Unknown,
) -> (Vec<ConditionalAccess>, Vec<ConditionalAccess>) {
    let (mut opening, mut closing) = (Vec::new(), Vec::new());
    for key in ["oneway:conditional", "oneway:vehicle:conditional", "oneway:motor_vehicle:conditional"] {
        let Some(text) = tags.get(key) else { continue };
        for clause in clauses(text) {
            let Some(flow) = word(clause.value) else {
                unknown.note(key, clause.value);
                continue;
            };
            let when = clause.when();
            let vehicle = |mode: Mode| mode != Mode::Foot;
            push_rules(&mut opening, None, &when, |mode, d| {
                (vehicle(mode) && !flow.closes(d)).then_some(open[d][mode as usize])
            });
            push_rules(&mut closing, None, &when, |mode, d| (vehicle(mode) && flow.closes(d)).then_some(Access::No));
        }
    }
    (opening, closing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::osm::tags::Pairs;

    const OPEN: [bool; 4] = [false; 4];
    /// Closed to all vehicles, open to feet.
    const SHUT: [bool; 4] = [false, true, true, true];

    #[test]
    fn forms_of_oneway() {
        use RoadClass::{Footway, Motorway, MotorwayLink, Residential, Steps};
        let cases: [(RoadClass, Pairs<'_>, [[bool; 4]; 2]); 15] = [
            (Residential, &[], [OPEN, OPEN]),
            (Residential, &[("oneway", "yes")], [OPEN, SHUT]),
            (Residential, &[("oneway", "1")], [OPEN, SHUT]),
            (Residential, &[("oneway", "-1")], [SHUT, OPEN]),
            (Residential, &[("oneway", "reverse")], [SHUT, OPEN]),
            (Residential, &[("oneway", "reversible")], [SHUT, SHUT]),
            (Residential, &[("oneway", "alternating")], [OPEN, OPEN]),
            (Residential, &[("junction", "roundabout")], [OPEN, SHUT]),
            (Residential, &[("junction", "roundabout"), ("oneway", "no")], [OPEN, OPEN]),
            (Motorway, &[], [OPEN, SHUT]),
            (MotorwayLink, &[], [OPEN, OPEN]),
            (Residential, &[("oneway", "yes"), ("oneway:foot", "yes")], [OPEN, [true; 4]]),
            (Residential, &[("oneway", "yes"), ("oneway:hgv", "no")], [OPEN, [false, true, true, false]]),
            (Footway, &[("oneway", "yes")], [OPEN, [true; 4]]),
            (Steps, &[("oneway", "sideways")], [OPEN, OPEN]),
        ];
        for (class, tags, expected) in cases {
            assert_eq!(closed(Tags(tags), class, &Unknown::default()), expected, "{class:?} {tags:?}");
        }
    }
}
