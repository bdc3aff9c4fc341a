//! Other ways in random towns: zones, barriers, one-ways and restrictions over ways hold for them, too.

use std::sync::Arc;

use crate::admissible::judge;
use crate::town::Town;
use crate::walker::random_town;
use huilu::ids::{Id, RoadId};
use huilu::matrix::alternatives::Admissible;
use huilu::matrix::router::{Router, contract, road_order};
use huilu::roads::{Metric, Profile, Settings, Snap, Snapper, import};
use huilu::units::Centimetres;

#[test]
fn other_ways_obey_every_rule_of_random_towns() {
    let rule = Admissible { stretch: 200, shared: 90, local: 50, tries: 100 };
    let mut found = 0;
    for seed in 0..150 {
        let Town { extract, .. } = random_town(seed);
        let Ok(city) = import(extract, Settings::default()) else { continue };
        let network = &city.network;
        let hierarchy = Arc::new(contract(network, &road_order(network)).unwrap());
        let profile = Profile::shipped(["van", "heavy_truck"][seed as usize % 2]).unwrap();
        let router = Router::new(Arc::new(Metric::new(Arc::clone(network), Arc::new(profile), None)), hierarchy);
        let metric = router.metric();
        let mut scratch = router.scratch();
        let snapper = Snapper::new(network);
        let place = |road: usize, share: i64| -> Option<Snap> {
            let road = RoadId::new(road % network.road_count());
            let snap = snapper.snap(metric, network.shape(road).next()?, &Default::default()).ok()?;
            Some(Snap { along: Centimetres(snap.road_length.0 * share / 10), ..snap })
        };
        for i in 0..24 {
            let (Some(from), Some(to)) = (place(7 * i, 3), place(5 * i + 3, 6)) else { continue };
            let Some(best) = router.route(&mut scratch, &from, &to) else { continue };
            let others = router.alternatives(&mut scratch, [&from, &to], 3, &rule);
            found += others.len();
            if let Err(why) = judge(metric, [&from, &to], &best, &others, &rule) {
                panic!("town {seed}, pair {i}: {why}\n{from:?}\n{to:?}");
            }
        }
    }
    println!("{found} other ways");
    assert!(found > 100, "{found}");
}
