//! Sites tested on live networks: the differences are those of designs from cold, and days are planned with and without.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "support/town.rs"]
#[expect(dead_code, reason = "shared with other tests")]
mod town;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use huilu::engine::City;
use huilu::engine::network::design_grounded;
use huilu::engine::network::ground::{Measure, ground};
use huilu::engine::network::site_test::{Question, Rounds, SiteTest, Stage, TestDay, site_test};
use huilu::engine::rounds::Budget;
use huilu::ids::{Id, IdVec};
use huilu::network::model::{Network, SiteId, Status};
use huilu::roads::{Settings, import};
use huilu::units::{Fen, Grams};
use huilu::wire::{network, problem};
use serde_json::{Value, json};
use town::Town;

/// A grid of five by five junctions, 400 m apart.
fn city() -> (City, Town) {
    let t = Town::grid("");
    (City::new(import(t.extract.clone(), Settings::default()).unwrap()).unwrap(), t)
}

struct Dice(u64);

impl Dice {
    /// A whole number below `n` (splitmix64).
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n
    }
}

/// A network of two streams whose capacities bind here and there; what cannot be taken stays, at a price.
fn random(t: &Town, dice: &mut Dice) -> Value {
    let at = |dice: &mut Dice| {
        let c = t.at(char::from(b'a' + dice.below(25) as u8));
        json!({"lon": c.lon() + 1e-4 * dice.below(9) as f64, "lat": c.lat() + 1e-4 * dice.below(9) as f64})
    };
    let mut sites = Vec::new();
    for i in 0..6 {
        sites.push(json!({"id": format!("d{i}"), "tier": "drop_off", "status": if i < 3 { "existing" } else { "candidate" }, "at": at(dice),
            "capacity_t_per_year": 6 + dice.below(20), "fixed_fen_per_year": dice.below(50_000), "handling_fen_per_t": dice.below(3_000),
            "closing_fen_per_year": if i < 2 { json!(dice.below(9_000)) } else { Value::Null }}));
    }
    for i in 0..4 {
        sites.push(json!({"id": format!("s{i}"), "tier": "transfer_station", "status": if i < 2 { "existing" } else { "candidate" }, "at": at(dice),
            "capacity_t_per_year": 15 + dice.below(40), "fixed_fen_per_year": dice.below(90_000),
            "streams": [{"stream": "paper", "gate_fen_per_t": -1_000 + dice.below(900) as i64}, {"stream": "glass", "capacity_t_per_year": 4 + dice.below(9)}]}));
    }
    sites.push(json!({"id": "c", "tier": "sorting_centre", "status": "existing", "at": at(dice)}));
    for site in &mut sites {
        let nothing = site["closing_fen_per_year"].is_null();
        site.as_object_mut().unwrap().retain(|key, _| key != "closing_fen_per_year" || !nothing);
    }
    let sources: Vec<Value> = (0..8)
        .map(|i| {
            json!({"id": format!("p{i}"), "at": at(dice), "households": 10 + dice.below(90),
                   "kg_per_year": {"paper": 500 + dice.below(5_000), "glass": dice.below(2_000)}})
        })
        .collect();
    json!({
        "version": 1,
        "streams": [{"id": "paper", "uncollected_fen_per_t": 90_000}, {"id": "glass", "uncollected_fen_per_t": 40_000}],
        "sites": sites, "sources": sources, "coverage": [{"share_percent": 90, "within_m": 500}], "carbon_fen_per_t": 5_000,
    })
}

fn read(tree: Value) -> Network {
    network::read(tree.to_string().as_bytes()).unwrap_or_else(|e| panic!("{e:?}")).network
}

fn budget() -> Budget {
    Budget {
        wall: None,
        iterations: Some(3_000),
        patience: None,
        seed: 7,
        threads: 2,
        cancel: Arc::new(AtomicBool::new(false)),
    }
}

fn existing(n: &Network) -> IdVec<SiteId, bool> {
    n.sites.iter().map(|s| s.status == Status::Existing).collect()
}

fn asked(city: &City, n: &Network, sets: &[Vec<SiteId>], may_close: bool, days: &[TestDay<'_>]) -> SiteTest {
    let (open, budget) = (existing(n), budget());
    let question = Question { open: &open, sets, may_close, days, flows: &budget, rounds: &budget };
    site_test(city, n, &question, &|_| ()).unwrap_or_else(|e| panic!("{e}"))
}

/// Cost and bound of the network with exactly these sites, designed from cold.
fn cold(city: &City, n: &Network, open: &[bool]) -> [i64; 2] {
    let mut n = n.clone();
    n.coverage.clear();
    for (site, &open) in n.sites.iter_mut().zip(open) {
        site.status = if open { Status::Existing } else { Status::Closed };
        site.closing = None;
    }
    let grounded = ground(city, &n, Measure::Tables, &|| true).unwrap();
    let found = design_grounded(&n, grounded, &budget(), None, &|_| ()).unwrap();
    [found.statement.total().0, found.answer.bound.0]
}

#[test]
fn differences_are_those_of_designs_from_cold() {
    let (city, t) = city();
    for seed in 0..12 {
        let n = read(random(&t, &mut Dice(seed)));
        let could: Vec<SiteId> =
            n.sites.iter_ids().filter(|(_, s)| s.status == Status::Candidate).map(|s| s.0).collect();
        let mut sets: Vec<Vec<SiteId>> = could.iter().map(|&s| vec![s]).collect();
        sets.push(vec![could[0], could[3]]);
        let test = asked(&city, &n, &sets, false, &[]);
        assert_eq!(test.tested.len(), sets.len(), "seed {seed}");
        let mut open = existing(&n).into_vec();
        let before = cold(&city, &n, &open);
        let mut last = i64::MIN;
        for tested in &test.tested {
            for site in &tested.sites {
                open[site.index()] = true;
            }
            let after = cold(&city, &n, &open);
            for site in &tested.sites {
                open[site.index()] = false;
            }
            let c = &tested.effect.as_ref().unwrap().comparison;
            // A fen for each rounding of a part.
            let slack = (before[0] - before[1]) + (after[0] - after[1]) + 20;
            let want = after[0] - before[0];
            assert!(
                (c.cost().0 - want).abs() <= slack,
                "seed {seed} {:?}: {} is not {want} ± {slack}",
                tested.sites,
                c.cost().0
            );
            let [low, high] = c.cost_between();
            assert!(low.0 - 20 <= want && want <= high.0 + 20, "seed {seed}: {want} not in {low:?}..{high:?}");
            assert!(c.sides.iter().all(|s| s.gap() < 1e-3), "seed {seed}: {:?}", c.sides);
            assert!(last <= c.cost().0, "seed {seed}: not ranked");
            last = c.cost().0;
            // What is won is what comes in, for a single site; a set may get some of it twice.
            let intake: Grams = c.sites.iter().filter(|s| tested.sites.contains(&s.site)).map(|s| s.more()).sum();
            let won: Grams = c.won.iter().flat_map(|w| &w.amounts).map(|a| a.1).sum();
            if tested.sites.len() == 1 {
                assert!((intake.0 - won.0).abs() <= 50, "seed {seed}: {intake:?} comes in, {won:?} is won");
            }
        }
    }
}

#[test]
fn letting_sites_close_never_costs_more() {
    let (city, t) = city();
    for seed in 0..6 {
        let n = read(random(&t, &mut Dice(100 + seed)));
        let sets: Vec<Vec<SiteId>> =
            n.sites.iter_ids().filter(|(_, s)| s.status == Status::Candidate).map(|s| vec![s.0]).collect();
        let (kept, may) = (asked(&city, &n, &sets, false, &[]), asked(&city, &n, &sets, true, &[]));
        let cost = |test: &SiteTest, sites: &[SiteId]| {
            let tested = test.tested.iter().find(|t| t.sites == sites).unwrap();
            let c = &tested.effect.as_ref().unwrap().comparison;
            (c.cost(), c.sides[1].statement.total(), c.coverage[0].covered)
        };
        let alone = may.closing_alone.as_ref().unwrap().cost();
        assert!(kept.closing_alone.is_none() && alone <= Fen(20), "seed {seed}: {alone:?}");
        for set in &sets {
            let (kept, may) = (cost(&kept, set), cost(&may, set));
            assert!(may.0.0 <= kept.0.0 + 20 + kept.1.0.abs() / 1_000, "seed {seed}: {may:?} above {kept:?}");
            // Closing makes no rule worse that is broken as things stand.
            assert!(may.2[1] >= may.2[0].min(kept.2[1]), "seed {seed}: {may:?}");
        }
    }
}

/// Two stations stand far apart, in the north-west and, to be tested, in the south-east; all orders come from the south.
fn chain(t: &Town) -> Network {
    let at = |c: char| json!({"lon": t.at(c).lon(), "lat": t.at(c).lat()});
    read(json!({
        "version": 1,
        "streams": [{"id": "废纸"}],
        "sites": [
            {"id": "d", "tier": "drop_off", "status": "existing", "at": at('v')},
            {"id": "new d", "tier": "drop_off", "status": "candidate", "at": at('y')},
            {"id": "西北站", "tier": "transfer_station", "status": "existing", "at": at('a')},
            {"id": "东南站", "tier": "transfer_station", "status": "candidate", "at": at('x'), "capacity_t_per_year": 3650,
             "streams": [{"stream": "废纸", "gate_fen_per_t": 2000}]},
            {"id": "in the sea", "tier": "transfer_station", "status": "candidate", "at": {"lon": 5.0, "lat": 5.0}},
            {"id": "c", "tier": "sorting_centre", "status": "existing", "at": at('e')},
        ],
        "sources": [
            {"id": "p1", "at": at('v'), "households": 40, "kg_per_year": {"废纸": 20_000}},
            {"id": "p2", "at": at('y'), "households": 60, "kg_per_year": {"废纸": 30_000}},
        ],
        "coverage": [{"share_percent": 90, "within_m": 500}],
    }))
}

fn day(t: &Town, unloading: &Value) -> problem::Parsed {
    let at = |c: char| json!({"lon": t.at(c).lon(), "lat": t.at(c).lat()});
    let order = |(i, c): (usize, char)| json!({"id": format!("o{i}"), "type": "pickup", "at": at(c), "collect": [{"stream": "废纸", "load_kg": 300}], "service_s": 300});
    let file = json!({
        "version": 1, "date": "2026-07-06",
        "streams": [{"id": "废纸"}],
        "tasks": "uvwxyt".chars().enumerate().map(order).collect::<Vec<_>>(),
        "kinds": [{"id": "van", "count": 2, "profile": "van", "start": at('v'), "shift": {"from": "08:00", "to": "20:00"}, "capacity": {"load_kg": 700, "volume_l": 9000},
                   "costs": {"fixed_fen": 10_000, "fen_per_km": 300, "fen_per_h": 6_000}}],
        "unloading": unloading,
    });
    problem::read(file.to_string().as_bytes())
        .unwrap_or_else(|e| panic!("{:?}", e.iter().map(ToString::to_string).collect::<Vec<_>>()))
}

fn named(n: &Network, name: &str) -> SiteId {
    SiteId::new(n.sites.iter().position(|s| s.name == name).expect("a site of that name"))
}

#[test]
fn rounds_are_planned_with_and_without() {
    let (city, t) = city();
    let n = chain(&t);
    let at = |c: char| json!({"lon": t.at(c).lon(), "lat": t.at(c).lat()});
    let north = json!({"id": "西北站", "at": at('a'), "streams": ["废纸"], "handling_s": 240});
    let plain = day(&t, &json!([north]));
    // This day names the candidate itself, at a gate that eats what is saved.
    let dear =
        day(&t, &json!([north, {"id": "东南站", "at": at('x'), "streams": ["废纸"], "gate_fen_per_t": 100_000_000}]));
    let days: Vec<TestDay<'_>> =
        [&plain, &dear].map(|d| TestDay { name: "day", day: &d.day, energy: &d.energy }).to_vec();
    let sets = ["东南站", "new d", "in the sea"].map(|name| vec![named(&n, name)]);
    let test = asked(&city, &n, &sets, false, &days);
    assert_eq!(test.days[0], test.days[1], "without the candidate the two days are one");
    let of = |name: &str| test.tested.iter().find(|t| t.sites == [named(&n, name)]).unwrap().effect.as_ref();
    let Rounds::Planned(with) = &of("东南站").unwrap().rounds else {
        panic!("{:?}", of("东南站").unwrap().rounds)
    };
    let saved = test.days[0].to(&with[0]);
    assert!(saved.length.0 < 0 && saved.left_out == 0, "{saved:?}");
    assert_eq!(test.days[1].cost, with[1].cost, "nobody goes where a tonne costs a million yuan");
    assert_eq!(of("new d").unwrap().rounds, Rounds::Unaffected);
    assert_eq!(of("in the sea").unwrap_err().code, "no_road_near");
    assert!(test.tested.last().unwrap().effect.is_err(), "those without an answer come last");
    // The new drop-off point covers the other place.
    let covered = &of("new d").unwrap().comparison.coverage[0];
    assert_eq!((covered.covered, covered.gained.len()), ([40, 100], 1));
    // From its streets it is nearer than d: its own corner lies in it, d does not.
    let streets = &of("new d").unwrap().catchments[0];
    let inside = |c: char| {
        let p = t.at(c);
        streets.polygons.iter().any(|polygon| {
            let crosses = |ring: &Vec<huilu::engine::query::LonLat>| {
                ring.windows(2)
                    .filter(|w| (w[0].lat > p.lat()) != (w[1].lat > p.lat()))
                    .filter(|w| {
                        p.lon() < w[0].lon + (p.lat() - w[0].lat) / (w[1].lat - w[0].lat) * (w[1].lon - w[0].lon)
                    })
                    .count()
            };
            polygon.iter().map(crosses).sum::<usize>() % 2 == 1
        })
    };
    assert!(inside('y') && !inside('v') && !inside('a'), "{streets:?}");
}

#[test]
fn a_day_with_matrices_of_its_own_has_no_place_for_a_new_site() {
    let (city, t) = city();
    let n = chain(&t);
    let mut parsed = day(&t, &json!([]));
    let places = parsed.day.places.len();
    let none = huilu::matrix::travel::TravelMatrix::from_legs(places, (0..places * places).map(|_| None)).unwrap();
    parsed.day.given = Some(huilu::matrix::travel::Travel::constant(vec![Arc::new(none)]));
    let (open, budget) = (existing(&n), budget());
    let days = [TestDay { name: "own.json", day: &parsed.day, energy: &parsed.energy }];
    let sets = [vec![named(&n, "东南站")]];
    let question =
        Question { open: &open, sets: &sets, may_close: false, days: &days, flows: &budget, rounds: &budget };
    assert_eq!(site_test(&city, &n, &question, &|_| ()).unwrap_err().code, "day_without_roads");
}

#[test]
fn what_is_done_is_kept_when_cancelled() {
    let (city, t) = city();
    let n = read(random(&t, &mut Dice(3)));
    let sets: Vec<Vec<SiteId>> =
        n.sites.iter_ids().filter(|(_, s)| s.status == Status::Candidate).map(|s| vec![s.0]).collect();
    let open = existing(&n);
    let budget = Budget { threads: 1, ..budget() };
    let question = Question { open: &open, sets: &sets, may_close: false, days: &[], flows: &budget, rounds: &budget };
    let stop = |stage| {
        if stage == Stage::Flows(2, sets.len()) {
            budget.cancel.store(true, Ordering::Relaxed);
        }
    };
    let test = site_test(&city, &n, &question, &stop).unwrap();
    assert_eq!((test.tested.len(), test.not_done.len()), (2, sets.len() - 2));
    let all = asked(&city, &n, &sets, false, &[]);
    for tested in &test.tested {
        let same = all.tested.iter().find(|t| t.sites == tested.sites).unwrap();
        let cost = |t: &huilu::engine::network::site_test::Tested| t.effect.as_ref().unwrap().comparison.clone();
        assert_eq!(cost(tested), cost(same), "an answer does not depend on what else is asked");
    }
}
