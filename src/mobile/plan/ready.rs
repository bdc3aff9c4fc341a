//! A problem as the search walks it: indices, sorted rows, opening hours cut by noise and markets.

use crate::ids::{Id, PlaceId};
use crate::matrix::travel::{Leg, ProfileIx, Travel, leg};
use crate::mobile::curve::WHOLE;
use crate::mobile::model::{Need, Problem, Stand, Vehicle};
use crate::units::Milliseconds;

/// No stand, no lane, no link.
pub(in crate::mobile) const NONE: u32 = u32::MAX;

/// How a place is visited: on `days` weekdays of every `every`-th week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::mobile) struct Rhythm {
    pub(in crate::mobile) every: u8,
    pub(in crate::mobile) days: u8,
}

impl Rhythm {
    /// The least that meets a need.
    pub(in crate::mobile) fn of(need: Need) -> Self {
        // One day every few weeks where that is enough; several days are spread over a week, never over a month.
        let every = need.every_weeks / need.visits.max(1);
        match need.visits {
            _ if need.every_weeks.is_multiple_of(need.visits.max(1)) && every.is_power_of_two() => {
                Self { every, days: 1 }
            }
            _ => Self { every: 1, days: need.visits.div_ceil(need.every_weeks) },
        }
    }
    pub(in crate::mobile) fn meets(self, need: Need) -> bool {
        let (every, days) = (u32::from(self.every), u32::from(self.days));
        let block = u32::from(need.every_weeks);
        block.is_multiple_of(every) && days * (block / every) >= u32::from(need.visits)
    }
    /// Visits twice as often, or once more a week; at most three a week.
    fn denser(self) -> Option<Self> {
        match self {
            Self { every: 1, days } => (days < 3).then_some(Self { every: 1, days: days + 1 }),
            Self { every, days } => Some(Self { every: every / 2, days }),
        }
    }
    /// Weeks of the cycle as bits, for each way to begin.
    pub(in crate::mobile) fn weeks(self, of: u8) -> impl Iterator<Item = u8> {
        let every = self.every;
        (0..every).map(move |phase| (phase..of).step_by(usize::from(every)).fold(0, |bits, w| bits | 1 << w))
    }
    /// Sets of weekdays, as bits, with all gaps of at least `least_gap` days.
    pub(in crate::mobile) fn weekdays(self, least_gap: u8) -> Vec<u8> {
        let fits = |set: u8| {
            let on: Vec<u32> = (0..7).filter(|d| set >> d & 1 == 1).collect();
            let after = |k: usize| on.get(k + 1).copied().unwrap_or(on[0] + 7);
            on.len() == usize::from(self.days)
                && (self.every > 1 && on.len() == 1 || (0..on.len()).all(|k| after(k) - on[k] >= u32::from(least_gap)))
        };
        (1..128).filter(|&set| fits(set)).collect()
    }
}

/// A standing place.
#[derive(Clone, Debug, Default)]
pub(in crate::mobile) struct Place {
    pub(in crate::mobile) row: u32,
    /// When it may be stood at, by weekday.
    pub(in crate::mobile) open: [Vec<(i64, i64)>; 7],
    /// What a market makes of what is brought, by weekday, in parts per million.
    pub(in crate::mobile) draw: [i64; 7],
    /// Rhythms worth having here: those of the needs of whoever lives near.
    pub(in crate::mobile) rhythms: Vec<u8>,
    /// Points that walk here, with the position of the link in the point's row.
    pub(in crate::mobile) homes: Vec<(u32, u32)>,
    /// The shortest way there and back from where vehicles start, end or unload, by the first profile.
    pub(in crate::mobile) apart: i64,
    /// Other places that serve somebody, nearest first.
    pub(in crate::mobile) near: Vec<u32>,
}

/// A way on foot.
#[derive(Clone, Copy, Debug)]
pub(in crate::mobile) struct Walk {
    pub(in crate::mobile) stand: u32,
    pub(in crate::mobile) share: i64,
    /// Households that take part, in thousandths.
    pub(in crate::mobile) weight: i64,
}

/// Households that need a vehicle.
#[derive(Clone, Debug, Default)]
pub(in crate::mobile) struct Home {
    pub(in crate::mobile) households: i64,
    pub(in crate::mobile) weekly: Vec<(u32, i64)>,
    pub(in crate::mobile) need: u8,
    /// The shortest walk first.
    pub(in crate::mobile) walks: Vec<Walk>,
}

impl Home {
    /// What is brought a week by one of the walks, in grams.
    pub(in crate::mobile) fn grams_a_week(&self, walk: u32) -> f64 {
        let share = self.walks[walk as usize].share as f64 / 1e6;
        self.weekly.iter().map(|w| w.1 as f64).sum::<f64>() * share
    }
}

/// A vehicle's day of the week.
#[derive(Clone, Copy, Debug)]
pub(in crate::mobile) struct Shift {
    pub(in crate::mobile) vehicle: u32,
    pub(in crate::mobile) weekday: usize,
    pub(in crate::mobile) open: i64,
    pub(in crate::mobile) close: i64,
}

/// All of it.
pub(in crate::mobile) struct Ready<'a> {
    pub(in crate::mobile) problem: &'a Problem,
    pub(in crate::mobile) weeks: usize,
    pub(in crate::mobile) streams: usize,
    pub(in crate::mobile) rhythms: Vec<Rhythm>,
    /// `meets[rhythm][need]`.
    pub(in crate::mobile) meets: Vec<Vec<bool>>,
    /// Weekday sets of each rhythm.
    pub(in crate::mobile) sets: Vec<Vec<u8>>,
    pub(in crate::mobile) places: Vec<Place>,
    /// Rows of the places, side by side.
    pub(in crate::mobile) place_rows: Vec<u32>,
    pub(in crate::mobile) homes: Vec<Home>,
    pub(in crate::mobile) shifts: Vec<Shift>,
    /// Shifts of each weekday.
    pub(in crate::mobile) on: [Vec<u32>; 7],
    /// Packed legs of all matrices, by profile, band, row and column.
    legs: Vec<u64>,
    /// The same by column and row: all ways to one place lie side by side.
    legs_to: Vec<u64>,
    /// The row of each place of the problem: places near each other have rows near each other, so that ways between neighbours lie together in memory.
    row_of: Vec<u32>,
    /// Rows of a matrix.
    rows: usize,
    /// Households that would take part if all places were visited, in thousandths.
    pub(in crate::mobile) reachable: i64,
    /// Households that are worth serving.
    pub(in crate::mobile) enough: i64,
}

impl<'a> Ready<'a> {
    pub(in crate::mobile) fn new(problem: &'a Problem) -> Self {
        let mut needs: Vec<Need> = problem.points.iter().map(|p| p.need).collect();
        needs.sort_unstable();
        needs.dedup();
        let mut rhythms: Vec<Rhythm> = needs.iter().map(|&n| Rhythm::of(n)).collect();
        // Where a visit could bring more than a vehicle holds, more visits are thought of.
        for rhythm in rhythms.clone() {
            rhythms.extend(std::iter::successors(rhythm.denser(), |r| r.denser()));
        }
        rhythms.sort_unstable();
        rhythms.dedup();
        let meets = rhythms.iter().map(|r| needs.iter().map(|&n| r.meets(n)).collect()).collect();
        let sets = rhythms.iter().map(|r| r.weekdays(problem.rules.least_gap_days)).collect();
        let order = chain(&problem.travel);
        let mut row_of = vec![0; order.len()];
        order.iter().enumerate().for_each(|(row, &place)| row_of[place as usize] = row as u32);
        let shifts: Vec<Shift> = shifts(problem);
        let mut on: [Vec<u32>; 7] = Default::default();
        shifts.iter().enumerate().for_each(|(i, s)| on[s.weekday].push(i as u32));
        let mut places: Vec<Place> = problem.stands.iter().map(|s| place(problem, s, &row_of, &on)).collect();
        let homes = homes(problem, &needs, &mut places);
        let mut out = Self {
            problem,
            weeks: usize::from(problem.weeks),
            streams: problem.streams.len(),
            rhythms,
            meets,
            sets,
            place_rows: places.iter().map(|p| p.row).collect(),
            places,
            homes,
            shifts,
            on,
            legs: legs(&problem.travel, &order, false),
            legs_to: legs(&problem.travel, &order, true),
            rows: problem.travel.places(),
            row_of,
            reachable: 0,
            enough: i64::MAX,
        };
        out.choose_rhythms(&needs);
        out.sort_near();
        out.reachable = out.homes.iter().map(|h| out.most_weight(h)).sum();
        if let Some(ppm) = problem.aim.target_ppm {
            let whole = i128::from(WHOLE);
            out.enough = ((i128::from(out.reachable) * i128::from(ppm) + whole - 1) / whole) as i64;
        }
        out
    }
    /// The row of a place.
    #[inline]
    pub(in crate::mobile) fn row(&self, place: PlaceId) -> u32 {
        self.row_of[place.index()]
    }
    /// The way from one row to another.
    #[inline]
    pub(in crate::mobile) fn leg(&self, vehicle: &Vehicle, from: u32, to: u32, at: i64) -> Option<Leg> {
        self.way(vehicle.profile, from, to, at)
    }
    /// The same, quicker where many ways to one row are asked for.
    #[inline]
    pub(in crate::mobile) fn leg_to(&self, vehicle: &Vehicle, from: u32, to: u32, at: i64) -> Option<Leg> {
        leg(self.legs_to[self.table(vehicle.profile, at) + to as usize * self.rows + from as usize])
    }
    /// Where a matrix begins.
    #[inline]
    fn table(&self, profile: ProfileIx, at: i64) -> usize {
        let travel = &self.problem.travel;
        (profile.index() * travel.band_starts().len() + travel.band(Milliseconds(at))) * self.rows * self.rows
    }
    #[inline]
    fn way(&self, profile: ProfileIx, from: u32, to: u32, at: i64) -> Option<Leg> {
        leg(self.legs[self.table(profile, at) + from as usize * self.rows + to as usize])
    }
    pub(in crate::mobile) fn vehicle(&self, shift: usize) -> &Vehicle {
        &self.problem.vehicles.as_slice()[self.shifts[shift].vehicle as usize]
    }
    /// Whether any place could be visited as often as a home needs.
    pub(in crate::mobile) fn is_reachable(&self, home: &Home) -> bool {
        let serves = |r: &u8| self.meets[usize::from(*r)][usize::from(home.need)];
        home.walks.iter().any(|w| self.places[w.stand as usize].rhythms.iter().any(serves))
    }
    /// Households that would take part if all places were visited.
    pub(in crate::mobile) fn most_weight(&self, home: &Home) -> i64 {
        let serves = |r: &u8| self.meets[usize::from(*r)][usize::from(home.need)];
        let visitable = |w: &&Walk| self.places[w.stand as usize].rhythms.iter().any(serves);
        home.walks.iter().filter(visitable).map(|w| w.weight).max().unwrap_or(0)
    }
    fn choose_rhythms(&mut self, needs: &[Need]) {
        let rules = &self.problem.rules;
        let handled = (rules.most_stand.0 - rules.set_up.0).max(0) as f64 * 1e3 / rules.ms_per_kg.max(1) as f64;
        let hold = self.problem.vehicles.iter().map(|v| v.capacity.0).max().unwrap_or(0) as f64;
        for place in &mut self.places {
            let of = |h: &(u32, u32)| Rhythm::of(needs[usize::from(self.homes[h.0 as usize].need)]);
            let mut kinds: Vec<Rhythm> = place.homes.iter().map(of).collect();
            kinds.sort_unstable();
            kinds.dedup();
            let weekly: f64 = place.homes.iter().map(|&(j, k)| self.homes[j as usize].grams_a_week(k)).sum();
            for kind in kinds.clone() {
                let mut next = Some(kind);
                while let Some(kind) = next {
                    kinds.push(kind);
                    let brought = weekly * f64::from(kind.every) / f64::from(kind.days.max(1));
                    next = if brought > hold.min(handled) { kind.denser() } else { None };
                }
            }
            let number = |kind: &Rhythm| self.rhythms.binary_search(kind).ok().map(|r| r as u8);
            let mut wanted: Vec<u8> = kinds.iter().filter_map(number).collect();
            wanted.sort_unstable();
            wanted.dedup();
            let open = |set: u8| (0..7).all(|d| set >> d & 1 == 0 || !place.open[d].is_empty());
            wanted.retain(|&r| self.sets[usize::from(r)].iter().any(|&set| open(set)));
            place.rhythms = wanted;
        }
    }
    /// Places by driving time, there and back, of the first vehicle's profile.
    fn sort_near(&mut self) {
        let Some(profile) = self.problem.vehicles.iter().next().map(|v| v.profile) else { return };
        let used: Vec<u32> =
            (0..self.places.len() as u32).filter(|&i| !self.places[i as usize].rhythms.is_empty()).collect();
        let problem = self.problem;
        let ends =
            problem.vehicles.iter().flat_map(|v| [v.start, v.end]).chain(problem.unloading.iter().map(|u| u.place));
        let mut hubs: Vec<u32> = ends.map(|p| self.row(p)).collect();
        hubs.sort_unstable();
        hubs.dedup();
        for &i in &used {
            let row = self.places[i as usize].row;
            let least =
                |ways: &mut dyn Iterator<Item = Option<Leg>>| ways.flatten().map(|l| l.time.0).min().unwrap_or(0);
            let there = least(&mut hubs.iter().map(|&h| self.way(profile, h, row, 0)));
            self.places[i as usize].apart = there + least(&mut hubs.iter().map(|&h| self.way(profile, row, h, 0)));
            let row = self.places[i as usize].row;
            let time = |j: u32| {
                let to = self.places[j as usize].row;
                let one = |a, b| self.way(profile, a, b, 0).map_or(i64::MAX / 4, |l| l.time.0);
                one(row, to) + one(to, row)
            };
            let mut near: Vec<(i64, u32)> = used.iter().filter(|&&j| j != i).map(|&j| (time(j), j)).collect();
            let keep = near.len().min(NEAR);
            if keep < near.len() {
                near.select_nth_unstable(keep);
                near.truncate(keep);
            }
            near.sort_unstable();
            self.places[i as usize].near = near.into_iter().map(|n| n.1).collect();
        }
    }
}

/// Neighbours that are kept of each place.
const NEAR: usize = 60;

/// Every place, each the nearest to the one before that is left.
fn chain(travel: &Travel) -> Vec<u32> {
    let n = travel.places();
    if travel.profiles() == 0 || n == 0 {
        return (0..n as u32).collect();
    }
    let matrix = travel.matrix(Id::new(0), 0);
    let mut left: Vec<u32> = (1..n as u32).collect();
    let mut out = vec![0];
    while let Some(&last) = out.last() {
        let time = |&to: &u32| matrix.leg(Id::new(last as usize), Id::new(to as usize)).map_or(i64::MAX, |l| l.time.0);
        let Some(next) = (0..left.len()).min_by_key(|&k| (time(&left[k]), left[k])) else { break };
        out.push(left.swap_remove(next));
    }
    out
}

/// All cells of all matrices in one place: looking one up is most of what the search does.
fn legs(travel: &Travel, order: &[u32], by_column: bool) -> Vec<u64> {
    let n = travel.places();
    let mut out = Vec::with_capacity(travel.profiles() * travel.band_starts().len() * n * n);
    for profile in 0..travel.profiles() {
        for band in 0..travel.band_starts().len() {
            let matrix = travel.matrix(Id::new(profile), band);
            for from in 0..n {
                let cell = |to| {
                    let (a, b): (u32, u32) =
                        if by_column { (order[to], order[from]) } else { (order[from], order[to]) };
                    matrix.leg(Id::new(a as usize), Id::new(b as usize))
                };
                let packed = |l: Leg| (l.time.0 as u64) << 32 | l.length.0 as u64;
                out.extend((0..n).map(|to| cell(to).map_or(u64::MAX, packed)));
            }
        }
    }
    out
}

fn shifts(problem: &Problem) -> Vec<Shift> {
    let of = |(i, v): (usize, &Vehicle)| {
        let on = v.shifts.iter().enumerate().filter_map(|(d, s)| s.map(|s| (d, s)));
        let shift = |(weekday, s): (usize, crate::rounds::problem::Window)| Shift {
            vehicle: i as u32,
            weekday,
            open: s.open.0,
            close: s.close.0,
        };
        on.map(shift).collect::<Vec<_>>()
    };
    problem.vehicles.iter().enumerate().flat_map(of).collect()
}

fn place(problem: &Problem, stand: &Stand, rows: &[u32], on: &[Vec<u32>; 7]) -> Place {
    let mut out = Place { row: rows[stand.place.index()], ..Place::default() };
    for (weekday, served) in on.iter().enumerate() {
        let market = stand.market.filter(|m| m.days.has(weekday));
        out.draw[weekday] = market.map_or(i64::from(WHOLE), |m| i64::from(m.draw_ppm));
        if served.is_empty() || out.draw[weekday] == 0 {
            continue;
        }
        for hours in &stand.hours[weekday] {
            let mut open = hours.open.0;
            for quiet in stand.quiet.iter().filter(|q| q.close.0 > q.open.0) {
                // A noise rule that ends before we open, or begins after we close, cuts nothing.
                if quiet.close.0 > open && quiet.open.0 < hours.close.0 {
                    out.open[weekday].push((open, quiet.open.0));
                    open = open.max(quiet.close.0);
                }
            }
            out.open[weekday].push((open, hours.close.0));
        }
        out.open[weekday].retain(|w| w.1 - w.0 >= problem.rules.least_stand.0);
    }
    out
}

/// Who needs a vehicle; fills in who walks to each place.
fn homes(problem: &Problem, needs: &[Need], places: &mut [Place]) -> Vec<Home> {
    let mut out: Vec<Home> = Vec::with_capacity(problem.points.len());
    for (j, point) in problem.points.iter().enumerate() {
        let mut home = Home {
            households: point.households_milli,
            weekly: point.weekly.iter().map(|w| (w.0.index() as u32, w.1.0)).collect(),
            need: needs.binary_search(&point.need).unwrap_or(0) as u8,
            walks: Vec::new(),
        };
        if !point.fixed.iter().any(|f| problem.curve.share(f.1) > 0) {
            let share = |w: u32| i64::from(problem.curve.share(w));
            let mut walks: Vec<(u32, usize)> =
                point.walks.iter().filter(|w| share(w.1) > 0).map(|w| (w.1, w.0.index())).collect();
            walks.sort_unstable();
            for (k, &(walk, stand)) in walks.iter().enumerate() {
                let weight = problem.curve.taking_part(point.households_milli, walk);
                home.walks.push(Walk { stand: stand as u32, share: share(walk), weight });
                places[stand].homes.push((j as u32, k as u32));
            }
        }
        out.push(home);
    }
    out
}
