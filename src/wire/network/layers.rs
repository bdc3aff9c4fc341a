//! A designed network as layers of a map: sites as points, flows as straight lines from place to place, by GeoJSON's `layer` property.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::answer::{AnswerFile, FlowEntry, SiteAnswer};
use crate::network::model::Network;
use crate::wire::geo::{LonLat, collection, feature, line};

/// GeoJSON with the layers `sites`, `flows` (between sites, all streams of a pair in one line) and `sources` (with where most of what arises goes).
#[must_use]
pub fn geojson(network: &Network, file: &AnswerFile) -> Value {
    let sites: BTreeMap<&str, &SiteAnswer> = file.sites.iter().map(|s| (s.id.as_str(), s)).collect();
    let mut features: Vec<Value> = file.sites.iter().map(site).collect();
    let mut pairs: BTreeMap<(&str, &str), Vec<&FlowEntry>> = BTreeMap::new();
    let mut handed: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
    for flow in &file.flows {
        match (&flow.site, &flow.source) {
            (Some(from), _) => pairs.entry((from, &flow.to)).or_default().push(flow),
            (None, Some(from)) => {
                *handed.entry(from).or_default().entry(&flow.to).or_default() += flow.kg_per_year;
            }
            (None, None) => {}
        }
    }
    features.extend(pairs.iter().filter_map(|(&(from, to), flows)| between(sites.get(from)?, sites.get(to)?, flows)));
    features.extend(network.sources.iter().map(|source| {
        let to = handed.get(source.name.as_str());
        let most = to.and_then(|to| to.iter().max_by(|a, b| a.1.total_cmp(b.1))).map(|(site, _)| *site);
        let properties = json!({
            "layer": "sources", "id": source.name, "households": source.households,
            "handed_in_kg_per_year": to.map_or(0.0, |to| to.values().sum::<f64>()), "most_to": most,
        });
        feature(&point(source.lon_lat), &properties)
    }));
    collection(features)
}

fn point((lon, lat): LonLat) -> Value {
    json!({ "type": "Point", "coordinates": [lon, lat] })
}

fn site(site: &SiteAnswer) -> Value {
    let properties = json!({
        "layer": "sites", "id": site.id, "tier": site.tier, "status": site.status, "change": site.change,
        "area": site.area, "kg_per_year": site.kg_per_year.values().sum::<f64>(), "use_percent": site.use_percent,
    });
    feature(&point((site.at.lon, site.at.lat)), &properties)
}

fn between(from: &SiteAnswer, to: &SiteAnswer, flows: &[&FlowEntry]) -> Option<Value> {
    let by_stream: BTreeMap<&str, f64> = flows.iter().map(|f| (f.stream.as_str(), f.kg_per_year)).collect();
    let properties = json!({
        "layer": "flows", "from": from.id, "to": to.id, "haul": flows.first()?.haul, "km": flows.first()?.km,
        "kg_per_year": by_stream.values().sum::<f64>(), "by_stream": by_stream,
    });
    let ends = [(from.at.lon, from.at.lat), (to.at.lon, to.at.lat)];
    Some(feature(&json!({ "type": "LineString", "coordinates": line(&ends) }), &properties))
}
