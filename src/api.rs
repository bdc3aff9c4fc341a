//! The HTTP service: questions in as JSON, one call of the engine, answers or problem documents out.
//!
//! [`router`] is a function apart from [`serve`], so that it can be called without a socket. Every limit is
//! checked before work begins ([`Limits`]); computations run off the reactor, bounded, and stop when nobody waits for
//! them any more; every refusal is an RFC 9457 problem with code, cause and remedy in the caller's language; no
//! log line holds an address, a body or a coordinate.

pub mod answer;
mod backend;
mod book;
mod codes;
mod describe;
mod docs;
mod health;
mod keeper;
mod limits;
mod live_rules;
mod matrix;
pub mod mobile;
mod network;
mod observe;
mod page;
mod read;
mod refusal;
mod roads;
mod rounds;
pub mod rules;
mod running;
mod search;
mod send;
mod server;
mod speak;
mod state;
mod take;
mod v1;
mod work;

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Bytes;
use axum::error_handling::HandleErrorLayer;
use axum::extract::DefaultBodyLimit;
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use tokio::net::TcpListener;
use tower::ServiceBuilder;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
use tower_http::timeout::TimeoutLayer;

pub use backend::{Backend, Prepared, Rows};
pub use keeper::RuleKeeper;
pub use limits::Limits;
pub use refusal::Refusal;
pub use server::Ending;
pub use state::{AppState, Cities, DemoFiles};

/// All routes of the service, in their layers.
pub fn router(state: AppState) -> Router {
    let limits = state.limits().clone();
    let (book, _) = book(&limits);
    book.router
        .fallback(async || StatusCode::NOT_FOUND)
        // The last layer is the first to see a request.
        .layer(DefaultBodyLimit::max(limits.body_bytes))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limits.request))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(limits, speak::refusals))
        .layer(from_fn(speak::safety))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(held_whole)))
        .layer(from_fn(observe::observe))
        .with_state(state)
}

/// The description of the service, as `/openapi.json` has it.
#[must_use]
pub fn openapi() -> Bytes {
    book(&Limits::default()).1
}

/// Serves `state` on `listener` until `shutdown` is ready. Then no new connection is taken, computations are told to
/// stop, and requests under way may finish within [`Limits::grace`].
///
/// A computation that does not look at its flag outlives this call on the runtime's blocking threads: end the runtime
/// with `shutdown_background` or `shutdown_timeout`.
pub async fn serve(listener: TcpListener, state: AppState, shutdown: impl Future<Output = ()>) -> Ending {
    let closing = state.clone();
    let shutdown = async move {
        shutdown.await;
        closing.close();
    };
    let limits = state.limits().clone();
    server::run(listener, router(state), &limits, shutdown).await
}

/// The routes before the layers that all share, and their description.
fn book(limits: &Limits) -> (book::Book, Bytes) {
    let description = Arc::new(OnceLock::new());
    // Only what computes is turned away when too much is under way: health and pages are always answered.
    let full = ServiceBuilder::new()
        .layer(HandleErrorLayer::new(async |_: tower::BoxError| Refusal::busy()))
        .load_shed()
        .layer(GlobalConcurrencyLimitLayer::new(limits.in_flight));
    let book = v1::book()
        .map(|routes| routes.layer(full))
        .with(health::book())
        .with(docs::book(&description))
        .with(page::book());
    let mut bytes = serde_json::to_vec_pretty(&describe::document(book.paths.clone())).unwrap_or_default();
    bytes.push(b'\n');
    let bytes = description.get_or_init(|| bytes.into()).clone();
    (book, bytes)
}

/// Whether a response is there wholly, not being computed as it is sent.
fn held_whole(_: StatusCode, _: axum::http::Version, _: &HeaderMap, marks: &Extensions) -> bool {
    marks.get::<matrix::Streamed>().is_none()
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> axum::http::Response<axum::body::Body> {
    // The panic hook has written where and why to the log.
    Refusal::internal().into_response()
}

#[cfg(test)]
mod tests;
