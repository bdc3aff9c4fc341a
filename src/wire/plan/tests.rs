#![expect(clippy::unwrap_used, reason = "tests")]
//! What is written reads back to the same plan, and hand-edited files are answered in codes.

mod output;

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::ids::{Id, IdVec, KindId, PlaceId, StreamId, TaskId, UnloadId, VehicleId, WarehouseId};
use crate::matrix::travel::{Leg, Travel, TravelMatrix};
use crate::plan::cost::Costs;
use crate::plan::energy::{EnergyFactor, EnergySource, EnergyStatement};
use crate::plan::explain::{Change, Obstacle, Reason, Relaxation, Subject};
use crate::plan::kpi::Kpis;
use crate::plan::rule::Rule;
use crate::plan::{LeftOut, Load, Plan, SearchMeta, Stop, Totals, VehiclePlan, What};
use crate::rounds::problem::{Amount, Problem};
use crate::units::{Centimetres, Fen, Grams, Millilitres, Milliseconds};

/// The example's problem on travel of one minute between any two places.
fn names() -> (Problem, Names) {
    let day = crate::wire::problem::parse(include_bytes!("../../../docs/example-problem.json")).unwrap();
    let n = day.places.len();
    let leg = Leg { time: Milliseconds::MINUTE, length: Centimetres(50_000) };
    let matrix = Arc::new(TravelMatrix::from_legs(n, vec![Some(leg); n * n].into_iter()).unwrap());
    let problem = day.with_travel(Travel::constant(vec![matrix; day.profiles.len()]));
    assert_eq!(problem.defects(), Vec::<String>::new());
    let names = Names::new(&problem, &day.places);
    (problem, names)
}

fn quantity() -> impl Strategy<Value = i64> {
    prop_oneof![Just(0), -1000..1000_i64, 0..200_000_000_i64, -1_000_000_000_000_000..1_000_000_000_000_000_i64]
}
fn id<I: Id>(n: usize) -> impl Strategy<Value = I> {
    (0..n).prop_map(I::new)
}
fn time() -> impl Strategy<Value = Milliseconds> {
    quantity().prop_map(Milliseconds)
}
fn amount() -> impl Strategy<Value = Amount> {
    (quantity(), quantity()).prop_map(|(m, v)| Amount { mass: Grams(m), volume: Millilitres(v) })
}
fn costs() -> impl Strategy<Value = Costs> {
    prop::array::uniform7(any::<i64>().prop_map(Fen)).prop_map(
        |[fixed, distance, time, overtime, gate_fees, prizes_lost, total]| Costs {
            fixed,
            distance,
            time,
            overtime,
            gate_fees,
            prizes_lost,
            total,
        },
    )
}
fn streams() -> impl Strategy<Value = Vec<(StreamId, Amount)>> {
    prop::collection::vec((id(3), amount()), 0..3)
}
fn load() -> impl Strategy<Value = Load> {
    (streams(), amount()).prop_map(|(streams, goods)| Load { streams, goods })
}
fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        Just(What::Start),
        Just(What::End),
        Just(What::Break(0)),
        id::<TaskId>(16).prop_map(What::Task),
        id::<UnloadId>(2).prop_map(What::Unload),
        id::<WarehouseId>(1).prop_map(What::Load),
    ]
}
fn stop(places: usize) -> impl Strategy<Value = Stop> {
    let first = (what(), id::<PlaceId>(places), time(), quantity(), prop::array::uniform4(time()));
    (first, load(), load(), load()).prop_map(
        |((what, place, leg, length, [arrival, wait, start, leave]), taken_off, taken_on, load)| Stop {
            what,
            place,
            leg: Leg { time: leg, length: Centimetres(length) },
            arrival,
            wait,
            start,
            leave,
            taken_off,
            taken_on,
            load,
        },
    )
}
fn change() -> impl Strategy<Value = Change> {
    let v = || id::<VehicleId>(3);
    let of = prop_oneof![
        v().prop_map(Subject::Vehicle),
        v().prop_map(|v| Subject::Compartment(v, 1)),
        v().prop_map(|v| Subject::Break(v, 0)),
        id::<TaskId>(16).prop_map(Subject::Task),
        id::<UnloadId>(2).prop_map(Subject::Unload),
        id::<WarehouseId>(1).prop_map(Subject::Warehouse),
        Just(Subject::Link(1)),
    ];
    (0..Rule::ALL.len(), of, any::<i64>()).prop_map(|(rule, of, by)| Change { rule: Rule::ALL[rule], of, by })
}
fn relaxation() -> impl Strategy<Value = Relaxation> {
    (id::<VehicleId>(4), 0..50_usize, prop::collection::vec(change(), 0..3), any::<i64>())
        .prop_map(|(vehicle, position, changes, cost)| Relaxation { vehicle, position, changes, cost: Fen(cost) })
}
fn reason() -> impl Strategy<Value = Reason> {
    let rule = || prop::option::of((0..Rule::ALL.len()).prop_map(|r| Rule::ALL[r]));
    let obstacle = (id::<KindId>(2), id::<VehicleId>(4), rule(), prop::option::of(relaxation()))
        .prop_map(|(kind, vehicle, rule, relaxation)| Obstacle { kind, vehicle, rule, relaxation });
    let alone = prop::option::of(any::<bool>());
    let others = prop::collection::vec(relaxation(), 0..2);
    (rule(), alone, prop::collection::vec(obstacle, 0..3), prop::option::of(relaxation()), others).prop_map(
        |(binding, alone, obstacles, smallest, others)| Reason { binding, alone, obstacles, smallest, others },
    )
}
fn route(places: usize) -> impl Strategy<Value = VehiclePlan> {
    (time(), prop::collection::vec(stop(places), 0..5), quantity(), time(), any::<u32>(), costs()).prop_map(
        |(departure, stops, length, duration, trips, costs)| {
            let totals = Totals { length: Centimetres(length), duration, trips, costs };
            VehiclePlan { vehicle: VehicleId::new(0), departure, stops, totals }
        },
    )
}
fn kpis() -> impl Strategy<Value = Kpis> {
    let sums = (prop::array::uniform3(quantity()), prop::array::uniform4(time()), prop::option::of(any::<i64>()));
    let parts = (
        prop::array::uniform4(any::<u32>()),
        streams(),
        amount(),
        prop::collection::vec((id::<UnloadId>(2), quantity()), 0..2),
    );
    (parts, sums).prop_map(|((n, collected, delivered, unloaded), (length, spent, fen_per_t))| Kpis {
        tasks_served: n[0],
        tasks_left_out: n[1],
        vehicles_used: n[2],
        trips: n[3],
        collected,
        delivered,
        unloaded: unloaded.into_iter().map(|(u, g)| (u, Grams(g))).collect(),
        length: Centimetres(length[0]),
        length_empty: Centimetres(length[1]),
        length_loaded: Centimetres(length[2]),
        driving: spent[0],
        serving: spent[1],
        waiting: spent[2],
        resting: spent[3],
        fen_per_t,
    })
}
fn energy() -> impl Strategy<Value = EnergyStatement> {
    let factor = (any::<bool>(), quantity(), any::<i64>()).prop_map(|(d, per_100_km, co2_g_per_unit)| EnergyFactor {
        source: if d { EnergySource::Diesel } else { EnergySource::Electricity },
        per_100_km,
        co2_g_per_unit,
    });
    (prop::collection::vec(factor, 2), quantity(), quantity(), quantity()).prop_map(
        |(f, diesel_ml, electricity_wh, co2_g)| EnergyStatement {
            factors: IdVec::<KindId, _>::from(f),
            diesel_ml,
            electricity_wh,
            co2_g,
        },
    )
}
fn plan(places: usize) -> impl Strategy<Value = Plan> {
    let left = (id::<TaskId>(16), prop::option::of(reason())).prop_map(|(task, reason)| LeftOut { task, reason });
    let head = (prop::option::of(any::<[u8; 16]>()), any::<u64>(), any::<u64>());
    let body = (
        prop::collection::vec(route(places), 0..4),
        prop::collection::vec(left, 0..3),
        costs(),
        kpis(),
        prop::option::of(energy()),
    );
    (head, body).prop_map(|((city, seed, iterations), (mut vehicles, left_out, costs, kpis, energy))| {
        vehicles.iter_mut().enumerate().for_each(|(i, v)| v.vehicle = VehicleId::new(i));
        Plan { city, search: SearchMeta { seed, iterations }, vehicles, left_out, costs, kpis, energy }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]
    #[test]
    fn what_is_written_reads_back(plan in plan(10)) {
        let (_, names) = names();
        let text = write(&plan, &names);
        match read(text.as_bytes(), &names) {
            Ok(back) => prop_assert_eq!(back, plan),
            Err(defects) => prop_assert!(false, "{}\n{}", defects[0], text),
        }
    }
}

#[test]
fn a_hand_edited_plan_is_answered_in_codes() {
    let (problem, names) = names();
    let route = crate::rounds::solution::Route {
        departure: Milliseconds::from_seconds(30_000),
        steps: vec![crate::rounds::solution::Step::Task(TaskId::new(0)), crate::rounds::solution::Step::Break(0)],
    };
    let mut routes = vec![crate::rounds::solution::Route::default(); problem.vehicles.len()];
    routes[0] = route;
    let solution = crate::rounds::solution::Solution { routes: routes.into() };
    let plan = Plan::build(&problem, &solution).unwrap();
    let text = write(&plan, &names);
    assert_eq!(read(text.as_bytes(), &names).unwrap(), plan);
    let codes = |from: &str, to: &str| {
        assert!(text.contains(from), "{from} in {text}");
        let defects = read(text.replacen(from, to, 1).as_bytes(), &names).unwrap_err();
        defects.iter().map(|d| d.code.code).collect::<Vec<_>>()
    };
    assert_eq!(codes("\"station-1\"", "\"station-11\""), ["E3001"]);
    // The vehicle that is out has a route of its own.
    assert_eq!(codes("\"light-1\"", "\"晋B·D1234\""), ["E3002"]);
    assert_eq!(codes("\"break_position\": 0", "\"break_position\": 7"), ["E3003"]);
    assert_eq!(codes("\"type\": \"task\"", "\"type\": \"unload\""), ["E3001"]);
    assert_eq!(codes("\"type\": \"task\"", "\"type\": \"break\""), ["E3004"]);
    assert_eq!(codes("08:20:00", "8h20"), ["E1022"]);
    assert_eq!(codes("\"version\": 1", "\"version\": 1, \"city\": \"00112233445566778899aabbccddeefg\""), ["E3005"]);
}

#[test]
fn names_that_are_not_clear_become_positions() {
    let (problem, _) = names();
    let site = |name: &str| crate::rounds::day::Site { name: name.to_owned(), lon_lat: None };
    let places = ["a", "", "b", "b", "#0"].map(site).into_iter().collect();
    let names = Names::new(&problem, &places);
    let labels: Vec<_> = names.places.iter().collect();
    assert_eq!(labels, ["a", "#1", "#2", "#3", "#4"]);
    assert!(labels.iter().enumerate().all(|(i, l)| names.places.find(l) == Some(i)));
}
