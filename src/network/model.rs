//! A network as its planner describes it: what arises where, which sites there are or could be, how material gets from one to the next.
//!
//! Amounts and money are a year's. Places are on the globe; whoever designs puts them on roads.

use crate::id_type;
use crate::ids::{IdVec, StreamId};
use crate::units::{Centimetres, Fen, Grams, Milliseconds, Rates};

id_type! {
    /// A site of the network: a drop-off point, transfer station, sorting centre or sink.
    SiteId "site";
    /// A place where material arises.
    SourceId "source";
    /// A county, subdistrict or township.
    AreaId "area";
    /// A way of carrying material from one tier to a later one.
    HaulId "haul";
}

/// A tier of the network, and what comes after the third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// 交投点: where residents hand in.
    DropOff,
    /// 中转站: where loads are consolidated.
    TransferStation,
    /// 分拣中心: where material is sorted.
    SortingCentre,
    /// 下游: dismantler, remanufacturer, reuse market, industrial park.
    Sink,
}

impl Tier {
    /// All, in the order material passes them.
    pub const ALL: [Self; 4] = [Self::DropOff, Self::TransferStation, Self::SortingCentre, Self::Sink];
    /// Its number, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// What a site is today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It works.
    Existing,
    /// It could be built.
    Candidate,
    /// It is not to be used.
    Closed,
}

/// A material stream 回收品类 of the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    /// Its id in the planner's words.
    pub name: String,
    /// What a tonne left uncollected costs; `None` where all must be collected.
    pub uncollected_fen_per_t: Option<i64>,
    /// Days that it may lie at a site where it is not done with, at most.
    pub storage_days: Option<u16>,
}

/// A county, subdistrict or township.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// What people call it.
    pub name: String,
    /// The larger area it belongs to.
    pub within: Option<AreaId>,
}

/// A stream that a site takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intake {
    /// The stream.
    pub stream: StreamId,
    /// Most of it in a year; `None` where only the site's own capacity binds.
    pub most: Option<Grams>,
    /// What a tonne costs here, beside handling; negative where the site pays for it.
    pub gate_fen_per_t: i64,
    /// Whether it is done with here; otherwise it must be carried on.
    pub ends: bool,
}

/// A site.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Its id in the planner's words.
    pub name: String,
    /// Which tier it is of.
    pub tier: Tier,
    /// What it is today.
    pub status: Status,
    /// Degrees east and north, WGS-84.
    pub lon_lat: (f64, f64),
    /// Where it lies.
    pub area: Option<AreaId>,
    /// The streams it takes, each once, in order.
    pub intakes: Vec<Intake>,
    /// Most that it takes in a year, over all streams.
    pub capacity: Option<Grams>,
    /// Least that it must take in a year if it is open.
    pub least: Grams,
    /// What it costs in a year to keep open, whatever passes through: rent, people, a year's share of the building.
    pub fixed: Fen,
    /// What opening it costs at once; counts against the budget.
    pub capital: Fen,
    /// What closing an existing site costs (a year's share); `None` where it must stay.
    pub closing: Option<Fen>,
    /// What a tonne passing through costs.
    pub handling_fen_per_t: i64,
    /// Planner's word for the land it stands on.
    pub land: Option<String>,
    /// Its land, in square metres; 0 where nobody said.
    pub land_m2: f64,
    /// 两网融合: whether it also serves household refuse.
    pub shared_with_msw: bool,
    /// What fits on its floor at once.
    pub storage: Option<Grams>,
    /// It is emptied every so many days, or oftener where a stream may not lie so long; `None`: when it is full.
    pub emptied_days: Option<u16>,
    /// What emptying it costs each time, beside carrying.
    pub visit: Fen,
}

/// A place where material arises.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its id in the planner's words.
    pub name: String,
    /// Degrees east and north, WGS-84.
    pub lon_lat: (f64, f64),
    /// Where it lies.
    pub area: Option<AreaId>,
    /// How many households live there.
    pub households: u32,
    /// What arises in a year, by stream, each once, in order.
    pub amounts: Vec<(StreamId, Grams)>,
}

/// Where a haul begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum From {
    /// Where material arises.
    Sources,
    /// At the sites of a tier.
    Tier(Tier),
}

/// A way of carrying material from one tier to a later one: residents on foot, trucks of a size.
#[derive(Clone, Debug, PartialEq)]
pub struct Haul {
    /// Its id in the planner's words.
    pub name: String,
    /// Where it begins.
    pub from: From,
    /// The tier it ends at.
    pub to: Tier,
    /// The streams it carries; empty: all.
    pub streams: Vec<StreamId>,
    /// The vehicle profile it travels by.
    pub profile: String,
    /// The vehicle and its price; `None` where only `fen_per_t_km` counts, such as a resident's walk.
    pub truck: Option<Truck>,
    /// What a tonne costs for each kilometre of the way there.
    pub fen_per_t_km: i64,
    /// Longest way there; `None`: any.
    pub reach: Option<Centimetres>,
}

/// A truck of a haul. It drives there full and back empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Truck {
    /// What it can carry.
    pub payload: Grams,
    /// How full it is on average, in hundredths of the payload: 1 to 100.
    pub load_percent: u8,
    /// What driving costs.
    pub rates: Rates,
    /// Loading and unloading, each round trip; paid by the hour.
    pub handling: Milliseconds,
    /// Grams of carbon dioxide for each kilometre, full and empty alike.
    pub co2_g_per_km: i64,
}

/// A share of households must have an open drop-off point within reach on foot, and each that has none may have a price.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// In hundredths of a percent: 9,000 is 90 %.
    pub share_bp: u32,
    /// Along streets and paths, from the household to the drop-off point.
    pub within: Centimetres,
    /// The profile that walks.
    pub profile: String,
    /// Whose households; `None`: all.
    pub area: Option<AreaId>,
    /// What each household without one costs in a year, whether or not the share is kept: a price that weighs coverage against money. 0: nothing.
    pub unreached: Fen,
}

/// How many sites of a tier may or must be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Of which tier.
    pub tier: Tier,
    /// In which area, smaller areas in it included; `None`: everywhere.
    pub area: Option<AreaId>,
    /// At least.
    pub at_least: u32,
    /// At most; `None`: any number.
    pub at_most: Option<u32>,
}

/// From where all of a stream must go to one site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Single {
    /// From each place where material arises.
    pub sources: bool,
    /// From each site of the first three tiers.
    pub tiers: [bool; 3],
}

/// A network to be designed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// What is collected.
    pub streams: IdVec<StreamId, Stream>,
    /// Counties and what is in them.
    pub areas: IdVec<AreaId, Area>,
    /// Sites that are there or could be.
    pub sites: IdVec<SiteId, Site>,
    /// Where material arises.
    pub sources: IdVec<SourceId, Source>,
    /// How it is carried.
    pub hauls: IdVec<HaulId, Haul>,
    /// Who must be able to walk to a drop-off point.
    pub coverage: Vec<Coverage>,
    /// How many sites.
    pub counts: Vec<Count>,
    /// What must not be split.
    pub single: Single,
    /// Whether each stream finds its own way from a place where it arises. Otherwise streams that the same sites take are handed in together: a household
    /// makes one walk.
    pub apart: bool,
    /// Most that may be spent on opening sites.
    pub budget: Option<Fen>,
    /// What a tonne of carbon dioxide costs.
    pub carbon_fen_per_t: i64,
}

impl Network {
    /// How many ways and walks there may be at most: pairs of places that a haul joins, and that a coverage rule asks of. Rules that ask for the same walk count
    /// each, for each keeps its own.
    #[must_use]
    pub fn possible_ways(&self) -> usize {
        let sites = |tier: Tier| self.sites.iter().filter(|s| s.tier == tier).count();
        let hauls = self.hauls.iter().map(|haul| match haul.from {
            From::Sources => self.sources.len().saturating_mul(sites(haul.to)),
            From::Tier(tier) => sites(tier).saturating_mul(sites(haul.to)),
        });
        let walks = self.sources.len().saturating_mul(sites(Tier::DropOff)).saturating_mul(self.coverage.len());
        hauls.fold(walks, usize::saturating_add)
    }
    /// Whether `area` is `of` or lies in it.
    #[must_use]
    pub fn lies_in(&self, area: Option<AreaId>, of: AreaId) -> bool {
        let mut at = area;
        // Areas cannot be nested deeper than there are areas, so a circle ends too.
        for _ in 0..=self.areas.len() {
            match at {
                Some(a) if a == of => return true,
                Some(a) => at = self.areas.get(a).and_then(|area| area.within),
                None => return false,
            }
        }
        false
    }
    /// What a site takes of a stream, if it does.
    #[must_use]
    pub fn intake(&self, site: SiteId, stream: StreamId) -> Option<&Intake> {
        let intakes = &self.sites[site].intakes;
        intakes.binary_search_by_key(&stream, |i| i.stream).ok().map(|i| &intakes[i])
    }
    /// What arises of each stream in a year.
    #[must_use]
    pub fn totals(&self) -> IdVec<StreamId, Grams> {
        let mut out = IdVec::filled(Grams::ZERO, self.streams.len());
        for &(stream, amount) in self.sources.iter().flat_map(|s| &s.amounts) {
            out[stream] += amount;
        }
        out
    }
    /// How many households there are.
    #[must_use]
    pub fn households(&self) -> u64 {
        self.sources.iter().map(|s| u64::from(s.households)).sum()
    }
}

impl Haul {
    /// Whether it carries a stream.
    #[must_use]
    pub fn carries(&self, stream: StreamId) -> bool {
        self.streams.is_empty() || self.streams.contains(&stream)
    }
}
