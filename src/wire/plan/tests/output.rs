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
fn a_plan_on_the_map_has_a_line_for_each_trip_and_a_point_for_each_stop() {
    let (plan, names) = small();
    let straight = geo::plan(&plan, &names, &[]);
    let count = |tree: &serde_json::Value, kind: &str| {
        tree["features"].as_array().unwrap().iter().filter(|f| f["geometry"]["type"] == kind).count()
    };
    // Start, two tasks, an unloading, the end; and the vehicle that is out drives home.
    assert_eq!((count(&straight, "LineString"), count(&straight, "Point")), (3, 5 + 2));
    let way = vec![(113.0, 40.0), (113.1, 40.1), (113.2, 40.2)];
    let legs = vec![vec![Vec::new(), way.clone(), Vec::new(), Vec::new(), Vec::new()]];
    let drawn = geo::plan(&plan, &names, &legs);
    let first = &drawn["features"][0]["geometry"]["coordinates"];
    assert!(first.as_array().unwrap().contains(&serde_json::json!([113.1, 40.1])), "{first}");
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
