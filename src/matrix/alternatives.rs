//! Other reasonable ways than the best one.
//!
//! A way over a vertex is the best way to it and the best way on from it. Where the best ways from the start and those to the destination run along the same
//! stretch, all vertices of that stretch, a *plateau*, give one and the same way; the plateaus are the candidates. One is *admissible* (Abraham, Delling,
//! Goldberg, Werneck, JEA 2013) if
//!
//! - where it leaves the best way it costs little more than what it avoids (so the whole does, too),
//! - it shares little time with the best way and those chosen before it,
//! - each stretch of it up to some length is itself a best way, so that nobody who drives it sees a detour.
//!
//! Candidates are tried in the order of what they cost outside their plateau, and the answer keeps that order: much of its own road for little more time comes
//! first. Everything is decided on the metric that the best way was found on, so bans, zones, kerbs and offsets hold without further thought.

mod plateaus;
mod shared;

use self::plateaus::{Plateau, Plateaus};
use self::shared::Driven;
use super::route::search;
use super::router::Router;
use crate::hierarchy::query::Scratch;
use crate::hierarchy::{Engine, Seed, Weight};
use crate::ids::{Id, SegmentId, VertexId};
use crate::roads::{Itinerary, Part, Snap};
use crate::units::Milliseconds;

/// When another way is reasonable. Shares are in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admissible {
    /// What it drives apart from the best way costs at most this share of what it avoids.
    pub stretch: i64,
    /// It shares at most this share of the best way's time with the ways before it.
    pub shared: i64,
    /// Each of its stretches that take up to this share of the best way's time is a best way.
    pub local: i64,
    /// Candidates tried at most: what bounds the time where hardly any is admissible.
    pub tries: usize,
}

impl Default for Admissible {
    fn default() -> Self {
        Self { stretch: 125, shared: 80, local: 25, tries: 40 }
    }
}

/// `hundredths` of a time.
fn share(of: Milliseconds, hundredths: i64) -> Milliseconds {
    Milliseconds(of.0 * hundredths / 100)
}

/// A candidate written out.
struct Way {
    first: SegmentId,
    vertices: Vec<VertexId>,
    /// Where its plateau begins and ends among the vertices.
    plateau: [usize; 2],
}

impl Router {
    /// At most `most` other ways between two places, beside the best one; fewer, or none, where there are not as many reasonable ones.
    #[must_use]
    pub fn alternatives(
        &self,
        scratch: &mut Scratch,
        [from, to]: [&Snap; 2],
        most: usize,
        admissible: &Admissible,
    ) -> Vec<Itinerary> {
        let metric = self.metric();
        let mut chosen = Vec::new();
        let Some((best, first, vertices)) = search(&self.query(), scratch, metric, from, to) else { return chosen };
        // Who is there already has no other way.
        if most == 0 || best.time() <= Milliseconds::ZERO {
            return chosen;
        }
        let Some(parts) = metric.parts(from, to, first, &vertices) else { return chosen };
        let (to_beat, mut before) = (Driven::new(&parts), Driven::new(&parts));
        let (departing, arriving) = (self.departing(from), self.arriving(to));
        let labels = [departing.packed(), arriving.packed()];
        let plateaus = Plateaus::new(metric, labels, share(best.time(), admissible.stretch));
        for plateau in plateaus.best_first(admissible.tries) {
            let Some(way) = self.over(scratch, [from, to], &plateaus, &plateau) else { continue };
            if !self.is_best_locally(scratch, labels, &plateau, &way, share(best.time(), admissible.local)) {
                continue;
            }
            let Some(parts) = metric.parts(from, to, way.first, &way.vertices) else { continue };
            let both = to_beat.shared(metric, &parts);
            let (apart, avoided) = (plateau.cost.time() - both, best.time() - both);
            if apart > share(avoided, admissible.stretch)
                || before.shared(metric, &parts) > share(best.time(), admissible.shared)
            {
                continue;
            }
            chosen.extend(metric.itinerary(from, to, way.first, &way.vertices));
            if chosen.len() >= most {
                break;
            }
            before.add(&parts);
        }
        chosen
    }

    /// The way over a plateau.
    fn over(
        &self,
        scratch: &mut Scratch,
        [from, to]: [&Snap; 2],
        plateaus: &Plateaus,
        plateau: &Plateau,
    ) -> Option<Way> {
        let (metric, query) = (self.metric(), self.query());
        let starts = metric.starts(from);
        let seeds: Vec<Seed> = starts.iter().map(|s| (s.vertex, s.weight)).collect();
        let mut vertices = query.one_to_one(scratch, &seeds, &[(plateau.first, Weight::ZERO)])?.vertices;
        let begun = starts.iter().filter(|s| s.vertex == vertices[0]).min_by_key(|s| s.weight)?;
        let begin = vertices.len() - 1;
        vertices.extend(plateaus.after(plateau.first));
        let (end, last) = (vertices.len() - 1, *vertices.last()?);
        let on = query.one_to_one(scratch, &[(last, Weight::ZERO)], &metric.ends(to))?.vertices;
        vertices.extend(on.into_iter().skip(1));
        Some(Way { first: begun.from, vertices, plateau: [begin, end] })
    }

    /// Whether every stretch of the way that takes at most `long` is a best way.
    ///
    /// Up to the end of the plateau the way is one from the start, and from its beginning on one to the destination: only a stretch that holds the
    /// whole plateau may fail, and all of those lie between the two vertices compared here.
    fn is_best_locally(
        &self,
        scratch: &mut Scratch,
        [departing, arriving]: [&[u64]; 2],
        plateau: &Plateau,
        way: &Way,
        long: Milliseconds,
    ) -> bool {
        let [begin, end] = way.plateau;
        let cost = plateau.cost.packed();
        let reached = |i: usize| match i <= end {
            true => departing[way.vertices[i].index()],
            false => cost - arriving[way.vertices[i].index()],
        };
        let time = |packed: u64| Milliseconds((packed >> 32) as i64);
        let (head, tail) = (reached(begin), reached(end));
        if time(tail - head) > long {
            return true;
        }
        let x = (0..=begin).rev().find(|&i| time(tail - reached(i)) > long);
        let y = (end..way.vertices.len()).find(|&j| time(reached(j) - head) > long);
        match (x, y) {
            (Some(x), Some(y)) => {
                let seed = |i: usize| [(way.vertices[i], Weight::ZERO)];
                let best = self.query().cost(scratch, &seed(x), &seed(y));
                best.map(Weight::packed) == Some(reached(y) - reached(x))
            }
            (Some(x), None) => arriving[way.vertices[x].index()] == cost - reached(x),
            (None, Some(y)) => departing[way.vertices[y].index()] == reached(y),
            // All of the way is one stretch, and it is not the best.
            (None, None) => false,
        }
    }
}

/// Pieces of road, in order, as one drives them.
type Parts<'a> = &'a [Part];
