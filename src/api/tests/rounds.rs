//! `/v1/rounds`: a small day is planned and checked, a large one is sent to the command line, and a search can be stopped.

use serde_json::json;

use super::double::waiting;
use super::*;

/// A day of so many tasks on matrices of its own: from `a` to `b` it is a minute and 500 m, and back the same.
fn day(tasks: usize) -> Value {
    let task = |i: usize| json!({ "id": format!("t{i}"), "at": "b", "service_s": 60, "collect": [{ "stream": "paper", "load_kg": 1 }] });
    json!({
        "version": 1, "date": "2026-07-06",
        "streams": [{ "id": "paper" }],
        "places": [{ "id": "a" }, { "id": "b" }],
        "unloading": [{ "id": "u", "at": "a", "streams": ["paper"] }],
        "kinds": [{
            "id": "k", "count": 1, "profile": "van", "start": "a", "shift": { "from": "08:00", "to": "18:00" },
            "capacity": { "load_kg": 100, "volume_l": 100 }
        }],
        "tasks": (0..tasks).map(task).collect::<Vec<_>>(),
        "travel": { "matrices": [{ "profile": "van", "bands": [
            { "duration_s": [[0, 60], [60, 0]], "distance_m": [[0, 500], [500, 0]] }
        ]}]}
    })
}

/// The same without matrices: on the city's roads.
fn day_on_roads(tasks: usize) -> Value {
    let mut day = day(tasks);
    day.as_object_mut().unwrap().remove("travel");
    for (i, place) in day["places"].as_array_mut().unwrap().iter_mut().enumerate() {
        place["lon"] = json!(1 + i);
        place["lat"] = json!(1);
    }
    day
}

#[tokio::test]
async fn a_small_day_is_planned_the_same_for_the_same_seed() {
    let service = service();
    let plan = post(&service, "/v1/rounds?iterations=50&seed=7", day(3).to_string()).await;
    assert_eq!(plan.status, StatusCode::OK, "{}", plan.text());
    let file = plan.json();
    assert_eq!((&file["version"], &file["left_out"]), (&json!(1), &json!([])), "{file}");
    assert_eq!(file["search"]["seed"], 7);
    let again = post(&service, "/v1/rounds?iterations=50&seed=7", day(3).to_string()).await;
    assert_eq!(plan.text(), again.text());
}

#[tokio::test]
async fn a_day_that_is_too_large_is_sent_to_the_command_line() {
    let service = service();
    let reply = post(&service, "/v1/rounds", day(4).to_string()).await;
    assert_eq!((reply.status.as_u16(), reply.json()["code"].as_str()), (422, Some("E6007")));
    assert!(reply.json()["remedy"].as_str().unwrap().contains("huilu rounds"));
    let mut fleet = day(1);
    fleet["kinds"][0]["count"] = 51.into();
    let reply = post(&service, "/v1/rounds", fleet.to_string()).await;
    assert_eq!((reply.status.as_u16(), reply.json()["code"].as_str()), (422, Some("E9107")));
}

#[tokio::test]
async fn a_day_without_matrices_needs_a_city_that_is_loaded() {
    let reply = post(&service(), "/v1/rounds?city=atlantis", day_on_roads(1).to_string()).await;
    assert_eq!((reply.status.as_u16(), reply.json()["code"].as_str()), (404, Some("E6004")), "{}", reply.text());
}

#[tokio::test]
async fn a_search_under_way_gives_its_best_when_the_service_closes() {
    let (city, mut begun, _let_go) = waiting();
    let state = state_of(city, small());
    let service = router(state.clone());
    let mut asking = tokio::spawn(async move { post(&service, "/v1/rounds", day_on_roads(1).to_string()).await });
    tokio::select! {
        _ = begun.recv() => {}
        early = &mut asking => panic!("answered before it began: {}", early.unwrap().text()),
    }
    state.close();
    let reply = asking.await.unwrap();
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!(reply.json()["plan"], "the best so far");
}
