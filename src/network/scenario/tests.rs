#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::local::{LocalSite, serve};
use super::*;
use crate::network::growth::Ratio;

fn stream(i: usize) -> StreamId {
    Id::new(i)
}

/// Streams 0 and 1 grow by 30 % together, stream 2 doubles, stream 3 stays.
fn case(base_kg: Vec<Vec<i64>>) -> Case {
    let group = |name: &str, streams: &[usize], percent| {
        let growth = Growth::Towards { base_year: 2023, year: 2027, ratio: Ratio::more(percent) };
        Group {
            name: name.into(),
            streams: streams.iter().map(|&s| stream(s)).collect(),
            demand: growth.clone(),
            target: Some(growth),
            policy: "test".into(),
        }
    };
    let groups = vec![group("appliances", &[0, 1], 30), group("vehicles", &[2], 100)];
    Case { base_year: 2023, last_year: 2027, base_kg, groups }
}

#[test]
fn the_board_says_what_is_short_and_where() {
    let case = case(vec![vec![1_000, 0, 500, 70], vec![3_000, 1_000, 500, 30]]);
    // County 0 takes 1,200 kg of appliances and no vehicles; county 1 takes everything; stream 3 has a site for all.
    let sites = [
        LocalSite { county: Some(0), streams: vec![stream(0), stream(1)], capacity_kg: Some(1_200) },
        LocalSite { county: Some(1), streams: vec![stream(0), stream(1), stream(2)], capacity_kg: None },
        LocalSite { county: None, streams: vec![stream(3)], capacity_kg: Some(90) },
    ];
    let board = walk(&case, |_, demand| Ok::<_, ()>(serve(&sites, demand))).unwrap();
    assert_eq!(board.rows.len(), 5 * 2 * 4);
    // 2027: appliances 5,000 x 1.3 = 6,500, of which county 0 has a fifth, 1,300, and takes 1,200.
    let row = board.sum(2027, Some(0), &[stream(0), stream(1)]).unwrap();
    assert_eq!((row.target_kg, row.expected_kg, row.capacity_kg, row.gap_kg), (Some(1_300), 1_200, Some(1_200), 100));
    let city = board.sum(2027, None, &[stream(0), stream(1)]).unwrap();
    assert_eq!((city.target_kg, city.expected_kg, city.capacity_kg, city.gap_kg), (Some(6_500), 6_400, None, 100));
    // Vehicles of county 0 are served by nobody, in every year.
    assert_eq!(board.sum(2023, Some(0), &[stream(2)]).unwrap().shortfall_kg, 500);
    assert_eq!(board.sum(2027, Some(0), &[stream(2)]).unwrap().shortfall_kg, 1_000);
    // The site for all turns away 10 of 100, of both counties.
    let short: Vec<_> = board.short.iter().filter(|s| s.year == 2024).collect();
    assert_eq!(short.iter().map(|s| (s.site, s.stream, s.kg)).collect::<Vec<_>>(), [(2, stream(3), 10)]);
    assert_eq!(board.short.iter().find(|s| s.site == 0).map(|s| (s.year, s.kg)), Some((2026, 18)));
}

#[test]
fn a_target_beyond_demand_is_a_gap() {
    let mut case = case(vec![vec![100, 0, 0, 0]]);
    case.groups[0].demand = Growth::Still;
    let all = [LocalSite { county: None, streams: (0..4).map(stream).collect(), capacity_kg: None }];
    let board = walk(&case, |_, demand| Ok::<_, ()>(serve(&all, demand))).unwrap();
    let row = board.sum(2027, None, &[stream(0)]).unwrap();
    assert_eq!(
        (row.demand_kg, row.expected_kg, row.target_kg, row.gap_kg, row.shortfall_kg),
        (100, 100, Some(130), 30, 0)
    );
}

#[test]
fn an_answer_of_another_shape_is_refused() {
    let case = case(vec![vec![1, 1, 1, 1]]);
    assert_eq!(walk(&case, |_, _| Ok::<_, ()>(Served::default())), Err(WalkFault::Shape(2023)));
    assert_eq!(walk(&case, |_, _| Err::<Served, _>("no")), Err(WalkFault::Serve("no")));
}

proptest! {
    #[test]
    fn groups_grow_exactly_and_nothing_is_lost(
        base in prop::collection::vec(prop::collection::vec(0_i64..1_000_000, 4..5), 1..12),
        caps in prop::collection::vec((prop::option::of(0_usize..12), 1_u8..16, prop::option::of(0_i64..2_000_000)), 0..12),
    ) {
        let case = case(base.clone());
        let sum = |table: &[Vec<i64>], s: &[usize]| -> i64 { table.iter().map(|row| s.iter().map(|&s| row[s]).sum::<i64>()).sum() };
        let last = case.demand_kg(2027);
        prop_assert!((10 * sum(&last, &[0, 1]) - 13 * sum(&base, &[0, 1])).abs() <= 5);
        prop_assert_eq!(sum(&last, &[2]), 2 * sum(&base, &[2]));
        prop_assert_eq!(sum(&last, &[3]), sum(&base, &[3]));
        prop_assert_eq!(case.demand_kg(2023), base);
        let sites: Vec<LocalSite> = caps.into_iter().map(|(county, mask, capacity_kg)| LocalSite {
            county,
            streams: (0..4).filter(|s| mask >> s & 1 == 1).map(stream).collect(),
            capacity_kg,
        }).collect();
        let demand = case.demand_kg(2025);
        let served = serve(&sites, &demand);
        for s in 0..4 {
            let used: i64 = served.sites.iter().map(|u| u.used_kg[s]).sum();
            prop_assert_eq!(used, sum(&served.served_kg, &[s]));
            for (c, row) in demand.iter().enumerate() {
                prop_assert!((0..=row[s]).contains(&served.served_kg[c][s]));
            }
        }
        for site in &served.sites {
            prop_assert!(site.capacity_kg.is_none_or(|most| site.used_kg.iter().sum::<i64>() <= most));
            prop_assert!(site.wanted_kg.iter().zip(&site.used_kg).all(|(w, u)| w >= u));
        }
    }
}
