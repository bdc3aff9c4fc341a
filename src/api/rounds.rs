//! `/v1/rounds`: a small day, planned while the caller waits.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::api::backend::Backend;
use crate::api::book::Book;
use crate::api::codes::E9107;
use crate::api::describe::about;
use crate::api::limits::Limits;
use crate::api::refusal::Refusal;
use crate::api::search::{Search, with_search};
use crate::api::state::AppState;
use crate::api::v1::{QueryString, REFUSALS, pairs};
use crate::api::{send, take};
use crate::engine::rounds::Budget;
use crate::wire::codes;
use crate::wire::problem::{self, Parsed};

pub(super) fn book() -> Book {
    let operation = with_search(about(
        "rounds",
        "A small day's rounds, planned and checked while you wait; larger ones: huilu rounds",
        "即时规划小规模收运任务并校验；大规模请用 huilu rounds",
    ))
    .takes("RoundsProblem")
    .gives("RoundsPlan")
    .refuses(REFUSALS);
    Book::default().post("/v1/rounds", rounds, operation)
}

async fn rounds(State(state): State<AppState>, query: QueryString, request: Request) -> Result<Response, Refusal> {
    state.ready()?;
    let search = Search::read(&pairs(query)?)?;
    let bytes = take::json(state.limits(), request).await?;
    let shared = state.clone();
    let plan = state
        .pool()
        .run(move |stop| {
            let parsed = problem::read(&bytes).map_err(Refusal::of_defects)?;
            small_enough(shared.limits(), &parsed)?;
            let city = shared.city_for(search.city.as_deref(), parsed.city.as_deref());
            plan(city, &parsed, &search.budget(shared.limits(), stop))
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
