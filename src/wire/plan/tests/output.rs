//! The drivers' sheet and the map of a plan.

use super::*;
use crate::rounds::solution::{Route, Solution, Step};
use crate::wire::lang::Lang;
use crate::wire::response::{RouteAnswer, RouteWait};
use crate::wire::{geo, sheet};

/// One vehicle: a task, an unloading, another task.
fn small() -> (Plan, Names) {
    let (problem, names) = names();
    let steps = [Step::Task(TaskId::new(0)), Step::Unload(UnloadId::new(0)), Step::Task(TaskId::new(1))];
    let mut routes = vec![Route::default(); problem.vehicles.len()];
    routes[0] = Route { departure: Milliseconds::from_seconds(30_000), steps: steps.to_vec() };
    (Plan::build(&problem, &Solution { routes: routes.into() }).unwrap(), names)
}

#[test]
fn the_drivers_sheet_opens_in_excel() {
    let (plan, names) = small();
    let bytes = sheet::drivers(&plan, &names, Lang::Zh).unwrap();
    assert!(bytes.starts_with(b"\xEF\xBB\xBF"));
    insta::assert_snapshot!("sheet_zh", String::from_utf8(bytes).unwrap().replace('\r', ""));
    let english = String::from_utf8(sheet::drivers(&plan, &names, Lang::En).unwrap()).unwrap();
    assert!(english.contains("vehicle,stop,what"));
}

#[test]
fn a_plan_on_the_map_has_one_line_for_each_round_and_a_point_for_each_stop() {
    let (plan, names) = small();
    let straight = geo::plan(&plan, &names, &[]);
    let count = |tree: &serde_json::Value, kind: &str| {
        tree["features"].as_array().unwrap().iter().filter(|f| f["geometry"]["type"] == kind).count()
    };
    // Start, two tasks, an unloading, the end; and the vehicle that is out drives home.
    assert_eq!((count(&straight, "LineString"), count(&straight, "Point")), (2, 5 + 2));
    // The line of a round runs through all its stops, in order.
    for round in straight["features"].as_array().unwrap().iter().filter(|f| f["geometry"]["type"] == "LineString") {
        let vehicle = &round["properties"]["vehicle"];
        let all = straight["features"].as_array().unwrap();
        let stops = all.iter().filter(|f| f["geometry"]["type"] == "Point" && f["properties"]["vehicle"] == *vehicle);
        let mut stops: Vec<_> = stops.map(|f| f["geometry"]["coordinates"].clone()).collect();
        assert_eq!(round["properties"]["stops"], stops.len());
        stops.dedup();
        assert_eq!(round["geometry"]["coordinates"].as_array().unwrap(), &stops);
    }
    let way = vec![(113.0, 40.0), (113.1, 40.1), (113.2, 40.2)];
    let legs = vec![vec![Vec::new(), way.clone(), Vec::new(), Vec::new(), Vec::new()]];
    let drawn = geo::plan(&plan, &names, &legs);
    let first = &drawn["features"][0];
    let points = first["geometry"]["coordinates"].as_array().unwrap();
    assert!(points.contains(&serde_json::json!([113.1, 40.1])), "{first}");
    // The second trip begins where the first has unloaded.
    let trips = first["properties"]["trips_from_point"].as_array().unwrap();
    let unloaded = plan.vehicles[0].stops.iter().position(|s| matches!(s.what, crate::plan::What::Unload(_))).unwrap();
    let at = names.positions[crate::ids::Id::index(plan.vehicles[0].stops[unloaded].place)].unwrap();
    assert_eq!((trips.len(), &trips[0]), (2, &serde_json::json!(0)));
    assert_eq!(points[trips[1].as_u64().unwrap() as usize], serde_json::json!([at.0, at.1]));
    for key in ["departure", "arrival", "duration_s", "distance_m"] {
        assert!(!first["properties"][key].is_null(), "{key}: {first}");
    }
}

#[test]
fn a_route_is_written_for_maps_and_for_navigation() {
    let answer = RouteAnswer {
        duration_s: 60.0,
        distance_m: 500.0,
        geometry: vec![vec![113.3, 40.0], vec![113.4, 40.1]],
        ..RouteAnswer::default()
    };
    assert_eq!(geo::route(&answer)["features"][0]["geometry"]["coordinates"][1], serde_json::json!([113.4, 40.1]));
    let file = geo::route_gpx(&answer, "去程").unwrap();
    let back = gpx::read(file.as_slice()).unwrap();
    let track = &back.tracks[0];
    assert_eq!((track.name.as_deref(), track.segments[0].points.len()), (Some("去程"), 2));
    assert_eq!(track.segments[0].points[1].point().x(), 113.4);
    let other = RouteAnswer {
        distance_m: 600.0,
        geometry: vec![vec![113.3, 40.0], vec![113.5, 40.0]],
        ..RouteAnswer::default()
    };
    let with = RouteAnswer { alternatives: vec![other], ..answer.clone() };
    let features = geo::route(&with);
    assert_eq!(
        features["features"][1]["properties"],
        serde_json::json!({ "duration_s": 0.0, "distance_m": 600.0, "alternative": 1 })
    );
    let tracks = gpx::read(geo::route_gpx(&with, "去程").unwrap().as_slice()).unwrap().tracks;
    assert_eq!(tracks.iter().map(|t| t.name.as_deref().unwrap()).collect::<Vec<_>>(), ["去程", "去程 2"]);
    assert!(back.waypoints.is_empty());
    let (from, until) = ("2026-07-06T08:51:00".to_owned(), "2026-07-06T09:00:00".to_owned());
    let wait = RouteWait { lon_lat: vec![113.4, 40.1], at_point: 1, from, until, duration_s: 540.0 };
    let waiting = RouteAnswer { waits: vec![wait], ..answer };
    let features = &geo::route(&waiting)["features"];
    assert_eq!(features[1]["geometry"]["coordinates"], serde_json::json!([113.4, 40.1]));
    assert_eq!(features[1]["properties"]["until"], "2026-07-06T09:00:00");
    let back = gpx::read(geo::route_gpx(&waiting, "r").unwrap().as_slice()).unwrap();
    assert_eq!(back.waypoints[0].name.as_deref(), Some("2026-07-06T08:51:00 - 2026-07-06T09:00:00"));
    let areas = geo::areas(&[(5.0, vec![vec![vec![(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)]]])]);
    assert_eq!(areas["features"][0]["geometry"]["coordinates"][0][0][1], serde_json::json!([1.0, 0.0]));
}
