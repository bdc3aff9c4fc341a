//! A file without defects becomes a [`Service`]: names become ids, decimals whole numbers.

use std::collections::HashMap;

use super::Parsed;
use super::context::{Context, MIDNIGHT, STARTS, by_weekday};
use super::format::fleet::{MobileUnloadingEntry, MobileVehicleEntry};
use super::format::people::PointEntry;
use super::format::stand::{StandEntry, WeekdayWord};
use crate::ids::{Id, IdVec, PlaceId, StreamId};
use crate::matrix::travel::{ProfileIx, Travel};
use crate::mobile::curve::Curve;
use crate::mobile::model::{
    Aim, Compartment, Market, Need, Point, Problem, Rules, Stand, Unloading, Vehicle, Weekdays,
};
use crate::mobile::service::{Foot, MOST_WALKS, Service, Within};
use crate::network::figure::Sure;
use crate::plan::energy::{self, EnergyFactor};
use crate::rounds::day::Site;
use crate::rounds::problem::Window;
use crate::units::{Centimetres, Fen, Grams, Milliseconds, Rates};
use crate::wire::problem::energy_factor;
use crate::wire::problem::format::place::Position;
use crate::wire::quantity::ms;

/// How far people walk where the file does not say: assumed, as the curve.
const TEN_MINUTES: Milliseconds = Milliseconds(600_000);

pub(super) fn service(c: &Context<'_>) -> Parsed {
    let f = c.file;
    let mut places = Places::default();
    let mut profiles: IdVec<ProfileIx, String> = IdVec::new();
    let stands = f.stands.iter().map(|s| stand(c, s, &mut places)).collect();
    let vehicles = c.fleet.iter().map(|(name, i)| vehicle(c, name, &f.vehicles[*i], &mut places, &mut profiles));
    let vehicles = vehicles.collect();
    let unloading = f.unloading.iter().map(|u| unloading(c, u, &mut places)).collect();
    let problem = Problem {
        weeks: f.weeks,
        streams: f.streams.iter().map(|s| s.id.clone()).collect(),
        stands,
        points: f.points.iter().map(|p| point(c, p)).collect(),
        fixed: f.fixed.iter().map(|d| d.id.clone()).collect(),
        vehicles,
        unloading,
        travel: Travel::none(),
        curve: curve(c),
        rules: rules(c),
        aim: aim(c),
    };
    let within = match (f.foot.within_m, f.foot.within_minutes) {
        (Some(m), _) => Within::Length(Centimetres::from_metres(m)),
        (None, minutes) => Within::Time(minutes.map_or(TEN_MINUTES, |m| ms(m * 60.0))),
    };
    let area = |name: &Option<String>| name.as_deref().and_then(|n| c.areas.find(n)).map(|a| a as u32);
    let service = Service {
        problem,
        places: places.sites,
        profiles,
        points: f.points.iter().map(|p| (p.at.lon, p.at.lat)).collect(),
        fixed: f.fixed.iter().map(|d| (d.at.lon, d.at.lat)).collect(),
        foot: Foot { profile: f.foot.profile.clone().unwrap_or_else(|| "foot".to_owned()), within },
        most_walks: MOST_WALKS,
    };
    Parsed {
        service,
        city: f.city.clone(),
        starts: f.starts.unwrap_or(STARTS),
        streams: f.streams.iter().map(|s| s.name.clone().unwrap_or_default()).collect(),
        areas: f.areas.iter().map(|a| (a.id.clone(), a.name.clone().unwrap_or_default())).collect(),
        stand_areas: f.stands.iter().map(|s| area(&s.area)).collect(),
        reasons: f.stands.iter().map(|s| s.reason.clone()).collect(),
        energy: c.fleet.iter().map(|(_, i)| energy(&f.vehicles[*i])).collect(),
        notes: f.notes.clone(),
        warnings: Vec::new(),
    }
}

/// Places in the making, each position once but for standing places, which are told apart.
#[derive(Default)]
struct Places {
    sites: IdVec<PlaceId, Site>,
    at: HashMap<(u64, u64), PlaceId>,
}

impl Places {
    fn new_at(&mut self, name: &str, at: Position) -> PlaceId {
        self.sites.push(Site { name: name.to_owned(), lon_lat: Some((at.lon, at.lat)) })
    }
    fn shared(&mut self, name: &str, at: Position) -> PlaceId {
        let key = ((at.lon + 0.0).to_bits(), (at.lat + 0.0).to_bits());
        if let Some(&known) = self.at.get(&key) {
            return known;
        }
        let id = self.new_at(name, at);
        self.at.insert(key, id);
        id
    }
}

fn stand(c: &Context<'_>, s: &StandEntry, places: &mut Places) -> Stand {
    let days = |words: &[WeekdayWord]| Weekdays(words.iter().fold(0, |bits, w| bits | 1 << w.number()));
    Stand {
        name: s.id.clone(),
        place: places.new_at(&s.id, s.at),
        hours: c.hours(s),
        quiet: c.quiet(s),
        market: s
            .market
            .as_ref()
            .map(|m| Market { days: days(&m.weekdays), draw_ppm: (m.draw_percent * 10_000.0).round() as u32 }),
    }
}

fn point(c: &Context<'_>, p: &PointEntry) -> Point {
    let stream = |(name, &kg): (&String, &f64)| Some((StreamId::new(c.streams.find(name)?), Grams::from_kg(kg)));
    let mut weekly: Vec<_> = p.kg_per_week.iter().filter_map(stream).filter(|w| w.1 > Grams::ZERO).collect();
    weekly.sort_unstable();
    Point {
        name: p.id.clone(),
        area: p.area.as_deref().and_then(|n| c.areas.find(n)).map(|a| a as u32),
        households_milli: (p.households * 1e3).round() as i64,
        weekly,
        need: Need { visits: p.visits.times, every_weeks: p.visits.every_weeks },
        walks: Vec::new(),
        fixed: Vec::new(),
    }
}

fn streams(c: &Context<'_>, names: &[String]) -> Vec<StreamId> {
    let mut out: Vec<StreamId> = names.iter().filter_map(|s| c.streams.find(s)).map(StreamId::new).collect();
    out.sort_unstable();
    out
}

fn vehicle(
    c: &Context<'_>,
    name: &str,
    v: &MobileVehicleEntry,
    places: &mut Places,
    profiles: &mut IdVec<ProfileIx, String>,
) -> Vehicle {
    let known = profiles.iter_ids().find(|p| *p.1 == v.profile).map(|p| p.0);
    let profile = known.unwrap_or_else(|| profiles.push(v.profile.clone()));
    let start = places.shared(&v.id, v.start);
    let hours = by_weekday(&v.shifts);
    let part = |p: &super::format::fleet::MobileCompartmentEntry| Compartment {
        streams: streams(c, &p.streams),
        capacity: Grams::from_kg(p.load_kg),
    };
    Vehicle {
        name: name.to_owned(),
        profile,
        start,
        end: v.end.map_or(start, |at| places.shared(&v.id, at)),
        shifts: std::array::from_fn(|d| hours[d].first().copied()),
        capacity: Grams::from_kg(v.capacity_kg),
        compartments: v.compartments.iter().map(part).collect(),
        range: v.range_m.map(Centimetres::from_metres),
        fixed: Fen(v.costs.fixed_fen),
        rates: Rates { fen_per_km: v.costs.fen_per_km, fen_per_h: v.costs.fen_per_h },
        ends_empty: v.must_end_empty,
    }
}

fn energy(v: &MobileVehicleEntry) -> EnergyFactor {
    v.energy.as_ref().map_or_else(|| energy::assumed(&v.profile), energy_factor)
}

fn unloading(c: &Context<'_>, u: &MobileUnloadingEntry, places: &mut Places) -> Unloading {
    let always = Window { open: Milliseconds::ZERO, close: MIDNIGHT };
    Unloading {
        name: u.id.clone(),
        place: places.shared(&u.id, u.at),
        streams: if u.streams.is_empty() {
            (0..c.file.streams.len()).map(StreamId::new).collect()
        } else {
            streams(c, &u.streams)
        },
        hours: if u.hours.is_empty() { std::array::from_fn(|_| vec![always]) } else { by_weekday(&u.hours) },
        handling_fixed: ms(u.handling_s),
        handling_ms_per_kg: ms(u.handling_s_per_kg).0,
        gate_fen_per_t: u.gate_fen_per_t,
    }
}

fn curve(c: &Context<'_>) -> Curve {
    let Some(curve) = &c.file.curve else { return Curve::assumed() };
    Curve {
        knots: curve.knots.iter().map(|k| (k.walk_s, (k.share_percent * 10_000.0).round() as u32)).collect(),
        sure: if curve.source.is_some() { Sure::Read } else { Sure::Assumed },
        source: curve.source.clone().unwrap_or_default(),
    }
}

fn rules(c: &Context<'_>) -> Rules {
    let r = &c.file.rules;
    let minutes = |n: u8| Milliseconds::MINUTE * i64::from(n);
    Rules {
        set_up: ms(r.set_up_s),
        ms_per_kg: ms(r.handling_s_per_kg).0,
        least_stand: ms(r.least_stand_s),
        most_stand: ms(r.most_stand_s),
        stand_step: minutes(r.stand_step_minutes),
        clock_step: minutes(r.clock_step_minutes),
        least_gap_days: r.least_gap_days,
        keep_days: r.keep_days,
    }
}

fn aim(c: &Context<'_>) -> Aim {
    let Some(a) = &c.file.aim else { return Aim::FLEET };
    let target_ppm = a.target_percent.map(|t| (t * 10_000.0).round() as u32);
    let by_default = if target_ppm.is_some() { 0 } else { Aim::FLEET.fen_per_t };
    Aim { fen_per_household: a.household_fen, fen_per_t: a.tonne_fen.unwrap_or(by_default), target_ppm }
}
