//! What is on board along a route of several trips, how long its loadings and unloadings last, and what room there is.

use super::ground::{Fleet, Ground};
use super::ready::Loading;
use super::route::{NOWHERE, Route};
use super::work::Work;
use crate::ids::Id;
use crate::rounds::prepared::vehicles::Hold;
use crate::rounds::prepared::{FAR, NONE};
use crate::rounds::simulate::loads::{handling, put};
use crate::rounds::simulate::money::price;

/// Of what is kept by dimension, mass and volume in all, then in the compartment that something rides in (no limit where there is one hold).
pub(super) fn in_hold(dims: &[i64], hold: Hold) -> [i64; 4] {
    match hold {
        Hold::Compartment(c) => [dims[0], dims[1], dims[2 + 2 * c], dims[3 + 2 * c]],
        Hold::Whole | Hold::No => [dims[0], dims[1], i64::MAX / 4, i64::MAX / 4],
    }
}

impl Route {
    /// Walks the load: takes out what does nothing, fills `w.lasts`, room, trips, what is too much; the gate fees. `None` where a rule is broken that never is.
    pub(super) fn fill_loads(&mut self, g: &Ground<'_>, fleet: &Fleet<'_>, w: &mut Work) -> Option<i64> {
        self.goods_by_loading(g, fleet, w)?;
        let dims = fleet.data.dims();
        w.load.clear();
        w.load.resize(dims, 0);
        w.excess.clear();
        w.excess.resize(dims, 0);
        w.on_board.clear();
        w.on_board.resize(g.streams, [0; 2]);
        w.lasts.clear();
        w.left.clear();
        w.aboard.clear();
        if g.p.limited {
            self.brought.resize(g.houses - g.n, 0);
        }
        put(&mut w.load, fleet.data.goods, w.loaded[0], 1);
        self.note_load(fleet, w);
        self.loadings.clear();
        if g.released {
            self.loadings.push(Loading { stop: NONE, ready: w.ready[0], starts: w.ready[0] });
        }
        let (mut fees, mut loadings, mut on_trip, mut kept) = (0, 0, false, 0);
        let mut aboard = [0; 2];
        w.aboard.push(aboard);
        self.trips = 0;
        for i in 0..self.stops.len() {
            let code = self.stops[i];
            let lasts = if g.is_task(code) {
                let job = &g.jobs[code as usize];
                self.trips += usize::from(!std::mem::replace(&mut on_trip, true));
                if job.has_goods {
                    put(&mut w.load, fleet.data.goods, job.deliver, -1);
                }
                for &(s, amount) in &job.collect {
                    put(&mut w.load, fleet.data.streams[s], amount, 1);
                    for x in 0..2 {
                        w.on_board[s][x] += amount[x];
                        aboard[x] += amount[x];
                    }
                }
                g.lasts[code as usize]
            } else if let Some(u) = g.unload(code) {
                let place = &g.p.problem.unloading[Id::new(u)];
                let mut mass = 0;
                let mut any = false;
                for stream in &place.streams {
                    let amount = std::mem::take(&mut w.on_board[stream.index()]);
                    if amount != [0; 2] {
                        any = true;
                        put(&mut w.load, fleet.data.streams[stream.index()], amount, -1);
                        mass += amount[0];
                        aboard = [aboard[0] - amount[0], aboard[1] - amount[1]];
                    }
                }
                if !any {
                    continue;
                }
                on_trip = false;
                if g.p.limited {
                    self.brought[u] += mass;
                }
                fees += price(place.gate_fen_per_t, mass, 1_000_000);
                handling(place.handling_fixed.0, place.handling_ms_per_kg, mass)
            } else {
                loadings += 1;
                let goods = w.loaded[loadings];
                if goods == [0; 2] {
                    continue;
                }
                on_trip = false;
                put(&mut w.load, fleet.data.goods, goods, 1);
                if g.released {
                    let ready = w.ready[loadings];
                    self.loadings.push(Loading { stop: kept as u32, ready, starts: ready });
                }
                let house = &g.p.problem.warehouses[Id::new(code as usize - g.houses)];
                handling(house.handling_fixed.0, house.handling_ms_per_kg, goods[0])
            };
            self.stops[kept] = code;
            kept += 1;
            w.lasts.push(lasts);
            w.aboard.push(aboard);
            self.note_load(fleet, w);
        }
        self.stops.truncate(kept);
        if fleet.data.must_end_empty && w.on_board.iter().any(|a| *a != [0; 2]) || self.trips > fleet.data.max_trips {
            return None;
        }
        self.fill_rooms(g, fleet, w);
        Some(fees)
    }
    /// Sums the goods of each loading; `None` where a task's goods come from nowhere, or from another warehouse.
    fn goods_by_loading(&self, g: &Ground<'_>, fleet: &Fleet<'_>, w: &mut Work) -> Option<()> {
        w.loaded.clear();
        w.loaded.push([0; 2]);
        w.ready.clear();
        w.ready.push(-FAR);
        let mut from = fleet.data.loads_at.map_or(NONE, |h| (g.houses + h.index()) as u32);
        for &code in &self.stops {
            if g.is_task(code) {
                let job = &g.jobs[code as usize];
                if job.has_goods {
                    if from == NONE || job.house != NONE && job.house != from {
                        return None;
                    }
                    let sum = w.loaded.last_mut()?;
                    *sum = [sum[0] + job.deliver[0], sum[1] + job.deliver[1]];
                    let ready = w.ready.last_mut()?;
                    *ready = job.ready.max(*ready);
                }
            } else if code as usize >= g.houses {
                from = code;
                w.loaded.push([0; 2]);
                w.ready.push(-FAR);
            }
        }
        Some(())
    }
    /// Writes down the room there is now; what is too much counts once for each stretch in which it is.
    fn note_load(&mut self, fleet: &Fleet<'_>, w: &mut Work) {
        for (d, &room) in fleet.data.room.iter().enumerate() {
            let left = room - w.load[d];
            w.left.push(left);
            let over = -left;
            if over > w.excess[d] {
                self.bad[1 + d % 2] += over - w.excess[d];
                w.excess[d] = over;
            } else if over <= 0 {
                w.excess[d] = 0;
            }
        }
    }
    /// Room by gap: for goods since the last loading, for each stream to the next place that takes it.
    fn fill_rooms(&mut self, g: &Ground<'_>, fleet: &Fleet<'_>, w: &Work) {
        let (dims, width, n) = (fleet.data.dims(), g.streams + 1, self.stops.len());
        let left = |gap: usize, hold: Hold| in_hold(&w.left[gap * dims..(gap + 1) * dims], hold);
        let least = |a: [i64; 4], b: [i64; 4]| [0, 1, 2, 3].map(|x| a[x].min(b[x]));
        self.rooms.clear();
        self.rooms.resize((n + 1) * width, [0; 4]);
        let mut room = left(0, fleet.data.goods);
        for gap in 0..=n {
            let here = left(gap, fleet.data.goods);
            let loaded = gap > 0 && self.stops[gap - 1] as usize >= g.houses;
            room = if loaded { here } else { least(room, here) };
            self.rooms[gap * width] = room;
        }
        for s in 0..g.streams {
            let hold = fleet.data.streams[s];
            let mut room = if fleet.data.must_end_empty { [NOWHERE; 4] } else { left(n, hold) };
            self.rooms[n * width + 1 + s] = room;
            for gap in (0..n).rev() {
                let here = left(gap, hold);
                let empties = g
                    .unload(self.stops[gap])
                    .is_some_and(|u| g.p.problem.unloading[Id::new(u)].streams.contains(&Id::new(s)));
                room = if empties { here } else { least(room, here) };
                self.rooms[gap * width + 1 + s] = room;
            }
        }
    }
}
