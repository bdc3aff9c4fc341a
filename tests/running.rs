//! Plans under way on a drawn town: orders beside a new place, what was done counts, breakdowns, delays, and as few changes as can be.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "support/town.rs"]
#[expect(dead_code, reason = "shared with other tests")]
mod town;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use huilu::api::answer;
use huilu::engine::City;
use huilu::engine::error::EngineError;
use huilu::engine::rounds::{Budget, check_plan, rounds};
use huilu::engine::running::Ready;
use huilu::roads::{Settings, import};
use huilu::wire::running::answer::ChangesFile;
use huilu::wire::running::{Planned, Standing, planned, read_orders, read_state, standing};
use huilu::wire::{json as tree, plan, problem};
use serde_json::{Value, json};
use town::Town;

/// A grid of five by five junctions, 400 m apart from west to east and 200 m from north to south. On Monday from 10:00 to 11:00 trucks may not use the street in the
/// middle.
fn city() -> (City, Town) {
    let t = Town::grid("hgv:conditional=no@600-660");
    (City::new(import(t.extract.clone(), Settings::default()).unwrap()).unwrap(), t)
}

fn at(t: &Town, node: char) -> Value {
    let c = t.at(node);
    json!({ "lon": c.lon(), "lat": c.lat() })
}

fn visit(t: &Town, id: &str, node: char) -> Value {
    json!({ "id": id, "at": at(t, node), "service_s": 600, "collect": [{ "stream": "paper", "load_kg": 10 }] })
}

/// Ten visits of ten minutes and ten kilograms, two trucks for a hundred kilograms, a yard in the middle. 2026-07-06 is a Monday.
fn day(t: &Town) -> Value {
    let nodes = ['a', 'c', 'e', 'f', 'j', 'p', 't', 'u', 'w', 'y'];
    json!({
        "version": 1, "date": "2026-07-06",
        "streams": [{ "id": "paper" }],
        "unloading": [{ "id": "场站", "at": at(t, 'm'), "streams": ["paper"], "handling_s": 60 }],
        "kinds": [{
            "id": "truck", "count": 2, "profile": "light_truck", "start": at(t, 'm'),
            "shift": { "from": "08:00", "to": "12:00" }, "capacity": { "load_kg": 100, "volume_l": 1000 },
            "costs": { "fixed_fen": 100, "fen_per_km": 100, "fen_per_h": 3000 }, "must_end_empty": true
        }],
        "tasks": nodes.map(|n| visit(t, &format!("站{n}"), n))
    })
}

fn budget(iterations: u64) -> Budget {
    Budget {
        wall: None,
        iterations: Some(iterations),
        patience: None,
        seed: 1,
        threads: 1,
        cancel: Arc::new(AtomicBool::new(false)),
    }
}

/// The day with the plan that the search makes of it.
fn plan_of(city: &City, day: &Value) -> Planned {
    let bytes = day.to_string();
    let parsed = problem::read(bytes.as_bytes()).unwrap();
    let found = rounds(Some(city), &parsed.day, &parsed.energy, &budget(500), &|_| {}).unwrap();
    let text = plan::write(&found.plan, &plan::Names::new(&found.problem, &parsed.day.places));
    planned(bytes.as_bytes(), text.as_bytes()).unwrap()
}

fn stand(given: &Planned, state: Value) -> Standing {
    let mut state = state;
    state["version"] = 1.into();
    standing(given, &read_state(state.to_string().as_bytes()).unwrap()).unwrap()
}

fn with(day: &Standing, order: &Value) -> Standing {
    day.with(&read_orders(order.to_string().as_bytes()).unwrap().tasks).unwrap()
}

/// The answer, whose plan keeps the rules of its problem when both are read again and put on the roads anew.
fn sound(city: &City, answer: ChangesFile) -> ChangesFile {
    let again = planned(tree::pretty(&answer.problem).as_bytes(), tree::pretty(&answer.plan).as_bytes()).unwrap();
    assert_eq!(check_plan(Some(city), &again.parsed.day, &again.plan).unwrap().1, []);
    answer
}

fn insert(city: &City, day: &Standing) -> Result<ChangesFile, EngineError> {
    let mended = Ready::new(Some(city), &day.parsed.day, day.city)?.insert(&answer::rest(day), &day.new)?;
    Ok(sound(city, answer::running(day, &mended)))
}

fn repair(city: &City, day: &Standing) -> Result<ChangesFile, EngineError> {
    let mended = Ready::new(Some(city), &day.parsed.day, day.city)?.repair(&answer::rest(day), &budget(300))?;
    Ok(sound(city, answer::running(day, &mended)))
}

/// The vehicle with most visits, what it does, and the clock when the first of them is over.
fn busiest(given: &Planned) -> (String, usize, String) {
    let route = given.plan.vehicles.iter().max_by_key(|v| v.stops.len()).unwrap();
    let clock = huilu::wire::clock::Clock(route.stops[1].leave).to_string();
    (given.parsed.day.vehicles[route.vehicle].name.clone(), route.stops.len() - 2, clock)
}

#[test]
fn a_new_place_is_measured_as_if_the_whole_day_were() {
    let (city, t) = city();
    let given = plan_of(&city, &day(&t));
    for now in ["07:00", "08:40"] {
        let base = stand(&given, json!({ "now": now }));
        let ready = Ready::new(Some(&city), &base.parsed.day, base.city).unwrap();
        for node in ['g', 'l', 'x', 'a', 'm'] {
            let day = with(&base, &visit(&t, "加单", node));
            let again = ready.with(Some(&city), &day.parsed.day).unwrap();
            let quick = answer::running(&day, &again.insert(&answer::rest(&day), &day.new).unwrap());
            let slow = insert(&city, &day).unwrap();
            assert_eq!(tree::pretty(&quick), tree::pretty(&slow), "{now} {node}");
            assert!(slow.new[0].taken.is_some(), "{now} {node}");
            // And from there on.
            let second = with(&day, &visit(&t, "再加", 'q'));
            let quick = again.with(Some(&city), &second.parsed.day).unwrap();
            let quick = answer::running(&second, &quick.insert(&answer::rest(&second), &second.new).unwrap());
            assert_eq!(tree::pretty(&quick), tree::pretty(&insert(&city, &second).unwrap()), "{now} {node}");
        }
        // Where there is no road nobody comes, and the reason says so.
        let mut far = visit(&t, "远", 'a');
        far["at"] = json!({ "lon": 3.0, "lat": 3.0 });
        let day = with(&base, &far);
        let again = ready.with(Some(&city), &day.parsed.day).unwrap();
        let quick = answer::running(&day, &again.insert(&answer::rest(&day), &day.new).unwrap());
        assert!(quick.new[0].taken.is_none() && quick.new[0].reason.is_some());
    }
}

#[test]
fn both_visits_of_a_trade_in_and_both_ends_of_a_shipment_are_placed_or_neither() {
    let (city, t) = city();
    let mut with_house = day(&t);
    with_house["warehouses"] = json!([{ "id": "仓", "at": at(&t, 'm'), "handling_s": 60 }]);
    with_house["kinds"][0]["loads_at"] = "仓".into();
    let given = plan_of(&city, &with_house);
    let base = stand(&given, json!({ "now": "07:00" }));
    let trade = |min_s: u32| {
        json!({ "id": "换新", "type": "trade_in", "pattern": "collect_then_deliver", "gap": { "min_s": min_s }, "at": at(&t, 'g'), "service_s": 300,
            "collect": [{ "stream": "paper", "load_kg": 5 }], "deliver": { "load_kg": 5 } })
    };
    let answer = insert(&city, &with(&base, &trade(1800))).unwrap();
    let starts: Vec<_> = answer.new.iter().map(|n| n.taken.as_ref().expect("both are placed").start.0.0).collect();
    assert_eq!(answer.new.len(), 2);
    assert!((starts[1] - starts[0]).abs() >= 1_800_000, "{starts:?}");
    assert!(answer.new.iter().all(|n| n.places.len() == 1));
    // Six hours between the visits do not fit into a shift of four.
    let answer = insert(&city, &with(&base, &trade(6 * 3600))).unwrap();
    assert!(answer.new.len() == 2 && answer.new.iter().all(|n| n.taken.is_none() && n.places.is_empty()));
}

#[test]
fn visits_and_trips_made_before_count() {
    let (city, t) = city();
    for (limit, most) in [("max_tasks", 10), ("max_trips", 1)] {
        let mut limited = day(&t);
        limited["kinds"][0]["count"] = 1.into();
        limited["kinds"][0][limit] = most.into();
        let given = plan_of(&city, &limited);
        let (_, _, clock) = busiest(&given);
        assert_eq!(given.plan.left_out, []);
        let base = stand(&given, json!({ "now": clock }));
        let entry = base.file.vehicles[0].running.as_ref().unwrap();
        assert!(entry.tasks_done >= 1 && entry.trips_begun == 1 && entry.on_trip, "{entry:?}");
        // Ten visits of the day fill the truck and its limits; eleven are too many, although fewer are to come.
        let answer = insert(&city, &with(&base, &visit(&t, "加单", 'g'))).unwrap();
        assert!(answer.new[0].taken.is_none(), "{limit}");
        assert!(answer.changes.is_empty(), "{limit}");
        // What is in the plan goes on as it is.
        assert!(repair(&city, &base).unwrap().changes.is_empty(), "{limit}");
    }
    // Without the limit a second trip takes it.
    let mut free = day(&t);
    free["kinds"][0]["count"] = 1.into();
    let given = plan_of(&city, &free);
    let base = stand(&given, json!({ "now": busiest(&given).2 }));
    let answer = insert(&city, &with(&base, &visit(&t, "加单", 'g'))).unwrap();
    assert!(answer.new[0].taken.is_some(), "{}", tree::pretty(&answer.new));
}

#[test]
fn goods_picked_up_by_a_vehicle_that_breaks_down_are_handed_over_where_it_stands() {
    let (city, t) = city();
    let mut with_goods = day(&t);
    let end = |node, service_s: u32| json!({ "at": at(&t, node), "service_s": service_s });
    with_goods["tasks"] = json!([visit(&t, "站c", 'c')]);
    with_goods["shipments"] = json!([{ "id": "移", "pick": end('a', 60), "drop": end('y', 60), "load_kg": 20 }]);
    let given = plan_of(&city, &with_goods);
    let (broken, steps, _) = busiest(&given);
    let names = |i: usize| given.plan.vehicles[0].stops[i].what;
    let picked = (1..=steps)
        .position(|i| matches!(names(i), huilu::plan::What::Task(t) if given.parsed.day.tasks[t].name == "移/pick"))
        .unwrap()
        + 1;
    let told = json!({ "vehicle": broken, "done": picked, "out_of_service": true, "transfer_s": 420 });
    let answer = repair(&city, &stand(&given, json!({ "now": "08:20", "vehicles": [told] }))).unwrap();
    let visits: Vec<&str> =
        answer.plan.vehicles.iter().flat_map(|v| &v.stops).filter_map(|s| s.name.as_deref()).collect();
    let (pick, drop) = (visits.iter().position(|v| *v == "移/pick"), visits.iter().position(|v| *v == "移/drop"));
    assert!(pick.is_some() && pick < drop, "{visits:?}");
    assert!(answer.plan.vehicles.iter().all(|v| v.vehicle != broken));
    let pick = &answer.problem.shipments[0].pick;
    assert_eq!(pick.service_s, 420.0);
    let named = answer.changes.iter().find(|c| c.task == "移/drop").unwrap();
    assert!(named.after.is_some() && named.before.vehicle == broken);
}

#[test]
fn who_cannot_come_home_in_time_is_named_and_may_be_let_out_longer() {
    let (city, t) = city();
    let given = plan_of(&city, &day(&t));
    let (late, _, clock) = busiest(&given);
    let state = |more: Value| {
        let mut told = json!({ "vehicle": late, "late_s": 6 * 3600 });
        told.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        stand(&given, json!({ "now": clock, "vehicles": [told] }))
    };
    let refused = repair(&city, &state(json!({}))).unwrap_err();
    assert_eq!(refused.code, "cannot_come_home");
    assert!(refused.cause.en.contains(&late) && refused.remedy.en.contains("overtime_s"), "{refused:?}");
    let answer = repair(&city, &state(json!({ "overtime_s": 6 * 3600 }))).unwrap();
    assert!(answer.plan.left_out.is_empty());
    let kinds: Vec<&str> = answer.problem.kinds.iter().map(|k| k.id.as_str()).collect();
    assert_eq!(kinds, ["truck".to_owned(), format!("truck+{late}")]);
    // Only that vehicle is let out longer.
    assert_eq!(answer.problem.vehicles.iter().filter(|v| v.kind != "truck").count(), 1);
}

#[test]
fn what_need_not_change_does_not() {
    let (city, t) = city();
    let mut busy = day(&t);
    // What one truck cannot bring in one trip.
    for visit in busy["tasks"].as_array_mut().unwrap() {
        visit["collect"][0]["load_kg"] = 15.into();
    }
    let given = plan_of(&city, &busy);
    let (late, _, clock) = busiest(&given);
    assert!(repair(&city, &stand(&given, json!({ "now": clock }))).unwrap().changes.is_empty());
    // A few minutes late: everyone is served by whom they were, within what was promised.
    let told = json!({ "vehicle": late, "late_s": 300 });
    let answer = repair(&city, &stand(&given, json!({ "now": clock, "vehicles": [told] }))).unwrap();
    assert!(!answer.changes.is_empty());
    for change in &answer.changes {
        let after = change.after.as_ref().unwrap();
        assert_eq!((&change.before.vehicle, &after.vehicle, change.kept), (&late, &late, Some(true)), "{change:?}");
        assert_eq!(change.later_s, Some(300.0), "{change:?}");
    }
    // A breakdown: only its own visits get another vehicle.
    let told = json!({ "vehicle": late, "out_of_service": true });
    let answer = repair(&city, &stand(&given, json!({ "now": clock, "vehicles": [told] }))).unwrap();
    for change in &answer.changes {
        let moved = change.after.as_ref().is_none_or(|a| a.vehicle != change.before.vehicle);
        assert_eq!(moved, change.before.vehicle == late, "{change:?}");
    }
}

#[test]
fn a_plan_of_another_city_is_not_taken() {
    let (city, t) = city();
    let given = plan_of(&city, &day(&t));
    let mut other = t.clone();
    other.way("ag", "");
    let other = City::new(import(other.extract, Settings::default()).unwrap()).unwrap();
    let day = stand(&given, json!({ "now": "07:00" }));
    assert_eq!(repair(&other, &day).unwrap_err().code, "another_city");
    let day = with(&day, &visit(&t, "加单", 'g'));
    assert_eq!(insert(&other, &day).unwrap_err().code, "another_city");
}
