//! A city with its counties: who lives there, what the city has promised, where its material may go.

use super::figure::Figure;
use super::ground::{LonLat, Rings, contains};
use super::growth::{Growth, Ratio};
use super::scenario::{Case, Group};
use super::split::{scaled, split};
use super::streams::{SinkKind, StreamTable};
use crate::ids::{Id, IdVec, StreamId};

crate::id_type! {
    /// A county of a region.
    CountyId "county";
}

/// A county, district or county-level city.
#[derive(Clone, Debug, PartialEq)]
pub struct County {
    /// Its code (adcode).
    pub code: String,
    /// Its name.
    pub name: String,
    /// Who lives there.
    pub persons: Figure<i64>,
    /// Subdistricts 街道.
    pub subdistricts: u32,
    /// Towns and townships 乡镇.
    pub townships: u32,
    /// A place inside, for labels and for what has no better position.
    pub label: LonLat,
    /// Its land.
    pub polygons: Vec<Rings>,
}

impl County {
    /// Whether a place lies in it.
    #[must_use]
    pub fn contains(&self, at: LonLat) -> bool {
        self.polygons.iter().any(|p| contains(p, at))
    }
}

/// What the city has promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Of these streams together.
    pub streams: Vec<StreamId>,
    /// The code of the stream or family, for tables.
    pub word: String,
    /// Against this year.
    pub base_year: i32,
    /// By this year.
    pub year: i32,
    /// So many times the base.
    pub ratio: Ratio,
    /// Where it is promised: the document and item.
    pub policy: String,
}

impl Target {
    /// The path to it.
    #[must_use]
    pub fn growth(&self) -> Growth {
        Growth::Towards { base_year: self.base_year, year: self.year, ratio: self.ratio }
    }
}

/// What was collected in the base year, city-wide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// Of these streams together.
    pub streams: Vec<StreamId>,
    /// In this year.
    pub year: i32,
    /// Kilograms.
    pub kg: Figure<i64>,
}

/// A sink that the city names.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedSink {
    /// What files call it.
    pub id: String,
    /// 名称。
    pub zh: String,
    /// Name.
    pub en: String,
    /// What it is.
    pub kind: SinkKind,
    /// Where it is.
    pub at: Figure<LonLat>,
    /// What it takes.
    pub streams: Vec<StreamId>,
    /// Most in a year, in kilograms; `None` where nobody has said.
    pub intake_kg: Option<Figure<i64>>,
    /// Where it is named.
    pub policy: String,
}

/// A city with its counties.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// What files call it.
    pub id: String,
    /// 名称。
    pub zh: String,
    /// Name.
    pub en: String,
    /// Its counties.
    pub counties: IdVec<CountyId, County>,
    /// Who lives in all of them.
    pub persons: Figure<i64>,
    /// People in a household.
    pub persons_per_household: Figure<f64>,
    /// Its targets.
    pub targets: Vec<Target>,
    /// What it collected.
    pub baselines: Vec<Baseline>,
    /// Sinks it names.
    pub sinks: Vec<NamedSink>,
    /// The preset of standards it follows.
    pub standard: String,
}

impl Region {
    /// The county a place lies in; the first where borders disagree.
    #[must_use]
    pub fn county_at(&self, at: LonLat) -> Option<CountyId> {
        self.counties.iter_ids().find(|(_, c)| c.contains(at)).map(|(id, _)| id)
    }

    /// Whether everything fits together.
    ///
    /// # Errors
    /// The first thing that does not: counties that do not add up to the city, a label outside its county, two counties of one code.
    pub fn check(&self) -> Result<(), String> {
        let sum: i64 = self.counties.iter().map(|c| c.persons.value).sum();
        if sum != self.persons.value {
            return Err(format!("{}: counties have {sum} people, the city {}", self.id, self.persons.value));
        }
        for (id, county) in self.counties.iter_ids() {
            if !county.contains(county.label) {
                return Err(format!("{}: its label lies outside", county.name));
            }
            if self.counties.iter().skip(id.index() + 1).any(|c| c.code == county.code) {
                return Err(format!("{} stands twice", county.code));
            }
        }
        Ok(())
    }

    /// What is collected in the base year, by county and stream: the baselines split by people (and among the streams of one by their rates), and the
    /// rates, in grams a person and year, for streams without one.
    ///
    /// `None` where a sum does not fit.
    #[must_use]
    pub fn base_kg(&self, rates_g: &IdVec<StreamId, i64>) -> Option<Vec<Vec<i64>>> {
        let persons: Vec<u64> = self.counties.iter().map(|c| u64::try_from(c.persons.value).unwrap_or(0)).collect();
        let mut city: Vec<i64> =
            rates_g.iter().map(|&g| scaled(self.persons.value, g, 1000)).collect::<Option<Vec<_>>>()?;
        for baseline in &self.baselines {
            let weights: Vec<u64> = baseline.streams.iter().map(|&s| u64::try_from(rates_g[s]).unwrap_or(0)).collect();
            // Without any rate the streams of a family share alike.
            let parts = split(baseline.kg.value, &weights)
                .or_else(|| split(baseline.kg.value, &vec![1; baseline.streams.len()]))?;
            for (&stream, part) in baseline.streams.iter().zip(parts) {
                city[stream.index()] = part;
            }
        }
        let by_stream: Vec<Vec<i64>> = city.into_iter().map(|kg| split(kg, &persons)).collect::<Option<_>>()?;
        Some((0..persons.len()).map(|c| by_stream.iter().map(|parts| parts[c]).collect()).collect())
    }

    /// The scenario up to `last_year`: what the targets name grows as they say, and everything else stays.
    #[must_use]
    pub fn case(&self, rates_g: &IdVec<StreamId, i64>, last_year: i32) -> Option<Case> {
        let groups: Vec<Group> = self
            .targets
            .iter()
            .map(|t| Group {
                name: t.word.clone(),
                streams: t.streams.clone(),
                demand: t.growth(),
                target: Some(t.growth()),
                policy: t.policy.clone(),
            })
            .collect();
        let base_year = self.targets.iter().map(|t| t.base_year).min().unwrap_or(last_year);
        Some(Case { base_year, last_year, base_kg: self.base_kg(rates_g)?, groups })
    }

    /// Whether every stream that targets, baselines and sinks speak of is of the table.
    #[must_use]
    pub fn fits(&self, table: &StreamTable) -> bool {
        let mut all =
            self.targets.iter().flat_map(|t| &t.streams).chain(self.baselines.iter().flat_map(|b| &b.streams));
        all.all(|s| s.index() < table.streams.len())
    }
}
