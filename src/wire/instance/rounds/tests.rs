//! Small files of every format, read and posed.
#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::pose::{Posed, pose};
use super::ways::Times;
use super::*;
use crate::ids::{Id, PlaceId};
use crate::matrix::travel::ProfileIx;
use crate::rounds::problem::Link;
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::Milliseconds;

fn seen(text: &str) -> (Instance, Posed) {
    let instance = read(text, &Choice::default()).unwrap();
    let posed = pose(&instance).unwrap();
    (instance, posed)
}

/// Length and time of the day's first matrix.
fn leg(posed: &Posed, from: usize, to: usize) -> (i64, i64) {
    let matrix = posed.problem.travel.matrix(ProfileIx::new(0), 0);
    let leg = matrix.leg(PlaceId::new(from), PlaceId::new(to)).unwrap();
    (leg.length.0, leg.time.0)
}

fn code(text: &str) -> (&'static str, Option<(usize, usize)>) {
    let defect = read(text, &Choice::default()).and_then(|i| pose(&i).map(|_| i)).unwrap_err();
    (defect.code.code, defect.line_column)
}

const CVRP: &str = "NAME : \tt\nTYPE : CVRP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 5\nNODE_COORD_SECTION\t\n\
                    1 0 0\n2 3 4\n3 1 1\nDEMAND_SECTION\n1 0\n2 5\n3 2\nDEPOT_SECTION\n 1\n -1\nEOF\n";

#[test]
fn lengths_of_cvrplib_are_rounded_to_the_nearest() {
    let (instance, posed) = seen(CVRP);
    assert_eq!((instance.format, posed.nodes.clone()), ("vrplib", vec![1, 2]));
    // From (0, 0) to (1, 1) is 1.41, from (3, 4) to (1, 1) is 3.61.
    assert_eq!((leg(&posed, 0, 1), leg(&posed, 0, 2), leg(&posed, 1, 2)), ((5, 0), (1, 0), (4, 0)));
    // 1.3 times 7 in fives, and three more: but never more than stops.
    assert_eq!(posed.problem.vehicles.len(), 2);
    assert_eq!(posed.problem.kinds[Id::new(0)].max_trips, Some(1));
}

#[test]
fn what_an_answer_costs_is_added_up_from_the_file() {
    let (instance, posed) = seen(CVRP);
    let route = |task| Route { departure: Milliseconds(0), steps: vec![Step::Task(Id::new(task))] };
    let both = Solution { routes: [route(0), route(1)].into_iter().collect() };
    // 2 x 5 + 2 x 1
    let all = tours::Worth { cost: 12.0, routes: 2, left_out: 0 };
    assert_eq!(tours::worth(&instance, &posed, &both), all);
    assert_eq!(crate::rounds::evaluate::evaluate(&posed.problem, &both).unwrap().objective.cost.0, 12);
    let one = Solution { routes: [route(0), Route::default()].into_iter().collect() };
    assert_eq!(tours::worth(&instance, &posed, &one), tours::Worth { cost: 10.0, routes: 1, left_out: 1 });
    let text: serde_json::Value = serde_json::from_str(&tours::write("t", &instance, &posed, &both)).unwrap();
    assert_eq!((&text["tours"][1]["steps"][0]["visit"], &text["tours"][1]["start"]), (&2.into(), &0.into()));
}

#[test]
fn explicit_tables_may_be_asymmetric_and_their_depot_anywhere() {
    let head = "TYPE : ACVRP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : FULL_MATRIX\nCAPACITY : 9\nVEHICLES : 1\n";
    let tail = "DEMAND_SECTION\n1 4\n2 5\n3 0\nDEPOT_SECTION\n3\nEOF\n";
    let (instance, posed) = seen(&format!("{head}EDGE_WEIGHT_SECTION\n10000 1 2\n3 10000 4\n5 6 10000\n{tail}"));
    assert_eq!((instance.fleets[0].depot, posed.nodes.clone(), instance.published), (2, vec![0, 1], 1.0));
    assert_eq!((leg(&posed, 0, 1).0, leg(&posed, 1, 0).0, leg(&posed, 0, 0).0), (1, 3, 0));
    let lower = head.replace("FULL_MATRIX", "LOWER_ROW");
    let (_, posed) = seen(&format!("{lower}EDGE_WEIGHT_SECTION\n7\n8 9\n{tail}"));
    assert_eq!((leg(&posed, 0, 1).0, leg(&posed, 2, 0).0, leg(&posed, 1, 2).0), (7, 8, 9));
    // What is not there is said before room for it is made.
    let short = head.replace("DIMENSION : 3", "DIMENSION : 20000");
    assert_eq!(code(&format!("{short}EDGE_WEIGHT_SECTION\n1 2\n")).0, "E4101");
}

#[test]
fn deliveries_and_pickups_keep_their_decimals() {
    // Dethloff's tables are symmetric and published in ten-thousandths, Rieck's are not and published in hundredths.
    let head = "TYPE : VRPSPD\nDIMENSION : 2\nEDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : FULL_MATRIX\nCAPACITY : 12\nVEHICLES : 1\n";
    let rest = "PICKUP_AND_DELIVERY_SECTION :\n1 0 0 10000000 0 0 0\n2 0 0 10000000 0 7.5 12\nDEPOT_SECTION\n1\n-1\n";
    let (instance, posed) = seen(&format!("{head}EDGE_WEIGHT_SECTION\n0 66246\n66246 0\n{rest}"));
    assert_eq!((instance.published, &instance.ways.times, posed.load_units), (1e-4, &Times::None, 10.0));
    let task = &posed.problem.tasks[Id::new(0)];
    assert_eq!((task.deliver.mass.0, task.collect[0].1.mass.0, task.windows.len()), (120, 75, 0));
    let (instance, _) = seen(&format!("{head}EDGE_WEIGHT_SECTION\n0 662\n700 0\n{rest}"));
    assert_eq!(instance.published, 1e-2);
    // A limit of length counts service as well.
    let limited =
        head.replace("EXPLICIT\n", "EXACT_2D\nDISTANCE : 20\n").replace("EDGE_WEIGHT_FORMAT : FULL_MATRIX\n", "");
    let (_, posed) = seen(&format!(
        "{limited}NODE_COORD_SECTION\n1 0 0\n2 1 1\n{}",
        rest.replace("10000000 0 7.5", "10000000 3 7.5")
    ));
    assert_eq!(posed.problem.kinds[Id::new(0)].max_duration, Some(Milliseconds(200_000)));
    assert_eq!(posed.problem.tasks[Id::new(0)].service, Milliseconds(30_000));
    // The root of 2 in ten-thousandths: to the nearest as a length, up as a time.
    assert_eq!(leg(&posed, 0, 1), (14_142, 14_143));
}

#[test]
fn windows_are_in_tenths_and_what_is_not_rounded_is_not() {
    let text = "r1\n\nVEHICLE\nNUMBER CAPACITY\n 7 200\n\nCUSTOMER\nCUST NO. XCOORD. YCOORD. DEMAND READY TIME DUE DATE SERVICE TIME\n\n\
                0 0 0 0 0 99 0\n1 1 1 19 5 50 10\n";
    let (instance, posed) = seen(text);
    assert_eq!((instance.format, instance.fleets[0].count), ("solomon", 7));
    // 1.414 is cut off to 1.4.
    assert_eq!(leg(&posed, 0, 1), (14, 14));
    let task = &posed.problem.tasks[Id::new(0)];
    assert_eq!((task.windows[0].open.0, task.windows[0].close.0, task.service.0), (50, 500, 100));
    let exact = read(text, &Choice { vehicles_first: true, vehicles: Some(3), ..Choice::default() }).unwrap();
    let posed = pose(&exact).unwrap();
    assert_eq!((leg(&posed, 0, 1).0, posed.problem.vehicles.len()), (14_142, 3));
    // A vehicle costs more than driving to every stop and back.
    assert!(posed.problem.kinds[Id::new(0)].fixed.0 > 2 * 14_142);
    // Eight columns are Wang and Chen's.
    let eight =
        text.replace(" 7 200", " 1 7 200").replace("0 0 0 0 0 99 0", "0 0 0 0 0 0 99 0").replace("19 5", "19 4 5");
    let (instance, posed) = seen(&eight);
    assert_eq!(instance.stops[1].unwrap().collect, 4.0);
    assert_eq!(leg(&posed, 0, 1).0, 14_142);
}

#[test]
fn dialects_of_vrplib_are_told_apart_by_their_type() {
    let groups = "MUTUALLY_EXCLUSIVE_GROUP_SECTION\n1\t2\t3\n2\t4\nDEPOT_SECTION\n1\nEOF\n";
    let body = "DIMENSION: 4\nEDGE_WEIGHT_TYPE: EUC_2D\nVEHICLES: 2\nCAPACITY: 5\nNODE_COORD_SECTION\n1 0 0\n2 1 1\n3 2 0\n4 3 0\n\
                DEMAND_SECTION\n1 0\n2 1\n3 1\n4 1\n";
    let (_, posed) = seen(&format!("TYPE: GVRP\n{body}{groups}"));
    assert_eq!((posed.problem.groups.len(), posed.problem.tasks.len(), leg(&posed, 0, 1).0), (1, 3, 1));
    let prizes = "PRIZE_SECTION\n1 0\n2 7\n3 8\n4 9\nDEPOT_SECTION\n1\n-1\nEOF\n";
    let (instance, posed) = seen(&format!("TYPE : PCVRPTW\n{body}{prizes}"));
    // In tenths: nobody visited costs 7 + 8 + 9.
    let none = Solution { routes: [Route::default(), Route::default()].into_iter().collect() };
    assert_eq!(tours::worth(&instance, &posed, &none).cost, 240.0);
    assert_eq!(posed.problem.tasks[Id::new(0)].prize.unwrap().0, 70);
    let homes = "VEHICLES_DEPOT_SECTION\n1 1\n2 4\nDEPOT_SECTION\n1\n4\nEOF\n";
    let (instance, posed) = seen(&format!("TYPE: MDVRPTW\nVEHICLES_MAX_DURATION: 40\n{body}{homes}"));
    assert_eq!((instance.fleets.len(), instance.fleets[1].depot, posed.nodes.clone()), (2, 3, vec![1, 2]));
    assert_eq!((leg(&posed, 0, 1).0, instance.published), (1414, 1000.0));
}

#[test]
fn mixed_fleets_and_depots_and_loads_with_two_ends() {
    let (instance, posed) = seen(" //comment\n 1 2 999999.0 0.0 9 9\n 4 20 0 1.0\n 2 30 50 1.1\n 0 0\n 3 4 18\n\n");
    assert_eq!((instance.format, posed.problem.vehicles.len()), ("taillard", 6));
    // A length is ten-thousandths, a fen a tenth of that, so that 1.1 is whole: 5 x 1.1 is 550000 fen, 50 are 5000000.
    let kind = &posed.problem.kinds[Id::new(1)];
    assert_eq!((kind.rates.fen_per_km, kind.fixed.0), (1_100_000, 5_000_000));
    let (instance, posed) = seen("2 3 1 2\n0 160\n200 100\n1 3 4 5 7 1 2 1 2\n2 0 0 0 0 0 0\n3 9 9 0 0 0 0\n");
    assert_eq!(
        (instance.format, instance.fleets[1].longest, posed.problem.vehicles.len()),
        ("cordeau", Some(200.0), 6)
    );
    assert_eq!((instance.fleets[0].depot, instance.stops[0].unwrap().service), (1, 5.0));
    let (instance, posed) = seen("5 10 1\n0 0 0 0 0 99 0 0 0\n1 1 0 4 0 50 2 0 2\n2 2 0 -4 0 50 2 1 0\n");
    assert_eq!((instance.format, instance.vehicles_first, posed.problem.links.len()), ("lilim", true, 1));
    assert!(matches!(posed.problem.links[0], Link::Shipment { amount, .. } if amount.mass.0 == 4));
}

#[test]
fn waste_has_landfills_lunch_and_a_total_for_the_day() {
    let text = "20.0 // capacity\r\n50 // total\r\n500 // stops\r\n3600 // lunch\r\n40 // speed\r\nStop_ID\tX\r\n\
                0 0 0 0800 1700 0 9999 0\r\n1 5280 0 0000 2400 1800 9999 2\r\n2 0 10560 0000 1675 25 6.5 1\r\n";
    let (instance, posed) = seen(text);
    assert_eq!((instance.format, instance.dumps[0].node, posed.nodes.clone()), ("kim", 1, vec![2]));
    let (task, kind) = (&posed.problem.tasks[Id::new(0)], &posed.problem.kinds[Id::new(0)]);
    // Along the axes three miles, at 40 miles an hour 270 seconds.
    assert_eq!(leg(&posed, 1, 2).1, 270_000);
    assert_eq!((task.deliver.volume.0, task.deliver.mass.0, task.collect[0].1.mass.0), (65, 0, 65));
    assert_eq!((kind.capacity.mass.0, kind.capacity.volume.0, kind.must_end_empty), (200, 500, true));
    assert_eq!((kind.breaks[0].window.open.0, kind.shift.open.0, kind.max_tasks), (39_600_000, 28_800_000, Some(500)));
    // One file writes a quarter past five so.
    assert_eq!(task.windows[0].close.0, (17 * 60 + 15) * 60_000);
}

#[test]
fn lengths_and_times_may_be_apart() {
    let text = "DIMENSION : 2\nVEHICLES : 3\nDISPATCHINGCOST : 300\nUNITCOST : 0.014\nCAPACITY : 2.5\nEDGE_WEIGHT_TYPE : EXPLICIT\n\
                NODE_SECTION\n0,0,0,0,960,0\n1,0.093450,0.173125,60,120,30\nDISTANCETIME_SECTION\n0,1,30169,48\n1,0,31000,50\nDEPOT_SECTION\n0\n";
    let (instance, posed) = seen(text);
    assert_eq!((instance.format, leg(&posed, 0, 1), leg(&posed, 1, 0)), ("jd", (30_169, 48), (31_000, 50)));
    let kind = &posed.problem.kinds[Id::new(0)];
    // In thousandths: 14 a metre, 300000 a vehicle.
    assert_eq!((kind.rates.fen_per_km, kind.fixed.0, kind.capacity.mass.0), (1_400_000, 300_000, 2_500_000));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (text, want, place) in [
        ("", "E4104", None),
        ("hello\n", "E4104", None),
        ("DIMENSION : x\n", "E4102", Some((1, 3))),
        ("DIMENSION : 1\n", "E4102", Some((1, 3))),
        ("DIMENSION :\n", "E4101", None),
        ("DIMENSION : 2\nNODE_COORD_SECTION\n1 0 0\n3 1 1\n", "E4102", Some((4, 1))),
        ("DIMENSION : 2\nNODE_COORD_SECTION\n1 0 0\n2 1 y\n", "E4102", Some((4, 3))),
        ("DIMENSION : 2\nEDGE_WEIGHT_TYPE : GEO\n", "E4102", Some((2, 3))),
        ("DIMENSION : 2\nNODE_COORD_SECTION\n1 0 0\n2 1 1\n", "E4111", None),
        ("CAPACITY : 2\nDIMENSION : 2\n", "E4111", None),
        ("NAME : a\nNODE_COORD_SECTION\n1 0 0\nDIMENSION : 1\n", "E4111", None),
        ("DIMENSION : 2\nBACKHAUL_SECTION\n", "E4110", None),
        ("1 3 5 2\n0 160\n", "E4110", None),
        (&CVRP.replace("2 3 4", "2 5e9 4"), "E4106", None),
        (&CVRP.replace("2 5\n", "2 5e13\n"), "E4106", None),
        (&CVRP.replace("EOF", "FOO_SECTION"), "E4110", None),
        ("7 2 1\n0 0 0 0 0 9 0 0 0\n1 1 1 4 0 9 0 0 8\n", "E4102", Some((3, 9))),
        // A window that closes before it opens.
        ("7 2 1\n0 0 0 0 0 9 0 0 0\n1 1 1 4 9 3 0 0 1\n", "E4109", None),
    ] {
        let (code, at) = code(text);
        assert_eq!(code, want, "{text:?}");
        assert!(place.is_none() || at == place, "{text:?}: {at:?}");
    }
    let choice = Choice { set: Some("nosuch"), ..Choice::default() };
    assert_eq!(read(CVRP, &choice).unwrap_err().code.code, "E4105");
}

proptest! {
    #[test]
    fn no_text_panics(words in prop::collection::vec(
        "[0-9]{1,3}|-1|1e9|NaN|[.]5|//|Stop_ID|CUST|VEHICLE|DIMENSION : 3|CAPACITY : 2|VEHICLES : 2|TYPE : VRPSPD|EDGE_WEIGHT_TYPE : (EUC_2D|EXPLICIT)\
         |(NODE_COORD|EDGE_WEIGHT|DEMAND|DEPOT|TIME_WINDOW|PICKUP_AND_DELIVERY|MUTUALLY_EXCLUSIVE_GROUP|VEHICLES_DEPOT)_SECTION|EOF|\n|\u{fffd}",
        0..60,
    )) {
        let text = words.join(" ");
        for set in [None].into_iter().chain(FORMATS.iter().map(|f| Some(f.name))) {
            let choice = Choice { set, ..Choice::default() };
            for text in [text.clone(), text.replace(' ', "\n"), format!("{CVRP}\n{text}")] {
                if let Ok(instance) = read(&text, &choice) {
                    let _ = pose(&instance);
                }
            }
        }
    }
}
