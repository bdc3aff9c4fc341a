//! What the service asks of a city, so that tests can ask a double instead.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use crate::api::{answer, rules};
use crate::engine::City;
use crate::engine::error::EngineError;
use crate::engine::info::CityInfo;
use crate::engine::mobile::plan;
use crate::engine::mobile::today::today;
use crate::engine::network::design;
use crate::engine::network::merge::{MergeRules, Refuse, merge, refuse_in, refuse_on_map};
use crate::engine::network::site_test::{Question, same_city, site_test};
use crate::engine::network::sweep::{Sweep, SweepQuestion};
use crate::engine::query::{
    Contour, IsochroneQuery, LonLat, MatrixAnswer, MatrixQuery, NearestAnswer, NearestQuery, RouteAnswer, RouteQuery,
    SnapAnswer,
};
use crate::engine::rounds::{Budget, rounds};
use crate::engine::rules::{Polygon, RuleBook};
use crate::engine::running::Ready;
use crate::engine::table::MatrixTable;
use crate::units::Centimetres;
use crate::wire::defect::Defect;
use crate::wire::mobile::today::TodayAsked;
use crate::wire::network::ask::{MergeAsked, RefuseEntry, SweepAsked, TestAsked};
use crate::wire::plan::{Names, write};
use crate::wire::problem::Parsed;
use crate::wire::rule_tree::RuleTree;
use crate::wire::running::Standing;
use crate::wire::{json, mobile, network};

/// Rules as they were written, laid on the roads, and what their author should look at.
pub type Prepared = (RuleTree, Arc<RuleBook>, Vec<Defect>);

/// A table of ways that is computed as it is read.
pub trait Rows: Send + Sync + 'static {
    /// Rows and columns.
    fn size(&self) -> (usize, usize);
    /// Sources and targets on the road.
    fn places(&self) -> [&[Option<SnapAnswer>]; 2];
    /// The packed cells of some rows, milliseconds in the high half, centimetres in the low half, `u64::MAX` where there is no way.
    fn fill(&self, rows: Range<usize>, cells: &mut Vec<u64>);
}

/// The engine as the service sees it: a loaded city. Every call may take long and is made off the reactor.
///
/// Each method is the engine's function of the same name, and refuses as it does.
#[expect(clippy::missing_errors_doc, reason = "said once, above")]
pub trait Backend: Send + Sync + 'static {
    /// Names of the vehicle profiles.
    fn profiles(&self) -> Vec<String>;
    /// The city in figures.
    fn info(&self) -> Result<CityInfo, EngineError>;
    /// The road nearest to a point.
    fn snap(&self, profile: &str, at: LonLat, limit: Option<Centimetres>) -> Result<SnapAnswer, EngineError>;
    /// Whether any road lies in an area that a request shuns.
    fn touches(&self, area: &[Polygon]) -> bool;
    /// Rules ready to be put in force, from a file.
    fn read_rules(&self, bytes: &[u8]) -> Result<Prepared, Vec<Defect>>;
    /// The same from rules that are there, with one put among them; what is told is of that one, by places in it.
    fn put_rule(&self, rules: &RuleTree, id: &str, bytes: &[u8]) -> Result<Prepared, Vec<Defect>>;
    /// The same from rules that were read before.
    fn lay_rules(&self, rules: RuleTree) -> Result<Prepared, Vec<Defect>>;
    /// Puts prepared rules in the place of those in force; requests under way keep theirs.
    fn put_rules(&self, rules: Arc<RuleBook>);
    /// Whether a rule binds by number plate.
    fn judges_plates(&self) -> bool;
    /// The fastest way.
    fn route(&self, query: &RouteQuery) -> Result<RouteAnswer, EngineError>;
    /// A table of fastest ways.
    fn matrix(&self, query: &MatrixQuery) -> Result<MatrixAnswer, EngineError>;
    /// The same, to be read some rows at a time.
    fn table(&self, query: &MatrixQuery) -> Result<Arc<dyn Rows>, EngineError>;
    /// The nearest facilities.
    fn nearest(&self, query: &NearestQuery) -> Result<NearestAnswer, EngineError>;
    /// What can be reached, or from where.
    fn isochrone(&self, query: &IsochroneQuery) -> Result<Vec<Contour>, EngineError>;
    /// The plan of a day, as it is written.
    fn rounds(&self, problem: &Parsed, budget: &Budget) -> Result<String, EngineError>;
    /// New orders in a plan under way, as the answer is written.
    fn rounds_insert(&self, day: &Standing) -> Result<String, EngineError>;
    /// A plan under way, mended, as the answer is written.
    fn rounds_repair(&self, day: &Standing, budget: &Budget) -> Result<String, EngineError>;
    /// A designed network, as it is written.
    fn network(&self, problem: &network::Parsed, budget: &Budget) -> Result<String, EngineError>;
    /// How the rest of a mobile vehicle's day will go, as it is written.
    fn mobile_today(&self, asked: &TodayAsked) -> Result<String, EngineError>;
    /// The timetable of a mobile service, as it is written.
    fn mobile(&self, problem: &mobile::Parsed, budget: &Budget) -> Result<String, EngineError>;
    /// Sites tested on a network, as it is written.
    fn network_test(&self, asked: &TestAsked, budget: &Budget) -> Result<String, EngineError>;
    /// A sweep, as it is written.
    fn network_sweep(&self, asked: &SweepAsked, budget: &Budget) -> Result<String, EngineError>;
    /// Recycling sites paired with refuse sites, as they are written.
    fn network_merge(&self, asked: &MergeAsked, budget: &Budget) -> Result<String, EngineError>;
}

impl Backend for City {
    fn profiles(&self) -> Vec<String> {
        self.profiles()
    }
    fn info(&self) -> Result<CityInfo, EngineError> {
        self.info()
    }
    fn snap(&self, profile: &str, at: LonLat, limit: Option<Centimetres>) -> Result<SnapAnswer, EngineError> {
        self.snap(profile, at, limit)
    }
    fn touches(&self, area: &[Polygon]) -> bool {
        self.touches(area)
    }
    fn read_rules(&self, bytes: &[u8]) -> Result<Prepared, Vec<Defect>> {
        rules::read(self, bytes)
    }
    fn put_rule(&self, tree: &RuleTree, id: &str, bytes: &[u8]) -> Result<Prepared, Vec<Defect>> {
        rules::put(self, tree, id, bytes)
    }
    fn lay_rules(&self, tree: RuleTree) -> Result<Prepared, Vec<Defect>> {
        rules::lay(self, tree)
    }
    fn put_rules(&self, book: Arc<RuleBook>) {
        self.put_rules(book);
    }
    fn judges_plates(&self) -> bool {
        self.judges_plates()
    }
    fn route(&self, query: &RouteQuery) -> Result<RouteAnswer, EngineError> {
        self.route(query)
    }
    fn matrix(&self, query: &MatrixQuery) -> Result<MatrixAnswer, EngineError> {
        self.matrix(query)
    }
    fn table(&self, query: &MatrixQuery) -> Result<Arc<dyn Rows>, EngineError> {
        self.table(query).map(|table| Arc::new(table) as Arc<dyn Rows>)
    }
    fn nearest(&self, query: &NearestQuery) -> Result<NearestAnswer, EngineError> {
        self.nearest(query)
    }
    fn isochrone(&self, query: &IsochroneQuery) -> Result<Vec<Contour>, EngineError> {
        self.isochrone(query)
    }
    fn rounds_insert(&self, day: &Standing) -> Result<String, EngineError> {
        inserted(Some(self), day)
    }
    fn rounds_repair(&self, day: &Standing, budget: &Budget) -> Result<String, EngineError> {
        repaired(Some(self), day, budget)
    }
    fn rounds(&self, problem: &Parsed, budget: &Budget) -> Result<String, EngineError> {
        planned(Some(self), problem, budget)
    }
    fn network(&self, problem: &network::Parsed, budget: &Budget) -> Result<String, EngineError> {
        let outcome = design(self, &problem.network, budget, &|_| {})?;
        let file = answer::network(self, problem, &outcome);
        Ok(json::pretty(&file))
    }
    fn mobile(&self, problem: &mobile::Parsed, budget: &Budget) -> Result<String, EngineError> {
        let outcome = plan(self, &problem.service, budget, &|_| {})?;
        let file = answer::mobile(self, problem, &outcome, None);
        Ok(json::pretty(&file))
    }
    fn mobile_today(&self, asked: &TodayAsked) -> Result<String, EngineError> {
        same_city(self, &asked.file.city_fingerprint)?;
        let TodayAsked { parsed, file, timetable, asked } = asked;
        let found = today(self, &parsed.service, timetable, &asked.report, (asked.at, asked.date))?;
        Ok(json::pretty(&mobile::today::answer(file, parsed, &asked.report, &found)))
    }
    fn network_test(&self, asked: &TestAsked, budget: &Budget) -> Result<String, EngineError> {
        let began = Instant::now();
        // Where sites may close, each set is a search of its own; the network as it stands and closing alone are two more.
        let searches = u32::try_from(asked.sets.len() + 2).unwrap_or(u32::MAX);
        let flows = Budget { wall: budget.wall.map(|wall| wall / searches), ..budget.clone() };
        let question = Question {
            open: &asked.open,
            sets: &asked.sets,
            may_close: asked.may_close,
            days: &[],
            flows: &flows,
            rounds: budget,
        };
        let test = site_test(self, &asked.parsed.network, &question, &|_| {
            // What is not done by then is named in the answer.
            if budget.wall.is_some_and(|wall| began.elapsed() > wall) {
                budget.cancel.store(true, Ordering::Relaxed);
            }
        })?;
        Ok(json::pretty(&answer::site_test(self, &asked.parsed, &question, &[], &test)))
    }
    fn network_sweep(&self, asked: &SweepAsked, budget: &Budget) -> Result<String, EngineError> {
        let question = SweepQuestion { axis: asked.axis, rules: asked.rules.clone(), levels: asked.levels.clone() };
        let began = Instant::now();
        let mut sweep = Sweep::new(self, &asked.parsed.network, question, budget)?;
        // Measuring the ways is part of the time.
        let wall = budget.wall.map(|wall| wall.saturating_sub(began.elapsed()));
        sweep.within(&Budget { wall, ..budget.clone() })?;
        Ok(json::pretty(&answer::sweep(self, &asked.parsed, &sweep)))
    }
    fn network_merge(&self, asked: &MergeAsked, budget: &Budget) -> Result<String, EngineError> {
        let (network, request) = (&asked.parsed.network, &asked.request);
        let given = |r: &RefuseEntry| Refuse {
            name: r.id.clone(),
            at: LonLat { lon: r.at.lon, lat: r.at.lat },
            land_m2: r.land_m2,
        };
        let mut refuse: Vec<Refuse> = request.refuse.iter().map(given).collect();
        if refuse.is_empty() {
            refuse = refuse_in(network, &asked.open);
        }
        if refuse.is_empty() {
            refuse = refuse_on_map(self);
        }
        let rules = MergeRules {
            tier: asked.tier,
            within: Centimetres::from_metres(request.within_m),
            profile: request.profile.clone(),
            least_m2: request.least_m2,
        };
        let found = merge(self, network, &asked.open, &refuse, &rules, budget)?;
        Ok(json::pretty(&answer::merge(self, &asked.parsed, &refuse, &rules, &found)))
    }
}

impl Rows for MatrixTable {
    fn size(&self) -> (usize, usize) {
        (self.row_count(), self.column_count())
    }
    fn places(&self) -> [&[Option<SnapAnswer>]; 2] {
        [&self.sources, &self.targets]
    }
    fn fill(&self, rows: Range<usize>, cells: &mut Vec<u64>) {
        self.rows(rows, cells);
    }
}

/// Puts new orders into a plan under way.
pub(super) fn inserted(city: Option<&City>, day: &Standing) -> Result<String, EngineError> {
    let mended = Ready::new(city, &day.parsed.day, day.city)?.insert(&answer::rest(day), &day.new)?;
    Ok(json::pretty(&answer::running(day, &mended)))
}

/// Mends a plan under way.
pub(super) fn repaired(city: Option<&City>, day: &Standing, budget: &Budget) -> Result<String, EngineError> {
    let mended = Ready::new(city, &day.parsed.day, day.city)?.repair(&answer::rest(day), budget)?;
    Ok(json::pretty(&answer::running(day, &mended)))
}

/// Plans a day, on a city or on matrices of its own, and writes the plan.
pub(super) fn planned(city: Option<&City>, problem: &Parsed, budget: &Budget) -> Result<String, EngineError> {
    let outcome = rounds(city, &problem.day, &problem.energy, budget, &|_| {})?;
    Ok(write(&outcome.plan, &Names::new(&outcome.problem, &problem.day.places)))
}
