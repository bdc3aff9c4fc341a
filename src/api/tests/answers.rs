//! Every route's good case.

use serde_json::json;

use super::*;

const ROUTE: &str = r#"{"profile":"van","from":[10,20],"to":[10.5,20],"depart":"2026-07-06T08:30","kerb":true}"#;

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
    assert_eq!(answer["geometry"], json!([[10.0, 20.0], [10.5, 20.0]]));
    assert_eq!(answer["steps"][0]["turn"], "depart");
    assert_eq!(answer["from"]["lon_lat"], json!([10.0, 20.0]));
    let uri = "/v1/route?profile=van&from=10,20&to=10.5,20&depart=2026-07-06T08:30&kerb=true";
    assert_eq!(get(&service, uri).await.bytes, by_body.bytes);
}

#[test]
fn a_query_says_its_vehicle_in_the_command_lines_words() {
    use crate::api::read::{body, query};
    use crate::wire::request::{IsochroneRequest, RouteRequest};
    let pairs = |all: &[(&str, &str)]| all.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>();
    let route = [("profile", "van"), ("from", "1,2"), ("to", "3,4"), ("kerb_to", "true")];
    let vehicle = [("vehicle", "mass_kg=49000,hazmat=true"), ("vehicle", "emission=新能源")];
    let asked = query::<RouteRequest>(&pairs(&[&route[..], &vehicle].concat())).unwrap();
    let told = br#"{"profile":"van","from":[1,2],"to":[3,4],"kerb_to":true,
        "vehicle":{"mass_kg":49000,"hazmat":true,"emission":"new_energy"}}"#;
    let told =
        body::<RouteRequest>(&String::from_utf8_lossy(told).replace("new_energy", "新能源").into_bytes()).unwrap();
    assert_eq!(asked, told);
    let reach = [("profile", "van"), ("at", "1,2"), ("minutes", "5"), ("vehicle", "height_m=4.2")];
    assert_eq!(
        query::<IsochroneRequest>(&pairs(&reach)).unwrap().terms.vehicle.height,
        Some(crate::units::Centimetres(420))
    );
}

#[tokio::test]
async fn a_matrix_has_a_row_a_source_and_null_where_there_is_no_way() {
    let body = r#"{"profile":"van","from":[[1,1],[2,1]],"to":[[1,1],[1,-1],[171,1]]}"#;
    let reply = post(&service(), "/v1/matrix", body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let answer = reply.json();
    // (1,1)-(1,1) nothing; (1,-1) lies on the island; (171,1) is 170 degrees, 17,000 km, off.
    assert_eq!(answer["distance_m"][0], json!([0.0, null, 17_000_000.0]));
    assert_eq!(answer["duration_s"].as_array().unwrap().len(), 2);
    assert_eq!(answer["to"][2], json!(null));
}

#[tokio::test]
async fn the_nearest_facilities_are_null_without_a_road_and_few_without_a_way() {
    let body =
        r#"{"profile":"van","places":[[1,1],[171,1],[1,-1]],"facilities":[[3,1],[2,1],[175,1],[2,1],[9,9]],"k":3}"#;
    let reply = post(&service(), "/v1/nearest", body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let answer = reply.json();
    let near = |facility: u32, degrees: f64| json!({ "facility": facility, "duration_s": 6000.0 * degrees, "distance_m": 1e5 * degrees });
    // The second and the fourth stand in one place; the third has no road; the last is the fourth nearest.
    assert_eq!(answer["nearest"], json!([[near(1, 1.0), near(3, 1.0), near(0, 2.0)], null, []]));
    assert_eq!((&answer["places"][1], &answer["facilities"][2]), (&json!(null), &json!(null)));
    assert_eq!(answer["facilities"].as_array().unwrap().len(), 5);
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
async fn who_shuns_an_area_without_roads_is_told() {
    let service = service();
    let ask = |lat: u32, rest: &str| {
        let ring = json!([[10, lat], [11, lat], [11, lat + 1], [10, lat]]);
        let mut body: serde_json::Value = serde_json::from_str(rest).unwrap();
        body["profile"] = "van".into();
        body["exclude"] = json!({ "type": "Polygon", "coordinates": [ring] });
        body.to_string()
    };
    for (path, rest) in [
        ("/v1/route", r#"{"from":[10,20],"to":[11,20]}"#),
        ("/v1/matrix", r#"{"from":[[10,20],[11,20]]}"#),
        ("/v1/nearest", r#"{"places":[[10,20]],"facilities":[[11,20]],"k":1}"#),
        ("/v1/isochrone", r#"{"at":[10,20],"minutes":[5]}"#),
    ] {
        let there = post(&service, path, ask(20, rest)).await;
        assert_eq!(there.status, StatusCode::OK, "{}", there.text());
        assert!(there.json().get("warnings").is_none(), "{path}");
        let nowhere = post(&service, path, ask(85, rest)).await.json();
        assert_eq!(nowhere["warnings"][0]["code"], "W5101", "{path}: {nowhere}");
        assert!(nowhere["warnings"][0]["zh"].as_str().unwrap().contains("道路"));
    }
}

#[tokio::test]
async fn a_point_is_snapped() {
    let service = service();
    let reply = post(&service, "/v1/snap", r#"{"profile":"foot","at":[10,-20]}"#).await;
    let expected = json!({
        "lon_lat": [10.0, -20.0], "distance_m": 0.0, "name": "Ring", "island": true, "passed_over_m": null
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
    assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::SERVICE_UNAVAILABLE, Some("E9101")));
    assert_eq!(post(&service, "/v1/route", ROUTE).await.status, StatusCode::SERVICE_UNAVAILABLE);
    let cities = |names: &[&str]| -> crate::api::Cities {
        names.iter().map(|n| ((*n).to_owned(), Arc::new(Double::default()) as Arc<dyn Backend>)).collect()
    };
    assert!(!state.load(cities(&[])), "no cities are none");
    assert!(state.load(cities(&["north", "south"])));
    assert!(!state.load(cities(&["west"])), "what was loaded stays");
    assert_eq!(get(&service, "/readyz").await.status, StatusCode::OK);
    state.close();
    let reply = get(&service, "/readyz").await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::SERVICE_UNAVAILABLE, Some("E9008")));
    assert_eq!(post(&service, "/v1/route", ROUTE).await.json()["code"], "E9008");
    assert_eq!(get(&service, "/healthz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn of_several_cities_one_is_named() {
    let state = AppState::new(small()).unwrap();
    let city = |name: &str| (name.to_owned(), Arc::new(Double::default()) as Arc<dyn Backend>);
    assert!(state.load([city("north"), city("south")].into()));
    let service = router(state);
    let snap = |city: &str| format!("/v1/snap?profile=van&at=1,1{city}");
    let unnamed = get(&service, &snap("")).await;
    assert_eq!((unnamed.status.as_u16(), unnamed.json()["code"].as_str()), (422, Some("E9109")));
    assert!(unnamed.json()["remedy"].as_str().unwrap().contains("north, south"));
    let unknown = get(&service, &snap("&city=west")).await;
    assert_eq!((unknown.status.as_u16(), unknown.json()["code"].as_str()), (404, Some("E6004")));
    assert_eq!(get(&service, &snap("&city=south")).await.status, StatusCode::OK);
    let body = r#"{"city":"north","profile":"van","at":[1,1]}"#;
    assert_eq!(post(&service, "/v1/snap", body).await.status, StatusCode::OK);
    assert_eq!(get(&service, "/v1/city").await.json()["code"], "E9109");
    assert_eq!(get(&service, "/v1/city?city=north&kind=x").await.json()["code"], "E1010");
    assert_eq!(get(&service, "/v1/city?city=north").await.json()["code"], "no_figures");
}
