//! A plain day as flat arrays: nodes instead of places, one number a cell.
//!
//! Nodes are the tasks, then for each kind its start and its end. An open end is a node that is reached from everywhere at once.

use crate::ids::{Id, PlaceId};
use crate::rounds::prepared::bound::BoundMatrix;
use crate::rounds::prepared::units::Penalty;
use crate::rounds::prepared::{FAR, Prepared};
use crate::rounds::problem::{Problem, Task};
use crate::rounds::search::segment::Segment;

/// There is no way.
pub(in crate::rounds) const NO_WAY: u32 = u32::MAX;

/// What is needed of a task.
#[derive(Clone, Copy)]
pub(in crate::rounds) struct Stop {
    pub open: i64,
    pub close: i64,
    pub service: i64,
    /// Mass and volume brought.
    pub deliver: [i64; 2],
    /// Mass and volume taken along.
    pub collect: [i64; 2],
}

impl Stop {
    #[inline]
    pub(in crate::rounds) fn segment(&self) -> Segment {
        Segment::stop(self.open, self.close, self.service)
    }
}

/// What is needed of a kind.
pub(in crate::rounds) struct Fleet {
    pub start: usize,
    pub end: usize,
    pub profile: usize,
    pub ready: i64,
    pub closes: i64,
    pub room: [i64; 2],
    pub max_duration: i64,
    pub max_length: i64,
    pub max_tasks: usize,
    /// Fen of a unit of length and of time.
    pub per_length: f64,
    pub per_time: f64,
    pub fixed: f64,
}

impl Fleet {
    /// How late a whole route is. What it takes longer than it may counts as late too (Vidal, Crainic, Gendreau, Prins 2013, fine it apart): refused outright, it holds
    /// routes that are nearly full of time where they are (six MDVRPTW instances, 30 s, seed 1: 1.86 %; so: 1.66).
    #[inline]
    pub(in crate::rounds) fn late(&self, whole: &Segment) -> i64 {
        whole.late + (whole.duration - self.max_duration).max(0)
    }
    /// Its start or end.
    #[inline]
    pub(in crate::rounds) fn depot(&self) -> Segment {
        Segment::stop(self.ready, self.closes, 0)
    }
}

/// Lengths and times of a profile.
enum Ways<'a> {
    /// Row by row and column by column, so that all ways to and from a node lie side by side. No times where they are the lengths, no columns where they are the rows.
    Flat { length: Vec<u32>, time: Vec<u32>, length_to: Vec<u32>, time_to: Vec<u32> },
    /// Looked up by place: copies would take as much room again.
    Large(&'a BoundMatrix),
}

/// Up to so many nodes lengths and times are copied, where there is a table of them.
const FLAT: usize = 4000;

/// A plain day.
pub(in crate::rounds) struct Ground<'a> {
    pub p: &'a Prepared<'a>,
    /// Tasks.
    pub n: usize,
    /// Nodes.
    pub nodes: usize,
    pub stops: Vec<Stop>,
    pub fleets: Vec<Fleet>,
    /// Whether all drive by the same matrix.
    pub one_profile: bool,
    /// By node, its row: nodes that are near each other have rows near each other, so that one line of the cache holds several.
    rank: Vec<u32>,
    /// By profile.
    ways: Vec<Ways<'a>>,
    /// By node; `None`: an open end.
    places: Vec<Option<PlaceId>>,
    /// By vehicle, its kind.
    pub kind_of: Vec<u32>,
    /// By kind, the others that start and end where it does.
    pub graded: Vec<Vec<u32>>,
    /// By kind, those of them that drive by the same matrix at the same hours: they exchange tails as they are.
    pub alike: Vec<Vec<u32>>,
    /// By kind, those that start or end elsewhere.
    pub apart: Vec<Vec<u32>>,
    /// Whether any task may be left out for its prize.
    pub prized: bool,
    /// Whether any vehicle may serve any task.
    pub free: bool,
    /// Whether all ways take as long as they are.
    pub even: bool,
    /// Whether anything depends on times.
    pub timed: bool,
    /// Whether some is brought and some taken along: where all goes one way, a route's sums say all there is to know of its loads.
    pub both_ways: bool,
    /// Whether any route may be too long, or cost by time.
    pub limited: bool,
    /// The least fen of a unit of length, where time costs nothing; nothing where it does, for then ways alone do not tell that a gap is dear.
    pub by_ways: f64,
}

/// Whether a day is plain: one trip a vehicle, one window a task, goods there from the start, constant travel; no links, breaks, compartments or landfills, and nobody out yet.
pub(in crate::rounds) fn is_plain(p: &Prepared<'_>) -> bool {
    let problem = p.problem;
    let task = |t: &Task| t.windows.len() <= 1 && t.warehouse.is_none();
    let sources = problem.kinds.iter().all(|k| k.loads_at.is_some())
        || problem.tasks.iter().all(|t| t.deliver == Default::default());
    p.constant
        && !p.released
        && problem.links.is_empty()
        && problem.tasks.iter().all(task)
        && sources
        && p.kinds.iter().all(|k| {
            k.breaks.is_empty() && !k.must_end_empty && k.room.len() == 2 && k.max_trips >= 1 && k.overtime == 0
        })
        && p.vehicles.iter().all(|v| !v.is_running())
        && !p.paid
        && reloads_are_out(problem)
}

/// Whether a route is one trip: where more may be made, unloading and loading on the way is part of the search.
fn reloads_are_out(problem: &Problem) -> bool {
    problem.kinds.iter().all(|k| k.max_trips == Some(1))
        || problem.unloading.is_empty() && problem.warehouses.is_empty()
}

impl<'a> Ground<'a> {
    pub(in crate::rounds) fn new(p: &'a Prepared<'a>) -> Self {
        let problem = p.problem;
        let n = p.tasks.len();
        let nodes = n + 2 * p.kinds.len();
        let mut places: Vec<Option<PlaceId>> = p.tasks.iter().map(|t| Some(t.place)).collect();
        for k in problem.kinds.iter() {
            places.push(Some(k.start));
            places.push(k.end);
        }
        let stops = p
            .tasks
            .iter()
            .map(|t| Stop {
                open: t.open,
                close: t.close,
                service: t.service,
                deliver: t.deliver.pair(),
                collect: t.collected.pair(),
            })
            .collect();
        let mut ready = vec![0; p.kinds.len()];
        for v in &p.vehicles {
            ready[v.kind] = v.ready;
        }
        let fleets: Vec<Fleet> = p
            .kinds
            .iter()
            .enumerate()
            .map(|(i, k)| Fleet {
                start: n + 2 * i,
                end: n + 2 * i + 1,
                profile: k.profile.index(),
                ready: ready[i],
                closes: k.closes,
                room: [k.room[0], k.room[1]],
                max_duration: k.max_duration,
                max_length: k.max_length,
                max_tasks: k.max_tasks,
                per_length: k.rates.fen_per_km as f64 / 1e5,
                per_time: k.rates.fen_per_h as f64 / 3.6e6,
                fixed: k.fixed as f64,
            })
            .collect();
        let driven: Vec<bool> = (0..p.kinds.len()).map(|kind| p.vehicles.iter().any(|v| v.kind == kind)).collect();
        let together = |i: usize, j: usize| {
            let (one, other) = (&problem.kinds[Id::new(i)], &problem.kinds[Id::new(j)]);
            (one.start, one.end) == (other.start, other.end)
        };
        let graded = others(p.kinds.len(), |i, j| driven[i] && driven[j] && together(i, j));
        let alike = others(p.kinds.len(), |i, j| {
            let of = |f: &Fleet| (f.profile, f.ready, f.closes);
            graded[i].contains(&(j as u32)) && of(&fleets[i]) == of(&fleets[j])
        });
        let apart = others(p.kinds.len(), |i, j| driven[i] && driven[j] && !together(i, j));
        let prized = p.units.penalty.iter().any(|penalty| matches!(penalty, Penalty::Prize(_)));
        let rank = chain(p.bounds.first(), &places, n);
        let mut ranked = vec![None; nodes];
        for (node, &at) in rank.iter().enumerate() {
            ranked[at as usize] = places[node];
        }
        let ways: Vec<Ways<'_>> = p.bounds.iter().map(|bound| Ways::new(bound, &ranked)).collect();
        let still = ways.iter().all(Ways::is_still);
        let even = ways.iter().all(|w| matches!(w, Ways::Flat { time, .. } if time.is_empty()));
        let timed = !still || p.tasks.iter().any(|t| t.service != 0 || !t.windows.is_empty());
        let limited = fleets.iter().any(|f| f.max_length < FAR || f.max_duration < FAR || f.per_time != 0.0);
        let by_ways = if fleets.iter().any(|f| f.per_time != 0.0) {
            0.0
        } else {
            fleets.iter().map(|f| f.per_length).fold(f64::MAX, f64::min)
        };
        let both_ways =
            p.tasks.iter().any(|t| t.has_goods) && p.tasks.iter().any(|t| t.collected != Default::default());
        let kind_of = p.vehicles.iter().map(|v| v.kind as u32).collect();
        let free = (0..n).all(|t| {
            (0..p.kinds.len()).all(|k| p.vehicles.iter().position(|v| v.kind == k).is_none_or(|v| p.may(t, v)))
        });
        Self {
            p,
            n,
            nodes,
            stops,
            one_profile: ways.len() == 1,
            fleets,
            rank,
            ways,
            places,
            kind_of,
            graded,
            alike,
            apart,
            prized,
            free,
            even,
            timed,
            both_ways,
            limited,
            by_ways,
        }
    }
    /// Whether a route may go to another kind from where it starts and ends.
    pub(in crate::rounds) fn is_graded(&self) -> bool {
        self.graded.iter().any(|kinds| !kinds.is_empty())
    }
    /// Whether vehicles of two kinds may exchange tails.
    #[inline]
    pub(in crate::rounds) fn mix(&self, one: u32, other: u32) -> bool {
        one == other || self.alike[one as usize].contains(&other)
    }
    /// Whether they may do so at all, though what is known of a tail may not hold for both.
    #[inline]
    pub(in crate::rounds) fn deals(&self, one: u32, other: u32) -> bool {
        self.mix(one, other) || self.apart[one as usize].contains(&other)
    }
    /// What a vehicle drives by.
    #[inline]
    pub(in crate::rounds) fn profile(&self, vehicle: u32) -> usize {
        self.fleets[self.kind_of[vehicle as usize] as usize].profile
    }
    #[inline]
    fn cell(&self, row: usize, column: usize) -> usize {
        self.rank[row] as usize * self.nodes + self.rank[column] as usize
    }
    /// Time and length by which two tasks are near each other.
    pub(in crate::rounds) fn near_way(&self, profile: usize, from: usize, to: usize) -> (u32, u32) {
        match &self.ways[profile] {
            Ways::Flat { .. } => (self.time(profile, from, to) as u32, self.length(profile, from, to)),
            Ways::Large(bound) => {
                let way = bound.usual().leg(self.p.tasks[from].place, self.p.tasks[to].place);
                way.map_or((NO_WAY, NO_WAY), |leg| (leg.time.0 as u32, leg.length.0 as u32))
            }
        }
    }
    /// The length of the way between two nodes, or [`NO_WAY`].
    #[inline]
    pub(in crate::rounds) fn length(&self, profile: usize, from: usize, to: usize) -> u32 {
        match &self.ways[profile] {
            Ways::Flat { length, .. } => length[self.cell(from, to)],
            Ways::Large(bound) => cell(bound, self.places[from], self.places[to]).1,
        }
    }
    /// The same, for one who asks for many ways to one node.
    #[inline]
    pub(in crate::rounds) fn length_to(&self, profile: usize, from: usize, to: usize) -> u32 {
        match &self.ways[profile] {
            Ways::Flat { length, length_to, .. } => {
                if length_to.is_empty() {
                    length[self.cell(to, from)]
                } else {
                    length_to[self.cell(to, from)]
                }
            }
            Ways::Large(bound) => cell(bound, self.places[from], self.places[to]).1,
        }
    }
    /// How long it takes; where there is no way, long.
    #[inline]
    pub(in crate::rounds) fn time(&self, profile: usize, from: usize, to: usize) -> i64 {
        i64::from(match &self.ways[profile] {
            Ways::Flat { length, time, .. } => {
                if time.is_empty() {
                    length[self.cell(from, to)]
                } else {
                    time[self.cell(from, to)]
                }
            }
            Ways::Large(bound) => cell(bound, self.places[from], self.places[to]).0,
        })
    }
    /// The same, for one who asks for many ways to one node.
    #[inline]
    pub(in crate::rounds) fn time_to(&self, profile: usize, from: usize, to: usize) -> i64 {
        i64::from(match &self.ways[profile] {
            Ways::Flat { length, time, length_to, time_to } => {
                let table = match (time.is_empty(), length_to.is_empty() && time_to.is_empty()) {
                    (true, true) => length,
                    (true, false) => length_to,
                    (false, true) => time,
                    (false, false) => time_to,
                };
                table[self.cell(to, from)]
            }
            Ways::Large(bound) => cell(bound, self.places[from], self.places[to]).0,
        })
    }
}

impl<'a> Ways<'a> {
    fn new(bound: &'a BoundMatrix, places: &[Option<PlaceId>]) -> Self {
        let n = places.len();
        if n > FLAT || !bound.usual().is_table() {
            return Self::Large(bound);
        }
        let (mut length, mut time) = (vec![0; n * n], vec![0; n * n]);
        for (i, &from) in places.iter().enumerate() {
            for (j, &to) in places.iter().enumerate() {
                (time[i * n + j], length[i * n + j]) = cell(bound, from, to);
            }
        }
        let turned = |of: &[u32]| -> Vec<u32> { (0..of.len()).map(|at| of[at % n * n + at / n]).collect() };
        let (mut length_to, mut time_to) = (turned(&length), turned(&time));
        if length == length_to && time == time_to {
            (length_to, time_to) = (Vec::new(), Vec::new());
        }
        if time == length {
            (time, time_to) = (Vec::new(), Vec::new());
        }
        Self::Flat { length, time, length_to, time_to }
    }
    /// Whether it is known that nothing takes any time.
    fn is_still(&self) -> bool {
        matches!(self, Self::Flat { time, .. } if !time.is_empty() && time.iter().all(|&t| t == 0 || t == NO_WAY))
    }
}

/// By kind, the others of which `holds` says so.
fn others(kinds: usize, holds: impl Fn(usize, usize) -> bool) -> Vec<Vec<u32>> {
    let of = |i: usize| (0..kinds).filter(|&j| j != i && holds(i, j)).map(|j| j as u32).collect();
    (0..kinds).map(of).collect()
}

/// Nodes along a chain from each to the nearest that is left; those behind the first `n` stay where they are.
fn chain(bound: Option<&BoundMatrix>, places: &[Option<PlaceId>], n: usize) -> Vec<u32> {
    let mut rank: Vec<u32> = (0..places.len() as u32).collect();
    let Some(bound) = bound else { return rank };
    if places.len() > FLAT || n == 0 || !bound.usual().is_table() {
        return rank;
    }
    let mut left: Vec<u32> = (0..n as u32).collect();
    let mut here = left.swap_remove(0);
    rank[here as usize] = 0;
    for at in 1..n as u32 {
        let far = |t: u32| cell(bound, places[here as usize], places[t as usize]).1;
        let Some(next) = (0..left.len()).min_by_key(|&i| (far(left[i]), left[i])) else { break };
        here = left.swap_remove(next);
        rank[here as usize] = at;
    }
    rank
}

/// Time and length. An open end is reached at once from anywhere.
#[inline]
fn cell(bound: &BoundMatrix, from: Option<PlaceId>, to: Option<PlaceId>) -> (u32, u32) {
    match (from, to) {
        (Some(a), Some(b)) => bound.leg(a, b).map_or((NO_WAY, NO_WAY), |(time, length)| (time as u32, length as u32)),
        (_, None) => (0, 0),
        (None, _) => (NO_WAY, NO_WAY),
    }
}
