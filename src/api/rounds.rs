//! `/v1/rounds`: a small day, planned while the caller waits.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::api::backend::Backend;
use crate::api::book::Book;
use crate::api::codes::E9107;
use crate::api::describe::about;
use crate::api::limits::Limits;
use crate::api::refusal::Refusal;
use crate::api::state::AppState;
use crate::api::v1::{Pairs, QueryString, REFUSALS, pairs};
use crate::api::{read, send, take};
use crate::engine::rounds::Budget;
use crate::wire::codes;
use crate::wire::defect::Report;
use crate::wire::problem::{self, Parsed};
use crate::wire::schema::{self, shape};

/// How a day's rounds are searched for: the query string of `/v1/rounds`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Search {
    /// The city, where more than one is loaded; goes before the one that the problem names.
    city: Option<String>,
    /// Seconds to search.
    #[schemars(range(min = 0.001, max = 86400.0))]
    seconds: Option<f64>,
    /// Iterations to search.
    #[schemars(range(min = 1, max = 1_000_000_000_u64))]
    iterations: Option<u64>,
    /// Where chance begins.
    #[serde(default)]
    #[schemars(range(max = 9_007_199_254_740_991_u64))]
    seed: u64,
}

pub(super) fn book() -> Book {
    let operation = about(
        "rounds",
        "A small day's rounds, planned and checked while you wait; larger ones: huilu rounds",
        "即时规划小规模收运任务并校验；大规模请用 huilu rounds",
    )
    .takes("RoundsProblem")
    .parameter("city", false, "where more than one city is loaded 城市（加载多座时）")
    .parameter("seconds", false, "to search, within the service's cap 求解秒数（不超过服务上限）")
    .parameter("iterations", false, "to search; with the same seed the same plan, if the cap is not reached 迭代次数")
    .parameter("seed", false, "of the search, 0 by default 随机种子")
    .gives("RoundsPlan")
    .refuses(REFUSALS);
    Book::default().post("/v1/rounds", rounds, operation)
}

async fn rounds(State(state): State<AppState>, query: QueryString, request: Request) -> Result<Response, Refusal> {
    state.ready()?;
    let search = search(&pairs(query)?)?;
    let bytes = take::json(state.limits(), request).await?;
    let shared = state.clone();
    let plan = state
        .pool()
        .run(move |stop| {
            let parsed = problem::read(&bytes).map_err(Refusal::of_defects)?;
            small_enough(shared.limits(), &parsed)?;
            // What a problem calls its city is for its reader; it decides only where there are several to choose from.
            let several = shared.ready()?.len() > 1;
            let told = parsed.city.as_deref().filter(|_| several);
            let city = shared.city(search.city.as_deref().or(told));
            plan(city, &parsed, &budget(shared.limits(), &search, stop))
        })
        .await??;
    Ok(send::bytes(send::JSON, plan))
}

/// A day that brings its own travel needs no city, and a name it gives is for its reader.
fn plan(city: Result<Arc<dyn Backend>, Refusal>, parsed: &Parsed, budget: &Budget) -> Result<String, Refusal> {
    if parsed.day.given.is_some() {
        return Ok(super::backend::planned(None, parsed, budget)?);
    }
    Ok(city?.rounds(parsed, budget)?)
}

fn search(pairs: &Pairs) -> Result<Search, Refusal> {
    let mut report = Report::default();
    let mut tree = read::tree(pairs)?;
    shape::mend(&schema::of::<Search>(), &mut tree, &mut report);
    if !report.is_clean() {
        return Err(Refusal::of_defects(report.into_parts().0));
    }
    serde_json::from_value(tree).map_err(|_| Refusal::internal())
}

/// Sizes are checked before anything is computed for the day.
fn small_enough(limits: &Limits, parsed: &Parsed) -> Result<(), Refusal> {
    let (tasks, vehicles) = (parsed.day.tasks.len(), parsed.day.vehicles.len());
    let refuse = |code, given: usize, most: usize| {
        Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, code, [given.into(), most.into()]))
    };
    match () {
        () if tasks > limits.rounds_tasks => refuse(&codes::E6007, tasks, limits.rounds_tasks),
        () if vehicles > limits.rounds_vehicles => refuse(&E9107, vehicles, limits.rounds_vehicles),
        () => Ok(()),
    }
}

/// The caller's wishes within the service's cap. One thread each: requests share the machine, and threads do not change a plan.
fn budget(limits: &Limits, search: &Search, stop: &Arc<AtomicBool>) -> Budget {
    let cap = limits.rounds_wall;
    let wall = search.seconds.map_or(cap, |s| Duration::from_secs_f64(s).min(cap));
    Budget { wall: Some(wall), iterations: search.iterations, seed: search.seed, threads: 1, cancel: Arc::clone(stop) }
}
