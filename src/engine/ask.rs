//! Answers about the roads: where a point stands, ways, tables, what is within reach.

use super::City;
use super::city::{coord, lon_lat};
use super::error::{EngineError, Kind, Text};
use super::query::{
    Contour, IsochroneQuery, Kerbs, LonLat, MatrixAnswer, MatrixQuery, RouteAnswer, RouteQuery, RouteStep, RouteWait,
    SnapAnswer, Terms,
};
use super::table::MatrixTable;
use super::under_way::Trip;
use crate::matrix::alternatives::Admissible;
use crate::matrix::travel::{Leg, leg};
use crate::osm::model::Names;
use crate::roads::{Itinerary, Metric, Side, Snap, SnapOptions, TurnKind, Wait};
use crate::units::Centimetres;

impl City {
    /// Puts a point on the nearest road that the profile may use.
    ///
    /// # Errors
    /// `unknown_profile`, `bad_coordinate`, `no_road_near`.
    pub fn snap(&self, profile: &str, at: LonLat, limit: Option<Centimetres>) -> Result<SnapAnswer, EngineError> {
        let router = self.router(&self.rules(), profile, None, &Terms::default())?;
        let snap = self.on_road(router.metric(), at, limit, None)?;
        Ok(self.snap_answer(&snap))
    }

    /// The way that arrives earliest, through the stops between; at a departure also where rules begin or end on the way.
    ///
    /// # Errors
    /// As [`City::snap`], and `no_way` where there is none.
    pub fn route(&self, q: &RouteQuery) -> Result<RouteAnswer, EngineError> {
        let trip = Trip { city: self, book: self.rules(), vehicle: self.vehicle(&q.profile, &q.terms)? };
        if q.via.is_empty() { self.way(&trip, q) } else { self.through(&trip, q) }
    }

    /// The way that arrives earliest without stops between.
    pub(super) fn way(&self, trip: &Trip<'_>, q: &RouteQuery) -> Result<RouteAnswer, EngineError> {
        let router = trip.router(q.depart);
        let mut from = trip.place(&router, q, q.from, self.kerb(q.kerb.from))?;
        let mut to = trip.place(&router, q, q.to, self.kerb(q.kerb.to))?;
        let mut scratch = router.scratch();
        let mut found = match q.depart {
            None => router.route(&mut scratch, &from, &to),
            Some(depart) => trip.way(depart, &from, &to),
        };
        if let (None, Some(depart)) = (&found, q.depart) {
            // What stays closed as far as one looks is not waited for: the places are put where a matrix has them.
            let open = |at, kerb| self.on_road(router.metric(), at, q.snap_limit, self.kerb(kerb));
            if let (Ok(start), Ok(end)) = (open(q.from, q.kerb.from), open(q.to, q.kerb.to)) {
                found = trip.way(depart, &start, &end);
                (from, to) = (start, end);
            }
        }
        let found = found.ok_or_else(|| no_way(&from, &to))?;
        let mut alternatives = Vec::new();
        if q.alternatives > 0 {
            let others = router.alternatives(&mut scratch, [&from, &to], q.alternatives, &Admissible::default());
            // They are ways by the rules departed under, so only such as arrive while those hold.
            let latest = others.iter().map(|way| way.time).max();
            let hold = latest.zip(q.depart).and_then(|(latest, depart)| trip.unchanged(&router, depart, latest));
            let in_time = others.iter().filter(|way| hold.is_none_or(|hold| way.time < hold));
            alternatives.extend(in_time.map(|way| self.written(q, way, [&from, &to])));
        }
        Ok(RouteAnswer { alternatives, ..self.written(q, &found, [&from, &to]) })
    }

    fn written(&self, q: &RouteQuery, found: &Itinerary, [from, to]: [&Snap; 2]) -> RouteAnswer {
        let wait = |w: &Wait| {
            let (from, until) = (q.depart?.after(w.from)?, q.depart?.after(w.until)?);
            let at = lon_lat(*found.geometry.get(w.point)?);
            Some(RouteWait { at, point: w.point, from, until, time: w.until - w.from })
        };
        RouteAnswer {
            waits: found.waits.iter().filter_map(wait).collect(),
            leg: Leg { time: found.time, length: found.length },
            geometry: found.geometry.iter().copied().map(lon_lat).collect(),
            steps: found.steps.iter().map(step).collect(),
            from: self.snap_answer(from),
            to: self.snap_answer(to),
            legs: Vec::new(),
            alternatives: Vec::new(),
        }
    }

    /// Ways from each source to each target. A point without a road near it has none, and is `None` among the places; the rest of
    /// the table is answered.
    ///
    /// # Errors
    /// `unknown_profile`, `bad_coordinate`.
    pub fn matrix(&self, q: &MatrixQuery) -> Result<MatrixAnswer, EngineError> {
        let table = self.table(q)?;
        let mut cells = Vec::new();
        table.rows(0..table.row_count(), &mut cells);
        Ok(MatrixAnswer {
            rows: table.row_count(),
            columns: table.column_count(),
            cells: cells.into_iter().map(leg).collect(),
            sources: table.sources,
            targets: table.targets,
        })
    }

    /// The same table, to be asked for some rows at a time: for tables of any size.
    ///
    /// # Errors
    /// As [`City::matrix`].
    pub fn table(&self, q: &MatrixQuery) -> Result<MatrixTable, EngineError> {
        let router = self.router(&self.rules(), &q.profile, q.depart, &q.terms)?;
        let [kerb_from, kerb_to] = &q.kerb;
        let sources = self.on_roads(router.metric(), &q.sources, q.snap_limit, kerb_from)?;
        let targets = match &q.targets {
            None if kerb_from == kerb_to => sources.clone(),
            points => self.on_roads(router.metric(), points.as_ref().unwrap_or(&q.sources), q.snap_limit, kerb_to)?,
        };
        let answers = |snaps: &[Option<Snap>]| snaps.iter().map(|s| s.map(|s| self.snap_answer(&s))).collect();
        let (on_source, on_target) = (answers(&sources), answers(&targets));
        Ok(MatrixTable::new(router, sources, &targets, [on_source, on_target]))
    }

    /// What can be reached within some times, or from where the place can be.
    ///
    /// # Errors
    /// As [`City::snap`].
    pub fn isochrone(&self, q: &IsochroneQuery) -> Result<Vec<Contour>, EngineError> {
        let router = self.router(&self.rules(), &q.profile, q.depart, &q.terms)?;
        let place = self.on_road(router.metric(), q.at, q.snap_limit, None)?;
        let ring = |points: &Vec<crate::osm::model::Coord>| points.iter().copied().map(lon_lat).collect::<Vec<_>>();
        Ok(router
            .isochrones(q.sense, &place, &q.limits)
            .into_iter()
            .map(|area| Contour {
                limit: area.within,
                reached: area.length,
                polygons: area
                    .polygons
                    .iter()
                    .map(|p| std::iter::once(&p.outer).chain(&p.inners).map(ring).collect())
                    .collect(),
            })
            .collect())
    }

    /// Who drives on the right stops on the right, and has the customer on the right.
    pub(super) fn kerb(&self, wanted: bool) -> Option<Side> {
        wanted.then(|| self.network().drives())
    }

    pub(super) fn on_road(
        &self,
        metric: &Metric,
        at: LonLat,
        limit: Option<Centimetres>,
        kerb: Option<Side>,
    ) -> Result<Snap, EngineError> {
        let defaults = SnapOptions::default();
        let options = SnapOptions { max_distance: limit.unwrap_or(defaults.max_distance), kerb, ..defaults };
        self.snapper().snap(metric, coord(at)?, &options).map_err(|refused| {
            let (m, name) = (refused.limit.metres(), &metric.profile().name);
            EngineError::new(
                Kind::NoAnswer,
                "no_road_near",
                Text::new(
                    format!("no road that a {name} may use lies within {m} m of {}, {}", at.lon, at.lat),
                    format!("{}, {} 周围 {m} 米内没有 {name} 可通行的道路", at.lon, at.lat),
                ),
                Text::new(
                    "check the point (longitude first, WGS-84, inside the city) or allow a larger distance",
                    "请检查坐标（先经度，WGS-84，位于城市范围内），或放宽距离",
                ),
            )
        })
    }

    pub(super) fn on_roads(
        &self,
        metric: &Metric,
        points: &[LonLat],
        limit: Option<Centimetres>,
        kerbs: &Kerbs,
    ) -> Result<Vec<Option<Snap>>, EngineError> {
        points
            .iter()
            .enumerate()
            .map(|(i, &at)| match self.on_road(metric, at, limit, self.kerb(kerbs.at(i))) {
                Err(e) if e.kind == Kind::NoAnswer => Ok(None),
                other => other.map(Some),
            })
            .collect()
    }

    pub(super) fn snap_answer(&self, snap: &Snap) -> SnapAnswer {
        SnapAnswer {
            at: lon_lat(snap.at),
            distance: snap.distance,
            road: self.network().road(snap.road).names.map(label).unwrap_or_default(),
            island: snap.island,
            passed_over: snap.gave_up,
        }
    }
}

fn label(names: &Names) -> String {
    [&names.name, &names.zh, &names.reference].into_iter().flatten().next().cloned().unwrap_or_default()
}

fn step(step: &crate::roads::Step) -> RouteStep {
    let names = step.names.clone().unwrap_or_default();
    RouteStep {
        name: label(&names),
        name_zh: names.zh,
        reference: names.reference,
        turn: match step.turn {
            TurnKind::Depart => "depart",
            TurnKind::Straight => "straight",
            TurnKind::SlightLeft => "slight_left",
            TurnKind::Left => "left",
            TurnKind::SharpLeft => "sharp_left",
            TurnKind::SlightRight => "slight_right",
            TurnKind::Right => "right",
            TurnKind::SharpRight => "sharp_right",
            TurnKind::UTurn => "u_turn",
            TurnKind::Roundabout => "roundabout",
        },
        leg: Leg { time: step.time, length: step.length },
        begins: step.first_point,
    }
}

fn no_way(from: &Snap, to: &Snap) -> EngineError {
    let why = match (from.island, to.island) {
        (false, false) => ["", ""],
        (true, false) => [": the start lies on an island of the road network", "：起点位于路网孤岛上"],
        (false, true) => [": the destination lies on an island of the road network", "：终点位于路网孤岛上"],
        (true, true) => [": both points lie on islands of the road network", "：两点都位于路网孤岛上"],
    };
    EngineError::new(
        Kind::NoAnswer,
        "no_way",
        Text::new(
            format!("there is no way between the two points{}", why[0]),
            format!("两点之间没有可行路线{}", why[1]),
        ),
        Text::new(
            "check the points, or whether a ban or limit of this profile closes the only road",
            "请检查两点位置，以及该车型的限行或限重是否封闭了唯一道路",
        ),
    )
}
