//! A file without defects becomes a [`Day`]: names become ids, decimals whole numbers.
//!
//! Only called when every check has passed, so lookups do not fail; one that would is left out, and the day's own
//! check of its structure says so.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::context::Context;
use super::expand::{PairRule, Visit};
use super::format::fleet::{EnergyEntry, KindEntry, RunningEntry, Source};
use super::format::place::At;
use super::format::stream::StreamLoad;
use super::format::travel::{BandMatrices, TravelEntry};
use super::{Parsed, format};
use crate::ids::{GroupId, Id, IdVec, KindId, PlaceId, StreamId, TaskId, UnloadId, WarehouseId};
use crate::matrix::travel::{Leg, ProfileIx, Travel, TravelMatrix};
use crate::plan::energy::{self, EnergyFactor, EnergySource};
use crate::rounds::day::{Day, Site};
use crate::rounds::problem::{
    Amount, Break, Compartment, Kind, Link, Running, Task, UnloadingPlace, Vehicle, Warehouse, Window,
};
use crate::units::{Centimetres, Fen, Grams, Milliseconds, Rates};
use crate::wire::quantity::{amount, ms, window, windows};

pub(super) fn day(c: &Context<'_>) -> Parsed {
    let mut places = Places::new(c);
    let profiles = profiles(c);
    let (task_of, count) = task_ids(c);
    let on_board = goods_on_board(c);
    let tasks: IdVec<TaskId, Task> = c
        .visits
        .iter()
        .enumerate()
        .filter(|&(i, _)| task_of[i].is_some())
        .map(|(i, v)| task(c, i, v, &on_board, &mut places))
        .collect();
    debug_assert_eq!(tasks.len(), count, "one task for each visit that is left");
    let kinds = c.file.kinds.iter().map(|k| kind(c, k, &profiles, &mut places)).collect();
    let vehicles = c.vehicles.iter().filter_map(|v| {
        let running = v.running.map(|r| running(c, r, &task_of, &mut places));
        Some(Vehicle { name: v.name.clone(), kind: KindId::new(v.kind?), running })
    });
    let vehicles = vehicles.collect();
    let unloading = unloading(c, &mut places);
    let warehouses = warehouses(c, &mut places);
    let day = Day {
        date: c.file.date.ymd,
        given: c.file.travel.as_ref().map(|t| travel(t, &profiles, c.file.places.len())),
        places: places.sites,
        profiles: profiles.iter().map(|&p| p.to_owned()).collect(),
        streams: c.file.streams.iter().map(|s| s.id.clone()).collect(),
        tasks,
        links: links(c, &task_of),
        groups: groups(c, &task_of),
        kinds,
        vehicles,
        unloading,
        warehouses,
    };
    Parsed {
        day,
        city: c.file.city.clone(),
        labels: c.file.streams.iter().map(|s| s.name.clone().unwrap_or_default()).collect(),
        energy: c.file.kinds.iter().map(energy).collect(),
        skills: c.skills.iter().map(|&s| s.to_owned()).collect(),
        warnings: Vec::new(),
    }
}

/// Places in the making: with travel those of the file, otherwise those that are used, each position once.
struct Places<'c> {
    context: &'c Context<'c>,
    sites: IdVec<PlaceId, Site>,
    named: HashMap<&'c str, PlaceId>,
    at: HashMap<(u64, u64), PlaceId>,
}

impl<'c> Places<'c> {
    fn new(context: &'c Context<'c>) -> Self {
        let mut places = Self { context, sites: IdVec::new(), named: HashMap::new(), at: HashMap::new() };
        if context.file.travel.is_some() {
            for i in 0..context.file.places.len() {
                places.named(i);
            }
        }
        places
    }
    fn named(&mut self, i: usize) -> PlaceId {
        let entry = &self.context.file.places[i];
        let lon_lat = entry.lon.zip(entry.lat);
        let sites = &mut self.sites;
        let id = *self
            .named
            .entry(entry.id.as_str())
            .or_insert_with(|| sites.push(Site { name: entry.id.clone(), lon_lat }));
        if let Some(position) = lon_lat {
            self.at.entry(bits(position)).or_insert(id);
        }
        id
    }
    fn id(&mut self, at: &At) -> PlaceId {
        match at {
            // The checks have seen to it that the name is known.
            At::Named(name) => self.named(self.context.places.find(name).unwrap_or_default()),
            At::Position(p) => {
                let position = (p.lon, p.lat);
                let sites = &mut self.sites;
                *self
                    .at
                    .entry(bits(position))
                    .or_insert_with(|| sites.push(Site { name: String::new(), lon_lat: Some(position) }))
            }
        }
    }
}

/// A position as a key; both zeros are one.
fn bits((lon, lat): (f64, f64)) -> (u64, u64) {
    ((lon + 0.0).to_bits(), (lat + 0.0).to_bits())
}

/// The profiles in use, in order of first mention.
fn profiles<'c>(c: &'c Context<'_>) -> Vec<&'c str> {
    let mut out: Vec<&str> = Vec::new();
    for kind in &c.file.kinds {
        if !out.contains(&kind.profile.as_str()) {
            out.push(&kind.profile);
        }
    }
    out
}

/// Ids of the visits that are still to be made.
fn task_ids(c: &Context<'_>) -> (Vec<Option<TaskId>>, usize) {
    let mut next = 0..;
    let ids: Vec<_> = c.done.settled.iter().map(|&s| if s { None } else { next.next().map(TaskId::new) }).collect();
    (ids, next.start)
}

fn goods_on_board(c: &Context<'_>) -> Vec<bool> {
    let mut out = vec![false; c.visits.len()];
    let goods = c.vehicles.iter().filter_map(|v| v.running).flat_map(|r| &r.goods_for);
    goods.filter_map(|t| c.visit_at.get(t)).for_each(|&v| out[v] = true);
    out
}

fn task(c: &Context<'_>, i: usize, visit: &Visit<'_>, on_board: &[bool], places: &mut Places<'_>) -> Task {
    // A visit whose partner has been made stands alone, and takes over what leaving both out would have cost.
    let partner = c.pair_of[i].map(|p| c.pairs[p].first).filter(|&first| first != i && c.done.made[first]);
    Task {
        name: visit.name.clone(),
        place: places.id(visit.at),
        deliver: c.done.picked[i].unwrap_or(visit.deliver),
        // Goods that are on board are not loaded any more.
        warehouse: visit.warehouse.filter(|_| !on_board[i]).and_then(|w| c.warehouses.find(w)).map(WarehouseId::new),
        ready: visit.ready.filter(|_| !on_board[i]),
        collect: streams(c, visit.collect.iter().copied()),
        windows: c.done.windows(i, visit).unwrap_or_default(),
        service: visit.service.unwrap_or_default(),
        skills: c.bits(visit.skills),
        crew: visit.crew,
        kinds: {
            let mut kinds: Vec<KindId> = visit.kinds.iter().filter_map(|k| c.kinds.find(k)).map(KindId::new).collect();
            kinds.sort_unstable();
            kinds.dedup();
            kinds
        },
        priority: visit.priority,
        prize: partner.map_or(visit.prize, |p| c.visits[p].prize),
    }
}

fn streams<'a>(c: &Context<'_>, loads: impl Iterator<Item = (&'a str, Amount)>) -> Vec<(StreamId, Amount)> {
    loads.filter_map(|(s, load)| Some((StreamId::new(c.streams.find(s)?), load))).collect()
}

fn board<'a>(loads: &'a [StreamLoad]) -> impl Iterator<Item = (&'a str, Amount)> + use<'a> {
    loads.iter().map(|l| (l.stream.as_str(), amount(l.load_kg, l.volume_l)))
}

fn ids_of(c: &Context<'_>, names: &[String]) -> Vec<StreamId> {
    names.iter().filter_map(|s| c.streams.find(s)).map(StreamId::new).collect()
}

fn kind(c: &Context<'_>, k: &KindEntry, profiles: &[&str], places: &mut Places<'_>) -> Kind {
    let start = places.id(&k.start);
    let end = k.end.as_ref().map_or(start, |e| places.id(e));
    Kind {
        name: k.id.clone(),
        profile: ProfileIx::new(profiles.iter().position(|p| *p == k.profile).unwrap_or_default()),
        start,
        end: (!k.open_end).then_some(end),
        loads_at: k.loads_at.as_ref().and_then(|w| c.warehouses.find(w)).map(WarehouseId::new),
        shift: window(&k.shift),
        max_duration: k.max_duration_s.map(ms),
        breaks: k
            .breaks
            .iter()
            .map(|b| Break { window: Window { open: b.from.0, close: b.to.0 }, duration: ms(b.duration_s) })
            .collect(),
        capacity: amount(k.capacity.load_kg, k.capacity.volume_l),
        compartments: k
            .compartments
            .iter()
            .map(|h| Compartment {
                streams: ids_of(c, &h.streams),
                goods: h.goods,
                capacity: amount(h.load_kg, h.volume_l),
            })
            .collect(),
        fixed: Fen(k.costs.fixed_fen),
        rates: Rates { fen_per_km: k.costs.fen_per_km, fen_per_h: k.costs.fen_per_h },
        overtime_after: k.costs.overtime_after_s.map(ms),
        overtime_fen_per_h: k.costs.overtime_fen_per_h,
        max_length: k.max_distance_m.map(Centimetres::from_metres),
        max_tasks: k.max_tasks,
        max_trips: k.max_trips,
        skills: c.bits(&k.skills),
        crew: k.crew,
        must_end_empty: k.must_end_empty,
    }
}

fn energy(k: &KindEntry) -> EnergyFactor {
    k.energy.as_ref().map_or_else(|| energy::assumed(&k.profile), factor)
}

/// What a vehicle uses, as its user says.
pub(in crate::wire) fn factor(given: &EnergyEntry) -> EnergyFactor {
    let (source, co2) = match given.source {
        Source::Diesel => (EnergySource::Diesel, energy::DIESEL_CO2_G_PER_L),
        Source::Electricity => (EnergySource::Electricity, energy::GRID_CO2_G_PER_KWH),
    };
    let per_100_km = (given.use_per_100_km * 1000.0).round() as i64;
    EnergyFactor { source, per_100_km, co2_g_per_unit: given.co2_g_per_unit.unwrap_or(co2) }
}

fn running(c: &Context<'_>, r: &RunningEntry, task_of: &[Option<TaskId>], places: &mut Places<'_>) -> Running {
    Running {
        place: places.id(&r.place),
        ready_at: r.ready_at.0,
        started_at: r.started_at.0,
        driven: Centimetres::from_metres(r.driven_m),
        on_board: streams(c, board(&r.on_board)),
        goods_for: r.goods_for.iter().filter_map(|t| task_of[*c.visit_at.get(t)?]).collect(),
        breaks_taken: r.breaks_taken.iter().map(|&b| b as usize).collect(),
        tasks_done: r.tasks_done,
        // A trip that goes on has begun.
        trips_begun: r.trips_begun.max(u32::from(r.on_trip)),
        on_trip: r.on_trip,
    }
}

fn unloading(c: &Context<'_>, places: &mut Places<'_>) -> IdVec<UnloadId, UnloadingPlace> {
    let entries = c.file.unloading.iter().map(|u| UnloadingPlace {
        name: u.id.clone(),
        place: places.id(&u.at),
        streams: ids_of(c, &u.streams),
        windows: windows(&u.windows),
        intake: u.intake_kg.map(Grams::from_kg),
        handling_fixed: ms(u.handling_s),
        handling_ms_per_kg: ms(u.handling_s_per_kg).0,
        gate_fen_per_t: u.gate_fen_per_t,
    });
    entries.collect()
}

fn warehouses(c: &Context<'_>, places: &mut Places<'_>) -> IdVec<WarehouseId, Warehouse> {
    let entries = c.file.warehouses.iter().map(|w| Warehouse {
        name: w.id.clone(),
        place: places.id(&w.at),
        windows: windows(&w.windows),
        handling_fixed: ms(w.handling_s),
        handling_ms_per_kg: ms(w.handling_s_per_kg).0,
    });
    entries.collect()
}

fn links(c: &Context<'_>, task_of: &[Option<TaskId>]) -> Vec<Link> {
    let link = |p: &super::expand::Pair| {
        let (a, b) = (task_of[p.first]?, task_of[p.second]?);
        Some(match p.rule {
            PairRule::Order { min_gap, max_gap } => Link::Order { first: a, then: b, min_gap, max_gap },
            PairRule::Apart => Link::Both { one: a, other: b, apart: true },
            PairRule::Shipment(amount) => Link::Shipment { pick: a, drop: b, amount },
        })
    };
    c.pairs.iter().filter_map(link).collect()
}

fn groups(c: &Context<'_>, task_of: &[Option<TaskId>]) -> IdVec<GroupId, Vec<TaskId>> {
    let mut members: BTreeMap<&str, Vec<TaskId>> = BTreeMap::new();
    for (visit, id) in c.visits.iter().zip(task_of) {
        if let (Some(group), Some(id)) = (visit.group, id) {
            members.entry(group).or_default().push(*id);
        }
    }
    members.into_values().collect()
}

fn travel(entry: &TravelEntry, profiles: &[&str], n: usize) -> Travel {
    let starts = entry.band_starts.iter().map(|c| c.0).collect::<Vec<_>>();
    let starts = if starts.is_empty() { vec![Milliseconds::ZERO] } else { starts };
    let of = |name: &&str| entry.matrices.iter().find(|m| m.profile == *name);
    let bands = |m: &format::travel::ProfileMatrices| m.bands.iter().map(|b| Arc::new(matrix(b, n))).collect();
    Travel::new(starts, profiles.iter().filter_map(of).map(bands).collect())
}

#[expect(clippy::expect_used, reason = "the schema's ranges keep each cell, and a check the shape")]
fn matrix(band: &BandMatrices, n: usize) -> TravelMatrix {
    let times = band.duration_s.iter().flatten();
    let lengths = band.distance_m.iter().flatten();
    let leg = |(t, l): (&Option<f64>, &Option<f64>)| {
        t.zip(*l).map(|(t, l)| Leg { time: ms(t), length: Centimetres::from_metres(l) })
    };
    let cells: Vec<Option<Leg>> = times.zip(lengths).map(leg).collect();
    TravelMatrix::from_legs(n, cells.into_iter()).expect("checked matrices")
}
