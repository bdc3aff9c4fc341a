//! Synthetic cities, imported: nothing is lost on the way, and one can drive from nearly everywhere to everywhere.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use huilu::osm::model::{Coord, Polygon};
use huilu::osm::{Caps, read};
use huilu::roads::{City, County, Metric, Profile, Settings, import};
use huilu::synth::{SynthCounty, Synthetic};
use huilu::wire::{boundary, facts::population};

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
        // Round a single loop one can only go on the way one began.
        if vertices == 1 {
            continue;
        }
        let (joined, open) = joined(&city);
        assert!(joined as f64 > 0.95 * open as f64, "{vertices}/{seed}: {joined} of {open} segments are joined");
    }
}

/// Segments of the main network, and all that a van may drive.
fn joined(city: &City) -> (usize, usize) {
    let network = &city.network;
    let metric = Metric::new(Arc::clone(network), Arc::new(Profile::shipped("van").unwrap()), None);
    let segments = || network.road_ids().flat_map(|r| r.segments()).filter(|&s| metric.segment(s).is_some());
    let joined = segments().filter(|&s| metric.reach().departs(s) && metric.reach().arrives(s)).count();
    (joined, segments().count())
}

#[test]
fn regions_stay_inside_their_counties_and_are_joined() {
    for (id, seed) in [("datong", 1), ("xinzhou", 1), ("xinzhou", 2)] {
        let read_seed =
            |file: &str| std::fs::read(format!("{}/seeds/{id}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let features = boundary::parse(&read_seed("counties.geojson")).unwrap();
        let people =
            population::of_counties(&population::read(&read_seed("population.csv")).unwrap(), &features).unwrap();
        let ring = |ring: Vec<(f64, f64)>| ring.into_iter().filter_map(|(x, y)| Coord::from_degrees(x, y)).collect();
        let polygon = |rings: Vec<Vec<(f64, f64)>>| {
            let mut rings = rings.into_iter().map(ring);
            Polygon { outer: rings.next().unwrap(), inners: rings.collect() }
        };
        let counties: Vec<SynthCounty> = features
            .into_iter()
            .zip(&people)
            .map(|(f, p)| SynthCounty {
                name: f.name,
                persons: u64::try_from(p.persons).unwrap(),
                polygons: f.polygons.into_iter().map(polygon).collect(),
            })
            .collect();
        let drawn = Synthetic::of_counties(&counties, seed, &|_| true).unwrap().unwrap();
        assert!((30_000..90_000).contains(&drawn.junctions()), "{id}: {}", drawn.junctions());
        let mut file = Vec::new();
        drawn.write(&mut file, &|_| true).unwrap();
        let extract = read(&file[..], &Caps::default(), &|_| {}).unwrap();
        let nodes = extract.nodes.len();
        assert!(extract.report.unknown_values.is_empty(), "{:?}", extract.report.unknown_values);
        let county =
            |c: &SynthCounty| County { name: c.name.clone(), code: String::new(), polygons: c.polygons.clone() };
        let settings = Settings { counties: counties.iter().map(county).collect(), ..Settings::default() };
        let city = import(extract, settings).unwrap();
        city.check().unwrap();
        let kept = city.network.junction_count();
        assert!(
            kept as f64 > 0.999 * drawn.junctions() as f64,
            "{id}: {kept} of {} junctions, {nodes} nodes",
            drawn.junctions()
        );
        let (joined, open) = joined(&city);
        assert!(joined as f64 > 0.98 * open as f64, "{id}/{seed}: {joined} of {open} segments are joined");
        // Every county has homes and land for sites.
        for c in &counties {
            let region = huilu::roads::Region::new(&c.polygons);
            let has = |kind: huilu::osm::model::PlaceKind| {
                city.places.iter().any(|p| p.kind == kind && p.outline.first().is_some_and(|&at| region.contains(at)))
            };
            use huilu::osm::model::PlaceKind::{IndustrialLand, ResidentialBuilding, ResidentialLand};
            assert!(has(ResidentialBuilding) && has(ResidentialLand) && has(IndustrialLand), "{}", c.name);
        }
    }
}
