//! `/v1/rounds/insert` and `/v1/rounds/repair`: what changes in a plan under way, held to sizes, and refused in words.

use serde_json::json;

use super::double::waiting;
use super::*;

/// A day on matrices of its own, and its plan.
async fn planned(service: &Router) -> (Value, Value) {
    let task = |i: usize| json!({ "id": format!("任务{i}"), "at": "b", "service_s": 60, "collect": [{ "stream": "paper", "load_kg": 1 }] });
    let day = json!({
        "version": 1, "date": "2026-07-06",
        "streams": [{ "id": "paper" }],
        "places": [{ "id": "a" }, { "id": "b" }],
        "unloading": [{ "id": "转运站", "at": "a", "streams": ["paper"] }],
        "kinds": [{
            "id": "车", "count": 2, "profile": "van", "start": "a", "shift": { "from": "08:00", "to": "18:00" },
            "capacity": { "load_kg": 100, "volume_l": 100 }, "costs": { "fixed_fen": 1000, "fen_per_h": 3600 }
        }],
        "tasks": (0..3).map(task).collect::<Vec<_>>(),
        "travel": { "matrices": [{ "profile": "van", "bands": [
            { "duration_s": [[0, 60], [60, 0]], "distance_m": [[0, 500], [500, 0]] }
        ]}]}
    });
    let plan = post(service, "/v1/rounds?iterations=50", day.to_string()).await;
    assert_eq!(plan.status, StatusCode::OK, "{}", plan.text());
    (day, plan.json())
}

fn message(day: &Value, plan: &Value, state: Value) -> Value {
    let mut state = state;
    state["version"] = 1.into();
    json!({ "problem": day, "plan": plan, "state": state })
}

fn with_order(mut message: Value, load_kg: u32) -> Value {
    message["tasks"] =
        json!([{ "id": "加单", "at": "b", "service_s": 60, "collect": [{ "stream": "paper", "load_kg": load_kg }] }]);
    message
}

fn roomy() -> Router {
    router(state_of(Double::default(), Limits { body_bytes: 1 << 20, ..small() }))
}

#[tokio::test]
async fn an_order_is_put_in_and_what_changes_is_named() {
    let service = roomy();
    let (day, plan) = planned(&service).await;
    let whole = with_order(message(&day, &plan, json!({ "now": "07:00" })), 5);
    let reply = post(&service, "/v1/rounds/insert", whole.to_string()).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let answer = reply.json();
    assert_eq!(answer["new"][0]["task"], "加单");
    // All four stand at `b`: a minute of service more at 3600 fen an hour, whoever is asked first.
    assert_eq!(answer["new"][0]["places"][0]["cost_fen"], 60, "{answer}");
    assert_eq!(answer["new"][0]["taken"]["vehicle"], answer["new"][0]["places"][0]["vehicle"]);
    assert_eq!(answer["problem"]["tasks"].as_array().unwrap().len(), 4);
    // Its answer is a day under way again.
    let again = message(&answer["problem"], &answer["plan"], json!({ "now": "07:00" }));
    let reply = post(&service, "/v1/rounds/repair?iterations=20&seed=3", again.to_string()).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert_eq!((&reply.json()["changes"], &reply.json()["new"]), (&json!([]), &json!([])));
    // What nobody can carry has no place, and a reason.
    let heavy = with_order(message(&day, &plan, json!({ "now": "07:00" })), 900);
    let answer = post(&service, "/v1/rounds/insert", heavy.to_string()).await.json();
    assert!(answer["new"][0]["places"] == json!([]) && answer["new"][0]["reason"].is_object(), "{answer}");
}

#[tokio::test]
async fn a_breakdown_is_mended_the_same_for_the_same_seed() {
    let service = roomy();
    let (day, plan) = planned(&service).await;
    let broken = plan["vehicles"][0]["vehicle"].clone();
    let state = json!({ "now": "08:00", "vehicles": [{ "vehicle": broken, "out_of_service": true }] });
    let body = message(&day, &plan, state).to_string();
    let reply = post(&service, "/v1/rounds/repair?iterations=50&seed=7", body.clone()).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let changes = reply.json()["changes"].as_array().unwrap().clone();
    assert_eq!(changes.len(), 3, "{changes:?}");
    assert!(changes.iter().all(|c| c["after"]["vehicle"] != broken && c["kept"] == true), "{changes:?}");
    let again = post(&service, "/v1/rounds/repair?iterations=50&seed=7", body).await;
    assert_eq!(reply.text(), again.text());
}

#[tokio::test]
async fn what_is_wrong_is_refused_by_its_place() {
    let service = roomy();
    let (day, plan) = planned(&service).await;
    let state = json!({ "now": "07:00", "vehicles": [{ "vehicle": "无此车" }] });
    let cases = [
        ("repair", message(&day, &plan, state), "E1102", "/state/vehicles/0/vehicle"),
        ("repair", message(&day, &plan, json!({ "now": 7 })), "E1012", "/state/now"),
        ("repair", with_order(message(&day, &plan, json!({ "now": "07:00" })), 1), "E1010", "/tasks"),
        ("insert", message(&day, &plan, json!({ "now": "07:00" })), "E1011", ""),
    ];
    for (path, body, code, place) in cases {
        let reply = post(&service, &format!("/v1/rounds/{path}"), body.to_string()).await;
        let said = reply.json();
        assert_eq!(reply.header("content-type"), "application/problem+json");
        assert!(
            said["errors"].as_array().unwrap().iter().any(|e| e["code"] == code && e["pointer"] == place),
            "{said}"
        );
    }
    let mut twice = with_order(message(&day, &plan, json!({ "now": "07:00" })), 1);
    twice["tasks"][0]["id"] = "任务1".into();
    let reply = post(&service, "/v1/rounds/insert", twice.to_string()).await;
    assert_eq!((reply.status.as_u16(), reply.json()["code"].as_str()), (422, Some("E1101")), "{}", reply.text());
    let reply = post(&service, "/v1/rounds/insert?seed=3", "{}").await;
    assert_eq!(reply.json()["code"], "E1010");
    for (bytes, status) in [("", 400), ("[", 400), ("7", 422)] {
        assert_eq!(post(&service, "/v1/rounds/repair", bytes).await.status.as_u16(), status, "{bytes}");
    }
    // A plan of a city is not one of matrices of its own.
    let mut elsewhere = plan.clone();
    elsewhere["city"] = "00112233445566778899aabbccddeeff".into();
    let reply =
        post(&service, "/v1/rounds/repair", message(&day, &elsewhere, json!({ "now": "07:00" })).to_string()).await;
    assert_eq!((reply.status.as_u16(), reply.json()["code"].as_str()), (422, Some("another_city")), "{}", reply.text());
}

#[tokio::test]
async fn plans_under_way_are_held_to_one_size_and_a_search_can_be_stopped() {
    let service = roomy();
    let (day, plan) = planned(&service).await;
    let mut many = with_order(message(&day, &plan, json!({ "now": "07:00" })), 1);
    many["tasks"] = (0..3).map(|i| json!({ "id": format!("n{i}"), "at": "b", "service_s": 60 })).collect();
    let reply = post(&service, "/v1/rounds/insert", many.to_string()).await;
    assert_eq!((reply.status.as_u16(), reply.json()["code"].as_str()), (422, Some("E6007")), "{}", reply.text());
    let (city, mut begun, _let_go) = waiting();
    let state = state_of(city, Limits { body_bytes: 1 << 20, ..small() });
    let service = router(state.clone());
    let mut on_roads = day.clone();
    on_roads.as_object_mut().unwrap().remove("travel");
    for (i, place) in on_roads["places"].as_array_mut().unwrap().iter_mut().enumerate() {
        (place["lon"], place["lat"]) = (json!(1 + i), json!(1));
    }
    let body = message(&on_roads, &plan, json!({ "now": "07:00" })).to_string();
    let mut asking = tokio::spawn(async move { post(&service, "/v1/rounds/repair", body).await });
    tokio::select! {
        _ = begun.recv() => {}
        early = &mut asking => panic!("answered before it began: {}", early.unwrap().text()),
    }
    state.close();
    assert_eq!(asking.await.unwrap().json()["plan"], "the best so far");
}
