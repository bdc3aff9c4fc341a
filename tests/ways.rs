//! Ways beside the best one, through stops, to the nearest of many, and to a place from all around: each against something simpler.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/admissible.rs"]
mod admissible;
#[path = "ways/alternatives.rs"]
mod alternatives;
#[path = "ways/catchments.rs"]
mod catchments;
#[path = "ways/nearest.rs"]
mod nearest;
#[path = "support/real.rs"]
mod real;
#[path = "ways/stops.rs"]
mod stops;

use std::sync::OnceLock;

use huilu::engine::City;
use huilu::engine::files::import;
use huilu::engine::query::{Kerb, Kerbs, LonLat, RouteQuery, Terms};
use huilu::ids::{Id, RoadId};
use huilu::roads::Settings;

/// The embedded city.
fn island() -> &'static City {
    static CITY: OnceLock<City> = OnceLock::new();
    CITY.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/isle-of-man-2020-03.osm.pbf");
        import(path.as_ref(), Settings::default(), &|_| {}).unwrap()
    })
}

/// A point some metres off a road, by number; every tenth far out at sea.
fn point(city: &City, seed: usize) -> LonLat {
    if seed % 10 == 9 {
        return LonLat { lon: -4.0, lat: 54.6 };
    }
    let mixed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
    let points: Vec<_> = city.network().shape(RoadId::new(mixed % city.network().road_count())).collect();
    let at = points[mixed % points.len()];
    let aside = (mixed % 7) as f64 * 1e-5;
    LonLat { lon: at.lon() + aside, lat: at.lat() - aside }
}

fn asked(from: LonLat, to: LonLat) -> RouteQuery {
    let (via, terms) = (Vec::new(), Terms::default());
    RouteQuery {
        profile: "van".into(),
        from,
        to,
        via,
        via_kerb: Kerbs::default(),
        alternatives: 0,
        depart: None,
        terms,
        kerb: Kerb::default(),
        snap_limit: None,
    }
}
