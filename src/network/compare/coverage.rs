//! Households that come within reach of a drop-off point, or fall out of it.

use crate::network::answer::Answer;
use crate::network::model::{AreaId, Network, SourceId};
use crate::network::ways::Ways;

/// How a coverage rule is kept before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageChange {
    /// Index of the rule.
    pub rule: usize,
    /// Households covered, before and after, of those the rule is for.
    pub covered: [u64; 2],
    /// Those the rule is for.
    pub households: u64,
    /// Places of households that are covered only after.
    pub gained: Vec<SourceId>,
    /// Places of households that are covered only before.
    pub lost: Vec<SourceId>,
    /// Households gained and lost by area, smaller areas included, where there are any.
    pub areas: Vec<(AreaId, [u64; 2])>,
}

/// For each coverage rule.
pub(super) fn changes(network: &Network, ways: &Ways, answers: [&Answer; 2]) -> Vec<CoverageChange> {
    let one = |(rule, (of, walks)): (usize, (&crate::network::model::Coverage, _))| {
        let walks: &crate::ids::IdVec<SourceId, Vec<_>> = walks;
        let mut out = CoverageChange {
            rule,
            covered: answers.map(|answer| answer.covered(network, walks, of.area).0),
            households: answers[0].covered(network, walks, of.area).1,
            gained: Vec::new(),
            lost: Vec::new(),
            areas: Vec::new(),
        };
        let lives = |id: SourceId| {
            let source = &network.sources[id];
            source.households > 0 && of.area.is_none_or(|area| network.lies_in(source.area, area))
        };
        for source in network.sources.ids().filter(|&id| lives(id)) {
            match answers.map(|answer| walks[source].iter().any(|&site| answer.open[site])) {
                [false, true] => out.gained.push(source),
                [true, false] => out.lost.push(source),
                _ => {}
            }
        }
        let in_area = |area: AreaId, of: &[SourceId]| -> u64 {
            let here = of.iter().map(|&id| &network.sources[id]).filter(|s| network.lies_in(s.area, area));
            here.map(|s| u64::from(s.households)).sum()
        };
        if !(out.gained.is_empty() && out.lost.is_empty()) {
            let of = |area| (area, [in_area(area, &out.gained), in_area(area, &out.lost)]);
            out.areas = network.areas.ids().map(of).filter(|a| a.1 != [0, 0]).collect();
        }
        out
    };
    network.coverage.iter().zip(&ways.walks).enumerate().map(one).collect()
}
