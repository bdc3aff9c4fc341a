//! Real extracts, where they are at hand, against osmpbfreader's own reader.
#![expect(clippy::unwrap_used, reason = "tests")]

use huilu::ids::OsmNodeId;
use huilu::osm::model::{Access, Extract};
use huilu::osm::{Caps, read};
use osmpbfreader::{OsmObj, OsmPbfReader};
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::{Path, PathBuf};

/// The files that are there: what the repository embeds, and small ones of the shared data.
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = [
        "data/isle-of-man-2020-03.osm.pbf",
        "../shared/data/osm/beijing-tsinghua-2017-06.osm.pbf",
        "../shared/data/osm/harbin-2024-04.raw.osm.pbf",
        "../shared/data/osm/helsinki-centre-2019.osm.pbf",
    ];
    names.iter().map(|name| root.join(name)).filter(|path| path.exists()).collect()
}

fn extract(path: &Path) -> Extract {
    read(File::open(path).unwrap(), &Caps::default(), &|_| ()).unwrap()
}

/// Every count, coordinate and reference is what another reader sees in the file.
#[test]
fn another_reader_sees_the_same() {
    for path in files() {
        let ours = extract(&path);
        let mut counts = [0_u64; 3];
        let mut nodes = HashMap::new();
        let mut ways = BTreeMap::new();
        for object in OsmPbfReader::new(File::open(&path).unwrap()).iter() {
            match object.unwrap() {
                OsmObj::Node(n) => {
                    counts[0] += 1;
                    nodes.insert(n.id.0, (n.decimicro_lon, n.decimicro_lat));
                }
                OsmObj::Way(w) => {
                    counts[1] += 1;
                    ways.insert(w.id.0, w);
                }
                OsmObj::Relation(_) => counts[2] += 1,
            }
        }
        let report = &ours.report;
        assert_eq!([report.nodes, report.ways, report.relations], counts, "{path:?}");
        for (id, at) in &ours.nodes {
            assert_eq!(nodes[&id.0], (at.lon_e7, at.lat_e7), "{path:?} {id:?}");
        }
        // Pieces of a torn way, put together again, are the way less what is missing.
        let mut pieces: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for way in &ours.ways {
            assert!(way.nodes.len() >= 2 && way.nodes.windows(2).all(|w| w[0] != w[1]), "{path:?} {:?}", way.id);
            pieces.entry(way.id.0).or_default().extend(way.nodes.iter().map(|n: &OsmNodeId| n.0));
        }
        for (id, found) in pieces {
            let mut expected: Vec<i64> = ways[&id].nodes.iter().map(|n| n.0).collect();
            if expected.iter().all(|n| nodes.contains_key(n)) {
                expected.dedup();
                assert_eq!(found, expected, "{path:?} {id}");
            } else {
                assert!(found.iter().all(|n| expected.contains(n) && nodes.contains_key(n)), "{path:?} {id}");
            }
        }
        // A motor road that the other reader sees, without a word on access, is here and open.
        for way in ways.values().filter(|w| w.tags.contains("highway", "residential") && w.tags.len() == 1) {
            let there = way.nodes.iter().filter(|n| nodes.contains_key(&n.0)).count() == way.nodes.len();
            if there && way.nodes.len() >= 2 && way.nodes.windows(2).all(|w| w[0] != w[1]) {
                let at = ours.ways.binary_search_by_key(&way.id.0, |w| w.id.0).unwrap();
                assert_eq!(ours.ways[at].access, [[Access::Yes; 4]; 2], "{path:?} {}", way.id.0);
            }
        }
    }
}

/// Same bytes in, same extract out, on any number of threads.
#[test]
fn threads_do_not_show_on_real_files() {
    for path in files() {
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| format!("{:?}", extract(&path)))
        };
        assert!(with(1) == with(3), "{path:?}");
    }
}
