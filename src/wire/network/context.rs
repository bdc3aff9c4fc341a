//! A network file with its names looked up: what checks and conversion share.

use super::format::NetworkFile;
use super::format::haul::FromWord;
use super::format::site::{SiteEntry, StatusWord, TierWord};
use crate::network::model::Tier;
use crate::wire::lookup::Names;

pub(super) struct Context<'f> {
    pub(super) file: &'f NetworkFile,
    pub(super) streams: Names<'f>,
    pub(super) areas: Names<'f>,
    pub(super) sites: Names<'f>,
    pub(super) sources: Names<'f>,
    pub(super) hauls: Names<'f>,
    pub(super) land: Names<'f>,
}

impl<'f> Context<'f> {
    pub(super) fn new(file: &'f NetworkFile) -> Self {
        Self {
            file,
            streams: Names::new(("streams", "品类"), "/streams", file.streams.iter().map(|s| s.id.as_str())),
            areas: Names::new(("areas", "区域"), "/areas", file.areas.iter().map(|a| a.id.as_str())),
            sites: Names::new(("sites", "站点"), "/sites", file.sites.iter().map(|s| s.id.as_str())),
            sources: Names::new(("sources", "产生点"), "/sources", file.sources.iter().map(|s| s.id.as_str())),
            hauls: Names::new(("hauls", "运输方式"), "/hauls", file.hauls.iter().map(|h| h.id.as_str())),
            land: Names::new(("land classes", "用地类别"), "/land", file.land.iter().map(|l| l.class.as_str())),
        }
    }
    /// Whether a site could be open: it is not closed, and a candidate stands on land where its tier may be opened.
    pub(super) fn usable(&self, site: &SiteEntry) -> bool {
        match site.status {
            StatusWord::Existing => true,
            StatusWord::Closed => false,
            StatusWord::Candidate => {
                let class = site.land_class.as_deref().and_then(|class| self.land.find(class));
                class.is_none_or(|class| self.file.land[class].tiers.contains(&site.tier))
            }
        }
    }
    /// Whether a site takes a stream, by its list or because it has none.
    pub(super) fn takes(&self, site: &SiteEntry, stream: usize) -> bool {
        let entry = &self.file.streams[stream];
        match site.streams.is_empty() {
            true => !entry.licensed,
            false => site.streams.iter().any(|i| i.stream() == entry.id),
        }
    }
    /// Whether a stream is done with at a site that takes it.
    pub(super) fn ends(&self, site: &SiteEntry, stream: usize) -> bool {
        let id = &self.file.streams[stream].id;
        let said = site.streams.iter().find(|i| i.stream() == id).and_then(|i| i.terms().ends);
        said.unwrap_or_else(|| match site.tier {
            TierWord::Sink => true,
            TierWord::SortingCentre => {
                !self.file.sites.iter().any(|s| s.tier == TierWord::Sink && self.usable(s) && self.takes(s, stream))
            }
            TierWord::DropOff | TierWord::TransferStation => false,
        })
    }
    /// Tonnes of a stream that arise in a year.
    pub(super) fn tonnes(&self, stream: usize) -> f64 {
        let id = &self.file.streams[stream].id;
        self.file.sources.iter().filter_map(|s| s.kg_per_year.get(id)).sum::<f64>() / 1000.0
    }
}

pub(super) fn tier(word: TierWord) -> Tier {
    match word {
        TierWord::DropOff => Tier::DropOff,
        TierWord::TransferStation => Tier::TransferStation,
        TierWord::SortingCentre => Tier::SortingCentre,
        TierWord::Sink => Tier::Sink,
    }
}

pub(super) fn from(word: FromWord) -> Option<Tier> {
    match word {
        FromWord::Sources => None,
        FromWord::DropOff => Some(Tier::DropOff),
        FromWord::TransferStation => Some(Tier::TransferStation),
        FromWord::SortingCentre => Some(Tier::SortingCentre),
    }
}

/// A tier in words.
pub(super) fn words(tier: Tier) -> (&'static str, &'static str) {
    match tier {
        Tier::DropOff => ("drop-off points", "交投点"),
        Tier::TransferStation => ("transfer stations", "中转站"),
        Tier::SortingCentre => ("sorting centres", "分拣中心"),
        Tier::Sink => ("sinks", "下游"),
    }
}
