//! `/v1/network/design`: a small network, designed while the caller waits.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::api::book::Book;
use crate::api::describe::about;
use crate::api::refusal::Refusal;
use crate::api::search::{Search, with_search};
use crate::api::state::AppState;
use crate::api::v1::{QueryString, REFUSALS, pairs};
use crate::api::{send, take};
use crate::wire::codes::{E6008, E6009};
use crate::wire::network;

pub(super) fn book() -> Book {
    let operation = with_search(about(
        "network_design",
        "A small network's sites and flows at least cost, with a proven bound, while you wait; larger ones: huilu network design",
        "即时设计小规模回收网络，附已证明的下界；大规模请用 huilu network design",
    ))
    .takes("NetworkProblem")
    .gives("NetworkAnswer")
    .refuses(REFUSALS);
    Book::default().post("/v1/network/design", design, operation)
}

async fn design(State(state): State<AppState>, query: QueryString, request: Request) -> Result<Response, Refusal> {
    state.ready()?;
    let search = Search::read(&pairs(query)?)?;
    let bytes = take::json(state.limits(), request).await?;
    let shared = state.clone();
    let answer = state
        .pool()
        .run(move |stop| {
            let parsed = network::read_json(&bytes).map_err(Refusal::of_defects)?;
            let (places, most) =
                (parsed.network.sites.len() + parsed.network.sources.len(), shared.limits().network_places);
            if places > most {
                return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, &E6008, [places.into(), most.into()]));
            }
            let (ways, most) = (parsed.network.possible_ways(), shared.limits().network_ways);
            if ways > most {
                return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, &E6009, [ways.into(), most.into()]));
            }
            // What a network calls its city is for its reader; it decides only where there are several to choose from.
            let several = shared.ready()?.len() > 1;
            let told = parsed.city.as_deref().filter(|_| several);
            let city = shared.city(search.city.as_deref().or(told))?;
            Ok(city.network(&parsed, &search.budget(shared.limits(), stop))?)
        })
        .await??;
    Ok(send::bytes(send::JSON, answer))
}
