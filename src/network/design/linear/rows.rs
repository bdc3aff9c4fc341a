//! The rows of sites, lanes and rules.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};

use super::super::problem::State;
use super::Program;

impl<W: Write> Program<'_, W> {
    /// Sites that are open or closed whatever is chosen: rows, for the bounds of a binary variable are its own.
    pub(super) fn states(&mut self) -> fmt::Result {
        for (i, site) in self.problem.sites.iter().enumerate() {
            let open = match site.state {
                State::Free => continue,
                State::MustOpen => 1.0,
                State::MustClose => 0.0,
            };
            let mut row = self.row(format_args!("f{i}"))?;
            row.term(1.0, format_args!("y{i}"))?;
            row.end("=", open)?;
        }
        Ok(())
    }

    /// Per site: what comes of each stream goes on or ends, within what it may take, and no less than it must.
    pub(super) fn sites(&mut self) -> fmt::Result {
        let (problem, streams) = (self.problem, self.problem.streams);
        // What brings to a site and stream, and what takes from it: terms by `site * streams + stream`.
        let mut comes: Vec<Vec<(f64, String)>> = vec![Vec::new(); problem.sites.len() * streams];
        let mut goes: Vec<Vec<String>> = vec![Vec::new(); comes.len()];
        for (t, d, site, _) in self.slots() {
            for &(s, kg) in &problem.demands[d].parts {
                comes[site * streams + s].push((kg, format!("x{t}")));
            }
        }
        for (l, s, from, to, _) in self.links() {
            comes[to * streams + s].push((1.0, format!("z{l}_{s}")));
            goes[from * streams + s].push(format!("z{l}_{s}"));
        }
        for (i, s, _) in self.ends() {
            goes[i * streams + s].push(format!("q{i}_{s}"));
        }
        let whole: f64 = self.all.iter().sum();
        for (i, site) in problem.sites.iter().enumerate() {
            let of = |s: usize| i * streams + s;
            if (0..streams).all(|s| comes[of(s)].is_empty() && goes[of(s)].is_empty()) && site.least <= 0.0 {
                continue;
            }
            for s in (0..streams).filter(|&s| !comes[of(s)].is_empty() || !goes[of(s)].is_empty()) {
                let mut row = self.row(format_args!("b{i}_{s}"))?;
                for (kg, name) in &comes[of(s)] {
                    row.term(*kg, name)?;
                }
                for name in &goes[of(s)] {
                    row.term(-1.0, name)?;
                }
                row.end("=", 0.0)?;
                let most = site.accepts[s].unwrap_or(0.0).min(self.all[s]);
                let mut row = self.row(format_args!("a{i}_{s}"))?;
                for (kg, name) in &comes[of(s)] {
                    row.term(*kg, name)?;
                }
                row.term(-most, format_args!("y{i}"))?;
                row.end("<=", 0.0)?;
            }
            for (name, relation, limit) in [("c", "<=", site.capacity.min(whole)), ("l", ">=", site.least)] {
                if name == "l" && limit <= 0.0 {
                    continue;
                }
                let mut row = self.row(format_args!("{name}{i}"))?;
                for (kg, name) in (0..streams).flat_map(|s| &comes[of(s)]) {
                    row.term(*kg, name)?;
                }
                row.term(-limit, format_args!("y{i}"))?;
                row.end(relation, 0.0)?;
            }
        }
        Ok(())
    }

    /// Where a site sends all of a stream to one other.
    pub(super) fn lanes(&mut self) -> fmt::Result {
        let mut of: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (l, s, from, ..) in self.single_lanes() {
            of.entry((from, s)).or_default().push(l);
            let most = self.all[s];
            let mut row = self.row(format_args!("v{l}_{s}"))?;
            row.term(1.0, format_args!("z{l}_{s}"))?;
            row.term(-most, format_args!("u{l}_{s}"))?;
            row.end("<=", 0.0)?;
        }
        for ((from, s), lanes) in of {
            let mut row = self.row(format_args!("o{from}_{s}"))?;
            for l in lanes {
                row.term(1.0, format_args!("u{l}_{s}"))?;
            }
            row.end("<=", 1.0)?;
        }
        Ok(())
    }

    pub(super) fn single_lanes(&self) -> Vec<(usize, usize, usize, usize, f64)> {
        let tier = |site: usize| usize::from(self.problem.sites[site].tier);
        let single = |from: usize| (1..=3).contains(&tier(from)) && self.problem.sourcing.tiers[tier(from) - 1];
        self.links().filter(|&(_, _, from, ..)| single(from)).collect()
    }

    pub(super) fn rules(&mut self) -> fmt::Result {
        let problem = self.problem;
        for (c, count) in problem.counts.iter().enumerate() {
            for (name, relation, number) in [("n", ">=", count.least), ("m", "<=", count.most)] {
                if number == usize::MAX || count.sites.is_empty() && number == 0 {
                    continue;
                }
                let mut row = self.row(format_args!("{name}{c}"))?;
                for i in &count.sites {
                    row.term(1.0, format_args!("y{i}"))?;
                }
                if count.sites.is_empty() {
                    row.term(1.0, "zero")?;
                }
                row.end(relation, number as f64)?;
            }
        }
        if let Some(budget) = problem.budget {
            let mut row = self.row("budget")?;
            row.term(1.0, "zero")?;
            for (i, site) in problem.sites.iter().enumerate() {
                row.term(site.capital, format_args!("y{i}"))?;
            }
            row.end("<=", budget)?;
        }
        for (c, rule) in problem.coverage.iter().enumerate() {
            for (k, (_, near)) in rule.homes.iter().enumerate() {
                let near: BTreeSet<&usize> = near.iter().collect();
                let mut row = self.row(format_args!("k{c}_{k}"))?;
                row.term(1.0, format_args!("h{c}_{k}"))?;
                for i in near {
                    row.term(-1.0, format_args!("y{i}"))?;
                }
                row.end("<=", 0.0)?;
            }
            let total: f64 = rule.homes.iter().map(|h| h.0).sum();
            let mut row = self.row(format_args!("s{c}"))?;
            row.term(1.0, "zero")?;
            for (k, home) in rule.homes.iter().enumerate() {
                row.term(home.0, format_args!("h{c}_{k}"))?;
            }
            row.end(">=", rule.share * total - 1e-9 * total)?;
        }
        Ok(())
    }
}
