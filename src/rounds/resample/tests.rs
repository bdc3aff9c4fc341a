use std::collections::BTreeMap;

use super::{orders, resampled};
use crate::ids::IdVec;
use crate::rounds::day::{Day, Site};
use crate::rounds::problem::{Link, Problem, Task};
use crate::rounds::search::dice::Dice;
use crate::rounds::testing::{Features, day as random_day};

fn day_of(p: &Problem) -> Day {
    let places = (0..p.travel.places()).map(|i| Site { name: format!("place {i}"), lon_lat: None });
    Day {
        date: (2026, 7, 6),
        places: places.collect(),
        profiles: (0..p.travel.profiles()).map(|i| format!("profile {i}")).collect(),
        given: Some(p.travel.clone()),
        streams: p.streams.clone(),
        tasks: p.tasks.clone(),
        links: p.links.clone(),
        groups: p.groups.clone(),
        kinds: p.kinds.clone(),
        vehicles: p.vehicles.clone(),
        unloading: p.unloading.clone(),
        warehouses: p.warehouses.clone(),
    }
}

fn nameless(task: &Task) -> String {
    format!("{:?}", Task { name: String::new(), ..task.clone() })
}

/// What an order is, whatever its tasks are called and numbered.
fn shape(day: &Day, order: &[crate::ids::TaskId]) -> String {
    let place = |t| order.iter().position(|&o| o == t);
    let tasks: Vec<String> = order.iter().map(|&t| nameless(&day.tasks[t])).collect();
    let links: Vec<String> = day
        .links
        .iter()
        .filter_map(|link| {
            let (a, b) = super::ends(link);
            let kind = match link {
                Link::Shipment { amount, .. } => format!("{amount:?}"),
                Link::Order { min_gap, max_gap, .. } => format!("{min_gap:?} {max_gap:?}"),
                Link::Both { apart, .. } => format!("{apart}"),
            };
            Some(format!("{:?} {:?} {kind}", place(a)?, place(b)?))
        })
        .collect();
    let groups: Vec<Vec<Option<usize>>> = day
        .groups
        .iter()
        .filter(|m| m.iter().any(|&t| place(t).is_some()))
        .map(|m| m.iter().map(|&t| place(t)).collect())
        .collect();
    format!("{tasks:?} {links:?} {groups:?}")
}

#[test]
fn a_day_drawn_anew_is_sound_and_made_of_the_same_orders() {
    for seed in 0..300 {
        let mut dice = Dice::new(seed, 0);
        let features = Features::draw(&mut dice);
        let day = day_of(&random_day(&mut dice, 6, features));
        let (again, other) = (resampled(&day, seed), resampled(&day, seed + 1));
        assert_eq!(again.defects(), Vec::<String>::new(), "seed {seed}");
        assert_eq!(format!("{:?}", again.tasks), format!("{:?}", resampled(&day, seed).tasks), "seed {seed}");
        assert_eq!(orders(&again).len(), orders(&day).len(), "seed {seed}");
        let known: Vec<String> = orders(&day).iter().map(|o| shape(&day, o)).collect();
        for order in orders(&again) {
            assert!(known.contains(&shape(&again, &order)), "seed {seed}: {}", shape(&again, &order));
        }
        let mut names = BTreeMap::new();
        again.tasks.iter().for_each(|t| *names.entry(t.name.clone()).or_insert(0) += 1);
        assert!(names.values().all(|n| *n == 1), "seed {seed}: {names:?}");
        // What is on board stays where it is.
        for (before, after) in day.vehicles.iter().zip(&other.vehicles) {
            let goods = |d: &Day, v: &crate::rounds::problem::Vehicle| -> Vec<String> {
                v.running.iter().flat_map(|r| &r.goods_for).map(|&t| nameless(&d.tasks[t])).collect()
            };
            assert_eq!(goods(&day, before), goods(&other, after), "seed {seed}");
        }
    }
}

#[test]
fn each_order_is_drawn_as_often_as_any() {
    let mut dice = Dice::new(5, 0);
    let day = day_of(&random_day(&mut dice, 5, Features::default()));
    let mut day = Day { links: Vec::new(), groups: IdVec::new(), ..day };
    for (i, task) in day.tasks.iter_mut().enumerate() {
        task.name = i.to_string();
    }
    let n = day.tasks.len();
    let mut drawn = vec![0usize; n];
    const TIMES: usize = 4_000;
    for seed in 0..TIMES as u64 {
        for task in &resampled(&day, seed).tasks {
            drawn[task.name.split('#').next().unwrap_or_default().parse::<usize>().unwrap_or_default()] += 1;
        }
    }
    // Each is drawn TIMES times in the mean, with a deviation of about the root of that: within five of them.
    let most = 5.0 * (TIMES as f64).sqrt();
    assert!(drawn.iter().all(|&d| (d as f64 - TIMES as f64).abs() < most), "{drawn:?}");
}
