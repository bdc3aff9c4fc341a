//! Real cities, where they are at hand, and places in them.

use std::path::PathBuf;
use std::sync::Arc;

use huilu::ids::{Id, RoadId};
use huilu::osm::{Caps, read};
use huilu::roads::{Metric, RoadNetwork, Settings, Snap, SnapOptions, Snapper, import};
use huilu::units::Centimetres;

/// `../shared/data/osm`, or `$HUILU_DATA/osm`.
pub(crate) fn data() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var_os("HUILU_DATA").map_or(beside, PathBuf::from).join("osm");
    if !folder.is_dir() {
        println!("skipped: no {}", folder.display());
        return None;
    }
    Some(folder)
}

/// A place on a road that the vehicle may use, picked by number.
pub(crate) fn place(metric: &Metric, snapper: &Snapper, seed: usize) -> Snap {
    let network: &RoadNetwork = metric.network();
    for i in 0.. {
        let mixed = (seed + 7919 * i).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
        let road = RoadId::new(mixed % network.road_count());
        let points: Vec<_> = network.shape(road).collect();
        let options = SnapOptions { max_distance: Centimetres(20_000), ..SnapOptions::default() };
        if let Ok(snap) = snapper.snap(metric, points[points.len() / 2], &options)
            && !snap.island
        {
            return snap;
        }
    }
    unreachable!("a city has a road for everyone")
}

/// A city of that folder, with the path of its extract.
pub(crate) fn city(name: &str) -> Option<(PathBuf, Arc<RoadNetwork>)> {
    let path = data()?.join(format!("{name}.osm.pbf"));
    let extract = read(std::fs::File::open(&path).unwrap(), &Caps::default(), &|_| {}).unwrap();
    let city = import(extract, Settings::default()).unwrap();
    city.check().unwrap();
    Some((path, city.network))
}
