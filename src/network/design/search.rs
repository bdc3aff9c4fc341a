//! Branch and bound over sites: the later tiers first, every branch bounded by the relaxation with the prices of the one before.

mod branch;
mod dive;
mod exchange;
mod polish;

use super::again::Again;
use super::effort::{Effort, Progress};
use super::frame::Frame;
use super::improve::Improver;
use super::problem::{Problem, State};
use super::relax::{Fixing, Prices, Relaxation, Rules, Volume};
use super::solution::Warm;
use branch::Branch;

/// Steps for the whole problem, for a branch, for a round of a dive.
const ROOT: u64 = 700;
const STEPS: u64 = 80;
/// How often the whole problem gets as many again as a branch while they raise its bound by at least this share.
const MORE: u64 = 10;
const RISING: f64 = 4e-4;
const ROUND: u64 = 20;
/// From this many ways from places on, networks are built as for a large problem.
const LARGE: usize = 15_000;
/// From more sites than this on, trying one by one is too dear.
const MANY: usize = 400;
/// First-tier sites of a region.
const SIZE: usize = 90;

/// The state of a search.
pub(super) struct Search<'a, 'b> {
    problem: &'a Problem,
    frame: &'a Frame,
    rules: &'a Rules,
    pub(super) relaxation: Relaxation<'a>,
    pub(super) improver: Improver<'a>,
    /// For bounds that count; searches of regions have none.
    again: Option<Again<'a>>,
    effort: &'a Effort,
    go_on: &'b mut dyn FnMut(Progress) -> bool,
    /// A size of cost to begin with, for steps before anything is known.
    scale: f64,
    pub(super) iterations: u64,
    pub(super) branches: u64,
    stopped: bool,
    /// A region's search within a search.
    inner: bool,
    /// Open sites of the last tier that networks were made for.
    tried: Vec<Vec<bool>>,
    /// Cost of a network kept while another is worked on.
    aside: f64,
    /// Bound of the branch that is being looked into.
    working: f64,
    /// Branches still to look into.
    open: Vec<Branch>,
    /// Least bound of branches that could neither be looked into further nor be excluded.
    undecided: f64,
    /// Steps of the whole problem, for a later search.
    pub(super) root: Option<Volume>,
}

impl<'a, 'b> Search<'a, 'b> {
    pub(super) fn new(
        problem: &'a Problem,
        frame: &'a Frame,
        rules: &'a Rules,
        effort: &'a Effort,
        go_on: &'b mut dyn FnMut(Progress) -> bool,
    ) -> Self {
        let relaxation = Relaxation::new(problem, frame, rules);
        let improver = Improver::new(frame, rules, problem.sourcing, problem.constant);
        Self {
            problem,
            frame,
            rules,
            relaxation,
            improver,
            again: None,
            effort,
            go_on,
            scale: 0.0,
            iterations: 0,
            branches: 0,
            stopped: false,
            inner: false,
            tried: Vec::new(),
            aside: f64::INFINITY,
            working: f64::INFINITY,
            open: Vec::new(),
            undecided: f64::INFINITY,
            root: None,
        }
    }

    /// Runs to the end or until stopped; returns the bound.
    pub(super) fn run(&mut self, start: Option<&Warm>) -> f64 {
        let fixing = Fixing {
            site: (self.frame.state.iter())
                .map(|s| match s {
                    State::Free => None,
                    State::MustOpen => Some(true),
                    State::MustClose => Some(false),
                })
                .collect(),
            ..Fixing::default()
        };
        let mut prices = self.relaxation.start();
        let warm = start.is_some_and(|w| adopt(&mut prices, w));
        let spent: f64 = prices.demand.iter().map(|p| p.abs()).sum();
        self.scale = spent + (0..self.frame.sites).map(|i| self.frame.fixed[i].abs()).fold(0.0, f64::max) + 1e-6;
        if let Some(warm) = start.filter(|w| w.open.len() == self.frame.sites) {
            let mut open = warm.open.clone();
            for (open, fixed) in open.iter_mut().zip(&fixing.site) {
                *open = fixed.unwrap_or(*open);
            }
            self.improver.cost(&open, f64::INFINITY);
        }
        let mut volume = Volume::new(prices, &self.relaxation);
        if warm {
            volume.pace = 0.1;
        }
        let mut root = Branch { fixing, volume, bound: f64::NEG_INFINITY, number: 0, leaf: false };
        if self.rules.broken(&root.fixing.site) {
            return f64::INFINITY;
        }
        if root.fixing.site.iter().all(Option::is_some) {
            // Nothing to choose: only flows, and those are exact.
            self.root = Some(root.volume.clone());
            self.settle(&mut root);
            self.open.push(root);
            self.branch();
            return self.bound();
        }
        self.bound_branch(&mut root, if warm { ROOT / 4 } else { ROOT });
        let large = self.frame.slot_cost.len() >= LARGE;
        self.working = root.bound;
        if large && !warm && self.frame.sites > MANY && !self.stopped {
            self.soon(&root);
        }
        // Prices of many rules take longer to come to rest.
        for _ in 0..MORE {
            let before = root.bound;
            if self.stopped || before >= self.enough() {
                break;
            }
            self.bound_branch(&mut root, STEPS);
            if root.bound <= before + RISING * before.abs() {
                break;
            }
        }
        self.root = Some(root.volume.clone());
        self.branches = 1;
        if !self.stopped || self.best().is_infinite() {
            self.working = root.bound;
            if !large {
                self.dive(&root, warm);
            } else {
                self.tried.extend(self.leaning(&root));
                self.build(&root, usize::from(!self.inner));
            }
            if self.best().is_infinite() {
                self.begin_with_all(&root);
            }
        }
        self.open.push(root);
        self.branch();
        self.bound()
    }

    /// A network with every site open that may be, where no rule is against it: dear, but a network, from which one climbs down.
    fn begin_with_all(&mut self, root: &Branch) {
        let mut open: Vec<bool> = root.fixing.site.iter().map(|s| s.unwrap_or(true)).collect();
        // Where only so many may be open, those that the prices want least are closed as far as that brings the rules nearer and takes no home its place.
        let mut closable: Vec<usize> = (0..open.len()).filter(|&i| open[i] && root.fixing.site[i].is_none()).collect();
        let share = |i: usize| root.volume.share[i];
        closable.sort_by(|&a, &b| {
            share(a).total_cmp(&share(b)).then(self.frame.most[a].total_cmp(&self.frame.most[b])).then(a.cmp(&b))
        });
        let (mut limits, mut homes) = self.rules.missed_by(&open);
        for i in closable {
            if limits == 0.0 {
                break;
            }
            open[i] = false;
            let now = self.rules.missed_by(&open);
            match now.0 < limits && now.1 <= homes {
                true => (limits, homes) = now,
                false => open[i] = true,
            }
        }
        if limits == 0.0 && homes == 0.0 {
            self.improver.climb(&mut open, 10_000);
        }
    }

    /// What is proven now.
    pub(super) fn bound(&self) -> f64 {
        let open = self.open.iter().map(|b| b.bound).fold(f64::INFINITY, f64::min);
        // Whatever was dropped had a bound of at least what was enough then, and enough only falls.
        open.min(self.working).min(self.undecided).min(self.enough())
    }

    pub(super) fn best(&self) -> f64 {
        self.improver.best.as_ref().map_or(f64::INFINITY, |b| b.cost).min(self.aside)
    }

    /// A branch with this bound or more need not be looked into.
    fn enough(&self) -> f64 {
        let best = self.best();
        if best.is_infinite() { best } else { best - self.effort.gap * best.abs() - 1e-9 }
    }

    /// What steps aim at.
    fn target(&self, bound: f64) -> f64 {
        let best = self.best();
        // A bound well below what is known is aimed at half way first; without a network, five per cent on.
        if best.is_finite() { best.max(bound) } else { bound + 0.04 * self.scale }
    }

    /// Steps on a branch until it can be dropped or so many are made. What they prove is added up again before it counts.
    fn bound_branch(&mut self, branch: &mut Branch, steps: u64) {
        let inherited = branch.bound;
        for k in 0..steps {
            if self.stopped || branch.volume.is_done() {
                break;
            }
            let target = self.target(branch.volume.bound);
            branch.volume.step(&mut self.relaxation, &branch.fixing, target);
            branch.bound = branch.bound.max(branch.volume.bound);
            self.count(if self.branches == 0 { branch.bound } else { f64::NEG_INFINITY });
            if branch.bound >= self.enough() && (k > 0 || branch.bound.is_infinite()) {
                break;
            }
        }
        if branch.bound > inherited && !self.inner {
            let again = self.again.get_or_insert_with(|| Again::new(self.problem));
            let again = again.value(&branch.volume.best, &branch.fixing);
            branch.bound = branch.bound.min(again).max(inherited);
        }
    }

    fn count(&mut self, root: f64) {
        self.iterations += 1;
        let best = self.best();
        let bound = if root.is_finite() { root } else { self.bound() };
        let progress = Progress { iterations: self.iterations, best: best.is_finite().then_some(best), bound };
        if self.iterations >= self.effort.iterations || !(self.go_on)(progress) {
            self.stopped = true;
        }
    }

    /// Fixes what the bound at the best prices excludes otherwise.
    fn fix(&mut self, branch: &mut Branch) {
        let enough = self.enough();
        if enough.is_infinite() || branch.volume.bound.is_infinite() {
            return;
        }
        let mut prices = branch.volume.best.clone();
        let value = self.relaxation.evaluate(&mut prices, &branch.fixing);
        for i in 0..self.frame.sites {
            if branch.fixing.site[i].is_none() && value + self.relaxation.penalty[i] > enough {
                branch.fixing.site[i] = Some(self.relaxation.open[i]);
            }
        }
    }
}

/// Takes over prices of an earlier search if they are of the same sizes.
fn adopt(prices: &mut Prices, warm: &Warm) -> bool {
    if warm.demands.len() != prices.demand.len() || warm.sites.len() != prices.site.len() {
        return false;
    }
    prices.demand.clone_from(&warm.demands);
    prices.site.clone_from(&warm.sites);
    if warm.rules.len() == prices.rule.len() {
        prices.rule.clone_from(&warm.rules);
    }
    true
}
