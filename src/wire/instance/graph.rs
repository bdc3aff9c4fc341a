//! OR-Library's p-median: a graph whose vertices are demands and sites, at the distance of the shortest way.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::words::Words;
use super::{Choice, Kind, SingleTier};
use crate::network::median::MOST;
use crate::wire::codes::E4106;
use crate::wire::defect::Defect;

const VERTICES: (&str, &str) = ("a number of vertices from 1 to 8000", "顶点数量（1 至 8000）");
const EDGES: (&str, &str) = ("a number of edges", "边的数量");
const P: (&str, &str) = ("a number of sites to open, at most that of the vertices", "开设数量（不超过顶点数）");
const END: (&str, &str) = ("a vertex, counted from 1", "顶点序号（从 1 起）");
const LENGTH: (&str, &str) = ("a length: a whole number not below 0", "长度（非负整数）");

/// `n m p`, then m edges `a b length`.
pub(super) fn is_pmed(words: &Words<'_>) -> bool {
    words.head(3).is_some_and(|head| head[1].checked_mul(3).and_then(|w| w.checked_add(3)) == Some(words.left()))
}

pub(super) fn pmed(words: &mut Words<'_>, _: &Choice) -> Result<(u32, Kind), Defect> {
    let n = words.count(VERTICES, 1, 8000)?;
    let edges = words.count(EDGES, 0, usize::MAX)?;
    let p = words.count(P, 1, n)?;
    let mut lengths = BTreeMap::new();
    for _ in 0..edges {
        let (a, b) = (words.count(END, 1, n)? - 1, words.count(END, 1, n)? - 1);
        // An edge listed twice has the length of its last line: that is what the published optima belong to.
        lengths.insert((a.min(b), a.max(b)), words.whole(LENGTH)?);
    }
    let mut next = vec![Vec::new(); n];
    for (&(a, b), &length) in &lengths {
        next[a].push((b, length));
        next[b].push((a, length));
    }
    let links = (0..n).map(|from| ways(&next, from)).collect::<Option<Vec<_>>>();
    let links = links.ok_or_else(|| Defect::new(&E4106, "", []))?;
    Ok((0, Kind::SingleTier(SingleTier { open_costs: vec![0; n], links, count: Some(p), ..SingleTier::default() })))
}

/// Lengths of the shortest ways to all vertices that can be reached; `None` where one is too large to count with.
fn ways(next: &[Vec<(usize, i64)>], from: usize) -> Option<Vec<(u32, i64)>> {
    let mut at = vec![i64::MAX; next.len()];
    let mut queue = BinaryHeap::from([(Reverse(0), from)]);
    at[from] = 0;
    while let Some((Reverse(here), v)) = queue.pop() {
        if here > at[v] {
            continue;
        }
        for &(to, length) in &next[v] {
            let there = here.checked_add(length).filter(|&l| l < MOST)?;
            if there < at[to] {
                at[to] = there;
                queue.push((Reverse(there), to));
            }
        }
    }
    Some(at.iter().enumerate().filter(|(_, d)| **d < i64::MAX).map(|(v, &d)| (v as u32, d)).collect())
}
