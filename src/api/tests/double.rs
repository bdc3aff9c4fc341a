//! A city that is a plane: everything lies on a road at its own place, a degree is 100 km and takes 100 minutes.
//!
//! East of 170° there is no road; south of the equator is an island; profiles are `van`, `foot` and `broken`, which panics.

use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::api::{Backend, Prepared, Rows};
use crate::engine::error::{EngineError, Kind, Text};
use crate::engine::info::CityInfo;
use crate::engine::query::{
    Contour, IsochroneQuery, LonLat, MatrixAnswer, MatrixQuery, NearFacility, NearestAnswer, NearestQuery, RouteAnswer,
    RouteQuery, RouteStep, SnapAnswer,
};
use crate::engine::rounds::Budget;
use crate::engine::rules::{Polygon, RuleBook};
use crate::units::{Centimetres, Milliseconds};
use crate::wire::defect::Defect;
use crate::wire::network::ask::{MergeAsked, SweepAsked, TestAsked};
use crate::wire::problem::Parsed;
use crate::wire::rule_tree::RuleTree;
use crate::wire::rules::Known;
use crate::wire::running::Standing;
use crate::wire::{mobile, network};

const KNOWN: Known<'static> = Known { profiles: &[], hours: &|_| None };

#[derive(Default)]
pub(super) struct Double {
    /// Routes say that they began, and wait until told to go on.
    gate: Option<Gate>,
    /// Tables say which row they were asked for, and wait until told to go on.
    steps: Option<Steps>,
}

/// Says which rows are computed, and waits for leave.
type Steps = Arc<Mutex<(UnboundedSender<usize>, Receiver<()>)>>;

/// A table, and its steps.
struct Held {
    whole: MatrixAnswer,
    steps: Option<Steps>,
}

impl Rows for Held {
    fn size(&self) -> (usize, usize) {
        (self.whole.rows, self.whole.columns)
    }
    fn places(&self) -> [&[Option<SnapAnswer>]; 2] {
        [&self.whole.sources, &self.whole.targets]
    }
    fn fill(&self, rows: std::ops::Range<usize>, cells: &mut Vec<u64>) {
        if let Some(steps) = &self.steps {
            let steps = steps.lock().unwrap();
            // Whoever no longer listens lets all go on.
            let _ = steps.0.send(rows.start);
            let _ = steps.1.recv();
        }
        let columns = self.whole.columns;
        let held = &self.whole.cells[rows.start * columns..rows.end * columns];
        // Ways round the globe are longer than a cell can say.
        let low = |cm: i64| (cm as u64).min(u64::from(u32::MAX) - 1);
        *cells = held.iter().map(|leg| leg.map_or(u64::MAX, |l| (l.time.0 as u64) << 32 | low(l.length.0))).collect();
    }
}

/// A city whose tables go step by step; what tells their rows; what lets them go on.
pub(super) fn stepping() -> (Double, UnboundedReceiver<usize>, Sender<()>) {
    let ((says, said), (let_go, go)) = (unbounded_channel(), channel());
    (Double { steps: Some(Arc::new(Mutex::new((says, go)))), ..Double::default() }, said, let_go)
}

pub(super) struct Gate {
    begun: UnboundedSender<()>,
    go: Mutex<Receiver<()>>,
}

/// A city whose routes wait; what tells that one began; what lets them go on when it is dropped.
pub(super) fn waiting() -> (Double, UnboundedReceiver<()>, Sender<()>) {
    let ((begun, has_begun), (let_go, go)) = (unbounded_channel(), channel());
    (Double { gate: Some(Gate { begun, go: Mutex::new(go) }), ..Double::default() }, has_begun, let_go)
}

fn refuse(kind: Kind, code: &'static str) -> EngineError {
    EngineError::new(kind, code, Text::new("No.", "不行。"), Text::new("Ask otherwise.", "换个问法。"))
}

impl Double {
    fn known(&self, profile: &str) -> Result<(), EngineError> {
        match profile {
            "van" | "foot" => Ok(()),
            "broken" => panic!("a secret of the inside"),
            "failing" => Err(refuse(Kind::Internal, "secret")),
            _ => Err(refuse(Kind::NotFound, "unknown_profile")),
        }
    }
    fn on_road(&self, at: LonLat) -> Option<SnapAnswer> {
        let distance = Centimetres(0);
        (at.lon <= 170.0).then(|| SnapAnswer {
            at,
            distance,
            road: "Ring".into(),
            island: at.lat < 0.0,
            passed_over: None,
        })
    }
}

/// Time and length, where there is a way.
fn way(from: LonLat, to: LonLat) -> Option<(Milliseconds, Centimetres)> {
    let degrees = (from.lon - to.lon).abs() + (from.lat - to.lat).abs();
    let figures = (Milliseconds((degrees * 6e6).round() as i64), Centimetres((degrees * 1e7).round() as i64));
    ((from.lat < 0.0) == (to.lat < 0.0)).then_some(figures)
}

impl Backend for Double {
    fn profiles(&self) -> Vec<String> {
        vec!["van".into(), "foot".into()]
    }
    fn info(&self) -> Result<CityInfo, EngineError> {
        Err(refuse(Kind::NotFound, "no_figures"))
    }
    /// Waits for nothing but to be told to stop.
    fn rounds(&self, _: &Parsed, budget: &Budget) -> Result<String, EngineError> {
        if let Some(gate) = &self.gate {
            gate.begun.send(()).unwrap();
        }
        while !budget.cancel.load(Ordering::Relaxed) {
            std::thread::yield_now();
        }
        Ok("{\"plan\":\"the best so far\"}".into())
    }
    fn rounds_insert(&self, day: &Standing) -> Result<String, EngineError> {
        Ok(format!("{{\"new\":{}}}", day.new.len()))
    }
    fn rounds_repair(&self, _: &Standing, budget: &Budget) -> Result<String, EngineError> {
        self.rounds(&crate::wire::problem::read(include_bytes!("../../../docs/example-problem.json")).unwrap(), budget)
    }
    fn network(&self, _: &network::Parsed, budget: &Budget) -> Result<String, EngineError> {
        let cancelled = budget.cancel.load(Ordering::Relaxed);
        Ok(format!("{{\"designed\":{}}}", !cancelled))
    }
    fn mobile_today(&self, asked: &mobile::today::TodayAsked) -> Result<String, EngineError> {
        Ok(format!("{{\"done\":{}}}", asked.asked.report.done))
    }
    fn mobile(&self, _: &mobile::Parsed, budget: &Budget) -> Result<String, EngineError> {
        Ok(format!("{{\"planned\":{}}}", !budget.cancel.load(Ordering::Relaxed)))
    }
    /// Where there is a gate: says that it began, and again when it was told to stop.
    fn network_test(&self, asked: &TestAsked, budget: &Budget) -> Result<String, EngineError> {
        if let Some(gate) = &self.gate {
            gate.begun.send(()).unwrap();
            while !budget.cancel.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            let _ = gate.begun.send(());
        }
        Ok(format!("{{\"sets\":{}}}", asked.sets.len()))
    }
    fn network_sweep(&self, asked: &SweepAsked, _: &Budget) -> Result<String, EngineError> {
        Ok(format!("{{\"levels\":{}}}", asked.levels.len()))
    }
    fn network_merge(&self, asked: &MergeAsked, _: &Budget) -> Result<String, EngineError> {
        Ok(format!("{{\"refuse\":{}}}", asked.request.refuse.len()))
    }
    fn snap(&self, profile: &str, at: LonLat, _: Option<Centimetres>) -> Result<SnapAnswer, EngineError> {
        self.known(profile)?;
        self.on_road(at).ok_or_else(|| refuse(Kind::NoAnswer, "snap_too_far"))
    }
    /// North of 80° there is no road.
    fn touches(&self, area: &[Polygon]) -> bool {
        area.iter().flat_map(|p| &p.outer).any(|c| c.lat() < 80.0)
    }
    /// Rules are read and lie nowhere.
    fn read_rules(&self, bytes: &[u8]) -> Result<Prepared, Vec<Defect>> {
        Ok((RuleTree::read(bytes, &KNOWN)?.0, Arc::default(), Vec::new()))
    }
    fn put_rule(&self, rules: &RuleTree, id: &str, bytes: &[u8]) -> Result<Prepared, Vec<Defect>> {
        Ok((rules.with(id, bytes, &KNOWN)?.0, Arc::default(), Vec::new()))
    }
    fn lay_rules(&self, rules: RuleTree) -> Result<Prepared, Vec<Defect>> {
        Ok((rules, Arc::default(), Vec::new()))
    }
    fn judges_plates(&self) -> bool {
        false
    }
    fn put_rules(&self, _: Arc<RuleBook>) {}
    fn route(&self, query: &RouteQuery) -> Result<RouteAnswer, EngineError> {
        if let Some(gate) = &self.gate {
            gate.begun.send(()).unwrap();
            // When the test lets go of its end, the route goes on, too.
            let _ = gate.go.lock().unwrap().recv();
        }
        let from = self.snap(&query.profile, query.from, None)?;
        let to = self.snap(&query.profile, query.to, None)?;
        let (time, length) = way(query.from, query.to).ok_or_else(|| refuse(Kind::NoAnswer, "no_way"))?;
        let leg = Default::default();
        let step = RouteStep { name: "Ring".into(), name_zh: None, reference: None, turn: "depart", leg, begins: 0 };
        let geometry = vec![query.from, query.to];
        let mut answer = RouteAnswer {
            leg,
            geometry,
            steps: vec![step],
            waits: Vec::new(),
            from,
            to,
            legs: Vec::new(),
            alternatives: Vec::new(),
        };
        (answer.leg.time, answer.leg.length) = (time, length);
        Ok(answer)
    }
    fn matrix(&self, query: &MatrixQuery) -> Result<MatrixAnswer, EngineError> {
        self.known(&query.profile)?;
        let targets = query.targets.as_ref().unwrap_or(&query.sources);
        let snaps = |points: &[LonLat]| points.iter().map(|&p| self.on_road(p)).collect();
        let (rows, columns) = (query.sources.len(), targets.len());
        let (sources, placed) = (snaps(&query.sources), snaps(targets));
        let mut answer = MatrixAnswer { rows, columns, cells: vec![None; rows * columns], sources, targets: placed };
        let pairs = query.sources.iter().flat_map(|&s| targets.iter().map(move |&t| way(s, t)));
        for (cell, (time, length)) in answer.cells.iter_mut().zip(pairs).filter_map(|(c, w)| Some((c, w?))) {
            let leg = cell.get_or_insert_default();
            (leg.time, leg.length) = (time, length);
        }
        Ok(answer)
    }
    fn table(&self, query: &MatrixQuery) -> Result<Arc<dyn Rows>, EngineError> {
        Ok(Arc::new(Held { whole: self.matrix(query)?, steps: self.steps.clone() }))
    }
    fn nearest(&self, query: &NearestQuery) -> Result<NearestAnswer, EngineError> {
        self.known(&query.profile)?;
        let of_place = |&place: &LonLat| {
            let on_road = |f: &LonLat| f.lon <= 170.0;
            let mut all: Vec<NearFacility> = (0..query.facilities.len())
                .filter(|&f| on_road(&query.facilities[f]))
                .filter_map(|facility| {
                    let mut near = NearFacility { facility, leg: Default::default() };
                    (near.leg.time, near.leg.length) = way(place, query.facilities[facility])?;
                    Some(near)
                })
                .collect();
            all.sort_by_key(|n| (n.leg, n.facility));
            all.truncate(query.k);
            (place.lon <= 170.0).then_some(all)
        };
        let snaps = |points: &[LonLat]| points.iter().map(|&p| self.on_road(p)).collect();
        Ok(NearestAnswer {
            nearest: query.places.iter().map(of_place).collect(),
            places: snaps(&query.places),
            facilities: snaps(&query.facilities),
        })
    }
    fn isochrone(&self, query: &IsochroneQuery) -> Result<Vec<Contour>, EngineError> {
        self.snap(&query.profile, query.at, query.snap_limit)?;
        let contour = |&limit: &Milliseconds| {
            let d = limit.0 as f64 / 6e6;
            let LonLat { lon, lat } = query.at;
            let corners = [(-d, 0.0), (0.0, -d), (d, 0.0), (0.0, d), (-d, 0.0)];
            let ring = corners.iter().map(|(x, y)| LonLat { lon: lon + x, lat: lat + y }).collect();
            Contour { limit, polygons: vec![vec![ring]], reached: Centimetres(limit.0) }
        };
        Ok(query.limits.iter().map(contour).collect())
    }
}
