//! A real city with its hierarchy, as the engine builds it, and rules laid over its middle.

use std::path::PathBuf;
use std::sync::Arc;

use crate::real;
use huilu::hierarchy::Hierarchy;
use huilu::ids::{Id, JunctionId};
use huilu::matrix::router::{contract, road_order};
use huilu::roads::{RoadNetwork, Snapper};

pub(crate) struct Built {
    pub(crate) name: &'static str,
    /// Of its extract.
    pub(crate) path: PathBuf,
    pub(crate) network: Arc<RoadNetwork>,
    pub(crate) hierarchy: Arc<Hierarchy>,
    pub(crate) snapper: Snapper,
}

/// A city of the data folder; `None` where there is none.
pub(crate) fn built(name: &'static str) -> Option<Built> {
    let (path, network) = real::city(name)?;
    let hierarchy = Arc::new(contract(&network, &road_order(&network)).unwrap());
    let snapper = Snapper::new(&network);
    Some(Built { name, path, network, hierarchy, snapper })
}

/// What `HUILU_SOURCES` says, if it is set.
pub(crate) fn sources() -> Option<usize> {
    std::env::var("HUILU_SOURCES").ok().map(|n| n.parse().unwrap())
}

impl Built {
    /// West, south, east and north of the box that leaves the same share of all junctions out on each side, in degrees.
    pub(crate) fn middle(&self, left_out: f64) -> [f64; 4] {
        let all = (0..self.network.junction_count()).map(|j| self.network.junction(JunctionId::new(j)).at);
        let (mut lon, mut lat): (Vec<f64>, Vec<f64>) = all.map(|c| (c.lon(), c.lat())).unzip();
        [&mut lon, &mut lat].into_iter().for_each(|v| v.sort_unstable_by(f64::total_cmp));
        let at = |sorted: &[f64], share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize];
        [at(&lon, left_out), at(&lat, left_out), at(&lon, 1.0 - left_out), at(&lat, 1.0 - left_out)]
    }
}
