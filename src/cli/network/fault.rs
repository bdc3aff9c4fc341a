//! Why demand cannot be estimated, in the words of a file of amounts.

use crate::engine::survey::Survey;
use crate::ids::{IdVec, StreamId};
use crate::network::demand::DemandFault;
use crate::network::region::CountyId;
use crate::network::streams::StreamTable;

/// English and Chinese.
pub(super) fn words(fault: &DemandFault, survey: &Survey, table: &StreamTable) -> (String, String) {
    match *fault {
        DemandFault::Nowhere(county) => {
            let (en, zh) = area(Some(county), &survey.counties);
            (
                format!("{en} has people, but neither homes nor a label on the map"),
                format!("{zh}有人口，但地图上既无住宅也无标注点"),
            )
        }
        DemandFault::OverCounty { county, stream, county_kg, places_kg } => {
            let ((en, zh), (of, of_zh)) = (area(county, &survey.counties), named(stream, table));
            (
                format!(
                    "{of} in {en}: its places are given {places_kg} kg a year, more than the {county_kg} kg of the county"
                ),
                format!("{zh}的{of_zh}：各产生点合计每年 {places_kg} 千克，多于该县区的 {county_kg} 千克"),
            )
        }
        DemandFault::UnderCounty { county, stream, county_kg, places_kg } => {
            let ((en, zh), (of, of_zh)) = (area(county, &survey.counties), named(stream, table));
            (
                format!(
                    "{of} in {en}: the county is given {county_kg} kg a year and its places {places_kg} kg, with no place left for the rest"
                ),
                format!("{zh}的{of_zh}：该县区每年 {county_kg} 千克，各产生点合计 {places_kg} 千克，余量无处可分"),
            )
        }
        DemandFault::OutOfRange => (
            "an amount is negative or too large to add up, or of a place that this draft does not have".to_owned(),
            "某个数量为负、过大，或其产生点不在本次起草范围内".to_owned(),
        ),
    }
}

fn area(county: Option<CountyId>, counties: &IdVec<CountyId, crate::engine::survey::SurveyCounty>) -> (String, String) {
    match county.and_then(|c| counties.get(c)) {
        Some(county) => (county.name.clone(), county.name.clone()),
        None => ("the part outside all counties".to_owned(), "各县区以外".to_owned()),
    }
}

fn named(stream: StreamId, table: &StreamTable) -> (String, String) {
    table.streams.get(stream).map_or_else(Default::default, |s| (s.en.clone(), s.zh.clone()))
}
