//! What stands at a node of a road: barriers and gates, signals, places to turn.

use super::access::Ground;
use super::limits;
use super::model::{Access, Barrier, Mode, NodeFeature};
use super::tags::{Tags, Unknown};

/// How a kind of barrier treats who comes without a tag of his own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// Not a barrier at all.
    Nothing,
    /// Passed without stopping: a cattle grid, a lowered kerb.
    Open,
    /// Passed after opening it, or after paying.
    Gate,
    /// Feet pass, vehicles do not: bollards, blocks, stiles. Vehicles need an invitation of their own.
    FeetOnly,
    /// A wall.
    Shut,
}

/// What the node says, or `None` where it says nothing of ours.
pub(crate) fn feature(tags: Tags<'_>, unknown: &Unknown) -> Option<NodeFeature> {
    let highway = tags.get("highway");
    let found = NodeFeature {
        barrier: barrier(tags, unknown),
        signals: highway == Some("traffic_signals"),
        turning: matches!(highway, Some("turning_circle" | "turning_loop" | "mini_roundabout")),
    };
    (found != NodeFeature::default()).then_some(found)
}

fn barrier(tags: Tags<'_>, unknown: &Unknown) -> Option<Barrier> {
    use Access::{No, Yes};
    let value = tags.get("barrier")?;
    // Of `kissing_gate;gate` the one that lets more through.
    let kinds = value.split([';', ',']).filter_map(|part| kind(part.trim()));
    let kind = kinds.min_by_key(|&kind| kind as u8).unwrap_or_else(|| {
        unknown.note("barrier", value);
        Kind::FeetOnly
    });
    let any: fn(Mode, &str) -> bool = |_, _| true;
    let invited: fn(Mode, &str) -> bool = |mode, key| mode == Mode::Foot || key != "access";
    let locked = tags.is("locked", "yes");
    let (default, opens) = match kind {
        Kind::Nothing => return None,
        Kind::Gate if locked => ([No; 4], any),
        Kind::Open | Kind::Gate => ([Yes; 4], any),
        Kind::FeetOnly => ([Yes, No, No, No], invited),
        Kind::Shut => ([No; 4], invited),
    };
    let ground = Ground { default, opens };
    Some(Barrier {
        gate: kind == Kind::Gate,
        access: ground.access(tags, None, unknown),
        limits: limits::at_barrier(tags, unknown),
        conditional: ground.conditional(tags, [[false; 4]; 2], unknown),
    })
}

/// Defaults after OSM wiki, Key:barrier, and the pages of the values.
fn kind(value: &str) -> Option<Kind> {
    Some(match value {
        "cattle_grid"
        | "entrance"
        | "kerb"
        | "height_restrictor"
        | "width_restrictor"
        | "coupure"
        | "rumble_strip"
        | "speed_bump"
        | "avalanche_protection"
        | "delineators"
        | "arch" => Kind::Open,
        "gate" | "lift_gate" | "swing_gate" | "sliding_gate" | "hampshire_gate" | "bump_gate" | "sliding_beam"
        | "chain" | "sally_port" | "toll_booth" | "border_control" | "rope" | "cable_barrier" | "barrier_board"
        | "checkpoint" | "security_control" | "ticket" => Kind::Gate,
        "bollard"
        | "bollards"
        | "block"
        | "cycle_barrier"
        | "motorcycle_barrier"
        | "stile"
        | "turnstile"
        | "kissing_gate"
        | "wicket_gate"
        | "full-height_turnstile"
        | "horse_stile"
        | "jersey_barrier"
        | "debris"
        | "log"
        | "rock"
        | "rocks"
        | "stone"
        | "boulder"
        | "planter"
        | "bus_trap"
        | "sump_buster"
        | "spikes"
        | "step"
        | "flower_pot"
        | "tyres"
        | "tree"
        | "yes"
        | "bar"
        | "earth_bank"
        | "mound"
        | "embankment"
        | "door"
        | "bicycle_barrier"
        | "horse_jump" => Kind::FeetOnly,
        "wall" | "fence" | "hedge" | "ditch" | "city_wall" | "retaining_wall" | "guard_rail" | "handrail"
        | "wire_fence" | "wood_fence" | "railing" | "hoarding" => Kind::Shut,
        "no" | "removed" | "none" => Kind::Nothing,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::osm::tags::Pairs;
    use Access::{Destination, No, Private, Yes};

    #[test]
    fn who_passes_a_barrier() {
        let cases: [(Pairs<'_>, bool, [Access; 4]); 15] = [
            (&[("barrier", "bollard")], false, [Yes, No, No, No]),
            (&[("barrier", "bollard"), ("access", "yes")], false, [Yes, No, No, No]),
            (&[("barrier", "bollard"), ("motor_vehicle", "yes")], false, [Yes, Yes, Yes, Yes]),
            (&[("barrier", "bollard"), ("foot", "no")], false, [No, No, No, No]),
            (&[("barrier", "gate")], true, [Yes; 4]),
            (&[("barrier", "gate"), ("locked", "yes")], true, [No; 4]),
            (&[("barrier", "gate"), ("access", "private")], true, [Private; 4]),
            (&[("barrier", "gate"), ("access", "private"), ("foot", "yes")], true, [Yes, Private, Private, Private]),
            (
                &[("barrier", "lift_gate"), ("motor_vehicle", "delivery")],
                true,
                [Yes, Destination, Destination, Destination],
            ),
            (&[("barrier", "lift_gate"), ("access", "no"), ("goods", "yes")], true, [No, No, Yes, No]),
            (&[("barrier", "toll_booth")], true, [Yes; 4]),
            (&[("barrier", "cattle_grid")], false, [Yes; 4]),
            (&[("barrier", "kerb")], false, [Yes; 4]),
            (&[("barrier", "wall")], false, [No; 4]),
            (&[("barrier", "dragon")], false, [Yes, No, No, No]),
        ];
        for (tags, gate, access) in cases {
            let found = feature(Tags(tags), &Unknown::default()).unwrap().barrier.unwrap();
            assert_eq!((found.gate, found.access), (gate, access), "{tags:?}");
        }
        assert_eq!(feature(Tags(&[("barrier", "no")]), &Unknown::default()), None);
    }

    #[test]
    fn signals_and_places_to_turn() {
        let read = |value: &str| feature(Tags(&[("highway", value)]), &Unknown::default());
        assert!(read("traffic_signals").unwrap().signals);
        assert!(read("turning_circle").unwrap().turning && read("mini_roundabout").unwrap().turning);
        assert_eq!(read("crossing"), None);
    }

    #[test]
    fn a_gap_has_a_width() {
        let tags = [("barrier", "width_restrictor"), ("width", "2.1")];
        let found = feature(Tags(&tags), &Unknown::default()).unwrap().barrier.unwrap();
        assert_eq!(found.limits.width, Some(crate::units::Centimetres(210)));
    }
}
