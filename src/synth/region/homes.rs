//! What stands in a town: blocks of flats on its residential land, industrial and commercial land, parking, and its name.

use super::super::draft::{Area, Draft, Kind, Node, Use};
use super::super::lattice::Town;
use super::terrain::Terrain;
use super::{Settlement, SynthCounty};
use crate::osm::model::Coord;

/// Floor area of a person: 111.18 m² a household of 2.62 (census of 2020).
const FLOOR_M2: f64 = 42.4;
/// Of a superblock so much is built over, before houses grow higher.
const COVER: f64 = 0.18;
/// Houses along and across a superblock.
const HOUSES: [usize; 2] = [4, 3];
/// Floors at most, and at least.
const FLOORS: [f64; 2] = [2.0, 33.0];

pub(super) fn build(
    settlement: &Settlement,
    town: &Town,
    [first_block, first_node]: [usize; 2],
    counties: &[SynthCounty],
    terrain: &Terrain,
    draft: &mut Draft,
) {
    if draft.blocks.len() == first_block {
        // Too small a town for a superblock: all of it is one.
        let half = (settlement.radius * 0.6).max(60.0);
        let [x, y] = settlement.at;
        let corners = [(-half, -half), (half, -half), (half, half), (-half, half)];
        let block = corners.map(|(dx, dy)| draft.coord([x + dx, y + dy]));
        draft.blocks.push(block);
    }
    let count = draft.blocks.len() - first_block;
    let weights: Vec<f64> = (0..count).map(|_| 0.7 + 0.6 * draft.dice.share()).collect();
    let sum: f64 = weights.iter().sum();
    for (i, weight) in weights.into_iter().enumerate() {
        let block = draft.blocks[first_block + i];
        let floor = settlement.persons as f64 * FLOOR_M2 * weight / sum;
        flats(block, floor, draft);
    }
    let name = &counties[settlement.county].name;
    let place = if settlement.seat { "town" } else { "village" };
    let label = format!("{}{name}{}", draft.mark[0], if settlement.seat { "" } else { "乡镇" });
    draft.labels.push((draft.coord(settlement.at), place, label));
    let plots = if settlement.seat { 4 } else { 1 };
    for i in 0..plots {
        let side = if settlement.seat { 150.0 + 200.0 * draft.dice.share() } else { 60.0 + 60.0 * draft.dice.share() };
        let from = (f64::from(i) + draft.dice.share()) / f64::from(plots);
        // Outside the streets, on the side where the county reaches far enough.
        let spot = (0..8).find_map(|turn| {
            let angle = (from + f64::from(turn) / 8.0) * std::f64::consts::TAU;
            let far = settlement.radius * 1.15 + side;
            let at = [settlement.at[0] + far * angle.cos(), settlement.at[1] + far * angle.sin()];
            let corners = square(at, side, side);
            let inside = corners.iter().all(|&c| terrain.county_at(c) == Some(settlement.county as u32));
            let near = far - side / 2.0;
            let gate = [settlement.at[0] + near * angle.cos(), settlement.at[1] + near * angle.sin()];
            inside.then_some((corners, gate))
        });
        if let Some((corners, gate)) = spot {
            access(gate, first_node, draft);
            let corners = corners.map(|c| draft.coord(c));
            let name = format!("{}{name}工业用地{}", draft.mark[0], i + 1);
            draft.areas.push(Area { corners, what: Use::Industrial, name });
        }
    }
    let middle = town.ground(town.columns as f64 / 2.0 + 0.5, town.rows as f64 / 2.0 + 0.5);
    if settlement.seat {
        let corners = square(middle, 60.0, 50.0).map(|c| draft.coord(c));
        draft.areas.push(Area { corners, what: Use::Commercial, name: format!("{}{name}商业用地", draft.mark[0]) });
    }
    let corners = square([middle[0] + 70.0, middle[1]], 40.0, 30.0).map(|c| draft.coord(c));
    draft.areas.push(Area { corners, what: Use::Parking, name: String::new() });
}

/// A road from a plot's gate to the nearest crossing of the town's streets: land that no truck comes to is no industrial land.
fn access(gate: [f64; 2], first_node: usize, draft: &mut Draft) {
    let at = draft.coord(gate);
    let squeeze = draft.middle[1].to_radians().cos();
    let apart = |c: &Coord| {
        let [east, north] = [f64::from(c.lon_e7 - at.lon_e7) * squeeze, f64::from(c.lat_e7 - at.lat_e7)];
        east * east + north * north
    };
    let crossings = (first_node..draft.nodes.len()).filter(|&n| draft.uses[n] >= 2);
    let nearest = crossings.min_by(|&a, &b| apart(&draft.nodes[a]).total_cmp(&apart(&draft.nodes[b])));
    if let Some(nearest) = nearest {
        let gate = draft.node(gate);
        draft.way(&[gate, nearest as Node], Kind::Tertiary, false, false);
    }
}

fn square([x, y]: [f64; 2], wide: f64, tall: f64) -> [[f64; 2]; 4] {
    let (w, t) = (wide / 2.0, tall / 2.0);
    [[x - w, y - t], [x + w, y - t], [x + w, y + t], [x - w, y + t]]
}

/// Flats of so much floor area, in rows on a block.
fn flats(block: [Coord; 4], floor_m2: f64, draft: &mut Draft) {
    // Corners go round, so the first, second and fourth span the block.
    let [a, b, _, d] = block;
    let east = [f64::from(b.lon_e7 - a.lon_e7), f64::from(b.lat_e7 - a.lat_e7)];
    let north = [f64::from(d.lon_e7 - a.lon_e7), f64::from(d.lat_e7 - a.lat_e7)];
    let squeeze = draft.middle[1].to_radians().cos();
    // Square metres of a product of ten-millionths of degrees.
    let unit = (super::super::draft::DEGREE_M / 1e7).powi(2) * squeeze;
    let area = (east[0] * north[1] - east[1] * north[0]).abs() * unit;
    let count = HOUSES[0] * HOUSES[1];
    let floors = (floor_m2 / (area * COVER).max(1.0)).ceil().clamp(FLOORS[0], FLOORS[1]);
    // Of its cell a house takes this share, up to nine tenths; beyond that the town is fuller than houses can be.
    let share = (floor_m2 / floors / area.max(1.0)).min(0.81).sqrt();
    for i in 0..count {
        let cell = [(i % HOUSES[0]) as f64, (i / HOUSES[0]) as f64];
        let corner = |x: f64, y: f64| {
            let [u, v] = [
                (cell[0] + 0.5 + (x - 0.5) * share) / HOUSES[0] as f64,
                (cell[1] + 0.5 + (y - 0.5) * share) / HOUSES[1] as f64,
            ];
            Coord {
                lon_e7: a.lon_e7 + (east[0] * u + north[0] * v).round() as i32,
                lat_e7: a.lat_e7 + (east[1] * u + north[1] * v).round() as i32,
            }
        };
        let corners = [corner(0.0, 0.0), corner(1.0, 0.0), corner(1.0, 1.0), corner(0.0, 1.0)];
        draft.areas.push(Area { corners, what: Use::Flats(floors as u16), name: String::new() });
    }
}
