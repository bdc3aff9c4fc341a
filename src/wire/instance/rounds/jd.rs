//! JD.com's deliveries and pickups: heads `KEY : VALUE`, a table of nodes by commas, and for each pair of nodes its length and time. Using a vehicle and each unit
//! of length cost money.

use super::super::words::Words;
use super::ways::{Lengths, Rounding, Times, Ways};
use super::{Fleet, Instance, Stop};
use crate::wire::codes::E4111;
use crate::wire::defect::Defect;

const NODE: (&str, &str) = (
    "a line of a node: number, delivery, pickup, opening, closing, service",
    "节点行：编号、送货量、取货量、开始、结束、服务时间",
);
const PAIR: (&str, &str) = ("a line of a pair: from, to, length, time", "节点对行：起点、终点、长度、时间");
const NUMBER: (&str, &str) = ("a number not below 0", "非负数");
/// A pair that the table leaves out; far beyond any window.
const NO_WAY: f64 = 1e9;

pub(super) fn looks(words: &Words<'_>) -> bool {
    words.text().contains("DISTANCETIME_SECTION")
}

pub(super) fn read(words: &mut Words<'_>) -> Result<Instance, Defect> {
    let (mut n, mut fleet) = (None, Fleet::default());
    loop {
        let key = words.word(("NODE_SECTION", "NODE_SECTION"))?;
        if key == "NODE_SECTION" {
            break;
        }
        if matches!(key, "DIMENSION" | "VEHICLES" | "DISPATCHINGCOST" | "UNITCOST" | "CAPACITY") {
            words.word((":", ":"))?;
        }
        match key {
            "DIMENSION" => {
                n = Some(words.count(("a number of nodes from 2 to 4000", "节点数量（2 至 4000）"), 2, 4000)?)
            }
            "VEHICLES" => fleet.count = words.count(("a number of vehicles", "车辆数量"), 1, 100_000)?,
            "DISPATCHINGCOST" => fleet.fixed = words.real_not_negative(NUMBER)?,
            "UNITCOST" => fleet.per_length = words.real_not_negative(NUMBER)?,
            "CAPACITY" => fleet.capacity = words.real_not_negative(NUMBER)?,
            _ => {}
        }
        words.next_line();
    }
    let n = n.ok_or_else(|| Defect::new(&E4111, "", ["DIMENSION".into()]))?;
    let mut stops = Vec::new();
    for at in 0..n {
        let [number, deliver, collect, open, close, service] = row(words, NODE)?;
        if number != at as f64 {
            return Err(words.wrong(&number.to_string(), NODE));
        }
        if at == 0 {
            fleet.window = Some([open, close]);
        }
        let stop = Stop { deliver, collect, window: Some([open, close]), service, prize: None, ready: None };
        stops.push((at > 0).then_some(stop));
    }
    words.word(("DISTANCETIME_SECTION", "DISTANCETIME_SECTION"))?;
    let (mut lengths, mut times) = (vec![NO_WAY; n * n], vec![NO_WAY; n * n]);
    words.skip_empty();
    while words.left() > 0 && words.line().is_some_and(|l| l.first() != Some(&"DEPOT_SECTION")) {
        let [from, to, length, time] = row(words, PAIR)?;
        if from >= n as f64 || to >= n as f64 {
            return Err(words.wrong(&from.max(to).to_string(), PAIR));
        }
        let cell = from as usize * n + to as usize;
        (lengths[cell], times[cell]) = (length, time);
        words.skip_empty();
    }
    while words.left() > 0 {
        words.next_line();
    }
    let ways =
        Ways { nodes: n, lengths: Lengths::Table(lengths), times: Times::Table(times), rounding: Rounding::Exact };
    Ok(Instance { stops, fleets: vec![fleet], ..Instance::new(ways) })
}

/// A word of `N` numbers between commas, none of them negative.
fn row<const N: usize>(words: &mut Words<'_>, want: (&str, &str)) -> Result<[f64; N], Defect> {
    let word = words.word(want)?;
    let mut cells = word.split(',').map(|c| c.parse::<f64>().ok().filter(|x| x.is_finite() && *x >= 0.0));
    let mut out = [0.0; N];
    for value in &mut out {
        *value = cells.next().flatten().ok_or_else(|| words.wrong(word, want))?;
    }
    if cells.next().is_some() { Err(words.wrong(word, want)) } else { Ok(out) }
}
