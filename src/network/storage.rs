//! How often a site is emptied, and what that lets through: what lies on its floor is carried away every so many days, or when it is full.

use super::model::{Network, SiteId};
use crate::units::Grams;

/// Days of a year.
pub const YEAR: f64 = 365.0;

/// A site is emptied every so many days: as its planner says, and at least as often as what it passes on may lie. `None` where nobody says.
#[must_use]
pub fn every(network: &Network, site: SiteId) -> Option<u16> {
    let site = &network.sites[site];
    let passed_on = site.intakes.iter().filter(|i| !i.ends);
    let limits = passed_on.filter_map(|i| network.streams[i.stream].storage_days);
    limits.chain(site.emptied_days).min()
}

/// Times a year it is emptied whatever comes; none where it is emptied when full.
#[must_use]
pub fn visits(network: &Network, site: SiteId) -> f64 {
    every(network, site).map_or(0.0, |days| YEAR / f64::from(days.max(1)))
}

/// Most that it takes in a year, over all streams: its capacity, and its floor as often as it is emptied.
#[must_use]
pub fn most(network: &Network, id: SiteId) -> Option<Grams> {
    let site = &network.sites[id];
    let floor = site.storage.zip(every(network, id)).map(|(floor, days)| {
        // Rounded down, so that what is let through fits.
        let grams = i128::from(floor.0) * 365 / i128::from(days.max(1));
        Grams(i64::try_from(grams).unwrap_or(i64::MAX))
    });
    [site.capacity, floor].into_iter().flatten().min()
}

/// What emptying it costs for a tonne that comes in, fen, where it is emptied when full.
#[must_use]
pub fn fen_per_t(network: &Network, id: SiteId) -> f64 {
    let site = &network.sites[id];
    match site.storage.filter(|floor| floor.0 > 0 && every(network, id).is_none()) {
        Some(floor) => site.visit.0 as f64 * 1e6 / floor.0 as f64,
        None => 0.0,
    }
}

/// What emptying it costs in a year whatever comes, fen.
#[must_use]
pub fn fen_per_year(network: &Network, id: SiteId) -> f64 {
    visits(network, id) * network.sites[id].visit.0 as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{Id, StreamId};
    use crate::network::model::{Intake, Site, Status, Stream, Tier};
    use crate::units::Fen;

    fn network(storage: Option<i64>, emptied_days: Option<u16>, limits: [Option<u16>; 2], ends: bool) -> Network {
        let intake =
            |s: usize| Intake { stream: StreamId::new(s), most: None, gate_fen_per_t: 0, ends: ends && s == 1 };
        let site = Site {
            name: "d".into(),
            tier: Tier::DropOff,
            status: Status::Candidate,
            lon_lat: (0.0, 0.0),
            area: None,
            intakes: vec![intake(0), intake(1)],
            capacity: Some(Grams::from_kg(100_000.0)),
            least: Grams::ZERO,
            fixed: Fen(0),
            capital: Fen(0),
            closing: None,
            handling_fen_per_t: 0,
            land: None,
            land_m2: 0.0,
            shared_with_msw: false,
            storage: storage.map(|kg| Grams(kg * 1000)),
            emptied_days,
            visit: Fen(10_000),
        };
        let stream = |storage_days| Stream { name: String::new(), uncollected_fen_per_t: None, storage_days };
        Network {
            streams: limits.map(stream).into_iter().collect(),
            sites: [site].into_iter().collect(),
            ..Network::default()
        }
    }

    #[test]
    fn the_shortest_of_timetable_and_limits_counts_and_what_ends_may_lie() {
        let id = SiteId::new(0);
        let of = |n: &Network| (every(n, id), most(n, id).map(|g| g.0 / 1000), fen_per_t(n, id));
        // 500 kg every 7 days are 26,071.4 kg a year.
        let weekly = network(Some(500), Some(7), [None, None], false);
        assert_eq!(of(&weekly), (Some(7), Some(26_071), 0.0));
        assert!((fen_per_year(&weekly, id) - 365.0 / 7.0 * 10_000.0).abs() < 1e-6);
        // Batteries may lie 5 days: so it is emptied, unless they are done with here.
        assert_eq!(of(&network(Some(500), Some(7), [None, Some(5)], false)), (Some(5), Some(36_500), 0.0));
        assert_eq!(of(&network(Some(500), Some(7), [None, Some(5)], true)), (Some(7), Some(26_071), 0.0));
        // Nobody says how often: when it is full, at 100 yuan each 500 kg.
        assert_eq!(of(&network(Some(500), None, [None, None], false)), (None, Some(100_000), 20_000.0));
        assert_eq!(of(&network(None, Some(1), [Some(9), None], false)), (Some(1), Some(100_000), 0.0));
        // A floor that is emptied often enough is no limit.
        assert_eq!(of(&network(Some(500), Some(1), [None, None], false)).1, Some(100_000));
    }
}
