//! A plan to its file.

use super::format::*;
use super::names::Names;
use crate::ids::{Id, StreamId};
use crate::plan::cost::Costs;
use crate::plan::energy::{EnergySource, EnergyStatement};
use crate::plan::explain::{Change, Reason, Relaxation, Subject};
use crate::plan::kpi::Kpis;
use crate::plan::{LeftOut, Load, Plan, Stop, VehiclePlan, What};
use crate::rounds::problem::Amount;
use crate::wire::clock::Moment;
use crate::wire::problem::format::Version;
use crate::wire::problem::format::fleet::Source;

/// A plan as JSON, indented, with a line end.
#[must_use]
pub fn write(plan: &Plan, names: &Names) -> String {
    let mut text = serde_json::to_string_pretty(&entry(plan, names)).unwrap_or_default();
    text.push('\n');
    text
}

/// A plan with names instead of ids.
#[must_use]
pub fn entry(plan: &Plan, names: &Names) -> PlanFile {
    let w = Writer { names };
    PlanFile {
        version: Version,
        city: plan.city.map(|c| c.iter().map(|b| format!("{b:02x}")).collect()),
        search: SearchEntry { seed: plan.search.seed, iterations: plan.search.iterations },
        vehicles: plan.vehicles.iter().map(|v| w.route(v)).collect(),
        left_out: plan.left_out.iter().map(|l| w.left_out(l)).collect(),
        costs: costs(&plan.costs),
        kpis: w.kpis(&plan.kpis),
        energy: plan.energy.as_ref().map(|e| w.energy(e)),
    }
}

struct Writer<'a> {
    names: &'a Names,
}

impl Writer<'_> {
    fn route(&self, v: &VehiclePlan) -> RouteEntry {
        RouteEntry {
            vehicle: self.names.vehicles.label(v.vehicle.index()),
            departure: Moment(v.departure),
            stops: v.stops.iter().map(|s| self.stop(s)).collect(),
            distance_m: v.totals.length.metres(),
            duration_s: v.totals.duration.seconds(),
            trips: v.totals.trips,
            costs: costs(&v.totals.costs),
        }
    }
    fn stop(&self, s: &Stop) -> StopEntry {
        let n = self.names;
        let (what, name, position) = match s.what {
            What::Start => (StopType::Start, None, None),
            What::Task(id) => (StopType::Task, Some(n.tasks.label(id.index())), None),
            What::Unload(id) => (StopType::Unload, Some(n.unloading.label(id.index())), None),
            What::Load(id) => (StopType::Load, Some(n.warehouses.label(id.index())), None),
            What::Break(i) => (StopType::Break, None, Some(small(i))),
            What::End => (StopType::End, None, None),
        };
        StopEntry {
            what,
            name,
            break_position: position,
            place: n.places.label(s.place.index()),
            lon_lat: n.positions.get(s.place.index()).copied().flatten().map(|(lon, lat)| vec![lon, lat]),
            leg_s: s.leg.time.seconds(),
            leg_m: s.leg.length.metres(),
            arrival: Moment(s.arrival),
            wait_s: s.wait.seconds(),
            start: Moment(s.start),
            leave: Moment(s.leave),
            taken_off: self.load(&s.taken_off),
            taken_on: self.load(&s.taken_on),
            on_board: self.load(&s.load),
        }
    }
    fn load(&self, load: &Load) -> LoadEntry {
        LoadEntry {
            streams: self.streams(&load.streams),
            goods_kg: load.goods.mass.kg(),
            goods_l: load.goods.volume.litres(),
        }
    }
    fn streams(&self, all: &[(StreamId, Amount)]) -> Vec<StreamAmount> {
        let one = |&(s, a): &(StreamId, Amount)| StreamAmount {
            stream: self.names.streams.label(s.index()),
            load_kg: a.mass.kg(),
            volume_l: a.volume.litres(),
        };
        all.iter().map(one).collect()
    }
    fn left_out(&self, left: &LeftOut) -> LeftOutEntry {
        LeftOutEntry {
            task: self.names.tasks.label(left.task.index()),
            reason: left.reason.as_ref().map(|r| self.reason(r)),
        }
    }
    fn reason(&self, reason: &Reason) -> ReasonEntry {
        let obstacles = reason.obstacles.iter().map(|o| ObstacleEntry {
            kind: self.names.kinds.label(o.kind.index()),
            vehicle: self.names.vehicles.label(o.vehicle.index()),
            rule: o.rule.map(|r| r.code().to_owned()),
            relaxation: o.relaxation.as_ref().map(|r| self.relaxation(r)),
        });
        ReasonEntry {
            binding: reason.binding.map(|r| r.code().to_owned()),
            alone: reason.alone,
            obstacles: obstacles.collect(),
            smallest: reason.smallest.as_ref().map(|r| self.relaxation(r)),
            others: reason.others.iter().map(|r| self.relaxation(r)).collect(),
        }
    }
    fn relaxation(&self, r: &Relaxation) -> RelaxationEntry {
        RelaxationEntry {
            vehicle: self.names.vehicles.label(r.vehicle.index()),
            position: small(r.position),
            changes: r.changes.iter().map(|c| self.change(c)).collect(),
            cost_fen: r.cost.0,
        }
    }
    fn change(&self, c: &Change) -> ChangeEntry {
        let n = self.names;
        let vehicle = |v: crate::ids::VehicleId| Some(n.vehicles.label(v.index()));
        let (of, name, position) = match c.of {
            Subject::Vehicle(v) => (SubjectType::Vehicle, vehicle(v), None),
            Subject::Compartment(v, i) => (SubjectType::Compartment, vehicle(v), Some(small(i))),
            Subject::Break(v, i) => (SubjectType::Break, vehicle(v), Some(small(i))),
            Subject::Task(t) => (SubjectType::Task, Some(n.tasks.label(t.index())), None),
            Subject::Unload(u) => (SubjectType::Unload, Some(n.unloading.label(u.index())), None),
            Subject::Warehouse(w) => (SubjectType::Warehouse, Some(n.warehouses.label(w.index())), None),
            Subject::Link(i) => (SubjectType::Link, None, Some(small(i))),
        };
        ChangeEntry { rule: c.rule.code().to_owned(), of, name, position, by: c.by }
    }
    fn kpis(&self, k: &Kpis) -> KpisEntry {
        let unloaded = k
            .unloaded
            .iter()
            .map(|&(u, mass)| UnloadedEntry { name: self.names.unloading.label(u.index()), load_kg: mass.kg() });
        KpisEntry {
            tasks_served: k.tasks_served,
            tasks_left_out: k.tasks_left_out,
            vehicles_used: k.vehicles_used,
            trips: k.trips,
            collected: self.streams(&k.collected),
            delivered_kg: k.delivered.mass.kg(),
            delivered_l: k.delivered.volume.litres(),
            unloaded: unloaded.collect(),
            distance_m: k.length.metres(),
            distance_empty_m: k.length_empty.metres(),
            distance_loaded_m: k.length_loaded.metres(),
            driving_s: k.driving.seconds(),
            serving_s: k.serving.seconds(),
            waiting_s: k.waiting.seconds(),
            resting_s: k.resting.seconds(),
            fen_per_t: k.fen_per_t,
        }
    }
    fn energy(&self, e: &EnergyStatement) -> EnergyEntry {
        let factors = e.factors.iter_ids().map(|(kind, f)| FactorEntry {
            kind: self.names.kinds.label(kind.index()),
            source: match f.source {
                EnergySource::Diesel => Source::Diesel,
                EnergySource::Electricity => Source::Electricity,
            },
            use_per_100_km: f.per_100_km as f64 / 1e3,
            co2_g_per_unit: f.co2_g_per_unit,
        });
        EnergyEntry {
            diesel_l: e.diesel_ml as f64 / 1e3,
            electricity_kwh: e.electricity_wh as f64 / 1e3,
            co2_kg: e.co2_g as f64 / 1e3,
            factors: factors.collect(),
        }
    }
}

fn small(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

pub(super) fn costs(c: &Costs) -> CostsEntry {
    CostsEntry {
        fixed_fen: c.fixed.0,
        distance_fen: c.distance.0,
        time_fen: c.time.0,
        overtime_fen: c.overtime.0,
        gate_fees_fen: c.gate_fees.0,
        prizes_lost_fen: c.prizes_lost.0,
        total_fen: c.total.0,
    }
}
