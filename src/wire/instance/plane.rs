//! Formats of points: OR-Library's capacitated p-median, and maximal covering of a city (NewYork, SanFrancisco).

use super::words::Words;
use super::{Choice, Kind, SingleTier};
use crate::wire::codes::{E4107, E4108};
use crate::wire::defect::Defect;

const PROBLEMS: (&str, &str) = ("a number of problems from 1 to 1000", "问题数量（1 至 1000）");
const NUMBER: (&str, &str) = ("the number of the problem, counted from 1", "问题序号（从 1 起）");
const POINTS: (&str, &str) = ("a number of points from 1 to 8000", "点的数量（1 至 8000）");
const P: (&str, &str) = ("a number of sites to open", "开设数量");
const WHOLE: (&str, &str) = ("a whole number not below 0", "非负整数");
const END: (&str, &str) = ("EOF", "EOF");
const DEGREES: (&str, &str) = ("decimal degrees", "十进制度数");

/// How many problems, then each: number and best value; `n p capacity`; n lines of number, x, y, size.
pub(super) fn is_pmedcap(words: &Words<'_>) -> bool {
    let lines = words.text().lines().map(|l| l.split_ascii_whitespace().count());
    lines.filter(|&c| c > 0).take(4).eq([1, 2, 3, 4])
}

pub(super) fn pmedcap(words: &mut Words<'_>, choice: &Choice) -> Result<(u32, Kind), Defect> {
    let problems = words.count(PROBLEMS, 1, 1000)?;
    let index = choice.index.unwrap_or(1);
    let mut wanted = None;
    for number in 1..=problems {
        words.count(NUMBER, number, number)?;
        words.whole(WHOLE)?;
        let n = words.count(POINTS, 1, 8000)?;
        let p = words.count(P, 1, n)?;
        let capacity = words.whole(WHOLE)?;
        let mut points = Vec::new();
        for _ in 0..n {
            words.whole(WHOLE)?;
            points.push([words.whole(WHOLE)?, words.whole(WHOLE)?, words.whole(WHOLE)?]);
        }
        if number == index {
            wanted = Some((points, p, capacity));
        }
    }
    let missing = || Defect::new(&E4107, "", [problems.into(), index.into()]);
    let (points, p, capacity) = wanted.ok_or_else(missing)?;
    // The published optima belong to distances with their decimals cut off.
    let far = |a: &[i64; 3], b: &[i64; 3]| ((a[0] - b[0]) as f64).hypot((a[1] - b[1]) as f64) as i64;
    let row = |a: &[i64; 3]| points.iter().enumerate().map(|(i, b)| (i as u32, far(a, b))).collect();
    let tier = SingleTier {
        open_costs: vec![0; points.len()],
        capacities: vec![capacity; points.len()],
        sizes: points.iter().map(|p| p[2]).collect(),
        links: points.iter().map(row).collect(),
        count: Some(p),
        single_sourcing: true,
        ..SingleTier::default()
    };
    Ok((0, Kind::SingleTier(tier)))
}

/// The file names its type in its head.
pub(super) fn is_mclp(words: &Words<'_>) -> bool {
    words.text().lines().take(4).any(|l| l.split(':').map(str::trim).eq(["TYPE", "MCLP"]))
}

/// Heads `KEY : VALUE`, coordinates (latitude, longitude), demands; a site may stand at every point and reaches `--radius` metres on the sphere.
pub(super) fn mclp(words: &mut Words<'_>, choice: &Choice) -> Result<(u32, Kind), Defect> {
    let want = |name: &str| Defect::new(&E4108, "", [name.into()]);
    let (p, radius) = (choice.p.ok_or_else(|| want("p"))?, choice.radius_m.ok_or_else(|| want("radius"))?);
    let mut n = None;
    loop {
        match words.word(("a head line", "文件头"))? {
            "DIMENSION" => {
                words.word((":", ":"))?;
                n = Some(words.count(POINTS, 1, 8000)?);
            }
            "NODE_COORD_SECTION" => break,
            _ => words.next_line(),
        }
    }
    let n = n.ok_or_else(|| words.wrong("NODE_COORD_SECTION", ("DIMENSION", "DIMENSION")))?;
    let places =
        (0..n).map(|_| Ok([words.real(DEGREES)?, words.real(DEGREES)?])).collect::<Result<Vec<_>, Defect>>()?;
    let title = words.word(("DEMAND_SECTION", "DEMAND_SECTION"))?;
    if !title.starts_with("DEMAND") {
        return Err(words.wrong(title, ("DEMAND_SECTION", "DEMAND_SECTION")));
    }
    let unserved = (0..n).map(|_| words.whole(WHOLE)).collect::<Result<Vec<_>, Defect>>()?;
    if words.left() > 0 {
        let last = words.word(END)?;
        if last != "EOF" {
            return Err(words.wrong(last, END));
        }
    }
    let near = |a: &[f64; 2]| {
        let reached = places.iter().enumerate().filter(|(_, b)| metres(a, b) <= radius);
        reached.map(|(i, _)| (i as u32, 0)).collect()
    };
    let links = places.iter().map(near).collect();
    let tier = SingleTier { open_costs: vec![0; n], links, unserved, count: Some(p), ..SingleTier::default() };
    Ok((0, Kind::SingleTier(tier)))
}

/// Great-circle distance, metres, on the sphere of the equator's radius (which the published values belong to).
fn metres(a: &[f64; 2], b: &[f64; 2]) -> f64 {
    let [lat, lon] = [(b[0] - a[0]).to_radians(), (b[1] - a[1]).to_radians()];
    let half =
        (lat / 2.0).sin().powi(2) + a[0].to_radians().cos() * b[0].to_radians().cos() * (lon / 2.0).sin().powi(2);
    2.0 * 6_378_137.0 * half.sqrt().min(1.0).asin()
}
