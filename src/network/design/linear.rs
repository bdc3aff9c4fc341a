//! A design problem written out as a mixed-integer program in the LP format that general solvers read, so that anybody can hold an answer against another solver's.
//!
//! Variables: `y` a site is open, `x` the share of a demand that takes a way, `r` the share that is left, `z` kg of a stream sent on, `q` kg that end, `h` homes with an open site
//! near them, `u` a lane is used. Nothing of the search is in it.

mod rows;

use std::fmt::{self, Write};

use super::problem::Problem;

/// One row: its terms are written as they come, its right side at the end.
struct Row<'a, W: Write> {
    out: &'a mut W,
}

impl<W: Write> Row<'_, W> {
    /// One term a line, for lines have a longest length.
    fn term(&mut self, factor: f64, name: impl fmt::Display) -> fmt::Result {
        // Shortest decimals that read back as the same number.
        if factor == 0.0 { Ok(()) } else { writeln!(self.out, " {} {:e} {name}", sign(factor), factor.abs()) }
    }
    fn end(self, relation: &str, right: f64) -> fmt::Result {
        writeln!(self.out, " {relation} {right:e}")
    }
}

fn sign(x: f64) -> char {
    if x < 0.0 { '-' } else { '+' }
}

/// A program being written.
struct Program<'a, W: Write> {
    problem: &'a Problem,
    out: &'a mut W,
    /// Most of a stream that can be anywhere, kg.
    all: Vec<f64>,
}

/// Writes the whole problem.
///
/// # Errors
/// As `out` has them.
pub fn write_lp(problem: &Problem, out: &mut impl Write) -> fmt::Result {
    let mut all = vec![0.0; problem.streams];
    for &(stream, kg) in problem.demands.iter().flat_map(|d| &d.parts) {
        all[stream] += kg;
    }
    let mut program = Program { problem, out, all };
    program.objective()?;
    writeln!(program.out, "Subject To")?;
    program.demands()?;
    program.states()?;
    program.sites()?;
    program.lanes()?;
    program.rules()?;
    program.bounds()?;
    program.binaries()?;
    writeln!(program.out, "End")
}

impl<W: Write> Program<'_, W> {
    fn row(&mut self, name: impl fmt::Display) -> Result<Row<'_, W>, fmt::Error> {
        writeln!(self.out, " {name}:")?;
        Ok(Row { out: self.out })
    }

    /// Ways from places that a demand can take, with what each costs for all of it.
    fn slots(&self) -> impl Iterator<Item = (usize, usize, usize, f64)> + use<'_, W> {
        let usable = |(t, link): (usize, &super::problem::PlaceLink)| {
            Some((t, link.demand as usize, link.site as usize, self.problem.place_link_cost(link)?))
        };
        self.problem.from_places.iter().enumerate().filter_map(usable)
    }

    /// Ways between sites by stream: index, stream, from, to, fen per kg.
    fn links(&self) -> impl Iterator<Item = (usize, usize, usize, usize, f64)> + use<'_, W> {
        let takes = |site: u32, stream: usize| self.problem.sites[site as usize].accepts[stream].is_some();
        let each = move |(l, link): (usize, &super::problem::SiteLink)| {
            let of = |s: usize| link.rate.of(s).filter(|_| takes(link.from, s) && takes(link.to, s));
            let streams: Vec<_> = (0..self.problem.streams).filter_map(|s| Some((s, of(s)?))).collect();
            let (from, to) = (link.from as usize, link.to as usize);
            streams.into_iter().map(move |(s, rate)| (l, s, from, to, rate))
        };
        self.problem.between.iter().enumerate().flat_map(each)
    }

    /// Sites where a stream may end, with fen per kg.
    fn ends(&self) -> impl Iterator<Item = (usize, usize, f64)> + use<'_, W> {
        self.problem.sites.iter().enumerate().flat_map(|(i, site)| {
            let taken = site.accepts.iter().zip(&site.ends).enumerate().filter(|(_, (takes, _))| takes.is_some());
            taken.filter_map(move |(s, (_, ends))| Some((i, s, (*ends)?)))
        })
    }

    fn objective(&mut self) -> fmt::Result {
        let problem = self.problem;
        writeln!(self.out, "Minimize\n cost:")?;
        let (slots, links, ends): (Vec<_>, Vec<_>, Vec<_>) =
            (self.slots().collect(), self.links().collect(), self.ends().collect());
        let mut row = Row { out: self.out };
        let missing = |rule: &super::problem::Coverage| rule.missing * rule.homes.iter().map(|h| h.0).sum::<f64>();
        row.term(problem.constant + problem.coverage.iter().map(missing).sum::<f64>(), "one")?;
        for (i, site) in problem.sites.iter().enumerate() {
            row.term(site.fixed, format_args!("y{i}"))?;
        }
        for (t, _, _, cost) in slots {
            row.term(cost, format_args!("x{t}"))?;
        }
        for (d, demand) in problem.demands.iter().enumerate() {
            row.term(demand.uncollected.unwrap_or(0.0) * demand.kg(), format_args!("r{d}"))?;
        }
        for (l, s, _, _, rate) in links {
            row.term(rate, format_args!("z{l}_{s}"))?;
        }
        for (i, s, fen) in ends {
            row.term(fen, format_args!("q{i}_{s}"))?;
        }
        for (c, rule) in problem.coverage.iter().enumerate() {
            for (k, home) in rule.homes.iter().enumerate() {
                row.term(-rule.missing * home.0, format_args!("h{c}_{k}"))?;
            }
        }
        Ok(())
    }

    fn demands(&mut self) -> fmt::Result {
        let mut mine = vec![Vec::new(); self.problem.demands.len()];
        let slots: Vec<_> = self.slots().collect();
        for &(t, d, site, _) in &slots {
            mine[d].push(t);
            let mut row = self.row(format_args!("w{t}"))?;
            row.term(1.0, format_args!("x{t}"))?;
            row.term(-1.0, format_args!("y{site}"))?;
            row.end("<=", 0.0)?;
        }
        for (d, mine) in mine.iter().enumerate() {
            let mut row = self.row(format_args!("d{d}"))?;
            for t in mine {
                row.term(1.0, format_args!("x{t}"))?;
            }
            // Stays a row where nothing leads anywhere: then it cannot be kept.
            row.term(1.0, format_args!("r{d}"))?;
            row.end("=", 1.0)?;
        }
        Ok(())
    }

    fn bounds(&mut self) -> fmt::Result {
        writeln!(self.out, "Bounds\n one = 1\n zero = 0")?;
        for (d, demand) in self.problem.demands.iter().enumerate() {
            if demand.uncollected.is_none() {
                writeln!(self.out, " r{d} = 0")?;
            }
        }
        for (c, rule) in self.problem.coverage.iter().enumerate() {
            for k in 0..rule.homes.len() {
                writeln!(self.out, " h{c}_{k} <= 1")?;
            }
        }
        Ok(())
    }

    fn binaries(&mut self) -> fmt::Result {
        writeln!(self.out, "Binary")?;
        for i in 0..self.problem.sites.len() {
            writeln!(self.out, " y{i}")?;
        }
        for (l, s, ..) in self.single_lanes() {
            writeln!(self.out, " u{l}_{s}")?;
        }
        if self.problem.sourcing.places {
            for (t, ..) in self.slots().collect::<Vec<_>>() {
                writeln!(self.out, " x{t}")?;
            }
            for (d, demand) in self.problem.demands.iter().enumerate() {
                if demand.uncollected.is_some() {
                    writeln!(self.out, " r{d}")?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
