//! A site test as layers of a map: the sites tested, their streets, what they win and who loses, by GeoJSON's `layer` property.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{CandidateEntry, EffectEntry, TestFile};
use crate::network::model::Network;
use crate::wire::geo::{LonLat, collection, feature};

/// GeoJSON with the layers `candidates`, `streets`, `won` and `losers`; each feature says of which `candidate` it is by its rank.
#[must_use]
pub fn geojson(network: &Network, file: &TestFile) -> Value {
    let sites: BTreeMap<&str, LonLat> = network.sites.iter().map(|s| (s.name.as_str(), s.lon_lat)).collect();
    let sources: BTreeMap<&str, LonLat> = network.sources.iter().map(|s| (s.name.as_str(), s.lon_lat)).collect();
    let mut features = Vec::new();
    for candidate in &file.candidates {
        features.extend(candidate.sites.iter().filter_map(|id| site(candidate, id, *sites.get(id.as_str())?)));
        if let Some(effect) = &candidate.effect {
            features.extend(places(candidate.rank, effect, &sites, &sources));
        }
    }
    collection(features)
}

fn point((lon, lat): LonLat) -> Value {
    json!({ "type": "Point", "coordinates": [lon, lat] })
}

fn site(candidate: &CandidateEntry, id: &str, at: LonLat) -> Option<Value> {
    let effect = candidate.effect.as_ref();
    let properties = json!({
        "layer": "candidates", "candidate": candidate.rank, "id": id,
        "cost_difference_fen": effect.map(|e| e.cost_difference_fen),
        "refused": candidate.refused.as_ref().map(|r| r.code.as_str()),
    });
    Some(feature(&point(at), &properties))
}

fn places(
    rank: Option<usize>,
    effect: &EffectEntry,
    sites: &BTreeMap<&str, LonLat>,
    sources: &BTreeMap<&str, LonLat>,
) -> Vec<Value> {
    let streets = effect.catchment.streets.iter().map(|s| {
        let properties = json!({
            "layer": "streets", "candidate": rank, "id": s.site, "haul": s.haul,
            "within_minutes": s.within_minutes, "street_km": s.street_km,
        });
        feature(&json!({ "type": "MultiPolygon", "coordinates": s.coordinates }), &properties)
    });
    let won = effect.catchment.sources.iter().filter_map(|w| {
        let properties = json!({
            "layer": "won", "candidate": rank, "id": w.id, "kg_per_year": w.kg_per_year.values().sum::<f64>(),
        });
        Some(feature(&point(*sources.get(w.id.as_str())?), &properties))
    });
    let losers = effect.losers.iter().filter_map(|l| {
        let properties = json!({
            "layer": "losers", "candidate": rank, "id": l.id, "kg_less_per_year": l.kg_less_per_year,
        });
        Some(feature(&point(*sites.get(l.id.as_str())?), &properties))
    });
    streets.chain(won).chain(losers).collect()
}
