//! What is asked of a network in one message over HTTP: the problem with what to test on it, to pair in it, or to sweep.

use std::collections::HashMap;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::context::tier;
use super::format::NetworkFile;
use super::format::site::TierWord;
use super::read::{candidates, existing, set};
use super::sweep::AxisWord;
use super::sweep::levels::{self, Asked};
use super::{Parsed, of_file};
use crate::ids::IdVec;
use crate::network::model::{Network, SiteId, Status, Tier};
use crate::network::sweep::Axis;
use crate::wire::codes::{E7501, E7605};
use crate::wire::defect::{Defect, Report, within};
use crate::wire::lookup::{broken, unknown};
use crate::wire::problem::format::place::Position;
use crate::wire::schema;

/// Sites to be tested on a network, whose flows are found anew with each set of them open.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NetworkTestRequest")]
pub struct TestRequest {
    /// The network.
    pub problem: NetworkFile,
    /// Sites that are open as it stands; by default the existing ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 50000))]
    pub open: Option<Vec<String>>,
    /// Sets of sites, each to be opened together.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub sites: Vec<Vec<String>>,
    /// Also every candidate that is not open, each by itself.
    #[serde(default)]
    pub all_candidates: bool,
    /// Whether open sites may close in answer, if they have a price for it or are not built yet.
    #[serde(default)]
    pub may_close: bool,
}

/// Recycling sites to be paired with refuse sites.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NetworkMergeRequest")]
pub struct MergeRequest {
    /// The network.
    pub problem: NetworkFile,
    /// Sites that are open as it stands; by default the existing ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 50000))]
    pub open: Option<Vec<String>>,
    /// Refuse sites; by default those of the problem (`shared_with_msw`, not open) or, if it has none, the map's.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    pub refuse: Vec<RefuseEntry>,
    /// Which recycling sites; by default transfer stations.
    #[serde(default = "stations")]
    pub tier: TierWord,
    /// The refuse site is no further than this by road; by default 1,000.
    #[serde(default = "kilometre")]
    #[schemars(range(min = 0.0, max = 1e7))]
    pub within_m: f64,
    /// Least land of a refuse site, where it is known; by default none.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e9))]
    pub least_m2: f64,
    /// Who drives from the one to the other; by default `light_truck`.
    #[serde(default = "light_truck")]
    #[schemars(length(min = 1, max = 200))]
    pub profile: String,
}

fn stations() -> TierWord {
    TierWord::TransferStation
}

fn kilometre() -> f64 {
    1000.0
}

fn light_truck() -> String {
    "light_truck".to_owned()
}

/// A place where household refuse is handled.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RefuseSite")]
pub struct RefuseEntry {
    /// What the answer calls it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// Where it is.
    pub at: Position,
    /// Its land; without it land is not judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1e9))]
    pub land_m2: Option<f64>,
}

/// A sweep of cost against another measure.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NetworkSweepRequest")]
pub struct SweepRequest {
    /// The network.
    pub problem: NetworkFile,
    /// What cost is weighed against; by default coverage.
    #[serde(default = "coverage")]
    pub against: AxisWord,
    /// Whose sites are counted, where sites are; by default drop-off points.
    #[serde(default = "drop_offs")]
    pub tier: TierWord,
    /// The places, from 0, of the coverage rules that get each level's share; by default all.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub rules: Vec<usize>,
    /// The lowest level: percent of households, sites, or yuan (for a tonne of carbon dioxide, a tonne-kilometre); by default 50 %, 1 site, 0 yuan.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub from: Option<f64>,
    /// The highest; by default 100 %, all sites that may be open, 500 yuan a tonne, 5 yuan a tonne-kilometre.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub to: Option<f64>,
    /// How many, evenly; by default 6.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 200))]
    pub steps: Option<u16>,
    /// The levels themselves, instead.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub points: Vec<f64>,
}

fn coverage() -> AxisWord {
    AxisWord::Coverage
}

fn drop_offs() -> TierWord {
    TierWord::DropOff
}

/// A test, read.
#[derive(Clone, Debug)]
pub struct TestAsked {
    /// The network.
    pub parsed: Parsed,
    /// Sites that are open as it stands.
    pub open: IdVec<SiteId, bool>,
    /// Sets of sites, each to be opened together.
    pub sets: Vec<Vec<SiteId>>,
    /// Whether open sites may close in answer.
    pub may_close: bool,
}

/// A merge, read.
#[derive(Clone, Debug)]
pub struct MergeAsked {
    /// The network.
    pub parsed: Parsed,
    /// Sites that are open as it stands.
    pub open: IdVec<SiteId, bool>,
    /// The tier that is looked at.
    pub tier: Tier,
    /// The rest, as it was asked.
    pub request: MergeRequest,
}

/// A sweep, read.
#[derive(Clone, Debug)]
pub struct SweepAsked {
    /// The network.
    pub parsed: Parsed,
    /// What cost is weighed against.
    pub axis: Axis,
    /// The coverage rules that are swept.
    pub rules: Vec<usize>,
    /// The levels.
    pub levels: Vec<i64>,
}

static TEST: LazyLock<Value> = LazyLock::new(schema::of::<TestRequest>);
static MERGE: LazyLock<Value> = LazyLock::new(schema::of::<MergeRequest>);
static SWEEP: LazyLock<Value> = LazyLock::new(schema::of::<SweepRequest>);

/// The network of a message; its defects are told by their places in the message.
fn problem(file: NetworkFile) -> Result<Parsed, Vec<Defect>> {
    let mut parsed = of_file(file).map_err(|defects| within("problem", defects))?;
    parsed.warnings = within("problem", parsed.warnings);
    Ok(parsed)
}

/// The sites that a message calls open, or the existing ones.
fn opened(names: Option<&[String]>, network: &Network, report: &mut Report) -> IdVec<SiteId, bool> {
    let Some(names) = names else { return existing(network) };
    let known: HashMap<&str, SiteId> = network.sites.iter_ids().map(|(id, s)| (s.name.as_str(), id)).collect();
    let mut open = IdVec::filled(false, network.sites.len());
    for (i, name) in names.iter().enumerate() {
        let at = format!("/open/{i}");
        match known.get(name.as_str()) {
            None => unknown(report, ("sites", "站点"), name, at, network.sites.iter().map(|s| s.name.as_str())),
            Some(&id) if network.sites[id].status == Status::Closed => {
                broken(report, &E7501, at, [name.as_str().into()]);
            }
            Some(&id) => open[id] = true,
        }
    }
    open
}

/// Reads a test.
///
/// # Errors
/// Everything that is wrong with it, at once; as `network test` where a site cannot be tested.
pub fn test(bytes: &[u8]) -> Result<TestAsked, Vec<Defect>> {
    let request: TestRequest = schema::message(bytes, &TEST)?;
    let parsed = problem(request.problem)?;
    let mut report = Report::default();
    let open = opened(request.open.as_deref(), &parsed.network, &mut report);
    let mut sets: Vec<Vec<SiteId>> = Vec::new();
    for (i, names) in request.sites.iter().enumerate() {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if names.is_empty() {
            broken(&mut report, &E7605, format!("/sites/{i}"), []);
        }
        sets.push(set(&names, &parsed.network, &open, &|j| format!("/sites/{i}/{j}"), &mut report));
    }
    if request.all_candidates {
        sets.extend(candidates(&parsed.network, &open)?);
    }
    sets.sort();
    sets.dedup();
    if sets.is_empty() {
        broken(&mut report, &E7605, "/sites".into(), []);
    }
    if report.is_clean() {
        Ok(TestAsked { parsed, open, sets, may_close: request.may_close })
    } else {
        Err(report.into_list())
    }
}

/// Reads a merge.
///
/// # Errors
/// Everything that is wrong with it, at once.
pub fn merge(bytes: &[u8]) -> Result<MergeAsked, Vec<Defect>> {
    let request: MergeRequest = schema::message(bytes, &MERGE)?;
    let parsed = problem(request.problem.clone())?;
    let mut report = Report::default();
    let open = opened(request.open.as_deref(), &parsed.network, &mut report);
    if !report.is_clean() {
        return Err(report.into_list());
    }
    Ok(MergeAsked { parsed, open, tier: tier(request.tier), request })
}

/// Reads a sweep.
///
/// # Errors
/// Everything that is wrong with it, at once; levels as `network sweep`.
pub fn sweep(bytes: &[u8]) -> Result<SweepAsked, Vec<Defect>> {
    let request: SweepRequest = schema::message(bytes, &SWEEP)?;
    let parsed = problem(request.problem)?;
    let asked = Asked {
        against: request.against,
        tier: tier(request.tier),
        rules: request.rules,
        from: request.from,
        to: request.to,
        steps: request.steps,
        points: request.points,
    };
    let (axis, rules, levels) = levels::asked(&asked, &parsed.network)?;
    Ok(SweepAsked { parsed, axis, rules, levels })
}

#[cfg(test)]
mod tests;
