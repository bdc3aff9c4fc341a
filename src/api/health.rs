//! Whether the process lives, and whether it can answer.

use axum::extract::State;
use axum::response::Response;

use crate::api::book::Book;
use crate::api::describe::about;
use crate::api::refusal::Refusal;
use crate::api::send;
use crate::api::state::AppState;

pub(super) fn book() -> Book {
    let alive = about("healthz", "Whether the process lives", "进程是否存活").sends("application/json").refuses(&[]);
    let ready = about("readyz", "Whether a city is loaded and requests are taken", "城市是否已加载、是否接受请求");
    Book::default().get("/healthz", async || send::bytes(send::JSON, &b"{\"status\":\"alive\"}"[..]), alive).get(
        "/readyz",
        readyz,
        ready.sends("application/json").refuses(&[503]),
    )
}

async fn readyz(State(state): State<AppState>) -> Result<Response, Refusal> {
    state.ready()?;
    Ok(send::bytes(send::JSON, &b"{\"status\":\"ready\"}"[..]))
}
