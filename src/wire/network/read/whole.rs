//! A designed network with all that its file says, for the checker.

use super::{SITES, opens, typed};
use crate::ids::{Id, StreamId};
use crate::network::answer::{Answer, Flow, Origin};
use crate::network::costs::Carriage;
use crate::network::model::{HaulId, Network, SiteId, SourceId};
use crate::units::{Fen, Grams};
use crate::wire::codes::{E7505, E7506};
use crate::wire::defect::{Defect, Report};
use crate::wire::lookup::{Names, broken, known};
use crate::wire::network::answer::AnswerFile;

/// A design, read whole.
#[derive(Clone, Debug)]
pub struct Whole {
    /// What the file says.
    pub file: AnswerFile,
    /// The network it says. A file says of a way only how long it is; what it costs is to be measured.
    pub answer: Answer,
    /// What is doubtful, but no reason to refuse.
    pub warnings: Vec<Defect>,
}

/// All kilograms of a file together, at most: more than any network that can be described moves over its tiers, and far from what can be counted.
const MOST_KG: f64 = 1e13;

/// Reads a design with its flows.
///
/// # Errors
/// Everything that is wrong with the file, at once: besides what [`super::design`] finds, names of flows that the problem does not have, flows from nowhere or from two
/// places, amounts that cannot be.
pub fn whole(bytes: &[u8], network: &Network) -> Result<Whole, Vec<Defect>> {
    let mut report = Report::default();
    let file = typed(bytes, &mut report)?;
    let open = opens(&file, network, &mut report);
    let mut reader = Reader {
        sites: Names::new(SITES, "/sites", network.sites.iter().map(|s| s.name.as_str())),
        sources: Names::new(("sources", "产生点"), "/sources", network.sources.iter().map(|s| s.name.as_str())),
        streams: Names::new(("streams", "品类"), "/streams", network.streams.iter().map(|s| s.name.as_str())),
        hauls: Names::new(("hauls", "运输方式"), "/hauls", network.hauls.iter().map(|h| h.name.as_str())),
        report: &mut report,
        kg: 0.0,
    };
    let mut answer = Answer {
        open,
        flows: Vec::with_capacity(file.flows.len()),
        ends: Vec::new(),
        uncollected: Vec::new(),
        bound: Fen(file.proof.lower_bound_fen),
        optimal: file.proof.optimal,
    };
    for (i, flow) in file.flows.iter().enumerate() {
        let at = |field: &str| format!("/flows/{i}/{field}");
        let from = match (&flow.source, &flow.site) {
            (Some(source), None) => reader.source(source, || at("source")).map(Origin::Source),
            (None, Some(site)) => reader.site(site, || at("site")).map(Origin::Site),
            _ => {
                broken(reader.report, &E7505, format!("/flows/{i}"), []);
                None
            }
        };
        let (to, stream) = (reader.site(&flow.to, || at("to")), reader.stream(&flow.stream, || at("stream")));
        let haul = reader.haul(&flow.haul, || at("haul"));
        let amount = reader.grams(flow.kg_per_year, || at("kg_per_year"));
        if let (Some(from), Some(to), Some(stream), Some(haul), Some(amount)) = (from, to, stream, haul, amount) {
            let carriage = Carriage { km: flow.km, ..Carriage::default() };
            answer.flows.push(Flow { from, to, stream, amount, haul, carriage });
        }
    }
    for (i, end) in file.ends.iter().enumerate() {
        let at = |field: &str| format!("/ends/{i}/{field}");
        let (site, stream) = (reader.site(&end.site, || at("site")), reader.stream(&end.stream, || at("stream")));
        let amount = reader.grams(end.kg_per_year, || at("kg_per_year"));
        if let (Some(site), Some(stream), Some(amount)) = (site, stream, amount) {
            answer.ends.push((site, stream, amount));
        }
    }
    for (i, left) in file.uncollected.iter().enumerate() {
        let at = |field: &str| format!("/uncollected/{i}/{field}");
        let source = reader.source(&left.source, || at("source"));
        let stream = reader.stream(&left.stream, || at("stream"));
        let amount = reader.grams(left.kg_per_year, || at("kg_per_year"));
        if let (Some(source), Some(stream), Some(amount)) = (source, stream, amount) {
            answer.uncollected.push((source, stream, amount));
        }
    }
    if !report.is_clean() {
        return Err(report.into_list());
    }
    Ok(Whole { file, answer, warnings: report.into_parts().1 })
}

struct Reader<'a> {
    sites: Names<'a>,
    sources: Names<'a>,
    streams: Names<'a>,
    hauls: Names<'a>,
    report: &'a mut Report,
    /// All kilograms so far.
    kg: f64,
}

impl Reader<'_> {
    fn site(&mut self, name: &str, pointer: impl FnOnce() -> String) -> Option<SiteId> {
        known(self.report, &self.sites, name, pointer);
        self.sites.find(name).map(SiteId::new)
    }
    fn source(&mut self, name: &str, pointer: impl FnOnce() -> String) -> Option<SourceId> {
        known(self.report, &self.sources, name, pointer);
        self.sources.find(name).map(SourceId::new)
    }
    fn stream(&mut self, name: &str, pointer: impl FnOnce() -> String) -> Option<StreamId> {
        known(self.report, &self.streams, name, pointer);
        self.streams.find(name).map(StreamId::new)
    }
    fn haul(&mut self, name: &str, pointer: impl FnOnce() -> String) -> Option<HaulId> {
        known(self.report, &self.hauls, name, pointer);
        self.hauls.find(name).map(HaulId::new)
    }
    /// Kilograms to the gram; `None` where they are negative, or all so far are more than can be.
    fn grams(&mut self, kg: f64, pointer: impl FnOnce() -> String) -> Option<Grams> {
        self.kg += kg.max(0.0);
        if (0.0..=MOST_KG).contains(&kg) && self.kg <= MOST_KG {
            return Some(Grams((kg * 1e3).round() as i64));
        }
        broken(self.report, &E7506, pointer(), [kg.into()]);
        None
    }
}
