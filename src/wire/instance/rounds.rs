//! Academic instances of vehicle routing, in the formats they were published in.
//!
//! A format is a file with one function from words to an [`Instance`], which keeps the numbers of the file, and one row in `FORMATS`. `pose` makes a
//! day of it, `tours` says what an answer costs under the set's own rounding and writes it out.
//!
//! Positions count the nodes of a file from 0, in its order, whatever numbers it gives them.

mod cordeau;
mod jd;
mod kim;
mod lilim;
pub mod pose;
pub mod relaxed;
mod solomon;
mod taillard;
pub mod tours;
mod vrplib;
pub mod ways;

use super::words::Words;
use crate::wire::codes::{E4104, E4105};
use crate::wire::defect::Defect;
use ways::{Rounding, Ways};

/// An instance, in the numbers of its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// The format's name.
    pub format: &'static str,
    /// Lengths and times between nodes.
    pub ways: Ways,
    /// By position; `None` for depots and dumps.
    pub stops: Vec<Option<Stop>>,
    /// What drives.
    pub fleets: Vec<Fleet>,
    /// Where collected loads may be emptied on the way.
    pub dumps: Vec<Dump>,
    /// Of the stops of each, exactly one is visited.
    pub groups: Vec<Vec<usize>>,
    /// What is carried from one stop to another.
    pub pairs: Vec<Pair>,
    /// A pause that whoever is out must take: from and until when it may start, and how long it lasts.
    pub pause: Option<[f64; 3]>,
    /// What one unit of length is in published values.
    pub published: f64,
    /// Whether fewer vehicles are better at any length.
    pub vehicles_first: bool,
}

impl Instance {
    /// Nothing but nodes.
    fn new(ways: Ways) -> Self {
        Self {
            format: "",
            ways,
            stops: Vec::new(),
            fleets: Vec::new(),
            dumps: Vec::new(),
            groups: Vec::new(),
            pairs: Vec::new(),
            pause: None,
            published: 1.0,
            vehicles_first: false,
        }
    }
}

/// A node to be visited.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stop {
    /// What is brought.
    pub deliver: f64,
    /// What is taken along.
    pub collect: f64,
    /// When service may start.
    pub window: Option<[f64; 2]>,
    /// How long it lasts.
    pub service: f64,
    /// What leaving it out costs; `None`: it must be visited.
    pub prize: Option<f64>,
    /// From when what is brought can be loaded.
    pub ready: Option<f64>,
}

/// Vehicles that are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fleet {
    /// Where they start and end.
    pub depot: usize,
    /// How many there are.
    pub count: usize,
    /// What each carries at a time.
    pub capacity: f64,
    /// What using one costs.
    pub fixed: f64,
    /// What a unit of length costs.
    pub per_length: f64,
    /// Departure and return lie within.
    pub window: Option<[f64; 2]>,
    /// Longest time from departure to return.
    pub longest: Option<f64>,
    /// What each carries in all, over all its trips.
    pub day_total: Option<f64>,
    /// Stops each may visit.
    pub most_stops: Option<u32>,
    /// How often each may load again at its depot; `None`: as often as it likes.
    pub reloads: Option<u32>,
}

impl Default for Fleet {
    fn default() -> Self {
        Self {
            depot: 0,
            count: 1,
            capacity: 0.0,
            fixed: 0.0,
            per_length: 1.0,
            window: None,
            longest: None,
            day_total: None,
            most_stops: None,
            reloads: Some(0),
        }
    }
}

/// A place that empties vehicles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dump {
    /// Where.
    pub node: usize,
    /// When emptying may start.
    pub window: [f64; 2],
    /// How long it takes.
    pub service: f64,
}

/// A load with two ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Where it comes on board.
    pub pick: usize,
    /// Where it goes off.
    pub drop: usize,
    /// How much.
    pub amount: f64,
}

/// What the command line adds to a file.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Choice<'a> {
    /// The format's name; `None`: by content.
    pub set: Option<&'a str>,
    /// How lengths are rounded; `None`: as the set is used.
    pub rounding: Option<Rounding>,
    /// How many vehicles each fleet has; `None`: as the file says.
    pub vehicles: Option<usize>,
    /// Whether fewer vehicles are better at any length.
    pub vehicles_first: bool,
    /// What one unit of length is in published values; `None`: as the set is used.
    pub published: Option<f64>,
}

type Reader = fn(&mut Words<'_>) -> Result<Instance, Defect>;

struct Format {
    name: &'static str,
    looks: fn(&Words<'_>) -> bool,
    read: Reader,
}

/// In the order of trying.
const FORMATS: &[Format] = &[
    Format { name: "jd", looks: jd::looks, read: jd::read },
    Format { name: "vrplib", looks: vrplib::looks, read: vrplib::read },
    Format { name: "solomon", looks: solomon::looks, read: solomon::read },
    Format { name: "kim", looks: kim::looks, read: kim::read },
    Format { name: "taillard", looks: taillard::looks, read: taillard::read },
    Format { name: "lilim", looks: lilim::looks, read: lilim::read },
    Format { name: "cordeau", looks: cordeau::looks, read: cordeau::read },
];

/// The names of the known formats.
#[must_use]
pub fn known() -> String {
    FORMATS.iter().map(|f| f.name).collect::<Vec<_>>().join(", ")
}

/// Reads an instance.
///
/// # Errors
/// What is wrong with the file, with line and column (of words), or that no known format fits it.
pub fn read(text: &str, choice: &Choice<'_>) -> Result<Instance, Defect> {
    let mut words = Words::new(text);
    let format = match choice.set {
        Some(set) => {
            let found = FORMATS.iter().find(|f| f.name == set);
            found.ok_or_else(|| Defect::new(&E4105, "", [set.into(), known().into()]))?
        }
        None => FORMATS.iter().find(|f| (f.looks)(&words)).ok_or_else(|| Defect::new(&E4104, "", [known().into()]))?,
    };
    let mut instance = (format.read)(&mut words)?;
    words.end()?;
    instance.format = format.name;
    if let Some(rounding) = choice.rounding {
        instance.ways.rounding = rounding;
    } else if choice.vehicles_first && instance.ways.rounding == Rounding::Tenths {
        // What is published with the fewest vehicles first is not rounded.
        instance.ways.rounding = Rounding::Exact;
    }
    for fleet in &mut instance.fleets {
        fleet.count = choice.vehicles.unwrap_or(fleet.count);
    }
    instance.vehicles_first |= choice.vehicles_first;
    instance.published = choice.published.unwrap_or(instance.published);
    Ok(instance)
}

/// As many vehicles as any sensible answer uses, where a file does not say: PyVRP's and others' rule for the X instances is of this kind.
fn enough(stops: &[Option<Stop>], capacity: f64) -> usize {
    let visited = || stops.iter().flatten();
    let load = visited().map(|s| s.deliver).sum::<f64>().max(visited().map(|s| s.collect).sum());
    let needed = (1.3 * load / capacity.max(f64::MIN_POSITIVE)).ceil() as usize;
    needed.saturating_add(3).min(visited().count()).max(1)
}

#[cfg(test)]
mod tests;
