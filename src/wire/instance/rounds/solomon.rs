//! Solomon, Gehring and Homberger: a head of words, vehicles and capacity, seven columns a customer. With eight columns (delivery and
//! pickup) it is Wang and Chen's.

use super::super::words::Words;
use super::ways::{Rounding, Times, Ways};
use super::{Fleet, Instance, Stop};
use crate::wire::defect::Defect;

const NUMBER: (&str, &str) = ("a number of vehicles from 1 to 100000", "车辆数量（1 至 100000）");
const REAL: (&str, &str) = ("a number not below 0", "非负数");
const PLACE: (&str, &str) = ("a coordinate", "坐标");
const ROWS: (&str, &str) = ("lines of customers", "客户行");

/// How many numbers the first two lines of nothing but numbers have.
fn shape(words: &Words<'_>) -> [usize; 2] {
    let mut columns = words.text().lines().filter_map(|line| {
        let all: Vec<&str> = line.split_ascii_whitespace().collect();
        let numbers = all.iter().all(|w| w.parse::<f64>().is_ok());
        (numbers && !all.is_empty()).then_some(all.len())
    });
    [columns.next().unwrap_or(0), columns.next().unwrap_or(0)]
}

pub(super) fn looks(words: &Words<'_>) -> bool {
    let heads = words.text().contains("CUST") && words.text().contains("VEHICLE");
    heads && (7..=8).contains(&shape(words)[1])
}

pub(super) fn read(words: &mut Words<'_>) -> Result<Instance, Defect> {
    let [first, columns] = shape(words);
    if !(2..=3).contains(&first) || !(7..=8).contains(&columns) {
        return Err(words.too_short(ROWS));
    }
    skip_words(words);
    if first == 3 {
        // Wang and Chen say the number of customers first.
        words.decimal(REAL)?;
    }
    let count = words.count(NUMBER, 1, 100_000)?;
    let capacity = words.real_not_negative(REAL)?;
    skip_words(words);
    let (mut points, mut stops, mut window) = (Vec::new(), Vec::new(), [0.0, 0.0]);
    while words.left() > 0 {
        words.whole(("the number of a customer", "客户编号"))?;
        points.push([words.real(PLACE)?, words.real(PLACE)?]);
        let deliver = words.real_not_negative(REAL)?;
        let collect = if columns == 8 { words.real_not_negative(REAL)? } else { 0.0 };
        let open = words.real_not_negative(REAL)?;
        let close = words.real_not_negative(REAL)?;
        let service = words.real_not_negative(REAL)?;
        if points.len() == 1 {
            window = [open, close];
            stops.push(None);
        } else {
            stops.push(Some(Stop { deliver, collect, window: Some([open, close]), service, prize: None, ready: None }));
        }
    }
    if points.len() < 2 {
        return Err(words.too_short(ROWS));
    }
    let rounding = if columns == 8 { Rounding::Exact } else { Rounding::Tenths };
    Ok(Instance {
        stops,
        fleets: vec![Fleet { count, capacity, window: Some(window), ..Fleet::default() }],
        ..Instance::new(Ways::straight(points, Times::AsLengths, rounding))
    })
}

/// Goes to the next line that begins with a number and has nothing else but numbers.
fn skip_words(words: &mut Words<'_>) {
    while words.left() > 0 && !words.line().is_some_and(|l| !l.is_empty() && l.iter().all(|w| w.parse::<f64>().is_ok()))
    {
        words.next_line();
    }
}
