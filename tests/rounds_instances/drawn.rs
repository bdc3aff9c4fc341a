//! Small instances of most formats, drawn from a seed, and what a search finds on each: whoever changes what the search does on purpose writes down what it finds then.

use std::fmt::Write;
use std::fs;

use super::bench;

/// Cost, what is left out, and the checksum of the tours.
const KNOWN: [(&str, &str); 10] = [
    ("stops.vrp", "14640.0 0 aa616be03b081649"),
    ("many.vrp", "46646.0 0 ed36fe34abbf9539"),
    ("short.txt", "1429.6 0 993b1219eb7a4dec"),
    ("long.txt", "1092.2 0 664818bb17e4c333"),
    ("both.txt", "1106.180211 0 8af2802ed5d5f2f6"),
    ("table.vrpspd", "232.14 0 68b98c04d139004f"),
    ("depots.txt", "867.571618 0 4b77f3ae44676aec"),
    ("kinds.txt", "1330.851786 0 286daff2a2b54f46"),
    ("pairs.txt", "872.519975 0 20329b500145eaf9"),
    ("prizes.vrp", "150172.0 0 08c0244e06141d7b"),
];

/// Numbers that look like chance.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// Rows under the headings of Solomon, or with loads both ways of Wang and Chen.
fn windows(n: u64, horizon: u64, width: u64, both_ways: bool) -> String {
    let mut draw = Draw(n + horizon);
    let heading = if both_ways {
        "CUSTOMER  VEHICLE\nNUMBER  NUMBER  CAPACITY\n  N  30  200\n"
    } else {
        "VEHICLE\nNUMBER  CAPACITY\n  30  200\n"
    };
    let heading = heading.replace(" N ", &format!(" {n} "));
    let loads = if both_ways { "0 0" } else { "0" };
    let mut text =
        format!("drawn\n\n{heading}\nCUSTOMER\nCUST NO.  XCOORD. AND SO ON\n\n0 50 50 {loads} 0 {horizon} 0\n");
    for i in 1..=n {
        let (x, y, open) = (draw.below(100), draw.below(100), draw.below(horizon * 2 / 3));
        let open = if draw.below(4) == 0 { 0 } else { open };
        let close = (open + width + draw.below(width)).max(90).min(horizon - 90);
        let (brings, takes) = (1 + draw.below(30), draw.below(30));
        let loads = if both_ways { format!("{brings} {takes}") } else { format!("{brings}") };
        let _ = writeln!(text, "{i} {x} {y} {loads} {} {close} 10", open.min(close));
    }
    text
}

fn plane(kind: &str, n: u64, capacity: u64, extra: &str, rows: impl Fn(&mut Draw, u64) -> String) -> String {
    let mut draw = Draw(n);
    let mut text = format!("NAME : drawn\nTYPE : {kind}\nDIMENSION : {}\nCAPACITY : {capacity}\n{extra}", n + 1);
    text += "EDGE_WEIGHT_TYPE : EUC_2D\nNODE_COORD_SECTION\n";
    for i in 1..=n + 1 {
        let _ = writeln!(text, "{i} {} {}", draw.below(1000), draw.below(1000));
    }
    text += &rows(&mut draw, n);
    text + "DEPOT_SECTION\n1\n-1\nEOF\n"
}

fn demands(draw: &mut Draw, n: u64) -> String {
    (1..=n + 1).fold("DEMAND_SECTION\n".to_owned(), |text, i| {
        text + &format!("{i} {}\n", if i == 1 { 0 } else { 1 + draw.below(30) })
    })
}

/// Ways of their own in either direction, some brought and some taken along.
fn table(n: u64) -> String {
    let mut draw = Draw(n);
    let mut text = format!("NAME : drawn\nTYPE : VRPSPD\nDIMENSION : {}\nVEHICLES : 9\nCAPACITY : 120\n", n + 1);
    text += "EDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : FULL_MATRIX\nEDGE_WEIGHT_SECTION\n";
    let places: Vec<(i64, i64)> = (0..=n).map(|_| (draw.below(1000) as i64, draw.below(1000) as i64)).collect();
    for (i, a) in places.iter().enumerate() {
        for (j, b) in places.iter().enumerate() {
            let way = (a.0 - b.0).abs() + (a.1 - b.1).abs() + draw.below(100) as i64;
            let _ = write!(text, "{} ", if i == j { 0 } else { way });
        }
        text.push('\n');
    }
    text += "PICKUP_AND_DELIVERY_SECTION\n1 0 0 10000000 0 0 0\n";
    for i in 2..=n + 1 {
        let _ = writeln!(text, "{i} 0 0 10000000 0 {} {}", draw.below(30), 1 + draw.below(30));
    }
    text + "DEPOT_SECTION\n1\n-1\nEOF\n"
}

/// Two depots.
fn depots(n: u64) -> String {
    let mut draw = Draw(n);
    let mut text = format!("2 4 {n} 2\n0 100\n0 100\n");
    for i in 1..=n {
        let _ = writeln!(text, "{i} {} {} 0 {} 1 2 1 2", draw.below(100), draw.below(100), 1 + draw.below(20));
    }
    text + &format!("{} 30 30 0 0 0 0\n{} 70 70 0 0 0 0\n", n + 1, n + 2)
}

/// Vehicles of two kinds.
fn fleet(n: u64) -> String {
    let mut draw = Draw(n);
    let mut text = format!("// drawn\n{n} 2 999999.0 0.0 0.0 0.0\n20 60 20.0 1.0\n20 150 60.0 1.2\n50 50\n");
    for _ in 0..n {
        let _ = writeln!(text, "{} {} {}", draw.below(100), draw.below(100), 1 + draw.below(20));
    }
    text
}

/// Goods from one stop to another, in windows.
fn pairs(n: u64) -> String {
    let mut draw = Draw(n);
    let mut text = "10 60 1\n0 50 50 0 0 900 0 0 0\n".to_owned();
    for i in 1..=2 * n {
        let (x, y, open) = (draw.below(100), draw.below(100), draw.below(300));
        let goods = 5 + i.div_ceil(2) * 7 % 20;
        let (sign, late, from, to) = if i % 2 == 1 { ("", 0, 0, i + 1) } else { ("-", 150, i - 1, 0) };
        let _ = writeln!(text, "{i} {x} {y} {sign}{goods} {} {} 5 {from} {to}", open + late, open + late + 250);
    }
    text
}

#[test]
fn the_way_a_search_takes_is_known_by_instance() {
    let windows_and_prizes = |draw: &mut Draw, n: u64| {
        let mut text = demands(draw, n) + "TIME_WINDOW_SECTION\n";
        for i in 1..=n + 1 {
            let open = if i == 1 { 0 } else { draw.below(3000) };
            text += &format!("{i} {open} {}\n", if i == 1 { 8000 } else { open + 700 });
        }
        text += "PRIZE_SECTION\n";
        (1..=n + 1).fold(text, |text, i| text + &format!("{i} {}\n", if i == 1 { 0 } else { draw.below(900) }))
    };
    let drawn: [(&str, String); 10] = [
        ("stops.vrp", plane("CVRP", 80, 160, "", demands)),
        ("many.vrp", plane("CVRP", 150, 60, "", demands)),
        ("short.txt", windows(70, 500, 60, false)),
        ("long.txt", windows(70, 2000, 400, false)),
        ("both.txt", windows(60, 600, 80, true)),
        ("table.vrpspd", table(50)),
        ("depots.txt", depots(60)),
        ("kinds.txt", fleet(50)),
        ("pairs.txt", pairs(15)),
        ("prizes.vrp", plane("PCVRPTW", 60, 150, "VEHICLES : 5\nSERVICE_TIME : 20\n", windows_and_prizes)),
    ];
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for ((name, text), (same, known)) in drawn.into_iter().zip(KNOWN) {
        assert_eq!(name, same);
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        let file = file.to_string_lossy().into_owned();
        let on =
            |threads: &str| bench(&["--instance", &file, "--iterations", "400", "--seed", "7", "--threads", threads]);
        let (one, two) = (on("1"), on("2"));
        assert_eq!(one["checksum"], two["checksum"], "{name}: {one} {two}");
        let found = format!("{} {} {}", one["cost"], one["left_out"], one["checksum"].as_str().unwrap_or_default());
        if found != known {
            wrong.push(format!("(\"{name}\", \"{found}\"),"));
        }
    }
    assert!(wrong.is_empty(), "found now:\n{}", wrong.join("\n"));
}
