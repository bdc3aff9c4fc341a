//! What is written is read again by a small reader and solved by a plain simplex with branching: its least cost is what trying every choice of sites finds.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use super::super::tests::{enumerate, generate, simplex};
use super::write_lp;
use crate::network::design::problem::Problem;

/// Terms, sense, right side.
type Row = (Vec<(usize, f64)>, i8, f64);

/// A program as its text has it.
#[derive(Default)]
struct Read {
    names: BTreeMap<String, usize>,
    cost: Vec<f64>,
    rows: Vec<Row>,
    binary: Vec<usize>,
}

impl Read {
    fn variable(&mut self, name: &str) -> usize {
        let next = self.names.len();
        *self.names.entry(name.to_owned()).or_insert(next)
    }
    fn text(text: &str) -> Self {
        let mut out = Self::default();
        let (mut part, mut terms) = ("", Vec::new());
        for line in text.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match (words.as_slice(), part) {
                (["Minimize"], _) => part = "cost",
                (["Subject", "To"], _) => {
                    for (variable, factor) in std::mem::take(&mut terms) {
                        out.cost.resize(out.cost.len().max(variable + 1), 0.0);
                        let cost: &mut f64 = &mut out.cost[variable];
                        *cost += factor;
                    }
                    part = "rows";
                }
                (["Bounds"], _) => part = "bounds",
                (["Binary"], _) => part = "binary",
                (["End"], _) => part = "end",
                ([name], "cost" | "rows") => assert!(name.ends_with(':'), "{line}"),
                ([sign, factor, name], "cost" | "rows") => {
                    let factor: f64 = factor.parse().unwrap();
                    let variable = out.variable(name);
                    terms.push((variable, if *sign == "-" { -factor } else { factor }));
                }
                ([relation, right], "rows") => {
                    out.rows.push((std::mem::take(&mut terms), sense(relation), right.parse().unwrap()));
                }
                ([name, relation, right], "bounds") => {
                    let variable = out.variable(name);
                    out.rows.push((vec![(variable, 1.0)], sense(relation), right.parse().unwrap()));
                }
                ([name], "binary") => {
                    let variable = out.variable(name);
                    out.rows.push((vec![(variable, 1.0)], -1, 1.0));
                    out.binary.push(variable);
                }
                _ => panic!("{part}: {line}"),
            }
        }
        assert_eq!(part, "end");
        out
    }

    /// The least cost, by branching on binaries that are neither.
    fn best(&self, fixed: &mut Vec<(usize, f64)>, below: &mut f64) {
        let n = self.names.len();
        let mut cost = self.cost.clone();
        cost.resize(n, 0.0);
        let dense = |terms: &[(usize, f64)]| {
            let mut row = vec![0.0; n];
            terms.iter().for_each(|&(variable, factor)| row[variable] += factor);
            row
        };
        let mut rows: Vec<_> = self.rows.iter().map(|(terms, sense, right)| (dense(terms), *sense, *right)).collect();
        rows.extend(fixed.iter().map(|&(variable, value)| (dense(&[(variable, 1.0)]), 0, value)));
        let Some((value, x)) = simplex::least(&cost, &rows) else { return };
        if value >= *below - 1e-9 {
            return;
        }
        let loose = self.binary.iter().copied().find(|&v| (x[v] - x[v].round()).abs() > 1e-7);
        let Some(variable) = loose else {
            *below = value;
            return;
        };
        for side in [x[variable].round(), 1.0 - x[variable].round()] {
            fixed.push((variable, side));
            self.best(fixed, below);
            fixed.pop();
        }
    }
}

fn sense(relation: &str) -> i8 {
    match relation {
        "<=" => -1,
        "=" => 0,
        ">=" => 1,
        _ => panic!("{relation}"),
    }
}

fn text(problem: &Problem) -> String {
    let mut out = String::new();
    write_lp(problem, &mut out).unwrap();
    out
}

#[test]
fn another_solver_finds_what_trying_every_choice_finds() {
    let (mut solved, mut none) = (0, 0);
    for seed in 0..60 {
        let problem = if seed % 2 == 0 { generate::small(seed) } else { generate::priced(seed) };
        let mut least = f64::INFINITY;
        Read::text(&text(&problem)).best(&mut Vec::new(), &mut least);
        match enumerate::best(&problem) {
            Some(best) => {
                assert!((least - best).abs() <= 1e-5 * (1.0 + best.abs()), "seed {seed}: {least}, not {best}");
                solved += 1;
            }
            None => {
                assert!(least.is_infinite(), "seed {seed}: {least} where there is none");
                none += 1;
            }
        }
    }
    assert!(solved > 25 && none > 1, "{solved} {none}");
}

#[test]
fn nothing_is_a_program_too() {
    assert!(text(&Problem::default()).ends_with("Binary\nEnd\n"));
}
