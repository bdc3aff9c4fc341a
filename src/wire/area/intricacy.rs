//! Outlines that would take out of all proportion long to lay on roads.

use super::Polygons;

/// Layers that edges, or polygons, may lie in over their whole area on average. Those of outlines drawn round something lie in one or two.
const MOST_LAYERS: f64 = 16.0;
/// How often the edges of a polygon may go from its south to its north and back.
const MOST_CLIMBS: f64 = 64.0;

/// Whether laying the area on roads would take out of all proportion long or much memory: a road is held against every edge whose box it touches, and an edge is
/// kept once for each strip of latitude that it passes.
pub(super) fn intricate(polygons: &Polygons) -> bool {
    let mut whole = Bounds::default();
    let mut layers = 0.0;
    for polygon in polygons {
        let mut own = Bounds::default();
        let (mut edges, mut climbs) = (0.0, 0.0);
        for ring in polygon {
            ring.iter().for_each(|&p| own.take(p));
            for w in ring.windows(2) {
                let (across, up) = ((w[1].0 - w[0].0).abs(), (w[1].1 - w[0].1).abs());
                edges += across * up;
                climbs += up;
            }
        }
        if edges > MOST_LAYERS * own.area() || climbs > MOST_CLIMBS * (own.high.1 - own.low.1) {
            return true;
        }
        layers += own.area();
        whole.take(own.low);
        whole.take(own.high);
    }
    layers > MOST_LAYERS * whole.area()
}

/// What positions lie in.
struct Bounds {
    low: (f64, f64),
    high: (f64, f64),
}

impl Default for Bounds {
    fn default() -> Self {
        Self { low: (f64::INFINITY, f64::INFINITY), high: (f64::NEG_INFINITY, f64::NEG_INFINITY) }
    }
}

impl Bounds {
    fn take(&mut self, (lon, lat): (f64, f64)) {
        self.low = (self.low.0.min(lon), self.low.1.min(lat));
        self.high = (self.high.0.max(lon), self.high.1.max(lat));
    }
    fn area(&self) -> f64 {
        (self.high.0 - self.low.0) * (self.high.1 - self.low.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::boundary::Ring;

    #[test]
    fn an_outline_that_scribbles_over_its_area_is_refused() {
        let closed = |mut ring: Ring| {
            ring.push(ring[0]);
            vec![ring]
        };
        let comb = |teeth: usize, lean: f64| {
            let tooth = |i: usize| ((i % 2) as f64 * lean + i as f64 * 1e-6, 41.0 + (i % 2) as f64 * 0.9);
            closed((0..teeth).map(tooth).collect())
        };
        assert!(intricate(&vec![comb(200, 1.0)]), "every tooth lies across all");
        assert!(intricate(&vec![comb(200, 0.0)]), "every tooth is as high as all");
        let circle = |x: f64, y: f64, points: usize| {
            let at = |i: usize| (i as f64 / points as f64 * std::f64::consts::TAU).sin_cos();
            closed((0..points).map(|i| (x + at(i).0, y + at(i).1)).collect())
        };
        assert!(!intricate(&vec![circle(0.0, 0.0, 20_000)]));
        let quarters: Polygons =
            (0..400).map(|i| circle(f64::from(i % 20) * 2.0, f64::from(i / 20) * 2.0, 12)).collect();
        assert!(!intricate(&quarters), "four hundred quarters side by side");
        assert!(intricate(&(0..40).map(|_| circle(0.0, 0.0, 12)).collect()), "the same land forty times");
        let flat = closed(vec![(0.0, 1.0), (1.0, 1.0), (2.0, 1.0), (1.0, 1.0)]);
        assert!(!intricate(&vec![flat]), "without land there is nothing to hold roads against");
    }
}
