//! Flows over many choices of sites of one problem, each exactly: what a test of sites asks.
//!
//! No choice is searched for, so nothing is relaxed: the linear program of the flows is solved for one choice and then, from its basis, for each other. Closed sites
//! keep their rows, so the basis stays feasible whatever opens or closes.

use super::flow::{Aim, Flow};
use super::frame::Frame;
use super::improve::Known;
use super::problem::{Invalid, Problem, State};
use super::solution::{Found, Proof, Warm};
use super::solve::write_out;
use super::split;

/// Cost and bound that are as close as this, as a share of the cost, have met.
const MET: f64 = 1e-6;
/// Steps of the simplex method at most: far more than any network has needed.
const STEPS: u64 = 10_000_000;

/// A problem laid out for trials. Sites that must be closed are never opened by one; rules over which sites are open are not looked at.
#[derive(Debug)]
pub struct Trials<'a> {
    problem: &'a Problem,
    frame: Frame,
}

/// The program with the basis of its last trial. Clones go on from there, each by itself.
#[derive(Debug, Clone)]
pub struct Trial<'a> {
    of: &'a Trials<'a>,
    flow: Flow<'a>,
}

impl<'a> Trials<'a> {
    /// Lays out a problem.
    ///
    /// # Errors
    /// What [`Problem::validate`] finds.
    pub fn new(problem: &'a Problem) -> Result<Self, Invalid> {
        problem.validate()?;
        Ok(Self { problem, frame: Frame::new(problem) })
    }
    /// A program that nothing has been tried with.
    #[must_use]
    pub fn begin(&'a self) -> Trial<'a> {
        let may: Vec<bool> = self.frame.state.iter().map(|s| *s != State::MustClose).collect();
        Trial { of: self, flow: Flow::new(&self.frame, &may, Aim::Cost) }
    }
}

impl Trial<'_> {
    /// The best flows over exactly these sites; `None` where there are none, or they split what must not be: [`super::design`] says which, and why.
    #[must_use]
    pub fn flows(&mut self, open: &[bool]) -> Option<Found> {
        let (problem, frame) = (self.of.problem, &self.of.frame);
        self.flow.set_open(open);
        let mut solved = self.flow.solve(STEPS, f64::INFINITY);
        let (mut flows, mut sound) = self.flow.flows();
        if !sound {
            self.flow.make_dearer();
            solved = self.flow.solve(STEPS, f64::INFINITY);
            (flows, sound) = self.flow.flows();
        }
        if !sound || !split::splits(frame, problem.sourcing, &flows).is_empty() {
            return None;
        }
        let opened = (0..open.len()).filter(|&i| open[i]);
        let missing: f64 = problem.coverage.iter().map(|rule| rule.missing_cost(open)).sum();
        let fixed = problem.constant + missing + opened.map(|i| frame.fixed[i]).sum::<f64>();
        let known = Known { cost: solved.cost + fixed, open: open.to_vec(), flows };
        let design = write_out(problem, frame, &known);
        let total = design.cost.total();
        let bound = (solved.bound + fixed).min(total);
        let proof = if total - bound <= MET * total.abs() + 1e-6 { Proof::Optimal } else { Proof::Stopped };
        let warm = Warm { open: open.to_vec(), ..Warm::default() };
        Some(Found { design, bound, proof, iterations: self.flow.steps, branches: 1, warm })
    }
}
