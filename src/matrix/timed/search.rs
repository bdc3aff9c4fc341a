//! Dijkstra's algorithm band by band: who is still driving or waiting at the edge of a band begins the next one from where he is.
//!
//! At the beginning of a band a sweep of its hierarchy tells how long each of them would need if the band went on for ever. If the best of these arrives before it
//! ends, that is the answer, and the search is led to it by that sweep, which as a bound is exact: on Porto that settles a few hundred vertices instead of most
//! of the city.

mod edge;
mod parts;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::super::Router;
use super::Bands;
use super::stretch::{Share, Stretch};
use crate::hierarchy::{ArcId, Sweep, Weight};
use crate::ids::{Id, IdVec, SegmentId, VertexId};
use crate::roads::{Metric, Part, RoadNetwork, Snap};
use crate::units::{Centimetres, Milliseconds};

/// A [`Visit`], by its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct VisitId(u32);

impl Id for VisitId {
    fn new(index: usize) -> Self {
        Self(crate::ids::niche(index).get() - 1)
    }
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// A vehicle that came onto a segment.
struct Visit {
    vertex: VertexId,
    /// When it came to the start of the segment (the first one: when it began to drive), and what it had driven by then.
    since: Weight,
    /// Where from, and by which turn, begun when; `None` at the place of departure.
    came: Option<(VisitId, ArcId, i64)>,
    /// When it stood at the segment's end; 0 until then.
    end: i64,
}

/// What a stretch leads to.
#[derive(Clone, Copy)]
enum Goal {
    /// The end of the segment, standing for a drive by this vertex: a visit's own until layers change.
    End(VertexId),
    /// The destination.
    Place,
}

/// A vehicle on its way along a stretch.
#[derive(Clone, Copy)]
struct Driving {
    visit: VisitId,
    stretch: Stretch,
    goal: Goal,
    left: Share,
}

/// A vehicle that stands at a segment's end, whatever turns it has made meanwhile in other minds.
#[derive(Clone, Copy)]
struct Standing {
    visit: VisitId,
    vertex: VertexId,
}

struct Found {
    weight: Weight,
    visit: VisitId,
    stretch: Stretch,
}

/// See the module.
pub(super) struct Search<'a> {
    bands: Bands<'a>,
    /// Of the bands so far; the last is the one being driven in.
    metrics: Vec<Arc<Metric>>,
    /// Of the band being driven in.
    router: Arc<Router>,
    place: Snap,
    /// What is left from each vertex to the destination, once it is known to be reached in this band.
    ahead: Option<Sweep>,
    network: Arc<RoadNetwork>,
    from: Vec<(SegmentId, Centimetres)>,
    to: Vec<(SegmentId, Centimetres)>,
    visits: IdVec<VisitId, Visit>,
    /// By vertex: its best visit's number and one, or 0. Zeros come from the system as they are, so that what is not reached costs nothing.
    best_visit: Vec<u32>,
    /// Visits by when they began, or once there is a sweep by when they may arrive.
    heap: BinaryHeap<Reverse<(Weight, VertexId, VisitId)>>,
    driving: Vec<Driving>,
    standing: Vec<Standing>,
    /// Waiting at the start for their segment to be opened.
    parked: Vec<(SegmentId, Centimetres)>,
    found: Option<Found>,
}

impl<'a> Search<'a> {
    pub(super) fn new(bands: Bands<'a>, from: &Snap, to: &Snap) -> Self {
        let router = (bands.router)(0);
        let metric = Arc::clone(router.metric());
        let network = Arc::clone(metric.network());
        let from: Vec<_> = from.segments().collect();
        Self {
            bands,
            metrics: vec![metric],
            best_visit: vec![0; network.topology().graph().vertex_count()],
            network,
            parked: from.clone(),
            from,
            to: to.segments().collect(),
            router,
            place: *to,
            ahead: None,
            visits: IdVec::new(),
            heap: BinaryHeap::new(),
            driving: Vec::new(),
            standing: Vec::new(),
            found: None,
        }
    }

    pub(super) fn network(&self) -> &Arc<RoadNetwork> {
        &self.network
    }

    /// The parts of the way found.
    pub(super) fn run(mut self) -> Option<Vec<Part>> {
        self.begin(0);
        loop {
            self.settle_band();
            // Whatever else arrives does so in a later band.
            if self.found.is_some() {
                break;
            }
            let &edge = self.bands.edges.get(self.metrics.len() - 1)?;
            if self.heap.is_empty() && self.driving.is_empty() && self.standing.is_empty() && self.parked.is_empty() {
                return None;
            }
            self.next_band(edge.0);
            self.look_ahead();
        }
        self.parts()
    }

    fn metric(&self) -> &Arc<Metric> {
        &self.metrics[self.metrics.len() - 1]
    }

    /// When the band being driven in ends.
    fn until(&self) -> i64 {
        self.bands.edges.get(self.metrics.len() - 1).map_or(i64::MAX, |e| e.0)
    }

    /// What a stretch takes now, or took when its segment was last open.
    fn pace(&self, stretch: &Stretch) -> Option<i64> {
        self.metrics.iter().rev().find_map(|metric| stretch.time(metric))
    }

    /// Lets those drive off whose segment is open.
    fn begin(&mut self, at: i64) {
        let metric = Arc::clone(self.metric());
        for (segment, along) in std::mem::take(&mut self.parked) {
            let (Some(whole), Some(vertex)) =
                (metric.segment(segment), self.network.topology().start(segment, metric.is_zone(segment)))
            else {
                self.parked.push((segment, along));
                continue;
            };
            let Some(since) = Weight::new(Milliseconds(at), Centimetres::ZERO) else { continue };
            let visit = self.visits.push(Visit { vertex, since, came: None, end: 0 });
            for (_, to) in self.to.clone().into_iter().filter(|t| t.0 == segment && along <= t.1) {
                let stretch = Stretch { segment, from: along, to };
                self.drive(Driving { visit, stretch, goal: Goal::Place, left: Share::WHOLE }, at);
            }
            let stretch = Stretch { segment, from: along, to: whole.length() };
            self.drive(Driving { visit, stretch, goal: Goal::End(vertex), left: Share::WHOLE }, at);
        }
    }

    /// Settles all that is reached before the band ends, or before the destination is.
    fn settle_band(&mut self) {
        let until = self.until();
        while let Some(&Reverse((key, vertex, visit))) = self.heap.peek() {
            let over = self.found.as_ref().is_some_and(|found| found.weight <= key);
            if over || key.time().0 >= until {
                break;
            }
            self.heap.pop();
            if self.is_best(vertex, visit) {
                self.settle(vertex, visit);
            }
        }
    }

    /// Whether no better one came to the same vertex since.
    fn is_best(&self, vertex: VertexId, visit: VisitId) -> bool {
        self.best_visit[vertex.index()] as usize == visit.index() + 1
    }

    fn settle(&mut self, vertex: VertexId, visit: VisitId) {
        let since = self.visits[visit].since;
        let segment = self.network.topology().segment(vertex);
        let (from, at) = (Centimetres::ZERO, since.time().0);
        for i in 0..self.to.len() {
            let (there, to) = self.to[i];
            if there == segment {
                let stretch = Stretch { segment, from, to };
                self.drive(Driving { visit, stretch, goal: Goal::Place, left: Share::WHOLE }, at);
            }
        }
        let to = self.network.road(segment.road()).length;
        let stretch = Stretch { segment, from, to };
        self.drive(Driving { visit, stretch, goal: Goal::End(vertex), left: Share::WHOLE }, at);
    }

    /// Drives on from `at`, to the goal or to the end of the band.
    fn drive(&mut self, driving: Driving, at: i64) {
        let Some(pace) = self.pace(&driving.stretch) else { return };
        let (end, until) = (at + driving.left.time(pace), self.until());
        match driving.goal {
            Goal::End(vertex) if end < until => self.arrive(driving.visit, vertex, end),
            // Nobody who is there at the very edge has to wait for anything.
            Goal::Place if end <= until => self.find(driving.visit, driving.stretch, end),
            _ => self.driving.push(Driving { left: driving.left.after(until - at, pace), ..driving }),
        }
    }

    fn find(&mut self, visit: VisitId, stretch: Stretch, at: i64) {
        let length = self.visits[visit].since.length() + (stretch.to - stretch.from);
        let Some(weight) = Weight::new(Milliseconds(at), length) else { return };
        if self.found.as_ref().is_none_or(|found| weight < found.weight) {
            self.found = Some(Found { weight, visit, stretch });
        }
    }

    /// At the end of a segment: makes every turn that is open.
    fn arrive(&mut self, visit: VisitId, vertex: VertexId, at: i64) {
        self.visits[visit].end = at;
        self.standing.push(Standing { visit, vertex });
        self.turn(visit, vertex, at, None);
    }

    /// Makes turns at `at`; where there was a band before in which the vehicle stood there too, those only that were not as good in it.
    fn turn(&mut self, visit: VisitId, vertex: VertexId, at: i64, before: Option<&Metric>) {
        let network = &self.network;
        let since = self.visits[visit].since.length();
        let driven = match self.visits[visit].came {
            Some(_) => network.road(network.topology().segment(vertex).road()).length,
            None => self.rest_of_first(visit),
        };
        for arc in self.network.topology().graph().row(vertex).map(ArcId::new) {
            let Some(cost) = self.metric().turn_off(arc) else { continue };
            if before.and_then(|b| b.turn_off(arc)).is_some_and(|old| old <= cost) {
                continue;
            }
            let Some(label) = Weight::new(Milliseconds(at) + cost, since + driven) else { continue };
            self.offer(self.network.topology().graph().head(arc), label, (visit, arc, at));
        }
    }

    fn offer(&mut self, vertex: VertexId, since: Weight, came: (VisitId, ArcId, i64)) {
        let best = self.best_visit[vertex.index()];
        if best == 0 || since < self.visits[VisitId::new(best as usize - 1)].since {
            let visit = self.visits.push(Visit { vertex, since, came: Some(came), end: 0 });
            self.best_visit[vertex.index()] = visit.index() as u32 + 1;
            let key = match &self.ahead {
                None => Some(since),
                Some(ahead) => ahead.label(vertex).and_then(|left| since.plus(left)),
            };
            self.heap.extend(key.map(|key| Reverse((key, vertex, visit))));
        }
    }

    /// What is driven of the first segment.
    fn rest_of_first(&self, visit: VisitId) -> Centimetres {
        let segment = self.network.topology().segment(self.visits[visit].vertex);
        let along = self.along(segment);
        self.network.road(segment.road()).length - along
    }

    fn along(&self, segment: SegmentId) -> Centimetres {
        self.from.iter().find(|f| f.0 == segment).map_or(Centimetres::ZERO, |f| f.1)
    }
}
