//! The counties on the sheet, and a triangular lattice over them: which of its points lie in which county, and how far from its edge.

use std::collections::VecDeque;

use super::super::draft::{DEGREE_M, Dice};
use super::{RegionFault, SynthCounty};
use crate::osm::model::Polygon;

/// Points of the lattice inside, about.
const POINTS: f64 = 8_000.0;
/// And in all the box round the counties at most, however little of it they fill.
const MOST: usize = 400_000;
/// Height of a triangle over its side.
const TALL: f64 = 0.866_025_403_784_438_6;

/// A polygon in metres on the sheet with its box.
struct Land {
    rings: Vec<Vec<[f64; 2]>>,
    low: [f64; 2],
    high: [f64; 2],
}

/// See the module.
pub(super) struct Terrain {
    /// Degrees of the middle of the sheet.
    pub(super) middle: [f64; 2],
    counties: Vec<Vec<Land>>,
    /// Metres between neighbours of the lattice.
    pub(super) step: f64,
    low: [f64; 2],
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// By lattice point: its county.
    pub(super) county: Vec<Option<u32>>,
    /// By lattice point: steps to the nearest point outside its county.
    clearance: Vec<u32>,
    /// By lattice point inside: the points round it to which a straight line stays inside.
    pub(super) links: Vec<Vec<u32>>,
}

impl Terrain {
    pub(super) fn new(counties: &[SynthCounty]) -> Result<Self, RegionFault> {
        let corners = || counties.iter().flat_map(|c| &c.polygons).flat_map(|p| &p.outer);
        let range = |of: fn(&crate::osm::model::Coord) -> f64| {
            corners().map(of).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)))
        };
        let ((west, east), (south, north)) = (range(|c| c.lon()), range(|c| c.lat()));
        if counties.is_empty() {
            return Err(RegionFault::Empty);
        }
        if let Some(c) = counties.iter().position(|c| c.polygons.iter().all(|p| p.outer.len() < 4)) {
            return Err(RegionFault::NoLand(c));
        }
        if east - west > 10.0 || north - south > 10.0 || south < -80.0 || north > 80.0 {
            return Err(RegionFault::TooWide);
        }
        let middle = [f64::midpoint(west, east), f64::midpoint(south, north)];
        let squeeze = middle[1].to_radians().cos();
        let land = |p: &Polygon| {
            let metres = |ring: &Vec<crate::osm::model::Coord>| {
                let at = |c: &crate::osm::model::Coord| {
                    [(c.lon() - middle[0]) * squeeze * DEGREE_M, (c.lat() - middle[1]) * DEGREE_M]
                };
                ring.iter().map(at).collect::<Vec<_>>()
            };
            let rings: Vec<Vec<[f64; 2]>> = std::iter::once(&p.outer).chain(&p.inners).map(metres).collect();
            let edge =
                |k: usize, start: f64, pick: fn(f64, f64) -> f64| rings[0].iter().fold(start, |m, p| pick(m, p[k]));
            Land {
                low: [0, 1].map(|k| edge(k, f64::INFINITY, f64::min)),
                high: [0, 1].map(|k| edge(k, f64::NEG_INFINITY, f64::max)),
                rings,
            }
        };
        let counties: Vec<Vec<Land>> = counties.iter().map(|c| c.polygons.iter().map(land).collect()).collect();
        let area: f64 = counties.iter().flatten().map(Land::area_m2).sum();
        let low = [(west - middle[0]) * squeeze * DEGREE_M, (south - middle[1]) * DEGREE_M];
        let size = [-2.0 * low[0], -2.0 * low[1]];
        // A small county among large ones still needs points of its own.
        let smallest = counties.iter().map(|c| c.iter().map(Land::area_m2).sum::<f64>()).fold(f64::INFINITY, f64::min);
        let wanted = (area / POINTS).min(smallest / 20.0).sqrt().clamp(30.0, 2_000.0);
        let step = wanted.max((size[0] * size[1] / TALL / MOST as f64).sqrt());
        let (columns, rows) = ((size[0] / step) as usize + 2, (size[1] / step / TALL) as usize + 2);
        let mut terrain = Self {
            middle,
            counties,
            step,
            low,
            columns,
            rows,
            county: Vec::new(),
            clearance: Vec::new(),
            links: Vec::new(),
        };
        terrain.county = (0..columns * rows).map(|i| terrain.county_at(terrain.point(i))).collect();
        if let Some(c) = (0..terrain.counties.len()).find(|&c| !terrain.county.contains(&Some(c as u32))) {
            return Err(RegionFault::NoLand(c));
        }
        terrain.clearance = terrain.clear();
        let links = |i: usize| -> Vec<u32> {
            let free = |k: &usize| terrain.county[*k].is_some() && terrain.inside(terrain.point(i), terrain.point(*k));
            if terrain.county[i].is_none() {
                Vec::new()
            } else {
                terrain.neighbours(i).filter(free).map(|k| k as u32).collect()
            }
        };
        terrain.links = (0..columns * rows).map(links).collect();
        Ok(terrain)
    }

    /// Metres east and north of a lattice point.
    pub(super) fn point(&self, i: usize) -> [f64; 2] {
        let (row, column) = (i / self.columns, i % self.columns);
        let shift = if row % 2 == 1 { 0.5 } else { 0.0 };
        [self.low[0] + (column as f64 + shift) * self.step, self.low[1] + row as f64 * self.step * TALL]
    }
    /// The lattice points round one, at most six.
    pub(super) fn neighbours(&self, i: usize) -> impl Iterator<Item = usize> + use<> {
        let (row, column) = ((i / self.columns) as i64, (i % self.columns) as i64);
        let back = if row % 2 == 1 { 0 } else { -1 };
        let (columns, rows) = (self.columns as i64, self.rows as i64);
        [(0, -1), (0, 1), (-1, back), (-1, back + 1), (1, back), (1, back + 1)].into_iter().filter_map(
            move |(dr, dc)| {
                let (r, c) = (row + dr, column + dc);
                ((0..rows).contains(&r) && (0..columns).contains(&c)).then_some((r * columns + c) as usize)
            },
        )
    }
    /// The county that a place lies in.
    pub(super) fn county_at(&self, at: [f64; 2]) -> Option<u32> {
        self.counties.iter().position(|lands| lands.iter().any(|l| l.contains(at))).map(|c| c as u32)
    }
    /// Whether a straight line stays inside the counties, as seven places on it tell.
    pub(super) fn inside(&self, from: [f64; 2], to: [f64; 2]) -> bool {
        (1..8).all(|i| {
            let share = f64::from(i) / 8.0;
            self.county_at([0, 1].map(|k| from[k] + (to[k] - from[k]) * share)).is_some()
        })
    }
    pub(super) fn area_km2(&self, county: usize) -> f64 {
        self.counties[county].iter().map(Land::area_m2).sum::<f64>() / 1e6
    }
    /// The place in a county farthest from its edge, and how far that is.
    pub(super) fn seat(&self, county: usize) -> ([f64; 2], f64) {
        let own = (0..self.county.len()).filter(|&i| self.county[i] == Some(county as u32));
        let best = own.max_by_key(|&i| (self.clearance[i], std::cmp::Reverse(i))).unwrap_or(0);
        (self.point(best), self.room(best))
    }
    /// Any lattice point of a county, and how far it is to its edge.
    pub(super) fn somewhere(&self, county: usize, dice: &mut Dice) -> Option<([f64; 2], f64)> {
        let found = (0..200).map(|_| dice.pick(self.county.len())).find(|&i| self.county[i] == Some(county as u32))?;
        Some((self.point(found), self.room(found)))
    }
    fn room(&self, i: usize) -> f64 {
        (f64::from(self.clearance[i]) - 0.5).max(0.3) * self.step * TALL
    }
    fn clear(&self) -> Vec<u32> {
        let mut out = vec![u32::MAX; self.county.len()];
        let mut queue = VecDeque::new();
        for (i, steps) in out.iter_mut().enumerate() {
            let rim = self.neighbours(i).count() < 6 || self.neighbours(i).any(|k| self.county[k] != self.county[i]);
            if self.county[i].is_none() || rim {
                *steps = u32::from(self.county[i].is_some());
                queue.push_back(i);
            }
        }
        while let Some(i) = queue.pop_front() {
            for k in self.neighbours(i) {
                if out[k] == u32::MAX {
                    out[k] = out[i] + 1;
                    queue.push_back(k);
                }
            }
        }
        out
    }
}

impl Land {
    fn contains(&self, at: [f64; 2]) -> bool {
        if (0..2).any(|k| at[k] < self.low[k] || at[k] > self.high[k]) {
            return false;
        }
        let crossings = self.rings.iter().flat_map(|ring| ring.windows(2)).filter(|w| {
            let ([x0, y0], [x1, y1]) = (w[0], w[1]);
            (y0 <= at[1]) != (y1 <= at[1]) && at[0] > x0 + (at[1] - y0) / (y1 - y0) * (x1 - x0)
        });
        crossings.count() % 2 == 1
    }
    fn area_m2(&self) -> f64 {
        let ring =
            |r: &Vec<[f64; 2]>| (r.windows(2).map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1]).sum::<f64>() / 2.0).abs();
        let (outer, holes) = (ring(&self.rings[0]), self.rings[1..].iter().map(ring).sum::<f64>());
        (outer - holes).max(0.0)
    }
}
