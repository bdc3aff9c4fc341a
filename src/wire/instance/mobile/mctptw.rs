//! The multi-vehicle covering tour with time windows: capacity, radius, spots and customers in the head; then the depot, the spots and the customers, seven numbers a line.
//!
//! Lengths and times are counted in thousandths, lengths rounded to the nearest.

use super::super::words::Words;
use super::Kind;
use crate::mobile::covering_tour::{Customer, Problem};
use crate::wire::codes::E4109;
use crate::wire::defect::{Arg, Defect};

const NUMBER: (&str, &str) = ("a number not below 0", "非负数");
const COUNT: (&str, &str) = ("a number of places from 1 to 2000", "地点数量（1 至 2000）");
const LINE: (&str, &str) =
    ("a line of a place: number, x, y, demand, ready, due, service", "地点行：编号、x、y、需求、最早、最晚、服务时间");

/// Four numbers, each on a line of its own; then seven a line, the first of them 0.
pub(super) fn looks(words: &Words<'_>) -> bool {
    let lines: Vec<Vec<&str>> = words.text().lines().take(5).map(|l| l.split_ascii_whitespace().collect()).collect();
    lines.len() == 5 && lines[..4].iter().all(|l| l.len() == 1) && lines[4].len() == 7 && lines[4][0] == "0"
}

pub(super) fn read(text: &str, _: &super::Choice) -> Result<Kind, Defect> {
    let mut words = Words::new(text);
    let capacity = words.real_not_negative(NUMBER)?;
    let radius = words.real_not_negative(NUMBER)?;
    let (spots, n) = (words.count(COUNT, 1, 2000)?, words.count(COUNT, 1, 2000)?);
    let mut places = Vec::new();
    for _ in 0..=spots + n {
        words.count(LINE, 0, 10_000)?;
        let at = [words.real(LINE)?, words.real(LINE)?];
        let rest = [(); 4].map(|()| words.real_not_negative(LINE));
        let [demand, ready, due, service] = rest;
        places.push((at, demand?, ready?, due?, service?));
    }
    words.end()?;
    let far = |a: usize, b: usize| (places[a].0[0] - places[b].0[0]).hypot(places[a].0[1] - places[b].0[1]);
    let customer = |c: usize| {
        let near = (1..=spots).filter(|&s| far(s, c) <= radius);
        let (_, demand, ready, due, service) = places[c];
        Customer {
            demand: thousandths(demand),
            ready: thousandths(ready),
            due: thousandths(due),
            service: thousandths(service),
            reach: near.map(|s| (s as u32 - 1, thousandths(far(s, c)))).collect(),
        }
    };
    let lengths = (0..=spots).flat_map(|a| (0..=spots).map(move |b| (a, b)));
    let problem = Problem {
        capacity: thousandths(capacity),
        close: thousandths(places[0].3),
        spots,
        lengths: lengths.map(|(a, b)| thousandths(far(a, b))).collect(),
        customers: (spots + 1..=spots + n).map(customer).collect(),
    };
    if !problem.is_sound() {
        let why = ("a number is too large", "数值过大");
        return Err(Defect::new(&E4109, "", [Arg::from(why)]));
    }
    Ok(Kind::Tour(problem))
}

fn thousandths(x: f64) -> i64 {
    (x * 1e3).round() as i64
}
