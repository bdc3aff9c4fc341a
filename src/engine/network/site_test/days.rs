//! What the rounds of days become where sites open or close.
//!
//! The places where a day's vehicles unload are, by their ids, sites of the network. One that is not open is taken from the day. A transfer station or
//! sorting centre that is tested is added, if the day does not name it anyway with terms of its own: it takes those of the day's streams that the
//! site takes (by id), at any hour, at the mean of the site's gate fees (by what comes in of each stream in a year), a 365th of the site's capacity a day, and handling
//! as the day's other unloading places have it (the lower median; without any, ten minutes). Places, roads and search are the same with and without.

use std::collections::BTreeMap;

use super::{Question, Stage, Tested};
use crate::engine::City;
use crate::engine::error::{EngineError, Kind, Text};
use crate::engine::rounds::{on_ground, planned, sites_have_roads};
use crate::ids::{IdVec, KindId, PlaceId, StreamId, UnloadId};
use crate::network::answer::Answer;
use crate::network::model::{Network, SiteId, Tier};
use crate::network::storage;
use crate::plan::energy::EnergyFactor;
use crate::plan::tally::Tally;
use crate::rounds::day::{Day, Site};
use crate::rounds::problem::{Problem, UnloadingPlace};
use crate::units::{Grams, Milliseconds};

/// Handling at an unloading place where the day has none to go by: assumed.
const HANDLING: Milliseconds = Milliseconds(600_000);
/// Days of a year on which a site takes its capacity.
const DAYS_A_YEAR: i64 = 365;

/// A day whose rounds are planned with and without the sites tested.
#[derive(Clone, Copy, Debug)]
pub struct TestDay<'a> {
    /// What the user calls it.
    pub name: &'a str,
    /// The day.
    pub day: &'a Day,
    /// What its kinds of vehicle use.
    pub energy: &'a IdVec<KindId, EnergyFactor>,
}

/// What a set of sites makes of the rounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rounds {
    /// No days were given.
    NotAsked,
    /// No vehicle could unload anywhere else than before.
    Unaffected,
    /// The days, planned.
    Planned(Vec<Tally>),
    /// Cancelled before.
    NotDone,
}

/// The days on their roads.
pub(super) struct Days<'a> {
    network: &'a Network,
    question: &'a Question<'a>,
    ready: Vec<Ready<'a>>,
}

struct Ready<'a> {
    day: &'a TestDay<'a>,
    /// As it is: with the places of all sites tested, which nobody goes to yet.
    problem: Problem,
    /// Where tested sites stand.
    places: BTreeMap<SiteId, PlaceId>,
}

impl<'a> Days<'a> {
    /// Puts the days on the roads, with the sites tested.
    ///
    /// # Errors
    /// Those of rounds; `day_without_roads` for a day that brings its own matrices, and in them no place for a site tested.
    pub(super) fn new(
        city: &City,
        network: &'a Network,
        question: &'a Question<'a>,
        base: &Answer,
    ) -> Result<Self, EngineError> {
        let tested = question.sets.iter().flatten().copied().collect::<std::collections::BTreeSet<_>>();
        let mut ready = Vec::new();
        for day in question.days {
            let mut known: Day = day.day.clone();
            let mut places = BTreeMap::new();
            for &site in tested.iter().filter(|&&site| unloads(network, site)) {
                if named(&day.day.unloading, &network.sites[site].name).is_none()
                    && !taken(network, site, day.day).is_empty()
                {
                    if known.given.is_some() {
                        return Err(without_roads(day, &network.sites[site].name));
                    }
                    let name = network.sites[site].name.clone();
                    places.insert(site, known.places.push(Site { name, lon_lat: Some(network.sites[site].lon_lat) }));
                }
            }
            known.unloading = left(network, day.day, base);
            let grounded = on_ground(Some(city), &known)?;
            sites_have_roads(&known, &grounded)?;
            ready.push(Ready { day, problem: known.with_travel(grounded.travel), places });
        }
        Ok(Self { network, question, ready })
    }

    /// Plans the days as they are, and with each set of sites in turn; returns the former.
    ///
    /// # Errors
    /// `unsound_plan`.
    pub(super) fn plan(
        &self,
        city: &City,
        tested: &mut [(Tested, Option<Answer>)],
        is_cancelled: &dyn Fn() -> bool,
        progress: &(dyn Fn(Stage) + Sync),
    ) -> Result<Vec<Tally>, EngineError> {
        let (mut done, all) = (0, self.ready.len() * (tested.len() + 1));
        let mut plan = |ready: &Ready<'_>, problem: &Problem| -> Result<Tally, EngineError> {
            let here = if ready.day.day.given.is_some() { None } else { Some(city.fingerprint()) };
            let plan = planned(problem, here, ready.day.energy, self.question.rounds, &|_| ())?;
            done += 1;
            progress(Stage::Days(done, all));
            Ok(Tally::of(&plan.0))
        };
        let mut base = Vec::new();
        for ready in &self.ready {
            base.push(plan(ready, &ready.problem)?);
            // A plan that was cut short says nothing beside one that was not.
            if is_cancelled() {
                return Ok(Vec::new());
            }
        }
        for (tested, answer) in tested {
            let (Ok(effect), Some(answer)) = (&mut tested.effect, answer) else { continue };
            let problems: Vec<Problem> = self.ready.iter().map(|r| self.with(r, &tested.sites, answer)).collect();
            let same = |(r, p): (&Ready<'_>, &Problem)| r.problem.unloading == p.unloading;
            effect.rounds = if self.ready.is_empty() {
                Rounds::NotAsked
            } else if self.ready.iter().zip(&problems).all(same) {
                Rounds::Unaffected
            } else {
                let mut tallies = Vec::new();
                for (ready, problem) in self.ready.iter().zip(&problems) {
                    let tally = if is_cancelled() { None } else { Some(plan(ready, problem)?) };
                    tallies.extend(tally.filter(|_| !is_cancelled()));
                }
                if tallies.len() == problems.len() { Rounds::Planned(tallies) } else { Rounds::NotDone }
            };
        }
        Ok(base)
    }

    /// A day where these sites are open.
    fn with(&self, ready: &Ready<'_>, sites: &[SiteId], answer: &Answer) -> Problem {
        let mut unloading = left(self.network, ready.day.day, answer);
        for &site in sites {
            if let Some(&place) = ready.places.get(&site) {
                unloading.push(new_place(self.network, site, place, ready.day.day, answer));
            }
        }
        Problem { unloading, ..ready.problem.clone() }
    }
}

/// Whether vehicles of a day may unload at such a site.
fn unloads(network: &Network, site: SiteId) -> bool {
    matches!(network.sites[site].tier, Tier::TransferStation | Tier::SortingCentre)
}

fn named<'d>(unloading: &'d IdVec<UnloadId, UnloadingPlace>, name: &str) -> Option<&'d UnloadingPlace> {
    unloading.iter().find(|u| u.name == name)
}

/// A day's unloading places without those that are sites and not open.
fn left(network: &Network, day: &Day, answer: &Answer) -> IdVec<UnloadId, UnloadingPlace> {
    let closed = |u: &UnloadingPlace| network.sites.iter_ids().any(|(id, s)| s.name == u.name && !answer.open[id]);
    day.unloading.iter().filter(|u| !closed(u)).cloned().collect()
}

/// The day's streams that a site takes: by id there, and in the network.
fn taken(network: &Network, site: SiteId, day: &Day) -> Vec<(StreamId, StreamId)> {
    let here = |name: &String| {
        let stream = network.streams.iter_ids().find(|(_, s)| s.name == *name)?.0;
        network.intake(site, stream).map(|_| stream)
    };
    day.streams.iter_ids().filter_map(|(id, name)| Some((id, here(name)?))).collect()
}

fn new_place(network: &Network, site: SiteId, place: PlaceId, day: &Day, answer: &Answer) -> UnloadingPlace {
    let taken = taken(network, site, day);
    let comes = |stream: StreamId| -> f64 {
        let flows = answer.flows.iter().filter(|f| f.to == site && f.stream == stream);
        flows.map(|f| f.amount.0 as f64).sum()
    };
    let gates: Vec<(f64, f64)> = taken
        .iter()
        .filter_map(|&(_, stream)| Some((network.intake(site, stream)?.gate_fen_per_t as f64, comes(stream))))
        .collect();
    let weight: f64 = gates.iter().map(|g| g.1).sum();
    let mean = if weight > 0.0 {
        gates.iter().map(|g| g.0 * g.1).sum::<f64>() / weight
    } else {
        gates.iter().map(|g| g.0).sum::<f64>() / gates.len().max(1) as f64
    };
    UnloadingPlace {
        name: network.sites[site].name.clone(),
        place,
        streams: taken.into_iter().map(|t| t.0).collect(),
        windows: Vec::new(),
        intake: storage::most(network, site).map(|c| Grams(c.0 / DAYS_A_YEAR)),
        handling_fixed: Milliseconds(usual(day, |u| u.handling_fixed.0).unwrap_or(HANDLING.0)),
        handling_ms_per_kg: usual(day, |u| u.handling_ms_per_kg).unwrap_or(0),
        gate_fen_per_t: mean.round() as i64,
    }
}

/// The lower median over a day's unloading places.
fn usual(day: &Day, of: impl Fn(&UnloadingPlace) -> i64) -> Option<i64> {
    let mut all: Vec<i64> = day.unloading.iter().map(of).collect();
    all.sort_unstable();
    all.get(all.len().saturating_sub(1) / 2).copied()
}

fn without_roads(day: &TestDay<'_>, site: &str) -> EngineError {
    let name = day.name;
    EngineError::new(
        Kind::BadInput,
        "day_without_roads",
        Text::new(
            format!("the day {name} brings its own travel times, and in them “{site}” has no place"),
            format!("任务 {name} 自带时间矩阵，其中没有“{site}”的位置"),
        ),
        Text::new(
            "give the day positions instead of travel, or name the site among its unloading places",
            "请用坐标代替 travel,或在其卸货点中列出该站点",
        ),
    )
}
