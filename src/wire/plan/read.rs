//! A file back to its plan.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde_json::Value;

use super::format::*;
use super::names::{Labels, Names};
use crate::ids::{Id, StreamId};
use crate::matrix::travel::Leg;
use crate::plan::cost::Costs;
use crate::plan::energy::{EnergyFactor, EnergySource, EnergyStatement};
use crate::plan::explain::{Change, Obstacle, Reason, Relaxation, Subject};
use crate::plan::kpi::Kpis;
use crate::plan::rule::Rule;
use crate::plan::{LeftOut, Load, Plan, SearchMeta, Stop, Totals, VehiclePlan, What};
use crate::rounds::problem::Amount;
use crate::units::{Centimetres, Fen, Grams};
use crate::wire::codes;
use crate::wire::defect::{Defect, Report};
use crate::wire::json;
use crate::wire::problem::format::fleet::Source;
use crate::wire::quantity::{amount, ms};
use crate::wire::schema::{self, shape};

static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<PlanFile>);

/// The plan that a file states, for the problem whose names are given.
///
/// # Errors
/// Everything that is malformed or not of the problem, at once. Whether the plan keeps the rules is for the checker.
pub fn read(bytes: &[u8], names: &Names) -> Result<Plan, Vec<Defect>> {
    let mut report = Report::default();
    match json::read(bytes, &mut report) {
        Ok(value) => read_tree(value, names, report),
        Err(defect) => Err(vec![*defect]),
    }
}

/// As [`read`], from a tree.
///
/// # Errors
/// As [`read`].
pub fn read_tree(mut value: Value, names: &Names, mut report: Report) -> Result<Plan, Vec<Defect>> {
    let is_object = value.is_object();
    shape::mend(&SCHEMA, &mut value, &mut report);
    if !is_object {
        return Err(report.into_parts().0);
    }
    let file: PlanFile = match serde_json::from_value(value) {
        Ok(file) => file,
        Err(e) => {
            if report.is_clean() {
                report.add(Defect::new(&codes::E1000, "", [e.to_string().into()]));
            }
            return Err(report.into_parts().0);
        }
    };
    of_file(&file, names, report)
}

/// As [`read`], from a file whose form is right.
///
/// # Errors
/// As [`read`].
pub fn of_file(file: &PlanFile, names: &Names, mut report: Report) -> Result<Plan, Vec<Defect>> {
    let plan = Reader { names, report: &mut report }.plan(file);
    match plan {
        Some(plan) if report.is_clean() => Ok(plan),
        _ => Err(report.into_parts().0),
    }
}

struct Reader<'a> {
    names: &'a Names,
    report: &'a mut Report,
}

/// What a list is called, in English and Chinese.
type Called = (&'static str, &'static str);
const TASKS: Called = ("tasks", "任务");
const VEHICLES: Called = ("vehicles", "车辆");
const UNLOADING: Called = ("unloading places", "卸货点");
const WAREHOUSES: Called = ("warehouses", "仓库");
const STREAMS: Called = ("streams", "品类");
const PLACES: Called = ("places", "地点");
const KINDS: Called = ("vehicle kinds", "车型");
const RULES: Called = ("rules", "规则");
const PARTS: Called = ("compartments, breaks or links", "分隔、休息或关联");

impl Reader<'_> {
    fn find<I: Id>(&mut self, labels: &Labels, what: Called, label: &str, at: impl FnOnce() -> String) -> Option<I> {
        let found = labels.find(label).map(I::new);
        if found.is_none() {
            self.unknown(labels.iter(), what, label, at());
        }
        found
    }
    fn unknown<'n>(&mut self, known: impl Iterator<Item = &'n str>, what: Called, label: &str, at: String) {
        let defect = Defect::new(&codes::E3001, at, [label.into(), what.into()]);
        let defect = self.report.suggesting(defect, label, known);
        self.report.add(defect);
    }

    /// `None` only where a defect says why.
    fn plan(&mut self, f: &PlanFile) -> Option<Plan> {
        let mut seen = HashSet::new();
        for (i, v) in f.vehicles.iter().enumerate().filter(|(_, v)| !seen.insert(v.vehicle.as_str())) {
            self.report.add(Defect::new(&codes::E3002, format!("/vehicles/{i}/vehicle"), [v.vehicle.as_str().into()]));
        }
        let vehicles: Vec<_> =
            f.vehicles.iter().enumerate().map(|(i, v)| self.route(v, &format!("/vehicles/{i}"))).collect();
        let left: Vec<_> =
            f.left_out.iter().enumerate().map(|(i, l)| self.left_out(l, &format!("/left_out/{i}"))).collect();
        let kpis = self.kpis(&f.kpis);
        let energy = f.energy.as_ref().map(|e| self.energy(e));
        let city = f.city.as_ref().map(|c| {
            let bytes = fingerprint(c);
            if bytes.is_none() {
                self.report.add(Defect::new(&codes::E3005, "/city", [c.as_str().into()]));
            }
            bytes
        });
        Some(Plan {
            city: all_or_none(city)?,
            search: SearchMeta { seed: f.search.seed, iterations: f.search.iterations },
            vehicles: vehicles.into_iter().collect::<Option<_>>()?,
            left_out: left.into_iter().collect::<Option<_>>()?,
            costs: costs(&f.costs),
            kpis: kpis?,
            energy: all_or_none(energy)?,
        })
    }

    fn route(&mut self, v: &RouteEntry, at: &str) -> Option<VehiclePlan> {
        let names = self.names;
        let vehicle = self.find(&names.vehicles, VEHICLES, &v.vehicle, || format!("{at}/vehicle"));
        let breaks = names.vehicles.find(&v.vehicle).and_then(|i| names.breaks.get(i).copied());
        let stops: Vec<_> = v
            .stops
            .iter()
            .enumerate()
            .map(|(i, s)| self.stop(s, breaks, &v.vehicle, &format!("{at}/stops/{i}")))
            .collect();
        Some(VehiclePlan {
            vehicle: vehicle?,
            departure: v.departure.0,
            stops: stops.into_iter().collect::<Option<_>>()?,
            totals: Totals {
                length: Centimetres::from_metres(v.distance_m),
                duration: ms(v.duration_s),
                trips: v.trips,
                costs: costs(&v.costs),
            },
        })
    }

    fn stop(&mut self, s: &StopEntry, breaks: Option<usize>, vehicle: &str, at: &str) -> Option<Stop> {
        let what = self.what(s, breaks, vehicle, at);
        let names = self.names;
        let place = self.find(&names.places, PLACES, &s.place, || format!("{at}/place"));
        let taken_off = self.load(&s.taken_off, &|| format!("{at}/taken_off"));
        let taken_on = self.load(&s.taken_on, &|| format!("{at}/taken_on"));
        let load = self.load(&s.on_board, &|| format!("{at}/on_board"));
        Some(Stop {
            what: what?,
            place: place?,
            leg: Leg { time: ms(s.leg_s), length: Centimetres::from_metres(s.leg_m) },
            arrival: s.arrival.0,
            wait: ms(s.wait_s),
            start: s.start.0,
            leave: s.leave.0,
            taken_off: taken_off?,
            taken_on: taken_on?,
            load: load?,
        })
    }

    fn what(&mut self, s: &StopEntry, breaks: Option<usize>, vehicle: &str, at: &str) -> Option<What> {
        let names = self.names;
        let wants_name = matches!(s.what, StopType::Task | StopType::Unload | StopType::Load);
        let wants_break = s.what == StopType::Break;
        if s.name.is_some() != wants_name || s.break_position.is_some() != wants_break {
            self.report.add(Defect::new(&codes::E3004, at, []));
            return None;
        }
        let here = || format!("{at}/name");
        match (s.what, s.name.as_deref(), s.break_position) {
            (StopType::Start, ..) => Some(What::Start),
            (StopType::End, ..) => Some(What::End),
            (StopType::Task, Some(name), _) => self.find(&names.tasks, TASKS, name, here).map(What::Task),
            (StopType::Unload, Some(name), _) => self.find(&names.unloading, UNLOADING, name, here).map(What::Unload),
            (StopType::Load, Some(name), _) => self.find(&names.warehouses, WAREHOUSES, name, here).map(What::Load),
            (StopType::Break, _, Some(i)) => {
                let i = i as usize;
                if let Some(n) = breaks.filter(|&n| i >= n) {
                    let args = [vehicle.into(), n.into(), i.into()];
                    self.report.add(Defect::new(&codes::E3003, format!("{at}/break_position"), args));
                }
                Some(What::Break(i))
            }
            _ => None,
        }
    }

    fn load(&mut self, l: &LoadEntry, at: &dyn Fn() -> String) -> Option<Load> {
        let streams = self.streams(&l.streams, &|| format!("{}/streams", at()));
        Some(Load { streams: streams?, goods: amount(l.goods_kg, l.goods_l) })
    }

    fn streams(&mut self, all: &[StreamAmount], at: &dyn Fn() -> String) -> Option<Vec<(StreamId, Amount)>> {
        let names = self.names;
        let one = |(i, s): (usize, &StreamAmount)| {
            let id = self.find(&names.streams, STREAMS, &s.stream, || format!("{}/{i}/stream", at()));
            Some((id?, amount(s.load_kg, s.volume_l)))
        };
        let all: Vec<_> = all.iter().enumerate().map(one).collect();
        all.into_iter().collect()
    }

    fn left_out(&mut self, l: &LeftOutEntry, at: &str) -> Option<LeftOut> {
        let names = self.names;
        let task = self.find(&names.tasks, TASKS, &l.task, || format!("{at}/task"));
        let reason = l.reason.as_ref().map(|r| self.reason(r, &format!("{at}/reason")));
        Some(LeftOut { task: task?, reason: all_or_none(reason)? })
    }

    fn reason(&mut self, r: &ReasonEntry, at: &str) -> Option<Reason> {
        let names = self.names;
        let obstacle = |(i, o): (usize, &ObstacleEntry)| {
            let at = format!("{at}/obstacles/{i}");
            let vehicle = self.find(&names.vehicles, VEHICLES, &o.vehicle, || format!("{at}/vehicle"));
            let rule = o.rule.as_ref().map(|r| self.rule(r, &format!("{at}/rule")));
            let relaxation = o.relaxation.as_ref().map(|r| self.relaxation(r, &format!("{at}/relaxation")));
            let kind = self.find(&names.kinds, KINDS, &o.kind, || format!("{at}/kind"));
            Some(Obstacle {
                kind: kind?,
                vehicle: vehicle?,
                rule: all_or_none(rule)?,
                relaxation: all_or_none(relaxation)?,
            })
        };
        let obstacles: Vec<_> = r.obstacles.iter().enumerate().map(obstacle).collect();
        let smallest = r.smallest.as_ref().map(|s| self.relaxation(s, &format!("{at}/smallest")));
        let binding = r.binding.as_ref().map(|code| self.rule(code, &format!("{at}/binding")));
        let others: Vec<_> =
            r.others.iter().enumerate().map(|(i, o)| self.relaxation(o, &format!("{at}/others/{i}"))).collect();
        Some(Reason {
            binding: all_or_none(binding)?,
            alone: r.alone,
            obstacles: obstacles.into_iter().collect::<Option<_>>()?,
            smallest: all_or_none(smallest)?,
            others: others.into_iter().collect::<Option<_>>()?,
        })
    }

    fn rule(&mut self, code: &str, at: &str) -> Option<Rule> {
        let found = Rule::ALL.iter().copied().find(|r| r.code() == code);
        if found.is_none() {
            self.unknown(Rule::ALL.iter().map(|r| r.code()), RULES, code, at.to_owned());
        }
        found
    }

    fn relaxation(&mut self, r: &RelaxationEntry, at: &str) -> Option<Relaxation> {
        let names = self.names;
        let vehicle = self.find(&names.vehicles, VEHICLES, &r.vehicle, || format!("{at}/vehicle"));
        let changes: Vec<_> =
            r.changes.iter().enumerate().map(|(i, c)| self.change(c, &format!("{at}/changes/{i}"))).collect();
        Some(Relaxation {
            vehicle: vehicle?,
            position: r.position as usize,
            changes: changes.into_iter().collect::<Option<_>>()?,
            cost: Fen(r.cost_fen),
        })
    }

    fn change(&mut self, c: &ChangeEntry, at: &str) -> Option<Change> {
        let rule = self.rule(&c.rule, &format!("{at}/rule"));
        Some(Change { rule: rule?, of: self.subject(c, at)?, by: c.by })
    }

    fn subject(&mut self, c: &ChangeEntry, at: &str) -> Option<Subject> {
        let names = self.names;
        let name = c.name.as_deref().unwrap_or_default();
        let here = || format!("{at}/name");
        let position = c.position.map_or(usize::MAX, |p| p as usize);
        let vehicle = names.vehicles.find(name);
        let limit = match c.of {
            SubjectType::Compartment => vehicle.and_then(|v| names.compartments.get(v).copied()),
            SubjectType::Break => vehicle.and_then(|v| names.breaks.get(v).copied()),
            SubjectType::Link => Some(names.links),
            _ => None,
        };
        if limit.is_some_and(|n| position >= n) {
            let given = c.position.map_or_else(String::new, |p| p.to_string());
            self.report.add(Defect::new(&codes::E3001, format!("{at}/position"), [given.into(), PARTS.into()]));
            return None;
        }
        match c.of {
            SubjectType::Vehicle => self.find(&names.vehicles, VEHICLES, name, here).map(Subject::Vehicle),
            SubjectType::Compartment => {
                self.find(&names.vehicles, VEHICLES, name, here).map(|v| Subject::Compartment(v, position))
            }
            SubjectType::Break => self.find(&names.vehicles, VEHICLES, name, here).map(|v| Subject::Break(v, position)),
            SubjectType::Task => self.find(&names.tasks, TASKS, name, here).map(Subject::Task),
            SubjectType::Unload => self.find(&names.unloading, UNLOADING, name, here).map(Subject::Unload),
            SubjectType::Warehouse => self.find(&names.warehouses, WAREHOUSES, name, here).map(Subject::Warehouse),
            SubjectType::Link => Some(Subject::Link(position)),
        }
    }

    fn kpis(&mut self, k: &KpisEntry) -> Option<Kpis> {
        let names = self.names;
        let collected = self.streams(&k.collected, &|| "/kpis/collected".to_owned());
        let one = |(i, u): (usize, &UnloadedEntry)| {
            let id = self.find(&names.unloading, UNLOADING, &u.name, || format!("/kpis/unloaded/{i}/name"));
            Some((id?, Grams::from_kg(u.load_kg)))
        };
        let unloaded: Vec<_> = k.unloaded.iter().enumerate().map(one).collect();
        Some(Kpis {
            tasks_served: k.tasks_served,
            tasks_left_out: k.tasks_left_out,
            vehicles_used: k.vehicles_used,
            trips: k.trips,
            collected: collected?,
            delivered: amount(k.delivered_kg, k.delivered_l),
            unloaded: unloaded.into_iter().collect::<Option<_>>()?,
            length: Centimetres::from_metres(k.distance_m),
            length_empty: Centimetres::from_metres(k.distance_empty_m),
            length_loaded: Centimetres::from_metres(k.distance_loaded_m),
            driving: ms(k.driving_s),
            serving: ms(k.serving_s),
            waiting: ms(k.waiting_s),
            resting: ms(k.resting_s),
            fen_per_t: k.fen_per_t,
        })
    }

    fn energy(&mut self, e: &EnergyEntry) -> Option<EnergyStatement> {
        let names = self.names;
        let mut sound = true;
        for (i, factor) in e.factors.iter().enumerate() {
            // The factors stand in the order of the kinds.
            if names.kinds.label(i) != factor.kind {
                self.unknown(
                    names.kinds.iter().skip(i).take(1),
                    KINDS,
                    &factor.kind,
                    format!("/energy/factors/{i}/kind"),
                );
                sound = false;
            }
        }
        let factor = |f: &FactorEntry| EnergyFactor {
            source: match f.source {
                Source::Diesel => EnergySource::Diesel,
                Source::Electricity => EnergySource::Electricity,
            },
            per_100_km: thousandths(f.use_per_100_km),
            co2_g_per_unit: f.co2_g_per_unit,
        };
        sound.then(|| EnergyStatement {
            factors: e.factors.iter().map(factor).collect(),
            diesel_ml: thousandths(e.diesel_l),
            electricity_wh: thousandths(e.electricity_kwh),
            co2_g: thousandths(e.co2_kg),
        })
    }
}

/// What is absent is fine; what is there must have been read.
fn all_or_none<T>(read: Option<Option<T>>) -> Option<Option<T>> {
    read.map_or(Some(None), |inner| inner.map(Some))
}

fn thousandths(value: f64) -> i64 {
    (value * 1000.0).round() as i64
}

fn fingerprint(hex: &str) -> Option<[u8; 16]> {
    let digits: Option<Vec<u8>> = hex.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.filter(|d| d.len() == 32)?;
    let mut out = [0; 16];
    out.iter_mut().zip(digits.chunks_exact(2)).for_each(|(byte, pair)| *byte = pair[0] << 4 | pair[1]);
    Some(out)
}

fn costs(c: &CostsEntry) -> Costs {
    Costs {
        fixed: Fen(c.fixed_fen),
        distance: Fen(c.distance_fen),
        time: Fen(c.time_fen),
        overtime: Fen(c.overtime_fen),
        gate_fees: Fen(c.gate_fees_fen),
        prizes_lost: Fen(c.prizes_lost_fen),
        total: Fen(c.total_fen),
    }
}
