use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Comparison, SAME, won};
use crate::ids::{Id, IdVec, StreamId};
use crate::network::answer::{Answer, Flow, Origin};
use crate::network::costs::Carriage;
use crate::network::model::{
    Area, AreaId, Coverage, HaulId, Network, Site, SiteId, Source, SourceId, Status, Stream, Tier,
};
use crate::network::ways::Ways;
use crate::units::{Centimetres, Fen, Grams};

fn site(name: &str, tier: Tier, status: Status) -> Site {
    Site {
        name: name.into(),
        tier,
        status,
        lon_lat: (0.0, 0.0),
        area: None,
        intakes: Vec::new(),
        capacity: None,
        least: Grams::ZERO,
        fixed: Fen(100),
        capital: Fen(7_000),
        closing: None,
        handling_fen_per_t: 0,
        land: None,
        land_m2: 0.0,
        shared_with_msw: false,
        storage: None,
        emptied_days: None,
        visit: Fen(0),
    }
}

/// Three places of 10, 20 and 30 households, the last in a village; three drop-off points, two stations, a centre.
fn network() -> Network {
    let source = |name: &str, households, area| Source {
        name: name.into(),
        lon_lat: (0.0, 0.0),
        area,
        households,
        amounts: vec![(StreamId::new(0), Grams(1_000_000))],
    };
    let village = Some(AreaId::new(1));
    Network {
        streams: vec![Stream { name: "paper".into(), uncollected_fen_per_t: None, storage_days: None }].into(),
        areas: vec![
            Area { name: "county".into(), within: None },
            Area { name: "village".into(), within: Some(AreaId::new(0)) },
        ]
        .into(),
        sites: vec![
            site("d0", Tier::DropOff, Status::Existing),
            site("d1", Tier::DropOff, Status::Existing),
            site("d2", Tier::DropOff, Status::Candidate),
            site("s0", Tier::TransferStation, Status::Existing),
            site("s1", Tier::TransferStation, Status::Candidate),
            site("c", Tier::SortingCentre, Status::Existing),
        ]
        .into(),
        sources: vec![source("p0", 10, None), source("p1", 20, None), source("p2", 30, village)].into(),
        coverage: vec![Coverage {
            share_bp: 9_000,
            within: Centimetres(50_000),
            profile: "foot".into(),
            area: None,
            unreached: Fen(0),
        }],
        ..Network::default()
    }
}

fn flow(from: Origin, to: usize, amount: i64) -> Flow {
    let carriage = Carriage { fen_per_t: 1000.0, km: 2.0, ..Carriage::default() };
    Flow { from, to: SiteId::new(to), stream: StreamId::new(0), amount: Grams(amount), haul: HaulId::new(0), carriage }
}

fn from(source: usize) -> Origin {
    Origin::Source(SourceId::new(source))
}

fn at(site: usize) -> Origin {
    Origin::Site(SiteId::new(site))
}

fn answer(open: [bool; 6], flows: Vec<Flow>) -> Answer {
    let ends = vec![(SiteId::new(5), StreamId::new(0), Grams(3_000_000))];
    let open: IdVec<SiteId, bool> = open.to_vec().into();
    Answer { open, flows, ends, uncollected: Vec::new(), bound: Fen(900), optimal: true }
}

#[test]
fn a_new_drop_off_point_takes_from_its_neighbour_and_covers_the_village() {
    let n = network();
    let near = |sites: &[usize]| sites.iter().map(|&s| SiteId::new(s)).collect::<Vec<_>>();
    let mut ways = Ways::none(&n.hauls);
    ways.walks.push(vec![near(&[0]), near(&[0, 1]), near(&[2])].into());
    let all = [true, true, false, true, false, true];
    let before = answer(
        all,
        vec![
            flow(from(0), 0, 1_000_000),
            flow(from(1), 0, 1_000_000),
            flow(from(2), 1, 1_000_000),
            flow(at(0), 3, 2_000_000),
            flow(at(1), 3, 1_000_000),
            flow(at(3), 5, 3_000_000),
        ],
    );
    let after = answer(
        [true, true, true, true, false, true],
        vec![
            flow(from(0), 0, 1_000_000),
            flow(from(1), 0, 999_500),
            flow(from(1), 1, 500),
            flow(from(2), 2, 1_000_000),
            flow(at(0), 3, 1_999_500),
            flow(at(1), 3, 500),
            flow(at(2), 3, 1_000_000),
            flow(at(3), 5, 3_000_000),
        ],
    );
    let c = Comparison::of(&n, &ways, [&before, &after], &[SiteId::new(2)]);
    // Half a kilogram less at d0 is rounding; d1 loses 999.5 kg.
    assert_eq!(c.losers(), [(SiteId::new(1), Grams(999_500))]);
    assert_eq!(c.sites.iter().map(|s| s.site.index()).collect::<Vec<_>>(), [1, 2]);
    assert!(SAME > Grams(500));
    // One more site at 100 fen; nine tonnes are carried as before.
    assert_eq!((c.cost(), c.sides[1].statement.capital), (Fen(100), Fen(7_000)));
    let total = c.sides[0].statement.total();
    assert_eq!(c.cost_between(), [Fen(900) - total, total + Fen(100) - Fen(900)]);
    let cover = &c.coverage[0];
    assert_eq!((cover.covered, cover.households), ([30, 60], 60));
    assert_eq!((cover.gained.as_slice(), cover.lost.len()), ([SourceId::new(2)].as_slice(), 0));
    assert_eq!(cover.areas, [(AreaId::new(0), [30, 0]), (AreaId::new(1), [30, 0])]);
    assert_eq!(c.won.len(), 1);
    assert_eq!((c.won[0].source.index(), c.won[0].amounts[0].1), (2, Grams(1_000_000)));
}

/// Along every way from every source, what goes that way, as a walk of the flows has it; `take` gets sites passed and grams.
fn walk(
    flows: &[Flow],
    ends: &BTreeMap<usize, f64>,
    at_site: usize,
    grams: f64,
    passed: &mut Vec<usize>,
    take: &mut dyn FnMut(&[usize], f64),
) {
    passed.push(at_site);
    let out: Vec<&Flow> = flows.iter().filter(|f| f.from == at(at_site)).collect();
    let all = out.iter().map(|f| f.amount.0 as f64).sum::<f64>() + ends.get(&at_site).copied().unwrap_or(0.0);
    for f in out {
        walk(flows, ends, f.to.index(), grams * f.amount.0 as f64 / all, passed, take);
    }
    if let Some(end) = ends.get(&at_site).filter(|_| all > 0.0) {
        take(passed, grams * end / all);
    }
    passed.pop();
}

proptest! {
    #[test]
    fn what_is_won_is_what_passes_on_every_way(
        handed in proptest::collection::vec((0usize..3, 0usize..3, 1i64..1_000_000_000), 1..9),
        splits in proptest::collection::vec(0.0f64..1.0, 6),
        opened in proptest::collection::btree_set(0usize..6, 1..4),
    ) {
        let n = network();
        let mut flows: Vec<Flow> = Vec::new();
        for (source, to, amount) in handed {
            if !flows.iter().any(|f| f.from == from(source) && f.to.index() == to) {
                flows.push(flow(from(source), to, amount));
            }
        }
        let came = |flows: &[Flow], site: usize| flows.iter().filter(|f| f.to.index() == site).map(|f| f.amount.0).sum::<i64>();
        // Drop-off points send part to each station and part straight to the centre; a part of s1's ends there.
        let mut ends = BTreeMap::new();
        for d in 0..3 {
            let all = came(&flows, d);
            let first = (all as f64 * splits[d] * 0.5) as i64;
            let second = (all as f64 * splits[d + 3] * 0.5) as i64;
            for (to, amount) in [(3, first), (4, second), (5, all - first - second)] {
                if amount > 0 { flows.push(flow(at(d), to, amount)); }
            }
        }
        for s in [3, 4] {
            let all = came(&flows, s);
            let stays = if s == 4 { all / 3 } else { 0 };
            if stays > 0 { ends.insert(s, stays as f64); }
            if all > stays { flows.push(flow(at(s), 5, all - stays)); }
        }
        ends.insert(5, came(&flows, 5) as f64);
        let mut want: BTreeMap<usize, f64> = BTreeMap::new();
        for f in flows.clone() {
            if let Origin::Source(source) = f.from {
                walk(&flows, &ends, f.to.index(), f.amount.0 as f64, &mut Vec::new(), &mut |passed, grams| {
                    if passed.iter().any(|p| opened.contains(p)) { *want.entry(source.index()).or_default() += grams; }
                });
            }
        }
        let mut a = answer([true; 6], flows);
        a.ends = ends.iter().map(|(&s, &g)| (SiteId::new(s), StreamId::new(0), Grams(g as i64))).collect();
        let sites: Vec<SiteId> = opened.iter().map(|&s| SiteId::new(s)).collect();
        let got: BTreeMap<usize, f64> = won(&n, &a, &sites).iter().map(|w| (w.source.index(), w.amounts[0].1.0 as f64)).collect();
        for source in 0..3 {
            let (g, w) = (got.get(&source).copied().unwrap_or(0.0), want.get(&source).copied().unwrap_or(0.0));
            prop_assert!((g - w).abs() <= 1.0, "source {source}: {g} is not {w}");
        }
    }
}
