//! The router, called without a socket, over a city that is a double; and one service on a real socket.
#![expect(clippy::unwrap_used, reason = "tests")]

mod answers;
mod bad;
mod city;
mod description;
mod double;
mod layers;
mod matrix;
mod network;
mod pages;
mod random;
mod rounds;
mod rules;
mod running;
mod socket;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt;

use super::{AppState, Backend, Limits, router};
use double::Double;

/// An answer, taken apart.
struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
    fn header(&self, name: impl axum::http::header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
}

fn small() -> Limits {
    Limits {
        matrix_points: 20,
        matrix_cells: 100,
        contours: 3,
        body_bytes: 4096,
        rounds_tasks: 3,
        running_tasks: 5,
        network_places: 5,
        network_ways: 12,
        ..Limits::default()
    }
}

fn state_of(city: Double, limits: Limits) -> AppState {
    let state = AppState::new(limits).unwrap();
    assert!(state.load(BTreeMap::from([("plane".to_owned(), Arc::new(city) as Arc<dyn Backend>)])));
    state
}

fn service() -> Router {
    router(state_of(Double::default(), small()))
}

async fn call(router: &Router, request: Request<Body>) -> Reply {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    Reply { status: parts.status, headers: parts.headers, bytes }
}

async fn get(router: &Router, uri: &str) -> Reply {
    call(router, Request::get(uri).body(Body::empty()).unwrap()).await
}

async fn post(router: &Router, uri: &str, body: impl Into<Body>) -> Reply {
    let request = Request::post(uri).header(header::CONTENT_TYPE, "application/json").body(body.into()).unwrap();
    call(router, request).await
}
