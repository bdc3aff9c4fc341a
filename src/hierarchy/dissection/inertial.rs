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
    /// By vertex: how many of its edges were cut before.
    outer: Vec<u32>,
    /// The side of each vertex, 0 or 1.
    pub(super) sides: Vec<u8>,
}

impl Bisector {
    /// Cuts a connected graph of at least two vertices in two; the answer is in `sides`.
    ///
    /// The best cut is not the smallest. Each of its edges gets an arc to every edge that leaves the piece, and both parts
    /// inherit it as one more edge that leaves them; so what is compared is an estimate of all arcs to come.
    pub(super) fn bisect(&mut self, g: &Graph, settings: &Settings) {
        let n = g.len();
        let lines = settings.lines.clamp(1, LINES.len());
        let tied = ((n as f64 * settings.balance) as usize).clamp(1, n / 2);
        self.outer.clear();
        self.outer.extend((0..n as u32).map(|v| {
            let inner: u32 = g.out(v).iter().map(|a| a.capacity.unsigned_abs()).sum();
            g.degrees[v as usize].saturating_sub(inner)
        }));
        let mut best: Option<(f64, u32)> = None;
        for i in 0..lines {
            let line = LINES[i * LINES.len() / lines];
            self.tie(g, line, tied);
            // A cut more than twice as large as the best so far is not looked for to the end.
            let limit = best.map_or(u32::MAX, |(_, cut)| cut.saturating_mul(2).saturating_add(1));
            let Some(cut) = self.flow.run(g, &self.kinds, limit) else { continue };
            self.flow.with_sources(g, &self.kinds, &mut self.marks);
            for from_sinks in [false, true] {
                let in_first = |v: usize| if from_sinks { !self.flow.with_sinks(v as u32) } else { self.marks[v] };
                let (mut size, mut outer) = ([0_usize; 2], [0_u32; 2]);
                for (v, &o) in self.outer.iter().enumerate() {
                    let side = usize::from(!in_first(v));
                    size[side] += 1;
                    outer[side] += o;
                }
                let around = f64::from(outer[0] + outer[1]);
                let cut_f = f64::from(cut);
                let part = |i: usize| {
                    let n = size[i] as f64;
                    settings.leaving * (f64::from(outer[i]) + cut_f) * n.sqrt() + settings.inside * n * n.ln()
                };
                let score = cut_f * (around + cut_f / 2.0) + part(0) + part(1);
                if best.is_some_and(|(b, _)| b <= score) {
                    continue;
                }
                best = Some((score, best.map_or(cut, |(_, c)| c.min(cut))));
                self.sides.clear();
                self.sides.extend((0..n).map(|v| u8::from(!in_first(v))));
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
