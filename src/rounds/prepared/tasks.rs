//! Tasks as compact records.

use super::{FAR, NONE};
use crate::ids::{Id, PlaceId, StreamId};
use crate::rounds::problem::{Amount, Link, Problem, Window};

/// What the search needs of a task.
pub(in crate::rounds) struct TaskData<'a> {
    /// Where.
    pub place: PlaceId,
    /// How long it lasts, in ms.
    pub service: i64,
    /// When it may start.
    pub windows: &'a [Window],
    /// First moment of the first window, or when its goods are there.
    pub open: i64,
    /// Last moment of the last window.
    pub close: i64,
    /// New goods delivered.
    pub deliver: Amount,
    /// Whether `deliver` is anything.
    pub has_goods: bool,
    /// From when they can be loaded.
    pub ready: i64,
    /// Streams collected, those of nothing left out.
    pub collect: Vec<(StreamId, Amount)>,
    /// All that is collected, together.
    pub collected: Amount,
    /// Goods of shipments that come on board here.
    pub picked: Amount,
    /// Goods of shipments that go off here.
    pub dropped: Amount,
    /// Shipments that begin here: the other end.
    pub drops: Vec<u32>,
    /// Shipments that end here: the other end.
    pub picks: Vec<u32>,
    /// Order links this takes part in.
    pub orders: Vec<OrderSide>,
    /// Tasks that another vehicle must do.
    pub apart: Vec<u32>,
    /// The running vehicle that has its goods, or [`NONE`].
    pub aboard: u32,
}

/// One side of an order in time.
pub(in crate::rounds) struct OrderSide {
    /// The other task.
    pub other: u32,
    /// Whether this task is the first of the two.
    pub is_first: bool,
    /// Least gap in ms.
    pub min_gap: i64,
    /// Most gap in ms.
    pub max_gap: i64,
}

impl<'a> TaskData<'a> {
    /// When it may start.
    pub(super) fn set_windows(&mut self, windows: &'a [Window]) {
        self.windows = windows;
        (self.open, self.close) = hull(windows);
        self.wait_for_goods();
    }
    /// Nobody can be there with goods before they can be loaded.
    fn wait_for_goods(&mut self) {
        if self.aboard == NONE {
            self.open = self.open.max(self.ready);
        }
    }
}

/// First and last moment of some windows.
fn hull(windows: &[Window]) -> (i64, i64) {
    (windows.first().map_or(-FAR, |w| w.open.0), windows.last().map_or(FAR, |w| w.close.0))
}

pub(super) fn plus(a: Amount, b: Amount) -> Amount {
    Amount { mass: a.mass + b.mass, volume: a.volume + b.volume }
}

fn is_something(a: Amount) -> bool {
    a != Amount::default()
}

/// The tasks of a problem, by index.
pub(super) fn prepare(problem: &Problem) -> Vec<TaskData<'_>> {
    let mut out: Vec<TaskData<'_>> = problem
        .tasks
        .iter()
        .map(|t| {
            let collect: Vec<_> = t.collect.iter().copied().filter(|(_, a)| is_something(*a)).collect();
            TaskData {
                place: t.place,
                service: t.service.0,
                windows: &t.windows,
                open: hull(&t.windows).0,
                close: hull(&t.windows).1,
                deliver: t.deliver,
                has_goods: is_something(t.deliver),
                ready: t.ready.filter(|_| is_something(t.deliver)).map_or(-FAR, |t| t.0),
                collected: collect.iter().fold(Amount::default(), |sum, (_, a)| plus(sum, *a)),
                collect,
                picked: Amount::default(),
                dropped: Amount::default(),
                drops: Vec::new(),
                picks: Vec::new(),
                orders: Vec::new(),
                apart: Vec::new(),
                aboard: NONE,
            }
        })
        .collect();
    for link in &problem.links {
        match *link {
            Link::Shipment { pick, drop, amount } => {
                let (p, d) = (pick.index(), drop.index());
                out[p].picked = plus(out[p].picked, amount);
                out[p].drops.push(d as u32);
                out[d].dropped = plus(out[d].dropped, amount);
                out[d].picks.push(p as u32);
            }
            Link::Order { first, then, min_gap, max_gap } => {
                let (f, t) = (first.index(), then.index());
                let (min_gap, max_gap) = (min_gap.0, max_gap.map_or(FAR, |g| g.0));
                out[f].orders.push(OrderSide { other: t as u32, is_first: true, min_gap, max_gap });
                out[t].orders.push(OrderSide { other: f as u32, is_first: false, min_gap, max_gap });
            }
            Link::Both { one, other, apart } => {
                if apart {
                    out[one.index()].apart.push(other.index() as u32);
                    out[other.index()].apart.push(one.index() as u32);
                }
            }
        }
    }
    for (v, vehicle) in problem.vehicles.iter_ids() {
        for &t in vehicle.running.iter().flat_map(|r| &r.goods_for) {
            out[t.index()].aboard = v.index() as u32;
        }
    }
    out.iter_mut().for_each(TaskData::wait_for_goods);
    out
}
