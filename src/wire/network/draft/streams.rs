//! Which streams a draft keeps, and how each leaves the place where it arises: carried to a drop-off point, or fetched whole.

use std::collections::BTreeSet;

use super::prices::fen;
use super::{Parts, Remark};
use crate::ids::StreamId;
use crate::network::streams::Stream;
use crate::units::Grams;
use crate::wire::network::format::NetworkStreamEntry;
use crate::wire::network::format::site::IntakeEntry;
use crate::wire::problem::format::stream::Label;

/// Nobody carries a piece from this weight on to a drop-off point: assumed, two people with a washing machine are near their limit.
const HEAVY: Grams = Grams(100_000);

/// The streams of a draft.
pub(super) struct Chosen {
    /// All of them, in the table's order.
    pub(super) kept: Vec<StreamId>,
    codes: Vec<String>,
    licensed: BTreeSet<String>,
    heavy: BTreeSet<String>,
}

impl Chosen {
    /// Streams that arise and can be taken to an end. Licensed ones need a licensed sink; a region has one assumed where it names none, a city without a
    /// region does not.
    pub(super) fn of(parts: &Parts<'_>, remarks: &mut Vec<Remark>) -> Self {
        let mut out = Self { kept: Vec::new(), codes: Vec::new(), licensed: BTreeSet::new(), heavy: BTreeSet::new() };
        let mut left: Vec<&Stream> = Vec::new();
        for (id, stream) in parts.streams.streams.iter_ids().filter(|(id, _)| parts.total_kg(*id) > 0.0) {
            if stream.licensed.value && parts.region.is_none() {
                left.push(stream);
                continue;
            }
            out.kept.push(id);
            out.codes.push(stream.code.clone());
            if stream.licensed.value {
                out.licensed.insert(stream.code.clone());
            }
            if stream.piece.as_ref().is_some_and(|piece| piece.value >= HEAVY) {
                out.heavy.insert(stream.code.clone());
            }
        }
        if !left.is_empty() {
            let names = |of: fn(&Stream) -> &str| left.iter().map(|s| of(s)).collect::<Vec<_>>();
            remarks.push((
                format!("left out, for want of a licensed sink: {}", names(|s| &s.en).join(", ")),
                format!("因缺少有资质的下游而未列入：{}", names(|s| &s.zh).join("、")),
            ));
        }
        out
    }
    /// Whether a stream is kept.
    pub(super) fn has(&self, code: &str) -> bool {
        self.codes.iter().any(|c| c == code)
    }
    /// Whether only licensed firms may take it.
    pub(super) fn is_licensed(&self, code: &str) -> bool {
        self.licensed.contains(code)
    }
    /// Streams of pieces that are fetched whole, licensed or not.
    pub(super) fn heavy(&self, licensed: bool) -> Vec<String> {
        self.heavy.iter().filter(|code| self.is_licensed(code) == licensed).cloned().collect()
    }
    /// Licensed streams that residents hand in at drop-off points.
    pub(super) fn licensed_by_hand(&self) -> Vec<String> {
        self.licensed.difference(&self.heavy).cloned().collect()
    }
    /// What drop-off points and stations take. Who takes licensed goods, or not all, says so; an empty list is every stream that is not licensed.
    pub(super) fn at_doors(&self) -> Vec<IntakeEntry> {
        if self.licensed.is_empty() && self.heavy.is_empty() {
            return Vec::new();
        }
        self.codes.iter().filter(|code| !self.heavy.contains(*code)).cloned().map(IntakeEntry::Plain).collect()
    }
    /// The kept streams as the file has them.
    pub(super) fn entries(&self, parts: &Parts<'_>) -> Vec<NetworkStreamEntry> {
        let entry = |&id: &StreamId| {
            let stream = &parts.streams.streams[id];
            NetworkStreamEntry {
                id: stream.code.clone(),
                name: Some(Label { zh: Some(stream.zh.clone()), en: Some(stream.en.clone()) }),
                uncollected_fen_per_t: Some(fen(parts.prices.uncollected_yuan_per_t)),
                storage_days: stream.storage_days.as_ref().map(|f| f.value),
                licensed: stream.licensed.value,
            }
        };
        self.kept.iter().map(entry).collect()
    }
}
