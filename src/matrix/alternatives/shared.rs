//! The time that a drive shares with others: on pieces of road driven in the same direction, and in turns made from the same segment into the same.

use std::collections::{BTreeMap, BTreeSet};

use super::Parts;
use crate::ids::SegmentId;
use crate::roads::Metric;
use crate::units::{Centimetres, Milliseconds};

/// What has been driven.
#[derive(Clone, Debug, Default)]
pub(super) struct Driven {
    /// By segment: from where to where, in order.
    pieces: BTreeMap<SegmentId, Vec<(Centimetres, Centimetres)>>,
    turns: BTreeSet<[SegmentId; 2]>,
}

impl Driven {
    /// By one drive.
    pub(super) fn new(parts: Parts<'_>) -> Self {
        let mut driven = Self::default();
        driven.add(parts);
        driven
    }

    /// By one more.
    pub(super) fn add(&mut self, parts: Parts<'_>) {
        for part in parts {
            let pieces = self.pieces.entry(part.segment).or_default();
            let piece = (part.from, part.to);
            pieces.insert(pieces.partition_point(|p| *p < piece), piece);
        }
        self.turns.extend(parts.windows(2).map(|w| [w[0].segment, w[1].segment]));
    }

    /// The part of another drive's time that has been driven.
    pub(super) fn shared(&self, metric: &Metric, parts: Parts<'_>) -> Milliseconds {
        let time = |s, along| metric.prefix(s, along).unwrap_or_default().time();
        let mut shared = Milliseconds::ZERO;
        for part in parts {
            let mut at = part.from;
            for &(from, to) in self.pieces.get(&part.segment).into_iter().flatten() {
                let (from, to) = (from.max(at), to.min(part.to));
                if to > from {
                    shared += time(part.segment, to) - time(part.segment, from);
                    at = to;
                }
            }
        }
        for pair in parts.windows(2).filter(|w| self.turns.contains(&[w[0].segment, w[1].segment])) {
            shared += pair[1].turn;
        }
        shared
    }
}
