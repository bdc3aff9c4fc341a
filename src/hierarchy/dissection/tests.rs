#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::flow::{FREE, Flow, SINK, SOURCE};
use super::graph::{Given, Graph, REMOVED, Splitter};
use super::inertial::Bisector;
use super::vertex_cover::Cover;
use super::{Plane, Settings, edge_order, vertex_order};

/// Cuts even the smallest pieces, so that small graphs try everything.
fn fine() -> Settings {
    Settings { leaf: 1, ..Settings::default() }
}

fn is_permutation(order: &[u32], n: usize) -> bool {
    let mut sorted = order.to_vec();
    sorted.sort_unstable();
    sorted.iter().copied().eq(0..n as u32)
}

/// Positions and edges, with loops, parallels, islands and vertices without edges.
fn multigraph() -> impl Strategy<Value = (Vec<[i32; 2]>, Vec<[u32; 2]>)> {
    (1..40_usize).prop_flat_map(|n| {
        let end = 0..n as u32;
        let position = prop_oneof![Just([0, 0]), [-50..50_i32, -50..50_i32], [any::<i32>(), any::<i32>()]];
        (prop::collection::vec(position, n), prop::collection::vec((end.clone(), end).prop_map(|(a, b)| [a, b]), 0..80))
    })
}

/// The same without loops and parallels, all joined.
fn connected() -> impl Strategy<Value = Graph> {
    multigraph().prop_filter_map("at least two vertices", |(positions, mut edges)| {
        let n = positions.len() as u32;
        edges.extend((1..n).map(|v| [v, v / 3]));
        edges.retain(|e| e[0] != e[1]);
        edges.iter_mut().for_each(|e| e.sort_unstable());
        edges.sort_unstable();
        let given: Vec<Given> = edges
            .chunk_by(|a, b| a == b)
            .map(|bundle| Given { ends: bundle[0], capacity: bundle.len() as u32 })
            .collect();
        (n > 1).then(|| Graph::new(positions, &given))
    })
}

/// Edges with an end on either side.
fn crossing(g: &Graph, first: impl Fn(u32) -> bool) -> u32 {
    let arcs = (0..g.len() as u32).filter(|&v| first(v)).flat_map(|v| g.out(v));
    arcs.filter(|a| !first(a.head)).map(|a| a.capacity.unsigned_abs()).sum()
}

/// The most flow by petgraph, between a source joined to all sources and a sink joined to all sinks.
fn oracle(g: &Graph, kinds: &[u32]) -> u32 {
    let mut p = petgraph::graph::DiGraph::<(), u32>::new();
    let nodes: Vec<_> = (0..g.len() + 2).map(|_| p.add_node(())).collect();
    let (source, sink) = (nodes[g.len()], nodes[g.len() + 1]);
    for v in 0..g.len() {
        for arc in g.out(v as u32) {
            p.add_edge(nodes[v], nodes[arc.head as usize], arc.capacity.unsigned_abs());
        }
        match kinds[v] {
            SOURCE => drop(p.add_edge(source, nodes[v], 100_000)),
            SINK => drop(p.add_edge(nodes[v], sink, 100_000)),
            _ => {}
        }
    }
    petgraph::algo::ford_fulkerson(&p, source, sink).0
}

/// The depth of each rank in the elimination tree.
fn depths(n: usize, pairs: &[[u32; 2]], order: &[u32]) -> Vec<u32> {
    let mut rank = vec![0; n];
    for (r, &v) in (0..).zip(order) {
        rank[v as usize] = r;
    }
    let mut up: Vec<std::collections::BTreeSet<u32>> = vec![Default::default(); n];
    for &[a, b] in pairs {
        let (a, b) = (rank[a as usize], rank[b as usize]);
        if a != b {
            up[a.min(b) as usize].insert(a.max(b));
        }
    }
    let mut depth = vec![1; n];
    let mut parents = vec![None; n];
    for v in 0..n {
        let list = std::mem::take(&mut up[v]);
        if let Some(&parent) = list.first() {
            parents[v] = Some(parent);
            up[parent as usize].extend(list.iter().skip(1));
        }
    }
    for v in (0..n).rev() {
        if let Some(parent) = parents[v] {
            depth[v] = depth[parent as usize] + 1;
        }
    }
    depth
}

/// Pairs of edges that meet in a vertex.
fn meeting(n: usize, edges: &[[u32; 2]]) -> Vec<[u32; 2]> {
    let mut at: Vec<Vec<u32>> = vec![Vec::new(); n];
    for (e, ends) in (0..).zip(edges) {
        ends.iter().for_each(|&v| at[v as usize].push(e));
    }
    let pairs = |at: &Vec<u32>| at.iter().flat_map(|&a| at.iter().map(move |&b| [a, b])).collect::<Vec<_>>();
    at.iter().flat_map(pairs).collect()
}

proptest! {
    #[test]
    fn orders_are_permutations((positions, edges) in multigraph()) {
        let plane = Plane { positions: &positions, edges: &edges };
        for settings in [fine(), Settings::default()] {
            prop_assert!(is_permutation(&edge_order(&plane, &settings), edges.len()));
            prop_assert!(is_permutation(&vertex_order(&plane, &settings), positions.len()));
        }
    }

    #[test]
    fn flow_and_both_extreme_cuts_are_right(g in connected(), marks in prop::collection::vec(0..6_u8, 40)) {
        let mut kinds: Vec<u32> =
            (0..g.len()).map(|v| match marks[v] { 0 => SOURCE, 1 => SINK, _ => FREE }).collect();
        kinds[0] = SOURCE;
        kinds[g.len() - 1] = SINK;
        let value = oracle(&g, &kinds);
        let mut flow = Flow::default();
        prop_assert_eq!(flow.run(&g, &kinds, u32::MAX), Some(value));
        prop_assert_eq!(crossing(&g, |v| flow.with_sinks(v)), value);
        let mut sources = Vec::new();
        flow.with_sources(&g, &kinds, &mut sources);
        prop_assert_eq!(crossing(&g, |v| sources[v as usize]), value);
        for v in 0..g.len() {
            prop_assert!(kinds[v] != SOURCE || sources[v] && !flow.with_sinks(v as u32));
            prop_assert!(kinds[v] != SINK || !sources[v] && flow.with_sinks(v as u32));
            prop_assert!(!(sources[v] && flow.with_sinks(v as u32)), "the fewest of either side overlap");
        }
        prop_assert_eq!(flow.run(&g, &kinds, value), Some(value));
        prop_assert_eq!(flow.run(&g, &kinds, value - 1), None);
    }

    #[test]
    fn covers_touch_every_cut_edge_and_are_smallest(g in connected(), marks in prop::collection::vec(0..2_u8, 40)) {
        let mut cover = Cover::default();
        let found = cover.find(&g, &marks[..g.len()]).to_vec();
        // By Koenig's theorem as many as a maximum matching: unit capacities at every vertex of the two sides.
        let mut p = petgraph::graph::UnGraph::<(), ()>::default();
        let nodes: Vec<_> = (0..g.len()).map(|_| p.add_node(())).collect();
        for v in 0..g.len() as u32 {
            for arc in g.out(v).iter().filter(|a| marks[v as usize] == 0 && marks[a.head as usize] == 1) {
                p.add_edge(nodes[v as usize], nodes[arc.head as usize], ());
                prop_assert!(found.contains(&v) || found.contains(&arc.head), "{v}-{} is not covered", arc.head);
            }
        }
        prop_assert_eq!(found.len(), petgraph::algo::maximum_matching(&p).len());
    }

    #[test]
    fn pieces_are_connected_and_apart(g in connected(), marks in prop::collection::vec(0..3_u8, 40)) {
        let sides = &marks[..g.len()];
        let mut piece_of = vec![None; g.len()];
        let mut pieces = Vec::new();
        Splitter::default().split(&g, sides, |piece| {
            piece.names.iter().for_each(|&v| assert_eq!(piece_of[v as usize].replace(pieces.len()), None));
            pieces.push(piece);
        });
        for v in 0..g.len() as u32 {
            prop_assert_eq!(piece_of[v as usize].is_none(), sides[v as usize] == REMOVED);
            for arc in g.out(v) {
                let same_side = sides[v as usize] == sides[arc.head as usize] && sides[v as usize] != REMOVED;
                let same_piece = piece_of[v as usize].is_some() && piece_of[v as usize] == piece_of[arc.head as usize];
                prop_assert_eq!(same_side, same_piece);
            }
        }
        for piece in &pieces {
            for v in 0..piece.len() as u32 {
                for a in piece.row(v) {
                    let arc = piece.arcs[a];
                    let twin = piece.arcs[arc.twin as usize];
                    prop_assert_eq!((twin.head, twin.twin as usize, twin.edge), (v, a, arc.edge));
                }
            }
        }
    }

    #[test]
    fn both_sides_of_a_cut_hold_the_tied_share(g in connected()) {
        let mut bisector = Bisector::default();
        bisector.bisect(&g, &fine());
        let second = bisector.sides.iter().filter(|&&s| s == 1).count();
        let tied = ((g.len() as f64 * fine().balance) as usize).max(1);
        prop_assert!(second >= tied && g.len() - second >= tied, "{second} of {}", g.len());
    }
}

/// A grid of `side` x `side` vertices with its left lower corner at `x`; vertices are numbered from `from`.
fn grid(side: u32, x: i32, from: u32, positions: &mut Vec<[i32; 2]>, edges: &mut Vec<[u32; 2]>) {
    for row in 0..side {
        for column in 0..side {
            positions.push([x + 10 * column as i32, 10 * row as i32]);
            let v = from + row * side + column;
            if column > 0 {
                edges.push([v - 1, v]);
            }
            if row > 0 {
                edges.push([v - side, v]);
            }
        }
    }
}

#[test]
fn bridges_between_two_grids_come_last() {
    let (mut positions, mut edges) = (Vec::new(), Vec::new());
    grid(12, 0, 0, &mut positions, &mut edges);
    // Three bridges from the right border of one (column 11) to the left border of the other, in rows 2, 5 and 9.
    let bridges = edges.len() as u32..edges.len() as u32 + 3;
    edges.extend([2, 5, 9].map(|row| [row * 12 + 11, 144 + row * 12]));
    grid(12, 300, 144, &mut positions, &mut edges);
    let plane = Plane { positions: &positions, edges: &edges };
    let order = edge_order(&plane, &Settings::default());
    let mut last = order[order.len() - 3..].to_vec();
    last.sort_unstable();
    assert_eq!(last, bridges.collect::<Vec<_>>());
    let vertices = vertex_order(&plane, &Settings::default());
    let cut = |v: &u32| [2, 5, 9].iter().any(|row| [row * 12 + 11, 144 + row * 12].contains(v));
    assert!(vertices[vertices.len() - 3..].iter().all(cut), "{:?}", &vertices[vertices.len() - 3..]);
}

#[test]
fn the_tree_of_a_grid_is_as_high_as_its_separators() {
    let (mut positions, mut edges) = (Vec::new(), Vec::new());
    grid(16, 0, 0, &mut positions, &mut edges);
    let plane = Plane { positions: &positions, edges: &edges };
    // Separators of 16, 8, 8, 4, 4, 2, 2, 1, 1 edges lie above each other: 46; twice that is still far from the 480 of a bad order.
    let order = edge_order(&plane, &Settings::default());
    let height = *depths(edges.len(), &meeting(positions.len(), &edges), &order).iter().max().unwrap();
    assert!(height <= 92, "{height}");
    let order = vertex_order(&plane, &Settings::default());
    let height = *depths(positions.len(), &edges, &order).iter().max().unwrap();
    assert!(height <= 92, "{height}");
}

#[test]
fn chains_and_dead_ends_are_halved() {
    // A ring of 1,000 with a dead end of 1,000 on it: each a path once the edge at the fork is gone, so 2 log2(1000) and a few.
    let mut edges: Vec<[u32; 2]> = (0..1000).map(|v| [v, (v + 1) % 1000]).collect();
    edges.extend((1000..2000).map(|v| [if v == 1000 { 0 } else { v - 1 }, v]));
    let positions = vec![[0, 0]; 2000];
    let plane = Plane { positions: &positions, edges: &edges };
    let edge_depth = depths(edges.len(), &meeting(2000, &edges), &edge_order(&plane, &Settings::default()));
    assert!(*edge_depth.iter().max().unwrap() <= 26, "{:?}", edge_depth.iter().max());
    let vertex_depth = depths(2000, &edges, &vertex_order(&plane, &Settings::default()));
    assert!(*vertex_depth.iter().max().unwrap() <= 26, "{:?}", vertex_depth.iter().max());
}

#[test]
fn large_degenerate_shapes_are_ordered() {
    const N: u32 = 200_000;
    let mixed = |i: u32| i.wrapping_mul(2_654_435_761) >> 8;
    let shapes: [(&str, Vec<[u32; 2]>); 7] = [
        ("path", (1..N).map(|v| [v - 1, v]).collect()),
        ("star", (1..N).map(|v| [0, v]).collect()),
        ("comb", (1..N).map(|v| [if v % 2 == 1 { v.saturating_sub(2) } else { v - 1 }, v]).collect()),
        ("loops", (0..N).map(|v| [v % 7, v % 7]).collect()),
        ("parallels", (0..N).map(|v| [v % 3, (v + 1) % 3]).collect()),
        (
            "ladder",
            (2..N).flat_map(|v| if v % 2 == 0 { vec![[v - 2, v], [v, v + 1]] } else { vec![[v - 2, v]] }).collect(),
        ),
        ("random", (0..N / 8).map(|v| [mixed(v) % (N / 16), mixed(v + N) % (N / 16)]).collect()),
    ];
    let positions = vec![[0, 0]; N as usize];
    let quick = Settings { lines: 2, ..Settings::default() };
    for (name, edges) in shapes {
        let plane = Plane { positions: &positions, edges: &edges };
        assert!(is_permutation(&edge_order(&plane, &quick), edges.len()), "{name}");
        assert!(is_permutation(&vertex_order(&plane, &quick), N as usize), "{name}");
    }
}

#[test]
fn order_does_not_depend_on_threads() {
    let (mut positions, mut edges) = (Vec::new(), Vec::new());
    grid(90, 0, 0, &mut positions, &mut edges);
    let plane = Plane { positions: &positions, edges: &edges };
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| [edge_order(&plane, &Settings::default()), vertex_order(&plane, &Settings::default())])
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn nothing_has_an_empty_order() {
    let plane = Plane { positions: &[], edges: &[] };
    assert!(edge_order(&plane, &Settings::default()).is_empty());
    assert!(vertex_order(&plane, &Settings::default()).is_empty());
    let lonely = Plane { positions: &[[0, 0], [i32::MAX, i32::MIN]], edges: &[[1, 1]] };
    assert_eq!(edge_order(&lonely, &Settings::default()), [0]);
    assert!(is_permutation(&vertex_order(&lonely, &Settings::default()), 2));
}
