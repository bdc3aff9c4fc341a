//! Who goes well before and after whom.

use super::ground::{Ground, NO_WAY};

/// Near tasks, `many` for each.
pub(in crate::rounds) struct Near {
    /// Tasks by distance alone, for strings.
    pub around: Vec<Vec<u32>>,
    /// By task, tasks it goes well right behind.
    pub behind: Vec<Vec<u32>>,
    /// By task, tasks it goes well right ahead of.
    pub ahead: Vec<Vec<u32>>,
    /// What a way to a near task costs, on average: what temperatures are measured in.
    pub step: f64,
    /// What a unit of time is worth beside that.
    pub unit: f64,
}

/// Distances kept for strings.
const AROUND: usize = 150;
/// Up to so many tasks each is priced beside each other.
const MANY: usize = 4000;
/// Of more, only beside so many that are short ways off, on either side.
const SHORT: usize = 300;

/// By task, those to whom ways are shortest and some of those who have it on their own such list. Each row of the table is read once from its begin to its end: what goes
/// down a column instead waits for memory at every step (10,000 tasks: the first plan after 2 s instead of 12).
pub(in crate::rounds) fn shortlists(
    g: &Ground<'_>,
    profile: usize,
    short: usize,
    stop: &mut dyn FnMut() -> bool,
) -> Vec<Vec<u32>> {
    let mut lists = vec![Vec::new(); g.n];
    let mut row: Vec<u64> = Vec::with_capacity(g.n);
    for (i, list) in lists.iter_mut().enumerate() {
        if i % 64 == 0 && stop() {
            break;
        }
        row.clear();
        row.extend((0..g.n).filter(|&j| j != i).map(|j| u64::from(g.length(profile, i, j)) << 32 | j as u64));
        if row.len() > short {
            row.select_nth_unstable(short);
            row.truncate(short);
        }
        list.extend(row.iter().map(|&cell| cell as u32));
    }
    let ends: Vec<usize> = lists.iter().map(Vec::len).collect();
    for i in 0..g.n {
        for at in 0..ends[i] {
            let j = lists[i][at] as usize;
            // A place in the middle of nowhere is near to few, but one in the middle of everything may be near to all.
            if lists[j].len() < 3 * short {
                lists[j].push(i as u32);
            }
        }
    }
    for list in &mut lists {
        list.sort_unstable();
        list.dedup();
    }
    lists
}

impl Near {
    pub(in crate::rounds) fn new(g: &Ground<'_>, many: usize, stop: &mut dyn FnMut() -> bool) -> Self {
        let n = g.n;
        let mut near = Self {
            around: vec![Vec::new(); n],
            behind: vec![Vec::new(); n],
            ahead: vec![Vec::new(); n],
            step: 1.0,
            unit: 1.0,
        };
        let Some(fleet) = g.fleets.first() else { return near };
        let price = |i: usize, j: usize| {
            let length = g.length(fleet.profile, i, j);
            if length == NO_WAY {
                return 1e18;
            }
            let money = fleet.per_length * f64::from(length) + fleet.per_time * g.time(fleet.profile, i, j) as f64;
            if money > 0.0 { money } else { g.time(fleet.profile, i, j) as f64 }
        };
        // What a unit of waiting or of lateness is worth beside the way itself: Vidal's weights, on the scale of money.
        let unit = if fleet.per_length > 0.0 && g.timed {
            let (mut money, mut time) = (0.0, 0.0);
            for i in 0..n.min(50) {
                for j in 0..n.min(50) {
                    if g.length(fleet.profile, i, j) != NO_WAY {
                        money += price(i, j);
                        time += g.time(fleet.profile, i, j) as f64;
                    }
                }
            }
            if time > 0.0 { money / time } else { 0.0 }
        } else {
            1.0
        };
        near.unit = if unit > 0.0 { unit } else { 1.0 };
        let mut rows: Vec<(f64, u32)> = Vec::with_capacity(n);
        let keep = |rows: &mut Vec<(f64, u32)>, many: usize| {
            if rows.len() > many {
                rows.select_nth_unstable_by(many, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                rows.truncate(many);
            }
            rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            rows.iter().map(|r| r.1).collect::<Vec<u32>>()
        };
        // From i straight to j.
        let in_time = |i: usize, j: usize| {
            let money = price(i, j);
            if !g.timed || money >= 1e18 {
                return money;
            }
            let (a, b) = (&g.stops[i], &g.stops[j]);
            let way = g.time(fleet.profile, i, j);
            let wait = (b.open - way - a.service - a.close).max(0) as f64;
            let late = (a.open + a.service + way - b.close).max(0) as f64;
            money + unit * (0.2 * wait + late)
        };
        let everyone: Vec<u32> = (0..n as u32).collect();
        let short = if n > MANY { shortlists(g, fleet.profile, SHORT, stop) } else { Vec::new() };
        for i in 0..n {
            if i % 64 == 0 && stop() {
                break;
            }
            let others = short.get(i).unwrap_or(&everyone);
            let others = || others.iter().map(|&j| j as usize).filter(|&j| j != i);
            rows.clear();
            rows.extend(others().map(|j| (price(i, j) + price(j, i), j as u32)));
            near.around[i] = keep(&mut rows, AROUND);
            rows.clear();
            rows.extend(others().map(|j| (in_time(j, i), j as u32)));
            near.behind[i] = keep(&mut rows, many);
            rows.clear();
            rows.extend(others().map(|j| (in_time(i, j), j as u32)));
            near.ahead[i] = keep(&mut rows, many);
        }
        let (mut sum, mut many) = (0.0, 0.0);
        for i in 0..n {
            if let Some(&j) = near.around[i].get(4.min(near.around[i].len().saturating_sub(1))) {
                let money = price(i, j as usize);
                if money < 1e18 {
                    (sum, many) = (sum + money, many + 1.0);
                }
            }
        }
        near.step = (sum / f64::max(many, 1.0)).max(1e-3);
        near
    }
}
