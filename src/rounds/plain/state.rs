//! An answer to a plain day that can be changed and changed back. What a change costs in time depends on the routes it touches, not on how many there are.

use super::ground::{Fleet, Ground};
use super::place::Place;
use super::route::{Link, Links, Room, Route, Run, Times};
use crate::rounds::books::{Absent, Home, Served};
use crate::rounds::fines::Fines;
use crate::rounds::prepared::NONE;
use crate::rounds::search::state::Score;

/// The usual width; built with a wider one, routes fill with what is far off.
pub(super) const BUILT: usize = 40;

/// What stood with the stops of a route.
type Kept = (Vec<(Link, Times, Run)>, Vec<Room>);

/// An answer.
#[derive(Clone)]
pub(super) struct State {
    /// By vehicle.
    pub routes: Vec<Route>,
    /// By task, its vehicle.
    pub at: Vec<u32>,
    /// By task, its position.
    pub pos: Vec<u32>,
    pub(super) all: Links,
    /// By vehicle, room for what is brought from the start, and for what is taken along to the end; and what is too much where it is fullest.
    pub(super) full: Vec<[[i64; 2]; 3]>,
    pub score: Score,
    /// What is late and too much on board, of all routes together.
    pub late: i64,
    pub over: [i64; 2],
    pub fines: Fines<3>,
    served: Served,
    pub absent: Absent,
    pub(super) home: Home,
    /// Beside how many near tasks a place is looked for, on either side.
    pub width: usize,
    /// Whether no further vehicle may leave.
    pub shut: bool,
    /// Of which kind the next to leave is if any can be, whichever is cheapest for its first task.
    pub opens: Option<u32>,
    pub visits: usize,
    /// Routes before they were touched, since the last settling.
    journal: Vec<(u32, Route, Kept)>,
    touched: Vec<bool>,
    pool: Vec<(Route, Kept)>,
    restored: Vec<(u32, Route, Kept)>,
    /// Changes of `absent` to be taken back.
    flips: Vec<u32>,
    /// What all routes cost together; the rest of the score is prizes lost.
    driven: i64,
    /// How many times its worth a prize counts in the search.
    pub boost: f64,
    cost_before: i64,
    driven_before: i64,
    late_before: i64,
    over_before: [i64; 2],
    left_before: Vec<u32>,
}

/// Room for what is brought, and for what is taken along.
fn room_left(fleet: &Fleet, route: &Route) -> [[i64; 2]; 3] {
    let [brings, takes] = [route.brought, route.taken].map(|sum| [fleet.room[0] - sum[0], fleet.room[1] - sum[1]]);
    [brings, takes, route.over]
}

impl State {
    pub(super) fn new(g: &Ground<'_>) -> Self {
        let p = g.p;
        let routes = vec![Route::default(); p.vehicles.len()];
        let full = p.vehicles.iter().map(|v| [g.fleets[v.kind].room, g.fleets[v.kind].room, [0; 2]]).collect();
        let mut state = Self {
            routes,
            all: Links::new(g),
            full,
            at: vec![NONE; g.n],
            pos: vec![0; g.n],
            score: Score::of_nothing(p),
            late: 0,
            over: [0; 2],
            fines: Fines::strict(),
            served: Served::new(p),
            absent: Absent::new(p),
            home: Home::new(p),
            width: BUILT,
            shut: false,
            opens: None,
            visits: 0,
            journal: Vec::new(),
            touched: vec![false; p.vehicles.len()],
            pool: Vec::new(),
            restored: Vec::new(),
            flips: Vec::new(),
            driven: 0,
            boost: 1.0,
            cost_before: 0,
            driven_before: 0,
            late_before: 0,
            over_before: [0; 2],
            left_before: Vec::new(),
        };
        state.settle(&mut |_| {});
        state
    }
    fn count(&mut self, g: &Ground<'_>, task: u32, serve: bool) {
        if let Some(what) = self.served.count(g.p, &mut self.score, task as usize, serve) {
            self.absent.flip(what);
            self.flips.push(what);
        }
    }
    pub(super) fn is_shut_out(&self, g: &Ground<'_>, task: u32) -> bool {
        self.served.has(g.p, task as usize)
    }
    fn touch(&mut self, vehicle: u32) {
        if !std::mem::replace(&mut self.touched[vehicle as usize], true) {
            let (mut old, mut links) = self.pool.pop().unwrap_or_default();
            let route = &self.routes[vehicle as usize];
            old.stops.clone_from(&route.stops);
            (old.brought, old.taken, old.length) = (route.brought, route.taken, route.length);
            (old.duration, old.departure, old.cost) = (route.duration, route.departure, route.cost);
            (old.late, old.over) = (route.late, route.over);
            links.0.clear();
            let all = &self.all;
            let of = |s: usize| (all.links[s], all.times[s], all.runs[s]);
            links.0.extend(route.stops.iter().map(|&s| of(s as usize)));
            links.1.clear();
            if !self.all.rooms.is_empty() {
                links.1.extend(route.stops.iter().map(|&s| self.all.rooms[s as usize]));
            }
            self.journal.push((vehicle, old, links));
        }
    }
    fn number(&mut self, vehicle: u32, from: usize) {
        for (i, &s) in self.routes[vehicle as usize].stops.iter().enumerate().skip(from) {
            self.at[s as usize] = vehicle;
            self.pos[s as usize] = i as u32;
        }
    }
    fn set_home(&mut self, g: &Ground<'_>, vehicle: u32) {
        self.home.set(g.p, vehicle, self.routes[vehicle as usize].stops.is_empty());
    }
    fn refill(&mut self, g: &Ground<'_>, vehicle: u32, low: usize, high: usize) -> bool {
        let route = &mut self.routes[vehicle as usize];
        self.score.cost -= route.cost;
        self.driven -= route.cost;
        self.late -= route.late;
        let over = route.over;
        let kind = g.kind_of[vehicle as usize] as usize;
        let ok = route.fill(g, kind, &mut self.all, low, high);
        self.score.cost += route.cost;
        self.driven += route.cost;
        self.late += route.late;
        for (sum, (new, old)) in self.over.iter_mut().zip(route.over.into_iter().zip(over)) {
            *sum += new - old;
        }
        self.full[vehicle as usize] = room_left(&g.fleets[kind], route);
        self.set_home(g, vehicle);
        ok
    }
    /// Puts a task into a gap; whether the route keeps the rules that are never broken.
    pub(super) fn insert(&mut self, g: &Ground<'_>, task: u32, place: Place) -> bool {
        self.touch(place.vehicle);
        self.routes[place.vehicle as usize].stops.insert(place.gap as usize, task);
        self.visits += 1;
        self.count(g, task, true);
        let ok = self.refill(g, place.vehicle, place.gap as usize, place.gap as usize + 1);
        self.number(place.vehicle, place.gap as usize);
        ok
    }
    /// Takes the stops out of a route for which `gone` says so. A missing way between what remains makes this fail.
    pub(super) fn remove(&mut self, g: &Ground<'_>, vehicle: u32, gone: &[bool]) -> bool {
        self.touch(vehicle);
        let mut stops = std::mem::take(&mut self.routes[vehicle as usize].stops);
        let mut kept = 0;
        let (mut low, mut high) = (usize::MAX, 0);
        for i in 0..stops.len() {
            let s = stops[i];
            if gone[s as usize] {
                (low, high) = (low.min(i), kept);
                self.at[s as usize] = NONE;
                self.visits -= 1;
                self.count(g, s, false);
            } else {
                stops[kept] = s;
                kept += 1;
            }
        }
        stops.truncate(kept);
        self.routes[vehicle as usize].stops = stops;
        let ok = self.refill(g, vehicle, low.min(kept), high);
        self.number(vehicle, low.min(kept));
        ok
    }
    /// Takes one task out of its route; whether that keeps the rules that are never broken.
    pub(super) fn remove_one(&mut self, g: &Ground<'_>, task: u32) -> bool {
        let (vehicle, at) = (self.at[task as usize], self.pos[task as usize] as usize);
        self.touch(vehicle);
        self.routes[vehicle as usize].stops.remove(at);
        self.at[task as usize] = NONE;
        self.visits -= 1;
        self.count(g, task, false);
        let ok = self.refill(g, vehicle, at, at);
        self.number(vehicle, at);
        ok
    }
    /// Exchanges what stands behind two cuts; whether both routes keep the rules.
    pub(super) fn swap_tails(&mut self, g: &Ground<'_>, one: u32, at: usize, other: u32, there: usize) -> bool {
        self.touch(one);
        self.touch(other);
        let mut first = std::mem::take(&mut self.routes[one as usize].stops);
        let second = &mut self.routes[other as usize].stops;
        let behind = second.len() - there;
        second.extend_from_slice(&first[at..]);
        first.truncate(at);
        first.extend_from_slice(&second[there..there + behind]);
        second.drain(there..there + behind);
        self.routes[one as usize].stops = first;
        // What is known of a tail holds as far as it ends where it did.
        let same = g.mix(g.kind_of[one as usize], g.kind_of[other as usize]);
        let from = |cut: usize| if same { cut } else { usize::MAX };
        let kept = self.refill(g, one, at, from(at)) & self.refill(g, other, there, from(there));
        self.number(one, at);
        self.number(other, there);
        kept
    }
    /// Exchanges whole routes of two vehicles of any kinds; whether both keep the rules.
    pub(super) fn trade(&mut self, g: &Ground<'_>, one: u32, other: u32) -> bool {
        self.touch(one);
        self.touch(other);
        let stops = std::mem::take(&mut self.routes[one as usize].stops);
        let stops = std::mem::replace(&mut self.routes[other as usize].stops, stops);
        self.routes[one as usize].stops = stops;
        let mut kept = true;
        for v in [one, other] {
            kept &= self.refill(g, v, 0, self.routes[v as usize].stops.len());
            self.number(v, 0);
        }
        kept
    }
    /// Takes all stops out of a route.
    pub(super) fn empty(&mut self, g: &Ground<'_>, vehicle: u32) {
        self.touch(vehicle);
        let stops = std::mem::take(&mut self.routes[vehicle as usize].stops);
        for &s in &stops {
            self.at[s as usize] = NONE;
            self.visits -= 1;
            self.count(g, s, false);
        }
        self.refill(g, vehicle, 0, 0);
    }
    /// Gives an unused vehicle a route; whether it keeps the rules.
    pub(super) fn load(&mut self, g: &Ground<'_>, vehicle: u32, stops: &[u32]) -> bool {
        self.touch(vehicle);
        self.routes[vehicle as usize].stops.extend_from_slice(stops);
        self.visits += stops.len();
        let n = self.routes[vehicle as usize].stops.len();
        let before: usize = stops.iter().filter(|&&s| self.is_shut_out(g, s)).count();
        for &s in stops {
            self.count(g, s, true);
        }
        let ok = self.refill(g, vehicle, 0, n);
        self.number(vehicle, 0);
        // Two of one group are one too many.
        let once = stops.iter().all(|&s| self.served.of(g.p.units.counts_as[s as usize] as usize) == 1);
        ok && once && before == 0 && self.is_clean()
    }
    /// Takes everything back since the last settling.
    pub(super) fn undo(&mut self, g: &Ground<'_>) {
        let mut links = std::mem::take(&mut self.restored);
        while let Some((vehicle, old, kept)) = self.journal.pop() {
            self.full[vehicle as usize] = room_left(&g.fleets[g.kind_of[vehicle as usize] as usize], &old);
            let new = std::mem::replace(&mut self.routes[vehicle as usize], old);
            for &s in &new.stops {
                if self.at[s as usize] == vehicle {
                    self.at[s as usize] = NONE;
                    self.served.restore(g.p, s as usize, false);
                    self.visits -= 1;
                }
            }
            links.push((vehicle, new, kept));
            self.touched[vehicle as usize] = false;
            // Numbered below, when all that is new is out.
            self.flips.push(u32::MAX - 1 - vehicle);
        }
        for i in (0..self.flips.len()).rev() {
            let what = self.flips[i];
            if what < g.p.units.penalty.len() as u32 {
                self.absent.flip(what);
            } else {
                let vehicle = u32::MAX - 1 - what;
                for i in 0..self.routes[vehicle as usize].stops.len() {
                    let s = self.routes[vehicle as usize].stops[i];
                    self.at[s as usize] = vehicle;
                    self.pos[s as usize] = i as u32;
                    self.served.restore(g.p, s as usize, true);
                    self.visits += 1;
                }
                self.set_home(g, vehicle);
            }
        }
        for (vehicle, new, kept) in links.drain(..) {
            for (&s, &link) in self.routes[vehicle as usize].stops.iter().zip(&kept.0) {
                let all = &mut self.all;
                (all.links[s as usize], all.times[s as usize], all.runs[s as usize]) = link;
            }
            for (&s, &room) in self.routes[vehicle as usize].stops.iter().zip(&kept.1) {
                self.all.rooms[s as usize] = room;
            }
            self.pool.push((new, kept));
        }
        self.restored = links;
        self.flips.clear();
        (self.score.cost, self.driven) = (self.cost_before, self.driven_before);
        (self.late, self.over) = (self.late_before, self.over_before);
        self.score.left.clone_from(&self.left_before);
    }
    /// Keeps all changes; `changed` is told of every vehicle touched.
    pub(super) fn settle(&mut self, changed: &mut dyn FnMut(u32)) {
        while let Some((vehicle, old, links)) = self.journal.pop() {
            changed(vehicle);
            self.touched[vehicle as usize] = false;
            self.pool.push((old, links));
        }
        self.flips.clear();
        (self.cost_before, self.driven_before) = (self.score.cost, self.driven);
        (self.late_before, self.over_before) = (self.late, self.over);
        self.left_before.clone_from(&self.score.left);
    }
    /// Panics where the books are not what a fresh count says.
    #[cfg(test)]
    pub(super) fn check(&self, g: &Ground<'_>) {
        let (mut fresh, mut links, mut visits, mut used) = (Route::default(), Links::new(g), 0, 0);
        let (mut late, mut over) = (0, [0; 2]);
        let mut at = vec![NONE; g.n];
        for (v, route) in self.routes.iter().enumerate() {
            fresh.stops.clone_from(&route.stops);
            assert!(
                fresh.fill(g, g.kind_of[v] as usize, &mut links, 0, route.stops.len()),
                "a route that breaks a rule"
            );
            assert_eq!((fresh.cost, fresh.length), (route.cost, route.length));
            assert_eq!((fresh.late, fresh.over), (route.late, route.over));
            late += route.late;
            over = [over[0] + route.over[0], over[1] + route.over[1]];
            for (i, &s) in route.stops.iter().enumerate() {
                (at[s as usize], visits) = (v as u32, visits + 1);
                assert_eq!(self.pos[s as usize] as usize, i);
                let (a, b) = (&links.links[s as usize], &self.all.links[s as usize]);
                assert_eq!((a.prev, a.next, a.out, a.into), (b.prev, b.next, b.out, b.into));
                if g.both_ways {
                    let (a, b) = (&links.rooms[s as usize], &self.all.rooms[s as usize]);
                    assert_eq!((a.takes_ahead, a.takes_behind), (b.takes_ahead, b.takes_behind));
                    assert_eq!((a.brings_ahead, a.brings_behind), (b.brings_ahead, b.brings_behind));
                }
                let (c, d) = (&links.runs[s as usize], &self.all.runs[s as usize]);
                assert_eq!((c.brought, c.taken, c.length), (d.brought, d.taken, d.length));
                let (a, b) = (&links.times[s as usize], &self.all.times[s as usize]);
                assert!(!g.timed || (a.before, a.after) == (b.before, b.after));
            }
            used += usize::from(!route.stops.is_empty());
            assert_eq!(self.home.has(v as u32), route.stops.is_empty());
        }
        assert_eq!((late, over), (self.late, self.over));
        assert_eq!((&at, visits, used), (&self.at, self.visits, self.home.used));
        self.absent.check(&self.served);
    }
    /// The vehicles touched since the last settling.
    pub(super) fn touched(&self) -> impl Iterator<Item = u32> + '_ {
        self.journal.iter().map(|j| j.0)
    }
    /// Whether a route breaks a rule.
    pub(super) fn is_broken(&self, vehicle: u32) -> bool {
        let route = &self.routes[vehicle as usize];
        route.late > 0 || route.over != [0; 2]
    }
    /// Whether no rule is broken.
    pub(super) fn is_clean(&self) -> bool {
        self.late == 0 && self.over == [0; 2]
    }
    /// What a route costs, fines included.
    pub(super) fn paid(&self, vehicle: u32) -> f64 {
        let route = &self.routes[vehicle as usize];
        route.cost as f64 + self.fines.of(&[route.late, route.over[0], route.over[1]])
    }
    /// What it is worth, fines included.
    pub(super) fn cost(&self) -> f64 {
        self.boosted(self.score.cost, self.driven) + self.fines.of(&[self.late, self.over[0], self.over[1]])
    }
    /// Money, prizes as the search counts them.
    fn boosted(&self, cost: i64, driven: i64) -> f64 {
        cost as f64 + (self.boost - 1.0) * (cost - driven) as f64
    }
    /// The same at the last settling.
    pub(super) fn cost_before(&self) -> f64 {
        self.boosted(self.cost_before, self.driven_before)
            + self.fines.of(&[self.late_before, self.over_before[0], self.over_before[1]])
    }
    pub(super) fn left_before(&self) -> &[u32] {
        &self.left_before
    }
}
