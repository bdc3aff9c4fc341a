//! A drive as people read it: geometry, and steps with names, lengths, times and turns.
//!
//! Invariants: the steps' times and lengths add up to those of the drive; the geometry starts and ends at the two places.

use super::geometry::{between, distance_m};
use super::metric::Metric;
use super::network::RoadNetwork;
use super::snap::Snap;
use crate::graph::ArcId;
use crate::ids::{SegmentId, VertexId};
use crate::osm::model::{Coord, Names, RoadClass};
use crate::units::{Centimetres, Milliseconds};

/// What one does at the beginning of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TurnKind {
    /// The first step.
    Depart,
    /// Straight on, under another name.
    Straight,
    /// A little to the left.
    SlightLeft,
    /// To the left.
    Left,
    /// Sharply to the left.
    SharpLeft,
    /// A little to the right.
    SlightRight,
    /// To the right.
    Right,
    /// Sharply to the right.
    SharpRight,
    /// Round and back.
    UTurn,
    /// Into a roundabout.
    Roundabout,
}

/// A stretch of one name.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// How it begins.
    pub turn: TurnKind,
    /// What the road is called.
    pub names: Option<Names>,
    /// Kind of road.
    pub class: RoadClass,
    /// Its length.
    pub length: Centimetres,
    /// Its time, with the turn it begins with and with what is waited on it.
    pub time: Milliseconds,
    /// Where in the geometry it begins.
    pub first_point: usize,
}

/// See the module.
#[derive(Clone, Debug, PartialEq)]
pub struct Itinerary {
    /// Time on the way.
    pub time: Milliseconds,
    /// Length of the way.
    pub length: Centimetres,
    /// The way, from place to place.
    pub geometry: Vec<Coord>,
    /// The steps.
    pub steps: Vec<Step>,
    /// The segments driven.
    pub segments: Vec<SegmentId>,
    /// Where one waits for a street or a turn to be opened, in order; nothing where the drive keeps to one metric.
    pub waits: Vec<Wait>,
}

/// Standing at a place until a street or a turn is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Where in the geometry.
    pub point: usize,
    /// Since when, counted from the departure.
    pub from: Milliseconds,
    /// Until when, likewise.
    pub until: Milliseconds,
}

/// One segment, or a part of it, of a drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The segment.
    pub segment: SegmentId,
    /// From how far along it.
    pub from: Centimetres,
    /// To how far along it.
    pub to: Centimetres,
    /// The turn before it, if it is not the first.
    pub arc: Option<ArcId>,
    /// What is waited before that turn, or before the first part.
    pub wait: Milliseconds,
    /// What that turn takes.
    pub turn: Milliseconds,
    /// What driving it takes.
    pub time: Milliseconds,
}

impl Metric {
    /// Writes out a drive that starts on `first`, goes on through `vertices` and ends on the segment of the last of them (or
    /// does not leave `first` if there are none). `None` if that is not a drive of this metric.
    #[must_use]
    pub fn itinerary(&self, from: &Snap, to: &Snap, first: SegmentId, vertices: &[VertexId]) -> Option<Itinerary> {
        Some(self.network().itinerary(from, to, &self.parts(from, to, first, vertices)?))
    }

    /// The pieces of road of a drive as [`Metric::itinerary`] takes it, in order; `None` if that is not a drive of this metric.
    #[must_use]
    pub fn parts(&self, from: &Snap, to: &Snap, first: SegmentId, vertices: &[VertexId]) -> Option<Vec<Part>> {
        let topology = self.network().topology();
        let along = |snap: &Snap, s: SegmentId| snap.segments().find(|p| p.0 == s).map(|p| p.1);
        let last = vertices.last().map_or(first, |&v| topology.segment(v));
        let (start, end) = (along(from, first)?, along(to, last)?);
        let mut at = topology.start(first, self.is_zone(first))?;
        let mut drive = vec![(first, None)];
        for &v in vertices {
            // Of parallel arcs to one head (there are none between different turns) the first open one is as good as any.
            let (arc, _) = topology.graph().out(at).find(|&(a, head)| head == v && self.turn(a).is_some())?;
            drive.push((topology.segment(v), Some(arc)));
            at = v;
        }
        let count = drive.len();
        let parts = drive.into_iter().enumerate().map(|(i, (segment, arc))| {
            let whole = self.segment(segment)?;
            let from = if i == 0 { start } else { Centimetres::ZERO };
            let to = if i + 1 == count { end } else { whole.length() };
            let time = self.prefix(segment, to)?.minus(self.prefix(segment, from)?)?.time();
            let turn = arc.and_then(|a| self.turn(a)).unwrap_or_default();
            Some(Part { segment, from, to, arc, wait: Milliseconds::ZERO, turn, time })
        });
        parts.collect()
    }
}

impl RoadNetwork {
    /// Writes out a drive from place to place of which every part is known.
    #[must_use]
    pub fn itinerary(&self, from: &Snap, to: &Snap, parts: &[Part]) -> Itinerary {
        let mut out = Itinerary {
            time: Milliseconds::ZERO,
            length: Centimetres::ZERO,
            geometry: vec![from.at],
            steps: Vec::new(),
            segments: parts.iter().map(|p| p.segment).collect(),
            waits: Vec::new(),
        };
        for (i, part) in parts.iter().enumerate() {
            let road = self.road(part.segment.road());
            let turn = self.turn_kind(part, i.checked_sub(1).map(|i| parts[i].segment));
            let new = out.steps.last().is_none_or(|last: &Step| {
                last.names.as_ref() != road.names
                    || !matches!(turn, TurnKind::Straight | TurnKind::SlightLeft | TurnKind::SlightRight)
            });
            let point = out.geometry.len() - 1;
            if part.wait > Milliseconds::ZERO {
                out.waits.push(Wait { point, from: out.time, until: out.time + part.wait });
            }
            let mut wait = part.wait;
            // One waits before the turn, on the road one comes from.
            if let Some(last) = out.steps.last_mut() {
                last.time += std::mem::take(&mut wait);
            }
            if new {
                out.steps.push(Step {
                    turn,
                    names: road.names.cloned(),
                    class: road.attributes.class,
                    length: Centimetres::ZERO,
                    time: wait,
                    first_point: point,
                });
            }
            let length = part.to - part.from;
            if let Some(step) = out.steps.last_mut() {
                step.length += length;
                step.time += part.time + part.turn;
            }
            out.length += length;
            out.time += part.wait + part.time + part.turn;
            self.draw(part, &mut out.geometry);
        }
        if let Some(last) = out.geometry.last_mut() {
            *last = to.at;
        }
        out
    }

    fn turn_kind(&self, part: &Part, before: Option<SegmentId>) -> TurnKind {
        let (Some(arc), Some(before)) = (part.arc, before) else { return TurnKind::Depart };
        let roundabout = |s: SegmentId| self.road(s.road()).attributes.roundabout;
        if part.segment == before.reversed() {
            return TurnKind::UTurn;
        }
        match (roundabout(before), roundabout(part.segment)) {
            (false, true) => return TurnKind::Roundabout,
            (true, true) => return TurnKind::Straight,
            _ => {}
        }
        let turn = self.topology().turn_deg(arc);
        let kinds = if turn < 0.0 {
            [TurnKind::SlightLeft, TurnKind::Left, TurnKind::SharpLeft]
        } else {
            [TurnKind::SlightRight, TurnKind::Right, TurnKind::SharpRight]
        };
        match turn.abs() {
            t if t < 20.0 => TurnKind::Straight,
            t if t < 50.0 => kinds[0],
            t if t < 125.0 => kinds[1],
            _ => kinds[2],
        }
    }

    /// Adds the points of a part but its first, which is there already.
    fn draw(&self, part: &Part, out: &mut Vec<Coord>) {
        let points = self.segment_shape(part.segment);
        // Most segments are driven from end to end, and need no measuring.
        if part.from == Centimetres::ZERO && part.to >= self.road(part.segment.road()).length {
            for &point in points.iter().skip(1) {
                if out.last() != Some(&point) {
                    out.push(point);
                }
            }
            if out.len() == 1 {
                out.push(out[0]);
            }
            return;
        }
        let (from, to) = (part.from.metres(), part.to.metres());
        let mut driven = 0.0;
        for w in points.windows(2) {
            let piece = distance_m(w[0], w[1]);
            let end = driven + piece;
            if end > from && driven < to {
                let point = if end <= to { w[1] } else { between(w[0], w[1], (to - driven) / piece) };
                if out.last() != Some(&point) {
                    out.push(point);
                }
            }
            driven = end;
        }
        if out.len() == 1 {
            out.push(out[0]);
        }
    }
}
