//! Residential land: which piece a place stands on, and places spread over a piece.

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::network::ground::{LonLat, Rings, contains, label_point, offset_m};

/// Places on land stand so far apart, in metres, or farther on large land.
const STEP_M: f64 = 200.0;
/// Places on one piece of land at most.
const MOST: f64 = 400.0;

/// Pieces of land by where they are.
pub(super) struct LandIndex {
    rings: Vec<Rings>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl LandIndex {
    pub(super) fn new(rings: Vec<Vec<LonLat>>) -> Self {
        let boxes = rings.iter().enumerate().filter_map(|(i, ring)| {
            let bounds = bounds(ring)?;
            Some(GeomWithData::new(Rectangle::from_corners(bounds[0].into(), bounds[1].into()), i))
        });
        let tree = RTree::bulk_load(boxes.collect());
        Self { rings: rings.into_iter().map(|r| vec![r]).collect(), tree }
    }
    /// The first piece that a place lies on.
    pub(super) fn at(&self, at: LonLat) -> Option<usize> {
        let near = self.tree.locate_in_envelope_intersecting(&AABB::from_point([at.0, at.1]));
        near.map(|b| b.data).filter(|&i| contains(&self.rings[i], at)).min()
    }
}

fn bounds(ring: &[LonLat]) -> Option<[LonLat; 2]> {
    let &first = ring.first()?;
    Some(
        ring.iter().fold([first, first], |[low, high], &(x, y)| {
            [(low.0.min(x), low.1.min(y)), (high.0.max(x), high.1.max(y))]
        }),
    )
}

/// Places on a grid inside a ring; its label where the grid has none inside.
pub(super) fn spread(ring: &[LonLat], area_m2: f64) -> Vec<LonLat> {
    let polygon = vec![ring.to_vec()];
    let Some([low, high]) = bounds(ring) else { return Vec::new() };
    let step = STEP_M.max((area_m2 / MOST).sqrt());
    let (wide, tall) = offset_m(low, high);
    let (columns, rows) = ((wide / step).ceil().max(1.0), (tall / step).ceil().max(1.0));
    // A thin ring has a box of many cells and hardly any land, a ring of many corners makes every cell dear: such get their label.
    if columns * rows * ring.len() as f64 > 2e7 {
        return label_point(&polygon).into_iter().collect();
    }
    let mut out = Vec::new();
    for row in 0..rows as usize {
        for column in 0..columns as usize {
            let share = [(column as f64 + 0.5) / columns, (row as f64 + 0.5) / rows];
            let at = (low.0 + (high.0 - low.0) * share[0], low.1 + (high.1 - low.1) * share[1]);
            if contains(&polygon, at) {
                out.push(at);
            }
        }
    }
    if out.is_empty() {
        out.extend(label_point(&polygon));
    }
    out
}
