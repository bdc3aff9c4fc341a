//! Dead ends, which bring the number of junctions up to the one asked for, and footpaths, which change it by nothing.

use super::Tick;
use super::draft::{Draft, Kind};
use crate::osm::model::Coord;

/// Degrees x 10^7 of a dead end's length north: 25 to 70 m.
const LENGTH: [f64; 2] = [2_300.0, 6_300.0];

/// Adds dead ends until there are `wanted` junctions.
pub(super) fn fill(draft: &mut Draft, wanted: usize, tick: Tick<'_>) -> Option<()> {
    let mut junctions = draft.junctions();
    let crossings: Vec<u32> = (0..draft.uses.len() as u32).filter(|&n| draft.uses[n as usize] >= 2).collect();
    let mut ends: Vec<u32> = Vec::new();
    while junctions < wanted {
        // Some dead ends branch off others.
        let root = if draft.dice.one_in(8) && !ends.is_empty() {
            ends[draft.dice.pick(ends.len())]
        } else {
            crossings[draft.dice.pick(crossings.len())]
        };
        // Six uses are three streets that end or pass: enough for one crossing, if there is choice.
        if draft.uses[root as usize] >= 6 && wanted > 100 && draft.dice.chance(0.97) {
            continue;
        }
        let at = draft.nodes[root as usize];
        let angle = draft.dice.share() * std::f64::consts::TAU;
        let long = LENGTH[0] + (LENGTH[1] - LENGTH[0]) * draft.dice.share();
        let end = draft.node([0.0, 0.0]);
        draft.nodes[end as usize] = Coord {
            lon_e7: at.lon_e7 + (long * angle.cos() * 1.155) as i32,
            lat_e7: at.lat_e7 + (long * angle.sin()) as i32,
        };
        let kind = match draft.dice.pick(10) {
            0..5 => Kind::Residential,
            5..9 => Kind::Service,
            _ => Kind::Living,
        };
        draft.way(&[root, end], kind, false, false);
        ends.push(end);
        junctions += 1;
        if junctions.is_multiple_of(10_000) && !tick(junctions as u64) {
            return None;
        }
    }
    // Paths through the blocks, from crossing to crossing.
    let towns = std::mem::take(&mut draft.towns);
    for town in &towns {
        for row in 0..town.rows.saturating_sub(1) {
            for column in 0..town.columns.saturating_sub(1) {
                let (a, b) = (town.node(column, row), town.node(column + 1, row + 1));
                let dry = town.beyond(column, row) == town.beyond(column + 1, row + 1);
                let joined = [a, b].iter().all(|&n| draft.uses[n as usize] >= 2);
                if dry && joined && draft.dice.one_in(30) {
                    draft.way(&[a, b], Kind::Footway, false, false);
                }
            }
        }
    }
    draft.towns = towns;
    Some(())
}
