//! Figures that commands print as one line of JSON.

use serde::Serialize;

/// What `huilu import` did.
#[derive(Clone, Debug, Serialize)]
pub struct ImportFigures {
    /// The file written.
    pub city: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Its size.
    pub file_bytes: u64,
    /// Nodes in the extract.
    pub nodes: u64,
    /// Ways in the extract.
    pub ways: u64,
    /// Relations in the extract.
    pub relations: u64,
    /// Ways that lost nodes the extract does not hold.
    pub trimmed_ways: u64,
    /// References to such nodes.
    pub missing_nodes: u64,
    /// Roads between junctions.
    pub roads: usize,
    /// Junctions.
    pub junctions: usize,
    /// Turn restrictions in force.
    pub turn_restrictions: usize,
    /// Places.
    pub places: usize,
    /// Administrative boundaries.
    pub boundaries: usize,
    /// Processor seconds of the process; `null` where the system does not say.
    pub cpu_s: Option<f64>,
    /// Peak memory; `null` where the system does not say.
    pub peak_mb: Option<f64>,
}

impl ImportFigures {
    /// One line.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Plain numbers and strings under fixed names: there is nothing that could not be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// What `huilu synth` did.
#[derive(Clone, Debug, Serialize)]
pub struct SynthFigures {
    /// The file written.
    pub extract: String,
    /// Always `true`: none of it exists.
    pub synthetic: bool,
    /// What it was made from.
    pub seed: u64,
    /// Road junctions.
    pub junctions: usize,
    /// Processor seconds of the process; `null` where the system does not say.
    pub cpu_s: Option<f64>,
    /// Peak memory; `null` where the system does not say.
    pub peak_mb: Option<f64>,
}

impl SynthFigures {
    /// One line.
    #[must_use]
    pub fn to_json(&self) -> String {
        // As above.
        serde_json::to_string(self).unwrap_or_default()
    }
}
