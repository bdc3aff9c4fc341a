//! What arises where: people spread over places, and what each hands over in a year.
//!
//! Counties are reconciled exactly. The people of a county's places add up to its census, and the kilograms of its places to the county's own figure; both by
//! largest remainder, in whole people and kilograms. Whoever knows better overrides a rate, a county or a place; what nobody overrides keeps its estimate.

use super::figure::Figure;
use super::ground::LonLat;
use super::homes::{HouseholdRules, Place};
use super::region::CountyId;
use super::split::{scaled, split};
use crate::ids::{Id, IdVec, StreamId};

/// What people hand over, and how they are counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// Grams a person and year, by stream.
    pub g_per_person: IdVec<StreamId, Figure<i64>>,
    /// How homes are counted.
    pub households: HouseholdRules,
}

impl Rates {
    /// The bare rates.
    #[must_use]
    pub fn grams(&self) -> IdVec<StreamId, i64> {
        self.g_per_person.iter().map(|f| f.value).collect()
    }
}

/// A county as far as demand goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountyPeople {
    /// Its census; `None`: as many as its homes hold.
    pub persons: Option<i64>,
    /// Where its people are put if the map shows no home in it.
    pub label: Option<LonLat>,
    /// People in a household; `None`: as the rules say.
    pub persons_per_household: Option<f64>,
}

/// A place with its people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settled {
    /// Where.
    pub at: LonLat,
    /// Its county.
    pub county: Option<CountyId>,
    /// People.
    pub persons: i64,
    /// Households.
    pub households: i64,
    /// Whether its county shows no home on the map, so that this is only its label.
    pub assumed: bool,
}

/// Why demand cannot be estimated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DemandFault {
    /// A county has people, and neither a home on the map nor a label.
    Nowhere(CountyId),
    /// Places of a county are given more of a stream than the county is.
    OverCounty {
        /// The county.
        county: Option<CountyId>,
        /// The stream.
        stream: StreamId,
        /// What the county is given.
        county_kg: i64,
        /// What its places are given.
        places_kg: i64,
    },
    /// A county is given more of a stream than its places are, and all of them are given: nothing is left to put it.
    UnderCounty {
        /// The county.
        county: Option<CountyId>,
        /// The stream.
        stream: StreamId,
        /// What the county is given.
        county_kg: i64,
        /// What its places are given.
        places_kg: i64,
    },
    /// A negative figure, or one whose sums do not fit.
    OutOfRange,
}

/// Spreads people over places: a county's census in proportion to households, or without a census the households themselves.
///
/// # Errors
/// [`DemandFault::Nowhere`], [`DemandFault::OutOfRange`].
pub fn settle(
    places: &[Place],
    counties: &IdVec<CountyId, CountyPeople>,
    rules: &HouseholdRules,
) -> Result<Vec<Settled>, DemandFault> {
    let mut out: Vec<Settled> = places
        .iter()
        .map(|p| Settled { at: p.at, county: p.county, persons: 0, households: 0, assumed: false })
        .collect();
    let all: Vec<Option<CountyId>> = counties.ids().map(Some).chain([None]).collect();
    for county in all {
        let info = county.and_then(|c| counties.get(c));
        let per_household = info.and_then(|i| i.persons_per_household).unwrap_or(rules.persons_per_household.value);
        let census = info.and_then(|i| i.persons);
        let members: Vec<usize> = (0..places.len()).filter(|&i| places[i].county == county).collect();
        let weights: Vec<u64> = members.iter().map(|&i| places[i].households_milli).collect();
        let milli = weights.iter().try_fold(0_u64, |sum, &w| sum.checked_add(w)).ok_or(DemandFault::OutOfRange)?;
        let persons = census.unwrap_or((milli as f64 / 1000.0 * per_household).round() as i64);
        let households = (persons as f64 / per_household.max(0.1)).round() as i64;
        if persons < 0 {
            return Err(DemandFault::OutOfRange);
        }
        match (split(persons, &weights), split(households, &weights)) {
            (Some(persons), Some(households)) => {
                for ((&i, persons), households) in members.iter().zip(persons).zip(households) {
                    (out[i].persons, out[i].households) = (persons, households);
                }
            }
            _ => {
                let (Some(id), Some(at)) = (county, info.and_then(|i| i.label)) else {
                    return Err(county.map_or(DemandFault::OutOfRange, DemandFault::Nowhere));
                };
                out.push(Settled { at, county: Some(id), persons, households, assumed: true });
            }
        }
    }
    Ok(out)
}

/// What a planner knows better. Of several for one cell the last counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Grams a person and year of a stream, everywhere.
    pub rates_g: Vec<(StreamId, i64)>,
    /// Kilograms a year of a stream in a county.
    pub counties_kg: Vec<(CountyId, StreamId, i64)>,
    /// Kilograms a year of a stream at a place, by its number.
    pub places_kg: Vec<(usize, StreamId, i64)>,
}

/// Demand by place and stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// Kilograms a year by place and stream.
    pub places_kg: Vec<Vec<i64>>,
    /// The same by county and stream; the last row is for places of no county.
    pub counties_kg: Vec<Vec<i64>>,
}

/// Demand of settled places; `county_count` is how many counties there are.
///
/// A county's figure of a stream is its override, or its people times the rate. Places with an override keep it; in a county with an override the rest is
/// spread over the others by people. In a county without one a place's override changes the county by as much.
///
/// # Errors
/// Overrides that contradict each other, negative figures, numbers of places that are not there.
pub fn estimate(
    settled: &[Settled],
    county_count: usize,
    rates_g: &IdVec<StreamId, i64>,
    overrides: &Overrides,
) -> Result<Demand, DemandFault> {
    let mut rates = rates_g.clone();
    for &(stream, g) in &overrides.rates_g {
        if rates.get(stream).is_none() || g < 0 {
            return Err(DemandFault::OutOfRange);
        }
        rates[stream] = g;
    }
    let row = |s: &Settled| s.county.map_or(county_count, |c| c.index().min(county_count));
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); county_count + 1];
    for (i, s) in settled.iter().enumerate() {
        members[row(s)].push(i);
    }
    let mut out = Demand {
        places_kg: vec![vec![0; rates.len()]; settled.len()],
        counties_kg: vec![vec![0; rates.len()]; county_count + 1],
    };
    let mut fixed: Vec<Vec<Option<i64>>> = vec![vec![None; rates.len()]; settled.len()];
    for &(place, stream, kg) in &overrides.places_kg {
        let cell = fixed.get_mut(place).and_then(|row| row.get_mut(stream.index())).filter(|_| kg >= 0);
        *cell.ok_or(DemandFault::OutOfRange)? = Some(kg);
    }
    for (county, places) in members.iter().enumerate() {
        let id = (county < county_count).then(|| CountyId::new(county));
        let persons: i64 = places.iter().map(|&i| settled[i].persons).sum();
        for (stream, &rate) in rates.iter_ids() {
            let s = stream.index();
            let told = overrides.counties_kg.iter().rev().find(|o| Some(o.0) == id && o.1 == stream).map(|o| o.2);
            let figure = match told {
                Some(kg) if kg < 0 => return Err(DemandFault::OutOfRange),
                Some(kg) => kg,
                None => scaled(persons, rate, 1000).ok_or(DemandFault::OutOfRange)?,
            };
            let given = |i: usize| fixed[i][s];
            let places_kg = places.iter().filter_map(|&i| given(i)).try_fold(0_i64, i64::checked_add);
            let places_kg = places_kg.ok_or(DemandFault::OutOfRange)?;
            let people = |i: usize| u64::try_from(settled[i].persons).unwrap_or(0);
            // With a county's own figure the free places share what the given ones leave; else all share the estimate and the given ones then differ.
            let (total, weights): (i64, Vec<u64>) = match told {
                Some(county_kg) => {
                    let total = county_kg - places_kg;
                    if total < 0 {
                        return Err(DemandFault::OverCounty { county: id, stream, county_kg, places_kg });
                    }
                    (total, places.iter().map(|&i| if given(i).is_some() { 0 } else { people(i) }).collect())
                }
                None => (figure, places.iter().map(|&i| people(i)).collect()),
            };
            let even = || {
                // Places without people share alike what a county is told.
                let ones: Vec<u64> = places.iter().map(|&i| u64::from(given(i).is_none())).collect();
                split(total, &ones)
            };
            let parts = split(total, &weights).or_else(even).ok_or(DemandFault::UnderCounty {
                county: id,
                stream,
                county_kg: figure,
                places_kg,
            })?;
            let mut sum = 0_i64;
            for (&i, part) in places.iter().zip(parts) {
                let kg = given(i).unwrap_or(part);
                out.places_kg[i][s] = kg;
                sum = sum.checked_add(kg).ok_or(DemandFault::OutOfRange)?;
            }
            out.counties_kg[county][s] = sum;
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
