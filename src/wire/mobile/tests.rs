//! The mobile format: what is read, what is refused and with which code; timetables written and read again.
#![expect(clippy::unwrap_used, reason = "tests")]

mod judged;
mod outputs;

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
fn a_workbook_is_read_as_the_file_it_was_made_from() {
    use super::format::MobileFile;
    use crate::wire::network::tables::{Cell, text};
    let mut tree = with("/stands/0/reason", json!({"zh": "停车场", "en": "parking"}));
    tree["notes"] = json!([{"zh": "假定"}, {"zh": "道路", "en": "roads"}]);
    tree["aim"] = json!({"household_fen": 500, "target_percent": 80});
    let knots = json!([{"walk_s": 60, "share_percent": 80.5}, {"walk_s": 400, "share_percent": 20}]);
    tree["curve"] = json!({"knots": knots, "source": "2025年入户调查"});
    let file: MobileFile = serde_json::from_value(tree.clone()).unwrap();
    let tables = super::template::tables(&file);
    let book = |tables: &[crate::wire::network::tables::Table]| crate::wire::network::xlsx::workbook(tables).unwrap();
    let (from_json, from_book) = (read(tree.to_string().as_bytes()).unwrap(), read(&book(&tables)).unwrap());
    assert_eq!((&from_book.reasons, &from_book.notes), (&from_json.reasons, &from_json.notes));
    assert_eq!(format!("{:?}", from_book.service.problem), format!("{:?}", from_json.service.problem));
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
    let quiet = chinese.iter_mut().find(|t| t.title == "quiet").unwrap();
    (quiet.title, quiet.columns) = ("处处安静时段".into(), ["开始", "结束"].map(String::from).to_vec());
    quiet.rows[0][1] = text("25:00");
    let curve = chinese.iter_mut().find(|t| t.title == "curve_knots").unwrap();
    (curve.title, curve.columns) = ("参与曲线".into(), ["步行秒", "参与率"].map(String::from).to_vec());
    curve.rows[1][1] = Cell::Figure(120.0, 0);
    let found: Vec<String> =
        read(&book(&chinese)).unwrap_err().iter().map(|d| format!("{} {}", d.code.code, d.pointer)).collect();
    for want in ["E1014 points!H2", "E1013 停靠时段!B3", "E8103 处处安静时段!A2", "E1014 参与曲线!B3"] {
        assert!(found.iter().any(|f| f == want), "{want}: {found:?}");
    }
}

/// `small()` on the line, as a file.
fn written() -> super::answer::TimetableFile {
    let parsed = read(small().to_string().as_bytes()).unwrap();
    let (problem, timetable, beside) = planned(&parsed);
    let beside = write::Beside { timezone: "Asia/Shanghai".into(), city_fingerprint: "ab12".into(), ..beside };
    write::file(&parsed, &problem, &timetable, &beside)
}
