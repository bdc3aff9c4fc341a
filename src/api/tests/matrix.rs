//! Tables that are written as they are computed: the bytes of those held whole, and what happens when a stream does not come to its end.

use std::time::Duration;

use axum::body::HttpBody;
use axum::http::Version;
use proptest::prelude::*;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::double::stepping;
use super::*;

/// Streams everything, a row at a time.
fn streaming() -> Limits {
    Limits { matrix_points: 500, matrix_cells: 10_000, matrix_whole_cells: 1, stream_block_cells: 1, ..small() }
}

fn body(points: usize, format: &str) -> String {
    let points: Vec<[usize; 2]> = (0..points).map(|i| [i % 100, 1]).collect();
    json!({ "profile": "van", "from": points, "format": format }).to_string()
}

fn request(body: String) -> Request<Body> {
    Request::post("/v1/matrix").header(header::CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_streamed_table_is_the_table_held_whole(
        from in prop::collection::vec([-5.0..175.0_f64, -3.0..3.0_f64], 1..9),
        to in prop::option::of(prop::collection::vec([-5.0..175.0_f64, -3.0..3.0_f64], 1..9)),
        block in 1..40_usize,
        shuns in any::<bool>(),
    ) {
        let mut ask = json!({ "profile": "van", "from": from, "to": to });
        if shuns {
            // An area without roads: the answer carries a warning.
            ask["exclude"] = json!({ "type": "Polygon", "coordinates": [[[1, 85], [2, 85], [2, 86], [1, 85]]] });
        }
        let whole = router(state_of(Double::default(), small()));
        let parts = router(state_of(Double::default(), Limits { stream_block_cells: block, ..streaming() }));
        let (held, streamed) = runtime().block_on(async {
            (post(&whole, "/v1/matrix", ask.to_string()).await, post(&parts, "/v1/matrix", ask.to_string()).await)
        });
        prop_assert_eq!(held.text(), streamed.text());
        prop_assert_eq!(held.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn the_format_is_chosen_by_field_or_by_accept() {
    let service = router(state_of(Double::default(), small()));
    let by_field = post(&service, "/v1/matrix", body(2, "csv")).await;
    assert_eq!(by_field.text(), "from,to,duration_s,distance_m\n0,0,0,0\n0,1,6000,100000\n1,0,6000,100000\n1,1,0,0\n");
    assert_eq!(by_field.header(header::CONTENT_TYPE), "text/csv; charset=utf-8");
    let plain = r#"{"profile":"van","from":[[0,1],[1,1]]}"#;
    let mut asked = request(plain.to_owned());
    asked.headers_mut().insert(header::ACCEPT, "text/csv".parse().unwrap());
    asked.headers_mut().insert(header::ACCEPT_ENCODING, "gzip".parse().unwrap());
    let by_accept = call(&service, asked).await;
    assert_eq!(by_accept.bytes, by_field.bytes);
    assert_eq!(by_accept.header(header::CONTENT_ENCODING), "", "streams are not compressed");
    for (format, cells) in [("npy_time_ms", [0, 6_000_000]), ("npy_length_cm", [0, 10_000_000])] {
        let npy = post(&service, "/v1/matrix", body(2, format)).await;
        assert_eq!(npy.header(header::CONTENT_LENGTH), npy.bytes.len().to_string());
        assert_eq!(npy.bytes.len(), 128 + 16);
        let row: Vec<u8> = cells.iter().flat_map(|c: &i32| c.to_le_bytes()).collect();
        assert_eq!(npy.bytes[128..136], row);
    }
    let unknown = post(&service, "/v1/matrix", body(2, "xlsx")).await;
    assert_eq!((unknown.status.as_u16(), unknown.json()["code"].as_str()), (422, Some("E1013")));
    // What is wrong before the first byte is a refusal like any other.
    let nobody = post(&service, "/v1/matrix", body(2, "csv").replace("van", "tank")).await;
    assert_eq!((nobody.status.as_u16(), nobody.json()["code"].as_str()), (404, Some("unknown_profile")));
    let many = post(&service, "/v1/matrix", body(11, "csv")).await;
    assert_eq!((many.status.as_u16(), many.json()["code"].as_str()), (422, Some("E5003")));
    let mut old = request(body(2, "csv"));
    *old.version_mut() = Version::HTTP_10;
    let refused = call(&service, old).await;
    assert_eq!((refused.status.as_u16(), refused.json()["code"].as_str()), (505, Some("E9117")));
}

#[tokio::test]
async fn what_fails_after_the_first_byte_breaks_the_body_off() {
    // 346 degrees and more are farther than an int32 holds milliseconds: 350 + 80 degrees of 6,000,000 ms.
    let far = r#"{"profile":"van","format":"npy_time_ms","from":[[-180,1],[-179,1]],"to":[[-180,1],[170,81]]}"#;
    let service = router(state_of(Double::default(), streaming()));
    let response = service.clone().oneshot(request(far.to_owned())).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(to_bytes(response.into_body(), usize::MAX).await.is_err());
    // On a socket: less than the length promised, or chunks without the last one.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (city, mut said, let_go) = stepping();
    let state = state_of(city, streaming());
    tokio::spawn(crate::api::serve(listener, state.clone(), std::future::pending()));
    let mut stream = TcpStream::connect(address).await.unwrap();
    let asked = body(5, "csv");
    let head = "POST /v1/matrix HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nconnection: close\r\n";
    stream.write_all(format!("{head}content-length: {}\r\n\r\n{asked}", asked.len()).as_bytes()).await.unwrap();
    said.recv().await.unwrap();
    let_go.send(()).unwrap();
    said.recv().await.unwrap();
    state.close();
    drop(let_go);
    let mut heard = Vec::new();
    let _ = stream.read_to_end(&mut heard).await;
    let heard = String::from_utf8_lossy(&heard).into_owned();
    assert!(heard.starts_with("HTTP/1.1 200") && heard.contains("0,4,24000,400000"), "{heard}");
    assert!(!heard.ends_with("0\r\n\r\n"), "no part looks like the whole: {heard}");
}

/// Waits until no table is being written.
async fn all_quiet(state: &AppState) {
    while state.stream_place().is_err() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_client_that_goes_away_ends_the_computing() {
    let (city, mut said, let_go) = stepping();
    let state = state_of(city, Limits { streams: 1, ..streaming() });
    let service = router(state.clone());
    let response = service.clone().oneshot(request(body(100, "csv"))).await.unwrap();
    said.recv().await.unwrap();
    let busy = post(&service, "/v1/matrix", body(5, "csv")).await;
    assert_eq!((busy.status.as_u16(), busy.json()["code"].as_str()), (503, Some("E9005")), "the only place is taken");
    drop(response);
    drop(let_go);
    all_quiet(&state).await;
    assert!(said.try_recv().is_err(), "of 100 rows only the first was computed");
    assert_eq!(post(&service, "/v1/matrix", body(5, "csv")).await.status, StatusCode::OK, "the place is free again");
}

#[tokio::test(start_paused = true)]
async fn a_client_that_takes_nothing_holds_no_seat_and_is_given_up_in_the_end() {
    let limits = Limits { threads: 1, stream: Duration::from_secs(60), ..streaming() };
    let state = state_of(Double::default(), limits);
    let service = router(state.clone());
    let response = service.clone().oneshot(request(body(50, "json"))).await.unwrap();
    let mut asleep = response.into_body();
    let other = get(&service, "/v1/snap?profile=van&at=1,1").await;
    assert_eq!(other.status, StatusCode::OK, "the only seat is free while the table waits to be taken");
    // Time is the runtime's own and moves on when all wait.
    tokio::time::sleep(Duration::from_secs(61)).await;
    let mut last = None;
    while let Some(frame) = std::future::poll_fn(|cx| std::pin::Pin::new(&mut asleep).poll_frame(cx)).await {
        last = Some(frame.is_ok());
    }
    assert_eq!(last, Some(false), "what is left of the body ends in an error");
}
