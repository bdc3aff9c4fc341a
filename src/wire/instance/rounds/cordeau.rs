//! Cordeau's depots: `2 m n t`, longest duration and capacity of each depot's m vehicles, n customers, t depots. A duration of 0 is no limit.
//! Type 6 has windows at the end of each line.

use super::super::words::Words;
use super::ways::{Rounding, Times, Ways};
use super::{Fleet, Instance, Stop};
use crate::wire::codes::E4110;
use crate::wire::defect::Defect;

const REAL: (&str, &str) = ("a number not below 0", "非负数");
const PLACE: (&str, &str) = ("a coordinate", "坐标");
const KIND: (&str, &str) = ("2 (depots) or 6 (depots and windows)", "2（多车场）或 6（多车场带时间窗）");
const COUNT: (&str, &str) = ("a number from 1 to 20000", "数量（1 至 20000）");

pub(super) fn looks(words: &Words<'_>) -> bool {
    let mut lines = words.text().lines().map(|l| l.split_ascii_whitespace().count()).filter(|&c| c > 0);
    words.head(1).is_some_and(|h| h[0] <= 7) && lines.next() == Some(4) && lines.next() == Some(2)
}

pub(super) fn read(words: &mut Words<'_>) -> Result<Instance, Defect> {
    let kind = words.count(KIND, 0, 7)?;
    if kind != 2 && kind != 6 {
        return Err(Defect::new(&E4110, "", [("visits on several days", "多日访问").into()]));
    }
    let count = words.count(COUNT, 1, 20_000)?;
    let (n, depots) = (words.count(COUNT, 1, 20_000)?, words.count(COUNT, 1, 1000)?);
    let mut fleets = Vec::new();
    for depot in 0..depots {
        let (longest, capacity) = (words.real_not_negative(REAL)?, words.real_not_negative(REAL)?);
        let longest = (longest > 0.0).then_some(longest);
        fleets.push(Fleet { depot: n + depot, count, capacity, longest, ..Fleet::default() });
    }
    let (mut points, mut stops) = (Vec::new(), Vec::new());
    for at in 0..n + depots {
        words.whole(("the number of a node", "节点编号"))?;
        points.push([words.real(PLACE)?, words.real(PLACE)?]);
        let (service, deliver) = (words.real_not_negative(REAL)?, words.real_not_negative(REAL)?);
        words.whole(("how often it is visited", "访问频次"))?;
        let combinations = words.count(("how many combinations of days", "日组合数量"), 0, 1000)?;
        for _ in 0..combinations {
            words.whole(("a combination of days", "日组合"))?;
        }
        let window =
            if kind == 6 { Some([words.real_not_negative(REAL)?, words.real_not_negative(REAL)?]) } else { None };
        if at < n {
            stops.push(Some(Stop { deliver, collect: 0.0, window, service, prize: None, ready: None }));
        } else {
            fleets[at - n].window = window;
            stops.push(None);
        }
        words.next_line();
    }
    let timed = kind == 6 || fleets.iter().any(|f| f.longest.is_some());
    let times = if timed { Times::AsLengths } else { Times::None };
    Ok(Instance { stops, fleets, ..Instance::new(Ways::straight(points, times, Rounding::Exact)) })
}
