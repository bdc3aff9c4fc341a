//! Kim, Kim and Sahoo's waste collection: capacity, what a vehicle takes in a day, its most stops, its lunch break, its speed; then a line a node, with depot,
//! stops and landfills told apart in the last column.
//!
//! As it is posed here: lengths along the axes in feet, published in miles of 5,280 feet; times at the given miles an hour, service in seconds; departure and
//! return within the depot's hours; lunch starts between 11:00 and 12:00 wherever the vehicle then is, and whoever is out from before 11:00 until after 12:00
//! takes it; every vehicle is emptied after its last stop; no more than capacity on board at a time, no more than the day's total taken in all.

use super::super::words::Words;
use super::ways::{Lengths, Rounding, Times, Ways};
use super::{Dump, Fleet, Instance, Stop, enough};
use crate::wire::defect::Defect;

const REAL: (&str, &str) = ("a number not below 0", "非负数");
const PLACE: (&str, &str) = ("a coordinate", "坐标");
const CLOCK: (&str, &str) = ("a time as HHMM", "HHMM 形式的时刻");
const SORT: (&str, &str) = ("0 (depot), 1 (stop) or 2 (landfill)", "0（车场）、1（收集点）或 2（填埋场）");

pub(super) fn looks(words: &Words<'_>) -> bool {
    words.text().lines().take(6).any(|l| l.trim_start().starts_with("Stop_ID"))
}

pub(super) fn read(words: &mut Words<'_>) -> Result<Instance, Defect> {
    let mut head = [0.0; 5];
    for value in &mut head {
        *value = words.real_not_negative(REAL)?;
        words.next_line();
    }
    let [capacity, day_total, most_stops, lunch, miles_an_hour] = head;
    words.next_line();
    let (mut points, mut stops, mut dumps, mut depot) = (Vec::new(), Vec::new(), Vec::new(), None);
    while words.left() > 0 {
        words.whole(("the number of a node", "节点编号"))?;
        points.push([words.real(PLACE)?, words.real(PLACE)?]);
        let window = [clock(words)?, clock(words)?];
        let (service, collect) = (words.real_not_negative(REAL)?, words.real_not_negative(REAL)?);
        let node = points.len() - 1;
        match words.count(SORT, 0, 2)? {
            0 => {
                depot = Some((node, window));
                stops.push(None);
            }
            1 => stops.push(Some(Stop { collect, window: Some(window), service, ..Stop::default() })),
            _ => {
                dumps.push(Dump { node, window, service });
                stops.push(None);
            }
        }
        words.next_line();
    }
    let (depot, window) = depot.ok_or_else(|| words.too_short(("a line of the depot", "车场行")))?;
    let speed = miles_an_hour * 5280.0 / 3600.0;
    if speed <= 0.0 {
        return Err(words.wrong("0", ("a speed above 0", "大于 0 的速度")));
    }
    let count = enough(&stops, day_total.min(capacity * 4.0));
    let fleet = Fleet {
        depot,
        count,
        capacity,
        window: Some(window),
        day_total: Some(day_total),
        most_stops: Some(most_stops as u32),
        ..Fleet::default()
    };
    let ways = Ways {
        nodes: points.len(),
        lengths: Lengths::Axes(points),
        times: Times::AtSpeed(speed),
        rounding: Rounding::Exact,
    };
    Ok(Instance {
        stops,
        dumps,
        fleets: vec![fleet],
        pause: (lunch > 0.0).then_some([11.0 * 3600.0, 12.0 * 3600.0, lunch]),
        published: 1.0 / 5280.0,
        ..Instance::new(ways)
    })
}

/// HHMM as seconds; one file has 1675, which is 17:15.
fn clock(words: &mut Words<'_>) -> Result<f64, Defect> {
    let word = words.word(CLOCK)?;
    let number = word.parse::<u32>().ok().filter(|t| t / 100 <= 24);
    let number = number.ok_or_else(|| words.wrong(word, CLOCK))?;
    Ok(f64::from(number / 100 * 3600 + number % 100 * 60))
}
