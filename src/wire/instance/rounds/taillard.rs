//! Taillard's mixed fleets, as they are passed around: comments after `//`; customers, types, range, service time and two bounds; a line a type (number,
//! capacity, fixed cost, cost of a unit of length); the depot; the customers.

use super::super::words::Words;
use super::ways::{Rounding, Times, Ways};
use super::{Fleet, Instance, Stop};
use crate::wire::defect::Defect;

const REAL: (&str, &str) = ("a number not below 0", "非负数");
const PLACE: (&str, &str) = ("a coordinate", "坐标");
const COUNT: (&str, &str) = ("a number from 1 to 20000", "数量（1 至 20000）");

pub(super) fn looks(words: &Words<'_>) -> bool {
    let text = words.text();
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with("//"));
    text.trim_start().starts_with("//") && lines.next().is_some_and(|l| l.split_ascii_whitespace().count() == 6)
}

pub(super) fn read(words: &mut Words<'_>) -> Result<Instance, Defect> {
    while words.line().is_some_and(|l| l.first().is_none_or(|w| w.starts_with("//"))) {
        words.next_line();
    }
    let (n, types) = (words.count(COUNT, 1, 20_000)?, words.count(COUNT, 1, 1000)?);
    let (range, service) = (words.real_not_negative(REAL)?, words.real_not_negative(REAL)?);
    words.next_line();
    // 999999 and the like stand for no limit.
    let longest = (range < 99_999.0).then_some(range);
    let mut fleets = Vec::new();
    for _ in 0..types {
        let count = words.count(COUNT, 1, 20_000)?;
        let (capacity, fixed) = (words.real_not_negative(REAL)?, words.real_not_negative(REAL)?);
        fleets.push(Fleet {
            count,
            capacity,
            fixed,
            per_length: words.real_not_negative(REAL)?,
            longest,
            ..Fleet::default()
        });
    }
    let mut points = vec![[words.real(PLACE)?, words.real(PLACE)?]];
    let mut stops = vec![None];
    for _ in 0..n {
        points.push([words.real(PLACE)?, words.real(PLACE)?]);
        stops.push(Some(Stop { deliver: words.real_not_negative(REAL)?, service, ..Stop::default() }));
    }
    let times = if longest.is_some() { Times::AsLengths } else { Times::None };
    Ok(Instance { stops, fleets, ..Instance::new(Ways::straight(points, times, Rounding::Exact)) })
}
