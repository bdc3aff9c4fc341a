//! A small day in which every rule has something to hold: three vehicles at work (one already out), one spare, twelve tasks.

use std::sync::Arc;

use huilu::ids::{Id, IdVec, PlaceId, StreamId, TaskId, UnloadId, VehicleId, WarehouseId};
use huilu::matrix::travel::{Leg, Travel, TravelMatrix};
use huilu::rounds::problem::{
    Amount, Break, Compartment, Kind, Link, Problem, Running, Task, UnloadingPlace, Vehicle, Warehouse, Window,
};
use huilu::rounds::solution::{Route, Solution, Step};
use huilu::units::{Centimetres, Fen, Grams, Millilitres, Milliseconds, Rates};

pub(crate) const MINUTE: i64 = 60_000;
pub(crate) const PLACES: usize = 15;

pub(crate) fn clock(h: i64, m: i64) -> Milliseconds {
    Milliseconds((h * 60 + m) * MINUTE)
}
pub(crate) fn window(open: Milliseconds, close: Milliseconds) -> Window {
    Window { open, close }
}
/// As many kilograms as litres.
pub(crate) fn amount(both: i64) -> Amount {
    Amount { mass: Grams(both * 1000), volume: Millilitres(both * 1000) }
}
pub(crate) fn task(i: usize) -> TaskId {
    Id::new(i)
}
pub(crate) fn vehicle(i: usize) -> VehicleId {
    Id::new(i)
}
pub(crate) fn place(i: usize) -> PlaceId {
    Id::new(i)
}
pub(crate) fn serve(i: usize) -> Step {
    Step::Task(task(i))
}
pub(crate) fn unload(i: usize) -> Step {
    Step::Unload(UnloadId::new(i))
}

/// Ten minutes and five kilometres between any two places, but for the pairs that are cut.
pub(crate) fn travel(cut: &[(usize, usize)]) -> Travel {
    let leg = Leg { time: Milliseconds(10 * MINUTE), length: Centimetres(500_000) };
    let pairs = (0..PLACES * PLACES).map(|i| (i / PLACES, i % PLACES));
    let cells: Vec<_> = pairs.map(|pair| (!cut.contains(&pair)).then_some(leg)).collect();
    Travel::constant(vec![Arc::new(TravelMatrix::from_legs(PLACES, cells.into_iter()).unwrap())])
}

/// As [`travel`], but what is cut is open again late in the evening.
pub(crate) fn shut_by_day(cut: &[(usize, usize)]) -> Travel {
    let of = |cut: &[(usize, usize)]| travel(cut).matrix(Id::new(0), 0).clone();
    let evening = Milliseconds(23 * 60 * MINUTE);
    Travel::new(vec![Milliseconds(0), evening], vec![vec![of(cut), of(&[])]].into())
}

/// At place `3 + i`; five minutes of service; nothing brought or taken.
pub(crate) fn plain(i: usize) -> Task {
    Task {
        name: format!("task {i}"),
        place: place(3 + i),
        deliver: Amount::default(),
        warehouse: None,
        ready: None,
        collect: Vec::new(),
        windows: Vec::new(),
        service: Milliseconds(5 * MINUTE),
        skills: 0,
        crew: 1,
        kinds: Vec::new(),
        priority: 1,
        prize: None,
    }
}

fn truck(name: &str) -> Kind {
    let s = |i: usize| -> StreamId { Id::new(i) };
    Kind {
        name: name.into(),
        profile: Id::new(0),
        start: place(0),
        end: Some(place(0)),
        loads_at: Some(Id::new(0)),
        shift: window(clock(6, 0), clock(20, 0)),
        max_duration: None,
        breaks: Vec::new(),
        capacity: amount(1000),
        compartments: vec![
            Compartment { streams: vec![s(0)], goods: true, capacity: amount(600) },
            Compartment { streams: vec![s(1)], goods: false, capacity: amount(500) },
        ],
        fixed: Fen(10_000),
        rates: Rates { fen_per_km: 200, fen_per_h: 3000 },
        overtime_after: Some(clock(2, 0)),
        overtime_fen_per_h: 1000,
        max_length: None,
        max_tasks: None,
        max_trips: None,
        skills: 1,
        crew: 2,
        must_end_empty: true,
    }
}

/// The day and a feasible answer to it.
pub(crate) fn desk() -> (Problem, Solution) {
    let s = |i: usize| -> StreamId { Id::new(i) };
    let mut tasks: IdVec<TaskId, Task> = (0..12).map(plain).collect();
    (tasks[task(0)].deliver, tasks[task(0)].collect) = (amount(100), vec![(s(0), amount(200))]);
    tasks[task(1)].collect = vec![(s(1), amount(150))];
    tasks[task(1)].windows = vec![window(clock(8, 40), clock(9, 0))];
    tasks[task(7)].deliver = amount(50);
    tasks[task(8)].collect = vec![(s(0), amount(120))];
    tasks[task(10)].prize = Some(Fen(500));
    tasks[task(11)].deliver = amount(30);
    let place_of = |name: &str, at: usize, streams: Vec<StreamId>| UnloadingPlace {
        name: name.into(),
        place: place(at),
        streams,
        windows: Vec::new(),
        intake: Some(Grams(1_000_000)),
        handling_fixed: Milliseconds(3 * MINUTE),
        handling_ms_per_kg: 100,
        gate_fen_per_t: 2000,
    };
    let house = |at: usize| Warehouse {
        name: format!("warehouse at {at}"),
        place: place(at),
        windows: Vec::new(),
        handling_fixed: Milliseconds(MINUTE),
        handling_ms_per_kg: 50,
    };
    let mut kinds: IdVec<_, Kind> = vec![truck("with a break"), truck("without")].into();
    kinds[Id::new(0)]
        .breaks
        .push(Break { window: window(clock(8, 30), clock(9, 30)), duration: Milliseconds(15 * MINUTE) });
    let running = Running {
        place: place(1),
        ready_at: clock(9, 0),
        started_at: clock(7, 0),
        driven: Centimetres(1_000_000),
        on_board: Vec::new(),
        goods_for: vec![task(11)],
        breaks_taken: Vec::new(),
        tasks_done: 0,
        trips_begun: 0,
        on_trip: false,
    };
    let of =
        |name: &str, kind: usize, running: Option<Running>| Vehicle { name: name.into(), kind: Id::new(kind), running };
    let problem = Problem {
        streams: vec!["paper".to_owned(), "metal".to_owned()].into(),
        tasks,
        links: vec![
            Link::Shipment { pick: task(2), drop: task(3), amount: amount(40) },
            Link::Order { first: task(4), then: task(5), min_gap: Milliseconds(MINUTE), max_gap: Some(clock(1, 0)) },
            Link::Both { one: task(6), other: task(7), apart: true },
        ],
        groups: vec![vec![task(8), task(9)]].into(),
        kinds,
        vehicles: vec![of("one", 0, None), of("two", 1, None), of("out", 1, Some(running)), of("spare", 1, None)]
            .into(),
        unloading: vec![place_of("paper only", 1, vec![s(0)]), place_of("both", 2, vec![s(0), s(1)])].into(),
        warehouses: vec![house(0), house(1)].into(),
        travel: travel(&[]),
    };
    let route = |h: i64, steps: Vec<Step>| Route { departure: clock(h, 0), steps };
    let first = vec![serve(0), serve(1), Step::Break(0), unload(1), serve(2), serve(3), serve(4), serve(5), serve(6)];
    let routes = vec![
        route(8, first),
        route(7, vec![serve(7), serve(8), unload(0)]),
        route(9, vec![serve(11)]),
        route(0, Vec::new()),
    ];
    (problem, Solution { routes: routes.into() })
}

/// Used by tests that need a second warehouse.
pub(crate) fn warehouse(i: usize) -> WarehouseId {
    Id::new(i)
}
