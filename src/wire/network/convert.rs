//! A file without defects becomes a [`Network`]: names become ids, decimals whole numbers.

use super::Parsed;
use super::context::{Context, from, tier};
use super::format::growth::GrowthEntry;
use super::format::haul::{FromWord, HaulEntry, TruckEntry};
use super::format::site::{SiteEntry, StatusWord};
use crate::ids::{Id, StreamId};
use crate::network::growth::{Growth, Ratio};
use crate::network::model::{
    Area, AreaId, Count, Coverage, From, Haul, Intake, Network, Single, Site, Source, Status, Stream, Truck,
};
use crate::network::scenario::Group;
use crate::plan::energy;
use crate::units::{Centimetres, Fen, Grams, Rates};
use crate::wire::quantity::ms;

pub(super) fn network(c: &Context<'_>) -> Parsed {
    let f = c.file;
    let area = |name: &Option<String>| name.as_deref().and_then(|n| c.areas.find(n)).map(AreaId::new);
    let network = Network {
        streams: f
            .streams
            .iter()
            .map(|s| Stream {
                name: s.id.clone(),
                uncollected_fen_per_t: s.uncollected_fen_per_t,
                storage_days: s.storage_days,
            })
            .collect(),
        areas: f.areas.iter().map(|a| Area { name: a.id.clone(), within: area(&a.within) }).collect(),
        sites: f.sites.iter().map(|s| site(c, s, area(&s.area))).collect(),
        sources: f
            .sources
            .iter()
            .map(|s| Source {
                name: s.id.clone(),
                lon_lat: (s.at.lon, s.at.lat),
                area: area(&s.area),
                households: s.households,
                amounts: amounts(c, &s.kg_per_year),
            })
            .collect(),
        hauls: f.hauls.iter().map(|h| haul(c, h)).collect(),
        coverage: f
            .coverage
            .iter()
            .map(|r| Coverage {
                share_bp: (r.share_percent * 100.0).round() as u32,
                within: Centimetres::from_metres(r.within_m),
                profile: r.profile.clone(),
                area: area(&r.area),
                unreached: Fen(r.unreached_fen),
            })
            .collect(),
        counts: f
            .counts
            .iter()
            .map(|r| Count { tier: tier(r.tier), area: area(&r.area), at_least: r.at_least, at_most: r.at_most })
            .collect(),
        single: Single {
            sources: f.single.contains(&FromWord::Sources),
            tiers: [FromWord::DropOff, FromWord::TransferStation, FromWord::SortingCentre]
                .map(|t| f.single.contains(&t)),
        },
        apart: f.apart,
        budget: f.budget_fen.map(Fen),
        carbon_fen_per_t: f.carbon_fen_per_t,
    };
    Parsed {
        network,
        city: f.city.clone(),
        streams: f.streams.iter().map(|s| s.name.clone().unwrap_or_default()).collect(),
        growth: f.growth.iter().map(|g| group(c, g)).collect(),
        areas: f.areas.iter().map(|a| a.name.clone().unwrap_or_default()).collect(),
        notes: f.notes.clone(),
        warnings: Vec::new(),
    }
}

fn amounts(c: &Context<'_>, kg: &std::collections::BTreeMap<String, f64>) -> Vec<(StreamId, Grams)> {
    let stream = |(name, &kg): (&String, &f64)| Some((StreamId::new(c.streams.find(name)?), Grams::from_kg(kg)));
    let mut out: Vec<_> = kg.iter().filter_map(stream).filter(|&(_, amount)| amount > Grams::ZERO).collect();
    out.sort_unstable();
    out
}

fn tonnes(t: f64) -> Grams {
    Grams::from_kg(t * 1000.0)
}

fn site(c: &Context<'_>, s: &SiteEntry, area: Option<AreaId>) -> Site {
    let class = s.land_class.as_deref().and_then(|class| c.land.find(class)).map(|i| &c.file.land[i]);
    let rent = class.map_or(0, |class| (s.land_m2 * class.fen_per_m2_year as f64).round() as i64);
    let intake = |stream: usize| {
        let terms = s.streams.iter().find(|i| i.stream() == c.file.streams[stream].id).map(|i| i.terms());
        Intake {
            stream: StreamId::new(stream),
            most: terms.as_ref().and_then(|t| t.capacity_t_per_year).map(tonnes),
            gate_fen_per_t: terms.as_ref().map_or(0, |t| t.gate_fen_per_t),
            ends: c.ends(s, stream),
        }
    };
    Site {
        name: s.id.clone(),
        tier: tier(s.tier),
        status: match s.status {
            StatusWord::Existing => Status::Existing,
            StatusWord::Candidate if c.usable(s) => Status::Candidate,
            StatusWord::Candidate | StatusWord::Closed => Status::Closed,
        },
        lon_lat: (s.at.lon, s.at.lat),
        area,
        intakes: (0..c.file.streams.len()).filter(|&stream| c.takes(s, stream)).map(intake).collect(),
        capacity: s.capacity_t_per_year.map(tonnes),
        least: tonnes(s.least_t_per_year),
        fixed: Fen(s.fixed_fen_per_year + rent),
        capital: Fen(s.capital_fen),
        closing: s.closing_fen_per_year.map(Fen),
        handling_fen_per_t: s.handling_fen_per_t,
        land: s.land_class.clone(),
        land_m2: s.land_m2,
        shared_with_msw: s.shared_with_msw,
        storage: s.storage_kg.map(Grams::from_kg),
        emptied_days: s.emptied_days,
        visit: Fen(s.visit_fen),
    }
}

fn haul(c: &Context<'_>, h: &HaulEntry) -> Haul {
    Haul {
        name: h.id.clone(),
        from: from(h.from).map_or(From::Sources, From::Tier),
        to: tier(h.to),
        streams: h.streams.iter().filter_map(|s| c.streams.find(s)).map(StreamId::new).collect(),
        profile: h.profile.clone(),
        truck: h.truck.as_ref().map(|t| truck(t, &h.profile)),
        fen_per_t_km: h.fen_per_t_km,
        reach: h.reach_m.map(Centimetres::from_metres),
    }
}

fn group(c: &Context<'_>, g: &GrowthEntry) -> Group {
    let ratio = Ratio { num: g.percent_of_base, den: 100 };
    let path = Growth::Towards { base_year: g.base_year, year: g.year, ratio };
    Group {
        name: g.name.clone(),
        streams: g.streams.iter().filter_map(|s| c.streams.find(s)).map(StreamId::new).collect(),
        target: g.promised.then(|| path.clone()),
        demand: path,
        policy: g.policy.clone(),
    }
}

fn truck(t: &TruckEntry, profile: &str) -> Truck {
    let assumed = energy::assumed(profile);
    // Thousandths of a unit on 100 km, so 100,000 of them a kilometre.
    let co2 = (assumed.per_100_km * assumed.co2_g_per_unit + 50_000) / 100_000;
    Truck {
        payload: Grams::from_kg(t.payload_kg),
        load_percent: t.load_percent,
        rates: Rates { fen_per_km: t.fen_per_km, fen_per_h: t.fen_per_h },
        handling: ms(t.handling_s),
        co2_g_per_km: t.co2_g_per_km.unwrap_or(co2),
    }
}
