//! `/v1/rounds/insert` and `/v1/rounds/repair`: a plan that is being driven, changed while the caller waits.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::api::backend::{self, Backend};
use crate::api::book::Book;
use crate::api::codes::E9107;
use crate::api::describe::about;
use crate::api::limits::Limits;
use crate::api::refusal::Refusal;
use crate::api::search::{Search, with_search};
use crate::api::state::AppState;
use crate::api::v1::{QueryString, REFUSALS, only_city, pairs};
use crate::api::{send, take};
use crate::engine::running::REPAIR;
use crate::wire::codes::E6007;
use crate::wire::running::{Standing, read_insert, read_repair};

pub(super) fn book() -> Book {
    let insert = about(
        "rounds_insert",
        "New orders put into a plan that is being driven: the best places, what each costs, the new plan, every visit that changes",
        "向执行中的方案插入新订单：最佳位置及费用、新方案、所有变化的任务",
    )
    .parameter("city", false, "where more than one city is loaded 城市（加载多座时）")
    .takes("RoundsInsertRequest")
    .gives("RunningAnswer")
    .refuses(REFUSALS);
    let repair = with_search(about(
        "rounds_repair",
        "A plan that is being driven, mended after a breakdown, a delay or a closed site; promised times are kept or named. Searched for a second unless asked otherwise",
        "修复执行中的方案（车辆故障、晚点、站点关闭）：保持承诺时间，否则逐一列出；默认求解一秒",
    ))
    .takes("RoundsRepairRequest")
    .gives("RunningAnswer")
    .refuses(REFUSALS);
    Book::default().post("/v1/rounds/insert", self::insert, insert).post("/v1/rounds/repair", self::repair, repair)
}

async fn insert(State(state): State<AppState>, query: QueryString, request: Request) -> Result<Response, Refusal> {
    state.ready()?;
    let name = only_city(&pairs(query)?)?;
    let bytes = take::json(state.limits(), request).await?;
    let shared = state.clone();
    let answer = state
        .pool()
        .run(move |_| {
            let day = read_insert(&bytes).map_err(Refusal::of_defects)?;
            let city = place(&shared, name.as_deref(), &day)?;
            let answer = match city {
                Some(city) => city.rounds_insert(&day),
                None => backend::inserted(None, &day),
            };
            Ok::<_, Refusal>(answer?)
        })
        .await??;
    Ok(send::bytes(send::JSON, answer))
}

async fn repair(State(state): State<AppState>, query: QueryString, request: Request) -> Result<Response, Refusal> {
    state.ready()?;
    let search = Search::read(&pairs(query)?)?.or(REPAIR);
    let bytes = take::json(state.limits(), request).await?;
    let shared = state.clone();
    let answer = state
        .pool()
        .run(move |stop| {
            let day = read_repair(&bytes).map_err(Refusal::of_defects)?;
            let budget = search.budget(shared.limits(), stop);
            let answer = match place(&shared, search.city.as_deref(), &day)? {
                Some(city) => city.rounds_repair(&day, &budget),
                None => backend::repaired(None, &day, &budget),
            };
            Ok::<_, Refusal>(answer?)
        })
        .await??;
    Ok(send::bytes(send::JSON, answer))
}

/// The city of a day that is small enough; none where it brings its own travel times.
fn place(state: &AppState, name: Option<&str>, day: &Standing) -> Result<Option<Arc<dyn Backend>>, Refusal> {
    small_enough(state.limits(), day)?;
    if day.parsed.day.given.is_some() {
        return Ok(None);
    }
    state.city_for(name, day.parsed.city.as_deref()).map(Some)
}

/// Sizes are checked before anything is computed for the day.
fn small_enough(limits: &Limits, day: &Standing) -> Result<(), Refusal> {
    let (tasks, vehicles) = (day.parsed.day.tasks.len(), day.parsed.day.vehicles.len());
    let refuse = |code, given: usize, most: usize| {
        Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, code, [given.into(), most.into()]))
    };
    match () {
        () if tasks > limits.running_tasks => refuse(&E6007, tasks, limits.running_tasks),
        () if vehicles > limits.rounds_vehicles => refuse(&E9107, vehicles, limits.rounds_vehicles),
        () => Ok(()),
    }
}
