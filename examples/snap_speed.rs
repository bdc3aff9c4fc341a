//! What snapping costs: `snap_speed CITY.osm.pbf [PROFILE]` prints the seconds it takes to build the structure, its memory, and quantiles of a snap
//! over random points near roads, over the whole box, and over the points of the roads themselves, with a checksum of the answers.

#![expect(clippy::unwrap_used, reason = "a program for developers")]

use std::sync::Arc;
use std::time::Instant;

use huilu::ids::Id;
use huilu::osm::model::Coord;
use huilu::osm::{Caps, read};
use huilu::roads::{Metric, Profile, Settings, SnapOptions, Snapper, import};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let Some(pbf) = args.get(1) else {
        eprintln!("usage: snap_speed CITY.osm.pbf [PROFILE]");
        std::process::exit(2);
    };
    let extract = read(std::fs::File::open(pbf).unwrap(), &Caps::default(), &|_| {}).unwrap();
    let city = import(extract, Settings::default()).unwrap();
    let network = &city.network;
    let profile = Profile::shipped(args.get(2).map_or("van", String::as_str)).unwrap();
    let metric = Metric::new(Arc::clone(network), Arc::new(profile), None);
    let before = resident_kb();
    let clock = Instant::now();
    let snapper = Snapper::new(network);
    println!(
        "build {:.1} ms, {} kB resident more, {snapper:?}",
        clock.elapsed().as_secs_f64() * 1e3,
        resident_kb() - before
    );
    let best = (0..7).map(|_| (Instant::now(), Snapper::new(network)).0.elapsed().as_secs_f64() * 1e3);
    println!("build again, best of 7: {:.1} ms", best.fold(f64::INFINITY, f64::min));

    let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
    let mut share = || random.next_u64() as f64 / u64::MAX as f64;
    let [low, high] = network.bbox().unwrap();
    let mix = |a: i32, b: i32, s: f64| (f64::from(a) + (f64::from(b) - f64::from(a)) * s) as i32;
    let mut anywhere = Vec::new();
    let (mut near, mut on) = (Vec::new(), Vec::new());
    for _ in 0..20_000 {
        let (x, y) = (share(), share());
        anywhere.push(Coord { lon_e7: mix(low.lon_e7, high.lon_e7, x), lat_e7: mix(low.lat_e7, high.lat_e7, y) });
        let road = network.road_ids().nth((share() * network.road_count() as f64) as usize).unwrap();
        let at = network.shape(road).next().unwrap();
        on.push(at);
        // Within some 55 m.
        let off = |v: i32, s: f64| v + ((s - 0.5) * 10_000.0) as i32;
        near.push(Coord { lon_e7: off(at.lon_e7, share()), lat_e7: off(at.lat_e7, share()) });
    }
    let plain = SnapOptions::default();
    let fussy = SnapOptions { kerb: Some(huilu::roads::Side::Right), heading_deg: Some(45.0), ..plain };
    for (what, points, options) in [
        ("near roads", &near, plain),
        ("near roads, kerb and heading", &near, fussy),
        ("on junctions", &on, plain),
        ("anywhere in the box", &anywhere, plain),
    ] {
        let (mut sum, mut roads) = (0_u64, 0_u64);
        let mut times: Vec<f64> = points
            .iter()
            .map(|&p| {
                let clock = Instant::now();
                let snap = snapper.snap(&metric, p, &options);
                let took = clock.elapsed().as_secs_f64() * 1e6;
                if let Ok(s) = snap {
                    let gave_up = s.gave_up.map_or(7, |c| c.0 as u64);
                    sum = sum.wrapping_mul(31).wrapping_add(s.distance.0 as u64 * 64 + u64::from(s.island))
                        ^ (gave_up << 40);
                    roads = roads.wrapping_mul(31).wrapping_add((s.road.index() as u64) << 20 ^ s.along.0 as u64);
                }
                took
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let clock = Instant::now();
        let found =
            points.iter().filter(|&&p| std::hint::black_box(snapper.snap(&metric, p, &options)).is_ok()).count();
        let mean = clock.elapsed().as_secs_f64() * 1e6 / points.len() as f64;
        let q = |p: f64| times[((times.len() - 1) as f64 * p) as usize];
        println!(
            "{what}: mean without the clock {mean:.2} us, {found} found, p50 {:.2} us, p99 {:.2} us, max {:.1} us, distances {sum:x}, places {roads:x}",
            q(0.5),
            q(0.99),
            q(1.0)
        );
    }
}

fn resident_kb() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmRSS:"));
    line.and_then(|l| l.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}
