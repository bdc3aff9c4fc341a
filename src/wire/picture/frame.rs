//! Where things go: the globe's degrees to the paper's pixels.

use super::{LonLat, Picture, line};

/// The longer side of the map, in pixels.
const LONG_SIDE: f64 = 1000.0;
const MARGIN: f64 = 24.0;
/// Points closer than this on paper are not told apart.
const RESOLUTION: f64 = 0.6;

/// An equirectangular frame around everything that matters in a picture.
pub(super) struct Frame {
    west: f64,
    north: f64,
    /// Pixels per degree of longitude and of latitude.
    per_degree: (f64, f64),
    map: (f64, f64),
    metres_per_pixel: f64,
}

impl Frame {
    /// Around the rounds and marks, with some air; around the roads where there are none.
    pub(super) fn around(picture: &Picture) -> Self {
        let subject: Vec<LonLat> = picture
            .rounds
            .iter()
            .flat_map(|r| r.lines.iter().flatten().copied())
            .chain(picture.marks.iter().map(|m| m.at))
            .chain(picture.dots.iter().map(|d| d.at))
            .chain(picture.borders.iter().flat_map(|b| &b.rings).flatten().copied())
            .collect();
        let points = if subject.is_empty() {
            picture.roads.iter().flat_map(|r| r.line.iter().copied()).collect()
        } else {
            subject
        };
        let (mut w, mut s, mut e, mut n) = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
        for (lon, lat) in points {
            (w, e) = (w.min(lon), e.max(lon));
            (s, n) = (s.min(lat), n.max(lat));
        }
        if w > e {
            (w, s, e, n) = (-0.01, -0.01, 0.01, 0.01);
        }
        let squeeze = ((s + n) / 2.0).to_radians().cos().max(0.01);
        let pad = (0.04 * ((e - w) * squeeze).max(n - s)).max(1e-4);
        (w, e) = (w - pad / squeeze, e + pad / squeeze);
        (s, n) = (s - pad, n + pad);
        let per_lat = LONG_SIDE / ((e - w) * squeeze).max(n - s);
        // A very flat or very tall region still gets a map one can read beside the table.
        let map = (((e - w) * squeeze * per_lat).max(420.0), ((n - s) * per_lat).max(420.0));
        Self { west: w, north: n, per_degree: (per_lat * squeeze, per_lat), map, metres_per_pixel: 111_195.0 / per_lat }
    }

    pub(super) fn at(&self, (lon, lat): LonLat) -> (f64, f64) {
        let (x, y) = ((lon - self.west) * self.per_degree.0, (self.north - lat) * self.per_degree.1);
        (MARGIN + x, MARGIN + 56.0 + y)
    }

    pub(super) fn map_width(&self) -> f64 {
        self.map.0 + 2.0 * MARGIN
    }

    pub(super) fn size(&self, table_width: f64) -> (f64, f64) {
        (self.map_width() + table_width, self.map.1 + 2.0 * MARGIN + 56.0 + 30.0)
    }

    /// A path's `d`, thinned to what can be seen; empty where nothing of it lies on the map.
    pub(super) fn path(&self, points: &[LonLat], close: bool) -> String {
        let mut out = String::new();
        let (mut last, mut inside) = (None::<(f64, f64)>, false);
        for (i, &p) in points.iter().enumerate() {
            let (x, y) = self.at(p);
            inside |= x > 0.0 && y > 56.0 && x < self.map_width() && y < self.map.1 + 2.0 * MARGIN + 56.0;
            let end = i + 1 == points.len();
            if let Some((px, py)) = last
                && !end
                && (x - px).hypot(y - py) < RESOLUTION
            {
                continue;
            }
            out.push_str(&format!("{}{x:.1} {y:.1}", if last.is_none() { "M" } else { "L" }));
            last = Some((x, y));
        }
        if !inside {
            return String::new();
        }
        if close {
            out.push('Z');
        }
        out
    }

    /// What is drawn of roads and rounds ends where the map ends.
    pub(super) fn clip(&self, out: &mut String) {
        line(
            out,
            format_args!(
                "<clipPath id=\"map\"><rect x=\"0\" y=\"72\" width=\"{:.1}\" height=\"{:.1}\"/></clipPath>",
                self.map_width() - 8.0,
                self.map.1 + 2.0 * MARGIN - 16.0
            ),
        );
    }

    /// A bar of a round length, and the attribution beside it.
    pub(super) fn scale_bar(&self, out: &mut String) {
        let wanted = 120.0 * self.metres_per_pixel;
        let power = 10f64.powf(wanted.log10().floor());
        let length = [5.0, 2.0, 1.0].into_iter().map(|f| f * power).find(|l| *l <= wanted).unwrap_or(power);
        let pixels = length / self.metres_per_pixel;
        let label = if length >= 1000.0 { format!("{:.0} km", length / 1000.0) } else { format!("{length:.0} m") };
        let y = self.map.1 + 2.0 * MARGIN + 56.0 + 8.0;
        line(
            out,
            format_args!(
                "<path class=\"bar\" d=\"M{MARGIN} {:.1}v6h{pixels:.1}v-6\"/><text class=\"small\" x=\"{:.1}\" y=\"{:.1}\">{label}</text>\
                 <text class=\"small\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">© OpenStreetMap contributors, ODbL 1.0</text>",
                y - 4.0,
                MARGIN + pixels + 8.0,
                y + 4.0,
                self.map_width() - 8.0,
                y + 4.0
            ),
        );
    }
}
