//! Bisection by InertialFlow (Schild and Sommer, SEA 2015): order the vertices along a line, tie a share of them at either
//! end together, and cut between the two by a maximum flow; of several lines the best cut is taken.

use super::Settings;
use super::flow::{FREE, Flow, SINK, SOURCE};
use super::graph::Graph;

/// Lines by the angles 0, pi/16, 2 pi/16 ... below pi, in units of 1/1024, so that the projection is the same on every machine.
const LINES: [[i64; 2]; 16] = [
    [1024, 0],
    [1004, 200],
    [946, 392],
    [851, 569],
    [724, 724],
    [569, 851],
    [392, 946],
    [200, 1004],
    [0, 1024],
    [-200, 1004],
    [-392, 946],
    [-569, 851],
    [-724, 724],
    [-851, 569],
    [-946, 392],
    [-1004, 200],
];

/// Scratch space, and the cut found last.
#[derive(Default)]
pub(super) struct Bisector {
    flow: Flow,
    keys: Vec<(i64, u32)>,
    kinds: Vec<u32>,
    marks: Vec<bool>,
    /// The side of each vertex, 0 or 1.
    pub(super) sides: Vec<u8>,
}

impl Bisector {
    /// Cuts a connected graph of at least two vertices in two; the answer is in `sides`.
    pub(super) fn bisect(&mut self, g: &Graph, settings: &Settings) {
        let n = g.len();
        let lines = if n >= settings.large { settings.lines_large } else { settings.lines };
        let lines = lines.clamp(1, LINES.len());
        let tied = ((n as f64 * settings.balance) as usize).clamp(1, n / 2);
        let alpha = settings.alpha;
        let price = |cut: u32, small: usize| f64::from(cut) / (small as f64).powf(alpha);
        let mut best: Option<f64> = None;
        for i in 0..lines {
            let line = LINES[i * LINES.len() / lines];
            self.tie(g, line, tied);
            // What a cut in the very middle may cost.
            let limit = best.map_or(u32::MAX, |b| (b * ((n / 2) as f64).powf(alpha)) as u32);
            let Some(cut) = self.flow.run(g, &self.kinds, limit) else { continue };
            let sinks = (0..n as u32).filter(|&v| self.flow.with_sinks(v)).count();
            self.flow.with_sources(g, &self.kinds, &mut self.marks);
            let sources = self.marks.iter().filter(|&&m| m).count();
            let small = |side: usize| side.min(n - side);
            let score = price(cut, small(sinks).max(small(sources)));
            if best.is_some_and(|b| b <= score) {
                continue;
            }
            best = Some(score);
            self.sides.clear();
            if small(sources) >= small(sinks) {
                self.sides.extend(self.marks.iter().map(|&m| u8::from(!m)));
            } else {
                self.sides.extend((0..n as u32).map(|v| u8::from(self.flow.with_sinks(v))));
            }
        }
    }

    /// Ties the first and the last vertices along a line.
    fn tie(&mut self, g: &Graph, line: [i64; 2], tied: usize) {
        self.keys.clear();
        self.keys
            .extend((0..).zip(&g.positions).map(|(v, &[x, y])| (i64::from(x) * line[0] + i64::from(y) * line[1], v)));
        let n = self.keys.len();
        self.keys.select_nth_unstable(tied - 1);
        self.keys[tied..].select_nth_unstable(n - 2 * tied);
        self.kinds.clear();
        self.kinds.resize(n, FREE);
        for &(_, v) in &self.keys[..tied] {
            self.kinds[v as usize] = SOURCE;
        }
        for &(_, v) in &self.keys[n - tied..] {
            self.kinds[v as usize] = SINK;
        }
    }
}
