//! What rules change, segment by segment.

use xxhash_rust::xxh3::Xxh3;

use super::Effect;
use crate::ids::SegmentId;

/// What the rules in force do to a segment together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Nobody may go there.
    pub closed: bool,
    /// The product of all factors.
    pub factor: f64,
    /// The lowest of the speeds given, in km/h.
    pub kmh: Option<f64>,
}

impl Change {
    const NONE: Self = Self { closed: false, factor: 1.0, kmh: None };

    fn add(&mut self, effect: Effect) {
        match effect {
            Effect::Closed => self.closed = true,
            Effect::Factor(by) => self.factor *= by,
            Effect::Kmh(at) => self.kmh = Some(self.kmh.map_or(at, |kmh| kmh.min(at))),
        }
    }
    /// The speed on a segment that would be driven at `kmh`, before what is legal and possible.
    pub(in crate::roads) fn speed(&self, kmh: f64) -> f64 {
        self.kmh.unwrap_or(kmh) * self.factor
    }
}

/// The rules that bind one vehicle at one departure.
#[derive(Clone, Debug)]
pub struct InForce<'r> {
    /// Sorted by key: equal keys mean equal factors in equal order, and so the same metric to the last bit.
    rules: Vec<(u128, &'r [SegmentId], Effect)>,
}

impl<'r> InForce<'r> {
    pub(super) fn new(mut rules: Vec<(u128, &'r [SegmentId], Effect)>) -> Self {
        rules.sort_unstable_by_key(|r| r.0);
        Self { rules }
    }
    /// Names what they do together: two sets of rules with one name make one metric. Zero where there is no rule.
    #[must_use]
    pub fn key(&self) -> u128 {
        if self.rules.is_empty() {
            return 0;
        }
        let mut hash = Xxh3::new();
        self.rules.iter().for_each(|r| hash.update(&r.0.to_le_bytes()));
        hash.digest128()
    }
    /// What they change.
    #[must_use]
    pub fn overlay(&self) -> Overlay {
        let each = self.rules.iter().flat_map(|&(_, segments, effect)| segments.iter().map(move |&s| (s, effect)));
        let mut each: Vec<(SegmentId, Effect)> = each.collect();
        // Stable, so that factors are multiplied in the order of keys; and quick, for it is made of sorted runs.
        each.sort_by_key(|e| e.0);
        let mut changes: Vec<(SegmentId, Change)> = Vec::with_capacity(each.len());
        for (segment, effect) in each {
            match changes.last_mut().filter(|last| last.0 == segment) {
                Some((_, change)) => change.add(effect),
                None => {
                    let mut change = Change::NONE;
                    change.add(effect);
                    changes.push((segment, change));
                }
            }
        }
        Overlay { changes }
    }
}

/// What rules change, by segment in order; nothing by default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    changes: Vec<(SegmentId, Change)>,
}

impl Overlay {
    /// The changes, by segment in order.
    #[must_use]
    pub fn changes(&self) -> &[(SegmentId, Change)] {
        &self.changes
    }
}
