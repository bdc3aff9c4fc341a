//! Li and Lim: vehicles, capacity and speed; then nine columns a node, the last two naming where a load comes from or goes to. Fewest vehicles first.

use super::super::words::Words;
use super::ways::{Rounding, Times, Ways};
use super::{Fleet, Instance, Pair, Stop};
use crate::wire::defect::Defect;

const NUMBER: (&str, &str) = ("a number of vehicles from 1 to 100000", "车辆数量（1 至 100000）");
const REAL: (&str, &str) = ("a number not below 0", "非负数");
const PLACE: (&str, &str) = ("a coordinate", "坐标");
const OTHER: (&str, &str) = ("the node at the other end, or 0", "另一端的节点编号或 0");

pub(super) fn looks(words: &Words<'_>) -> bool {
    let lines = words.text().lines().map(|l| l.split_ascii_whitespace().count());
    lines.filter(|&c| c > 0).take(3).eq([3, 9, 9])
}

pub(super) fn read(words: &mut Words<'_>) -> Result<Instance, Defect> {
    let count = words.count(NUMBER, 1, 100_000)?;
    let capacity = words.real_not_negative(REAL)?;
    words.real_not_negative(REAL)?;
    let n = words.left() / 9;
    let (mut points, mut stops, mut pairs, mut window) = (Vec::new(), Vec::new(), Vec::new(), [0.0, 0.0]);
    for at in 0..n {
        words.count(("the number of the node, counted from 0", "节点编号（从 0 起）"), at, at)?;
        points.push([words.real(PLACE)?, words.real(PLACE)?]);
        let amount = words.real(("a load", "载量"))?;
        let own = [words.real_not_negative(REAL)?, words.real_not_negative(REAL)?];
        let service = words.real_not_negative(REAL)?;
        let _from = words.count(OTHER, 0, n - 1)?;
        let to = words.count(OTHER, 0, n - 1)?;
        if at == 0 {
            window = own;
            stops.push(None);
        } else {
            stops.push(Some(Stop { window: Some(own), service, ..Stop::default() }));
        }
        if at > 0 && to > 0 && to != at {
            pairs.push(Pair { pick: at, drop: to, amount: amount.max(0.0) });
        }
    }
    if n < 2 {
        return Err(words.too_short(("lines of nodes", "节点行")));
    }
    Ok(Instance {
        stops,
        pairs,
        fleets: vec![Fleet { count, capacity, window: Some(window), ..Fleet::default() }],
        vehicles_first: true,
        ..Instance::new(Ways::straight(points, Times::AsLengths, Rounding::Exact))
    })
}
