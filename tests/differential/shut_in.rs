//! Which open edges of an extract are had through zones alone, from the raw tags: the rule of `roads::topology`, told anew over nodes and ways.

use std::collections::{HashMap, HashSet};

use huilu::osm::model::Mode;

use super::{Raw, Step, barrier_closed, leave};

/// Values of `highway` that vehicles drive on, or would if a tag invited them.
const ROADS: [&str; 27] = [
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "road",
    "minor",
    "residential",
    "residential_link",
    "living_street",
    "service",
    "track",
    "byway",
    "pedestrian",
    "footway",
    "crossing",
    "path",
    "trail",
    "cycleway",
    "bridleway",
    "steps",
];

struct Net {
    steps: Vec<Step>,
    open: Vec<bool>,
    starting: HashMap<i64, Vec<usize>>,
    ending: HashMap<i64, Vec<usize>>,
    barred: HashSet<i64>,
}

impl Net {
    fn new(raw: &Raw, mode: Mode) -> Self {
        let barred = raw.node_tags.iter().filter(|(_, t)| barrier_closed(t, mode).is_some()).map(|(&n, _)| n).collect();
        let (starting, ending) = (HashMap::new(), HashMap::new());
        let mut net = Self { steps: Vec::new(), open: Vec::new(), starting, ending, barred };
        for (&way, w) in &raw.ways {
            let says = |k: &str| w.tags.get(k).map(|v| v.as_str());
            let road = says("highway").map_or(says("route") == Some("ferry"), |h| ROADS.contains(&h));
            if !road || says("area") == Some("yes") {
                continue;
            }
            let mut nodes: Vec<i64> = w.nodes.iter().map(|n| n.0).filter(|n| raw.nodes.contains(n)).collect();
            nodes.dedup();
            for pair in nodes.windows(2) {
                for (from, to, forward) in [(pair[0], pair[1], true), (pair[1], pair[0], false)] {
                    let Ok(zone) = leave(mode, &w.tags, forward, !forward) else { continue };
                    net.starting.entry(from).or_default().push(net.steps.len());
                    net.ending.entry(to).or_default().push(net.steps.len());
                    net.steps.push(Step { way, from, to });
                    net.open.push(!zone);
                }
            }
        }
        net
    }

    /// The steps before (`-1`) or after (`1`) a step.
    fn beside(&self, i: usize, after: bool) -> impl Iterator<Item = usize> + '_ {
        let s = self.steps[i];
        let (node, list) = if after { (s.to, &self.starting) } else { (s.from, &self.ending) };
        let closed = self.barred.contains(&node);
        let round = move |t: Step| t.way == s.way && t.from == s.to && t.to == s.from;
        list.get(&node).into_iter().flatten().copied().filter(move |&t| !closed || round(self.steps[t]))
    }

    fn spread(&self, from: usize, after: bool, may: impl Fn(usize) -> bool) -> Vec<bool> {
        let mut seen = vec![false; self.steps.len()];
        let mut todo = vec![from];
        seen[from] = true;
        while let Some(i) = todo.pop() {
            for t in self.beside(i, after).filter(|&t| may(t)) {
                if !seen[t] {
                    seen[t] = true;
                    todo.push(t);
                }
            }
        }
        seen
    }
}

/// Edge by edge; see the module.
pub(super) fn shut_in(raw: &Raw, mode: Mode) -> HashSet<(i64, i64, i64)> {
    let net = Net::new(raw, mode);
    let open = |i: usize| net.open[i];
    let count = net.open.iter().filter(|o| **o).count();
    // Groups of open steps that all lead to each other, one after another, until one is so large that no other can be larger.
    let mut grouped = vec![false; net.steps.len()];
    let mut network: Vec<usize> = Vec::new();
    let mut left = count;
    for seed in (0..net.steps.len()).filter(|&i| open(i)) {
        if network.len() >= left {
            break;
        }
        if grouped[seed] {
            continue;
        }
        let (to, from) = (net.spread(seed, true, open), net.spread(seed, false, open));
        let group: Vec<usize> = (0..net.steps.len()).filter(|&i| to[i] && from[i]).collect();
        group.iter().for_each(|&i| grouped[i] = true);
        left -= group.len();
        if group.len() > network.len() {
            network = group;
        }
    }
    let Some(&hub) = network.first() else { return HashSet::new() };
    let mut own = vec![false; net.steps.len()];
    network.iter().for_each(|&i| own[i] = true);
    let mut found: HashSet<usize> = HashSet::new();
    for after in [true, false] {
        let (openly, at_all) = (net.spread(hub, after, open), net.spread(hub, after, |_| true));
        found.extend((0..net.steps.len()).filter(|&i| open(i) && at_all[i] && !openly[i]));
    }
    let mut todo: Vec<usize> = found.iter().copied().collect();
    while let Some(i) = todo.pop() {
        for t in net.beside(i, true).chain(net.beside(i, false)) {
            if open(t) && !own[t] && found.insert(t) {
                todo.push(t);
            }
        }
    }
    found.into_iter().map(|i| (net.steps[i].way, net.steps[i].from, net.steps[i].to)).collect()
}
