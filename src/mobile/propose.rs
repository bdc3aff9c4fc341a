//! Where vehicles could stand and which places are villages, proposed from what a map shows.
//!
//! Useful to begin with: walks are guessed by straight lines here, and measured on the foot graph once a problem is put on the roads.

use std::collections::HashMap;

use crate::network::candidates::{Parcel, ParcelKind};
use crate::network::demand::Settled;
use crate::network::ground::{LonLat, metres, offset_m};
use crate::network::region::CountyId;

/// Someone whose nearest candidate is at most so far off, in a straight line, is taken to be able to walk to it: 600 m of streets, which are a third longer.
pub const NEAR_M: f64 = 450.0;
/// A place with fewer households than [`VILLAGE`] within so many metres is a village or a hamlet.
pub const AROUND_M: f64 = 1_000.0;
/// See [`AROUND_M`]: assumed.
pub const VILLAGE: i64 = 300;

/// Why a vehicle could stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Parking: some spaces of it for an hour.
    Parking,
    /// The edge of residential land: the street before it.
    ResidentialEdge,
    /// The middle of homes that have neither near them.
    Centre,
}

impl Why {
    /// In words.
    #[must_use]
    pub const fn en(self) -> &'static str {
        match self {
            Self::Parking => "parking, some spaces of which would do for an hour",
            Self::ResidentialEdge => "the street at the edge of residential land",
            Self::Centre => "the middle of homes that have no parking and no residential land drawn near them",
        }
    }
    /// 文字。
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Parking => "停车场，临时占用少量车位",
            Self::ResidentialEdge => "居住用地边缘的道路旁",
            Self::Centre => "村庄或居民点中心，附近没有停车场或居住用地边界",
        }
    }
}

/// A place where a vehicle could stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Where.
    pub at: LonLat,
    /// Its county.
    pub county: Option<CountyId>,
    /// Why here.
    pub why: Why,
    /// The map's name, or empty.
    pub name: String,
}

/// At most `most` places: those that bring the most households within [`NEAR_M`] of one, one after the other; ties go to parking, then to the earlier one.
#[must_use]
pub fn spots(parcels: &[Parcel], people: &[Settled], most: usize) -> Vec<Spot> {
    let mut all: Vec<Spot> = Vec::new();
    for (kind, why) in [(ParcelKind::Parking, Why::Parking), (ParcelKind::ResidentialEdge, Why::ResidentialEdge)] {
        let of_kind = parcels.iter().filter(|p| p.kind == kind);
        all.extend(of_kind.map(|p| Spot { at: p.at, county: p.county, why, name: p.name.clone() }));
    }
    all.extend(people.iter().filter(|p| !p.assumed).map(|p| Spot {
        at: p.at,
        county: p.county,
        why: Why::Centre,
        name: String::new(),
    }));
    best(&all, people, most)
}

/// Of some places the best as [`spots`] takes them, in the order given.
#[must_use]
pub fn best(all: &[Spot], people: &[Settled], most: usize) -> Vec<Spot> {
    let homes: Vec<LonLat> = people.iter().map(|p| p.at).collect();
    let grid = Grid::new(&homes);
    let mut left: Vec<i64> = people.iter().map(|p| p.households.max(0)).collect();
    let near: Vec<Vec<usize>> = all.iter().map(|s| grid.within(s.at, NEAR_M)).collect();
    let gain = |left: &[i64], i: usize| near[i].iter().map(|&j| left[j]).sum::<i64>();
    // Lazily: what a place adds only falls as others are taken.
    let mut queue: std::collections::BinaryHeap<(i64, std::cmp::Reverse<usize>)> =
        (0..all.len()).map(|i| (gain(&left, i), std::cmp::Reverse(i))).collect();
    let mut taken = Vec::new();
    while let Some((said, std::cmp::Reverse(i))) = queue.pop() {
        if taken.len() == most {
            break;
        }
        let now = gain(&left, i);
        if now < said || now <= 0 {
            queue.extend((now > 0).then_some((now, std::cmp::Reverse(i))));
            continue;
        }
        near[i].iter().for_each(|&j| left[j] = 0);
        taken.push(i);
    }
    taken.sort_unstable();
    taken.into_iter().map(|i| all[i].clone()).collect()
}

/// Which places are villages: fewer than [`VILLAGE`] households within [`AROUND_M`].
#[must_use]
pub fn villages(people: &[Settled]) -> Vec<bool> {
    let homes: Vec<LonLat> = people.iter().map(|p| p.at).collect();
    let grid = Grid::new(&homes);
    let around = |at| grid.within(at, AROUND_M).iter().map(|&j| people[j].households.max(0)).sum::<i64>();
    homes.iter().map(|&at| around(at) < VILLAGE).collect()
}

/// Points by squares of [`NEAR_M`].
struct Grid<'a> {
    points: &'a [LonLat],
    origin: LonLat,
    cells: HashMap<(i32, i32), Vec<usize>>,
}

impl<'a> Grid<'a> {
    fn new(points: &'a [LonLat]) -> Self {
        let origin = points.first().copied().unwrap_or_default();
        let mut grid = Self { points, origin, cells: HashMap::new() };
        for (i, &p) in points.iter().enumerate() {
            grid.cells.entry(grid.cell(p)).or_default().push(i);
        }
        grid
    }
    fn cell(&self, at: LonLat) -> (i32, i32) {
        let (x, y) = offset_m(self.origin, at);
        ((x / NEAR_M).floor() as i32, (y / NEAR_M).floor() as i32)
    }
    /// Points within some metres, ascending.
    fn within(&self, at: LonLat, reach_m: f64) -> Vec<usize> {
        let (x, y) = self.cell(at);
        // A degree of longitude is not everywhere as long as at the origin: one square more.
        let span = (reach_m / NEAR_M).ceil() as i32 + 1;
        let mut out = Vec::new();
        for cx in x - span..=x + span {
            for cy in y - span..=y + span {
                let here = self.cells.get(&(cx, cy)).into_iter().flatten();
                out.extend(here.copied().filter(|&i| metres(self.points[i], at) <= reach_m));
            }
        }
        out.sort_unstable();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(lon: f64, households: i64) -> Settled {
        Settled { at: (lon, 40.0), county: None, persons: 0, households, assumed: false }
    }

    fn parcel(kind: ParcelKind, lon: f64) -> Parcel {
        Parcel { kind, at: (lon, 40.0), area_m2: None, county: None, name: String::new() }
    }

    #[test]
    fn places_are_taken_by_whom_they_bring_near_and_homes_without_any_are_their_own() {
        // At 40 degrees north 0.001 degrees of longitude are 85 m. The parking is near the first two, the edge near the second only, nothing near the third.
        let people = [home(113.0, 100), home(113.004, 50), home(113.1, 30)];
        let parcels = [
            parcel(ParcelKind::ResidentialEdge, 113.006),
            parcel(ParcelKind::Parking, 113.002),
            parcel(ParcelKind::Industrial, 113.1),
        ];
        let found: Vec<(Why, f64)> = spots(&parcels, &people, 10).iter().map(|s| (s.why, s.at.0)).collect();
        assert_eq!(found, [(Why::Parking, 113.002), (Why::Centre, 113.1)]);
        assert_eq!(spots(&parcels, &people, 1).len(), 1);
        assert_eq!(spots(&[], &[], 5), []);
        // 150 households within a kilometre are a village, 300 are not.
        assert_eq!(villages(&people), [true, true, true]);
        assert_eq!(villages(&[home(113.0, 250), home(113.004, 50)]), [false, false]);
    }
}
