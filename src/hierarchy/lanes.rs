//! Eight labels at once: the loops that all tables spend their time in, compiled for each kind of processor that has wide registers and chosen when the program runs.
//!
//! A *line* holds the labels of eight places at one vertex. Labels are below 2^63, so that processors which only compare signed numbers do not matter. Per-line work has no
//! branches: what leaves the range of a label becomes [`FAR`](super::packed::FAR) by [`settle`].

use multiversion::multiversion;

use super::customize::Packed;
use super::packed::{FAR, settle};

/// How many places share a line.
pub(super) const LANES: usize = 8;

/// Labels of eight places at one vertex; one cache line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
pub(super) struct Line(pub(super) [u64; LANES]);

impl Line {
    pub(super) const FAR: Self = Self([FAR; LANES]);

    #[inline(always)]
    fn least(self, other: Self) -> Self {
        let mut out = self;
        for l in 0..LANES {
            out.0[l] = if other.0[l] < out.0[l] { other.0[l] } else { out.0[l] };
        }
        out
    }
    #[inline(always)]
    fn plus(self, weight: u64) -> Self {
        let mut out = self;
        for l in 0..LANES {
            out.0[l] = self.0[l].wrapping_add(weight);
        }
        out
    }
    #[inline(always)]
    fn settled(self) -> Self {
        let mut out = self;
        for l in 0..LANES {
            out.0[l] = settle(self.0[l]);
        }
        out
    }
}

/// Which of eight places take part: what stands at a depth is above those only, and another vertex above the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Members(u8);

impl Members {
    /// Those that `holds` names.
    #[inline(always)]
    pub(super) fn of(holds: impl Fn(usize) -> bool) -> Self {
        Self((0..LANES).fold(0, |bits, lane| bits | u8::from(holds(lane)) << lane))
    }
    /// The labels of members from the one line, of the others from the other.
    #[inline(always)]
    fn choose(self, members: Line, others: Line) -> Line {
        let mut out = others;
        for l in 0..LANES {
            out.0[l] = if self.0 >> l & 1 == 1 { members.0[l] } else { others.0[l] };
        }
        out
    }
}

/// The labels of the vertex at `depth` are final: carries them to its ancestors at `heads`.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq+avx512bw", "x86_64+avx2"))]
pub(super) fn push(lines: &mut [Line], depth: usize, members: Members, heads: &[u16], weights: &[u64]) {
    let line = begin(lines, depth, members);
    for (&head, &weight) in heads.iter().zip(weights) {
        let at = &mut lines[usize::from(head)];
        *at = at.least(line.plus(weight));
    }
}

/// As [`push`], of a vertex of a cell.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq+avx512bw", "x86_64+avx2"))]
pub(super) fn push_cell(lines: &mut [Line], depth: usize, members: Members, arcs: &[Packed]) {
    let line = begin(lines, depth, members);
    for arc in arcs {
        let arc = arc.arc();
        let at = &mut lines[usize::from(arc.depth)];
        *at = at.least(line.plus(arc.weight));
    }
}

/// Settles the labels of members at `depth`; who is none has nothing to carry on.
#[inline(always)]
fn begin(lines: &mut [Line], depth: usize, members: Members) -> Line {
    let (line, settled) = (lines[depth], lines[depth].settled());
    lines[depth] = members.choose(settled, line);
    members.choose(settled, Line::FAR)
}

/// Gathers the labels of the vertex at `depth` from its ancestors at `tails`, whose labels are final.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq+avx512bw", "x86_64+avx2"))]
pub(super) fn pull(lines: &mut [Line], depth: usize, members: Members, tails: &[u16], weights: &[u64]) {
    let mut line = lines[depth];
    for (&tail, &weight) in tails.iter().zip(weights) {
        line = line.least(lines[usize::from(tail)].plus(weight));
    }
    lines[depth] = members.choose(line.settled(), lines[depth]);
}

/// As [`pull`], of a vertex of a cell.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq+avx512bw", "x86_64+avx2"))]
pub(super) fn pull_cell(lines: &mut [Line], depth: usize, members: Members, arcs: &[Packed]) {
    let mut line = lines[depth];
    for arc in arcs {
        let arc = arc.arc();
        line = line.least(lines[usize::from(arc.depth)].plus(arc.weight));
    }
    lines[depth] = members.choose(line.settled(), lines[depth]);
}

/// The least sum over `gates` (depths) for each of eight sources and eight targets: one row a source.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq+avx512bw", "x86_64+avx2"))]
pub(super) fn tile(from: &[Line], to: &[Line], gates: &[u16]) -> [Line; LANES] {
    // Eight accumulators by name stay in eight registers; an array of them would be gathered and scattered in memory.
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = [Line::FAR; LANES];
    for &gate in gates {
        let (from, to) = (&from[usize::from(gate)].0, to[usize::from(gate)]);
        a = a.least(to.plus(from[0]));
        b = b.least(to.plus(from[1]));
        c = c.least(to.plus(from[2]));
        d = d.least(to.plus(from[3]));
        e = e.least(to.plus(from[4]));
        f = f.least(to.plus(from[5]));
        g = g.least(to.plus(from[6]));
        h = h.least(to.plus(from[7]));
    }
    [a, b, c, d, e, f, g, h]
}
