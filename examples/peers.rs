//! Compares our ways with reference answers of other engines: `peers CITY.osm.pbf REFERENCE.tsv PROFILE COLUMNS`, where PROFILE is a shipped
//! one or a TOML file and COLUMNS is `osrm_car`, `valhalla_auto`, `valhalla_truck` or `mpee_car`. Prints quantiles of the ratios ours / theirs and the pairs off by more than 1.5.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a program for developers")]

use std::sync::Arc;

use huilu::hierarchy::Engine;
use huilu::matrix::route::{oracle, route};
use huilu::osm::model::Coord;
use huilu::osm::{Caps, read};
use huilu::roads::{Metric, Profile, Settings, SnapOptions, Snapper, import};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [_, pbf, tsv, profile, columns] = &args[..] else {
        eprintln!("usage: peers CITY.osm.pbf REFERENCE.tsv PROFILE COLUMNS");
        std::process::exit(2);
    };
    let clock = std::time::Instant::now();
    let extract = read(std::fs::File::open(pbf).expect("a file"), &Caps::default(), &|_| {}).expect("an extract");
    eprintln!("read {:?}", clock.elapsed());
    let city = import(extract, Settings::default()).expect("a city");
    eprintln!("built {:?}", clock.elapsed());
    let n = &city.network;
    let g = n.topology().graph();
    eprintln!(
        "{} junctions, {} roads, {} attributes, {} vertices, {} arcs, bans {} ({} via way, {} unresolved)",
        n.junction_count(),
        n.road_count(),
        n.attributes_count(),
        g.vertex_count(),
        g.arc_count(),
        n.ban_report().compiled,
        n.ban_report().via_way,
        n.ban_report().unresolved.len()
    );
    let bytes = huilu::roads::file::to_bytes(&city);
    eprintln!("written {:?}, {} bytes", clock.elapsed(), bytes.len());
    let shared: huilu::roads::file::SharedBytes = Arc::new(bytes);
    let again = huilu::roads::file::from_bytes(&shared).expect("its own file");
    eprintln!("read back {:?}", clock.elapsed());
    city.check().expect("sound");
    assert_eq!(again.fingerprint, city.fingerprint);
    eprintln!("checked {:?}", clock.elapsed());
    let own =
        || Profile::from_toml(&std::fs::read_to_string(profile).expect("a shipped profile or a file")).expect("sound");
    let profile = Arc::new(Profile::shipped(profile).unwrap_or_else(own));
    let metric = Metric::new(Arc::clone(n), profile, None);
    let components: Vec<_> = metric.reach().component_sizes.iter().take(5).collect();
    eprintln!("metric {:?}, components {components:?}", clock.elapsed());
    let snapper = Snapper::new(n);
    eprintln!("snapper {:?}", clock.elapsed());
    let engine = oracle(&metric);
    let mut scratch = engine.scratch();
    let text = std::fs::read_to_string(tsv).expect("a file");
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().expect("a header").split('\t').collect();
    let column = |name: &str| head.iter().position(|h| *h == name).expect("a column");
    let (s_at, m_at) = (column(&format!("{columns}_s")), column(&format!("{columns}_m")));
    let (mut times, mut lengths, mut off, mut none) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        let f: Vec<&str> = line.split('\t').collect();
        let number = |i: usize| f[i].parse::<f64>().ok();
        let point = |i: usize| Coord::from_degrees(number(i).unwrap(), number(i + 1).unwrap()).unwrap();
        let place = |i| snapper.snap(&metric, point(i), &SnapOptions::default());
        let (Some(s), Some(m)) = (number(s_at), number(m_at)) else { continue };
        let (Ok(a), Ok(b)) = (place(3), place(5)) else {
            none.push(format!("{}: not snapped", f[0]));
            continue;
        };
        let Some(way) = route(&engine, &mut scratch, &metric, &a, &b) else {
            let names =
                [a, b].map(|x| format!("way {} {}", n.road(x.road).way.0, if x.island { "(island)" } else { "" }));
            none.push(format!("{}: no way, {names:?}", f[0]));
            continue;
        };
        let (t, l) = (way.time.seconds() / s, way.length.metres() / m);
        // The roads driven, as `way:class:metres:km/h`, to see why a way differs.
        let driven = |list: &[huilu::ids::SegmentId]| {
            let mut out: Vec<(i64, String, f64, f64)> = Vec::new();
            for &s in list {
                let road = n.road(s.road());
                let (m, t) = (road.length.metres(), metric.segment(s).map_or(0.0, |w| w.time().seconds()));
                match out.last_mut() {
                    Some(last) if last.0 == road.way.0 => {
                        last.2 += m;
                        last.3 += t;
                    }
                    _ => out.push((
                        road.way.0,
                        format!("{:?}{}", road.attributes.class, if metric.is_zone(s) { "(zone)" } else { "" }),
                        m,
                        t,
                    )),
                }
            }
            out.iter().map(|(w, c, m, t)| format!("{w}:{c}:{m:.0}:{:.0}", m / t * 3.6)).collect::<Vec<_>>().join(" ")
        };
        times.push(t);
        lengths.push(l);
        if !(1.0 / 1.5..=1.5).contains(&l) {
            off.push(format!(
                "pair {}: ours {:.0} m {:.0} s, theirs {m:.0} m {s:.0} s; from {:?} to {:?}; snaps {:.0} m ({:?}) {:.0} m ({:?}), ways {:?} {:?}",
                f[0], way.length.metres(), way.time.seconds(), (f[3], f[4]), (f[5], f[6]),
                a.distance.metres(), a.gave_up, b.distance.metres(), b.gave_up,
                n.road(a.road).way, n.road(b.road).way
            ));
            off.push(driven(&way.segments));
        }
    }
    eprintln!("routes {:?}", clock.elapsed());
    for (what, mut ratios) in [("time", times), ("distance", lengths)] {
        ratios.sort_by(f64::total_cmp);
        let q = |p: f64| ratios[((ratios.len() - 1) as f64 * p) as usize];
        println!("{what}: n {} p5 {:.3} median {:.3} p95 {:.3}", ratios.len(), q(0.05), q(0.5), q(0.95));
    }
    println!("none: {none:?}");
    println!("off by more than 1.5 in distance: {}", off.len() / 2);
    for line in off {
        println!("  {line}");
    }
}
