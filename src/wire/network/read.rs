//! A designed network read again: which sites are open in the network as it stands, and all it says; and the sites that a test names.

mod whole;

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;

use super::answer::{AnswerFile, Change};
use crate::ids::IdVec;
use crate::network::model::{Network, SiteId, Status};
use crate::wire::codes::{E1101, E7501, E7502, E7503, E7504, W7501};
use crate::wire::defect::{Defect, Report};
use crate::wire::json;
use crate::wire::lookup::{broken, once, unknown};
use crate::wire::schema;

pub use whole::{Whole, whole};

static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<AnswerFile>);

/// What sites are called in messages.
const SITES: (&str, &str) = ("sites", "站点");

/// The network as it stands.
#[derive(Clone, Debug)]
pub struct Live {
    /// Which sites are open.
    pub open: IdVec<SiteId, bool>,
    /// The city that it was designed on.
    pub city_fingerprint: String,
    /// What is doubtful, but no reason to refuse.
    pub warnings: Vec<Defect>,
}

/// Sites that are there.
#[must_use]
pub fn existing(network: &Network) -> IdVec<SiteId, bool> {
    network.sites.iter().map(|s| s.status == Status::Existing).collect()
}

/// Which sites a design has open: those it keeps and those it opens. A site that it does not name has come into the problem since: an existing one is open, a
/// candidate is not.
///
/// # Errors
/// Everything that is wrong with the file, at once.
pub fn design(bytes: &[u8], network: &Network) -> Result<Live, Vec<Defect>> {
    let mut report = Report::default();
    let file = typed(bytes, &mut report)?;
    let open = opens(&file, network, &mut report);
    if !report.is_clean() {
        return Err(report.into_list());
    }
    Ok(Live { open, city_fingerprint: file.city_fingerprint, warnings: report.into_parts().1 })
}

/// A design as its file says it.
fn typed(bytes: &[u8], report: &mut Report) -> Result<AnswerFile, Vec<Defect>> {
    let tree = json::read(bytes, report).map_err(|defect| vec![*defect])?;
    schema::typed::<AnswerFile>(&SCHEMA, tree, report).ok_or_else(|| std::mem::take(report).into_list())
}

/// Which sites a design has open (see [`design`]).
fn opens(file: &AnswerFile, network: &Network, report: &mut Report) -> IdVec<SiteId, bool> {
    once(report, SITES, file.sites.iter().enumerate().map(|(i, s)| (s.id.as_str(), format!("/sites/{i}/id"))));
    let known: HashMap<&str, SiteId> = network.sites.iter_ids().map(|(id, s)| (s.name.as_str(), id)).collect();
    let mut said: IdVec<SiteId, Option<bool>> = IdVec::filled(None, network.sites.len());
    for (i, site) in file.sites.iter().enumerate() {
        let Some(&id) = known.get(site.id.as_str()) else {
            let names = network.sites.iter().map(|s| s.name.as_str());
            unknown(report, SITES, &site.id, format!("/sites/{i}/id"), names);
            continue;
        };
        let open = matches!(site.change, Change::Kept | Change::Opened);
        if open && network.sites[id].status == Status::Closed {
            broken(report, &E7501, format!("/sites/{i}/change"), [site.id.as_str().into()]);
        }
        said[id] = Some(open);
    }
    let silent = said.iter().filter(|s| s.is_none()).count();
    if silent > 0 && report.is_clean() {
        let first = said.iter_ids().find(|(_, s)| s.is_none()).map_or("", |(id, _)| network.sites[id].name.as_str());
        report.add(Defect::new(&W7501, "/sites", [silent.into(), first.into()]));
    }
    let there = existing(network);
    said.iter_ids().map(|(id, open)| open.unwrap_or(there[id])).collect()
}

/// Sets of sites to be tested, each written as ids with commas between.
///
/// # Errors
/// Names that the network does not have (a site whose id has a comma is tried whole first), sites twice in a set, open already, or not to be used.
pub fn sets(texts: &[String], network: &Network, open: &IdVec<SiteId, bool>) -> Result<Vec<Vec<SiteId>>, Vec<Defect>> {
    let mut report = Report::default();
    let whole = |text: &str| network.sites.iter().any(|s| s.name == text);
    let mut out = Vec::new();
    for text in texts {
        let names: Vec<&str> = if whole(text) { vec![text] } else { text.split([',', '，']).map(str::trim).collect() };
        out.push(set(&names, network, open, &|_| String::new(), &mut report));
    }
    out.sort();
    out.dedup();
    if report.is_clean() { Ok(out) } else { Err(report.into_list()) }
}

/// A set of sites by their names; `at` is where each stands.
pub(super) fn set(
    names: &[&str],
    network: &Network,
    open: &IdVec<SiteId, bool>,
    at: &dyn Fn(usize) -> String,
    report: &mut Report,
) -> Vec<SiteId> {
    let find = |name: &str| network.sites.iter_ids().find(|(_, s)| s.name == name).map(|(id, _)| id);
    let mut set: Vec<SiteId> = Vec::new();
    for (i, &name) in names.iter().enumerate() {
        match find(name) {
            None => unknown(report, SITES, name, at(i), network.sites.iter().map(|s| s.name.as_str())),
            Some(id) if set.contains(&id) => broken(report, &E1101, at(i), [name.into(), SITES.into()]),
            Some(id) if open[id] => broken(report, &E7502, at(i), [name.into()]),
            Some(id) if network.sites[id].status == Status::Closed => broken(report, &E7503, at(i), [name.into()]),
            Some(id) => set.push(id),
        }
    }
    set.sort_unstable();
    set
}

/// Every candidate that is not open, each by itself.
///
/// # Errors
/// `E7504` where there is none.
pub fn candidates(network: &Network, open: &IdVec<SiteId, bool>) -> Result<Vec<Vec<SiteId>>, Vec<Defect>> {
    let could = network.sites.iter_ids().filter(|(id, s)| s.status != Status::Closed && !open[*id]);
    let all: Vec<Vec<SiteId>> = could.map(|(id, _)| vec![id]).collect();
    if all.is_empty() { Err(vec![Defect::new(&E7504, "", [])]) } else { Ok(all) }
}

#[cfg(test)]
mod tests;
