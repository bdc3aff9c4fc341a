//! Just enough of the globe for places and counties: positions, distances of some kilometres, which county a place lies in.

/// Degrees east and north, WGS-84.
pub type LonLat = (f64, f64);

/// Metres of a degree of latitude.
const DEGREE_M: f64 = 111_195.0;

/// Metres between two places by the equirectangular approximation: good to a per mille over some tens of kilometres.
#[must_use]
pub fn metres(a: LonLat, b: LonLat) -> f64 {
    let squeeze = f64::midpoint(a.1, b.1).to_radians().cos();
    ((a.0 - b.0) * squeeze).hypot(a.1 - b.1) * DEGREE_M
}

/// Metres east and north of `from`.
#[must_use]
pub fn offset_m(from: LonLat, to: LonLat) -> (f64, f64) {
    ((to.0 - from.0) * from.1.to_radians().cos() * DEGREE_M, (to.1 - from.1) * DEGREE_M)
}

/// A polygon: an outer ring and its holes, each closed (the last position equal to the first).
pub type Rings = Vec<Vec<LonLat>>;

/// Whether a place lies in a polygon, even-odd over all its rings; an edge belongs to one side only, so that of neighbouring counties one holds it.
#[must_use]
pub fn contains(polygon: &Rings, at: LonLat) -> bool {
    let crossings = polygon.iter().flat_map(|ring| ring.windows(2)).filter(|w| {
        let ((x0, y0), (x1, y1)) = (w[0], w[1]);
        (y0 <= at.1) != (y1 <= at.1) && at.0 > x0 + (at.1 - y0) / (y1 - y0) * (x1 - x0)
    });
    crossings.count() % 2 == 1
}

/// The middle of a polygon's area (its centroid, holes left out of account), where that lies inside; else the corner of the outer ring nearest to it.
/// `None` without a corner.
#[must_use]
pub fn label_point(polygon: &Rings) -> Option<LonLat> {
    let outer = polygon.first()?;
    let &origin = outer.first()?;
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for w in outer.windows(2) {
        let (a, b) = ((w[0].0 - origin.0, w[0].1 - origin.1), (w[1].0 - origin.0, w[1].1 - origin.1));
        let cross = a.0 * b.1 - b.0 * a.1;
        area += cross;
        x += (a.0 + b.0) * cross;
        y += (a.1 + b.1) * cross;
    }
    let centre = if area == 0.0 { origin } else { (origin.0 + x / (3.0 * area), origin.1 + y / (3.0 * area)) };
    if contains(polygon, centre) {
        return Some(centre);
    }
    outer.iter().copied().min_by(|&a, &b| metres(a, centre).total_cmp(&metres(b, centre)))
}

/// Square metres of a polygon, less its holes.
#[must_use]
pub fn area_m2(polygon: &Rings) -> f64 {
    let ring = |ring: &Vec<LonLat>| -> f64 {
        let Some(&origin) = ring.first() else { return 0.0 };
        let at = |p: LonLat| offset_m(origin, p);
        (ring.windows(2).map(|w| (at(w[0]), at(w[1]))).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0).abs()
    };
    polygon.iter().enumerate().map(|(i, r)| if i == 0 { ring(r) } else { -ring(r) }).sum::<f64>().max(0.0)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn square(a: f64, b: f64) -> Vec<LonLat> {
        vec![(a, a), (b, a), (b, b), (a, b), (a, a)]
    }

    #[test]
    fn holes_are_outside_and_neighbours_share_no_place() {
        let holed = vec![square(0.0, 10.0), square(4.0, 6.0)];
        assert!(contains(&holed, (1.0, 1.0)) && !contains(&holed, (5.0, 5.0)) && !contains(&holed, (11.0, 1.0)));
        let (west, east) =
            (vec![square(0.0, 1.0)], vec![vec![(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.0, 0.0)]]);
        assert!(contains(&west, (1.0, 0.5)) != contains(&east, (1.0, 0.5)));
    }

    #[test]
    fn a_label_lies_inside_or_on_the_edge() {
        assert_eq!(label_point(&vec![square(0.0, 2.0)]), Some((1.0, 1.0)));
        // A horseshoe, whose middle is not its own: the nearest corner stands for it.
        let bent = vec![vec![
            (0.0, 0.0),
            (9.0, 0.0),
            (9.0, 9.0),
            (8.0, 9.0),
            (8.0, 1.0),
            (1.0, 1.0),
            (1.0, 9.0),
            (0.0, 9.0),
            (0.0, 0.0),
        ]];
        assert!([(1.0, 1.0), (8.0, 1.0)].contains(&label_point(&bent).unwrap()));
        assert_eq!(label_point(&vec![]), None);
    }

    #[test]
    fn areas_are_of_the_globe() {
        // A hundredth of a degree square on the 60th parallel: 1,111.95 m by half of that.
        let plot = vec![vec![(0.0, 60.0), (0.01, 60.0), (0.01, 60.01), (0.0, 60.01), (0.0, 60.0)]];
        assert!((area_m2(&plot) - 1111.95 * 555.975).abs() < 1.0, "{}", area_m2(&plot));
    }
}
