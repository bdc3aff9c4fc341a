//! Which open streets of a town stand inside a zone, found by the walker from the words of the rule.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{Step, Walker};
use huilu::osm::model::Access;

impl Walker<'_> {
    /// The rule as it is told: the largest set of open edges that all lead to each other is the town's own network. What is left
    /// of the open edges hangs together in groups; a group goes to the zones if one of its edges is had from the
    /// network, or the network from it, with the help of zones and not without.
    pub(super) fn find_shut_in(&self) -> BTreeSet<Step> {
        let edges: Vec<Step> = (0..self.extract.ways.len())
            .flat_map(|way| (1..self.extract.ways[way].nodes.len()).map(move |i| (way, i)))
            .flat_map(|(way, i)| [Step { way, from: i - 1, to: i }, Step { way, from: i, to: i - 1 }])
            .filter(|&s| self.access(s) != Access::No)
            .collect();
        let follows = |a: Step, b: Step| {
            let barrier = self.barrier(self.end(a));
            let barred = barrier.is_some_and(|x| x.access[Self::MODE as usize] == Access::No);
            let back = a.way == b.way && a.from == b.to && a.to == b.from;
            self.end(a) == self.start(b) && (back || !barred)
        };
        let open = |i: usize| self.access(edges[i]) == Access::Yes;
        let n = edges.len();
        // Who gets to whom, on open edges alone and at all (Warshall, JACM 1962).
        let closure = |may: &dyn Fn(usize) -> bool| {
            let mut gets = vec![vec![false; n]; n];
            for (i, j) in (0..n).flat_map(|i| (0..n).map(move |j| (i, j))).filter(|&(i, j)| may(i) && may(j)) {
                gets[i][j] = i == j || follows(edges[i], edges[j]);
            }
            for k in 0..n {
                let by = gets[k].clone();
                for row in gets.iter_mut().filter(|row| row[k]) {
                    row.iter_mut().zip(&by).for_each(|(a, b)| *a |= b);
                }
            }
            gets
        };
        let (openly, at_all) = (closure(&open), closure(&|_| true));
        let group = |i: usize| -> Vec<usize> { (0..n).filter(|&j| openly[i][j] && openly[j][i]).collect() };
        let first = |g: &[usize]| g.iter().map(|&i| (edges[i].way, edges[i].from.min(edges[i].to))).min();
        let network = (0..n).filter(|&i| open(i)).map(group).max_by_key(|g| (g.len(), Reverse(first(g))));
        let Some(network) = network else { return BTreeSet::new() };
        let outside: Vec<usize> = (0..n).filter(|i| open(*i) && !network.contains(i)).collect();
        let hub = network[0];
        let helped = |i: usize| (at_all[hub][i] && !openly[hub][i]) || (at_all[i][hub] && !openly[i][hub]);
        let mut shut_in: BTreeSet<usize> = outside.iter().copied().filter(|&i| helped(i)).collect();
        loop {
            let touches = |i: usize, j: usize| follows(edges[i], edges[j]) || follows(edges[j], edges[i]);
            let touched = |i: usize| shut_in.iter().any(|&j| touches(i, j));
            let more: Vec<usize> = outside.iter().copied().filter(|&i| !shut_in.contains(&i) && touched(i)).collect();
            if more.is_empty() {
                return shut_in.into_iter().map(|i| edges[i]).collect();
            }
            shut_in.extend(more);
        }
    }
}
