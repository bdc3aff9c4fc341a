//! Where towns lie and how the points of their lattices fall on the ground.

use super::draft::{Dice, Node};

/// Every so many lines is an arterial.
pub(super) const BLOCK: usize = 7;
/// Metres between lines in the middle of a town.
pub(super) const PITCH_M: f64 = 80.0;
/// Half the width of a river.
const RIVER_M: f64 = 70.0;
/// Of a town's junctions so many are points of its lattice; dead ends and ramps are the rest.
const LATTICE_SHARE: f64 = 0.84;

/// A town's lattice.
#[derive(Clone, Debug)]
pub(super) struct Town {
    /// Metres east and north of the middle of the sheet.
    pub(super) at: [f64; 2],
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// Lines are numbered so that an arterial runs through the middle.
    pub(super) shift: [usize; 2],
    /// Phase of the river's bends; `None` where there is no river.
    pub(super) river: Option<f64>,
    /// Number of its first node.
    pub(super) first: Node,
    /// Way by lattice edge, east and north from each point; `u32::MAX` where there is none.
    pub(super) edges: [Vec<u32>; 2],
}

impl Town {
    pub(super) fn new(points: usize, at: [f64; 2], river: Option<f64>) -> Self {
        let columns = ((points as f64).sqrt() as usize).max(2);
        let rows = (points / columns).max(1);
        let shift = [columns, rows].map(|n| (BLOCK - n / 2 % BLOCK) % BLOCK);
        let river = river.filter(|_| rows > 2 * BLOCK);
        Self { at, columns, rows, shift, river, first: 0, edges: [Vec::new(), Vec::new()] }
    }
    /// From the middle to the farther rim, in metres, about.
    pub(super) fn radius(&self) -> f64 {
        0.75 * PITCH_M * self.columns.max(self.rows) as f64
    }
    /// The node of a lattice point.
    pub(super) fn node(&self, column: usize, row: usize) -> Node {
        self.first + (row * self.columns + column) as u32
    }
    /// Whether the line along column (axis 0) or row (axis 1) number `i` is an arterial, and its distance from the middle one in blocks.
    pub(super) fn arterial(&self, axis: usize, i: usize) -> Option<usize> {
        let middle = [self.columns, self.rows][axis] / 2;
        (i + self.shift[axis]).is_multiple_of(BLOCK).then_some(i.abs_diff(middle) / BLOCK)
    }
    /// Which side of the river a point lies on.
    pub(super) fn beyond(&self, column: usize, row: usize) -> bool {
        self.river.is_some_and(|phase| row as f64 > self.bend(column as f64, phase))
    }
    fn bend(&self, column: f64, phase: f64) -> f64 {
        let along = column / self.columns as f64 * std::f64::consts::TAU;
        self.rows as f64 * (0.62 + 0.08 * (along * 1.1 + phase).sin() + 0.02 * (along * 3.7 + phase).sin())
    }
    /// Where a place of the lattice is on the ground: pitches grow outwards, the square becomes round, lines sway, banks give way to the river.
    pub(super) fn ground(&self, column: f64, row: f64) -> [f64; 2] {
        let half = [self.columns as f64 / 2.0, self.rows as f64 / 2.0];
        let [mut u, mut v] = [(column - half[0]) / half[0].max(1.0), (row - half[1]) / half[1].max(1.0)];
        let wide = half.map(|h| h * PITCH_M);
        // Half way from a square to a disc.
        (u, v) = (u * (1.0 - v * v / 4.0).sqrt(), v * (1.0 - u * u / 4.0).sqrt());
        let out = 0.8 + 0.35 * (u * u + v * v);
        let sway = |a: f64, b: f64| 110.0 * (a * 0.11).sin() + 45.0 * (b * 0.23 + a * 0.05).sin();
        let mut north = v * out * wide[1] + sway(column, row);
        if let Some(phase) = self.river {
            let off = row - self.bend(column, phase);
            north += off.signum() * RIVER_M * (-off.abs() / 6.0).exp();
        }
        [self.at[0] + u * out * wide[0] + sway(row, column), self.at[1] + north]
    }
}

/// The towns of a city of so many junctions: one up to 20,000, then a main one with up to twelve round it.
pub(super) fn towns(vertices: usize, seed: u64) -> Vec<Town> {
    let mut dice = Dice::new(seed ^ 0x70_776e);
    let points = |junctions: f64| (junctions * LATTICE_SHARE) as usize;
    let around = if vertices < 20_000 { 0 } else { (vertices / 20_000 + 2).min(12) };
    let main = if around == 0 { 1.0 } else { 0.62 };
    let river = dice.share() * 6.0;
    let mut towns = vec![Town::new(points(vertices as f64 * main), [0.0, 0.0], Some(river))];
    let weights: Vec<f64> = (0..around).map(|i| 1.0 / (i as f64 + 2.0) * (0.7 + 0.6 * dice.share())).collect();
    let sum: f64 = weights.iter().sum();
    let reach = towns[0].radius();
    for (i, w) in weights.iter().enumerate() {
        let size = points(vertices as f64 * (1.0 - main) * w / sum);
        // Round the main town by equal steps, near ones and far ones in turn: with twelve none touches its neighbour.
        let angle = (i as f64 + 0.3 * dice.share()) / around as f64 * std::f64::consts::TAU;
        let mut town = Town::new(size, [0.0, 0.0], None);
        let far = reach * 1.25 + town.radius() * 1.4 + 3_000.0 + if i % 2 == 1 { reach * 0.9 } else { 0.0 };
        town.at = [far * angle.cos(), far * angle.sin()];
        towns.push(town);
    }
    towns
}
