//! Roads between towns, along the lattice.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::super::Tick;
use super::super::draft::{Draft, Kind, Node};
use super::Settlement;
use super::terrain::Terrain;

/// Edges of a way at most.
const LONGEST: usize = 20;
/// What is there already costs so many tenths of a new road.
const SHARED: u64 = 4;

/// What an end of an edge is: a town or a free lattice point, by one number.
type Vertex = usize;

/// The lattice with towns on it: what lies in a town is the town.
struct Ground<'a> {
    terrain: &'a Terrain,
    settlements: &'a [Settlement],
    /// By lattice point: the town on it.
    town: Vec<Option<u32>>,
    /// By town: its lattice points.
    members: Vec<Vec<usize>>,
    /// By edge, lower end first: the road on it.
    used: BTreeMap<(Vertex, Vertex), Kind>,
}

/// Joins all towns; `None` when told to stop.
pub(super) fn join(terrain: &Terrain, settlements: &[Settlement], draft: &mut Draft, tick: Tick<'_>) -> Option<()> {
    let mut ground = Ground::new(terrain, settlements);
    let points = terrain.county.len();
    // A tree: from what is joined to the nearest town that is not.
    let mut joined = vec![false; settlements.len()];
    let mut tree: Vec<Vertex> = vec![points];
    joined[0] = true;
    while joined.iter().any(|j| !j) {
        let found = ground.path(&tree, &|v| v >= points && !joined[v - points]);
        match found {
            Some(path) => {
                ground.lay(&path, Kind::Secondary);
                for &v in path.iter().filter(|v| **v >= points) {
                    joined[v - points] = true;
                }
                tree.extend(path);
            }
            None => {
                // Land that does not touch: a straight road between the two nearest towns.
                let apart = |a: usize, b: usize| {
                    let [p, q] = [settlements[a].at, settlements[b].at];
                    (p[0] - q[0]).hypot(p[1] - q[1])
                };
                let pairs = (0..joined.len()).filter(|&a| joined[a]).flat_map(|a| {
                    let others = (0..joined.len()).filter(|&b| !joined[b]);
                    others.map(move |b| (a, b)).collect::<Vec<_>>()
                });
                let (a, b) = pairs.min_by(|x, y| apart(x.0, x.1).total_cmp(&apart(y.0, y.1)))?;
                ground.used.insert((points + a.min(b), points + a.max(b)), Kind::Secondary);
                joined[b] = true;
                tree.push(points + b);
            }
        }
        if !tick(draft.nodes.len() as u64) {
            return None;
        }
    }
    // Seats to the two nearest seats, townships to the nearest two of all.
    for (i, town) in settlements.iter().enumerate() {
        let mut near: Vec<usize> =
            (0..settlements.len()).filter(|&k| k != i && (!town.seat || settlements[k].seat)).collect();
        let far = |k: usize| {
            let at = settlements[k].at;
            (at[0] - town.at[0]).hypot(at[1] - town.at[1])
        };
        near.sort_by(|&a, &b| far(a).total_cmp(&far(b)).then(a.cmp(&b)));
        for k in near.into_iter().take(2) {
            if let Some(path) = ground.path(&[points + i], &|v| v == points + k) {
                ground.lay(&path, if town.seat { Kind::Primary } else { Kind::Tertiary });
            }
        }
        if !tick(draft.nodes.len() as u64) {
            return None;
        }
    }
    ground.draw(draft);
    Some(())
}

impl<'a> Ground<'a> {
    fn new(terrain: &'a Terrain, settlements: &'a [Settlement]) -> Self {
        let points = terrain.county.len();
        let mut town = vec![None; points];
        let mut members = vec![Vec::new(); settlements.len()];
        for (t, settlement) in settlements.iter().enumerate() {
            let off = |i: usize| {
                let at = terrain.point(i);
                (at[0] - settlement.at[0]).hypot(at[1] - settlement.at[1])
            };
            let reach = settlement.radius * 1.1 + 0.4 * terrain.step;
            // Settlements stand on lattice points, so each has one at least.
            for i in (0..points).filter(|&i| terrain.county[i].is_some() && off(i) <= reach) {
                if town[i].is_none() {
                    town[i] = Some(t as u32);
                    members[t].push(i);
                }
            }
        }
        Self { terrain, settlements, town, members, used: BTreeMap::new() }
    }

    fn vertex(&self, point: usize) -> Vertex {
        self.town[point].map_or(point, |t| self.terrain.county.len() + t as usize)
    }
    fn at(&self, v: Vertex) -> [f64; 2] {
        let points = self.terrain.county.len();
        if v < points { self.terrain.point(v) } else { self.settlements[v - points].at }
    }
    /// What one may go to from a vertex, with the decimetres that takes.
    fn next(&self, v: Vertex) -> Vec<(Vertex, u64)> {
        let points = self.terrain.county.len();
        let own = if v < points { vec![v] } else { self.members[v - points].clone() };
        let mut out: Vec<(Vertex, u64)> = Vec::new();
        for i in own {
            for &k in &self.terrain.links[i] {
                let to = self.vertex(k as usize);
                if to != v && out.iter().all(|o| o.0 != to) {
                    let decimetres = (self.terrain.step * 10.0) as u64;
                    let there = self.used.contains_key(&(v.min(to), v.max(to)));
                    out.push((to, if there { decimetres * SHARED / 10 } else { decimetres }));
                }
            }
        }
        out
    }

    /// The way from any of `from` to the nearest vertex that is wanted (Dijkstra).
    fn path(&self, from: &[Vertex], wanted: &dyn Fn(Vertex) -> bool) -> Option<Vec<Vertex>> {
        let count = self.terrain.county.len() + self.settlements.len();
        let mut best = vec![u64::MAX; count];
        let mut parent = vec![usize::MAX; count];
        let mut heap = BinaryHeap::new();
        for &v in from {
            best[v] = 0;
            heap.push(Reverse((0_u64, v)));
        }
        while let Some(Reverse((cost, v))) = heap.pop() {
            if cost > best[v] {
                continue;
            }
            if wanted(v) {
                let mut path = vec![v];
                while parent[path[path.len() - 1]] != usize::MAX {
                    path.push(parent[path[path.len() - 1]]);
                }
                return Some(path);
            }
            for (to, step) in self.next(v) {
                if cost + step < best[to] {
                    best[to] = cost + step;
                    parent[to] = v;
                    heap.push(Reverse((cost + step, to)));
                }
            }
        }
        None
    }

    /// Puts a road on a path; a greater one stays.
    fn lay(&mut self, path: &[Vertex], kind: Kind) {
        for w in path.windows(2) {
            let road = self.used.entry((w[0].min(w[1]), w[0].max(w[1]))).or_insert(kind);
            *road = (*road).min(kind);
        }
    }

    /// Draws the roads: ways from where roads meet, end or change to the next such place.
    fn draw(&self, draft: &mut Draft) {
        let points = self.terrain.county.len();
        let mut round: BTreeMap<Vertex, Vec<Vertex>> = BTreeMap::new();
        for &(a, b) in self.used.keys() {
            round.entry(a).or_default().push(b);
            round.entry(b).or_default().push(a);
        }
        let mut nodes: BTreeMap<Vertex, Node> = BTreeMap::new();
        for &v in round.keys().filter(|v| **v < points) {
            // Off the lattice by up to a sixth of a step, if that is still inside.
            let at = self.terrain.point(v);
            let moved = at.map(|x| x + (draft.dice.share() - 0.5) * self.terrain.step / 3.0);
            let inside = round[&v].iter().all(|&k| self.terrain.inside(self.at(k), moved) || k >= points);
            let kept = if inside && self.terrain.county_at(moved).is_some() { moved } else { at };
            nodes.insert(v, draft.node(kept));
        }
        let kind = |a: Vertex, b: Vertex| self.used[&(a.min(b), a.max(b))];
        let breaks = |v: Vertex| {
            let ends = &round[&v];
            v >= points || ends.len() != 2 || kind(v, ends[0]) != kind(v, ends[1])
        };
        let mut done: BTreeMap<(Vertex, Vertex), ()> = BTreeMap::new();
        let starts: Vec<Vertex> = round.keys().copied().filter(|&v| breaks(v)).chain(round.keys().copied()).collect();
        for start in starts {
            for &second in &round[&start] {
                if done.contains_key(&(start.min(second), start.max(second))) {
                    continue;
                }
                let mut line = vec![start];
                let mut next = second;
                loop {
                    let last = line[line.len() - 1];
                    done.insert((last.min(next), last.max(next)), ());
                    line.push(next);
                    let onward =
                        round[&next].iter().copied().find(|&k| !done.contains_key(&(next.min(k), next.max(k))));
                    match onward {
                        Some(on) if !breaks(next) && line.len() <= LONGEST => next = on,
                        _ => break,
                    }
                }
                self.way(&line, kind(line[0], line[1]), &nodes, draft);
            }
        }
    }

    fn way(&self, line: &[Vertex], kind: Kind, nodes: &BTreeMap<Vertex, Node>, draft: &mut Draft) {
        let points = self.terrain.county.len();
        let mut drawn: Vec<Node> = Vec::with_capacity(line.len());
        for (i, &v) in line.iter().enumerate() {
            let node = match nodes.get(&v) {
                Some(&node) => node,
                // Into the town at the nearest place on an arterial, which all may drive both ways.
                None => {
                    let beside = if i > 0 { line[i - 1] } else { line[1] };
                    let from =
                        nodes.get(&beside).map_or_else(|| draft.coord(self.at(beside)), |&n| draft.nodes[n as usize]);
                    let town = &draft.towns[v - points];
                    let arterial = |p: usize| {
                        let (column, row) = (p % town.columns, p / town.columns);
                        town.arterial(0, column).is_some() || town.arterial(1, row).is_some()
                    };
                    let far = |p: &usize| {
                        let c = draft.nodes[town.first as usize + p];
                        let (dx, dy) = (i64::from(c.lon_e7 - from.lon_e7) * 3 / 4, i64::from(c.lat_e7 - from.lat_e7));
                        dx * dx + dy * dy
                    };
                    let on_streets = (0..town.columns * town.rows).filter(|p| draft.uses[town.first as usize + p] > 0);
                    // A hamlet has no arterial.
                    let Some(street) = on_streets.min_by_key(|p| (!arterial(*p), far(p))) else { return };
                    town.first + street as Node
                }
            };
            if drawn.last() != Some(&node) {
                drawn.push(node);
            }
        }
        if drawn.len() > 1 {
            draft.way(&drawn, kind, false, false);
        }
    }
}
