//! A file with its names looked up and its orders taken apart into visits: what checks and conversion share.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::catalogue::{self, Piece};
use super::done::Done;
use super::expand::{self, Pair, Visit};
use super::format::ProblemFile;
use super::format::fleet::RunningEntry;
use crate::wire::lookup::Names;

/// One vehicle of the day.
pub(super) struct VehicleRef<'f> {
    pub(super) name: String,
    /// Position of its kind, if there is such a kind.
    pub(super) kind: Option<usize>,
    pub(super) running: Option<&'f RunningEntry>,
    pub(super) pointer: String,
}

pub(super) struct Context<'f> {
    pub(super) file: &'f ProblemFile,
    pub(super) streams: Names<'f>,
    pub(super) places: Names<'f>,
    pub(super) warehouses: Names<'f>,
    pub(super) unloading: Names<'f>,
    pub(super) kinds: Names<'f>,
    pub(super) own_catalogue: Names<'f>,
    pub(super) catalogue: BTreeMap<&'f str, Piece<'f>>,
    /// At most [`MOST_VEHICLES`] and one more.
    pub(super) vehicles: Vec<VehicleRef<'f>>,
    pub(super) vehicle_count: usize,
    pub(super) visits: Vec<Visit<'f>>,
    pub(super) pairs: Vec<Pair>,
    /// By visit, the pair it belongs to.
    pub(super) pair_of: Vec<Option<usize>>,
    pub(super) visit_at: HashMap<String, usize>,
    /// Skills in order of their names.
    pub(super) skills: BTreeSet<&'f str>,
    pub(super) done: Done,
}

/// More vehicles than this are refused.
pub(super) const MOST_VEHICLES: usize = 10_000;

impl<'f> Context<'f> {
    pub(super) fn new(file: &'f ProblemFile) -> Self {
        let streams = Names::new(("streams", "品类"), "/streams", file.streams.iter().map(|s| s.id.as_str()));
        let places = Names::new(("places", "地点"), "/places", file.places.iter().map(|p| p.id.as_str()));
        let warehouses =
            Names::new(("warehouses", "仓库"), "/warehouses", file.warehouses.iter().map(|w| w.id.as_str()));
        let unloading =
            Names::new(("unloading places", "卸货点"), "/unloading", file.unloading.iter().map(|u| u.id.as_str()));
        let kinds = Names::new(("vehicle kinds", "车型"), "/kinds", file.kinds.iter().map(|k| k.id.as_str()));
        let own_catalogue =
            Names::new(("catalogue", "目录"), "/catalogue", file.catalogue.iter().map(|c| c.kind.as_str()));
        let catalogue = catalogue::of(file);
        let (visits, pairs) = expand::all(file, &catalogue);
        let mut visit_at = HashMap::with_capacity(visits.len());
        for (i, visit) in visits.iter().enumerate() {
            visit_at.entry(visit.name.clone()).or_insert(i);
        }
        let mut pair_of = vec![None; visits.len()];
        for (i, pair) in pairs.iter().enumerate() {
            pair_of[pair.first] = Some(i);
            pair_of[pair.second] = Some(i);
        }
        let of_kinds = file.kinds.iter().flat_map(|k| &k.skills);
        let of_visits = visits.iter().flat_map(|v| v.skills);
        let skills = of_kinds.chain(of_visits).map(String::as_str).collect();
        let counted: usize = file.kinds.iter().map(|k| k.count as usize).sum();
        let vehicles = vehicles(file, &kinds);
        let done = Done::new(file, &visits, &pairs, &visit_at);
        Self {
            file,
            streams,
            places,
            warehouses,
            unloading,
            kinds,
            own_catalogue,
            catalogue,
            vehicles,
            vehicle_count: counted + file.vehicles.len(),
            visits,
            pairs,
            pair_of,
            visit_at,
            skills,
            done,
        }
    }
    /// The bits of skills.
    pub(super) fn bits(&self, skills: &[String]) -> u64 {
        let bit = |s: &String| self.skills.iter().position(|k| *k == s.as_str());
        skills.iter().filter_map(bit).filter(|&b| b < 64).fold(0, |bits, b| bits | 1 << b)
    }
}

fn vehicles<'f>(file: &'f ProblemFile, kinds: &Names<'f>) -> Vec<VehicleRef<'f>> {
    let counted = file.kinds.iter().enumerate().flat_map(|(k, kind)| {
        (1..=kind.count).map(move |n| VehicleRef {
            name: format!("{}-{n}", kind.id),
            kind: Some(k),
            running: None,
            pointer: format!("/kinds/{k}/id"),
        })
    });
    let listed = file.vehicles.iter().enumerate().map(|(i, v)| VehicleRef {
        name: v.id.clone(),
        kind: kinds.find(&v.kind),
        running: v.running.as_ref(),
        pointer: format!("/vehicles/{i}/id"),
    });
    // The listed ones first: however large a count is, those are checked.
    let mut all: Vec<VehicleRef<'f>> = listed.chain(counted).take(MOST_VEHICLES + 1).collect();
    all.rotate_left(file.vehicles.len().min(MOST_VEHICLES + 1));
    all
}
