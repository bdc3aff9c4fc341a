//! Random days for tests, and the best answer by trying everything.

#![expect(clippy::expect_used, reason = "tests")]

use std::collections::HashMap;
use std::sync::Arc;

use crate::ids::{Id, IdVec};
use crate::matrix::travel::{Leg, ProfileIx, Travel, TravelMatrix};
use crate::rounds::evaluate::missing;
use crate::rounds::prepared::Prepared;
use crate::rounds::prepared::units::Penalty;
use crate::rounds::problem::*;
pub(crate) use crate::rounds::search::dice::Dice;
use crate::rounds::search::state::Score;
use crate::rounds::simulate::{Outside, Scratch, departure};
use crate::rounds::solution::Step;
use crate::units::{Centimetres, Fen, Grams, Millilitres, Milliseconds, Rates};

/// Which features a random day has.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Features {
    pub bands: bool,
    pub windows: bool,
    pub several: bool,
    pub goods: bool,
    pub compartments: bool,
    pub breaks: bool,
    pub links: bool,
    pub orders: bool,
    pub groups: bool,
    pub prizes: bool,
    pub running: bool,
    pub intake: bool,
    pub limits: bool,
    pub holes: bool,
    pub open_end: bool,
    pub ready: bool,
}

impl Features {
    pub(super) fn draw(dice: &mut Dice) -> Self {
        let mut on = || dice.chance(0.35);
        Self {
            bands: on(),
            windows: on(),
            several: on(),
            goods: on(),
            compartments: on(),
            breaks: on(),
            links: on(),
            orders: on(),
            groups: on(),
            prizes: on(),
            running: on(),
            intake: on(),
            limits: on(),
            holes: on(),
            open_end: on(),
            // Drawn by itself, so that other days stay as they are.
            ready: false,
        }
    }
}

fn minutes(m: i64) -> Milliseconds {
    Milliseconds(m * 60_000)
}

fn amount(dice: &mut Dice, most: usize) -> Amount {
    Amount {
        mass: Grams(1000 * (1 + dice.below(most)) as i64),
        volume: Millilitres(1000 * dice.below(most + 1) as i64),
    }
}

/// A random day with `n` tasks.
pub(super) fn day(dice: &mut Dice, n: usize, f: Features) -> Problem {
    let places = n + 5;
    let at: Vec<(i64, i64)> = (0..places).map(|_| (dice.below(60) as i64, dice.below(60) as i64)).collect();
    let bands = if f.bands { 3 } else { 1 };
    let mut matrix = |stretch: i64| {
        let legs: Vec<Option<Leg>> = (0..places * places)
            .map(|i| {
                let (a, b) = (at[i / places], at[i % places]);
                let d = (a.0 - b.0).abs() + (a.1 - b.1).abs() + dice.below(3) as i64;
                let hole = f.holes && dice.chance(0.03);
                let time = minutes(d) * stretch;
                (!hole).then_some(Leg { time: Milliseconds(time.0 / 10), length: Centimetres(d * 60_000) })
            })
            .collect();
        Arc::new(TravelMatrix::from_legs(places, legs.into_iter()).expect("legs fit"))
    };
    let profile: Vec<_> = (0..bands).map(|b| matrix([10, 17, 8][b])).collect();
    let starts = vec![minutes(0), minutes(600), minutes(690)][..bands].to_vec();
    let travel = Travel::new(starts, vec![profile].into());
    let window = |dice: &mut Dice, few: i64| {
        let open = 400 + dice.below(400) as i64;
        Window { open: minutes(open), close: minutes(open + few + dice.below(120) as i64) }
    };
    let tasks: IdVec<_, Task> = (0..n)
        .map(|i| Task {
            name: i.to_string(),
            place: Id::new(5 + i),
            deliver: if f.goods && dice.chance(0.5) { amount(dice, 4) } else { Amount::default() },
            warehouse: (f.goods && dice.chance(0.2)).then(|| Id::new(dice.below(2))),
            ready: (f.ready && f.goods && dice.chance(0.5)).then(|| minutes(380 + dice.below(300) as i64)),
            collect: [0, 1]
                .map(|s| (Id::new(s), if dice.chance(0.6) { amount(dice, 4) } else { Amount::default() }))
                .to_vec(),
            windows: if f.windows && dice.chance(0.5) {
                let first = window(dice, 20);
                let second = Window { open: first.close + minutes(60), close: first.close + minutes(100) };
                if f.several { vec![first, second] } else { vec![first] }
            } else {
                vec![]
            },
            service: minutes(dice.below(12) as i64),
            skills: u64::from(f.limits && dice.chance(0.2)),
            crew: 1 + u8::from(f.limits && dice.chance(0.2)),
            kinds: if f.limits && dice.chance(0.2) { vec![Id::new(dice.below(2))] } else { vec![] },
            priority: dice.below(3) as u8,
            prize: (f.prizes && dice.chance(0.5)).then(|| Fen(dice.below(6000) as i64)),
        })
        .collect();
    let mut links = Vec::new();
    let mut free: Vec<usize> = (0..n).collect();
    let two = |free: &mut Vec<usize>| (free.len() >= 2).then(|| (free.pop().expect("two"), free.pop().expect("one")));
    if f.links {
        if let Some((a, b)) = two(&mut free) {
            links.push(Link::Shipment { pick: Id::new(a), drop: Id::new(b), amount: amount(dice, 3) });
        }
        if let Some((a, b)) = two(&mut free).filter(|_| n > 4) {
            links.push(Link::Both { one: Id::new(a), other: Id::new(b), apart: dice.chance(0.5) });
        }
    }
    if f.orders
        && let Some((a, b)) = two(&mut free)
    {
        let min_gap = minutes(dice.below(60) as i64);
        let max_gap = dice.chance(0.5).then_some(min_gap + minutes(60));
        links.push(Link::Order { first: Id::new(a), then: Id::new(b), min_gap, max_gap });
    }
    let mut groups = IdVec::new();
    if f.groups
        && let Some((a, b)) = two(&mut free)
    {
        groups.push(vec![Id::new(a), Id::new(b)]);
    }
    let kinds: IdVec<_, Kind> = (0..2)
        .map(|k| Kind {
            name: k.to_string(),
            profile: ProfileIx::new(0),
            start: Id::new(0),
            end: (!f.open_end).then(|| Id::new(k)),
            loads_at: dice.chance(0.7).then(|| Id::new(0)),
            shift: Window { open: minutes(420), close: minutes(900 + dice.below(300) as i64) },
            max_duration: f.limits.then(|| minutes(300 + dice.below(300) as i64)),
            breaks: if f.breaks {
                vec![Break { window: Window { open: minutes(660), close: minutes(720) }, duration: minutes(30) }]
            } else {
                vec![]
            },
            capacity: Amount { mass: Grams(9000 + 6000 * k as i64), volume: Millilitres(12_000) },
            compartments: if f.compartments {
                vec![
                    Compartment {
                        streams: vec![Id::new(0)],
                        goods: true,
                        capacity: Amount { mass: Grams(6000), volume: Millilitres(9000) },
                    },
                    Compartment {
                        streams: if k == 0 { vec![Id::new(1)] } else { vec![] },
                        goods: false,
                        capacity: Amount { mass: Grams(5000), volume: Millilitres(7000) },
                    },
                ]
            } else {
                vec![]
            },
            fixed: Fen(dice.below(3000) as i64),
            rates: Rates { fen_per_km: 20 + 30 * k as i64, fen_per_h: 600 * dice.below(3) as i64 },
            overtime_after: f.limits.then(|| minutes(240)),
            overtime_fen_per_h: 900,
            max_length: f.limits.then(|| Centimetres(60_000 * (150 + dice.below(150) as i64))),
            max_tasks: f.limits.then_some(6),
            max_trips: f.limits.then_some(3),
            skills: k as u64,
            crew: 1 + k as u8,
            must_end_empty: dice.chance(0.6),
        })
        .collect();
    let mut vehicles: IdVec<_, Vehicle> =
        (0..1 + n.div_ceil(4)).map(|v| Vehicle { name: v.to_string(), kind: Id::new(v % 2), running: None }).collect();
    if f.running {
        let goods_for = (0..n).map(Id::new).find(|&t| tasks[t].deliver.mass.0 > 0).into_iter().collect();
        vehicles[Id::new(0)].running = Some(Running {
            place: Id::new(4),
            ready_at: minutes(560),
            started_at: minutes(430),
            driven: Centimetres(60_000 * 40),
            on_board: vec![(Id::new(0), amount(dice, 3))],
            goods_for,
            breaks_taken: if f.breaks && dice.chance(0.5) { vec![0] } else { vec![] },
            tasks_done: dice.below(3) as u32,
            trips_begun: 1 + dice.below(2) as u32,
            on_trip: dice.chance(0.5),
        });
    }
    let unloading: IdVec<_, UnloadingPlace> = (0..2)
        .map(|u| UnloadingPlace {
            name: u.to_string(),
            place: Id::new(2 + u),
            streams: if u == 0 { vec![Id::new(0), Id::new(1)] } else { vec![Id::new(dice.below(2))] },
            windows: if f.windows && dice.chance(0.4) {
                vec![Window { open: minutes(480), close: minutes(900) }]
            } else {
                vec![]
            },
            intake: (f.intake && u == 0).then(|| Grams(3000 + 1500 * dice.below(n + 2) as i64)),
            handling_fixed: minutes(5),
            handling_ms_per_kg: 2500,
            gate_fen_per_t: if dice.chance(0.3) { -30_000 } else { 9_000 },
        })
        .collect();
    let warehouses = (0..2)
        .map(|w| Warehouse {
            name: w.to_string(),
            place: Id::new(w),
            // Some goods are there only when it has closed.
            windows: if f.ready && w == 0 { vec![Window { open: minutes(300), close: minutes(600) }] } else { vec![] },
            handling_fixed: minutes(4),
            handling_ms_per_kg: 1500,
        })
        .collect();
    Problem {
        streams: vec!["paper".to_owned(), "metal".to_owned()].into(),
        tasks,
        links,
        groups,
        kinds,
        vehicles,
        unloading,
        warehouses,
        travel,
    }
}

/// What the best answer is worth, by trying every route of every vehicle with at most `extra` steps that are no tasks
/// in it. Not for days with orders in time or intakes, which join the clocks and loads of routes.
pub(super) fn brute(problem: &Problem, extra: usize) -> Score {
    let p = Prepared::new(problem);
    let mut sets: HashMap<u32, i64> = HashMap::from([(0, 0)]);
    for v in 0..p.vehicles.len() {
        let mut by_set: HashMap<u32, i64> = HashMap::new();
        if !p.vehicles[v].is_running() {
            by_set.insert(0, 0);
        }
        all(&p, v, &mut Vec::new(), 0, extra, &mut Scratch::default(), &mut by_set);
        let mut next: HashMap<u32, i64> = HashMap::new();
        for (&a, &x) in &sets {
            for (&b, &y) in by_set.iter().filter(|(b, _)| *b & a == 0) {
                let cost = next.entry(a | b).or_insert(i64::MAX);
                *cost = (*cost).min(x + y);
            }
        }
        sets = next;
    }
    let fits = |set: u32| {
        let has = |t: usize| set >> t & 1 == 1;
        p.units.tasks.iter().all(|u| u.iter().all(|&t| has(t as usize) == has(u[0] as usize)))
            && problem.groups.iter().all(|g| g.iter().filter(|t| has(t.index())).count() <= 1)
    };
    let scores = sets.into_iter().filter(|(set, _)| fits(*set)).map(|(set, cost)| {
        let mut score = Score { left: vec![0; p.units.levels], cost };
        for what in missing(&p.units, |t| set >> t & 1 == 1) {
            match p.units.penalty[what] {
                Penalty::Nothing => {}
                Penalty::Level(level) => score.left[level] += 1,
                Penalty::Prize(prize) => score.cost += prize,
            }
        }
        score
    });
    scores.min().expect("doing nothing is an answer")
}

/// Whether some answer leaves out nothing, by trying as [`brute`] does.
pub(crate) fn serves_all(problem: &Problem, extra: usize) -> bool {
    brute(problem, extra).left.iter().all(|&level| level == 0)
}

fn all(
    p: &Prepared<'_>,
    v: usize,
    steps: &mut Vec<Step>,
    set: u32,
    extra: usize,
    s: &mut Scratch,
    out: &mut HashMap<u32, i64>,
) {
    if (!steps.is_empty() || p.vehicles[v].is_running())
        && let Ok(driven) = departure::best(p, v, steps, &Outside::ALONE, s, departure::THOROUGH)
    {
        let cost = out.entry(set).or_insert(i64::MAX);
        *cost = (*cost).min(driven.cost);
    }
    for t in (0..p.tasks.len()).filter(|t| set >> t & 1 == 0 && p.may(*t, v)) {
        steps.push(Step::Task(Id::new(t)));
        all(p, v, steps, set | 1 << t, extra, s, out);
        steps.pop();
    }
    if extra == 0 {
        return;
    }
    let goods = p.tasks.iter().any(|t| t.has_goods);
    let breaks = (0..p.kind(v).breaks.len()).map(Step::Break).filter(|b| !steps.contains(b));
    let loads = (0..if goods { p.problem.warehouses.len() } else { 0 }).map(|w| Step::Load(Id::new(w)));
    let unloads = p.problem.unloading.ids().map(Step::Unload);
    for step in breaks.chain(loads).chain(unloads).collect::<Vec<_>>() {
        if steps.last() == Some(&step) {
            continue;
        }
        steps.push(step);
        all(p, v, steps, set, extra - 1, s, out);
        steps.pop();
    }
}
