//! What an order is worth: `order FILE...`, where a file is a city (`.osm.pbf`; the roads are ordered and the turn-expanded graph is
//! eliminated) or a DIMACS graph (`.gr.gz` with `.co.gz` beside it; the vertices are ordered). Prints the seconds on one thread, the height and
//! mean depth of the elimination tree, the arcs of the chordal graph, and the sum of squares of upward degrees.
//! `KEY=VALUE` sets a setting for the files that follow.

#![expect(clippy::unwrap_used, reason = "a program for developers")]

use std::io::BufRead;
use std::sync::LazyLock;
use std::time::Instant;

use huilu::hierarchy::dissection::{Plane, Settings, edge_order, vertex_order};
use huilu::ids::{Id, JunctionId};
use huilu::osm::{Caps, read};
use huilu::roads::{self, import};

/// What a file holds: a drawing, and the graph to eliminate with the index of the ordered thing that each vertex belongs to.
struct Case {
    positions: Vec<[i32; 2]>,
    edges: Vec<[u32; 2]>,
    by_edges: bool,
    arcs: Vec<[u32; 2]>,
    belongs: Vec<u32>,
}

fn city(path: &str) -> Case {
    let extract = read(std::fs::File::open(path).unwrap(), &Caps::default(), &|_| {}).unwrap();
    let network = import(extract, roads::Settings::default()).unwrap().network;
    let squeeze = f64::from(network.junction(JunctionId::new(0)).at.lat_e7) / 1e7;
    let squeeze = squeeze.to_radians().cos();
    let positions = (0..network.junction_count())
        .map(|j| network.junction(JunctionId::new(j)).at)
        .map(|at| [(f64::from(at.lon_e7) * squeeze) as i32, at.lat_e7])
        .collect();
    let edges = network.road_ids().map(|r| network.road(r).ends.map(|j| j.index() as u32)).collect();
    let graph = network.topology().graph();
    let arcs = graph
        .vertices()
        .flat_map(|v| graph.out(v).map(move |(_, head)| [v.index() as u32, head.index() as u32]))
        .collect();
    let belongs = graph.vertices().map(|v| network.topology().segment(v).road().index() as u32).collect();
    Case { positions, edges, by_edges: true, arcs, belongs }
}

fn lines(path: &str) -> impl Iterator<Item = Vec<String>> {
    let file = flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap());
    std::io::BufReader::new(file).lines().map(|l| l.unwrap().split_whitespace().map(str::to_owned).collect())
}

fn dimacs(path: &str) -> Case {
    let mut positions = Vec::new();
    for w in lines(&path.replace(".gr.gz", ".co.gz")).filter(|w| w.first().is_some_and(|w| w == "v")) {
        let y: f64 = w[3].parse().unwrap();
        positions.push([(w[2].parse::<f64>().unwrap() * (y / 1e6).to_radians().cos()) as i32, y as i32]);
    }
    let mut edges: Vec<[u32; 2]> = lines(path)
        .filter(|w| w.first().is_some_and(|w| w == "a"))
        .map(|w| [w[1].parse::<u32>().unwrap() - 1, w[2].parse::<u32>().unwrap() - 1])
        .map(|[a, b]| [a.min(b), a.max(b)])
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let belongs = (0..positions.len() as u32).collect();
    Case { positions, arcs: edges.clone(), edges, by_edges: false, belongs }
}

/// Eliminates and prints.
fn judge(case: &Case, order: &[u32]) -> String {
    let n = case.belongs.len();
    let mut rank_of = vec![u32::MAX; order.len()];
    for (rank, &item) in (0..).zip(order) {
        assert_eq!(rank_of[item as usize], u32::MAX, "{item} twice");
        rank_of[item as usize] = rank;
    }
    let mut by_rank: Vec<u32> = (0..n as u32).collect();
    by_rank.sort_by_key(|&v| (rank_of[case.belongs[v as usize] as usize], v));
    let mut rank = vec![0_u32; n];
    for (r, &v) in (0..).zip(&by_rank) {
        rank[v as usize] = r;
    }
    let mut up: Vec<Vec<u32>> = vec![Vec::new(); n];
    for &[a, b] in &case.arcs {
        let (a, b) = (rank[a as usize], rank[b as usize]);
        if a != b {
            up[a.min(b) as usize].push(a.max(b));
        }
    }
    let mut parent = vec![u32::MAX; n];
    let (mut arcs, mut squares) = (0_u64, 0_u64);
    for v in 0..n {
        up[v].sort_unstable();
        up[v].dedup();
        let list = std::mem::take(&mut up[v]);
        arcs += list.len() as u64;
        squares += (list.len() as u64).pow(2);
        if let Some((&first, rest)) = list.split_first() {
            parent[v] = first;
            let own = &mut up[first as usize];
            own.extend_from_slice(rest);
            if own.len() > 4096 {
                own.sort_unstable();
                own.dedup();
            }
        }
    }
    let mut depth = vec![1_u64; n];
    for v in (0..n).rev() {
        if parent[v] != u32::MAX {
            depth[v] = depth[parent[v] as usize] + 1;
        }
    }
    let (height, sum) = (depth.iter().max().copied().unwrap_or(0), depth.iter().sum::<u64>());
    format!(
        "height {height:4} depth {:6.1} arcs {arcs:9} squares {:8.2} M",
        sum as f64 / n as f64,
        squares as f64 / 1e6
    )
}

/// How long this thread has been on a processor; wall time where the system does not say.
fn cpu_seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let spent = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = spent.and_then(|s| s.split(' ').next().and_then(|n| n.parse::<f64>().ok()));
    spent.map_or_else(|| START.elapsed().as_secs_f64(), |nanos| nanos / 1e9)
}

fn main() {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let mut settings: Vec<Settings> = vec![Settings::default()];
    let mut cases: Vec<(String, Case)> = Vec::new();
    for arg in std::env::args().skip(1) {
        let Some((key, values)) = arg.split_once('=') else {
            let case = if arg.ends_with(".gr.gz") { dimacs(&arg) } else { city(&arg) };
            cases.push((arg.rsplit('/').next().unwrap().chars().take(12).collect(), case));
            continue;
        };
        // Several values by commas: every combination is tried.
        settings = settings
            .iter()
            .flat_map(|s| values.split(',').map(|v| (*s, v)))
            .map(|(mut s, v)| {
                match key {
                    "balance" => s.balance = v.parse().unwrap(),
                    "lines" => s.lines = v.parse().unwrap(),
                    "leaving" => s.leaving = v.parse().unwrap(),
                    "inside" => s.inside = v.parse().unwrap(),
                    "leaf" => s.leaf = v.parse().unwrap(),
                    _ => panic!("no setting {key}"),
                }
                s
            })
            .collect();
    }
    for s in &settings {
        println!("{s:?}");
        for (name, case) in &cases {
            let plane = Plane { positions: &case.positions, edges: &case.edges };
            let (seconds, order) = one.install(|| {
                let before = cpu_seconds();
                let order = if case.by_edges { edge_order(&plane, s) } else { vertex_order(&plane, s) };
                (cpu_seconds() - before, order)
            });
            println!("  {name:12} {seconds:6.3} s  {}", judge(case, &order));
        }
    }
}
