//! Random towns, driven by two programs that share nothing: our roads, and a walker that knows only ways and restrictions.
//!
//! The walker goes from node to node and remembers the way it came, so it can hold every drive against the restrictions as they
//! are written. It knows no segments, no turn-expanded graph and no automaton. All roads allow 36 km/h, at which a centimetre takes a
//! millisecond, and turns cost nothing, so that costs can be compared to the rounding of lengths.

#[path = "shut_in.rs"]
mod shut_in;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use crate::town::{self, Town};
use crate::world::World;
use huilu::hierarchy::Engine;
use huilu::ids::{Id, OsmNodeId, OsmWayId, RoadId};
use huilu::matrix::route::{cost, oracle};
use huilu::osm::model::{Access, Extract, Mode, RestrictionKind, TurnRestriction, Via};
use huilu::roads::geometry::{between, distance_m};
use huilu::roads::{Profile, Side, Snap};
use huilu::units::Centimetres;
use petgraph::visit::{EdgeFiltered, EdgeRef};

/// Numbers from a seed (Steele, Lea and Flood's SplitMix64).
struct Dice(u64);
impl Dice {
    fn roll(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

const WIDTH: usize = 4;
const NODES: &str = "abcdefghijklmnop";

pub(crate) fn random_town(seed: u64) -> Town {
    let mut dice = Dice(seed);
    let map = "\na-b-c-d\n\ne-f-g-h\n\ni-j-k-l\n\nm-n-o-p";
    let mut t = Town::new(100.0, map);
    let letters: Vec<char> = NODES.chars().collect();
    let mut taken = BTreeSet::new();
    for _ in 0..14 + dice.roll(14) {
        // A walk of one to three steps over free edges of the grid.
        let mut at = dice.roll(letters.len());
        let mut nodes = String::from(letters[at]);
        for _ in 0..1 + dice.roll(3) {
            let (x, y) = (at % WIDTH, at / WIDTH);
            let next = match dice.roll(4) {
                0 if x + 1 < WIDTH => at + 1,
                1 if x > 0 => at - 1,
                2 if y + 1 < letters.len() / WIDTH => at + WIDTH,
                3 if y > 0 => at - WIDTH,
                _ => continue,
            };
            if nodes.contains(letters[next]) || !taken.insert((at.min(next), at.max(next))) {
                break;
            }
            nodes.push(letters[next]);
            at = next;
        }
        if nodes.len() > 1 {
            let tags = ["", "", "", "oneway=yes", "vehicle=destination", "vehicle=private", "vehicle=no"];
            let tag = tags[dice.roll(tags.len())];
            t.way(&nodes, if dice.roll(3) == 0 { "" } else { tag });
        }
    }
    for _ in 0..dice.roll(3) {
        let c = letters[dice.roll(letters.len())];
        if !t.extract.node_features.iter().any(|f| f.0 == town::id(c)) {
            t.barrier(c, [Access::No, Access::Private][dice.roll(2)], dice.roll(2) == 0);
        }
    }
    let ways = t.extract.ways.clone();
    let touch = |a: OsmWayId, b: OsmWayId| -> Vec<OsmNodeId> {
        let nodes = |w: OsmWayId| ways[w.0 as usize - 1].nodes.clone();
        nodes(a).into_iter().filter(|n| nodes(b).contains(n)).collect()
    };
    let letter = |n: OsmNodeId| char::from_u32(n.0 as u32).unwrap();
    for _ in 0..40 {
        let mut pick = || ways[dice.roll(ways.len())].id;
        let (from, via, to) = (pick(), pick(), pick());
        let kind = if dice.roll(3) == 0 { RestrictionKind::Only } else { RestrictionKind::No };
        if t.extract.restrictions.len() >= 6 {
            break;
        }
        if dice.roll(2) == 0 {
            if from == to && kind == RestrictionKind::Only {
                continue;
            }
            let at = touch(from, to);
            if let Some(&n) = at.get(dice.roll(at.len().max(1))) {
                t.ban(kind, from, letter(n), to);
            }
        } else {
            let (a, b) = (touch(from, via), touch(via, to));
            if from != via && via != to && a.len() == 1 && b.len() == 1 && a != b {
                t.ban_via_ways(kind, from, &[via], to);
            }
        }
    }
    t
}

/// One step of a drive: along a way, from a position among its nodes to the one before or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    way: usize,
    from: usize,
    to: usize,
}

/// What has been driven last, which part of the drive it is (0 leaving a zone, 1 open, 2 in the zone at the end).
type Walk = (Vec<Step>, u8);

struct Walker<'a> {
    extract: &'a Extract,
    /// Open edges that belong to a zone because only zones lead to them or from them.
    shut_in: BTreeSet<Step>,
}

impl<'a> Walker<'a> {
    const MODE: Mode = Mode::Hgv;

    fn new(extract: &'a Extract) -> Self {
        let mut walker = Self { extract, shut_in: BTreeSet::new() };
        walker.shut_in = walker.find_shut_in();
        walker
    }

    fn node(&self, way: usize, at: usize) -> OsmNodeId {
        self.extract.ways[way].nodes[at]
    }
    fn start(&self, s: Step) -> OsmNodeId {
        self.node(s.way, s.from)
    }
    fn end(&self, s: Step) -> OsmNodeId {
        self.node(s.way, s.to)
    }
    fn access(&self, s: Step) -> Access {
        self.extract.ways[s.way].access[usize::from(s.to < s.from)][Self::MODE as usize]
    }
    fn zone(&self, s: Step) -> bool {
        matches!(self.access(s), Access::Destination | Access::Private) || self.shut_in.contains(&s)
    }
    fn at(&self, n: OsmNodeId) -> huilu::osm::model::Coord {
        self.extract.nodes[self.extract.nodes.binary_search_by_key(&n, |x| x.0).unwrap()].1
    }
    fn cost(&self, s: Step) -> i64 {
        (distance_m(self.at(self.start(s)), self.at(self.end(s))) * 100.0).round() as i64
    }
    fn steps_from(&self, n: OsmNodeId) -> Vec<Step> {
        let mut steps = Vec::new();
        for (way, w) in self.extract.ways.iter().enumerate() {
            for (i, _) in w.nodes.iter().enumerate().filter(|&(_, &m)| m == n) {
                let nexts = [i.checked_sub(1), Some(i + 1).filter(|&k| k < w.nodes.len())];
                steps.extend(nexts.into_iter().flatten().map(|to| Step { way, from: i, to }));
            }
        }
        steps.retain(|&s| self.access(s) != Access::No);
        steps
    }
    fn barrier(&self, n: OsmNodeId) -> Option<&huilu::osm::model::Barrier> {
        self.extract.node_features.iter().find(|f| f.0 == n).and_then(|f| f.1.barrier.as_ref())
    }

    /// Whether going on from `past` by `next` is legal, and what the node costs.
    fn may(&self, past: &[Step], next: Step) -> Option<i64> {
        let last = past[past.len() - 1];
        let here = self.end(last);
        let back = Step { way: last.way, from: last.to, to: last.from };
        let barrier = self.barrier(here);
        let barred = barrier.is_some_and(|b| b.access[Self::MODE as usize] == Access::No);
        if self.extract.restrictions.iter().any(|r| self.breaks(r, past, next)) {
            return None;
        }
        if next == back {
            // Into a zone one does not go on, nor from a street that is shut in onto one that is closed by its own tags.
            let closed = |s: Step| 2 * i32::from(self.zone(s)) - i32::from(self.shut_in.contains(&s));
            let goes_on = |&s: &Step| s != back && closed(s) <= closed(last);
            let dead_end = barred || !self.steps_from(here).iter().any(goes_on);
            return dead_end.then_some(U_TURN);
        }
        (!barred).then_some(if barrier.is_some_and(|b| b.gate) { GATE } else { 0 })
    }

    fn breaks(&self, r: &TurnRestriction, past: &[Step], next: Step) -> bool {
        let id = |s: Step| self.extract.ways[s.way].id;
        let last = past[past.len() - 1];
        let (from, to) = (r.from[0], r.to[0]);
        match &r.via {
            Via::Node(n) => {
                let arrived = id(last) == from && self.end(last) == *n;
                let round = next.way == last.way && next.from == last.to && next.to == last.from;
                match r.kind {
                    RestrictionKind::No if from == to => arrived && round,
                    RestrictionKind::No => arrived && id(next) == to,
                    RestrictionKind::Only => arrived && id(next) != to,
                }
            }
            Via::Ways(via) => {
                // The way from where `from` meets the via to where the via meets `to`.
                let way = via[0].0 as usize - 1;
                let nodes = &self.extract.ways[way].nodes;
                let meets = |other: OsmWayId| {
                    let others = &self.extract.ways[other.0 as usize - 1].nodes;
                    nodes.iter().position(|n| others.contains(n)).unwrap()
                };
                let (a, b) = (meets(from), meets(to));
                let mut course = Vec::new();
                let mut at = a;
                while at != b {
                    let to = if b > at { at + 1 } else { at - 1 };
                    course.push(Step { way, from: at, to });
                    at = to;
                }
                if course.iter().any(|&s| self.access(s) == Access::No && self.never(s)) {
                    return false;
                }
                // Look back for the arrival by `from`, with nothing but the course since.
                (0..=course.len()).any(|driven| {
                    let Some(arrival) = past.len().checked_sub(driven + 1) else { return false };
                    let arrived = id(past[arrival]) == from && self.end(past[arrival]) == nodes[a];
                    let on_course = arrived && past[arrival + 1..] == course[..driven];
                    let finished = driven == course.len();
                    match r.kind {
                        RestrictionKind::No => on_course && finished && id(next) == to,
                        RestrictionKind::Only if finished => on_course && id(next) != to,
                        RestrictionKind::Only => on_course && next != course[driven],
                    }
                })
            }
        }
    }

    /// Closed to everybody, feet too: then it is no road and no restriction over it means anything.
    fn never(&self, s: Step) -> bool {
        self.extract.ways[s.way].access[usize::from(s.to < s.from)].iter().all(|&a| a == Access::No)
    }

    /// Cost from `share` along one step to `share` along another: the best over the directions that are open.
    fn drive(&self, from: Step, to: Step) -> Option<i64> {
        let directions = |s: Step| [s, Step { way: s.way, from: s.to, to: s.from }];
        let mut best: Option<i64> = None;
        let mut heap = BinaryHeap::new();
        let mut done: BTreeMap<Walk, i64> = BTreeMap::new();
        let share = |given: Step, s: Step, share: f64| if given == s { share } else { 1.0 - share };
        for s in directions(from).into_iter().filter(|&s| self.access(s) != Access::No) {
            let rest = self.cost(s) as f64 * (1.0 - share(from, s, FROM_SHARE));
            heap.push(Reverse((rest as i64, vec![s], u8::from(!self.zone(s)))));
            for t in
                directions(to).into_iter().filter(|&t| t == s && share(from, s, FROM_SHARE) <= share(to, t, TO_SHARE))
            {
                let direct = self.cost(s) as f64 * (share(to, t, TO_SHARE) - share(from, s, FROM_SHARE));
                best = Some(best.map_or(direct as i64, |b| b.min(direct as i64)));
            }
        }
        while let Some(Reverse((cost, past, part))) = heap.pop() {
            if best.is_some_and(|b| cost >= b) {
                break;
            }
            if done.contains_key(&(past.clone(), part)) {
                continue;
            }
            done.insert((past.clone(), part), cost);
            for next in self.steps_from(self.end(past[past.len() - 1])) {
                let Some(turn) = self.may(&past, next) else { continue };
                let part = match (part, self.zone(next)) {
                    (0, true) => 0,
                    (0 | 1, false) => 1,
                    (1 | 2, true) => 2,
                    _ => continue,
                };
                for t in directions(to).into_iter().filter(|&t| t == next) {
                    let total = cost + turn + (self.cost(t) as f64 * share(to, t, TO_SHARE)) as i64;
                    best = Some(best.map_or(total, |b| b.min(total)));
                }
                let mut walked = past.clone();
                walked.push(next);
                // The longest restriction has five steps: `from`, three of a via way, `to`.
                if walked.len() > 5 {
                    walked.remove(0);
                }
                heap.push(Reverse((cost + turn + self.cost(next), walked, part)));
            }
        }
        best
    }
}

const U_TURN: i64 = 20_000;
const GATE: i64 = 30_000;
const FROM_SHARE: f64 = 0.3;
const TO_SHARE: f64 = 0.6;

fn plain_profile() -> Profile {
    let mut p = Profile::shipped("heavy_truck").unwrap();
    p.max_speed_kmh = 36.0;
    p.town_kmh = [Some(36.0); 22];
    p.rural_kmh = [Some(36.0); 22];
    p.turns = huilu::roads::profile::TurnCosts {
        near: Default::default(),
        far: Default::default(),
        straight: Default::default(),
        signal: Default::default(),
        u_turn: huilu::units::Milliseconds(U_TURN),
        gate: huilu::units::Milliseconds(GATE),
    };
    p
}

/// Where a step's share lies on our roads.
fn place(world: &World, walker: &Walker<'_>, step: Step, share: f64) -> Option<Snap> {
    let network = world.metric.network();
    let way = walker.extract.ways[step.way].id;
    let low = step.from.min(step.to);
    let road = network.road_ids().rfind(|&r| network.road(r).way == way && network.road(r).first_node <= low)?;
    let up_to = |i: usize| -> f64 {
        let first = network.road(road).first_node;
        (first..i)
            .map(|k| distance_m(walker.at(walker.node(step.way, k)), walker.at(walker.node(step.way, k + 1))))
            .sum()
    };
    let (a, b) = (walker.at(walker.start(step)), walker.at(walker.end(step)));
    let along = if step.to > step.from { share } else { 1.0 - share };
    let along = Centimetres::from_metres(up_to(low) + along * distance_m(a, b));
    let [forward, backward] = RoadId::segments(road).map(|s| world.metric.segment(s).is_some());
    let (distance, road_length) = (Centimetres::ZERO, network.road(road).length);
    let at = between(a, b, share);
    (forward || backward).then_some(Snap {
        road,
        at,
        distance,
        along,
        road_length,
        forward,
        backward,
        island: false,
        gave_up: None,
    })
}

fn compare(seed: u64) -> (usize, usize, usize) {
    let town = random_town(seed);
    let world = World::with(&town.extract, plain_profile(), Side::Right, None);
    let walker = Walker::new(&town.extract);
    let engine = oracle(&world.metric);
    let mut scratch = engine.scratch();
    let edges: Vec<Step> = town
        .extract
        .ways
        .iter()
        .enumerate()
        .flat_map(|(way, w)| (1..w.nodes.len()).map(move |i| Step { way, from: i - 1, to: i }))
        .collect();
    let mut dice = Dice(!seed);
    let (mut ways, mut none) = (0, 0);
    for _ in 0..12 {
        let (a, b) = (edges[dice.roll(edges.len())], edges[dice.roll(edges.len())]);
        let (Some(from), Some(to)) = (place(&world, &walker, a, FROM_SHARE), place(&world, &walker, b, TO_SHARE))
        else {
            continue;
        };
        let ours = cost(&engine, &mut scratch, &world.metric, &from, &to).map(|w| w.time().0);
        let theirs = walker.drive(a, b);
        // Nothing that was a way by the tags alone is lost or longer.
        let by_tags = Walker { extract: &town.extract, shut_in: BTreeSet::new() }.drive(a, b);
        assert!(by_tags.is_none_or(|t| theirs.is_some_and(|x| x <= t)), "seed {seed}: {a:?} to {b:?}: {by_tags:?}");
        let agree = match (ours, theirs) {
            (Some(x), Some(y)) => (x - y).abs() <= 100,
            (None, None) => true,
            _ => false,
        };
        assert!(agree, "seed {seed}: {a:?} to {b:?}: ours {ours:?}, the walker's {theirs:?}\n{}", tell(&town.extract));
        let table = huilu::matrix::table::table(&engine, &world.metric, &[Some(from)], &[Some(to)]);
        assert_eq!(table.leg(0, 0).map(|l| l.time.0), ours, "seed {seed}: {a:?} to {b:?}");
        if ours.is_some() { ways += 1 } else { none += 1 }
    }
    against_petgraph(&world, seed);
    (ways, none, usize::from(!walker.shut_in.is_empty()))
}

/// Labels of our Dijkstra equal those of petgraph's on the same turn-expanded graph.
fn against_petgraph(world: &World, seed: u64) {
    let graph = world.metric.network().topology().graph();
    let start = huilu::ids::VertexId::new(seed as usize % graph.vertex_count());
    let weights = world.metric.weights();
    let open = EdgeFiltered::from_fn(graph, |e| weights.get(e.id()).is_some());
    let theirs = petgraph::algo::dijkstra(&open, start, None, |e| weights.get(e.id()).unwrap().packed());
    let engine = oracle(&world.metric);
    let ours = engine.one_to_all(&mut engine.scratch(), &[(start, huilu::hierarchy::Weight::ZERO)]);
    for v in graph.vertices() {
        let expected = theirs.get(&v).copied();
        assert_eq!(ours[v.index()].map(huilu::hierarchy::Weight::packed), expected, "seed {seed}");
    }
}

fn tell(e: &Extract) -> String {
    let name = |n: &OsmNodeId| char::from_u32(n.0 as u32).unwrap();
    let mut out = String::new();
    for w in &e.ways {
        let nodes: String = w.nodes.iter().map(name).collect();
        let hgv = w.access.map(|a| a[Mode::Hgv as usize]);
        out += &format!("way {} {nodes} {hgv:?}\n", w.id.0 - 1);
    }
    for (n, f) in &e.node_features {
        out += &format!("{} {:?}\n", name(n), f.barrier.as_ref().map(|b| (b.gate, b.access[3])));
    }
    for r in &e.restrictions {
        out += &format!("{:?} {:?} {:?} {:?}\n", r.kind, r.from, r.via, r.to);
    }
    out
}

#[test]
fn random_towns_are_driven_alike() {
    let towns = std::env::var("HUILU_WALKER_TOWNS").map_or(300, |n| n.parse().expect("a number"));
    let (mut ways, mut none, mut shut_in) = (0, 0, 0);
    for seed in 0..towns {
        let (w, n, s) = compare(seed);
        ways += w;
        none += n;
        shut_in += s;
    }
    // Both kinds of answer must be common, and towns with streets shut in by zones, or the test shows little.
    println!("{towns} towns ({shut_in} with streets shut in), {ways} ways compared, {none} pairs without a way");
    assert!(ways > none / 2 && none > ways / 50 && shut_in > towns as usize / 10, "{ways} {none} {shut_in}");
}
