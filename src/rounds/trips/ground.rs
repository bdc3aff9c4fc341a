//! A day of several trips as compact records. Whatever a route may stop at has a code: tasks first, then unloading places, then warehouses.

use crate::ids::{Id, PlaceId};
use crate::matrix::travel::{ProfileIx, TravelMatrix};
use crate::rounds::prepared::vehicles::KindData;
use crate::rounds::prepared::{FAR, NONE, Prepared};
use crate::rounds::problem::Window;
use crate::rounds::search::segment::Segment;
use crate::rounds::solution::Step;
use crate::units::Milliseconds;

/// Unloading places, or pairs of them, tried beside a task.
const VIAS: usize = 4;
/// Unloading places nearest to a task that another one of its route may give way to.
const NEAREST: usize = 6;
/// Up to so many cells tables are turned as well: 512 MB.
const TURNED: usize = 1 << 26;
/// Streams a day may have to be searched here: they are kept as bits.
pub(super) const STREAMS: usize = 64;

/// One or two unloading places, by code; [`NONE`] where there is no second.
pub(super) type Via = [u32; 2];

/// What is needed of a task.
pub(super) struct Job {
    /// Mass and volume brought.
    pub deliver: [i64; 2],
    pub has_goods: bool,
    /// From when its goods can be loaded.
    pub ready: i64,
    /// The warehouse its goods come from, by code, or [`NONE`].
    pub house: u32,
    /// By stream, mass and volume.
    pub collect: Vec<(usize, [i64; 2])>,
    /// All of them together.
    pub collected: [i64; 2],
    /// Where what it gives may be emptied, the nearest first.
    pub vias: Vec<Via>,
    /// Unloading places near it, by code.
    pub near: Vec<u32>,
    /// What gates pay for what it gives, at most; never above zero.
    pub earns: f64,
}

/// What is needed of a kind.
pub(super) struct Fleet<'a> {
    pub data: &'a KindData,
    pub profile: ProfileIx,
    pub start: PlaceId,
    pub ready: i64,
    /// Any vehicle of it.
    pub vehicle: usize,
    /// Fen of a unit of length and of time.
    pub per_length: f64,
    pub per_time: f64,
    pub fixed: f64,
}

impl Fleet<'_> {
    /// Its start or end.
    #[inline]
    pub(super) fn depot(&self) -> Segment {
        Segment::stop(self.ready, self.data.closes, 0)
    }
    /// Its start, not before `ready`.
    #[inline]
    pub(super) fn depot_from(&self, ready: i64) -> Segment {
        Segment::stop(self.ready.max(ready), self.data.closes.max(ready), 0)
    }
    /// A break.
    #[inline]
    pub(super) fn pause(&self, index: u32) -> Segment {
        let b = &self.data.breaks[index as usize];
        Segment::stop(b.window.open.0, b.window.close.0, b.duration.0)
    }
}

/// A day of several trips.
pub(super) struct Ground<'a> {
    pub p: &'a Prepared<'a>,
    /// Tasks.
    pub n: usize,
    /// The first code of a warehouse.
    pub houses: usize,
    /// By code.
    places: Vec<PlaceId>,
    steps: Vec<Step>,
    windows: Vec<&'a [Window]>,
    /// By code, how long it lasts at least.
    pub lasts: Vec<i64>,
    pub jobs: Vec<Job>,
    pub fleets: Vec<Fleet<'a>>,
    pub streams: usize,
    pub house_codes: Vec<u32>,
    /// Starts of the bands; by profile and band, ways by where they begin, and (where there is room) by where they lead.
    bands: &'a [Milliseconds],
    tables: Vec<&'a TravelMatrix>,
    turned: Vec<TravelMatrix>,
    /// Whether times follow from segments alone: one band, and no more than one window a stop.
    pub exact: bool,
    /// Whether any vehicle may serve any task.
    pub free: bool,
    /// Whether any goods are there only later in the day.
    pub released: bool,
}

/// Whether the search for several trips takes a day: nothing joins two tasks, and nobody is out yet.
pub(in crate::rounds) fn fits(p: &Prepared<'_>) -> bool {
    p.problem.links.is_empty() && p.problem.streams.len() <= STREAMS && p.vehicles.iter().all(|v| !v.is_running())
}

impl<'a> Ground<'a> {
    /// `free`: whether any vehicle may serve any task.
    pub(super) fn new(p: &'a Prepared<'a>, free: bool) -> Self {
        let problem = p.problem;
        let n = p.tasks.len();
        let mut places: Vec<PlaceId> = p.tasks.iter().map(|t| t.place).collect();
        let mut steps: Vec<Step> = (0..n).map(|t| Step::Task(Id::new(t))).collect();
        let mut windows: Vec<&[Window]> = p.tasks.iter().map(|t| t.windows).collect();
        let mut lasts: Vec<i64> = p.tasks.iter().map(|t| t.service).collect();
        for (id, u) in problem.unloading.iter_ids() {
            places.push(u.place);
            steps.push(Step::Unload(id));
            windows.push(&u.windows);
            lasts.push(u.handling_fixed.0);
        }
        let houses = places.len();
        for (id, w) in problem.warehouses.iter_ids() {
            places.push(w.place);
            steps.push(Step::Load(id));
            windows.push(&w.windows);
            lasts.push(w.handling_fixed.0);
        }
        let vehicle = |kind: usize| p.vehicles.iter().position(|v| v.kind == kind);
        let fleets: Vec<Fleet<'_>> = p
            .kinds
            .iter()
            .enumerate()
            .map(|(i, k)| Fleet {
                data: k,
                profile: k.profile,
                start: problem.kinds[Id::new(i)].start,
                ready: problem.kinds[Id::new(i)].shift.open.0,
                vehicle: vehicle(i).unwrap_or(0),
                per_length: k.rates.fen_per_km as f64 / 1e5,
                per_time: k.rates.fen_per_h as f64 / 3.6e6,
                fixed: k.fixed as f64,
            })
            .collect();
        let near = |t: usize| -> Vec<u32> {
            let Some(bound) = p.bounds.first() else { return Vec::new() };
            let far = |u: usize| {
                let way = |a, b| bound.leg(a, b).map_or(FAR, |l| l.0);
                way(places[t], places[u]) + way(places[u], places[t])
            };
            let mut all: Vec<u32> = (n..houses).map(|u| u as u32).collect();
            all.sort_by_cached_key(|&u| (far(u as usize), u));
            all
        };
        let jobs = (0..n)
            .map(|t| {
                let task = &p.tasks[t];
                let mut near = near(t);
                let streams: Vec<usize> = task.collect.iter().map(|(s, _)| s.index()).collect();
                let vias = vias(p, n, &near, &streams);
                near.truncate(NEAREST);
                Job {
                    deliver: task.deliver.pair(),
                    has_goods: task.has_goods,
                    ready: task.ready,
                    house: problem.tasks[Id::new(t)].warehouse.map_or(NONE, |w| (houses + w.index()) as u32),
                    collect: task.collect.iter().map(|&(s, a)| (s.index(), a.pair())).collect(),
                    collected: task.collected.pair(),
                    vias,
                    near,
                    earns: p.earns[t],
                }
            })
            .collect();
        let travel = &problem.travel;
        let bands = travel.band_starts();
        let tables: Vec<&TravelMatrix> = (0..travel.profiles())
            .flat_map(|profile| (0..bands.len()).map(move |band| &**travel.matrix(Id::new(profile), band)))
            .collect();
        let cells = tables.len().saturating_mul(travel.places().saturating_mul(travel.places()));
        let turned = if cells <= TURNED { tables.iter().map(|t| t.turned()).collect() } else { Vec::new() };
        let single = windows.iter().all(|w| w.len() <= 1);
        Self {
            released: p.released,
            free,
            bands,
            tables,
            turned,
            exact: p.constant && single,
            p,
            n,
            houses,
            house_codes: (houses..places.len()).map(|h| h as u32).collect(),
            places,
            steps,
            windows,
            lasts,
            jobs,
            fleets,
            streams: problem.streams.len(),
        }
    }
    #[inline]
    pub(super) fn is_task(&self, code: u32) -> bool {
        (code as usize) < self.n
    }
    /// The unloading place a code stands for.
    #[inline]
    pub(super) fn unload(&self, code: u32) -> Option<usize> {
        (self.n..self.houses).contains(&(code as usize)).then(|| code as usize - self.n)
    }
    #[inline]
    pub(super) fn place(&self, code: u32) -> PlaceId {
        self.places[code as usize]
    }
    #[inline]
    pub(super) fn step(&self, code: u32) -> Step {
        self.steps[code as usize]
    }
    /// The code of a step of this day that is not a break.
    pub(super) fn code(&self, step: Step) -> Option<u32> {
        match step {
            Step::Task(t) => Some(t.index() as u32),
            Step::Unload(u) => Some((self.n + u.index()) as u32),
            Step::Load(w) => Some((self.houses + w.index()) as u32),
            Step::Break(_) => None,
        }
    }
    /// The window in which a stop reached at `at` starts: the first that has not closed, or the last.
    #[inline]
    pub(super) fn window(&self, code: u32, at: i64) -> (i64, i64) {
        match self.windows[code as usize] {
            [] => (-FAR, FAR),
            [one] => (one.open.0, one.close.0),
            all => {
                let found = all.iter().find(|w| w.close.0 >= at).or(all.last());
                found.map_or((-FAR, FAR), |w| (w.open.0, w.close.0))
            }
        }
    }
    /// The same of a loading that takes on what is there from `ready`; `None` where the warehouse closes before.
    #[inline]
    pub(super) fn window_from(&self, code: u32, at: i64, ready: i64) -> Option<(i64, i64)> {
        let (open, close) = self.window(code, at.max(ready));
        (ready <= close).then_some((open.max(ready), close))
    }
    /// The number of the table that a vehicle of a profile drives by when it leaves at `at`.
    #[inline]
    fn table(&self, profile: ProfileIx, at: i64) -> usize {
        let after = self.bands.iter().skip(1).take_while(|b| b.0 <= at).count();
        profile.index() * self.bands.len() + after
    }
    /// Time and length of the way to somewhere (nothing to an open end), left on at `at`.
    #[inline]
    pub(super) fn way(&self, profile: ProfileIx, at: i64, from: PlaceId, to: Option<PlaceId>) -> Option<(i64, i64)> {
        match to {
            Some(to) if to != from => {
                self.tables[self.table(profile, at)].leg(from, to).map(|l| (l.time.0, l.length.0))
            }
            _ => Some((0, 0)),
        }
    }
    /// Moments of departure that differ in their ways: the first, and the starts of the bands after it.
    pub(super) fn moments(&self, first: i64, last: i64) -> impl Iterator<Item = i64> + use<'_, 'a> {
        let bands = self.bands.iter().map(|b| b.0).filter(move |&b| b > first && b <= last);
        std::iter::once(first).chain(bands)
    }
    /// The same, for one who asks for many ways to one place: they lie side by side.
    #[inline]
    pub(super) fn way_to(&self, profile: ProfileIx, at: i64, from: PlaceId, to: PlaceId) -> Option<(i64, i64)> {
        match self.turned.get(self.table(profile, at)) {
            Some(turned) => turned.leg(to, from).map(|l| (l.time.0, l.length.0)),
            None => self.way(profile, at, from, Some(to)),
        }
    }
}

/// Where some streams may be emptied: one place that takes them all, or else two that do together.
fn vias(p: &Prepared<'_>, n: usize, near: &[u32], streams: &[usize]) -> Vec<Via> {
    let takes = |code: u32, s: usize| p.problem.unloading[Id::new(code as usize - n)].streams.contains(&Id::new(s));
    if streams.is_empty() {
        return Vec::new();
    }
    let all = near.iter().filter(|&&u| streams.iter().all(|&s| takes(u, s)));
    let mut vias: Vec<Via> = all.take(VIAS).map(|&u| [u, NONE]).collect();
    if vias.is_empty() {
        for (i, &one) in near.iter().enumerate() {
            for &other in &near[i + 1..] {
                if vias.len() < VIAS && streams.iter().all(|&s| takes(one, s) || takes(other, s)) {
                    vias.push([one, other]);
                    vias.push([other, one]);
                }
            }
        }
    }
    vias
}
