//! Lengths, bearings and nearest points on the ground, between coordinates of OpenStreetMap's resolution.

pub use crate::osm::model::{Coord, Polygon};

/// Mean radius of the Earth (IUGG), in metres.
pub const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Great-circle distance in metres (haversine).
#[must_use]
pub fn distance_m(a: Coord, b: Coord) -> f64 {
    let (lat_a, lat_b) = (a.lat().to_radians(), b.lat().to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((b.lon() - a.lon()).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * EARTH_RADIUS_M * h.sqrt().min(1.0).asin()
}

/// Length of a line in metres.
#[must_use]
pub fn length_m(line: &[Coord]) -> f64 {
    line.windows(2).map(|w| distance_m(w[0], w[1])).sum()
}

/// Compass bearing from `a` to `b` in degrees, 0 north, 90 east, in `0..360`; 0 where they are the same point.
#[must_use]
pub fn bearing_deg(a: Coord, b: Coord) -> f64 {
    let east = (b.lon() - a.lon()) * ((a.lat() + b.lat()) / 2.0).to_radians().cos();
    east.atan2(b.lat() - a.lat()).to_degrees().rem_euclid(360.0)
}

/// How far one must turn to go on along `out` when coming along `into`: in `-180..=180`, positive to the right.
#[must_use]
pub fn turn_deg(into: f64, out: f64) -> f64 {
    let turn = (out - into).rem_euclid(360.0);
    if turn > 180.0 { turn - 360.0 } else { turn }
}

/// A point of the conformal (Mercator) plane in metres at the equator.
///
/// Locally it stretches all directions alike, so the nearest of two things nearby is the nearest on the ground; a distance on the ground is
/// that of the plane times the cosine of the latitude.
#[must_use]
pub fn to_plane(c: Coord) -> [f64; 2] {
    // Mercator has no poles; roads stop short of them.
    let lat = c.lat().clamp(-89.0, 89.0).to_radians();
    [to_plane_east(c), lat.tan().asinh() * EARTH_RADIUS_M]
}

/// The first coordinate of [`to_plane`], which costs next to nothing.
#[inline]
#[must_use]
pub fn to_plane_east(c: Coord) -> f64 {
    c.lon().to_radians() * EARTH_RADIUS_M
}

/// The point of the plane back on the globe.
#[must_use]
pub fn from_plane(p: [f64; 2]) -> Option<Coord> {
    let lat = (p[1] / EARTH_RADIUS_M).sinh().atan().to_degrees();
    Coord::from_degrees((p[0] / EARTH_RADIUS_M).to_degrees(), lat)
}

/// How far along the piece from `a` to `b` the point nearest to `p` lies, from 0 to 1.
#[must_use]
pub fn nearest_share(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let square = dx * dx + dy * dy;
    if square == 0.0 { 0.0 } else { (((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square).clamp(0.0, 1.0) }
}

/// The point `share` of the way from `a` to `b`.
#[must_use]
pub fn between(a: Coord, b: Coord, share: f64) -> Coord {
    let mix = |a: i32, b: i32| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as i32;
    Coord { lon_e7: mix(a.lon_e7, b.lon_e7), lat_e7: mix(a.lat_e7, b.lat_e7) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn c(lon: f64, lat: f64) -> Coord {
        Coord { lon_e7: (lon * 1e7) as i32, lat_e7: (lat * 1e7) as i32 }
    }

    #[test]
    fn a_degree_of_latitude_is_111_km() {
        // 6,371,008.8 m x pi / 180 = 111,195.08 m.
        assert!((distance_m(c(0.0, 0.0), c(0.0, 1.0)) - 111_195.08).abs() < 0.01);
    }

    #[test]
    fn north_then_east_is_a_right_turn() {
        let (north, east) = (bearing_deg(c(0.0, 0.0), c(0.0, 1.0)), bearing_deg(c(0.0, 0.0), c(1.0, 0.0)));
        assert!(north.abs() < 1e-9 && (east - 90.0).abs() < 1e-9);
        assert!((turn_deg(north, east) - 90.0).abs() < 1e-9);
        assert!((turn_deg(350.0, 10.0) - 20.0).abs() < 1e-9 && (turn_deg(10.0, 350.0) + 20.0).abs() < 1e-9);
    }

    #[test]
    fn the_plane_and_back() {
        let there = c(112.57, 37.87);
        assert_eq!(from_plane(to_plane(there)), Some(there));
    }
}
