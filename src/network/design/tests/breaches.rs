//! The checker sees every rule that is broken on purpose.

use super::*;
use crate::network::design::check::Breach;
use crate::network::design::problem::{Count, Coverage};
use crate::network::design::solution::Design;

#[test]
fn every_rule_broken_on_purpose_is_reported() {
    let problem = city::city([20, 6, 3, 2, 2], 5);
    let good = found(&problem, &exact()).design;
    let seen = |number: usize, change: &dyn Fn(&mut Problem, &mut Design), fits: &dyn Fn(&Breach) -> bool| {
        let (mut p, mut d) = (problem.clone(), good.clone());
        change(&mut p, &mut d);
        let breaches = check(&p, &d);
        assert!(breaches.iter().any(fits), "{number}: {breaches:?}");
    };
    let used = good.from_places[0].site;
    let (lane, end) = (good.between[0], good.ends[0].site);
    seen(1, &|_, d| d.open.truncate(2), &|b| matches!(b, Breach::Form { .. }));
    seen(2, &|_, d| d.from_places[0].share = f64::NAN, &|b| matches!(b, Breach::Form { .. }));
    seen(3, &|_, d| d.between.push(lane), &|b| matches!(b, Breach::Form { .. }));
    seen(4, &|p, _| p.sites[used].state = State::MustClose, &|b| *b == Breach::State { site: used });
    seen(5, &|_, d| d.open[used] = false, &|b| *b == Breach::Closed { site: used });
    seen(6, &|p, _| p.between.clear(), &|b| matches!(b, Breach::Way { what: "site", .. }));
    seen(7, &|p, _| p.from_places.clear(), &|b| matches!(b, Breach::Way { what: "demand", .. }));
    seen(8, &|p, _| p.sites[used].accepts = vec![None; 2], &|b| matches!(b, Breach::Acceptance { .. }));
    seen(9, &|p, _| p.sites[end].ends = vec![None; 2], &|b| {
        matches!(b, Breach::Acceptance { .. } | Breach::Balance { .. })
    });
    seen(10, &|_, d| d.from_places[0].share *= 0.9, &|b| matches!(b, Breach::Demand { .. }));
    seen(11, &|_, d| d.between[0].kg *= 0.9, &|b| matches!(b, Breach::Balance { .. }));
    seen(12, &|p, _| p.sites[used].capacity = 0.5, &|b| matches!(b, Breach::Capacity { stream: None, .. }));
    seen(13, &|p, _| p.sites[used].accepts = vec![Some(0.1); 2], &|b| {
        matches!(b, Breach::Capacity { stream: Some(_), .. })
    });
    seen(14, &|p, _| p.sites[used].least = 1e9, &|b| matches!(b, Breach::Least { .. }));
    seen(15, &|p, _| p.counts.push(Count { sites: vec![used], least: 0, most: 0 }), &|b| {
        *b == Breach::Count { rule: 0, open: 1 }
    });
    seen(
        16,
        &|p, _| {
            p.sites[used].capital = 3.0;
            p.budget = Some(1.0);
        },
        &|b| *b == Breach::Budget { fen: 2.0 },
    );
    seen(
        17,
        &|p, _| p.coverage.push(Coverage { homes: vec![(1.0, vec![]), (1.0, vec![used])], share: 0.6, missing: 0.0 }),
        &|b| *b == Breach::Coverage { rule: 0, share: 0.5 },
    );
    seen(
        18,
        &|p, d| {
            p.sourcing.places = true;
            d.from_places[0].share *= 0.5;
            d.uncollected.push((d.from_places[0].demand, 0.5));
        },
        &|b| matches!(b, Breach::Split { what: "demand", .. }),
    );
    seen(
        19,
        &|p, d| {
            p.sourcing.tiers = [true; 3];
            d.between.push(crate::network::design::solution::SiteFlow { to: lane.to + 1, ..lane });
        },
        &|b| matches!(b, Breach::Split { what: "site", .. }),
    );
    seen(20, &|_, d| d.cost.between *= 0.99, &|b| matches!(b, Breach::Cost { .. }));
    seen(21, &|_, d| d.cost.fixed += 1.0 + d.cost.fixed * 1e-3, &|b| matches!(b, Breach::Cost { .. }));
}
