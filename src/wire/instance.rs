//! Academic instances of facility location, in the formats they were published in.
//!
//! Each format has a file of its own with one function from words to an [`Instance`], and one row in `FORMATS`: how it is named by `--set`, and how
//! it is known by its content. Numbers are read exactly: the decimals of a file become whole numbers of its last decimal place.

mod decimal;
mod flat;
mod graph;
pub mod mobile;
pub mod optima;
mod plane;
pub mod rounds;
mod staged;
mod words;

use crate::wire::codes::{E4104, E4105};
use crate::wire::defect::Defect;
use words::Words;

/// What a file and the command line say together.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// The format's name.
    pub set: &'static str,
    /// Costs are in units of `10^-decimals`.
    pub decimals: u32,
    /// What is to be decided.
    pub kind: Kind,
}

/// The kinds of problems that instances pose.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// One tier of sites.
    SingleTier(SingleTier),
    /// Tiers of sites with flows between them.
    Staged(Box<crate::network::design::problem::Problem>),
}

/// One tier of sites that serve demands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SingleTier {
    /// What opening each site costs.
    pub open_costs: Vec<i64>,
    /// What each site can take; empty where nothing limits it.
    pub capacities: Vec<i64>,
    /// Size of each demand, in the unit of the capacities.
    pub sizes: Vec<i64>,
    /// By demand: sites and what serving the whole demand from there costs.
    pub links: Vec<Vec<(u32, i64)>>,
    /// By demand: what leaving it out costs; empty where all must be served.
    pub unserved: Vec<i64>,
    /// How many sites are open exactly; `None`: as many as pay.
    pub count: Option<usize>,
    /// Whether the format is used with one site a demand only.
    pub single_sourcing: bool,
}

/// What the command line adds to a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// The format's name; `None`: by content.
    pub set: Option<String>,
    /// How many sites are to be open.
    pub p: Option<usize>,
    /// How far a site reaches, metres.
    pub radius_m: Option<f64>,
    /// Which problem of a file with several, from 1.
    pub index: Option<usize>,
}

type Reader = fn(&mut Words<'_>, &Choice) -> Result<(u32, Kind), Defect>;

/// A format: its name, whether a file's words look like it, and its reader.
struct Format {
    name: &'static str,
    looks: fn(&Words<'_>) -> bool,
    read: Reader,
}

/// In the order of trying.
const FORMATS: &[Format] = &[
    Format { name: "tscflp", looks: staged::is_tscflp, read: staged::tscflp },
    Format { name: "mptscflp", looks: staged::is_mptscflp, read: staged::mptscflp },
    Format { name: "mclp", looks: plane::is_mclp, read: plane::mclp },
    Format { name: "pmedcap", looks: plane::is_pmedcap, read: plane::pmedcap },
    Format { name: "ufl", looks: flat::is_ufl, read: flat::ufl },
    Format { name: "pmed", looks: graph::is_pmed, read: graph::pmed },
    Format { name: "cap", looks: flat::is_cap, read: flat::cap },
    Format { name: "holmberg", looks: flat::is_holmberg, read: flat::holmberg },
    Format { name: "delmaire", looks: flat::is_delmaire, read: flat::delmaire },
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
pub fn read(text: &str, choice: &Choice) -> Result<Instance, Defect> {
    let words = Words::new(text);
    let format = match &choice.set {
        Some(set) => FORMATS
            .iter()
            .find(|f| f.name == set)
            .ok_or_else(|| Defect::new(&E4105, "", [set.clone().into(), known().into()]))?,
        None => FORMATS.iter().find(|f| (f.looks)(&words)).ok_or_else(|| Defect::new(&E4104, "", [known().into()]))?,
    };
    let mut words = words;
    let (decimals, kind) = (format.read)(&mut words, choice)?;
    words.end()?;
    let kind = match kind {
        Kind::SingleTier(tier) => Kind::SingleTier(SingleTier { count: choice.p.or(tier.count), ..tier }),
        staged => staged,
    };
    Ok(Instance { set: format.name, decimals, kind })
}

#[cfg(test)]
mod tests;
