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
    /// Counties, of a region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counties: Option<usize>,
    /// People in them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persons: Option<u64>,
    /// Counties whose people are an estimate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub estimated: Vec<String>,
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

/// Figures of one run, by name.
#[derive(Clone, Debug, Default)]
pub struct Line(serde_json::Map<String, serde_json::Value>);

impl Line {
    fn put(&mut self, name: &'static str, value: serde_json::Value) -> &mut Self {
        self.0.insert(name.to_owned(), value);
        self
    }
    /// A word.
    pub fn text(&mut self, name: &'static str, text: &str) -> &mut Self {
        self.put(name, text.into())
    }
    /// A whole number.
    pub fn count(&mut self, name: &'static str, count: u64) -> &mut Self {
        self.put(name, count.into())
    }
    /// Yes or no.
    pub fn flag(&mut self, name: &'static str, flag: bool) -> &mut Self {
        self.put(name, flag.into())
    }
    /// A measured number, to six decimals; `null` where it is not known.
    pub fn seconds(&mut self, name: &'static str, value: Option<f64>) -> &mut Self {
        self.put(name, value.map(|v| (v * 1e6).round() / 1e6).into())
    }
    /// A checksum, as 16 hexadecimal digits.
    pub fn hex(&mut self, name: &'static str, sum: u64) -> &mut Self {
        self.put(name, format!("{sum:016x}").into())
    }
    /// One line.
    #[must_use]
    pub fn to_json(&self) -> String {
        // As above.
        serde_json::to_string(&self.0).unwrap_or_default()
    }
}
