//! A city that is a plane: everything lies on a road at its own place, a degree is 100 km and takes 100 minutes.
//!
//! East of 170° there is no road; south of the equator is an island; profiles are `van`, `foot` and `broken`, which panics.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender};

use crate::api::Backend;
use crate::engine::error::{EngineError, Kind, Text};
use crate::engine::query::{
    Contour, IsochroneQuery, LonLat, MatrixAnswer, MatrixQuery, RouteAnswer, RouteQuery, RouteStep, SnapAnswer,
};
use crate::units::{Centimetres, Milliseconds};

#[derive(Default)]
pub(super) struct Double {
    /// Routes say that they began, and wait until told to go on.
    pub(super) gate: Option<Gate>,
}

pub(super) struct Gate {
    pub(super) begun: Sender<()>,
    pub(super) go: Mutex<Receiver<()>>,
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

fn leg(from: LonLat, to: LonLat) -> Option<crate::matrix::travel::Leg> {
    let degrees = (from.lon - to.lon).abs() + (from.lat - to.lat).abs();
    ((from.lat < 0.0) == (to.lat < 0.0)).then(|| crate::matrix::travel::Leg {
        time: Milliseconds((degrees * 6e6).round() as i64),
        length: Centimetres((degrees * 1e7).round() as i64),
    })
}

impl Backend for Double {
    fn profiles(&self) -> Vec<String> {
        vec!["van".into(), "foot".into()]
    }
    fn snap(&self, profile: &str, at: LonLat, _: Option<Centimetres>) -> Result<SnapAnswer, EngineError> {
        self.known(profile)?;
        self.on_road(at).ok_or_else(|| refuse(Kind::NoAnswer, "snap_too_far"))
    }
    fn route(&self, query: &RouteQuery) -> Result<RouteAnswer, EngineError> {
        if let Some(gate) = &self.gate {
            gate.begun.send(()).unwrap();
            // When the test lets go of its end, the route goes on, too.
            let _ = gate.go.lock().unwrap().recv();
        }
        let from = self.snap(&query.profile, query.from, None)?;
        let to = self.snap(&query.profile, query.to, None)?;
        let leg = leg(query.from, query.to).ok_or_else(|| refuse(Kind::NoAnswer, "no_way"))?;
        let step = RouteStep { name: "Ring".into(), name_zh: None, reference: None, turn: "depart", leg, begins: 0 };
        Ok(RouteAnswer { leg, geometry: vec![query.from, query.to], steps: vec![step], from, to })
    }
    fn matrix(&self, query: &MatrixQuery) -> Result<MatrixAnswer, EngineError> {
        self.known(&query.profile)?;
        let targets = query.targets.as_ref().unwrap_or(&query.sources);
        let cells = query.sources.iter().flat_map(|&s| targets.iter().map(move |&t| leg(s, t))).collect();
        let snaps = |points: &[LonLat]| points.iter().map(|&p| self.on_road(p)).collect();
        let (rows, columns) = (query.sources.len(), targets.len());
        Ok(MatrixAnswer { rows, columns, cells, sources: snaps(&query.sources), targets: snaps(targets) })
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
