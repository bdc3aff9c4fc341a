//! Draws the streets of an extract by class, with its residential land: `streets_picture CITY.osm.pbf [WEST,SOUTH,EAST,NORTH] > OUT.svg`.

#![expect(clippy::unwrap_used, reason = "a program for developers")]

use std::fmt::Write;

use huilu::osm::model::{Access, Coord, Direction, Mode, RoadClass};
use huilu::osm::{Caps, read};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let Some(pbf) = args.get(1) else {
        eprintln!("usage: streets_picture CITY.osm.pbf [WEST,SOUTH,EAST,NORTH]");
        std::process::exit(2);
    };
    let extract = read(std::fs::File::open(pbf).unwrap(), &Caps::default(), &|_| {}).unwrap();
    let at = |id| extract.nodes[extract.nodes.binary_search_by_key(&id, |n| n.0).unwrap()].1;
    let frame: Vec<f64> = args.get(2).map_or_else(
        || {
            let fold = |f: fn(f64, f64) -> f64, part: fn(Coord) -> f64| {
                extract.nodes.iter().map(|n| part(n.1)).reduce(f).unwrap()
            };
            vec![
                fold(f64::min, Coord::lon),
                fold(f64::min, Coord::lat),
                fold(f64::max, Coord::lon),
                fold(f64::max, Coord::lat),
            ]
        },
        |text| text.split(',').map(|n| n.parse().unwrap()).collect(),
    );
    let squeeze = frame[1].to_radians().cos();
    let (width, height) = ((frame[2] - frame[0]) * squeeze, frame[3] - frame[1]);
    let unit = 1000.0 / width.max(height);
    let xy = |c: Coord| [(c.lon() - frame[0]) * squeeze * unit, (frame[3] - c.lat()) * unit];
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:.0} {:.0}\"><rect width=\"100%\" height=\"100%\" fill=\"#fbfaf7\"/>",
        width * unit,
        height * unit
    );
    let mut ways: Vec<_> = extract.ways.iter().collect();
    ways.sort_by_key(|w| std::cmp::Reverse(w.class));
    for way in ways {
        let (colour, wide) = match way.class {
            RoadClass::Motorway | RoadClass::MotorwayLink => ("#3b6fb6", 1.6),
            RoadClass::Trunk | RoadClass::TrunkLink => ("#c0392b", 1.8),
            RoadClass::Primary | RoadClass::PrimaryLink => ("#d9822b", 1.5),
            RoadClass::Secondary | RoadClass::Tertiary => ("#b59a00", 1.1),
            RoadClass::Footway => ("#7aa874", 0.4),
            RoadClass::Service => ("#999999", 0.4),
            _ => ("#444444", 0.6),
        };
        let one_way = way.access[Direction::Backward as usize][Mode::Goods as usize] == Access::No;
        let mut d = String::new();
        for (i, &id) in way.nodes.iter().enumerate() {
            let [x, y] = xy(at(id));
            write!(d, "{}{x:.1} {y:.1}", if i == 0 { 'M' } else { 'L' }).unwrap();
        }
        let dash = if one_way && way.class >= RoadClass::Tertiary { " stroke-dasharray=\"3 1.5\"" } else { "" };
        let colour = if way.bridge { "#000000" } else { colour };
        writeln!(svg, "<path d=\"{d}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{wide}\"{dash}/>").unwrap();
    }
    println!("{svg}</svg>");
}
