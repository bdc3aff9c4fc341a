//! A service of vehicles that stand in for collection points 以车代库: put it on the roads, plan, bound, check.

pub mod academic;
pub mod draft;
pub mod drawn;
pub mod near;
pub mod today;
mod walks;

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::City;
use super::error::{EngineError, Kind, Text};
use super::network::ground::{Measure, cancelled};
use super::network::on_threads;
use super::rounds::{Budget, without_road};
use super::travel::{self, Days};
use crate::ids::{PlaceId, VehicleId};
use crate::matrix::travel::ProfileIx;
use crate::mobile::check::{Breach, check};
use crate::mobile::model::{Problem, StandId};
use crate::mobile::plan::{self, Bound, Plan};
use crate::mobile::service::{Service, Which};
use crate::mobile::timetable::{Timetable, VehicleDay, What};
use crate::rounds::problem::Window;
use crate::units::Milliseconds;

/// Matrices over more places than this would take gigabytes.
const MOST_PLACES: usize = 6_000;
/// Prices that the bound is looked for with.
const BOUND: u32 = 1_000;
/// The part of a time budget that is kept for the bound.
const BOUND_SHARE: f64 = 0.15;

/// A service on the roads.
pub struct Grounded {
    /// The problem with its ways.
    pub problem: Problem,
    /// What stands too far from any road, and of which profile.
    pub off_road: Vec<(Which, String)>,
    /// Vehicles that have no way from their start to any standing place and on to their end, whatever the hour.
    pub locked: Vec<VehicleId>,
    roads: travel::Grounded,
}

/// A timetable and what is known of it.
pub struct MobileOutcome {
    /// The service on the roads.
    pub grounded: Grounded,
    /// The timetable; it has passed the checker.
    pub plan: Plan,
    /// Nobody reaches more.
    pub bound: Bound,
    /// The seed of the search.
    pub seed: u64,
}

/// Plans a week (or a cycle of weeks).
///
/// A standing place or a home without a road near it is left out and said so in [`Grounded::off_road`]; a vehicle's start or end without one is an error. `progress` is told how many
/// rounds of the search are done.
///
/// # Errors
/// Those of [`ground`]; `unsound_timetable` if what was found does not pass the checker, which is our mistake and never an answer.
pub fn plan(
    city: &City,
    service: &Service,
    budget: &Budget,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<MobileOutcome, EngineError> {
    let go_on = || !budget.cancel.load(Ordering::Relaxed);
    let grounded = on_threads(budget.threads, || ground(city, service, Measure::Tables, &go_on))?;
    let problem = &grounded.problem;
    let began = Instant::now();
    let share = |wall: Duration, part: f64| wall.as_secs_f64().max(1e-3) * part;
    let mut spent = |done: u64| {
        progress(done);
        let by_time = budget.wall.map_or(0.0, |w| began.elapsed().as_secs_f64() / share(w, 1.0 - BOUND_SHARE));
        let by_rounds = budget.iterations.map_or(0.0, |most| done as f64 / most.max(1) as f64);
        match go_on() {
            // A count alone decides what the answer is; a clock beside it can only cut it short.
            true if budget.iterations.is_some() => {
                if by_time >= 1.0 {
                    1.0
                } else {
                    by_rounds
                }
            }
            true => by_time,
            false => 1.0,
        }
    };
    let (plan, bound) = on_threads(budget.threads, || {
        // The last tidying may take its moment past the search, but not past the whole budget.
        let late = || budget.wall.is_some_and(|w| began.elapsed() > w);
        let plan = plan::plan_until(problem, budget.seed, &mut spent, &|| !go_on() || late());
        let stop = || !go_on() || budget.wall.is_some_and(|w| began.elapsed().as_secs_f64() > share(w, 1.0));
        let bound = plan::bound(problem, BOUND, &stop);
        (plan, bound)
    });
    let breaches = check(problem, &plan.timetable);
    match breaches.first() {
        None => Ok(MobileOutcome { grounded, plan, bound, seed: budget.seed }),
        Some(first) => Err(unsound(&format!("{} breaches, the first: {first:?}", breaches.len()))),
    }
}

/// Judges a timetable made elsewhere, kept from last year or edited by hand: every breach.
///
/// # Errors
/// Those of [`ground`].
pub fn check_stated(
    city: &City,
    service: &Service,
    timetable: &Timetable,
    measure: Measure,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<(Grounded, Vec<Breach>), EngineError> {
    let grounded = ground(city, service, measure, go_on)?;
    let breaches = check(&grounded.problem, timetable);
    Ok((grounded, breaches))
}

/// Puts a service on the roads: matrices of its vehicles' profiles, under the rules of every weekday they are out, and who walks where.
///
/// # Errors
/// `unknown_profile`, `bad_coordinate`; `too_many_places`; `site_without_road` where a vehicle's start or end has none; `no_stand_usable` where no standing place has both a road and a
/// footway; `vehicles_locked_in` where no vehicle can get to any place and on to its end; `cancelled`.
pub fn ground(
    city: &City,
    service: &Service,
    measure: Measure,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Grounded, EngineError> {
    if service.places.len() > MOST_PLACES {
        return Err(too_many(service.places.len()));
    }
    let out = |profile: ProfileIx| service.days_out(profile);
    let roads = travel::of_places(city, &service.places, &service.profiles, &Days::Week(&out), measure)?;
    if !go_on() {
        return Err(cancelled());
    }
    let lost = |place: PlaceId, profile: ProfileIx| roads.unplaced.iter().any(|u| (u.0, u.1) == (place, profile));
    let mut homeless: Vec<String> = Vec::new();
    for vehicle in &service.problem.vehicles {
        if lost(vehicle.start, vehicle.profile) || lost(vehicle.end, vehicle.profile) {
            homeless.push(format!("{} ({})", vehicle.name, service.profiles[vehicle.profile]));
        }
    }
    if !homeless.is_empty() {
        return Err(without_road(&homeless));
    }
    let (walks, mut off_road) = walks::walks(city, service, measure, go_on)?;
    for (place, profile, _) in &roads.unplaced {
        let name = &service.profiles[*profile];
        let stands = service.problem.stands.iter_ids().filter(|s| s.1.place == *place);
        off_road.extend(stands.map(|s| (Which::Stand(s.0), name.clone())));
        let sites = service.problem.unloading.iter_ids().filter(|s| s.1.place == *place);
        off_road.extend(sites.map(|s| (Which::Unloading(s.0), name.clone())));
    }
    off_road.sort_unstable();
    let foot = &service.foot.profile;
    let usable = |id: StandId| {
        let by_any = service.problem.vehicles.iter().any(|v| !lost(service.problem.stands[id].place, v.profile));
        by_any && !off_road.iter().any(|o| o.0 == Which::Stand(id) && o.1 == *foot)
    };
    if !service.problem.stands.ids().any(usable) {
        return Err(no_stand());
    }
    let mut problem = service.with_ways(roads.travel.clone(), walks);
    wait_for_a_way(&mut problem);
    if let Some(defect) = problem.defects().first() {
        return Err(unsound(defect));
    }
    let locked: Vec<VehicleId> = problem.vehicles.ids().filter(|&v| !gets_out(&problem, v)).collect();
    let works = |v: &VehicleId| problem.vehicles[*v].shifts.iter().any(Option::is_some);
    if problem.vehicles.ids().filter(works).all(|v| locked.contains(&v)) {
        return Err(locked_in(&problem, &locked));
    }
    Ok(Grounded { problem, off_road, locked, roads })
}

/// A shift begins when there first is a way out: a vehicle whose yard is closed in by a ban in the morning waits there until it ends.
fn wait_for_a_way(problem: &mut Problem) {
    let bands: Vec<Milliseconds> = problem.travel.band_starts().to_vec();
    if bands.len() == 1 {
        return;
    }
    for v in problem.vehicles.ids() {
        let vehicle = &problem.vehicles[v];
        let out = |at: Milliseconds| {
            let way = |to| problem.travel.leg(vehicle.profile, vehicle.start, to, at).is_some();
            problem.stands.iter().any(|s| way(s.place))
        };
        let begins = |shift: Window| {
            let later = bands.iter().copied().filter(|&b| b > shift.open && b <= shift.close);
            std::iter::once(shift.open).chain(later).find(|&at| out(at)).map(|open| Window { open, ..shift })
        };
        let shifts = vehicle.shifts.map(|shift| shift.map(|s| begins(s).unwrap_or(s)));
        problem.vehicles[v].shifts = shifts;
    }
}

/// Whether a vehicle can get from its start to some standing place and from there to its end, departing in any band.
fn gets_out(problem: &Problem, vehicle: VehicleId) -> bool {
    let v = &problem.vehicles[vehicle];
    let bands = problem.travel.band_starts();
    let way = |from, to| bands.iter().any(|&at| problem.travel.leg(v.profile, from, to, at).is_some());
    problem.stands.iter().any(|s| way(v.start, s.place) && way(s.place, v.end))
}

impl Grounded {
    /// The course of each leg of each vehicle-day, in the timetable's order: one leg more than steps, longitude first.
    #[must_use]
    pub fn courses(&self, timetable: &Timetable) -> Vec<Vec<Vec<(f64, f64)>>> {
        let of_day = |day: &VehicleDay| {
            let Some(vehicle) = self.problem.vehicles.get(day.vehicle) else { return Vec::new() };
            let (mut at, mut left) = (vehicle.start, day.departure);
            let mut legs = Vec::with_capacity(day.steps.len() + 1);
            let mut go = |at: PlaceId, to: PlaceId, left| {
                let course = self.roads.course(vehicle.profile, at, to, left);
                legs.push(course.into_iter().map(|p| (p.lon, p.lat)).collect());
            };
            for step in &day.steps {
                let place = match step.what {
                    What::Call(call) => self.problem.stands[timetable.calls[call].stand].place,
                    What::Unload(site) => self.problem.unloading[site].place,
                };
                go(at, place, left);
                (at, left) = (place, step.end);
            }
            go(at, vehicle.end, left);
            legs
        };
        timetable.days.iter().map(of_day).collect()
    }
}

fn too_many(places: usize) -> EngineError {
    EngineError::new(
        Kind::BadInput,
        "too_many_places",
        Text::new(
            format!(
                "the service has {places} places to stand, start, end and unload; at most {MOST_PLACES} are possible"
            ),
            format!("共有 {places} 个停靠、出发、收车和卸货地点，最多 {MOST_PLACES} 个"),
        ),
        Text::new("give fewer candidate places, or plan districts apart", "请减少候选停靠点，或分区规划"),
    )
}

fn no_stand() -> EngineError {
    EngineError::new(
        Kind::NoAnswer,
        "no_stand_usable",
        Text::new(
            "no standing place has both a road for the vehicles and a way for people on foot within 500 m",
            "没有一个停靠点在 500 米内既有车辆道路又有步行道路",
        ),
        Text::new(
            "check the positions (longitude first) and that the city file is the right one",
            "请检查坐标（经度在前）以及城市文件是否正确",
        ),
    )
}

fn locked_in(problem: &Problem, locked: &[VehicleId]) -> EngineError {
    let names: Vec<&str> = locked.iter().take(5).map(|&v| problem.vehicles[v].name.as_str()).collect();
    EngineError::new(
        Kind::NoAnswer,
        "vehicles_locked_in",
        Text::new(
            format!("no vehicle can get from its start to any standing place and on to its end: {}", names.join(", ")),
            format!("没有车辆能从出发地到达任何停靠点并返回：{}", names.join("、")),
        ),
        Text::new(
            "look at the bans in force around the yard (--rules), the vehicles' profile, or where they start",
            "请检查场站周边的限行（--rules）、车型或出发地",
        ),
    )
}

fn unsound(why: &str) -> EngineError {
    EngineError::new(
        Kind::Internal,
        "unsound_timetable",
        Text::new(format!("the timetable found does not hold: {why}"), format!("所得时刻表不成立：{why}")),
        Text::new("this is a fault of the program; please report it with the file", "这是程序的缺陷，请附上文件反馈"),
    )
}
