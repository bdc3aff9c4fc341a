//! The mobile format: what is read, what is refused and with which code; timetables written and read again.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Parsed, read, read_tree, write};
use crate::ids::{Id, IdVec};
use crate::matrix::travel::{Leg, Travel, TravelMatrix};
use crate::mobile::check::{Rule, check};
use crate::mobile::curve::Curve;
use crate::mobile::model::{Aim, Need, Problem};
use crate::mobile::plan::{Effort, plan};
use crate::mobile::service::{Walks, Within};
use crate::mobile::timetable::Timetable;
use crate::units::{Centimetres, Grams, Milliseconds};
use crate::wire::defect::Report;
use crate::wire::lang::Lang;

/// Two places, three points, one container, one vehicle of two compartments.
fn small() -> Value {
    json!({
        "version": 1, "city": "大同", "weeks": 4, "starts": "2026-07-06",
        "streams": [{"id": "废纸", "name": {"zh": "废纸", "en": "paper"}}, {"id": "textile"}],
        "areas": [{"id": "平城区"}],
        "stands": [
            {"id": "北街", "at": {"lon": 113.3, "lat": 40.1}, "area": "平城区",
             "hours": [{"weekdays": ["mon", "thu"], "from": "08:00", "to": "18:00"}, {"weekdays": ["thu"], "from": "18:00", "to": "19:00"}],
             "quiet": [{"from": "12:00", "to": "13:00"}], "market": {"weekdays": ["tue"]}},
            {"id": "南街", "at": {"lon": 113.31, "lat": 40.1}},
        ],
        "points": [
            {"id": "p1", "at": {"lon": 113.3, "lat": 40.1}, "area": "平城区", "households": 100, "kg_per_week": {"废纸": 60.5, "textile": 9.5}},
            {"id": "p2", "at": {"lon": 113.31, "lat": 40.1}, "households": 40.5, "kg_per_week": {"废纸": 20}, "visits": {"every_weeks": 4}},
            {"id": "p3", "at": {"lon": 113.32, "lat": 40.1}, "households": 10},
        ],
        "fixed": [{"id": "箱", "at": {"lon": 113.32, "lat": 40.1}}],
        "vehicles": [{
            "id": "车", "profile": "light_truck", "start": {"lon": 113.29, "lat": 40.1}, "shifts": [{"from": "07:00", "to": "17:00"}],
            "capacity_kg": 1000, "compartments": [{"streams": ["废纸"], "load_kg": 800}, {"streams": ["textile"], "load_kg": 200}],
            "costs": {"fixed_fen": 100, "fen_per_km": 200, "fen_per_h": 300}, "range_m": 90000
        }],
        "unloading": [{"id": "站", "at": {"lon": 113.29, "lat": 40.1}, "gate_fen_per_t": -500}],
        "foot": {"within_m": 500},
        "rules": {"handling_s_per_kg": 6, "quiet": [{"from": "22:00", "to": "24:00"}]},
    })
}

fn codes(value: Value) -> Vec<String> {
    let found = match read_tree(value, Report::default()) {
        Ok(parsed) => parsed.warnings,
        Err(defects) => defects,
    };
    found.iter().map(|d| format!("{} {}", d.code.code, d.pointer)).collect()
}

/// `small()` with one place of it changed.
fn with(pointer: &str, value: Value) -> Value {
    let mut tree = small();
    let (above, key) = pointer.rsplit_once('/').unwrap();
    match tree.pointer_mut(above).unwrap() {
        Value::Array(list) if key == "-" => list.push(value),
        Value::Array(list) => list[key.parse::<usize>().unwrap()] = value,
        place => place[key] = value,
    }
    tree
}

#[test]
fn a_file_becomes_a_service() {
    let parsed = read(small().to_string().as_bytes()).unwrap();
    assert_eq!(codes(small()), Vec::<String>::new());
    let (s, p) = (&parsed.service, &parsed.service.problem);
    let north = &p.stands[Id::new(0)];
    let hours = |d: usize| north.hours[d].iter().map(|w| (w.open.hours(), w.close.hours())).collect::<Vec<_>>();
    // Hours that touch are one; days that are not named have none.
    assert_eq!([hours(0), hours(1), hours(3)], [vec![(8.0, 18.0)], vec![], vec![(8.0, 19.0)]]);
    assert_eq!(north.quiet.len(), 2);
    assert_eq!(north.market.map(|m| (m.days.0, m.draw_ppm)), Some((0b10, 0)));
    // No hours: the day.
    assert!(p.stands[Id::new(1)].hours.iter().all(|d| d.len() == 1 && d[0].open.hours() == 6.0));
    let points: Vec<_> = p.points.iter().map(|p| (p.households_milli, p.need, p.area)).collect();
    assert_eq!(points, [(100_000, Need::WEEKLY, Some(0)), (40_500, Need::MONTHLY, None), (10_000, Need::WEEKLY, None)]);
    assert_eq!(p.points[Id::new(0)].weekly, [(Id::new(0), Grams(60_500)), (Id::new(1), Grams(9_500))]);
    // The yard and the station stand at one place; stands have their own.
    assert_eq!((s.places.len(), p.unloading[Id::new(0)].place), (3, p.vehicles[Id::new(0)].start));
    assert_eq!((s.foot.profile.as_str(), s.foot.within), ("foot", Within::Length(Centimetres(50_000))));
    assert_eq!((p.curve.clone(), p.aim), (Curve::assumed(), Aim::FLEET));
    assert_eq!((p.rules.ms_per_kg, p.rules.stand_step), (6000, Milliseconds::MINUTE * 5));
    assert_eq!(p.unloading[Id::new(0)].streams.len(), 2);
    // Several alike are numbered.
    let three = read_tree(with("/vehicles/0/count", json!(3)), Report::default()).unwrap();
    let names: Vec<_> = three.service.problem.vehicles.iter().map(|v| v.name.as_str()).collect();
    assert_eq!(names, ["车-1", "车-2", "车-3"]);
    assert_eq!(parsed.energy.len(), 1);
}

#[test]
fn each_code_is_earned_where_it_should_be() {
    let never = json!([{"weekdays": ["mon"], "from": "12:00", "to": "13:00"}]);
    let cases = [
        ("E8101 /weeks", with("/weeks", json!(3))),
        ("E8102 /starts", with("/starts", json!("2026-07-07"))),
        ("E8103 /stands/0/hours/0", with("/stands/0/hours/0/to", json!("24:30"))),
        ("E1201 /stands/0/hours/0", with("/stands/0/hours/0/to", json!("07:00"))),
        ("E1201 /rules/quiet/0", with("/rules/quiet/0/to", json!("07:00"))),
        ("E8104 /foot", with("/foot/within_minutes", json!(10))),
        ("E8105 /points/1/visits/every_weeks", with("/points/1/visits/every_weeks", json!(3))),
        (
            "E8106 /curve/knots/1",
            with(
                "/curve",
                json!({"knots": [{"walk_s": 60, "share_percent": 50}, {"walk_s": 60, "share_percent": 40}]}),
            ),
        ),
        (
            "E8106 /curve/knots/1",
            with(
                "/curve",
                json!({"knots": [{"walk_s": 60, "share_percent": 50}, {"walk_s": 90, "share_percent": 60}]}),
            ),
        ),
        ("E8107 /curve/knots", with("/curve", json!({"knots": [{"walk_s": 60, "share_percent": 0}]}))),
        ("E8107 /curve/knots", with("/curve", json!({"knots": [{"walk_s": 0, "share_percent": 50}]}))),
        ("E8108 /rules", with("/rules/most_stand_s", json!(600))),
        ("E8110 /points", {
            let mut tree = small();
            let many =
                (0..11).map(|i| json!({"id": format!("m{i}"), "at": {"lon": 113.3, "lat": 40.1}, "households": 1e8}));
            tree["points"].as_array_mut().unwrap().extend(many);
            tree
        }),
        ("E8111 /vehicles", with("/vehicles/0/shifts", json!([{"from": "08:00", "to": "08:00"}]))),
        ("W8102 /vehicles/1/shifts", {
            let mut second = small()["vehicles"][0].clone();
            (second["id"], second["shifts"]) = (json!("二"), json!([{"from": "08:00", "to": "08:00"}]));
            with("/vehicles/-", second)
        }),
        (
            "E8112 /vehicles/0/shifts/1",
            with("/vehicles/0/shifts/-", json!({"weekdays": ["sun"], "from": "18:00", "to": "19:00"})),
        ),
        ("W8101 /stands/0", with("/stands/0/hours", never.clone())),
        ("W8101 /stands/0", with("/stands/0/market/weekdays", json!(["mon", "thu"]))),
        ("W8101 /stands/0", with("/stands/0/hours", json!([{"from": "12:00", "to": "12:10"}]))),
        ("E8113 /stands", {
            let mut tree = with("/stands/0/hours", never);
            tree["stands"].as_array_mut().unwrap().truncate(1);
            tree
        }),
        ("E8114 /streams/1", with("/vehicles/0/compartments", json!([{"streams": ["废纸"], "load_kg": 10}]))),
        ("E8114 /streams/0", with("/unloading/0/streams", json!(["textile"]))),
        ("W8103 /vehicles/1", {
            let mut second = small()["vehicles"][0].clone();
            (second["id"], second["compartments"]) = (json!("二"), json!([{"streams": ["废纸"], "load_kg": 10}]));
            with("/vehicles/-", second)
        }),
        ("E8115 /vehicles", {
            let mut second = small()["vehicles"][0].clone();
            (second["id"], second["count"]) = (json!("二"), json!(200));
            with("/vehicles/-", second)
        }),
        ("W8105 /rules/most_stand_s", {
            let mut tree = with("/rules/most_stand_s", json!(1_800));
            tree["rules"]["set_up_s"] = json!(1_800);
            tree
        }),
        ("W8106 /vehicles/0/capacity_kg", with("/vehicles/0/capacity_kg", json!(50))),
        ("W8107 /foot/within_m", with("/foot/within_m", json!(900))),
        ("W8107 /foot/within_minutes", with("/foot", json!({"within_minutes": 11}))),
        ("W8104 /points", {
            let mut tree = small();
            tree["points"].as_array_mut().unwrap().iter_mut().for_each(|p| p["kg_per_week"] = json!({}));
            tree
        }),
        ("E8109 /points", {
            let mut tree = small();
            tree["points"].as_array_mut().unwrap().iter_mut().for_each(|p| p["households"] = json!(0));
            tree
        }),
        ("E1101 /stands/1/id", with("/stands/1/id", json!("北街"))),
        ("E1101 /vehicles/0/id", {
            let mut second = small()["vehicles"][0].clone();
            second["id"] = json!("车-2");
            let mut tree = with("/vehicles/-", second);
            tree["vehicles"][0]["count"] = json!(2);
            tree
        }),
        ("E1102 /points/0/kg_per_week/glass", with("/points/0/kg_per_week/glass", json!(1))),
        ("E1102 /stands/0/area", with("/stands/0/area", json!("平成区"))),
        ("E1211 /unloading/0/streams/1", with("/unloading/0/streams", json!(["废纸", "废纸"]))),
        ("E1212 /vehicles/0/compartments/1/streams/0", with("/vehicles/0/compartments/1/streams", json!(["废纸"]))),
        // Catchment 0, negative kilograms, a place off the globe, absurd amounts: form.
        ("E1014 /foot/within_m", with("/foot/within_m", json!(0))),
        ("E1014 /points/0/kg_per_week/废纸", with("/points/0/kg_per_week/废纸", json!(-1))),
        ("E1014 /stands/0/at/lat", with("/stands/0/at/lat", json!(113.3))),
        ("E1014 /points/0/households", with("/points/0/households", json!(1e300))),
        ("E1013 /vehicles/0/shifts/0/weekdays/0", with("/vehicles/0/shifts/0/weekdays", json!(["monday"]))),
        ("E1016 /stands", with("/stands", json!([]))),
    ];
    for (want, tree) in cases {
        let found = codes(tree.clone());
        assert!(found.iter().any(|f| f == want), "{want}: {found:?}");
        for lang in [Lang::En, Lang::Zh] {
            let said = read_tree(tree.clone(), Report::default()).map_or_else(|d| d, |p| p.warnings);
            assert!(said.iter().all(|d| !d.line(lang).contains("{?}")));
        }
    }
}

/// The service on a line: a kilometre a place, 10 m/s; people walk a minute to the place beside them, and the third point to the container.
fn grounded(parsed: &Parsed) -> Problem {
    let n = parsed.service.places.len();
    let leg = |i: usize| {
        let m = (i / n).abs_diff(i % n) as i64 * 1000;
        Some(Leg { time: Milliseconds(m * 100), length: Centimetres(m * 100) })
    };
    let cells: Vec<Option<Leg>> = (0..n * n).map(leg).collect();
    let travel = Travel::constant(vec![Arc::new(TravelMatrix::from_legs(n, cells.into_iter()).unwrap())]);
    let walks = Walks {
        to_stands: IdVec::from(vec![vec![(Id::new(0), 60)], vec![(Id::new(1), 60)], vec![(Id::new(1), 60)]]),
        to_fixed: IdVec::from(vec![vec![], vec![], vec![(Id::new(0), 60)]]),
    };
    let problem = parsed.service.with_ways(travel, walks);
    assert_eq!(problem.defects(), Vec::<String>::new());
    problem
}

fn planned(parsed: &Parsed) -> (Problem, Timetable, write::Beside) {
    let problem = grounded(parsed);
    let plan = plan(&problem, &Effort { rounds: 100, seed: 1 });
    assert_eq!(check(&problem, &plan.timetable), []);
    let beside = write::Beside { left: plan.left, reachable_milli: plan.reachable_milli, ..write::Beside::default() };
    (problem, plan.timetable, beside)
}

#[test]
fn a_timetable_is_read_as_it_was_written() {
    let parsed = read(small().to_string().as_bytes()).unwrap();
    let (problem, timetable, mut beside) = planned(&parsed);
    beside.before = Some(super::read::Former { timetable: timetable.clone(), ..Default::default() });
    let file = write::file(&parsed, &problem, &timetable, &beside);
    let text = crate::wire::json::pretty(&file);
    let again = super::read::file(text.as_bytes()).unwrap();
    assert_eq!(again, file);
    let stated = super::read::timetable(&again, &problem).unwrap();
    assert_eq!(stated, timetable);
    assert_eq!(super::read::misstated(&again, &write::file(&parsed, &problem, &stated, &beside)), []);
    // The weekly place four times, the monthly one once; 100 and 40.5 households, and ten at the container, of whom nine in ten take part.
    let t = &file.totals;
    assert_eq!((t.households, t.near, t.by_fixed, t.reached), (150.5, 150.5, 9.0, 126.45));
    assert_eq!(file.stands.iter().map(|s| (s.visits, s.households)).collect::<Vec<_>>(), [(4, 100.0), (1, 40.5)]);
    assert_eq!(file.stands.iter().map(|s| s.kg).sum::<f64>(), t.kg);
    let sum = |of: fn(&super::answer::AreaCoverage) -> f64| file.areas.iter().map(of).sum::<f64>();
    assert_eq!((sum(|a| a.households), sum(|a| a.near_stop), sum(|a| a.near_fixed)), (150.5, 140.5, 10.0));
    assert!(file.left.is_empty() && file.warnings.is_empty());
    assert_eq!((t.served, t.taken_percent, t.turned_away_kg), (t.reached, 100.0, 0.0));
    // The service renames a place and a point and gives up the other place: what has moved nowhere is found again by where it is.
    let mut tree = small();
    tree["stands"][0]["id"] = json!("北大街");
    tree["stands"][0]["at"]["lon"] = json!(113.3001);
    tree["points"][0]["id"] = json!("p-1");
    tree["stands"].as_array_mut().unwrap().truncate(1);
    let renamed = read(tree.to_string().as_bytes()).unwrap();
    let former = super::read::former(&file, &renamed.service).unwrap();
    let walks: Vec<Option<usize>> = former.timetable.walks_to.iter().map(|s| s.map(|s| s.index())).collect();
    // The south street is gone: its number is none of the service's.
    assert_eq!(walks, [Some(0), Some(2), None]);
    assert_eq!(former.fixed.as_slice(), [false, false, true]);
    let shorter =
        read(with("/weeks", json!(2)).to_string().replace("\"every_weeks\":4", "\"every_weeks\":2").as_bytes())
            .unwrap();
    assert_eq!(super::read::former(&file, &shorter.service).unwrap_err()[0].code.code, "E8201");
    // Against itself nothing changes.
    let change = file.change.unwrap();
    assert_eq!((change.all.same, change.all.none, change.gone, change.new), (140.5, 10.0, 0, 0));
}

#[test]
fn what_is_turned_away_is_said_by_stop_and_stream() {
    // At the first place nine tenths of 60.5 kg of paper and 9.5 kg of textiles are brought a week, 63 kg; 30 s a kilogram and five minutes of set-up make 20 minutes take 30 kg of it.
    let mut tree = with("/rules/handling_s_per_kg", json!(30));
    tree["rules"]["most_stand_s"] = json!(1_200);
    // Mondays only, or it would come twice.
    tree["stands"][0]["hours"] = json!([{"weekdays": ["mon"], "from": "08:00", "to": "18:00"}]);
    let parsed = read(tree.to_string().as_bytes()).unwrap();
    let (problem, timetable, beside) = planned(&parsed);
    let file = write::file(&parsed, &problem, &timetable, &beside);
    let north = &file.stands[0];
    assert_eq!((north.visits, north.taken_percent), (4, 47.62));
    assert!((north.kg - 120.0).abs() < 0.01 && (north.turned_away_kg - 132.0).abs() < 0.01, "{north:?}");
    let call = file.calls.iter().find(|c| c.stand == "北街").unwrap();
    // 30 kg of 63: the same part of each stream.
    let want = 60.5 * 0.9 * 33.0 / 63.0;
    assert!((call.turned_away_kg["废纸"] - want).abs() < 0.01, "{:?}", call.turned_away_kg);
    let t = &file.totals;
    let by_stream: f64 = t.turned_away_by_stream.values().sum();
    assert!((by_stream - t.turned_away_kg).abs() < 1e-6 && t.turned_away_kg > 132.0);
    assert!(t.served < t.reached && t.served_percent < t.reached_percent || t.reachable == 0.0);
    let said: Vec<&str> = file.warnings.iter().map(|w| w.code.as_str()).collect();
    assert_eq!(said, ["W8108"]);
    // Written and read again, and no figure may be moved.
    let again = super::read::file(crate::wire::json::pretty(&file).as_bytes()).unwrap();
    assert_eq!((again.clone(), super::read::timetable(&again, &problem).unwrap()), (file.clone(), timetable));
    let mut lies = file.clone();
    lies.stands[0].turned_away_kg = 0.0;
    assert_eq!(
        super::read::misstated(&lies, &file).iter().map(|f| f.0.as_str()).collect::<Vec<_>>(),
        ["/stands/0/turned_away_kg"]
    );
    let tables = super::tables::all(&file, Lang::Zh);
    assert_eq!(tables.last().unwrap().rows.len(), 2);
    assert!(tables.iter().all(|t| t.rows.iter().all(|r| r.len() == t.columns.len())));
}

#[test]
fn a_timetable_edited_by_hand_is_caught() {
    let parsed = read(small().to_string().as_bytes()).unwrap();
    let (problem, timetable, beside) = planned(&parsed);
    let right = write::file(&parsed, &problem, &timetable, &beside);
    // A published time moved by a quarter of an hour: the vehicle does not keep it.
    let mut file = right.clone();
    file.calls[0].from.0 += Milliseconds::MINUTE * 15;
    let moved = super::read::timetable(&file, &problem).unwrap();
    let breaches = check(&problem, &moved);
    assert!(breaches.iter().any(|b| b.rule == Rule::Times), "{breaches:?}");
    for breach in &breaches {
        for lang in [Lang::En, Lang::Zh] {
            assert!(!super::words::cause(&problem, breach, lang).is_empty());
        }
    }
    // A figure that nothing else depends on.
    let mut file = right.clone();
    file.stands[0].kg += 1.0;
    let found = super::read::misstated(&file, &right);
    assert_eq!(found.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["/stands/0/kg"]);
    // Names and numbers that are not there.
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut tree = serde_json::to_value(&right).unwrap();
        change(&mut tree);
        let found = super::read::file(tree.to_string().as_bytes()).and_then(|f| super::read::timetable(&f, &problem));
        found.map_or_else(|d| d.iter().map(|d| format!("{} {}", d.code.code, d.pointer)).collect(), |_| Vec::new())
    };
    assert_eq!(refused(&|t| t["calls"][0]["stand"] = json!("东街")), ["E1102 /calls/0/stand"]);
    assert_eq!(refused(&|t| t["days"][0]["steps"][0]["call"] = json!(99)), ["E8202 /days/0/steps/0/call"]);
    assert_eq!(refused(&|t| t["days"][0]["steps"][0]["unload"] = json!("站")), ["E8203 /days/0/steps/0"]);
    assert_eq!(refused(&|t| t["calls"][0]["weeks"] = json!([5])), ["E8204 /calls/0/weeks"]);
    assert_eq!(refused(&|t| t["weeks"] = json!(1))[0].split(' ').next(), Some("E8204"));
    // Figures beyond counting, and cycles that are none.
    assert_eq!(refused(&|t| t["days"][0]["length_m"] = json!(1e300)), ["E8205 /days/0/length_m"]);
    assert_eq!(refused(&|t| t["days"][0]["cost_fen"] = json!(i64::MAX)), ["E8205 /days/0/cost_fen"]);
    assert_eq!(refused(&|t| t["totals"]["kg"] = json!(1e300)), ["E8205 /totals/kg"]);
    assert_eq!(refused(&|t| t["days"][0]["back"] = json!("999999999:00:00"))[0].split(' ').next(), Some("E8205"));
    assert_eq!(refused(&|t| t["starts"] = json!("2026-07-08")), ["E8102 /starts"]);
    for weeks in [0, 3, 10] {
        assert!(refused(&|t| t["weeks"] = json!(weeks)).iter().any(|e| e == "E8101 /weeks"), "{weeks}");
    }
    let mut other = with("/weeks", json!(2));
    other["points"][1]["visits"]["every_weeks"] = json!(2);
    let other = read_tree(other, Report::default()).unwrap().service.problem;
    let found = super::read::timetable(&right, &other).unwrap_err();
    assert_eq!(found.iter().map(|d| d.code.code).collect::<Vec<_>>(), ["E8201"]);
}

/// `small()` on the line, as a file.
fn written() -> super::answer::TimetableFile {
    let parsed = read(small().to_string().as_bytes()).unwrap();
    let (problem, timetable, beside) = planned(&parsed);
    let beside = write::Beside { timezone: "Asia/Shanghai".into(), city_fingerprint: "ab12".into(), ..beside };
    write::file(&parsed, &problem, &timetable, &beside)
}

#[test]
fn calendars_are_folded_escaped_and_in_the_citys_time() {
    use super::ics::{Of, calendar};
    let mut file = written();
    let long = "一个名字很长很长的停靠点，靠近\\人民公园; 南门的大停车场和旁边的街道，以及再远一点的地方";
    let old = std::mem::replace(&mut file.stands[0].id, long.to_owned());
    file.calls.iter_mut().filter(|c| c.stand == old).for_each(|c| c.stand = long.to_owned());
    let text = calendar(&file, Of::Stand(long), jiff::civil::date(2026, 7, 8), Lang::Zh);
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let unfolded = text.replace("\r\n ", "");
    assert!(unfolded.contains("LOCATION:一个名字很长很长的停靠点，靠近\\\\人民公园\\; 南门"), "{unfolded}");
    assert!(unfolded.contains("TZID:Asia/Shanghai\r\n") && unfolded.contains("TZOFFSETTO:+0800\r\n"));
    assert_eq!(unfolded.matches("BEGIN:VEVENT").count(), 1);
    // Weekly, on the place's weekday, the first on or after the day asked for (a Wednesday): the next Thursday or Monday.
    let call = file.calls.iter().find(|c| c.stand == long).unwrap();
    assert!(unfolded.contains(&format!("RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY={}\r\n", call.weekday.ics())));
    let first = super::calendar::dates(&file, call, jiff::civil::date(2026, 7, 8), 1)[0];
    assert!(["2026-07-09", "2026-07-13"].contains(&first.to_string().as_str()), "{first}");
    assert!(unfolded.contains(&format!("DTSTART;TZID=Asia/Shanghai:{}T", first.to_string().replace('-', ""))));
    // The monthly stop: one event, every four weeks.
    let south = calendar(&file, Of::Stand("南街"), jiff::civil::date(2026, 7, 6), Lang::En).replace("\r\n ", "");
    assert_eq!(south.matches("INTERVAL=4;").count(), 1);
    // A vehicle has both. Summer time comes along.
    file.timezone = "Europe/London".into();
    let vehicle = calendar(&file, Of::Vehicle("车"), jiff::civil::date(2026, 7, 6), Lang::Zh);
    assert_eq!(vehicle.matches("BEGIN:VEVENT").count(), 2);
    // Changes of the clock go on for ever, by their rule: the last Sundays of March and October.
    let rule = |on: &str, month: u8, offsets: &str| {
        vehicle.contains(&format!("DTSTART:{on}\r\nRRULE:FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU\r\n{offsets}\r\n"))
    };
    assert!(rule("20250330T010000", 3, "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100"), "{vehicle}");
    assert!(rule("20251026T020000", 10, "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000"), "{vehicle}");
    assert_eq!(vehicle.matches("TZOFFSETTO").count(), 3);
    // New York's second Sunday of March; China has had none since 1991; Morocco's changes follow the moon and are written out.
    let zoned = |zone: &str| {
        let file = super::answer::TimetableFile { timezone: zone.into(), ..file.clone() };
        calendar(&file, Of::Vehicle("车"), jiff::civil::date(2026, 7, 6), Lang::Zh)
    };
    assert!(zoned("America/New_York").contains("BYMONTH=3;BYDAY=2SU\r\n"));
    assert_eq!(zoned("Asia/Shanghai").matches("TZOFFSETTO").count(), 1);
    assert!(zoned("Africa/Casablanca").matches("TZOFFSETTO").count() > 20);
    // A name stays with its stop when others come and go before it, and when its time moves; two stops never share one.
    let uids = |file: &super::answer::TimetableFile| -> Vec<String> {
        let text = calendar(file, Of::Vehicle("车"), jiff::civil::date(2026, 7, 6), Lang::Zh).replace("\r\n ", "");
        text.lines().filter(|l| l.starts_with("UID:")).map(str::to_owned).collect()
    };
    let old = uids(&file);
    let mut anew = file.clone();
    anew.calls.swap(0, 1);
    anew.calls[1].from.0 += Milliseconds::HOUR;
    let mut swapped = uids(&anew);
    swapped.reverse();
    assert_eq!((old.len(), &swapped), (2, &old));
    anew.calls.remove(0);
    assert_eq!(uids(&anew), [old[0].clone()]);
    let twice = anew.calls[0].clone();
    anew.calls.push(super::answer::CallEntry {
        from: crate::wire::clock::Moment(twice.from.0 + Milliseconds::HOUR * 2),
        ..twice
    });
    let two = uids(&anew);
    assert!(two[0] == old[0] && two[1] != two[0], "{two:?}");
    // Where the zone is not known times are floating.
    file.timezone = "Mars/Olympus".into();
    assert!(!calendar(&file, Of::Vehicle("车"), jiff::civil::date(2026, 7, 6), Lang::Zh).contains("TZID"));
}

#[test]
fn dates_follow_the_cycle_in_both_directions() {
    let file = written();
    let monthly = file.calls.iter().find(|c| c.stand == "南街").unwrap();
    let found = super::calendar::dates(&file, monthly, jiff::civil::date(2026, 1, 1), 4);
    assert_eq!(found.len(), 4);
    assert!(found.windows(2).all(|w| w[1].since(w[0]).unwrap().get_days() == 28));
    let week = found[0].since(jiff::civil::date(2026, 7, 6)).unwrap().get_days().div_euclid(7).rem_euclid(4) + 1;
    assert_eq!(monthly.weeks, [week as u8]);
    // The cycle begins on 6 July 2026 at midnight; the Sunday before is its last day.
    let at = |y, m, d, h| super::calendar::moment(&file, jiff::civil::date(y, m, d).at(h, 0, 0, 0));
    assert_eq!(at(2026, 7, 6, 0), Milliseconds::ZERO);
    assert_eq!(at(2026, 7, 5, 1), Milliseconds::HOUR * (27 * 24 + 1));
    assert_eq!(at(2026, 8, 3, 2), Milliseconds::HOUR * 2);
}

#[test]
fn posters_tables_and_pictures_say_what_the_timetable_says() {
    let mut file = written();
    let page = super::poster::page(&file, "北街", jiff::civil::date(2026, 7, 8), Lang::Zh);
    let call = file.calls.iter().find(|c| c.stand == "北街").unwrap();
    let hm = |t: Milliseconds| format!("{}:{:02}", t.0 / 3_600_000, t.0 / 60_000 % 60);
    for said in ["北街", call.weekday.zh(), &hm(call.from.0), &hm(call.until.0), "废纸、textile", "近期停靠日期", "7月"]
    {
        assert!(page.contains(said), "{said}");
    }
    assert_eq!(page.matches("<li>").count(), 8);
    let monthly = super::poster::page(&file, "南街", jiff::civil::date(2026, 7, 8), Lang::Zh);
    assert!(monthly.contains("每 4 周的第"));
    assert!(super::poster::page(&file, "nowhere", jiff::civil::date(2026, 7, 8), Lang::Zh).contains("目前没有"));
    file.calls[0].stand = "<script>".into();
    assert!(!super::poster::page(&file, "<script>", jiff::civil::date(2026, 7, 8), Lang::Zh).contains("<script"));
    let file = written();
    let tables = super::tables::all(&file, Lang::Zh);
    let rows: Vec<(&str, usize)> = tables.iter().map(|t| (t.title.as_str(), t.rows.len())).collect();
    assert_eq!(rows[1], ("停靠时刻", 2));
    let steps: usize = file.days.iter().map(|d| d.steps.len() + 2).sum();
    assert_eq!((rows[2].1, rows[4].1, rows[6].1), (steps, 2, 2));
    assert!(tables.iter().all(|t| t.rows.iter().all(|r| r.len() == t.columns.len())));
    assert!(crate::wire::network::xlsx::workbook(&tables).is_ok());
    let picture = super::week::svg(&file, 0, "大同 <第 1 周>", Lang::Zh);
    assert_eq!(
        picture.matches("class=\"stop\"").count(),
        file.days.iter().filter(|d| d.day < 7).flat_map(|d| &d.steps).filter(|s| s.call.is_some()).count()
    );
    assert!(picture.contains("大同 &lt;第 1 周&gt;"));
    let layers = super::layers::geojson(&file, &vec![vec![vec![(0.0, 0.0), (1.0, 1.0)]]; file.days.len()]);
    let of = |layer: &str| {
        layers["features"].as_array().unwrap().iter().filter(|f| f["properties"]["layer"] == layer).count()
    };
    assert_eq!((of("stands"), of("points"), of("walks"), of("days")), (2, 3, 2, file.days.len()));
}

#[test]
fn changes_are_held_to_the_timetable() {
    use super::next::{known_changes, read_changes};
    let file = written();
    let on = |call: usize| {
        let call = &file.calls[call];
        7 * (call.weeks[0] - 1) + call.weekday.number() as u8
    };
    let good = json!({
        "cancelled": [{"call": 0, "day": on(0)}],
        "late": [{"call": 1, "day": on(1), "late_s": 60}, {"call": 1, "day": on(1), "late_s": 90}],
        "closed": [{"stand": "北街", "from_day": 2, "to_day": 4}]
    })
    .to_string();
    let changes = known_changes(&read_changes(good.as_bytes()).unwrap(), &file).unwrap();
    assert_eq!(changes.closed, [(Id::new(0), Milliseconds::HOUR * 48, Milliseconds::HOUR * 120)]);
    // Told twice, the later counts.
    assert_eq!(changes.late.iter().map(|l| l.2).collect::<Vec<_>>(), [Milliseconds(90_000)]);
    let never = (0..28).find(|d| d % 7 != on(0) % 7).unwrap();
    let bad = json!({
        "cancelled": [{"call": 0, "day": never}],
        "closed": [{"stand": "北街", "from_day": 6, "to_day": 0}]
    });
    let found = known_changes(&read_changes(bad.to_string().as_bytes()).unwrap(), &file).unwrap_err();
    let codes: Vec<String> = found.iter().map(|d| format!("{} {}", d.code.code, d.pointer)).collect();
    assert_eq!(codes, ["E8206 /cancelled/0/day", "E8207 /closed/0/to_day"]);
    let bad = br#"{"cancelled": [{"call": 9, "day": 3}], "late": [{"call": 1, "day": 28, "late_s": 90}], "closed": [{"stand": "x", "from_day": 2, "to_day": 4}]}"#;
    let found = known_changes(&read_changes(bad).unwrap(), &file).unwrap_err();
    let codes: Vec<String> = found.iter().map(|d| format!("{} {}", d.code.code, d.pointer)).collect();
    assert_eq!(codes, ["E8202 /cancelled/0/call", "E8204 /late/0/day", "E1102 /closed/0/stand"]);
    assert!(read_changes(br#"{"late": [{"call": 1, "day": 0, "late_s": -5}]}"#).is_err());
}

#[test]
fn a_workbook_is_read_as_the_file_it_was_made_from() {
    use super::format::MobileFile;
    use crate::wire::network::tables::{Cell, text};
    let mut tree = with("/stands/0/reason", json!({"zh": "停车场", "en": "parking"}));
    tree["notes"] = json!([{"zh": "假定"}, {"zh": "道路", "en": "roads"}]);
    tree["aim"] = json!({"household_fen": 500, "target_percent": 80});
    let file: MobileFile = serde_json::from_value(tree.clone()).unwrap();
    let tables = super::template::tables(&file);
    let book = |tables: &[crate::wire::network::tables::Table]| crate::wire::network::xlsx::workbook(tables).unwrap();
    let (from_json, from_book) = (read(tree.to_string().as_bytes()).unwrap(), read(&book(&tables)).unwrap());
    assert_eq!((&from_book.reasons, &from_book.notes), (&from_json.reasons, &from_json.notes));
    // What a workbook leaves behind: the hours of noise everywhere.
    let mut want = from_json.service.problem;
    want.stands.iter_mut().for_each(|s| s.quiet.retain(|q| q.open.hours() < 22.0));
    assert_eq!(format!("{:?}", from_book.service.problem), format!("{want:?}"));
    assert_eq!(from_book.service.points.as_slice(), from_json.service.points.as_slice());
    assert_eq!((from_book.city, from_book.starts), (from_json.city, from_json.starts));
    // Chinese headings and words; what is wrong is told by its cell.
    let mut chinese = tables.clone();
    let hours = chinese.iter_mut().find(|t| t.title == "stand_hours").unwrap();
    (hours.title, hours.columns) =
        ("停靠时段".into(), ["停靠点编号", "星期", "开始", "结束"].map(String::from).to_vec());
    hours.rows[0][1] = text("周一;周四");
    assert!(read(&book(&chinese)).is_ok());
    let hours = chinese.iter_mut().find(|t| t.title == "停靠时段").unwrap();
    hours.rows[0][3] = text("07:00");
    hours.rows[1][1] = text("周八");
    let points = chinese.iter_mut().find(|t| t.title == "points").unwrap();
    points.rows[0][7] = Cell::Figure(-3.0, 0);
    let found: Vec<String> =
        read(&book(&chinese)).unwrap_err().iter().map(|d| format!("{} {}", d.code.code, d.pointer)).collect();
    for want in ["E1014 points!H2", "E1013 停靠时段!B3"] {
        assert!(found.iter().any(|f| f == want), "{want}: {found:?}");
    }
}

#[test]
fn reports_are_held_to_the_timetable() {
    use super::today::{answer, known, read_report, read_request};
    let file = written();
    let parsed = read(small().to_string().as_bytes()).unwrap();
    let problem = grounded(&parsed);
    let timetable = super::read::timetable(&file, &problem).unwrap();
    let day = &timetable.days[0];
    let date = |day: u8| jiff::civil::date(2026, 7, 6).checked_add(jiff::Span::new().days(i64::from(day))).unwrap();
    let report = |change: &dyn Fn(&mut Value)| {
        let mut tree = json!({
            "vehicle": "车", "when": format!("{}T07:30", date(day.day)), "at": {"lon": 113.29, "lat": 40.1}, "done": 1,
            "on_board_kg": {"废纸": 12.5}
        });
        change(&mut tree);
        read_report(tree.to_string().as_bytes()).and_then(|r| known(&r, &file, &parsed, &timetable))
    };
    let good = report(&|_| {}).unwrap();
    assert_eq!((good.report.day, good.report.now, good.report.done), (day.day, Milliseconds::MINUTE * 450, 1));
    assert_eq!(good.report.on_board, [(Id::new(0), Grams(12_500))]);
    // Cycles follow each other: four weeks later it is the same day.
    let later = report(&|r| r["when"] = json!(format!("{}T07:30", date(day.day + 28)))).unwrap();
    assert_eq!(later.report, good.report);
    let codes = |change: &dyn Fn(&mut Value)| {
        let found = report(change).unwrap_err();
        found.iter().map(|d| format!("{} {}", d.code.code, d.pointer)).collect::<Vec<_>>()
    };
    assert_eq!(codes(&|r| r["vehicle"] = json!("船")), ["E1102 /vehicle"]);
    assert_eq!(codes(&|r| r["on_board_kg"] = json!({"gold": 1})), ["E1102 /on_board_kg/gold"]);
    assert_eq!(codes(&|r| r["when"] = json!("2026-07-05T07:30")), ["E8301 /when"]);
    let idle = (0..28).find(|d| timetable.days.iter().all(|t| t.day != *d)).unwrap();
    assert_eq!(codes(&|r| r["when"] = json!(format!("{}T07:30", date(idle)))), ["E8302 /when"]);
    assert_eq!(codes(&|r| r["done"] = json!(99)), ["E8303 /done"]);
    assert!(codes(&|r| r["on_board_kg"] = json!({"废纸": -1}))[0].starts_with("E1014"));
    assert!(codes(&|r| r["at"]["lat"] = json!(91))[0].starts_with("E1014"));
    // A whole message; what is wrong in a part of it is told by its place.
    let message = |change: &dyn Fn(&mut Value)| {
        let mut tree = json!({
            "problem": small(), "timetable": serde_json::to_value(&file).unwrap(),
            "report": {"vehicle": "车", "when": format!("{}T07:30", date(day.day)), "at": {"lon": 113.29, "lat": 40.1}, "done": 0}
        });
        change(&mut tree);
        read_request(tree.to_string().as_bytes())
            .map(|asked| asked.asked.report.done)
            .map_err(|d| d.iter().map(|d| format!("{} {}", d.code.code, d.pointer)).collect::<Vec<_>>())
    };
    assert_eq!(message(&|_| {}), Ok(0));
    assert_eq!(message(&|m| m["report"]["done"] = json!(99)), Err(vec!["E8303 /report/done".into()]));
    assert_eq!(message(&|m| m["problem"]["weeks"] = json!(3)).unwrap_err()[0], "E8101 /problem/weeks");
    assert_eq!(
        message(&|m| m["timetable"]["calls"][0]["stand"] = json!("x")),
        Err(vec!["E1102 /timetable/calls/0/stand".into()])
    );
    assert!(message(&|m| m["timetable"]["days"][0]["steps"][0]["call"] = json!(99)).is_err());
    // What comes of it, on the straight road: an hour late at the first stop is what next is told.
    let late = crate::mobile::today::Report { now: day.departure + Milliseconds::HOUR, done: 0, ..good.report.clone() };
    let start = problem.vehicles[day.vehicle].start;
    let here = |to| problem.travel.leg(Id::new(0), start, to, late.now);
    let forecast = crate::mobile::today::forecast(&problem, &timetable, &late, &here).unwrap();
    let said = answer(&file, &parsed, &late, &forecast);
    let first = said.steps.iter().find(|s| s.call.is_some()).unwrap();
    assert!(first.late_s > 0.0 && first.late_s <= 3_600.0 && first.stand.is_some());
    assert_eq!(said.changes.late[0].late_s, first.late_s);
    assert!(super::next::known_changes(&said.changes, &file).is_ok());
}

#[test]
fn what_is_claimed_is_judged() {
    use crate::mobile::check::truth::truth;
    // The south street is visited once in four weeks; its 40.5 households want it thrice a week, and it is open on Mondays only.
    let mut tree = with("/points/1/visits", json!({"times": 3}));
    tree["stands"][1]["hours"] = json!([{"weekdays": ["mon"], "from": "08:00", "to": "18:00"}]);
    let parsed = read(tree.to_string().as_bytes()).unwrap();
    let problem = grounded(&parsed);
    let plan = plan(&problem, &Effort { rounds: 100, seed: 1 });
    let beside = write::Beside {
        left: plan.left.clone(),
        reachable_milli: plan.reachable_milli,
        bound_milli: plan.reachable_milli,
        worth: [plan.worth, plan.start_worth],
        ..write::Beside::default()
    };
    let truth = truth(&problem, &plan.timetable);
    // 100 + 40.5 households need a vehicle, nine in ten would take part; only the first hundred can be visited often enough.
    assert_eq!((truth.reachable_milli, truth.totals.reached_milli), (126_450, 90_000));
    assert!((truth.worth - plan.worth).abs() < 1.0, "{} {}", truth.worth, plan.worth);
    let file = write::file(&parsed, &problem, &plan.timetable, &beside);
    let wrong = |change: &dyn Fn(&mut super::answer::TimetableFile)| {
        let mut file = file.clone();
        change(&mut file);
        super::claims::wrong(&file, &problem, &truth).into_iter().map(|l| l.0).collect::<Vec<_>>()
    };
    assert_eq!(wrong(&|_| {}), Vec::<String>::new());
    assert_eq!(file.totals.reached_percent, 71.17);
    assert_eq!(wrong(&|f| f.proof.most_households = 10.0)[0], "/proof/most_households");
    assert_eq!(wrong(&|f| f.proof.reached_of_most_percent += 1.0), ["/proof/reached_of_most_percent"]);
    assert_eq!(wrong(&|f| f.proof.start_worth_fen = f.proof.worth_fen + 100), ["/proof/start_worth_fen"]);
    assert_eq!(wrong(&|f| f.left.clear()), ["/left p2"]);
    assert_eq!(wrong(&|f| f.left[0].households = 1.0), ["/left/0/households"]);
    assert_eq!(wrong(&|f| f.left[0].takes = super::answer::TakesWord::Place), ["/left/0/takes"]);
    assert_eq!(wrong(&|f| f.left[0].points.push("p1".into())).len(), 3);
    assert_eq!(wrong(&|f| f.left[0].points.push("nobody".into())), ["/left/0/points"]);
    let money = |f: &mut super::answer::TimetableFile| {
        (f.left[0].takes, f.left[0].stand) = (super::answer::TakesWord::Money, Some("北街".into()));
    };
    // They cannot be visited often enough for any money, do not walk there, and the words speak of something else.
    assert_eq!(wrong(&money), ["/left/0/takes", "/left/0/stand", "/left/0/why"]);
}
