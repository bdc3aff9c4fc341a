//! What a timetable's file claims beside its stops and days: what could be reached, the proof, who is left and why. Judged by what the problem says, not by the search that claimed it.
//!
//! Not judged: that the bound is as low as it could be, what one more stop would cost, and what changes against another timetable; these take a search, or a file that is not there.

use std::collections::HashMap;

use super::answer::{LeftOutEntry, TakesWord, TimetableFile};
use super::write::Beside;
use super::{Parsed, read, words, write};
use crate::ids::IdVec;
use crate::mobile::check::truth::{Could, Truth, truth};
use crate::mobile::model::{PointId, Problem, StandId};
use crate::mobile::plan::Takes;
use crate::mobile::timetable::Timetable;
use crate::units::{Fen, Milliseconds};

/// Where, what is stated, what it is.
pub type Line = (String, String, String);

/// Everything in a file that is not what its stops and days come to, figures and claims: `beside` says what the roads know.
#[must_use]
pub fn misstated(
    stated: &TimetableFile,
    parsed: &Parsed,
    problem: &Problem,
    timetable: &Timetable,
    beside: Beside,
) -> Vec<Line> {
    let truth = truth(problem, timetable);
    let beside = Beside { reachable_milli: truth.reachable_milli, ..beside };
    let sums = Timetable { totals: truth.totals, walks_to: truth.walks_to.clone(), ..timetable.clone() };
    let mut out = read::misstated(stated, &write::file(parsed, problem, &sums, &beside));
    out.append(&mut wrong(stated, problem, &truth));
    out
}

/// Claims of a file that do not hold.
#[must_use]
pub fn wrong(file: &TimetableFile, problem: &Problem, truth: &Truth) -> Vec<Line> {
    let mut out = Vec::new();
    proof(file, truth, &mut out);
    left(file, problem, truth, &mut out);
    out
}

fn proof(file: &TimetableFile, truth: &Truth, out: &mut Vec<Line>) {
    let p = &file.proof;
    let sums = &truth.totals;
    let mut judge = |[most, share]: [(&str, f64); 2], counted: i64| {
        let milli = (most.1 * 1e3).round() as i64;
        if milli < counted {
            out.push((most.0.into(), most.1.to_string(), format!(">= {}", counted as f64 / 1e3)));
        }
        let percent = super::write::percent(counted, milli);
        if (percent - share.1).abs() > 1e-9 {
            out.push((share.0.into(), share.1.to_string(), percent.to_string()));
        }
    };
    judge(
        [("/proof/most_households", p.most_households), ("/proof/reached_of_most_percent", p.reached_of_most_percent)],
        sums.reached_milli,
    );
    judge(
        [("/proof/most_served", p.most_served), ("/proof/served_of_most_percent", p.served_of_most_percent)],
        sums.served_milli,
    );
    // The search adds up in another order: a fen for a million of them.
    let worth = truth.worth.round();
    if (p.worth_fen as f64 - worth).abs() > 1.0 + worth.abs() * 1e-6 {
        out.push(("/proof/worth_fen".into(), p.worth_fen.to_string(), worth.to_string()));
    }
    if p.start_worth_fen > p.worth_fen.saturating_add(1) {
        let most = format!("<= {}", p.worth_fen);
        out.push(("/proof/start_worth_fen".into(), p.start_worth_fen.to_string(), most));
    }
}

/// Everyone who is not reached stands in one entry, and what is said of them can be.
fn left(file: &TimetableFile, problem: &Problem, truth: &Truth, out: &mut Vec<Line>) {
    let points: HashMap<&str, PointId> = problem.points.iter_ids().map(|(id, p)| (p.name.as_str(), id)).collect();
    let stands: HashMap<&str, StandId> = problem.stands.iter_ids().map(|(id, s)| (s.name.as_str(), id)).collect();
    let mut told: IdVec<PointId, u32> = IdVec::filled(0, problem.points.len());
    for (i, entry) in file.left.iter().enumerate() {
        let at = |field: &str| format!("/left/{i}/{field}");
        let known: Vec<PointId> = entry.points.iter().filter_map(|p| points.get(p.as_str()).copied()).collect();
        if known.len() != entry.points.len() {
            let unknown = entry.points.iter().filter(|p| !points.contains_key(p.as_str()));
            out.extend(unknown.map(|p| (at("points"), p.clone(), "-".into())));
        }
        known.iter().for_each(|&p| told[p] += 1);
        let households = known.iter().map(|&p| problem.points[p].households_milli).sum::<i64>() as f64 / 1e3;
        if (households - entry.households).abs() > 1e-6 {
            out.push((at("households"), entry.households.to_string(), households.to_string()));
        }
        let could = match entry.takes {
            TakesWord::Place => Could::Nowhere,
            TakesWord::Days => Could::Closed,
            TakesWord::Money | TakesWord::Time | TakesWord::Vehicle => Could::Visited,
        };
        for &p in known.iter().filter(|&&p| truth.could[p] != could) {
            out.push((
                at("takes"),
                format!("{:?}", entry.takes),
                format!("{:?}: {}", truth.could[p], problem.points[p].name),
            ));
        }
        let stand = entry.stand.as_deref().and_then(|s| stands.get(s).copied());
        if could != Could::Visited {
            continue;
        }
        let Some(stand) = stand else {
            out.push((at("stand"), entry.stand.clone().unwrap_or_default(), "-".into()));
            continue;
        };
        let walks =
            |p: &&PointId| problem.points[**p].walks.iter().any(|w| w.0 == stand && problem.curve.share(w.1) > 0);
        for &p in known.iter().filter(|p| !walks(p)) {
            out.push((at("stand"), problem.stands[stand].name.clone(), format!("-: {}", problem.points[p].name)));
        }
        let why = words::takes(problem, takes(entry, stand));
        if why != entry.why {
            let said = |n: &crate::wire::network::format::NoteEntry| n.en.clone().unwrap_or_default();
            out.push((at("why"), said(&entry.why), said(&why)));
        }
    }
    for (id, &times) in told.iter_ids() {
        let should = u32::from(truth.could[id] != Could::Needless && !truth.reached[id]);
        if times != should {
            out.push((format!("/left {}", problem.points[id].name), times.to_string(), should.to_string()));
        }
    }
}

/// What an entry says it takes.
fn takes(entry: &LeftOutEntry, stand: StandId) -> Takes {
    let cost = Fen(entry.cost_fen.unwrap_or(0));
    let visits = entry.visits.unwrap_or(0);
    let each = entry.hours.unwrap_or(0.0) * 3.6e6 / f64::from(visits.max(1));
    match entry.takes {
        TakesWord::Place => Takes::Place,
        TakesWord::Days => Takes::Days,
        TakesWord::Money => Takes::Money { stand, cost },
        TakesWord::Time => Takes::Time { stand, each: Milliseconds(each.round() as i64), visits, cost },
        TakesWord::Vehicle => Takes::Vehicle { stand },
    }
}
