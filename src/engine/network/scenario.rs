//! The years to a target: each year's amounts through the network as it stands, what is short where, and the cheapest additions for the last year.

use super::{NetworkOutcome, design_grounded, measured};
use crate::engine::City;
use crate::engine::error::{EngineError, Kind, Text};
use crate::engine::rounds::Budget;
use crate::ids::{Id, IdVec, StreamId};
use crate::network::answer::Answer;
use crate::network::model::{AreaId, From, Network, SiteId, SourceId, Status, Tier};
use crate::network::scenario::{Board, Case, Group, Served, SiteUse, WalkFault, walk};
use crate::network::split::split;
use crate::network::storage;
use crate::units::Grams;

/// What the years bring to a network.
#[derive(Debug)]
pub struct ScenarioOutcome {
    /// By year, county and stream; counties are numbered as the network's areas, one more number stands for what lies in none.
    pub board: Board,
    /// The case that was walked.
    pub case: Case,
    /// The network of the last year with candidates: what would best be added. `None` where the network has no candidate that does not stand.
    pub additions: Option<Result<NetworkOutcome, EngineError>>,
    /// The network that these are of: the last year's amounts, what stands as existing.
    pub last: Network,
}

/// Walks a network through the years with the sites that are there (`answer`'s open ones, or the existing), then asks which candidates of the network would
/// best be added for the last year. What stands stays: sites of `open` that the network calls candidates count as built.
///
/// Every stream is taken as one that may be left uncollected while the years are walked, so that a shortfall is an answer and not a refusal; a stream without
/// a price of its own counts as the dearest.
///
/// # Errors
/// Those of [`super::design`]; `no_years` where the last year is before the base.
pub fn scenario(
    city: &City,
    network: &Network,
    growth: &[Group],
    years: (i32, i32),
    open: Option<&IdVec<SiteId, bool>>,
    budget: &Budget,
    progress: &dyn Fn(i32),
) -> Result<ScenarioOutcome, EngineError> {
    if years.1 < years.0 {
        return Err(no_years(years));
    }
    let case = Case { base_year: years.0, last_year: years.1, base_kg: by_area(network), groups: growth.to_vec() };
    can_be_walked(&case)?;
    // Ways may be millions: they are handed from search to search, never copied.
    let mut held = measured(city, network, budget)?;
    let mut standing = priced(network);
    for (id, site) in network.sites.iter_ids() {
        let stands = open.map_or(site.status == Status::Existing, |open| open[id]);
        let site = &mut standing.sites[id];
        site.status = if stands { Status::Existing } else { Status::Closed };
        site.closing = None;
        // A year of shortfall must not fail for a least throughput or a rule that only a design can keep.
        site.least = Grams::ZERO;
    }
    (standing.counts, standing.coverage, standing.budget) = (Vec::new(), Vec::new(), None);
    let mut board = walk(&case, |year, demand| {
        progress(year);
        let (mut now, mut free) = (standing.clone(), standing.clone());
        scale(network, demand, &mut now);
        scale(network, demand, &mut free);
        for site in free.sites.iter_mut() {
            (site.capacity, site.storage) = (None, None);
            site.intakes.iter_mut().for_each(|i| i.most = None);
        }
        let mut solve = |network: &Network| {
            let outcome = design_grounded(network, std::mem::take(&mut held), budget, None, &|_| {})?;
            held = outcome.grounded;
            Ok(outcome.answer)
        };
        // What would come if every site had room is what it is short of.
        Ok(served(&now, &solve(&now)?, &solve(&free)?))
    })
    .map_err(|fault| match fault {
        WalkFault::Serve(error) => error,
        WalkFault::Shape(year) => super::internal(&format!("the year {year} was answered in another shape")),
    })?;
    let mut last = network.clone();
    scale(network, &case.demand_kg(years.1), &mut last);
    if let Some(open) = open {
        for (id, site) in last.sites.iter_mut().enumerate().map(|(i, site)| (SiteId::new(i), site)) {
            match (open[id], site.status) {
                // Built and paid for; closing it has no price.
                (true, Status::Candidate) => (site.status, site.closing) = (Status::Existing, None),
                (false, Status::Existing) => site.status = Status::Closed,
                _ => {}
            }
        }
    }
    let additions = last.sites.iter().any(|s| s.status == Status::Candidate).then(|| {
        progress(years.1);
        design_grounded(&last, held, budget, None, &|_| {})
    });
    // That nothing can be added that keeps all rules is an answer, too; being stopped is not.
    let additions = match additions {
        Some(Err(error)) if error.kind != Kind::NoAnswer => return Err(error),
        other => other,
    };
    if let Some(Ok(added)) = &additions {
        board.add(years.1, &served(&last, &added.answer, &added.answer).served_kg);
    }
    Ok(ScenarioOutcome { board, case, additions, last })
}

/// Years that are walked, at most: each is two designs.
const MOST_YEARS: i64 = 100;
/// Kilograms that may arise in a year: what a network's file may have.
const MOST_KG: i128 = 1_000_000_000_000;

/// Whether no year has more than a network can have, and there are not too many years.
fn can_be_walked(case: &Case) -> Result<(), EngineError> {
    let years = i64::from(case.last_year) - i64::from(case.base_year);
    if years > MOST_YEARS {
        return Err(EngineError::new(
            Kind::BadInput,
            "too_many_years",
            Text::new(
                format!(
                    "from {} to {} are {years} years; at most {MOST_YEARS} are walked",
                    case.base_year, case.last_year
                ),
                format!("{} 至 {} 共 {years} 年，最多推演 {MOST_YEARS} 年", case.base_year, case.last_year),
            ),
            Text::new("give an earlier --until", "请给出更早的 --until"),
        ));
    }
    for year in case.base_year..=case.last_year {
        let sum: i128 = case.demand_kg(year).iter().flatten().map(|&kg| i128::from(kg)).sum();
        if sum > MOST_KG {
            return Err(EngineError::new(
                Kind::BadInput,
                "too_much_grown",
                Text::new(
                    format!("in {year} {} t would arise; at most {} t are possible", sum / 1000, MOST_KG / 1000),
                    format!("{year} 年将产生 {} 吨，最多 {} 吨", sum / 1000, MOST_KG / 1000),
                ),
                Text::new(
                    "correct percent_of_base in growth, or give an earlier --until",
                    "请改正 growth 中的 percent_of_base,或给出更早的 --until",
                ),
            ));
        }
    }
    Ok(())
}

/// Areas that boards are told by: those that lie in no other, then what lies in none.
#[must_use]
pub fn county_of(network: &Network, area: Option<AreaId>) -> usize {
    let mut at = area;
    for _ in 0..network.areas.len() {
        match at.and_then(|a| network.areas.get(a)).and_then(|a| a.within) {
            Some(above) => at = Some(above),
            None => break,
        }
    }
    at.map_or(network.areas.len(), Id::index)
}

/// Kilograms by county and stream.
fn by_area(network: &Network) -> Vec<Vec<i64>> {
    kilograms(grams_by_area(network))
}

fn grams_by_area(network: &Network) -> Vec<Vec<i64>> {
    let mut out = vec![vec![0; network.streams.len()]; network.areas.len() + 1];
    for source in &network.sources {
        for &(stream, amount) in &source.amounts {
            out[county_of(network, source.area)][stream.index()] += amount.0;
        }
    }
    out
}

/// Rounded once, after everything has been added up: places have fractions of kilograms.
fn kilograms(mut grams: Vec<Vec<i64>>) -> Vec<Vec<i64>> {
    grams.iter_mut().flatten().for_each(|g| *g = (*g + 500).div_euclid(1000));
    grams
}

/// The network with every stream priced.
fn priced(network: &Network) -> Network {
    let mut out = network.clone();
    let dearest = network.streams.iter().filter_map(|s| s.uncollected_fen_per_t).max().unwrap_or(1_000_000);
    for stream in out.streams.iter_mut() {
        stream.uncollected_fen_per_t.get_or_insert(dearest);
    }
    out
}

/// Puts a year's amounts into the sources, shared out as in the base year.
fn scale(base: &Network, demand: &[Vec<i64>], out: &mut Network) {
    for (county, amounts) in demand.iter().enumerate() {
        let of: Vec<SourceId> =
            base.sources.iter_ids().filter(|(_, s)| county_of(base, s.area) == county).map(|(id, _)| id).collect();
        for stream in base.streams.ids() {
            let amount = |id: SourceId| base.sources[id].amounts.iter().find(|a| a.0 == stream).map_or(0, |a| a.1.0);
            let weights: Vec<u64> = of.iter().map(|&id| u64::try_from(amount(id)).unwrap_or_default()).collect();
            let grams = amounts[stream.index()].saturating_mul(1000);
            let Some(parts) = split(grams, &weights) else { continue };
            for (&id, part) in of.iter().zip(parts) {
                if let Some(entry) = out.sources[id].amounts.iter_mut().find(|a| a.0 == stream) {
                    entry.1 = Grams(part);
                }
            }
        }
    }
    for source in out.sources.iter_mut() {
        source.amounts.retain(|a| a.1 > Grams::ZERO);
    }
}

/// What a year's answer serves; `wished` is what would flow if nothing had a limit.
fn served(network: &Network, answer: &Answer, wished: &Answer) -> Served {
    let streams = network.streams.len();
    let mut served = grams_by_area(network);
    for &(source, stream, amount) in &answer.uncollected {
        served[county_of(network, network.sources[source].area)][stream.index()] -= amount.0;
    }
    let served_kg = kilograms(served);
    let kg = |row: &IdVec<StreamId, Grams>| row.iter().map(|g| g.0 / 1000).collect::<Vec<i64>>();
    let (used, wanted) = (answer.intake(network), wished.intake(network));
    let mut capacity_kg: Vec<Vec<Option<i64>>> = vec![vec![Some(0); streams]; network.areas.len() + 1];
    let mut sites = Vec::new();
    for (id, site) in network.sites.iter_ids().filter(|(id, _)| answer.open[*id]) {
        let county = county_of(network, site.area);
        for intake in site.intakes.iter().filter(|i| handed_in(network, site.tier, i.stream)) {
            let most = [storage::most(network, id), intake.most].into_iter().flatten().min().map(|g| g.0 / 1000);
            // A site of no county is there for all of them.
            let of = if site.area.is_some() { county..county + 1 } else { 0..capacity_kg.len() };
            for row in &mut capacity_kg[of] {
                let sum = &mut row[intake.stream.index()];
                *sum = sum.zip(most).map(|(a, b)| a.saturating_add(b));
            }
        }
        let (used, mut wanted) = (kg(&used[id]), kg(&wanted[id]));
        wanted.iter_mut().zip(&used).for_each(|(w, u)| *w = (*w).max(*u));
        sites.push(SiteUse {
            site: id.index(),
            county: Some(county),
            capacity_kg: storage::most(network, id).map(|g| g.0 / 1000),
            used_kg: used,
            wanted_kg: wanted,
        });
    }
    Served { served_kg, capacity_kg, sites }
}

/// Whether a stream comes to sites of a tier straight from where it arises.
fn handed_in(network: &Network, tier: Tier, stream: StreamId) -> bool {
    network.hauls.iter().any(|h| h.from == From::Sources && h.to == tier && h.carries(stream))
}

fn no_years((first, last): (i32, i32)) -> EngineError {
    EngineError::new(
        Kind::BadInput,
        "no_years",
        Text::new(format!("{last} is before the base year {first}"), format!("{last} 年早于基准年 {first} 年")),
        Text::new("give a later year", "请给出更晚的年份"),
    )
}
