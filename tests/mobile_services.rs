//! Mobile services on drawn towns: walks on the foot graph, fixed drop-offs, bad places, bans, and that everything found holds when measured by plain Dijkstra.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "support/town.rs"]
#[expect(dead_code, reason = "shared with other tests")]
mod town;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use huilu::api;
use huilu::engine::City;
use huilu::engine::error::Kind;
use huilu::engine::mobile::near::{NearQuery, NearStops};
use huilu::engine::mobile::today::today;
use huilu::engine::mobile::{MobileOutcome, check_stated, ground, plan};
use huilu::engine::network::ground::Measure;
use huilu::engine::query::{Departure, LonLat};
use huilu::engine::rounds::Budget;
use huilu::ids::Id;
use huilu::mobile::diff::{Change, diff};
use huilu::mobile::next::Changes;
use huilu::mobile::plan::Takes;
use huilu::mobile::service::Which;
use huilu::mobile::today::Report;
use huilu::roads::{Settings, import};
use huilu::units::{Grams, Milliseconds};
use huilu::wire::mobile::{Parsed, read};
use serde_json::{Value, json};
use town::Town;

/// A grid of five by five junctions, 400 m apart from west to east and 200 m from north to south: five minutes on foot along a street, two and a half to the next one.
fn city() -> (City, Town) {
    let t = Town::grid("");
    (City::new(import(t.extract.clone(), Settings::default()).unwrap()).unwrap(), t)
}

fn at(t: &Town, node: char) -> Value {
    let c = t.at(node);
    json!({"lon": c.lon(), "lat": c.lat()})
}

/// Stands at `a` and `y`, homes of 100 and 60 households at them, each with a kilogram a week; a yard in the middle that takes everything.
fn service(t: &Town) -> Value {
    json!({
        "version": 1,
        "streams": [{"id": "paper"}],
        "stands": [{"id": "A", "at": at(t, 'a')}, {"id": "Y", "at": at(t, 'y')}],
        "points": [
            {"id": "p", "at": at(t, 'a'), "households": 100, "kg_per_week": {"paper": 100}},
            {"id": "q", "at": at(t, 'y'), "households": 60, "kg_per_week": {"paper": 60}},
        ],
        "vehicles": [{
            "id": "v", "profile": "light_truck", "start": at(t, 'm'), "shifts": [{"weekdays": ["mon"], "from": "08:00", "to": "12:00"}],
            "capacity_kg": 1000, "costs": {"fen_per_km": 100, "fen_per_h": 1000}
        }],
        "unloading": [{"id": "yard", "at": at(t, 'm')}],
    })
}

fn parsed(value: &Value) -> Parsed {
    read(value.to_string().as_bytes()).unwrap()
}

fn budget(iterations: u64, threads: usize) -> Budget {
    Budget {
        wall: None,
        iterations: Some(iterations),
        patience: None,
        seed: 1,
        threads,
        cancel: Arc::new(AtomicBool::new(false)),
    }
}

/// Planned, and judged again by searches of plain Dijkstra.
fn planned(city: &City, parsed: &Parsed) -> MobileOutcome {
    let out = plan(city, &parsed.service, &budget(200, 2), &|_| {}).unwrap();
    let again = check_stated(city, &parsed.service, &out.plan.timetable, Measure::Plain, &|| true).unwrap();
    assert_eq!(again.1, []);
    assert!(out.plan.timetable.totals.reached_milli <= out.bound.households_milli);
    out
}

#[test]
fn a_week_on_the_grid_adds_up_and_is_the_same_on_any_number_of_threads() {
    let (city, t) = city();
    let parsed = parsed(&service(&t));
    let out = planned(&city, &parsed);
    let totals = &out.plan.timetable.totals;
    // At the door nine tenths take part: 90 kg and 54 kg.
    assert_eq!((totals.near_milli, totals.reached_milli, totals.grams), (160_000, 144_000, Grams(144_000)));
    assert_eq!((totals.days, totals.unloads, out.plan.timetable.calls.len()), (1, 1, 2));
    // Middle, one corner, the opposite corner, middle: 2 x 1200 m and 2400 m between them.
    assert_eq!(totals.length.metres().round() as i64, 4800);
    let told = AtomicU64::new(0);
    let again = plan(&city, &parsed.service, &budget(200, 1), &|n| told.store(n, Ordering::Relaxed)).unwrap();
    assert_eq!(again.plan.timetable, out.plan.timetable);
    assert_eq!(again.bound, out.bound);
    assert!(told.load(Ordering::Relaxed) > 0);
}

#[test]
fn walks_by_tables_are_those_of_plain_dijkstra() {
    let (city, t) = city();
    let mut value = service(&t);
    // Places and homes all over the grid, some between junctions, some on one street.
    for (i, (a, b, share)) in
        [('b', 'c', 0.25), ('b', 'c', 0.75), ('h', 'm', 0.5), ('x', 'y', 0.1)].into_iter().enumerate()
    {
        let spot = t.between(a, b, share);
        let spot = json!({"lon": spot.lon(), "lat": spot.lat()});
        value["stands"].as_array_mut().unwrap().push(json!({"id": format!("s{i}"), "at": spot}));
        let other = t.between(a, b, 0.4);
        let other = json!({"lon": other.lon(), "lat": other.lat()});
        value["points"].as_array_mut().unwrap().push(json!({"id": format!("p{i}"), "at": other, "households": 5}));
        value["fixed"] = json!([{"id": "box", "at": at(&t, 'w')}]);
    }
    for foot in [json!({"within_minutes": 8}), json!({"within_m": 450}), json!({})] {
        value["foot"] = foot;
        let parsed = parsed(&value);
        let of = |measure| ground(&city, &parsed.service, measure, &|| true).unwrap().problem;
        let (tables, plain) = (of(Measure::Tables), of(Measure::Plain));
        let walks = |p: &huilu::mobile::model::Problem| -> Vec<_> {
            p.points.iter().map(|p| (p.walks.clone(), p.fixed.clone())).collect()
        };
        assert_eq!(walks(&tables), walks(&plain));
        assert!(walks(&tables).iter().any(|w| w.0.len() > 1));
        for (from, to) in (0..tables.travel.places()).flat_map(|i| (0..tables.travel.places()).map(move |j| (i, j))) {
            let leg = |p: &huilu::mobile::model::Problem| {
                p.travel.leg(Id::new(0), Id::new(from), Id::new(to), Milliseconds::ZERO)
            };
            assert_eq!(leg(&tables), leg(&plain), "{from} to {to}");
        }
    }
    // 100 m along the street at 1.333 m/s: 75 s.
    let near = parsed(&value).service;
    let problem = ground(&city, &near, Measure::Tables, &|| true).unwrap().problem;
    let walk = problem.points[Id::new(2)].walks.iter().find(|w| w.0 == Id::new(2)).unwrap().1;
    // From 0.4 to 0.25 of 400 m are 60 m: 45 s.
    assert!((44..=46).contains(&walk), "{walk}");
}

#[test]
fn a_fixed_drop_off_frees_vehicle_time_and_taking_it_away_shows_who_loses() {
    let (city, t) = city();
    let without = parsed(&service(&t));
    let mut value = service(&t);
    value["fixed"] = json!([{"id": "box", "at": at(&t, 'y')}]);
    let with = parsed(&value);
    let (a, b) = (planned(&city, &without), planned(&city, &with));
    let (ta, tb) = (&a.plan.timetable, &b.plan.timetable);
    // The 60 households at Y (nine in ten take part at the door) have the box: one stop less, 54 kg less, and only the way to A and back is driven.
    assert_eq!((tb.totals.by_fixed_milli, tb.totals.reached_milli, tb.totals.grams), (54_000, 90_000, Grams(90_000)));
    assert_eq!((ta.calls.len(), tb.calls.len(), tb.totals.length.metres().round() as i64), (2, 1, 2400));
    // At least the stand of 20 minutes is free.
    assert!(ta.totals.out - tb.totals.out >= Milliseconds::MINUTE * 20);
    // Where there is no time for two stops, taking the box away leaves those at Y with nothing: 20 min at A, the ways, and ten minutes to unload fit into 50 minutes, another stop does not.
    let short = json!([{"weekdays": ["mon"], "from": "08:00", "to": "08:50"}]);
    let mut before = value.clone();
    before["vehicles"][0]["shifts"] = short.clone();
    let mut after = service(&t);
    after["vehicles"][0]["shifts"] = short;
    let (before, after) = (planned(&city, &parsed(&before)), planned(&city, &parsed(&after)));
    assert_eq!(before.plan.timetable.totals.reached_milli, 90_000);
    assert!(before.plan.left.is_empty());
    assert_eq!(after.plan.timetable.totals.reached_milli, 90_000);
    let [left] = &after.plan.left[..] else { panic!("{:?}", after.plan.left) };
    assert_eq!((left.households_milli, &left.points[..]), (60_000, &[Id::new(1)][..]));
    assert!(matches!(left.takes, Takes::Time { stand, visits: 1, .. } if stand == Id::new(1)), "{:?}", left.takes);
    // For those at A nothing changes but perhaps the clock.
    let found = diff(&after.grounded.problem, &before.plan.timetable, &|_| false, &after.plan.timetable);
    assert!(matches!(found.points[0].1, Change::Same | Change::Time));
    assert_eq!(found.points[1].1, Change::None);
}

#[test]
fn places_off_the_roads_are_said_and_never_silently_empty() {
    let (city, t) = city();
    let lake = json!({"lon": t.at('y').lon() + 0.05, "lat": t.at('y').lat()});
    // One stand in the lake: the other is served, and those near the lake are told that they need a place.
    let mut value = service(&t);
    value["stands"][1]["at"] = lake.clone();
    let out = planned(&city, &parsed(&value));
    let stand = |which: &(Which, String)| which.0 == Which::Stand(Id::new(1));
    let profiles: Vec<&str> = out.grounded.off_road.iter().filter(|o| stand(o)).map(|o| o.1.as_str()).collect();
    assert_eq!(profiles, ["foot", "light_truck"]);
    assert_eq!(out.plan.timetable.totals.reached_milli, 90_000);
    assert_eq!(out.plan.left.iter().map(|l| l.takes).collect::<Vec<_>>(), [Takes::Place]);
    // All stands in the lake; the yard in it; a home in it.
    let refused = |value: &Value| plan(&city, &parsed(value).service, &budget(10, 1), &|_| {}).err().expect("refused");
    value["stands"][0]["at"] = lake.clone();
    assert_eq!((refused(&value).kind, refused(&value).code), (Kind::NoAnswer, "no_stand_usable"));
    let mut yard = service(&t);
    yard["vehicles"][0]["start"] = lake.clone();
    assert_eq!((refused(&yard).kind, refused(&yard).code), (Kind::BadInput, "site_without_road"));
    let mut home = service(&t);
    home["points"][1]["at"] = lake;
    let out = planned(&city, &parsed(&home));
    assert_eq!(out.grounded.off_road, [(Which::Point(Id::new(1)), "foot".to_owned())]);
    assert_eq!(out.plan.left.iter().map(|l| l.takes).collect::<Vec<_>>(), [Takes::Place]);
    let mut nobody = service(&t);
    nobody["vehicles"][0]["profile"] = json!("tank");
    assert_eq!(refused(&nobody).code, "unknown_profile");
}

/// A ban over the middle junction and the streets round it.
fn ban(t: &Town, hours: &str) -> Vec<u8> {
    let m = t.at('m');
    let d = 0.005;
    let (w, s, e, n) = (m.lon() - d, m.lat() - d, m.lon() + d, m.lat() + d);
    let properties = json!({"id": "ban", "effect": "ban", "hours": hours});
    json!({"type": "FeatureCollection", "features": [{
        "type": "Feature", "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]},
    }]})
    .to_string()
    .into_bytes()
}

#[test]
fn a_vehicle_that_cannot_leave_its_yard_is_an_answer_in_words() {
    let (city, t) = city();
    let value = service(&t);
    // By the hour: banned on Mondays from eight to ten, when the vehicle is out on Mondays only. It leaves after ten.
    api::rules::set(&city, &ban(&t, "Mo 08:00-10:00")).unwrap();
    let out = planned(&city, &parsed(&value));
    let day = &out.plan.timetable.days[0];
    assert!(day.departure >= Milliseconds::HOUR * 10, "{:?}", day.departure);
    // The same ban on a day when nobody is out changes nothing.
    api::rules::set(&city, &ban(&t, "Tu 08:00-10:00")).unwrap();
    let free = planned(&city, &parsed(&value));
    assert_eq!(free.plan.timetable.totals.reached_milli, 144_000);
    assert!(free.plan.timetable.days[0].departure < Milliseconds::HOUR * 10);
    // Always: nobody gets out.
    api::rules::set(&city, &ban(&t, "Mo-Su 00:00-24:00")).unwrap();
    let refused = plan(&city, &parsed(&value).service, &budget(10, 1), &|_| {}).err().expect("refused");
    assert_eq!((refused.kind, refused.code), (Kind::NoAnswer, "vehicles_locked_in"));
    assert!(refused.cause.en.contains('v') && !refused.cause.zh.is_empty());
    // One of two: it is named, and the other works.
    let mut two = value;
    let mut second = two["vehicles"][0].clone();
    // On the western street, which the ban does not touch, with the place beside it.
    let west = |share: f64| {
        let c = t.between('a', 'f', share);
        json!({"lon": c.lon(), "lat": c.lat()})
    };
    (second["id"], second["start"], second["must_end_empty"]) = (json!("w"), west(0.6), json!(false));
    two["stands"][0]["at"] = west(0.3);
    two["vehicles"].as_array_mut().unwrap().push(second);
    let out = planned(&city, &parsed(&two));
    assert_eq!(out.grounded.locked, [Id::new(0)]);
    assert!(out.plan.timetable.totals.reached_milli > 0);
}

#[test]
fn a_day_under_way_is_driven_by_the_rules_of_its_date() {
    let (city, t) = city();
    let parsed = parsed(&service(&t));
    let out = planned(&city, &parsed);
    let (timetable, day) = (&out.plan.timetable, &out.plan.timetable.days[0]);
    let report = |now| Report { vehicle: Id::new(0), day: day.day, now, done: 0, on_board: Vec::new() };
    let ask = |node: char, now, date| {
        let at = (t.at(node).lon(), t.at(node).lat());
        today(&city, &parsed.service, timetable, &report(now), (at, date))
    };
    // From the yard at the hour it should leave all is as published.
    let (monday, tuesday) = ((2026, 7, 6), (2026, 7, 7));
    let found = ask('m', day.departure, monday).unwrap();
    assert_eq!((found.back, found.steps.len()), (day.back, day.steps.len()));
    for (a, b) in found.steps.iter().zip(&day.steps) {
        assert_eq!((a.what, a.arrival, a.start, a.end, a.late.0), (b.what, b.arrival, b.start, b.end, 0));
    }
    // A quarter of an hour late, no stop is earlier than published, and the first is late by what waiting does not take up.
    let late = ask('m', day.departure + Milliseconds::MINUTE * 15, monday).unwrap();
    assert!(late.steps[0].late > Milliseconds::ZERO && late.steps[0].late <= Milliseconds::MINUTE * 15);
    assert!(late.steps.iter().zip(&day.steps).all(|(a, b)| a.start >= b.start));
    // A full hold is unloaded at the yard first.
    let full = Report { on_board: vec![(Id::new(0), Grams(1_000_000))], ..report(day.departure) };
    let at = (t.at('m').lon(), t.at('m').lat());
    let met = today(&city, &parsed.service, timetable, &full, (at, monday)).unwrap();
    assert_eq!((met.meets.len(), met.meets[0].at, met.no_room.len()), (1, 0, 0));
    // The sea has no road; a ban on that date leaves no way out of the yard, on another date it does not matter.
    let sea = today(&city, &parsed.service, timetable, &report(day.departure), ((1.0, 1.0), monday));
    assert_eq!(sea.unwrap_err().code, "no_road_near");
    api::rules::set(&city, &ban(&t, "Mo 00:00-24:00")).unwrap();
    assert_eq!(ask('m', day.departure, monday).unwrap_err().code, "no_way_today");
    assert_eq!(ask('m', day.departure, tuesday).unwrap().back, day.back);
    let nobody = Report { day: 5, ..report(day.departure) };
    let idle = today(&city, &parsed.service, timetable, &nobody, (at, tuesday));
    assert_eq!(idle.unwrap_err().code, "no_work_that_day");
}

#[test]
fn the_next_stop_is_found_by_walks_on_the_foot_graph() {
    let (city, t) = city();
    let parsed = parsed(&service(&t));
    let out = planned(&city, &parsed);
    let calls = &out.plan.timetable.calls;
    let spot = |node: char| LonLat { lon: t.at(node).lon(), lat: t.at(node).lat() };
    let stops = NearStops::new(&city, "foot", (1, &[spot('a'), spot('y')]), calls).unwrap();
    let ask = |node: char, now: Milliseconds, minutes: i64, changes: &Changes| {
        let within = Milliseconds::MINUTE * minutes;
        stops
            .near(
                &city,
                &NearQuery { at: spot(node), now, depart: None, opens: Milliseconds::ZERO, within, most: 5, changes },
            )
            .unwrap()
    };
    let a = calls.iter_ids().find(|c| c.1.stand == Id::new(0)).unwrap();
    let now = a.1.from - Milliseconds::MINUTE * 10;
    // One block from A: five minutes on foot, and five of waiting.
    let found = ask('b', now, 15, &Changes::default());
    let [one] = &found[..] else { panic!("{found:?}") };
    assert_eq!((one.call, one.walk_s), (a.0, 300));
    assert_eq!(one.takes, Milliseconds::MINUTE * 10);
    // Four minutes are not enough to get there; from the middle neither is within fourteen (1200 m are fifteen).
    assert_eq!(ask('b', now, 4, &Changes::default()), []);
    assert_eq!(ask('m', now, 14, &Changes::default()), []);
    // Both within half an hour. Cancelled this week, it comes in the next.
    assert_eq!(ask('m', now, 30, &Changes::default()).len(), 2);
    let off = Changes { cancelled: vec![(a.0, 0)], ..Changes::default() };
    assert_eq!(ask('b', now, 15, &off)[0].takes, Milliseconds::MINUTE * 10 + Milliseconds::HOUR * 24 * 7);
    // In the sea there is no footway.
    let sea = LonLat { lon: 1.0, lat: 1.0 };
    let sea = NearQuery { at: sea, now, depart: None, opens: Milliseconds::ZERO, within: now, most: 5, changes: &off };
    assert!(stops.near(&city, &sea).is_err());
    // A timetable that begins in an hour: what stops before that is none of it; it is the same stop in a week.
    let early = NearQuery {
        at: spot('b'),
        now,
        depart: None,
        opens: Milliseconds::HOUR,
        within: Milliseconds::MINUTE * 15,
        most: 5,
        changes: &Changes::default(),
    };
    assert_eq!(stops.near(&city, &early).unwrap()[0].takes, Milliseconds::MINUTE * 10 + Milliseconds::HOUR * 24 * 7);
    // The street between is closed to walkers on Mondays until noon: round the block are 400 + 2 x 200 m more, ten minutes on foot instead of five. On other days, and once it is lifted, five.
    let (b, a_at) = (t.at('b'), t.at('a'));
    let (w, s, e, n) = (a_at.lon() + 0.001, b.lat() - 0.0005, b.lon() - 0.001, b.lat() + 0.0005);
    let closure = json!({"type": "FeatureCollection", "features": [{
        "type": "Feature", "properties": {"id": "works", "effect": "closed", "vehicles": ["foot"], "hours": "Mo 00:00-12:00"},
        "geometry": {"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]},
    }]});
    api::rules::set(&city, &serde_json::to_vec(&closure).unwrap()).unwrap();
    let on = |day: i8, hour: i8| {
        let depart = Some(Departure(jiff::civil::date(2026, 7, day).at(hour, 0, 0, 0)));
        let query = NearQuery { depart, opens: Milliseconds::ZERO, ..early };
        stops.near(&city, &query).unwrap()[0].walk_s
    };
    // Degrees of longitude shrink on the way north: the street round the block is not drawn to the centimetre.
    assert!((599..=601).contains(&on(6, 8)), "{}", on(6, 8));
    assert_eq!((on(6, 13), on(7, 8)), (300, 300));
    api::rules::set(&city, br#"{"type": "FeatureCollection", "features": []}"#).unwrap();
    assert_eq!(on(6, 8), 300);
}
