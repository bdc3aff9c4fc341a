//! Every route's good case.

use serde_json::json;

use super::*;

const ROUTE: &str =
    r#"{"profile":"van","from":[10,20],"to":[10.5,20],"depart":"2026-07-06T08:30","kerb":true,"snap_m":50}"#;

#[tokio::test]
async fn a_route_is_answered_by_body_and_by_query() {
    let service = service();
    let by_body = post(&service, "/v1/route", ROUTE).await;
    assert_eq!(by_body.status, StatusCode::OK, "{}", by_body.text());
    assert_eq!(by_body.header(header::CONTENT_TYPE), "application/json");
    // Half a degree is 50 km and 50 minutes.
    let answer = by_body.json();
    assert_eq!(answer["duration_s"], 3000.0);
    assert_eq!(answer["distance_m"], 50_000.0);
    assert_eq!(answer["geometry"], json!({ "type": "LineString", "coordinates": [[10.0, 20.0], [10.5, 20.0]] }));
    assert_eq!(answer["steps"][0]["turn"], "depart");
    assert_eq!(answer["from"]["location"], json!([10.0, 20.0]));
    let uri = "/v1/route?profile=van&from=10,20&to=10.5,20&depart=2026-07-06T08:30&kerb=true&snap_m=50";
    assert_eq!(get(&service, uri).await.bytes, by_body.bytes);
}

#[tokio::test]
async fn a_matrix_has_a_row_a_source_and_null_where_there_is_no_way() {
    let body = r#"{"profile":"van","sources":[[1,1],[2,1]],"targets":[[1,1],[1,-1],[171,1]]}"#;
    let reply = post(&service(), "/v1/matrix", body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let answer = reply.json();
    // (1,1)-(1,1) nothing; (1,-1) lies on the island; (171,1) is 170 degrees, 17,000 km, off.
    assert_eq!(answer["distances_m"][0], json!([0.0, null, 17_000_000.0]));
    assert_eq!(answer["durations_s"].as_array().unwrap().len(), 2);
    assert_eq!(answer["targets"][2], json!(null));
}

#[tokio::test]
async fn an_isochrone_is_geojson() {
    let service = service();
    let reply = post(&service, "/v1/isochrone", r#"{"profile":"foot","at":[10,20],"minutes":[5,10]}"#).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let answer = reply.json();
    assert_eq!(answer["type"], "FeatureCollection");
    assert_eq!(answer["features"][1]["properties"]["minutes"], 10.0);
    // Five minutes are a twentieth of a degree.
    assert_eq!(answer["features"][0]["geometry"]["coordinates"][0][0][0], json!([9.95, 20.0]));
    let by_query = get(&service, "/v1/isochrone?profile=foot&at=10,20&minutes=5,10").await;
    assert_eq!(by_query.bytes, reply.bytes);
}

#[tokio::test]
async fn a_point_is_snapped() {
    let service = service();
    let reply = post(&service, "/v1/snap", r#"{"profile":"foot","at":[10,-20]}"#).await;
    let expected = json!({
        "location": [10.0, -20.0], "distance_m": 0.0, "road": "Ring", "island": true, "passed_over_m": null
    });
    assert_eq!(reply.json(), expected);
    assert_eq!(get(&service, "/v1/snap?profile=foot&at=10,-20").await.bytes, reply.bytes);
}

#[tokio::test]
async fn health_does_not_depend_on_a_city_and_readiness_does() {
    let state = AppState::new(small()).unwrap();
    let service = router(state.clone());
    assert_eq!(get(&service, "/healthz").await.status, StatusCode::OK);
    let reply = get(&service, "/readyz").await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::SERVICE_UNAVAILABLE, Some("loading")));
    assert_eq!(post(&service, "/v1/route", ROUTE).await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(state.load(Arc::new(Double::default())));
    assert!(!state.load(Arc::new(Double::default())), "a second city is not taken");
    assert_eq!(get(&service, "/readyz").await.status, StatusCode::OK);
    state.close();
    let reply = get(&service, "/readyz").await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::SERVICE_UNAVAILABLE, Some("shutting_down")));
    assert_eq!(post(&service, "/v1/route", ROUTE).await.json()["code"], "shutting_down");
    assert_eq!(get(&service, "/healthz").await.status, StatusCode::OK);
}
