//! What a city holds, in figures.

use super::City;
use super::city::lon_lat;
use super::error::EngineError;
use super::query::{LonLat, Terms};
use crate::osm::model::{Report, Source};
use crate::roads::Side;

/// A city in figures.
#[derive(Clone, Debug, PartialEq)]
pub struct CityInfo {
    /// Names the city file's content; plans carry it.
    pub fingerprint: [u8; 16],
    /// South-west and north-east corners of its roads.
    pub bbox: Option<[LonLat; 2]>,
    /// On which side one drives.
    pub drives: Side,
    /// IANA time zone.
    pub timezone: String,
    /// Counties it was clipped to, with their codes.
    pub counties: Vec<(String, String)>,
    /// The extract's header.
    pub source: Source,
    /// What import read, dropped and repaired.
    pub report: Report,
    /// Junctions, barriers and ends of roads.
    pub junctions: usize,
    /// Roads between junctions.
    pub roads: usize,
    /// Vertices of the turn-expanded graph.
    pub vertices: usize,
    /// Its arcs.
    pub arcs: usize,
    /// Turn restrictions in force somewhere, and those of them over a way.
    pub turn_restrictions: (usize, usize),
    /// Turn restrictions whose members do not meet on the city's roads.
    pub unresolved_restrictions: usize,
    /// Minutes of the week at which a rule by hour begins or ends.
    pub hour_changes: usize,
    /// Rules over the map.
    pub rules: usize,
    /// Metrics kept for further requests.
    pub kept_metrics: usize,
    /// Places by kind, as the map's names for them, with how many.
    pub places: Vec<(&'static str, usize)>,
    /// Administrative boundaries.
    pub boundaries: usize,
    /// For each profile: its strongly connected parts.
    pub profiles: Vec<ProfileInfo>,
}

/// The network as one profile sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileInfo {
    /// The profile.
    pub name: String,
    /// Segments it may drive.
    pub segments: usize,
    /// Vertices of each strongly connected part of more than one, largest first, at most ten.
    pub components: Vec<u32>,
    /// How many such parts there are.
    pub component_count: usize,
}

impl City {
    /// The city in figures. Makes a metric for every profile, so it takes a moment the first time.
    ///
    /// # Errors
    /// None in practice: every profile asked for is the city's own.
    pub fn info(&self) -> Result<CityInfo, EngineError> {
        let (map, network, book) = (self.map(), self.network(), self.rules());
        let bans = network.ban_report();
        let mut places: Vec<(&'static str, usize)> = Vec::new();
        for place in &map.places {
            let word = word(place.kind);
            match places.iter_mut().find(|(w, _)| *w == word) {
                Some((_, n)) => *n += 1,
                None => places.push((word, 1)),
            }
        }
        places.sort_unstable();
        let profiles = self.profiles().into_iter().map(|name| {
            let router = self.router(&book, &name, None, &Terms::default())?;
            let metric = router.metric();
            let segments =
                network.road_ids().flat_map(|r| r.segments()).filter(|&s| metric.segment(s).is_some()).count();
            let sizes = &metric.reach().component_sizes;
            Ok(ProfileInfo {
                name,
                segments,
                components: sizes.iter().take(10).copied().collect(),
                component_count: sizes.len(),
            })
        });
        let graph = network.topology().graph();
        Ok(CityInfo {
            fingerprint: self.fingerprint(),
            bbox: network.bbox().map(|corners| corners.map(lon_lat)),
            drives: network.drives(),
            timezone: map.settings.timezone.clone(),
            counties: map.settings.counties.iter().map(|c| (c.name.clone(), c.code.clone())).collect(),
            source: map.source.clone(),
            report: map.report.clone(),
            junctions: network.junction_count(),
            roads: network.road_count(),
            vertices: graph.vertex_count(),
            arcs: graph.arc_count(),
            turn_restrictions: (bans.compiled, bans.via_way),
            unresolved_restrictions: bans.unresolved.len(),
            hour_changes: book.hour_changes.len(),
            rules: book.rules.len(),
            // Those that the figures themselves take are asked for first.
            profiles: profiles.collect::<Result<_, EngineError>>()?,
            kept_metrics: self.kept_metrics().0,
            places,
            boundaries: map.boundaries.len(),
        })
    }
}

fn word(kind: crate::osm::model::PlaceKind) -> &'static str {
    use crate::osm::model::PlaceKind as K;
    match kind {
        K::ResidentialLand => "residential_land",
        K::IndustrialLand => "industrial_land",
        K::CommercialLand => "commercial_land",
        K::ResidentialBuilding => "residential_building",
        K::Building => "building",
        K::IndustrialBuilding => "industrial_building",
        K::OtherBuilding => "other_building",
        K::Parking => "parking",
        K::Shop => "shop",
        K::Recycling => "recycling",
        K::WasteTransferStation => "waste_transfer_station",
        K::WasteDisposal => "waste_disposal",
    }
}
