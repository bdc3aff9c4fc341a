//! What lies around the handlers: panics, time, too much at once, headers, compression.

use std::sync::mpsc::channel;
use std::time::Duration;

use super::double::waiting;
use super::*;

const ROUTE: &str = "/v1/route?profile=van&from=1,1&to=1,2";

#[tokio::test]
async fn a_mistake_of_ours_tells_nothing_of_the_inside() {
    let service = service();
    for profile in ["broken", "failing"] {
        let reply = get(&service, &format!("/v1/snap?profile={profile}&at=1,1")).await;
        assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(reply.json()["code"], "E9007");
        assert!(!reply.text().contains("secret"), "{}", reply.text());
    }
    assert_eq!(get(&service, "/v1/snap?profile=van&at=1,1").await.status, StatusCode::OK, "and the service goes on");
}

#[tokio::test]
async fn what_is_too_much_at_once_is_turned_away_and_health_is_not() {
    let (city, mut begun, let_go) = waiting();
    let service = router(state_of(city, Limits { in_flight: 1, ..small() }));
    let first = tokio::spawn({
        let service = service.clone();
        async move { get(&service, ROUTE).await }
    });
    begun.recv().await.unwrap();
    let reply = get(&service, ROUTE).await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::SERVICE_UNAVAILABLE, Some("E9005")));
    assert_eq!(reply.header(header::RETRY_AFTER), "1");
    assert_eq!(get(&service, "/healthz").await.status, StatusCode::OK);
    drop(let_go);
    assert_eq!(first.await.unwrap().status, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_takes_too_long_is_given_up() {
    // Time is the runtime's own, and is moved on once the computation, which does not end, has begun.
    let (city, mut begun, let_go) = waiting();
    let service = router(state_of(city, Limits { request: Duration::from_secs(30), ..small() }));
    let asking = tokio::spawn(async move { get(&service, ROUTE).await });
    begun.recv().await.unwrap();
    tokio::time::advance(Duration::from_secs(31)).await;
    let reply = asking.await.unwrap();
    assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::SERVICE_UNAVAILABLE, Some("E9006")));
    assert_eq!(reply.header(header::RETRY_AFTER), "5");
    drop(let_go);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_given_up() {
    let body = Body::from_stream(Never);
    let reply = post(&service(), "/v1/route", body).await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::REQUEST_TIMEOUT, Some("E9103")));
}

/// A body whose first byte is still to come.
struct Never;
impl futures_core::Stream for Never {
    type Item = Result<axum::body::Bytes, std::io::Error>;
    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Pending
    }
}

#[tokio::test]
async fn a_computation_is_told_to_stop_when_nobody_waits_and_when_the_service_closes() {
    let state = state_of(Double::default(), small());
    for close in [true, false] {
        let ((started, has_started), (told, was_told)) = (channel(), channel());
        let work = {
            let state = state.clone();
            tokio::spawn(async move {
                let run = state.pool().run(move |stop| {
                    started.send(()).unwrap();
                    while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                        std::thread::yield_now();
                    }
                    told.send(()).unwrap();
                });
                run.await
            })
        };
        tokio::task::spawn_blocking(move || has_started.recv().unwrap()).await.unwrap();
        if close {
            work.abort();
        } else {
            state.close();
        }
        tokio::task::spawn_blocking(move || was_told.recv().unwrap()).await.unwrap();
    }
    assert!(state.pool().run(|_| ()).await.is_err(), "a closing service takes no new work");
}

#[tokio::test]
async fn a_request_is_named_by_its_caller_if_the_name_is_plain() {
    let service = service();
    for (given, kept) in [("abc-123", true), ("a b", false), (&*"x".repeat(65), false)] {
        let request = Request::get("/healthz").header("x-request-id", given).body(Body::empty()).unwrap();
        let reply = call(&service, request).await;
        assert_eq!(reply.header("x-request-id") == given, kept, "{given}");
        assert!(!reply.header("x-request-id").is_empty());
    }
}

#[tokio::test]
async fn answers_are_compressed_on_request_and_never_sniffed() {
    let service = service();
    let request = Request::get("/openapi.json").header(header::ACCEPT_ENCODING, "gzip").body(Body::empty()).unwrap();
    let reply = call(&service, request).await;
    assert_eq!(reply.header(header::CONTENT_ENCODING), "gzip");
    for uri in ["/", "/docs/", "/healthz", "/nothing", "/v1/snap?profile=van&at=1,1"] {
        let reply = get(&service, uri).await;
        assert_eq!(reply.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{uri}");
        assert!(reply.header(header::CONTENT_SECURITY_POLICY).starts_with("default-src 'none'"), "{uri}");
        assert_eq!(reply.header(header::X_FRAME_OPTIONS), "DENY", "{uri}");
    }
}
