//! Motorways with ramps, and the roads between towns.

use super::draft::{Draft, Kind, Node};
use super::lattice::{BLOCK, Town};

/// A motorway past the southern part of a large town: two carriageways, and ramps at every second arterial.
pub(super) fn through(town: &Town, draft: &mut Draft) {
    if town.columns < 5 * BLOCK || town.rows < 5 * BLOCK {
        return;
    }
    // Between two street lines, well away from arterials.
    let quarter = town.rows / 5;
    let Some(row) = (quarter..quarter + BLOCK).find(|&r| town.arterial(1, r.saturating_sub(3)).is_some()) else {
        return;
    };
    let last = town.columns - 1;
    let carriageways = [0.42, 0.58].map(|aside| -> Vec<Node> {
        (0..town.columns).map(|c| draft.node(town.ground(c as f64 + 0.5, row as f64 + aside))).collect()
    });
    // The southern one runs east, the northern one west.
    for (side, nodes) in carriageways.iter().enumerate() {
        let street = |column: usize| town.node(column, row + side);
        let run: Vec<Node> = if side == 0 { nodes.clone() } else { nodes.iter().rev().copied().collect() };
        for piece in (0..last).step_by(20) {
            draft.way(&run[piece..=(piece + 20).min(last)], Kind::Motorway, true, false);
        }
        let [into, out] = if side == 0 { [0, last] } else { [last, 0] };
        draft.way(&[street(into), run[0]], Kind::MotorwayLink, true, false);
        draft.way(&[run[last], street(out)], Kind::MotorwayLink, true, false);
        for column in (BLOCK..last.saturating_sub(BLOCK)).filter(|&c| town.arterial(0, c).is_some_and(|r| r % 2 == 1)) {
            let [before, after] = if side == 0 { [column - 2, column + 1] } else { [column + 1, column - 2] };
            draft.way(&[nodes[before], street(column)], Kind::MotorwayLink, true, false);
            draft.way(&[street(column), nodes[after]], Kind::MotorwayLink, true, false);
        }
    }
}

/// From the main town to each other one: a motorway and an old road.
pub(super) fn between(draft: &mut Draft) {
    let towns = std::mem::take(&mut draft.towns);
    if let Some((main, others)) = towns.split_first() {
        for town in others {
            let off = [town.at[0] - main.at[0], town.at[1] - main.at[1]];
            let [from, old_from] = gates(main, off);
            let [to, old_to] = gates(town, [-off[0], -off[1]]);
            for (a, b, aside) in [(from, to, 14.0), (to, from, 14.0)] {
                let line = wavy(draft, a, b, 600.0, aside);
                let last = line.len() - 1;
                if last < 2 {
                    draft.way(&line, Kind::Motorway, true, false);
                    continue;
                }
                draft.way(&line[..2], Kind::MotorwayLink, true, false);
                draft.way(&line[1..last], Kind::Motorway, true, false);
                draft.way(&line[last - 1..], Kind::MotorwayLink, true, false);
            }
            let line = wavy(draft, old_from, old_to, 250.0, 300.0);
            draft.way(&line, Kind::Primary, false, false);
        }
    }
    draft.towns = towns;
}

/// Two nodes on the rim of a town on the side that looks along `off`.
fn gates(town: &Town, off: [f64; 2]) -> [Node; 2] {
    let axis = usize::from(off[1].abs() > off[0].abs());
    let size = [town.columns, town.rows];
    let end = if off[axis] > 0.0 { size[axis] - 1 } else { 0 };
    let middle = size[1 - axis] / 2;
    [middle, middle.saturating_sub(BLOCK)].map(|i| if axis == 0 { town.node(end, i) } else { town.node(i, end) })
}

/// A line from node to node with a point every `step` metres, swaying, `aside` metres to the right of the straight line.
fn wavy(draft: &mut Draft, from: Node, to: Node, step: f64, aside: f64) -> Vec<Node> {
    let [a, b] = [from, to].map(|n| draft.nodes[n as usize]);
    let scale = [96_300.0, 111_195.0];
    let [dx, dy] = [(b.lon() - a.lon()) * scale[0], (b.lat() - a.lat()) * scale[1]];
    let length = dx.hypot(dy).max(1.0);
    let count = (length / step) as usize;
    let mut line = vec![from];
    for i in 1..count {
        let share = i as f64 / count as f64;
        // Both carriageways sway together: the sine is the same from either end.
        let sway = (share * std::f64::consts::PI * 3.0).sin() * length * 0.02 * if dx + dy > 0.0 { 1.0 } else { -1.0 };
        let off = sway + aside * (share * std::f64::consts::PI).sin().min(0.2) * 5.0;
        let at = [dx * share + dy / length * off, dy * share - dx / length * off];
        let node = draft.node([0.0, 0.0]);
        draft.nodes[node as usize] = crate::osm::model::Coord {
            lon_e7: ((a.lon() + at[0] / scale[0]) * 1e7) as i32,
            lat_e7: ((a.lat() + at[1] / scale[1]) * 1e7) as i32,
        };
        line.push(node);
    }
    line.push(to);
    line
}
