//! `/v1/network/…`: what is asked arrives whole, sizes are held, and who hangs up ends the work.

use serde_json::json;

use super::double::waiting;
use super::*;

fn problem(drop_offs: usize) -> Value {
    let site = |i: usize| json!({"id": format!("s{i}"), "tier": "drop_off", "status": "candidate", "at": {"lon": 1, "lat": 1}, "streams": [{"stream": "p", "ends": true}]});
    json!({
        "version": 1, "streams": [{"id": "p"}], "sites": (0..drop_offs).map(site).collect::<Vec<_>>(),
        "sources": [{"id": "h", "at": {"lon": 1, "lat": 1}, "households": 9, "kg_per_year": {"p": 1}}],
        "coverage": [{"share_percent": 10, "within_m": 500}],
    })
}

#[tokio::test]
async fn what_is_asked_of_a_network_arrives() {
    let service = service();
    let reply = post(&service, "/v1/network/design", problem(2).to_string()).await;
    assert_eq!((reply.status, reply.text().as_str()), (StatusCode::OK, "{\"designed\":true}"));
    let body = json!({"problem": problem(3), "open": ["s1"], "sites": [["s0", "s2"]], "all_candidates": true});
    let reply = post(&service, "/v1/network/test", body.to_string()).await;
    assert_eq!((reply.status, reply.text().as_str()), (StatusCode::OK, "{\"sets\":3}"));
    let body = json!({"problem": problem(2), "points": [50, 60, 70, 60]});
    let reply = post(&service, "/v1/network/sweep", body.to_string()).await;
    assert_eq!((reply.status, reply.text().as_str()), (StatusCode::OK, "{\"levels\":3}"));
    let body = json!({"problem": problem(2), "refuse": [{"id": "r", "at": {"lon": 1, "lat": 1}}]});
    let reply = post(&service, "/v1/network/merge", body.to_string()).await;
    assert_eq!((reply.status, reply.text().as_str()), (StatusCode::OK, "{\"refuse\":1}"));
}

#[tokio::test]
async fn networks_are_held_to_one_size_whatever_is_asked() {
    let service = service();
    for path in ["/v1/network/test", "/v1/network/sweep", "/v1/network/merge"] {
        let body = json!({"problem": problem(5), "all_candidates": true});
        let body = if path.ends_with("test") { body } else { json!({"problem": problem(5)}) };
        let reply = post(&service, path, body.to_string()).await;
        assert_eq!((reply.status.as_u16(), reply.json()["code"].as_str()), (422, Some("E6008")), "{path}");
    }
}

#[tokio::test]
async fn who_hangs_up_ends_the_work() {
    let (city, mut begun, _let_go) = waiting();
    let service = router(state_of(city, small()));
    let body = json!({"problem": problem(1), "all_candidates": true}).to_string();
    let mut asking = tokio::spawn(async move { post(&service, "/v1/network/test", body).await });
    tokio::select! {
        _ = begun.recv() => {}
        early = &mut asking => panic!("answered before it began: {}", early.unwrap().text()),
    }
    asking.abort();
    // It says so once it has been told to stop; were it never told, this would wait for ever.
    assert_eq!(begun.recv().await, Some(()));
}
