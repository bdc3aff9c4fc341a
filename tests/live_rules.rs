//! Rules that change under running questions: each answer is one of the two books', and a lifted closure finds its metrics again.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "support/town.rs"]
#[expect(dead_code, reason = "shared with other tests")]
mod town;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use huilu::api::{AppState, Backend, Limits, RuleKeeper, router};
use huilu::engine::City;
use huilu::roads::{Settings, import};
use serde_json::{Value, json};
use tower::ServiceExt;
use town::Town;

const NONE: &[u8] = br#"{"type":"FeatureCollection","features":[]}"#;

/// From a to d by b and c, or round by e and f, which is longer.
fn service() -> (Router, Town, tempfile::TempDir) {
    let mut t = Town::new(
        400.0,
        "
a-b-c-d
|     |
e-----f",
    );
    for way in ["ab", "bc", "cd", "ae", "ef", "fd"] {
        t.way(way, "");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("town.geojson");
    std::fs::write(&file, NONE).unwrap();
    let city =
        Arc::new(City::new(import(t.extract.clone(), Settings::default()).unwrap()).unwrap()) as Arc<dyn Backend>;
    let (keeper, _) = RuleKeeper::new(&*city, NONE, Some(file)).unwrap();
    let state = AppState::new(Limits::default()).unwrap();
    assert!(state.keep_rules([("town".to_owned(), keeper)].into()));
    assert!(state.load([("town".to_owned(), city)].into()));
    (router(state), t, folder)
}

async fn ask(router: &Router, method: &str, uri: &str, body: &Value) -> (StatusCode, Vec<u8>) {
    let request = Request::builder().method(method).uri(uri).header("content-type", "application/json");
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let response = router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
    let status = response.status();
    (status, to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
}

fn tree(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(bytes)))
}

/// Way 2 is b-c.
fn closure(ways: &[i64]) -> Value {
    json!({ "type": "Feature", "geometry": null, "properties": { "effect": "closed", "ways": ways } })
}

fn route(t: &Town) -> Value {
    let at = |a, b| t.between(a, b, 0.3);
    let (from, to) = (at('a', 'e'), at('d', 'f'));
    json!({ "profile": "van", "from": [from.lon(), from.lat()], "to": [to.lon(), to.lat()] })
}

#[tokio::test]
async fn a_closure_is_applied_and_lifted_and_the_old_metrics_are_found_again() {
    let (service, t, folder) = service();
    let drive = route(&t);
    let route = async || ask(&service, "POST", "/v1/route", &drive).await.1;
    let metrics =
        async || tree(&ask(&service, "GET", "/v1/city", &Value::Null).await.1)["kept_metrics"].as_u64().unwrap();
    let through = route().await;
    let kept = metrics().await;
    let (status, done) = ask(&service, "PUT", "/v1/rules/works", &closure(&[2])).await;
    assert_eq!((status, &tree(&done)["warnings"]), (StatusCode::OK, &json!([])), "{}", tree(&done));
    let round = route().await;
    // Through: 0.3 + 3 + 0.3 pitches of 400 m; round: 0.7 + 3 + 0.7.
    assert!((tree(&through)["distance_m"].as_f64().unwrap() - 1440.0).abs() < 2.0);
    assert!((tree(&round)["distance_m"].as_f64().unwrap() - 1760.0).abs() < 2.0);
    // On foot the closure binds nobody; every other profile has a second metric once the figures have asked for it.
    let closed = metrics().await;
    assert!(closed > kept, "{closed} {kept}");
    assert_eq!(ask(&service, "DELETE", "/v1/rules/works", &Value::Null).await.0, StatusCode::OK);
    assert_eq!(route().await, through, "to the byte");
    assert_eq!(metrics().await, closed, "nothing was made anew");
    // What is doubtful is told with the change, by places in the rule.
    let (status, done) = ask(&service, "PUT", "/v1/rules/nowhere", &closure(&[2, 77])).await;
    let warnings = tree(&done)["warnings"].clone();
    assert_eq!((status, &warnings[0]["code"], &warnings[0]["pointer"]), (StatusCode::OK, &json!("W5102"), &json!("")));
    assert!(warnings[0]["zh"].as_str().unwrap().contains("77"), "{warnings}");
    let far = json!({ "type": "Polygon", "coordinates": [[[100, 60], [101, 60], [101, 61], [100, 60]]] });
    let far = json!({ "type": "Feature", "geometry": far, "properties": { "effect": "ban" } });
    let (_, done) = ask(&service, "PUT", "/v1/rules/far", &far).await;
    assert_eq!(tree(&done)["warnings"][0]["code"], "W5101", "of this rule alone: {}", tree(&done));
    // A service that starts on the file has the same rules.
    let (_, shown) = ask(&service, "GET", "/v1/rules", &Value::Null).await;
    assert_eq!(std::fs::read(folder.path().join("town.geojson")).unwrap(), shown);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_answer_under_changing_rules_is_one_of_the_two_books() {
    let (service, t, _folder) = service();
    let drive = route(&t);
    let table = json!({ "profile": "van", "from": [drive["from"], drive["to"]] });
    let reach = json!({ "profile": "van", "at": drive["from"], "minutes": [1, 2] });
    let questions = [("/v1/route", drive), ("/v1/matrix", table), ("/v1/isochrone", reach)];
    let mut books = Vec::new();
    for (path, question) in &questions {
        let free = ask(&service, "POST", path, question).await.1;
        ask(&service, "PUT", "/v1/rules/works", &closure(&[2])).await;
        let closed = ask(&service, "POST", path, question).await.1;
        ask(&service, "DELETE", "/v1/rules/works", &Value::Null).await;
        assert_ne!(free, closed, "{path}");
        books.push([free, closed]);
    }
    let stop = Arc::new(AtomicBool::new(false));
    let asking: Vec<_> = questions
        .iter()
        .zip(books)
        .map(|((path, question), books)| {
            let (service, path, question, stop) = (service.clone(), *path, question.clone(), Arc::clone(&stop));
            tokio::spawn(async move {
                let mut seen = [0_usize; 2];
                while !stop.load(Ordering::Relaxed) || seen.contains(&0) {
                    let (status, answer) = ask(&service, "POST", path, &question).await;
                    assert_eq!(status, StatusCode::OK);
                    let book = books.iter().position(|b| *b == answer);
                    seen[book.unwrap_or_else(|| panic!("{path}: neither: {}", String::from_utf8_lossy(&answer)))] += 1;
                }
            })
        })
        .collect();
    // Changes go on until every question has met both books.
    for i in 0.. {
        let method = if i % 2 == 0 { "PUT" } else { "DELETE" };
        let rule = if i % 2 == 0 { closure(&[2]) } else { Value::Null };
        assert_eq!(ask(&service, method, "/v1/rules/works", &rule).await.0, StatusCode::OK);
        stop.store(i >= 40, Ordering::Relaxed);
        if asking.iter().all(tokio::task::JoinHandle::is_finished) {
            break;
        }
    }
    for asked in asking {
        asked.await.unwrap();
    }
}
