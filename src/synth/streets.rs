//! The streets of a town: which edges of the lattice there are, and the ways strung along its lines.

use super::Tick;
use super::draft::{Draft, Kind, Node, Restriction};
use super::lattice::{BLOCK, Town};

/// Of the local edges inside a superblock so many are left out, and of those that lead onto an arterial.
const GONE: [f64; 2] = [0.18, 0.42];
/// No way has more edges.
const LONGEST: usize = 14;

/// Lays the points, edges and ways of a town; `None` when told to stop.
pub(super) fn lay(mut town: Town, draft: &mut Draft, tick: Tick<'_>) -> Option<Town> {
    town.first = draft.nodes.len() as Node;
    if town.columns * town.rows < 8 {
        hamlet(&mut town, draft);
        return Some(town);
    }
    for row in 0..town.rows {
        for column in 0..town.columns {
            let jitter = [0, 1].map(|_| (draft.dice.share() - 0.5) * 0.34);
            // Arterials are straighter than streets.
            let jitter = [0, 1].map(|axis| {
                let line = [column, row][axis];
                if town.arterial(axis, line).is_some() { jitter[axis] * 0.15 } else { jitter[axis] }
            });
            draft.node(town.ground(column as f64 + jitter[0], row as f64 + jitter[1]));
        }
        if !tick(draft.nodes.len() as u64) {
            return None;
        }
    }
    let kinds = edges(&town, draft);
    let breaks = crossings(&town, &kinds, draft);
    town.edges = [0, 1].map(|_| vec![u32::MAX; town.columns * town.rows]);
    for axis in 0..2 {
        let (lines, along) = if axis == 0 { (town.rows, town.columns) } else { (town.columns, town.rows) };
        for line in 0..lines {
            string(&mut town, draft, &kinds, &breaks, axis, line, along);
        }
        if !tick(draft.nodes.len() as u64) {
            return None;
        }
    }
    restrict(&town, &breaks, draft);
    land(&town, draft);
    Some(town)
}

/// Less than a lattice: a street; or, where only one junction is wanted, a loop.
fn hamlet(town: &mut Town, draft: &mut Draft) {
    (town.columns, town.rows) = (1, 1);
    let corners = [[0.0, 0.0], [90.0, 20.0], [60.0, 90.0]].map(|p| draft.node([town.at[0] + p[0], town.at[1] + p[1]]));
    let [a, b, c] = corners;
    draft.way(&[a, b, c, a], Kind::Residential, false, false);
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Edge {
    kind: Kind,
    bridge: bool,
}

/// By axis and point: the edge that leads east or north from it.
fn edges(town: &Town, draft: &mut Draft) -> [Vec<Option<Edge>>; 2] {
    let (columns, rows) = (town.columns, town.rows);
    let mut kinds = [0, 1].map(|_| vec![None; columns * rows]);
    let mut sets = Sets((0..(columns * rows) as u32).collect());
    let mut left_out: Vec<(usize, u32, bool)> = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            let from = row * columns + column;
            for axis in 0..2 {
                let (to_column, to_row) = if axis == 0 { (column + 1, row) } else { (column, row + 1) };
                if to_column >= columns || to_row >= rows {
                    continue;
                }
                let to = to_row * columns + to_column;
                // The line that the edge runs along is of the other axis.
                let line = if axis == 0 { row } else { column };
                let rank = town.arterial(1 - axis, line);
                let wet = town.beyond(column, row) != town.beyond(to_column, to_row);
                let crosses = axis == 1 && rank.is_some_and(|r| r.is_multiple_of(3));
                let onto = town.arterial(axis, if axis == 0 { column } else { row }).is_some()
                    || town.arterial(axis, if axis == 0 { to_column } else { to_row }).is_some();
                let there = if wet { crosses } else { rank.is_some() || !draft.dice.chance(GONE[usize::from(onto)]) };
                if there {
                    sets.join(from as u32, to as u32);
                    let middle = [columns / 2, rows / 2];
                    let off = [column.abs_diff(middle[0]) / BLOCK, row.abs_diff(middle[1]) / BLOCK];
                    let kind = match rank {
                        // Rings: the arterials three and eight blocks out, as far as they enclose the middle.
                        Some(r) if (r == 3 || r == 8) && off[axis] < r => Kind::Trunk,
                        Some(r) if r.is_multiple_of(3) => Kind::Primary,
                        Some(r) if r.is_multiple_of(2) => Kind::Secondary,
                        Some(_) => Kind::Tertiary,
                        None => Kind::Residential,
                    };
                    kinds[axis][from] = Some(Edge { kind, bridge: wet });
                } else {
                    left_out.push((axis, from as u32, wet));
                }
            }
        }
    }
    // What is cut off is joined again: on land first, by one more bridge where nothing else does.
    for over in [false, true] {
        for &(axis, from, wet) in left_out.iter().filter(|e| e.2 == over) {
            let to = from + if axis == 0 { 1 } else { columns as u32 };
            if sets.join(from, to) {
                kinds[axis][from as usize] = Some(Edge { kind: Kind::Residential, bridge: wet });
            }
        }
    }
    kinds
}

/// Crossings of arterials: signals at some; where turns are restricted ways begin and end.
fn crossings(town: &Town, kinds: &[Vec<Option<Edge>>; 2], draft: &mut Draft) -> Vec<bool> {
    let mut breaks = vec![false; town.columns * town.rows];
    for row in (0..town.rows).filter(|&r| town.arterial(1, r).is_some()) {
        for column in (0..town.columns).filter(|&c| town.arterial(0, c).is_some()) {
            let at = row * town.columns + column;
            if draft.dice.chance(0.6) && kinds[0][at].is_some() && kinds[1][at].is_some() {
                draft.signals.push(town.node(column, row));
            }
            if draft.dice.chance(0.35) {
                breaks[at] = true;
                // The next crossing along, for bans that reach over the way between.
                if column + 1 < town.columns && draft.dice.chance(0.3) {
                    breaks[at + 1] = true;
                }
            }
        }
    }
    breaks
}

/// Strings ways along one line of the lattice.
fn string(
    town: &mut Town,
    draft: &mut Draft,
    kinds: &[Vec<Option<Edge>>; 2],
    breaks: &[bool],
    axis: usize,
    line: usize,
    along: usize,
) {
    let point = |i: usize| if axis == 0 { line * town.columns + i } else { i * town.columns + line };
    let place = |i: usize| if axis == 0 { (i, line) } else { (line, i) };
    // Lengths vary, so that names and ids change in mid-street, too.
    let limit = |draft: &mut Draft| 3 + draft.dice.pick(LONGEST - 3);
    let mut ways: Vec<(usize, usize, u32)> = Vec::new();
    let mut i = 0;
    while i + 1 < along {
        let Some(edge) = kinds[axis][point(i)] else {
            i += 1;
            continue;
        };
        let start = i;
        let longest = limit(draft);
        let mut nodes: Vec<Node> = vec![town.first + point(i) as u32];
        while i + 1 < along && i - start < longest && kinds[axis][point(i)] == Some(edge) {
            if i > start && breaks[point(i)] {
                break;
            }
            // Streets bend between crossings more often than arterials.
            if draft.dice.chance(if edge.kind == Kind::Residential { 0.35 } else { 0.6 }) && !edge.bridge {
                let share = 0.35 + 0.3 * draft.dice.share();
                let aside = (draft.dice.share() - 0.5) * if edge.kind == Kind::Residential { 0.16 } else { 0.04 };
                let ((c, r), (d, s)) = (place(i), place(i + 1));
                let mix = |a: Node, b: Node, k: usize| {
                    let at = |n: Node| draft.nodes[n as usize];
                    let (p, q) = ([at(a).lon_e7, at(a).lat_e7][k], [at(b).lon_e7, at(b).lat_e7][k]);
                    f64::from(p) + (f64::from(q) - f64::from(p)) * share
                };
                let (a, b) = (town.node(c, r), town.node(d, s));
                let mut at = [mix(a, b, 0), mix(a, b, 1)];
                at[1 - axis] += aside * 8_000.0;
                let node = draft.node([0.0, 0.0]);
                draft.nodes[node as usize] = crate::osm::model::Coord { lon_e7: at[0] as i32, lat_e7: at[1] as i32 };
                nodes.push(node);
            }
            i += 1;
            nodes.push(town.first + point(i) as u32);
        }
        // One way only where a street along the other axis leads on from both ends, so that nothing is a trap.
        let leads_on = |i: usize| {
            let p = point(i);
            let back = if axis == 0 { p.checked_sub(town.columns) } else { p.checked_sub(1) };
            let other = &kinds[1 - axis];
            other[p].is_some() || back.is_some_and(|b| other[b].is_some())
        };
        let local = edge.kind == Kind::Residential && axis == 0;
        let one_way = local && !edge.bridge && draft.dice.chance(0.22) && leads_on(start) && leads_on(i);
        if one_way && draft.dice.one_in(2) {
            nodes.reverse();
        }
        let kind = match edge.kind {
            Kind::Residential if draft.dice.one_in(25) => Kind::Living,
            Kind::Residential if draft.dice.one_in(30) => Kind::Service,
            kind => kind,
        };
        let way = draft.way(&nodes, kind, one_way, edge.bridge);
        ways.push((start, i, way));
    }
    for (start, end, way) in ways {
        for i in start..end {
            let p = if axis == 0 { line * town.columns + i } else { i * town.columns + line };
            town.edges[axis][p] = way;
        }
    }
}

/// Bans at crossings where ways begin and end, and a few over the way between two crossings.
fn restrict(town: &Town, breaks: &[bool], draft: &mut Draft) {
    let edge = |axis: usize, p: usize| Some(town.edges[axis][p]).filter(|&w| w != u32::MAX);
    for p in (0..breaks.len()).filter(|&p| breaks[p]) {
        let via = Ok(town.first + p as u32);
        let east = edge(0, p);
        let north = edge(1, p);
        let west = p.checked_sub(1).filter(|_| !p.is_multiple_of(town.columns)).and_then(|q| edge(0, q));
        let south = p.checked_sub(town.columns).and_then(|q| edge(1, q));
        let mut say = |kind, from: Option<u32>, via, to: Option<u32>| {
            if let (Some(from), Some(to)) = (from, to) {
                draft.restrictions.push(Restriction { kind, from, via, to });
            }
        };
        match p % 4 {
            0 => say("no_left_turn", west, via, north),
            1 => say("only_straight_on", south, via, north),
            2 => say("no_right_turn", west, via, south),
            _ => say("no_u_turn", north, via, north),
        }
        // Coming from the south one may not turn back south at the next crossing.
        if let Some(between) = east
            && breaks.get(p + 1) == Some(&true)
            && draft.line(between as usize).len() <= 3
        {
            let on = (p + 1).checked_sub(town.columns).and_then(|q| edge(1, q));
            if let (Some(from), Some(to)) = (south, on) {
                draft.restrictions.push(Restriction { kind: "no_u_turn", from, via: Err(between), to });
            }
        }
    }
}

/// Residential land inside superblocks.
fn land(town: &Town, draft: &mut Draft) {
    let first = |axis: usize| (BLOCK - town.shift[axis] % BLOCK) % BLOCK;
    for row in (first(1)..town.rows.saturating_sub(BLOCK)).step_by(BLOCK) {
        for column in (first(0)..town.columns.saturating_sub(BLOCK)).step_by(BLOCK) {
            let (c, r) = (column as f64, row as f64);
            let (near, far) = (0.4, BLOCK as f64 - 0.4);
            if draft.dice.chance(0.7) && town.beyond(column, row) == town.beyond(column, row + BLOCK) {
                let corners = [(near, near), (far, near), (far, far), (near, far)];
                let block = corners.map(|(x, y)| draft.coord(town.ground(c + x, r + y)));
                draft.blocks.push(block);
            }
        }
    }
}

/// Sets that are joined.
struct Sets(Vec<u32>);

impl Sets {
    fn root(&mut self, mut i: u32) -> u32 {
        while self.0[i as usize] != i {
            let up = self.0[self.0[i as usize] as usize];
            self.0[i as usize] = up;
            i = up;
        }
        i
    }
    /// Whether they were apart.
    fn join(&mut self, a: u32, b: u32) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b) as usize] = a.min(b);
        a != b
    }
}
