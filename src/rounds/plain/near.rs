//! Who goes well before and after whom.

use super::ground::{Ground, NO_WAY};
use crate::ids::PlaceId;
use crate::rounds::prepared::bound::shortlists;

/// A task beside another, and how long the way between them is at least: that long, where all drive by the same matrix.
#[derive(Clone, Copy)]
pub(in crate::rounds) struct NearTask {
    pub task: u32,
    pub way: u32,
}

/// Near tasks, `many` for each.
pub(in crate::rounds) struct Near {
    /// Tasks by distance alone, for strings.
    pub around: Vec<Vec<u32>>,
    /// By task, tasks it goes well right behind.
    pub behind: Vec<Vec<NearTask>>,
    /// By task, tasks it goes well right ahead of.
    pub ahead: Vec<Vec<NearTask>>,
    /// By task, the length of the shortest way to it from anywhere, and from it on to anywhere; nothing, where not all drive by the same matrix.
    pub least: Vec<[u32; 2]>,
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

/// Time and length of a packed cell; all of each half where there is no way.
fn halves(cell: u64) -> (u32, u32) {
    ((cell >> 32) as u32, cell as u32)
}

impl Near {
    pub(in crate::rounds) fn new(g: &Ground<'_>, many: usize, stop: &mut dyn FnMut() -> bool) -> Self {
        let n = g.n;
        let mut near = Self {
            around: vec![Vec::new(); n],
            behind: vec![Vec::new(); n],
            ahead: vec![Vec::new(); n],
            least: vec![[0; 2]; n],
            step: 1.0,
            unit: 1.0,
        };
        let Some(fleet) = g.fleets.first() else { return near };
        // Of a way, time first.
        let price = |(time, length): (u32, u32)| {
            if length == NO_WAY {
                return 1e18;
            }
            let money = fleet.per_length * f64::from(length) + fleet.per_time * f64::from(time);
            if money > 0.0 { money } else { f64::from(time) }
        };
        let way = |i: usize, j: usize| g.near_way(fleet.profile, i, j);
        // What a unit of waiting or of lateness is worth beside the way itself: Vidal's weights, on the scale of money.
        let unit = if fleet.per_length > 0.0 && g.timed {
            let (mut money, mut time) = (0.0, 0.0);
            for i in 0..n.min(50) {
                for j in 0..n.min(50) {
                    let way = way(i, j);
                    if way.1 != NO_WAY {
                        money += price(way);
                        time += f64::from(way.0);
                    }
                }
            }
            if time > 0.0 { money / time } else { 0.0 }
        } else {
            1.0
        };
        near.unit = if unit > 0.0 { unit } else { 1.0 };
        let mut rows: Vec<(f64, u32, u32)> = Vec::with_capacity(n);
        let keep = |rows: &mut Vec<(f64, u32, u32)>, many: usize| {
            if rows.len() > many {
                rows.select_nth_unstable_by(many, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                rows.truncate(many);
            }
            rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            rows.iter().map(|r| NearTask { task: r.1, way: r.2 }).collect::<Vec<NearTask>>()
        };
        // From i straight to j.
        let in_time = |i: usize, j: usize, way: (u32, u32)| {
            let money = price(way);
            if !g.timed || money >= 1e18 {
                return money;
            }
            let (a, b) = (&g.stops[i], &g.stops[j]);
            let way = i64::from(way.0);
            let wait = (b.open - way - a.service - a.close).max(0) as f64;
            let late = (a.open + a.service + way - b.close).max(0) as f64;
            money + unit * (0.2 * wait + late)
        };
        let usual = g.p.bounds[fleet.profile].usual();
        let short = if n > MANY || !usual.is_table() {
            let places: Vec<PlaceId> = g.p.tasks.iter().map(|t| t.place).collect();
            shortlists(&places, usual, SHORT, |cell| cell & 0xFFFF_FFFF, stop)
        } else {
            Vec::new()
        };
        // By other task, the way there and back.
        let mut ways: Vec<(usize, [(u32, u32); 2])> = Vec::with_capacity(n);
        for i in 0..n {
            if i % 64 == 0 && stop() {
                break;
            }
            ways.clear();
            match short.get(i) {
                Some(list) => ways.extend(list.iter().map(|&(j, said)| (j as usize, said.map(halves)))),
                None => ways.extend((0..n).filter(|&j| j != i).map(|j| (j, [way(i, j), way(j, i)]))),
            }
            rows.clear();
            rows.extend(ways.iter().map(|&(j, [there, back])| (price(there) + price(back), j as u32, 0)));
            near.around[i] = keep(&mut rows, AROUND).iter().map(|near| near.task).collect();
            let known = |length: u32| if g.one_profile { length } else { 0 };
            rows.clear();
            rows.extend(ways.iter().map(|&(j, [_, back])| (in_time(j, i, back), j as u32, known(back.1))));
            near.behind[i] = keep(&mut rows, many);
            rows.clear();
            rows.extend(ways.iter().map(|&(j, [there, _])| (in_time(i, j, there), j as u32, known(there.1))));
            near.ahead[i] = keep(&mut rows, many);
            if g.one_profile {
                let mut least = [u32::MAX; 2];
                for &(_, [there, back]) in &ways {
                    least = [least[0].min(back.1), least[1].min(there.1)];
                }
                if !short.is_empty() {
                    // The lists hold the shortest ways on, not all the shortest ways to.
                    least[0] = 0;
                }
                for fleet in &g.fleets {
                    least[0] = least[0].min(g.length(fleet.profile, fleet.start, i));
                    least[1] = least[1].min(g.length(fleet.profile, i, fleet.end));
                }
                near.least[i] = least;
            }
        }
        let (mut sum, mut many) = (0.0, 0.0);
        for i in 0..n {
            if let Some(&j) = near.around[i].get(4.min(near.around[i].len().saturating_sub(1))) {
                let money = price(way(i, j as usize));
                if money < 1e18 {
                    (sum, many) = (sum + money, many + 1.0);
                }
            }
        }
        near.step = (sum / f64::max(many, 1.0)).max(1e-3);
        near
    }
}
