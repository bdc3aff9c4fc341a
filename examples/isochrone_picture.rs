//! Draws isochrones over the streets: `isochrone_picture CITY.osm.pbf PROFILE LON,LAT MINUTES[,MINUTES...] [to] > OUT.svg`; with `to` the
//! catchments. Prints on stderr what each step took.

#![expect(clippy::unwrap_used, reason = "a program for developers")]

use std::fmt::Write;
use std::sync::Arc;
use std::time::Instant;

use huilu::matrix::isochrone::{Sense, Times, isochrones, labels, reached};
use huilu::osm::model::{Coord, RoadClass};
use huilu::osm::{Caps, read};
use huilu::roads::{Metric, Profile, Settings, SnapOptions, Snapper, import};
use huilu::units::Milliseconds;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [_, pbf, profile, at, minutes, more @ ..] = &args[..] else {
        eprintln!("usage: isochrone_picture CITY.osm.pbf PROFILE LON,LAT MINUTES[,MINUTES...] [to]");
        std::process::exit(2);
    };
    let sense = if more.iter().any(|m| m == "to") { Sense::To } else { Sense::From };
    let numbers = |text: &str| -> Vec<f64> { text.split(',').map(|n| n.parse().unwrap()).collect() };
    let extract = read(std::fs::File::open(pbf).unwrap(), &Caps::default(), &|_| {}).unwrap();
    let city = import(extract, Settings::default()).unwrap();
    let profile = Arc::new(Profile::shipped(profile).unwrap());
    let metric = Metric::new(Arc::clone(&city.network), profile, None);
    let at = numbers(at);
    let at = Coord::from_degrees(at[0], at[1]).unwrap();
    let place = Snapper::new(&city.network).snap(&metric, at, &SnapOptions::default()).unwrap();
    let clock = Instant::now();
    let times = Times::of(&metric, &labels(&metric, sense, &place));
    eprintln!("labels {:.1} ms", clock.elapsed().as_secs_f64() * 1e3);
    let limits: Vec<_> = numbers(minutes).iter().map(|m| Milliseconds((m * 60_000.0) as i64)).collect();
    for &limit in &limits {
        let mut best = [f64::INFINITY; 2];
        for _ in 0..9 {
            let clock = Instant::now();
            let parts = reached(&metric, sense, &place, &times, limit);
            best[0] = best[0].min(clock.elapsed().as_secs_f64() * 1e3);
            drop(parts);
            let clock = Instant::now();
            let area = isochrones(&metric, sense, &place, &times, &[limit]);
            best[1] = best[1].min(clock.elapsed().as_secs_f64() * 1e3);
            drop(area);
        }
        eprintln!("{} min: reached {:.2} ms, with the outline {:.2} ms", limit.0 / 60_000, best[0], best[1]);
    }
    let areas = isochrones(&metric, sense, &place, &times, &limits);

    let rings = || areas.iter().flat_map(|a| &a.polygons).flat_map(|p| std::iter::once(&p.outer).chain(&p.inners));
    let all = || rings().flatten();
    let (west, east) = (all().map(|c| c.lon_e7).min().unwrap(), all().map(|c| c.lon_e7).max().unwrap());
    let (south, north) = (all().map(|c| c.lat_e7).min().unwrap(), all().map(|c| c.lat_e7).max().unwrap());
    let squeeze = at.lat().to_radians().cos();
    let (width, height) = (f64::from(east - west) * squeeze, f64::from(north - south));
    let unit = 1000.0 / width.max(height);
    let xy = |c: &Coord| [f64::from(c.lon_e7 - west) * squeeze * unit, f64::from(north - c.lat_e7) * unit];
    let path = |line: &mut dyn Iterator<Item = [f64; 2]>, out: &mut String| {
        let mut pen = 'M';
        for [x, y] in line {
            write!(out, "{pen}{x:.1} {y:.1}").unwrap();
            pen = 'L';
        }
    };
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {:.0} {:.0}" font-family="sans-serif" font-size="14">
<rect width="100%" height="100%" fill="#fbfaf7"/>
"##,
        width * unit,
        height * unit + 30.0
    );
    const COLOURS: [&str; 4] = ["#1a7f5a", "#63b58d", "#b9dcc0", "#e3efdd"];
    for (i, area) in areas.iter().enumerate().rev() {
        let mut d = String::new();
        for ring in area.polygons.iter().flat_map(|p| std::iter::once(&p.outer).chain(&p.inners)) {
            path(&mut ring.iter().map(xy), &mut d);
            d.push('Z');
        }
        let colour = COLOURS[i.min(3)];
        writeln!(svg, r##"<path d="{d}" fill="{colour}" fill-opacity=".75" fill-rule="evenodd" stroke="#0c5139" stroke-width=".6"/>"##)
            .unwrap();
        eprintln!(
            "{} min: {} polygons, {} rings, {} points",
            area.within.0 / 60_000,
            area.polygons.len(),
            area.polygons.iter().map(|p| 1 + p.inners.len()).sum::<usize>(),
            area.polygons.iter().flat_map(|p| std::iter::once(&p.outer).chain(&p.inners)).map(Vec::len).sum::<usize>()
        );
    }
    let mut d = [String::new(), String::new()];
    for id in city.network.road_ids() {
        let road = city.network.road(id);
        let class = road.attributes.class;
        let kind = match class {
            RoadClass::Motorway | RoadClass::Trunk | RoadClass::Primary | RoadClass::Secondary => 1,
            c if c <= RoadClass::LivingStreet => 0,
            _ => continue,
        };
        // Steps below a pixel are left out.
        let mut line: Vec<[f64; 2]> = Vec::new();
        let points: Vec<_> = city.network.shape(id).map(|c| xy(&c)).collect();
        if points.iter().all(|p| !(0.0..=width * unit).contains(&p[0]) || !(0.0..=height * unit).contains(&p[1])) {
            continue;
        }
        for (i, p) in points.iter().enumerate() {
            let near = line.last().is_some_and(|l| (l[0] - p[0]).hypot(l[1] - p[1]) < 2.5);
            if !near || (i == points.len() - 1 && line.len() == 1 && kind == 1) {
                line.push(*p);
            }
        }
        if line.len() > 1 {
            path(&mut line.into_iter(), &mut d[kind]);
        }
    }
    for (d, wide) in d.iter().zip([".25", ".7"]) {
        writeln!(svg, r##"<path d="{d}" fill="none" stroke="#4a4a4a" stroke-width="{wide}"/>"##).unwrap();
    }
    let [x, y] = xy(&place.at);
    writeln!(svg, r##"<circle cx="{x:.1}" cy="{y:.1}" r="5" fill="#d9482b" stroke="#fff" stroke-width="1.5"/>"##)
        .unwrap();
    for (i, area) in areas.iter().enumerate() {
        let (x, y) = (10 + 90 * i, height * unit + 12.0);
        writeln!(
            svg,
            r##"<rect x="{x}" y="{y:.0}" width="14" height="14" fill="{}" stroke="#0c5139" stroke-width=".6"/><text x="{}" y="{:.0}">{} min</text>"##,
            COLOURS[i.min(3)], x + 20, y + 12.0, area.within.0 / 60_000
        )
        .unwrap();
    }
    println!("{svg}</svg>");
}
