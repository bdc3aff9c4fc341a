use super::*;

fn spots() -> Spots {
    let at = |i: usize| (126.5 + (i % 40) as f64 * 1e-3, 45.7 + (i / 40) as f64 * 1e-3);
    let line = |n: usize| (0..n).map(at).collect::<Vec<_>>();
    Spots { places: line(400), sites: [line(60), line(20), line(5)] }
}

#[test]
fn the_same_seed_gives_the_same_network_and_another_another() {
    let reach = Centimetres::from_metres(2000.0);
    let one = network(&spots(), 5, reach, 7);
    assert_eq!(one, network(&spots(), 5, reach, 7));
    assert_ne!(one, network(&spots(), 5, reach, 8));
}

#[test]
fn each_tier_could_take_everything_but_no_few_sites_can() {
    for seed in 0..20 {
        let network = network(&spots(), 5, Centimetres::from_metres(2000.0), seed);
        let totals = network.totals();
        let all: i64 = totals.iter().map(|g| g.0).sum();
        for (tier, least) in [(Tier::DropOff, 17), (Tier::TransferStation, 2), (Tier::SortingCentre, 1)] {
            let of = || network.sites.iter().filter(|s| s.tier == tier);
            let mut room: Vec<i64> = of().filter_map(|s| s.capacity).map(|g| g.0).collect();
            room.sort_unstable_by_key(|g| std::cmp::Reverse(*g));
            let needed = (1..=room.len()).find(|&n| room[..n].iter().sum::<i64>() >= all);
            assert!(needed.is_some_and(|n| n >= least), "seed {seed} {tier:?}: {needed:?}");
            assert!(of().any(|s| s.status == Status::Existing), "seed {seed} {tier:?}");
        }
        for (stream, total) in totals.iter_ids() {
            let room: i64 = (network.sites.ids().filter(|&i| network.sites[i].tier == Tier::SortingCentre))
                .filter_map(|i| network.intake(i, stream)?.most)
                .map(|g| g.0)
                .sum();
            assert!(room > total.0, "seed {seed} {stream:?}");
        }
    }
}
