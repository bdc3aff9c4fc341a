//! The real thing behind the routes: the embedded city, asked over its own streets.

use serde_json::json;

use super::*;
use crate::engine::files::import_from;

/// Two points of Douglas, the island's capital: the sea terminal and the hospital's end of town.
const FROM: [f64; 2] = [-4.4754, 54.1487];
const TO: [f64; 2] = [-4.5120, 54.1690];

fn island() -> Router {
    let extract = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/isle-of-man-2020-03.osm.pbf")).unwrap();
    let city = import_from(&extract[..], "isle-of-man", Default::default(), &|_| {}).unwrap();
    let state = AppState::new(Limits::default()).unwrap();
    assert!(state.load(BTreeMap::from([("isle-of-man".to_owned(), Arc::new(city) as Arc<dyn Backend>)])));
    router(state)
}

fn problem() -> Value {
    let place = |id: &str, [lon, lat]: [f64; 2]| json!({ "id": id, "lon": lon, "lat": lat });
    json!({
        "version": 1, "date": "2026-07-06",
        "streams": [{ "id": "paper" }],
        "places": [place("yard", FROM), place("customer", TO)],
        "unloading": [{ "id": "u", "at": "yard", "streams": ["paper"] }],
        "kinds": [{
            "id": "k", "count": 1, "profile": "van", "start": "yard", "shift": { "from": "08:00", "to": "18:00" },
            "capacity": { "load_kg": 100, "volume_l": 100 }
        }],
        "tasks": [{
            "id": "t", "at": "customer", "service_s": 60, "collect": [{ "stream": "paper", "load_kg": 1 }]
        }]
    })
}

#[tokio::test]
async fn the_embedded_city_answers_every_question() {
    let service = island();
    let figures = get(&service, "/v1/city").await;
    assert_eq!(figures.status, StatusCode::OK, "{}", figures.text());
    let figures = figures.json();
    assert_eq!((&figures["name"], &figures["timezone"]), (&json!("isle-of-man"), &json!("Asia/Shanghai")));
    assert_eq!(figures["profiles"].as_array().unwrap().len(), 5);
    assert!(figures["roads"].as_u64().unwrap() > 1000, "{figures}");

    let ask = json!({ "profile": "van", "from": FROM, "to": TO });
    let route = post(&service, "/v1/route", ask.to_string()).await;
    assert_eq!(route.status, StatusCode::OK, "{}", route.text());
    let route = route.json();
    // Some 3.3 km as the crow flies: no road is shorter, and none that is sensible three times as long.
    let metres = route["distance_m"].as_f64().unwrap();
    assert!((3_200.0..10_000.0).contains(&metres), "{metres}");

    let table = post(&service, "/v1/matrix", json!({ "profile": "van", "from": [FROM, TO] }).to_string()).await.json();
    assert_eq!(table["duration_s"][0][1], route["duration_s"], "the matrix and the route agree");
    assert_eq!(table["distance_m"][0][1], route["distance_m"]);

    let uri = |more: &str| {
        let [[a, b], [c, d]] = [FROM, TO];
        format!("/v1/route?profile=van&from={a},{b}&to={c},{d}{more}")
    };
    let others = get(&service, &uri("&alternatives=3")).await.json();
    assert_eq!(others["geometry"], route["geometry"], "the first way stays");
    let other = &others["alternatives"][0];
    assert!(other["duration_s"].as_f64() > route["duration_s"].as_f64(), "{other}");
    assert_eq!((&other["from"], other["steps"][0]["turn"].as_str()), (&route["from"], Some("depart")));
    let through = get(&service, &uri(&format!("&via={0},{1};{2},{3}", TO[0], TO[1], FROM[0], FROM[1]))).await.json();
    let legs: Vec<f64> =
        through["legs"].as_array().unwrap().iter().map(|l| l["duration_s"].as_f64().unwrap()).collect();
    assert_eq!((legs.len(), Some(legs[0])), (3, route["duration_s"].as_f64()), "there, back, and there again");
    assert!((legs.iter().sum::<f64>() - through["duration_s"].as_f64().unwrap()).abs() < 1e-6);
    let ask = json!({ "profile": "van", "places": [FROM], "facilities": [TO, FROM], "k": 9, "from_facilities": true });
    let near = post(&service, "/v1/nearest", ask.to_string()).await.json();
    assert_eq!((&near["nearest"][0][0]["facility"], &near["nearest"][0][0]["duration_s"]), (&json!(1), &json!(0.0)));
    assert_eq!(near["nearest"][0][1]["duration_s"], table["duration_s"][1][0], "from the facility to the place");
    let uri = format!("/v1/isochrone?profile=van&at={},{}&minutes=5&towards=", FROM[0], FROM[1]);
    let [to, from] = [get(&service, &format!("{uri}true")).await, get(&service, &format!("{uri}false")).await];
    assert_eq!((to.status, from.status), (StatusCode::OK, StatusCode::OK), "{}", to.text());
    assert_ne!(to.bytes, from.bytes, "one-way streets tell a catchment from what is within reach");

    let uri = format!("/v1/isochrone?profile=foot&at={},{}&minutes=5,10", FROM[0], FROM[1]);
    let reach = get(&service, &uri).await.json();
    let metres = |i: usize| reach["features"][i]["properties"]["reached_m"].as_f64().unwrap();
    assert!(0.0 < metres(0) && metres(0) < metres(1), "{reach}");

    let sea = get(&service, "/v1/snap?profile=van&at=-3.5,54.5").await;
    assert_eq!((sea.status.as_u16(), sea.json()["code"].as_str()), (422, Some("no_road_near")), "{}", sea.text());
    let tank = get(&service, "/v1/snap?profile=tank&at=-4.4754,54.1487").await;
    assert_eq!((tank.status.as_u16(), tank.json()["code"].as_str()), (404, Some("unknown_profile")));

    let plan = post(&service, "/v1/rounds?iterations=10", problem().to_string()).await;
    assert_eq!(plan.status, StatusCode::OK, "{}", plan.text());
    let plan = plan.json();
    assert_eq!((&plan["left_out"], &plan["city"]), (&json!([]), &figures["fingerprint"]), "{plan}");
}
