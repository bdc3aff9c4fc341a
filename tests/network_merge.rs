//! Recycling sites moved in with refuse sites: what a pair saves is what the network costs less with the site moved.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "support/town.rs"]
#[expect(dead_code, reason = "shared with other tests")]
mod town;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use huilu::engine::City;
use huilu::engine::network::design_grounded;
use huilu::engine::network::ground::{Measure, ground};
use huilu::engine::network::merge::{MergeRules, Refuse, merge, refuse_in};
use huilu::engine::query::LonLat;
use huilu::engine::rounds::Budget;
use huilu::network::model::{Network, Status, Tier};
use huilu::roads::{Settings, import};
use huilu::units::{Centimetres, Fen};
use huilu::wire::network;
use serde_json::json;
use town::Town;

fn setting() -> (City, Town, Network) {
    let mut t = Town::new(
        400.0,
        "
a-b-c-d-e
f-g-h-i-j
k-l-m-n-o",
    );
    for way in ["abcde", "fghij", "klmno", "afk", "bgl", "chm", "din", "ejo"] {
        t.way(way, "");
    }
    let at = |c: char| json!({"lon": t.at(c).lon(), "lat": t.at(c).lat()});
    let station = |id: &str, c: char, fixed: i64| {
        json!({"id": id, "tier": "transfer_station", "status": "existing", "at": at(c), "fixed_fen_per_year": fixed,
               "closing_fen_per_year": 1000, "land_m2": 300})
    };
    let source = |id: &str, c: char| json!({"id": id, "at": at(c), "kg_per_year": {"paper": 40_000}});
    let file = json!({
        "version": 1, "streams": [{"id": "paper"}],
        "sites": [
            {"id": "d1", "tier": "drop_off", "status": "existing", "at": at('a')},
            {"id": "d2", "tier": "drop_off", "status": "existing", "at": at('k')},
            station("s1", 'b', 900_000), station("s2", 'l', 400_000), station("far", 'o', 500_000),
            {"id": "msw", "tier": "transfer_station", "status": "candidate", "at": at('g'), "shared_with_msw": true, "land_m2": 800},
            {"id": "c", "tier": "sorting_centre", "status": "existing", "at": at('e')},
        ],
        "sources": [source("p1", 'a'), source("p2", 'k')],
    });
    let n = network::read(file.to_string().as_bytes()).unwrap_or_else(|e| panic!("{e:?}")).network;
    let city = City::new(import(t.extract.clone(), Settings::default()).unwrap()).unwrap();
    (city, t, n)
}

fn budget() -> Budget {
    Budget {
        wall: None,
        iterations: Some(3_000),
        patience: None,
        seed: 1,
        threads: 1,
        cancel: Arc::new(AtomicBool::new(false)),
    }
}

fn rules() -> MergeRules {
    let within = Centimetres::from_metres(500.0);
    MergeRules { tier: Tier::TransferStation, within, profile: "light_truck".into(), least_m2: 500.0 }
}

#[test]
fn the_pair_that_saves_most_is_made_and_saves_what_moving_saves() {
    let (city, t, n) = setting();
    let open = n.sites.iter().map(|s| s.status == Status::Existing).collect();
    let mut refuse = refuse_in(&n, &open);
    assert_eq!(refuse.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(), ["msw"]);
    // One that is too small, and one of unknown land, next to nothing.
    let at = |c| LonLat { lon: t.at(c).lon(), lat: t.at(c).lat() };
    refuse.push(Refuse { name: "small".into(), at: at('l'), land_m2: Some(499.0) });
    refuse.push(Refuse { name: "unknown".into(), at: at('d'), land_m2: None });
    let found = merge(&city, &n, &open, &refuse, &rules(), &budget()).unwrap();
    assert_eq!((found.sites, found.possible, found.pairs.len()), (3, 2, 1));
    let pair = &found.pairs[0];
    assert_eq!((n.sites[pair.site].name.as_str(), pair.refuse), ("s1", 0));
    assert_eq!((pair.fixed, pair.distance.metres().round()), (Fen(899_000), 200.0));
    // The network with s1 where the refuse site is: the same flows, so costed from cold it costs the hauls more.
    let cost = |n: &Network| {
        let grounded = ground(&city, n, Measure::Tables, &|| true).unwrap();
        design_grounded(n, grounded, &budget(), None, &|_| ()).unwrap().statement.total().0
    };
    let mut fixed = n.clone();
    fixed.sites.iter_mut().for_each(|s| s.closing = None);
    fixed.sites.iter_mut().filter(|s| s.name == "msw").for_each(|s| s.status = Status::Closed);
    let before = cost(&fixed);
    let to = fixed.sites.iter().find(|s| s.name == "msw").unwrap().lon_lat;
    let mut moved = fixed.clone();
    moved.sites.iter_mut().filter(|s| s.name == "s1").for_each(|s| s.lon_lat = to);
    let after = cost(&moved);
    // Flows may do better than stay as they are once the site has moved.
    assert!(after - before <= pair.hauls.0 + 5, "{before} {after} {pair:?}");
    assert!(pair.hauls.0 != 0 && pair.saving() == Fen(899_000) - pair.hauls);
}

#[test]
fn what_may_not_close_stays_and_what_covers_people_goes_on_covering_them() {
    let (city, t, mut n) = setting();
    let open = n.sites.iter().map(|s| s.status == Status::Existing).collect();
    n.sites.iter_mut().filter(|s| s.name == "s1").for_each(|s| s.closing = None);
    let found = merge(&city, &n, &open, &refuse_in(&n, &open), &rules(), &budget()).unwrap();
    let names: Vec<&str> = found.pairs.iter().map(|p| n.sites[p.site].name.as_str()).collect();
    assert_eq!((names, found.sites, found.must_stay), (vec!["s2"], 3, 1));
    // A drop-off point with households at its door may move 400 m away as long as nobody asks that they reach it in 100 m.
    let at = |c| LonLat { lon: t.at(c).lon(), lat: t.at(c).lat() };
    let refuse = [Refuse { name: "r".into(), at: at('f'), land_m2: None }];
    n.sites
        .iter_mut()
        .filter(|s| s.tier == Tier::DropOff)
        .for_each(|s| (s.closing, s.fixed) = (Some(Fen(0)), Fen(9_000_000)));
    n.sources.iter_mut().for_each(|s| s.households = 50);
    let of = |n: &Network| {
        let rules = MergeRules { tier: Tier::DropOff, least_m2: 0.0, ..rules() };
        let found = merge(&city, n, &open, &refuse, &rules, &budget()).unwrap();
        (found.pairs.len(), found.uncovered)
    };
    assert_eq!(of(&n), (1, 0));
    let rule = |share_bp| huilu::network::model::Coverage {
        share_bp,
        within: Centimetres::from_metres(100.0),
        profile: "foot".into(),
        area: None,
        unreached: huilu::units::Fen(0),
    };
    n.coverage = vec![rule(10_000)];
    assert_eq!(of(&n), (0, 1));
    // Half of them may lose theirs.
    n.coverage = vec![rule(5_000)];
    assert_eq!(of(&n), (1, 0));
}

#[test]
fn nothing_near_is_no_pair() {
    let (city, _, n) = setting();
    let open = n.sites.iter().map(|s| s.status == Status::Existing).collect();
    let none = merge(&city, &n, &open, &[], &rules(), &budget()).unwrap();
    assert_eq!((none.sites, none.possible, none.pairs.len()), (3, 0, 0));
    let rules = MergeRules { within: Centimetres(10), ..rules() };
    assert_eq!(merge(&city, &n, &open, &refuse_in(&n, &open), &rules, &budget()).unwrap().possible, 0);
}
