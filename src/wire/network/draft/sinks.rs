//! Where a region's material ends: the sinks it names, and licensed ones assumed where it names none.

use std::collections::BTreeMap;

use super::streams::Chosen;
use super::{Parts, Remark, position};
use crate::ids::StreamId;
use crate::network::figure::Sure;
use crate::network::ground::LonLat;
use crate::network::region::{County, NamedSink, Region};
use crate::network::streams::SinkKind;
use crate::wire::network::format::site::{IntakeEntry, SiteEntry, StatusWord, TierWord};

/// A region's sinks for the streams that are kept; every kept stream that only licensed firms may take has one.
pub(super) fn sinks(parts: &Parts<'_>, chosen: &Chosen, remarks: &mut Vec<Remark>) -> Vec<SiteEntry> {
    let Some(region) = parts.region else { return Vec::new() };
    let mut out: Vec<SiteEntry> = region.sinks.iter().filter_map(|s| named(parts, chosen, s, remarks)).collect();
    out.extend(assumed(parts, chosen, region, remarks));
    out
}

fn named(parts: &Parts<'_>, chosen: &Chosen, sink: &NamedSink, remarks: &mut Vec<Remark>) -> Option<SiteEntry> {
    let codes = sink.streams.iter().map(|&s| parts.streams.streams[s].code.clone());
    let takes: Vec<IntakeEntry> = codes.filter(|code| chosen.has(code)).map(IntakeEntry::Plain).collect();
    if takes.is_empty() {
        return None;
    }
    if sink.at.sure == Sure::Assumed {
        remarks.push((
            format!("the position of the sink {} ({}) is assumed: {}", sink.en, sink.policy, sink.at.source),
            format!("下游“{}”（{}）的位置为假定：文件未给出地点，取所在县区中部", sink.zh, sink.policy),
        ));
    }
    let capacity_t_per_year = sink.intake_kg.as_ref().map(|kg| (kg.value as f64 / 1000.0).min(1e6));
    Some(SiteEntry { streams: takes, capacity_t_per_year, ..bare(sink.zh.clone(), sink.at.value) })
}

/// One licensed sink of each kind that some licensed stream lacks, at the largest county's label: somewhere it must go, and nobody has said where.
fn assumed(parts: &Parts<'_>, chosen: &Chosen, region: &Region, remarks: &mut Vec<Remark>) -> Vec<SiteEntry> {
    let is_named = |id: StreamId| region.sinks.iter().any(|sink| sink.streams.contains(&id));
    let mut wanted: BTreeMap<SinkKind, Vec<StreamId>> = BTreeMap::new();
    for &id in chosen.kept.iter().filter(|&&id| parts.streams.streams[id].licensed.value && !is_named(id)) {
        wanted.entry(kind(parts, id)).or_default().push(id);
    }
    // Of the region's counties those that the map has.
    let there = |c: &&County| parts.counties.is_empty() || parts.counties.contains(&c.name);
    let largest = region.counties.iter().filter(there).max_by_key(|c| c.persons.value);
    let Some(county) = largest.or_else(|| region.counties.iter().max_by_key(|c| c.persons.value)) else {
        return Vec::new();
    };
    let one = |(kind, streams): (SinkKind, Vec<StreamId>)| {
        let (en, zh) = words(kind);
        let names = |of: fn(&crate::network::streams::Stream) -> &str| {
            streams.iter().map(|&s| of(&parts.streams.streams[s])).collect::<Vec<_>>()
        };
        remarks.push((
            format!(
                "assumed: {en} in {}, without limit of intake, because no licensed sink is named for {}",
                county.name,
                names(|s| &s.en).join(", ")
            ),
            format!(
                "假定：{zh}位于{}（取县区中部），接收量不限；原因：{}须交有资质企业，而资料未指明下游",
                county.name,
                names(|s| &s.zh).join("、")
            ),
        ));
        // The county is in its name and not its area: what it takes comes from all of them.
        let takes = streams.iter().map(|&s| IntakeEntry::Plain(parts.streams.streams[s].code.clone())).collect();
        SiteEntry { streams: takes, ..bare(format!("（假定）{zh}·{}", county.name), county.label) }
    };
    wanted.into_iter().map(one).collect()
}

/// Where most of a licensed stream usually goes, of those that are licensed.
fn kind(parts: &Parts<'_>, id: StreamId) -> SinkKind {
    let licensed = |kind| matches!(kind, SinkKind::WeeeDismantler | SinkKind::ElvDismantler | SinkKind::BatteryWorks);
    let outlets = parts.streams.streams[id].outlets.iter().filter(|o| licensed(o.kind));
    outlets.max_by_key(|o| o.share_ppm).map_or(SinkKind::WeeeDismantler, |o| o.kind)
}

fn words(kind: SinkKind) -> (&'static str, &'static str) {
    match kind {
        SinkKind::WeeeDismantler => ("a licensed dismantler of electrical goods", "废弃电器电子产品拆解企业"),
        SinkKind::ElvDismantler => ("a licensed dismantler of vehicles", "报废机动车拆解企业"),
        SinkKind::BatteryWorks => ("licensed battery works", "动力电池综合利用企业"),
        SinkKind::ReuseMarket => ("a second-hand market", "二手市场"),
        SinkKind::Remanufacturer => ("a remanufacturer", "再制造企业"),
        SinkKind::IndustrialPark => ("an industrial park", "产业园区"),
    }
}

/// A sink that is there and costs nothing.
fn bare(id: String, at: LonLat) -> SiteEntry {
    SiteEntry {
        id,
        tier: TierWord::Sink,
        status: StatusWord::Existing,
        at: position(at),
        area: None,
        streams: Vec::new(),
        capacity_t_per_year: None,
        least_t_per_year: 0.0,
        fixed_fen_per_year: 0,
        capital_fen: 0,
        closing_fen_per_year: None,
        handling_fen_per_t: 0,
        land_class: None,
        land_m2: 0.0,
        shared_with_msw: false,
        storage_kg: None,
        emptied_days: None,
        visit_fen: 0,
    }
}
