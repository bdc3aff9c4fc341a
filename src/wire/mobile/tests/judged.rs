//! Timetables read again: what they state, what is reported of them, what they claim.

use super::*;

#[test]
fn a_timetable_is_read_as_it_was_written() {
    let parsed = read(small().to_string().as_bytes()).unwrap();
    let (problem, timetable, mut beside) = planned(&parsed);
    beside.before = Some(crate::wire::mobile::read::Former { timetable: timetable.clone(), ..Default::default() });
    let file = write::file(&parsed, &problem, &timetable, &beside);
    let text = crate::wire::json::pretty(&file);
    let again = crate::wire::mobile::read::file(text.as_bytes()).unwrap();
    assert_eq!(again, file);
    let stated = crate::wire::mobile::read::timetable(&again, &problem).unwrap();
    assert_eq!(stated, timetable);
    assert_eq!(crate::wire::mobile::read::misstated(&again, &write::file(&parsed, &problem, &stated, &beside)), []);
    // The weekly place four times, the monthly one once; 100 and 40.5 households, and ten at the container, of whom nine in ten take part.
    let t = &file.totals;
    assert_eq!((t.households, t.near, t.by_fixed, t.reached), (150.5, 150.5, 9.0, 126.45));
    assert_eq!(file.stands.iter().map(|s| (s.visits, s.households)).collect::<Vec<_>>(), [(4, 100.0), (1, 40.5)]);
    assert_eq!(file.stands.iter().map(|s| s.kg).sum::<f64>(), t.kg);
    let sum = |of: fn(&crate::wire::mobile::answer::AreaCoverage) -> f64| file.areas.iter().map(of).sum::<f64>();
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
    let former = crate::wire::mobile::read::former(&file, &renamed.service).unwrap();
    let walks: Vec<Option<usize>> = former.timetable.walks_to.iter().map(|s| s.map(|s| s.index())).collect();
    // The south street is gone: its number is none of the service's.
    assert_eq!(walks, [Some(0), Some(2), None]);
    assert_eq!(former.fixed.as_slice(), [false, false, true]);
    let shorter =
        read(with("/weeks", json!(2)).to_string().replace("\"every_weeks\":4", "\"every_weeks\":2").as_bytes())
            .unwrap();
    assert_eq!(crate::wire::mobile::read::former(&file, &shorter.service).unwrap_err()[0].code.code, "E8201");
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
    let again = crate::wire::mobile::read::file(crate::wire::json::pretty(&file).as_bytes()).unwrap();
    assert_eq!(
        (again.clone(), crate::wire::mobile::read::timetable(&again, &problem).unwrap()),
        (file.clone(), timetable)
    );
    let mut lies = file.clone();
    lies.stands[0].turned_away_kg = 0.0;
    assert_eq!(
        crate::wire::mobile::read::misstated(&lies, &file).iter().map(|f| f.0.as_str()).collect::<Vec<_>>(),
        ["/stands/0/turned_away_kg"]
    );
    let tables = crate::wire::mobile::tables::all(&file, Lang::Zh);
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
    let moved = crate::wire::mobile::read::timetable(&file, &problem).unwrap();
    let breaches = check(&problem, &moved);
    assert!(breaches.iter().any(|b| b.rule == Rule::Times), "{breaches:?}");
    for breach in &breaches {
        for lang in [Lang::En, Lang::Zh] {
            assert!(!crate::wire::mobile::words::cause(&problem, breach, lang).is_empty());
        }
    }
    // A figure that nothing else depends on.
    let mut file = right.clone();
    file.stands[0].kg += 1.0;
    let found = crate::wire::mobile::read::misstated(&file, &right);
    assert_eq!(found.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["/stands/0/kg"]);
    // Names and numbers that are not there.
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut tree = serde_json::to_value(&right).unwrap();
        change(&mut tree);
        let found = crate::wire::mobile::read::file(tree.to_string().as_bytes())
            .and_then(|f| crate::wire::mobile::read::timetable(&f, &problem));
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
    let found = crate::wire::mobile::read::timetable(&right, &other).unwrap_err();
    assert_eq!(found.iter().map(|d| d.code.code).collect::<Vec<_>>(), ["E8201"]);
}

#[test]
fn changes_are_held_to_the_timetable() {
    use crate::wire::mobile::next::{known_changes, read_changes};
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
fn reports_are_held_to_the_timetable() {
    use crate::wire::mobile::today::{answer, known, read_report, read_request};
    let file = written();
    let parsed = read(small().to_string().as_bytes()).unwrap();
    let problem = grounded(&parsed);
    let timetable = crate::wire::mobile::read::timetable(&file, &problem).unwrap();
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
    assert!(crate::wire::mobile::next::known_changes(&said.changes, &file).is_ok());
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
        bound_milli: [plan.reachable_milli; 2],
        worth: [plan.worth, plan.start_worth],
        ..write::Beside::default()
    };
    let truth = truth(&problem, &plan.timetable);
    // 100 + 40.5 households need a vehicle, nine in ten would take part; only the first hundred can be visited often enough.
    assert_eq!((truth.reachable_milli, truth.totals.reached_milli), (126_450, 90_000));
    assert!((truth.worth - plan.worth).abs() < 1.0, "{} {}", truth.worth, plan.worth);
    let file = write::file(&parsed, &problem, &plan.timetable, &beside);
    let wrong = |change: &dyn Fn(&mut crate::wire::mobile::answer::TimetableFile)| {
        let mut file = file.clone();
        change(&mut file);
        crate::wire::mobile::claims::wrong(&file, &problem, &truth).into_iter().map(|l| l.0).collect::<Vec<_>>()
    };
    assert_eq!(wrong(&|_| {}), Vec::<String>::new());
    assert_eq!(file.totals.reached_percent, 71.17);
    assert_eq!(wrong(&|f| f.proof.most_households = 10.0)[0], "/proof/most_households");
    assert_eq!(wrong(&|f| f.proof.reached_of_most_percent += 1.0), ["/proof/reached_of_most_percent"]);
    assert_eq!(wrong(&|f| f.proof.most_served = 10.0), ["/proof/most_served", "/proof/served_of_most_percent"]);
    assert_eq!(wrong(&|f| f.proof.served_of_most_percent += 1.0), ["/proof/served_of_most_percent"]);
    assert_eq!(wrong(&|f| f.proof.start_worth_fen = f.proof.worth_fen + 100), ["/proof/start_worth_fen"]);
    assert_eq!(wrong(&|f| f.left.clear()), ["/left p2"]);
    assert_eq!(wrong(&|f| f.left[0].households = 1.0), ["/left/0/households"]);
    assert_eq!(wrong(&|f| f.left[0].takes = crate::wire::mobile::answer::TakesWord::Place), ["/left/0/takes"]);
    assert_eq!(wrong(&|f| f.left[0].points.push("p1".into())).len(), 3);
    assert_eq!(wrong(&|f| f.left[0].points.push("nobody".into())), ["/left/0/points"]);
    let money = |f: &mut crate::wire::mobile::answer::TimetableFile| {
        (f.left[0].takes, f.left[0].stand) = (crate::wire::mobile::answer::TakesWord::Money, Some("北街".into()));
    };
    // They cannot be visited often enough for any money, do not walk there, and the words speak of something else.
    assert_eq!(wrong(&money), ["/left/0/takes", "/left/0/stand", "/left/0/why"]);
}
