//! A day's rounds: put it on the roads, search, build the plan, check it, explain what is left out.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::City;
use super::error::{EngineError, Kind, Text};
use super::travel::{self, Grounded};
use crate::ids::{IdVec, KindId, PlaceId};
use crate::plan::energy::EnergyFactor;
use crate::plan::rule::Breach;
use crate::plan::{self, Plan, SearchMeta, check};
use crate::rounds::day::Day;
use crate::rounds::problem::{Objective, Problem};
use crate::rounds::solution::Solution;
use crate::rounds::solve::{Progress, Settings, solve, solve_within};

/// Left-out tasks that are explained at most: trying relaxations takes a moment for each.
const EXPLAINED: usize = 50;

/// How long to search.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Time on the clock for the search itself; at least one of this and `iterations` ends it.
    pub wall: Option<Duration>,
    /// Iterations; with the same seed they give the same plan, on any number of threads.
    pub iterations: Option<u64>,
    /// Ends a search of rounds when nothing better was found for so long on the clock, whatever else would end it.
    pub patience: Option<Duration>,
    /// Seed of the search.
    pub seed: u64,
    /// Threads to search with.
    pub threads: usize,
    /// Raised by whoever wants the best plan so far, now.
    pub cancel: Arc<AtomicBool>,
}

/// A day, planned.
pub struct RoundsOutcome {
    /// The problem on its matrices.
    pub problem: Problem,
    /// The plan; it has passed the checker.
    pub plan: Plan,
    /// The day on its roads, for writing legs out.
    pub grounded: Grounded,
    /// What the search ended with.
    pub iterations: u64,
}

/// Plans a day.
///
/// `energy` says what each kind uses. Without a city the day must bring its matrices. A task whose place has no road near it is left out and said so in
/// [`Grounded::unplaced`]; a vehicle's start or end, a warehouse or unloading place without one is an error.
///
/// # Errors
/// `no_matrices`, `site_without_road`, those of [`travel::ground`]; `unsound_plan` if the plan found does not pass the checker, which is our
/// mistake and never an answer.
pub fn rounds(
    city: Option<&City>,
    day: &Day,
    energy: &IdVec<KindId, EnergyFactor>,
    budget: &Budget,
    progress: &(dyn Fn(&Progress) + Sync),
) -> Result<RoundsOutcome, EngineError> {
    let grounded = on_ground(city, day)?;
    sites_have_roads(day, &grounded)?;
    let problem = day.with_travel(grounded.travel.clone());
    let here = if day.given.is_some() { None } else { city.map(City::fingerprint) };
    let (mut plan, iterations) = planned(&problem, here, energy, budget, progress)?;
    plan::explain::explain_those(&problem, &mut plan, EXPLAINED, &|_| true, &|| budget.cancel.load(Ordering::Relaxed));
    Ok(RoundsOutcome { problem, plan, grounded, iterations })
}

/// Plans a problem whose travel is known; the plan has passed the checker, and nothing is explained yet. Also what the search ended with.
///
/// # Errors
/// `unsound_plan`.
pub(super) fn planned(
    problem: &Problem,
    city: Option<[u8; 16]>,
    energy: &IdVec<KindId, EnergyFactor>,
    budget: &Budget,
    progress: &(dyn Fn(&Progress) + Sync),
) -> Result<(Plan, u64), EngineError> {
    let (solution, iterations) = search(problem, budget, None, progress);
    let mut plan = Plan::build(problem, &solution).map_err(|e| unsound(&e.to_string()))?;
    plan.city = city;
    plan.search = SearchMeta { seed: budget.seed, iterations };
    plan.energy = Some(plan::energy::state(problem, &plan, energy.clone()));
    let breaches = check::check(problem, &plan);
    match breaches.first() {
        None => Ok((plan, iterations)),
        Some(first) => {
            Err(unsound(&format!("{} breaches, the first: {}", breaches.len(), first.english(problem).cause)))
        }
    }
}

/// Judges a plan against its day: every breach.
///
/// # Errors
/// As [`rounds`], and `another_city` where the plan was made on another city than this.
pub fn check_plan(city: Option<&City>, day: &Day, plan: &Plan) -> Result<(Problem, Vec<Breach>), EngineError> {
    made_here(city, day, plan.city)?;
    let problem = day.with_travel(on_ground(city, day)?.travel);
    let breaches = check::check(&problem, plan);
    Ok((problem, breaches))
}

/// Whether a plan was made on this city, or on matrices of its own as the day is.
///
/// # Errors
/// `another_city` if not.
pub(super) fn made_here(city: Option<&City>, day: &Day, made_on: Option<[u8; 16]>) -> Result<(), EngineError> {
    let here = if day.given.is_some() { None } else { city.map(City::fingerprint) };
    if made_on != here {
        return Err(EngineError::new(
            Kind::BadInput,
            "another_city",
            Text::new(
                format!("the plan was made on {}, not on {}", city_word(made_on), city_word(here)),
                format!("方案基于 {}，而不是 {}", city_word(made_on), city_word(here)),
            ),
            Text::new(
                "give the city file that the plan was made on, or plan the day again on this one",
                "请使用生成该方案的城市文件，或在当前城市上重新排班",
            ),
        ));
    }
    Ok(())
}

/// What a plan was made on, in words.
pub(super) fn city_word(fingerprint: Option<[u8; 16]>) -> String {
    fingerprint.map_or_else(|| "matrices of its own".to_owned(), |f| format!("city {:032x}", u128::from_be_bytes(f)))
}

/// A day on the roads of a city, or on the matrices it brings.
///
/// # Errors
/// `no_matrices` where there is neither; those of [`travel::ground`].
pub(super) fn on_ground(city: Option<&City>, day: &Day) -> Result<Grounded, EngineError> {
    match (&day.given, city) {
        (Some(given), _) => Ok(travel::given(given.clone())),
        (None, Some(city)) => travel::ground(city, day),
        (None, None) => Err(EngineError::new(
            Kind::BadInput,
            "no_matrices",
            Text::new(
                "the problem brings no travel times and no city is given",
                "任务文件没有自带时间矩阵，也未指定城市",
            ),
            Text::new("give --city, or travel in the problem", "请用 --city 指定城市文件，或在任务中给出 travel"),
        )),
    }
}

/// Whether every warehouse, unloading place, start and end is near a road.
///
/// # Errors
/// `site_without_road`, naming those that are not.
pub(super) fn sites_have_roads(day: &Day, grounded: &Grounded) -> Result<(), EngineError> {
    let used = |profile| day.kinds.iter().filter(move |k| k.profile == profile);
    let mut lost: Vec<String> = Vec::new();
    for (place, profile, _) in &grounded.unplaced {
        let shared: Vec<PlaceId> =
            day.unloading.iter().map(|u| u.place).chain(day.warehouses.iter().map(|w| w.place)).collect();
        let ends = used(*profile).any(|k| k.start == *place || k.end == Some(*place));
        if ends || shared.contains(place) {
            let site = &day.places[*place];
            let at = site.lon_lat.map_or_else(String::new, |(lon, lat)| format!("{lon}, {lat}"));
            let name = if site.name.is_empty() { &at } else { &site.name };
            lost.push(format!("{name} ({})", day.profiles[*profile]));
        }
    }
    if lost.is_empty() { Ok(()) } else { Err(without_road(&lost)) }
}

/// Sites that must have a road and have none.
pub(super) fn without_road(lost: &[String]) -> EngineError {
    EngineError::new(
        Kind::BadInput,
        "site_without_road",
        Text::new(
            format!("no road within 500 m that the vehicle (its profile in brackets) may use: {}", lost.join("; ")),
            format!("500 米内没有该车型（括号内）可通行的道路：{}", lost.join("；")),
        ),
        Text::new(
            "move these sites to within 500 m of a road that the vehicles may use, or check that the city file is the right one",
            "请把这些站点移到车辆可通行道路 500 米以内，或检查城市文件是否正确",
        ),
    )
}

/// Searches from `start`, or from nothing. Also what the search ended with.
pub(super) fn search(
    problem: &Problem,
    budget: &Budget,
    start: Option<&Solution>,
    progress: &(dyn Fn(&Progress) + Sync),
) -> (Solution, u64) {
    let began = Instant::now();
    let made = AtomicU64::new(0);
    let settings = Settings { seed: budget.seed, iterations: budget.iterations, threads: budget.threads };
    let better: Mutex<(Option<Objective>, Instant)> = Mutex::new((None, began));
    let stagnant = |p: &Progress, patience: Duration| {
        let mut better = better.lock().unwrap_or_else(PoisonError::into_inner);
        if better.0.as_ref() != Some(&p.best) {
            *better = (Some(p.best.clone()), Instant::now());
        }
        better.1.elapsed() >= patience
    };
    let watch = |p: &Progress| {
        made.fetch_max(p.iterations, Ordering::Relaxed);
        progress(p);
        let over = budget.wall.is_some_and(|wall| began.elapsed() >= wall)
            || budget.patience.is_some_and(|patience| stagnant(p, patience));
        if over || budget.cancel.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let solution = match (budget.iterations, budget.wall) {
        // A count alone decides what the answer is; a clock beside it can only cut it short.
        (Some(_), _) | (None, None) => solve(problem, &settings, start, &watch),
        (None, Some(wall)) => {
            let spent = || began.elapsed().as_secs_f64() / wall.as_secs_f64().max(1e-3);
            solve_within(problem, &settings, start, &watch, &spent)
        }
    };
    (solution, made.load(Ordering::Relaxed))
}

pub(super) fn unsound(why: &str) -> EngineError {
    EngineError::new(
        Kind::Internal,
        "unsound_plan",
        Text::new(format!("the plan found does not pass the checker: {why}"), format!("求得的方案未通过检查：{why}")),
        Text::new(
            "please report this with the problem file; no plan was given out",
            "请连同任务文件一起反馈；未输出任何方案",
        ),
    )
}
