//! Recycling sites paired with refuse sites as a file, version 1.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::format::site::TierWord;
use crate::wire::geo::{collection, feature, line};
use crate::wire::problem::format::Version;
use crate::wire::problem::format::place::Position;

/// Recycling sites that could move in with a refuse site near them 两网融合. Money is a year's.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NetworkMerge")]
pub struct MergeFile {
    /// The version of this format: 1.
    pub version: Version,
    /// Which city file the ways were measured on.
    pub city_fingerprint: String,
    /// Sites of this tier were looked at.
    pub tier: TierWord,
    /// The refuse site is no further by road.
    pub within_m: f64,
    /// Least land of a refuse site whose land is known.
    pub least_m2: f64,
    /// Open sites of the tier that do not serve refuse yet.
    pub sites: usize,
    /// Of these, existing ones without closing_fen_per_year: they stay where they are.
    #[serde(default)]
    pub must_stay: usize,
    /// Pairs left out because a coverage rule would no longer be kept.
    #[serde(default)]
    pub uncovered: usize,
    /// Refuse sites given.
    pub refuse_sites: usize,
    /// Pairs that keep to the rules.
    pub possible: usize,
    /// What all pairs made save together.
    pub saving_fen: i64,
    /// The pairs that save most together, each site in one at most; who saves most first.
    pub pairs: Vec<PairEntry>,
}

/// A recycling site and the refuse site it could move in with.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MergePair")]
pub struct PairEntry {
    /// The recycling site, whose own place is given up.
    pub site: String,
    /// Where it is.
    pub at: Position,
    /// The refuse site.
    pub refuse: String,
    /// Where it is.
    pub refuse_at: Position,
    /// Its land; absent where nobody said, and then not judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refuse_land_m2: Option<f64>,
    /// Way from the one to the other.
    pub distance_m: f64,
    /// Kilograms that come in.
    pub kg_per_year: f64,
    /// Fixed cost saved, less closing.
    pub fixed_fen: i64,
    /// What hauls cost more, carbon included; less if negative.
    pub hauls_fen: i64,
    /// What the pair saves.
    pub saving_fen: i64,
}

/// GeoJSON with a line for each pair.
#[must_use]
pub fn geojson(file: &MergeFile) -> Value {
    let one = |pair: &PairEntry| {
        let ends = [(pair.at.lon, pair.at.lat), (pair.refuse_at.lon, pair.refuse_at.lat)];
        let properties = json!({
            "layer": "pairs", "site": pair.site, "refuse": pair.refuse, "distance_m": pair.distance_m, "saving_fen": pair.saving_fen,
        });
        feature(&json!({ "type": "LineString", "coordinates": line(&ends) }), &properties)
    };
    collection(file.pairs.iter().map(one).collect())
}
