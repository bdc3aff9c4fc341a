//! Academic instances of what mobile services are made of: maximal covering, rounds that come back on days of their own, covering
//! tours.
//!
//! A format is a file with one function from text to a [`Kind`], and one row in `FORMATS`.

mod mctptw;
mod pvrpif;

#[cfg(test)]
mod tests;

use super::words::Words;
use crate::mobile::{covering_tour, periodic};
use crate::wire::codes::{E4104, E4105};
use crate::wire::defect::Defect;

/// What a file and the command line say together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// The format's name.
    pub set: &'static str,
    /// What is to be decided.
    pub kind: Kind,
}

/// The kinds of problems that instances pose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Which places to visit.
    Cover(Covering),
    /// On which days, by which vehicle and in which order.
    Periodic(periodic::Problem),
    /// From which spots to serve whom, in which order; lengths and times in thousandths.
    Tour(covering_tour::Problem),
}

/// Places that reach people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covering {
    /// Of each demand.
    pub weights: Vec<i64>,
    /// Places that reach each.
    pub reach: Vec<Vec<u32>>,
    /// How many places there are.
    pub places: usize,
    /// How many may be chosen.
    pub count: usize,
}

/// What the command line adds to a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// The format's name; `None`: by content.
    pub set: Option<String>,
    /// How many places may be chosen.
    pub p: Option<usize>,
    /// How far a place reaches, metres.
    pub radius_m: Option<f64>,
}

struct Format {
    name: &'static str,
    looks: fn(&Words<'_>) -> bool,
    read: fn(&str, &Choice) -> Result<Kind, Defect>,
}

/// In the order of trying.
const FORMATS: &[Format] = &[
    Format { name: "mclp", looks: super::plane::is_mclp, read: mclp },
    Format { name: "pvrpif", looks: pvrpif::looks, read: pvrpif::read },
    Format { name: "mctptw", looks: mctptw::looks, read: mctptw::read },
];

/// The names of the known formats.
#[must_use]
pub fn known() -> String {
    FORMATS.iter().map(|f| f.name).collect::<Vec<_>>().join(", ")
}

/// Reads an instance.
///
/// # Errors
/// What is wrong with the file, or that no known format fits it.
pub fn read(text: &str, choice: &Choice) -> Result<Instance, Defect> {
    let format = match &choice.set {
        Some(set) => FORMATS
            .iter()
            .find(|f| f.name == set)
            .ok_or_else(|| Defect::new(&E4105, "", [set.clone().into(), known().into()]))?,
        None => {
            let words = Words::new(text);
            let found = FORMATS.iter().find(|f| (f.looks)(&words));
            found.ok_or_else(|| Defect::new(&E4104, "", [known().into()]))?
        }
    };
    Ok(Instance { set: format.name, kind: (format.read)(text, choice)? })
}

/// The reader that networks have, too.
fn mclp(text: &str, choice: &Choice) -> Result<Kind, Defect> {
    let choice = super::Choice { set: Some("mclp".into()), p: choice.p, radius_m: choice.radius_m, index: None };
    let super::Kind::SingleTier(tier) = super::read(text, &choice)?.kind else {
        return Err(Defect::new(&E4104, "", [known().into()]));
    };
    let reach = tier.links.iter().map(|row| row.iter().map(|l| l.0).collect()).collect();
    let (places, count) = (tier.open_costs.len(), tier.count.unwrap_or(0));
    Ok(Kind::Cover(Covering { weights: tier.unserved, reach, places, count }))
}
