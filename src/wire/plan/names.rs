//! What the things of a problem are called in a plan.
//!
//! A name stands for itself. A thing without a name, or with one that another of its list has too, or one that starts
//! with `#`, is called by its position, `#17`: so every label means one thing.

use std::collections::HashMap;

use crate::ids::{IdVec, PlaceId};
use crate::rounds::day::Site;
use crate::rounds::problem::Problem;

/// Labels of one list.
#[derive(Clone, Debug)]
pub struct Labels {
    list: Vec<String>,
    at: HashMap<String, usize>,
}

impl Labels {
    fn new<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut times: HashMap<&str, u32> = HashMap::new();
        for name in names.clone() {
            *times.entry(name).or_default() += 1;
        }
        let plain = |name: &str| !name.is_empty() && !name.starts_with('#') && times.get(name) == Some(&1);
        let list: Vec<String> =
            names.enumerate().map(|(i, n)| if plain(n) { n.to_owned() } else { format!("#{i}") }).collect();
        let at = list.iter().enumerate().map(|(i, n)| (n.clone(), i)).collect();
        Self { list, at }
    }
    /// What the thing at a position is called.
    #[must_use]
    pub fn label(&self, index: usize) -> String {
        self.list.get(index).cloned().unwrap_or_else(|| format!("#{index}"))
    }
    /// The thing that is called so.
    #[must_use]
    pub fn find(&self, label: &str) -> Option<usize> {
        self.at.get(label).copied()
    }
    /// All labels, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(String::as_str)
    }
}

/// Labels of everything that a plan may name.
#[derive(Clone, Debug)]
pub struct Names {
    /// Places, with their positions.
    pub places: Labels,
    /// Where they are.
    pub positions: Vec<Option<(f64, f64)>>,
    /// Streams.
    pub streams: Labels,
    /// Tasks.
    pub tasks: Labels,
    /// Vehicles.
    pub vehicles: Labels,
    /// Vehicle kinds.
    pub kinds: Labels,
    /// Unloading places.
    pub unloading: Labels,
    /// Warehouses.
    pub warehouses: Labels,
    /// How many breaks each vehicle's kind has.
    pub breaks: Vec<usize>,
    /// How many compartments each vehicle's kind has.
    pub compartments: Vec<usize>,
    /// How many links there are.
    pub links: usize,
}

impl Names {
    /// The labels of a problem over named places.
    #[must_use]
    pub fn new(problem: &Problem, places: &IdVec<PlaceId, Site>) -> Self {
        let kind = |v: &crate::rounds::problem::Vehicle| problem.kinds.get(v.kind);
        Self {
            places: Labels::new(places.iter().map(|p| p.name.as_str())),
            positions: places.iter().map(|p| p.lon_lat).collect(),
            streams: Labels::new(problem.streams.iter().map(String::as_str)),
            tasks: Labels::new(problem.tasks.iter().map(|t| t.name.as_str())),
            vehicles: Labels::new(problem.vehicles.iter().map(|v| v.name.as_str())),
            kinds: Labels::new(problem.kinds.iter().map(|k| k.name.as_str())),
            unloading: Labels::new(problem.unloading.iter().map(|u| u.name.as_str())),
            warehouses: Labels::new(problem.warehouses.iter().map(|w| w.name.as_str())),
            breaks: problem.vehicles.iter().map(|v| kind(v).map_or(0, |k| k.breaks.len())).collect(),
            compartments: problem.vehicles.iter().map(|v| kind(v).map_or(0, |k| k.compartments.len())).collect(),
            links: problem.links.len(),
        }
    }
}
