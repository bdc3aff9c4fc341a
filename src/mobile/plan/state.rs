//! A timetable being changed: which places are visited in which rhythm, who walks where, and the lanes. Every change is written into a journal, so that all that
//! was done since a mark can be undone.

use super::lane::{Lane, Slot};
use super::ready::{NONE, Ready};
use super::visits::{Visits, brought, room};

/// How a place is visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::mobile) struct Service {
    pub(in crate::mobile) rhythm: u8,
    pub(in crate::mobile) weeks: u8,
    /// The lane of each weekday, or `NONE`.
    pub(in crate::mobile) lanes: [u32; 7],
}

/// Where a home walks: the position of the walk in its row, and whether that place is visited often enough.
pub(in crate::mobile) type Choice = Option<(u32, bool)>;

enum Undo {
    Service(u32, Option<Service>),
    Choice(u32, Choice),
    /// Mass and households served of a place.
    Visits(u32, i64, i64),
    Lane(u32, Lane),
}

/// What counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::mobile) struct Sums {
    /// Households that are reached and take part, in thousandths.
    pub(in crate::mobile) reached: i64,
    /// Of those, as many as what they bring is taken of.
    pub(in crate::mobile) served: i64,
    /// Mass of the cycle.
    pub(in crate::mobile) grams: i64,
    /// Money of the cycle.
    pub(in crate::mobile) cost: i64,
    /// Time of the cycle that is left in all shifts, waiting included.
    pub(in crate::mobile) spare: i64,
}

/// See the module.
pub(in crate::mobile) struct State {
    pub(in crate::mobile) services: Vec<Option<Service>>,
    pub(in crate::mobile) choices: Vec<Choice>,
    /// Grams a week times parts per million of those who walk to each place, by stream.
    weekly: Vec<i64>,
    pub(in crate::mobile) visits: Visits,
    /// Mass of the cycle that each place brings.
    mass: Vec<i64>,
    /// Households that are reached at each place and take part, and those of them that are served, in thousandths.
    met: Vec<i64>,
    served: Vec<i64>,
    pub(in crate::mobile) lanes: Vec<Lane>,
    pub(in crate::mobile) sums: Sums,
    /// What the search takes a millisecond of a vehicle to be worth, in fen.
    pub(in crate::mobile) price: f64,
    journal: Vec<Undo>,
    saved: Vec<i64>,
    /// Places whose visits must be worked out anew.
    stale: Vec<u32>,
    is_stale: Vec<bool>,
    late: Vec<u32>,
    is_late: Vec<bool>,
}

impl State {
    pub(in crate::mobile) fn new(ready: &Ready<'_>) -> Self {
        let (n, lanes) = (ready.places.len(), ready.shifts.len());
        let mut visits = Visits::new(n, ready.streams);
        let empty = |i: usize| Lane::build(ready, &visits, i, Vec::new()).unwrap_or_default();
        let lanes_now: Vec<Lane> = (0..lanes).map(empty).collect();
        let spare = lanes_now.iter().map(|l| l.spare(ready.weeks)).sum();
        let nothing = vec![0; ready.streams];
        for place in 0..n as u32 {
            for d in 0..7 {
                visits.set(ready, place, d, 7, &nothing);
            }
        }
        Self {
            services: vec![None; n],
            choices: vec![None; ready.homes.len()],
            weekly: vec![0; n * ready.streams],
            visits,
            mass: vec![0; n],
            met: vec![0; n],
            served: vec![0; n],
            lanes: lanes_now,
            sums: Sums { spare, ..Sums::default() },
            price: 0.0,
            journal: Vec::new(),
            saved: Vec::new(),
            stale: Vec::new(),
            is_stale: vec![false; n],
            late: Vec::new(),
            is_late: vec![false; lanes],
        }
    }
    /// What the sums are worth.
    pub(in crate::mobile) fn worth(&self, ready: &Ready<'_>) -> f64 {
        let aim = &ready.problem.aim;
        let Sums { served, grams, cost, .. } = self.sums;
        let people = served.min(ready.enough) as f64 * (aim.fen_per_household as f64 / 1e3);
        people + grams as f64 * (aim.fen_per_t as f64 / 1e6) - cost as f64
    }
    /// The same, with what is left of all shifts at its price.
    pub(in crate::mobile) fn priced(&self, ready: &Ready<'_>) -> f64 {
        self.worth(ready) + self.price * self.sums.spare as f64
    }
    /// What is brought to a place on a weekday on which it is visited, by stream, whether there is time to take it or not.
    pub(in crate::mobile) fn brought(&self, ready: &Ready<'_>, place: u32, weekday: usize) -> Vec<i64> {
        let mut out = vec![0; ready.streams];
        if let Some(service) = &self.services[place as usize] {
            let from = place as usize * ready.streams;
            let weekly = &self.weekly[from..from + ready.streams];
            brought(ready, place, weekday, service.gap(ready, weekday), weekly, &mut out);
        }
        out
    }
    /// Where undoing may go back to.
    pub(in crate::mobile) fn mark(&self) -> usize {
        self.journal.len()
    }
    /// What has been done may stay.
    pub(in crate::mobile) fn keep(&mut self) {
        self.journal.clear();
        self.saved.clear();
    }
    /// Undoes everything since the mark.
    pub(in crate::mobile) fn undo(&mut self, ready: &Ready<'_>, mark: usize) {
        self.forget();
        while self.journal.len() > mark {
            match self.journal.pop() {
                Some(Undo::Service(p, old)) => self.services[p as usize] = old,
                Some(Undo::Choice(j, old)) => self.walk(ready, j, old),
                Some(Undo::Visits(p, mass, served)) => {
                    let from = self.saved.len() - self.visits.saved();
                    self.visits.load(p, &self.saved[from..]);
                    self.saved.truncate(from);
                    self.weigh(p, mass, served);
                }
                Some(Undo::Lane(l, old)) => {
                    self.count(ready, l, &old);
                    self.lanes[l as usize] = old;
                }
                None => break,
            }
        }
        self.forget();
    }
    /// A lane becomes another: sums only.
    fn count(&mut self, ready: &Ready<'_>, index: u32, lane: &Lane) {
        let old = &self.lanes[index as usize];
        self.sums.cost += lane.cost - old.cost;
        self.sums.spare += lane.spare(ready.weeks) - old.spare(ready.weeks);
    }
    fn forget(&mut self) {
        self.stale.drain(..).for_each(|p| self.is_stale[p as usize] = false);
        self.late.drain(..).for_each(|l| self.is_late[l as usize] = false);
    }
    fn weigh(&mut self, place: u32, mass: i64, served: i64) {
        let p = place as usize;
        self.sums.grams += mass - std::mem::replace(&mut self.mass[p], mass);
        self.sums.served += served - std::mem::replace(&mut self.served[p], served);
    }
    fn touch(&mut self, place: u32) {
        if !std::mem::replace(&mut self.is_stale[place as usize], true) {
            self.stale.push(place);
        }
    }
    /// A home walks elsewhere: sums only.
    fn walk(&mut self, ready: &Ready<'_>, j: u32, choice: Choice) {
        let home = &ready.homes[j as usize];
        for (side, choice) in [(-1, self.choices[j as usize]), (1, choice)] {
            let Some((k, met)) = choice else { continue };
            let walk = home.walks[k as usize];
            for &(stream, grams) in &home.weekly {
                self.weekly[walk.stand as usize * ready.streams + stream as usize] += side * grams * walk.share;
            }
            let reached = if met { side * walk.weight } else { 0 };
            self.sums.reached += reached;
            self.met[walk.stand as usize] += reached;
            self.touch(walk.stand);
        }
        self.choices[j as usize] = choice;
    }
    /// Where a home walks, given the services.
    fn choice(&self, ready: &Ready<'_>, j: u32) -> Choice {
        let home = &ready.homes[j as usize];
        let mut poor = None;
        for (k, walk) in home.walks.iter().enumerate() {
            if let Some(service) = &self.services[walk.stand as usize] {
                if ready.meets[usize::from(service.rhythm)][usize::from(home.need)] {
                    return Some((k as u32, true));
                }
                poor = poor.or(Some((k as u32, false)));
            }
        }
        poor
    }
    /// Another service of a place, and everyone near walks accordingly. Visits and lanes are not yet right.
    fn serve(&mut self, ready: &Ready<'_>, place: u32, service: Option<Service>) {
        let old = std::mem::replace(&mut self.services[place as usize], service);
        self.journal.push(Undo::Service(place, old));
        self.touch(place);
        for &(j, _) in &ready.places[place as usize].homes {
            let (now, before) = (self.choice(ready, j), self.choices[j as usize]);
            if now != before {
                self.journal.push(Undo::Choice(j, before));
                self.walk(ready, j, now);
            }
        }
    }
    fn set_lane(&mut self, ready: &Ready<'_>, index: u32, lane: Lane) {
        self.count(ready, index, &lane);
        let old = std::mem::replace(&mut self.lanes[index as usize], lane);
        self.journal.push(Undo::Lane(index, old));
    }
    /// Works out visits of all places that changed, and notes the lanes that visit them.
    fn freshen(&mut self, ready: &Ready<'_>) {
        let mut stale = std::mem::take(&mut self.stale);
        stale.sort_unstable();
        for &place in &stale {
            self.is_stale[place as usize] = false;
            self.journal.push(Undo::Visits(place, self.mass[place as usize], self.served[place as usize]));
            self.visits.save(place, &mut self.saved);
            let Some(service) = self.services[place as usize] else {
                self.weigh(place, 0, 0);
                continue;
            };
            let (mut mass, mut wanted) = (0, 0);
            let times = i64::from(service.weeks.count_ones());
            for weekday in (0..7).filter(|&d| service.lanes[d] != NONE) {
                let gap = service.gap(ready, weekday);
                let from = place as usize * ready.streams;
                let weekly = &self.weekly[from..from + ready.streams];
                let (taken, brought) = self.visits.set(ready, place, weekday, gap, weekly);
                mass += times * taken;
                wanted += times * brought;
                self.note(service.lanes[weekday]);
            }
            let met = self.met[place as usize];
            let served =
                if mass < wanted { i128::from(met) * i128::from(mass) / i128::from(wanted) } else { met.into() };
            self.weigh(place, mass, served as i64);
        }
        stale.clear();
        self.stale = stale;
    }
    fn note(&mut self, lane: u32) {
        if !std::mem::replace(&mut self.is_late[lane as usize], true) {
            self.late.push(lane);
        }
    }
    /// Builds all noted lanes again; the first that cannot be is returned, the others stay noted.
    fn settle(&mut self, ready: &Ready<'_>) -> Option<u32> {
        self.freshen(ready);
        while let Some(index) = self.late.pop() {
            self.is_late[index as usize] = false;
            let calls = self.lanes[index as usize].calls.clone();
            match Lane::build(ready, &self.visits, index as usize, calls) {
                Some(lane) if lane == self.lanes[index as usize] => {}
                Some(lane) => self.set_lane(ready, index, lane),
                None => return Some(index),
            }
        }
        None
    }
    /// Puts a place into its lanes at these positions. `false`: it does not fit; undo to a mark before it.
    pub(in crate::mobile) fn open(&mut self, ready: &Ready<'_>, place: u32, service: Service, at: &[usize; 7]) -> bool {
        self.serve(ready, place, Some(service));
        self.freshen(ready);
        for weekday in (0..7).filter(|&d| service.lanes[d] != NONE) {
            let index = service.lanes[weekday];
            let mut calls = self.lanes[index as usize].calls.clone();
            calls.insert(at[weekday].min(calls.len()), Slot { stand: place, weeks: service.weeks });
            let Some(lane) = Lane::build(ready, &self.visits, index as usize, calls) else { return false };
            self.set_lane(ready, index, lane);
            self.is_late[index as usize] = false;
            self.late.retain(|&l| l != index);
        }
        self.settle(ready).is_none()
    }
    /// Another order of a lane's calls, if that costs less (or as much, where `even`).
    pub(in crate::mobile) fn reorder(&mut self, ready: &Ready<'_>, index: u32, calls: Vec<Slot>, even: bool) -> bool {
        let limit = self.lanes[index as usize].cost + i64::from(even);
        let Some(lane) = Lane::build(ready, &self.visits, index as usize, calls).filter(|l| l.cost < limit) else {
            return false;
        };
        self.set_lane(ready, index, lane);
        true
    }
    /// Takes a place out of its lanes. The lanes of its neighbours, who now have more to do, are settled by [`Self::mend`].
    pub(in crate::mobile) fn close(&mut self, ready: &Ready<'_>, place: u32) {
        let Some(service) = self.services[place as usize] else { return };
        self.serve(ready, place, None);
        for weekday in (0..7).filter(|&d| service.lanes[d] != NONE) {
            let index = service.lanes[weekday];
            let mut lane = self.lanes[index as usize].clone();
            lane.calls.retain(|c| c.stand != place);
            // Unloads point at positions that are no more; the lane is built again before anyone looks.
            lane.unloads.clear();
            self.set_lane(ready, index, lane);
            self.note(index);
        }
    }
    /// People come to a place as if it were visited, though nobody does yet; `false`: undo to a mark before it.
    pub(in crate::mobile) fn pretend(&mut self, ready: &Ready<'_>, place: u32, rhythm: u8) -> bool {
        self.serve(ready, place, Some(Service { rhythm, weeks: 0, lanes: [NONE; 7] }));
        self.settle(ready).is_none()
    }
    /// The end of [`Self::pretend`]. Until the place is opened, or all is undone, visits of its neighbours are those of the pretence.
    pub(in crate::mobile) fn pretend_no_more(&mut self, ready: &Ready<'_>, place: u32) {
        self.serve(ready, place, None);
    }
    /// Makes all lanes right after closing; where more people than fit in the day come to those left, the least of them are closed, too, and reported.
    pub(in crate::mobile) fn mend(&mut self, ready: &Ready<'_>, closed: &mut Vec<u32>) {
        while let Some(index) = self.settle(ready) {
            let least = |c: &&Slot| (self.value(ready, c.stand), c.stand);
            let Some(worst) = self.lanes[index as usize].calls.iter().min_by_key(least).map(|c| c.stand) else {
                continue;
            };
            self.note(index);
            self.close(ready, worst);
            closed.push(worst);
        }
    }
    /// Households that walk to a place, are reached and take part, in thousandths.
    fn value(&self, ready: &Ready<'_>, place: u32) -> i64 {
        let homes = &ready.places[place as usize].homes;
        let here = homes.iter().filter(|h| self.choices[h.0 as usize] == Some((h.1, true)));
        here.map(|h| ready.homes[h.0 as usize].walks[h.1 as usize].weight).sum()
    }
    /// What would be brought in a week to a place that is not visited now, were it visited in a rhythm: households newly served in thousandths, and into `weekly` grams times parts per million. Returns also
    /// what comes on top of what is taken of those people now. Who leaves a place that turns people away makes room for others, who bring as much.
    pub(in crate::mobile) fn prospect(
        &self,
        ready: &Ready<'_>,
        place: u32,
        rhythm: u8,
        weekly: &mut [i64],
    ) -> (i64, i64) {
        weekly.fill(0);
        let (mut reached, mut lost, mut more) = (0, 0, 0);
        for &(j, k) in &ready.places[place as usize].homes {
            let home = &ready.homes[j as usize];
            let meets = ready.meets[usize::from(rhythm)][usize::from(home.need)];
            let now = self.choices[j as usize];
            let better = match now {
                None => true,
                Some((other, met)) => (!meets, k) < (!met, other),
            };
            if !better {
                continue;
            }
            let share = home.walks[k as usize].share;
            let stays = |other: u32| {
                let other = home.walks[other as usize].stand as usize;
                self.served[other] == self.met[other]
            };
            let was = now.filter(|n| stays(n.0)).map_or(0, |(other, _)| home.walks[other as usize].share);
            for &(stream, grams) in &home.weekly {
                weekly[stream as usize] += grams * share;
                more += grams * (share - was);
            }
            if meets {
                lost += now.filter(|n| n.1 && stays(n.0)).map_or(0, |(other, _)| home.walks[other as usize].weight);
                reached += home.walks[k as usize].weight;
            }
        }
        let kind = ready.rhythms[usize::from(rhythm)];
        let brought = weekly.iter().sum::<i64>() / 1_000_000 * i64::from(kind.every) / i64::from(kind.days.max(1));
        let taken = room(ready, brought);
        if taken < brought {
            reached = (i128::from(reached) * i128::from(taken) / i128::from(brought)) as i64;
        }
        (reached - lost, more)
    }
}

impl Service {
    /// Days between the visit on `weekday` and the one before.
    pub(in crate::mobile) fn gap(&self, ready: &Ready<'_>, weekday: usize) -> i64 {
        let rhythm = ready.rhythms[usize::from(self.rhythm)];
        let back = (1..7).find(|b| self.lanes[(weekday + 7 - b) % 7] != NONE);
        match back {
            Some(b) => b as i64,
            None => 7 * i64::from(rhythm.every),
        }
    }
}

impl State {
    /// Takes over services and the order of their calls, of a timetable that was possible before.
    pub(in crate::mobile) fn adopt(
        &mut self,
        ready: &Ready<'_>,
        services: &[Option<Service>],
        calls: Vec<Vec<Slot>>,
    ) -> bool {
        for (place, service) in services.iter().enumerate().filter(|s| s.1.is_some()) {
            self.serve(ready, place as u32, *service);
        }
        for (index, calls) in calls.into_iter().enumerate() {
            self.lanes[index].calls = calls;
            self.note(index as u32);
        }
        let whole = self.settle(ready).is_none();
        self.keep();
        whole
    }
}
