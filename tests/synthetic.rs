//! Synthetic cities, imported: nothing is lost on the way, and one can drive from nearly everywhere to everywhere.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use huilu::osm::{Caps, read};
use huilu::roads::{Metric, Profile, Settings, import};
use huilu::synth::Synthetic;

#[test]
fn synthetic_cities_import_whole_and_joined() {
    for (vertices, seed) in [(1, 1), (2, 1), (10, 1), (10, 2), (100, 1), (1_000, 1), (1_000, 2), (50_000, 1)] {
        let drawn = Synthetic::new(vertices, seed, &|_| true).unwrap();
        let mut file = Vec::new();
        drawn.write(&mut file, &|_| true).unwrap();
        let extract = read(&file[..], &Caps::default(), &|_| {}).unwrap();
        let report = &extract.report;
        assert_eq!((report.trimmed_ways, report.missing_nodes, report.dropped_ways), (0, 0, 0));
        assert_eq!((report.dropped_restrictions, report.open_polygons, report.bad_coordinates), (0, 0, 0));
        assert!(report.unknown_values.is_empty(), "{:?}", report.unknown_values);
        let restrictions = extract.restrictions.len();
        let city = import(extract, Settings::default()).unwrap();
        city.check().unwrap();
        let network = &city.network;
        let off = (network.junction_count() as f64 / f64::from(vertices) - 1.0).abs();
        assert!(off <= 0.05, "{vertices} asked for, {} there", network.junction_count());
        assert_eq!(drawn.junctions(), network.junction_count());
        assert_eq!(network.ban_report().unresolved.len(), 0, "of {restrictions}");
        let metric = Metric::new(Arc::clone(network), Arc::new(Profile::shipped("van").unwrap()), None);
        // Round a single loop one can only go on the way one began.
        if vertices == 1 {
            continue;
        }
        let segments = || network.road_ids().flat_map(|r| r.segments()).filter(|&s| metric.segment(s).is_some());
        let open = segments().count();
        let joined = segments().filter(|&s| metric.reach().departs(s) && metric.reach().arrives(s)).count();
        assert!(joined as f64 > 0.95 * open as f64, "{vertices}/{seed}: {joined} of {open} segments are joined");
    }
}
