//! Who reaches a place, by single ways.

use huilu::engine::query::{IsochroneQuery, LonLat, Sense, Terms};
use huilu::units::Milliseconds;

use super::{asked, island, point};

/// Even-odd over all rings.
fn inside(polygons: &[Vec<Vec<LonLat>>], at: LonLat) -> bool {
    let crossed = |w: &&[LonLat]| {
        let [a, b] = [w[0], w[1]];
        (a.lat > at.lat) != (b.lat > at.lat) && at.lon < a.lon + (at.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon)
    };
    polygons.iter().flatten().flat_map(|ring| ring.windows(2)).filter(crossed).count() % 2 == 1
}

#[test]
fn a_catchment_holds_those_who_reach_the_place_in_time() {
    let city = island();
    // 1 s off either way stands for whole milliseconds and centimetres.
    let (limit, off) = (Milliseconds(600_000), Milliseconds(1000));
    let (mut held, mut apart) = (0, 0);
    for seed in [3, 14, 25] {
        let at = point(city, seed);
        let area = |sense| {
            let (profile, terms) = ("van".to_owned(), Terms::default());
            let query =
                IsochroneQuery { profile, at, sense, limits: vec![limit], depart: None, terms, snap_limit: None };
            city.isochrone(&query).unwrap().remove(0)
        };
        let (to, from) = (area(Sense::To), area(Sense::From));
        apart += usize::from(to.polygons != from.polygons);
        for other in (0..150).map(|i| point(city, 100 + 3 * i)) {
            // Where no road for vans is near, the point itself may lie outside: the road it is put on does not.
            let way = |a, b| city.route(&asked(a, b)).ok();
            let there = way(other, at).map(|r| (r.leg.time, r.from.at));
            let back = way(at, other).map(|r| (r.leg.time, r.to.at));
            for (area, found) in [(&to, there), (&from, back)] {
                if let Some((time, spot)) = found.filter(|f| f.0 + off < limit) {
                    assert!(inside(&area.polygons, spot), "{spot:?} is {time:?} away");
                    held += 1;
                }
            }
        }
    }
    assert!(held > 50 && apart > 0, "{held} {apart}");
}
