//! Two-stage location with capacities: plants, depots, customers; one product (Fernandes and others 2014) or several (Mauri and others 2021).
//!
//! In this library's words depots are sites of tier 2 and plants sites of tier 3, and what customers ask for flows the other way round.
//! Plants and depots of several products have a capacity for each. Amounts and costs stay in the file's units.

use super::words::Words;
use super::{Choice, Kind};
use crate::network::design::problem::{Demand, PlaceLink, Problem, Rate, Site, SiteLink, State};
use crate::wire::defect::Defect;

const PLANTS: (&str, &str) = ("a number of plants from 1 to 10000", "工厂数量（1 至 10000）");
const DEPOTS: (&str, &str) = ("a number of depots from 1 to 10000", "仓库数量（1 至 10000）");
const CUSTOMERS: (&str, &str) = ("a number of customers from 1 to 100000", "客户数量（1 至 100000）");
const PRODUCTS: (&str, &str) = ("a number of products from 1 to 1000", "产品数量（1 至 1000）");
const SIZE: (&str, &str) = ("a demand not below 0", "需求量（非负数）");
const CAPACITY: (&str, &str) = ("a capacity not below 0", "容量（非负数）");
const OPENING: (&str, &str) = ("an opening cost not below 0", "开设费用（非负数）");
const COST: (&str, &str) = ("a cost not below 0", "费用（非负数）");

/// How many words a file of these sizes has after its first line.
fn length(sizes: &[usize; 4]) -> Option<usize> {
    let [plants, depots, customers, products] = *sizes;
    let sites = plants.checked_add(depots)?.checked_mul(products.checked_add(1)?)?;
    let pairs = plants.checked_add(customers)?.checked_mul(depots)?.checked_mul(products)?;
    sites.checked_add(pairs)?.checked_add(customers.checked_mul(products)?)
}

fn first_line(words: &Words<'_>) -> usize {
    words.text().lines().next().map_or(0, |line| line.split_ascii_whitespace().count())
}

/// `plants depots customers`, then demands, plants, costs, depots, costs.
pub(super) fn is_tscflp(words: &Words<'_>) -> bool {
    let head = words.head(3);
    first_line(words) == 3
        && head.is_some_and(|h| length(&[h[0], h[1], h[2], 1]).and_then(|n| n.checked_add(3)) == Some(words.left()))
}

/// The same with a number of products, and everything by product.
pub(super) fn is_mptscflp(words: &Words<'_>) -> bool {
    let head = words.head(4);
    first_line(words) == 4
        && head.is_some_and(|h| length(&[h[0], h[1], h[2], h[3]]).and_then(|n| n.checked_add(4)) == Some(words.left()))
}

pub(super) fn tscflp(words: &mut Words<'_>, _: &Choice) -> Result<(u32, Kind), Defect> {
    read(words, false)
}

pub(super) fn mptscflp(words: &mut Words<'_>, _: &Choice) -> Result<(u32, Kind), Defect> {
    read(words, true)
}

fn read(words: &mut Words<'_>, several: bool) -> Result<(u32, Kind), Defect> {
    let plants = words.count(PLANTS, 1, 10_000)?;
    let depots = words.count(DEPOTS, 1, 10_000)?;
    let customers = words.count(CUSTOMERS, 1, 100_000)?;
    let products = if several { words.count(PRODUCTS, 1, 1_000)? } else { 1 };
    let mut problem = Problem { streams: products, ..Problem::default() };
    // Number of the demand of a customer for a product, where it asks for some.
    let mut asks = Vec::with_capacity(customers);
    for place in 0..customers {
        let mut numbers = Vec::with_capacity(products);
        for stream in 0..products {
            let kg = amount(words, SIZE)?;
            numbers.push((kg > 0.0).then_some(problem.demands.len() as u32));
            if kg > 0.0 {
                problem.demands.push(Demand::single(place, stream, kg, None));
            }
        }
        asks.push(numbers);
    }
    let plant_sites = sites(words, plants, products, 3)?;
    let inward = table(words, plants, depots, products)?;
    problem.sites = sites(words, depots, products, 2)?;
    problem.sites.extend(plant_sites);
    let outward = table(words, depots, customers, products)?;
    for depot in 0..depots {
        for plant in 0..plants {
            let rates = (0..products).map(|s| Some(inward[(s * plants + plant) * depots + depot])).collect();
            let to = (depots + plant) as u32;
            problem.between.push(SiteLink { from: depot as u32, to, rate: Rate::Each(rates) });
        }
    }
    for (customer, numbers) in asks.iter().enumerate() {
        for (stream, demand) in numbers.iter().enumerate() {
            let Some(demand) = *demand else { continue };
            for depot in 0..depots {
                let rate = Rate::Same(outward[(stream * depots + depot) * customers + customer]);
                problem.from_places.push(PlaceLink { demand, site: depot as u32, rate });
            }
        }
    }
    Ok((0, Kind::Staged(Box::new(problem))))
}

/// Capacities by product, then the opening cost.
fn sites(words: &mut Words<'_>, count: usize, products: usize, tier: u8) -> Result<Vec<Site>, Defect> {
    (0..count)
        .map(|_| {
            let accepts = (0..products).map(|_| amount(words, CAPACITY).map(Some)).collect::<Result<Vec<_>, _>>()?;
            Ok(Site {
                tier,
                fixed: amount(words, OPENING)?,
                capacity: f64::INFINITY,
                accepts,
                least: 0.0,
                state: State::Free,
                capital: 0.0,
                ends: vec![(tier == 3).then_some(0.0); products],
            })
        })
        .collect()
}

/// Costs product by product, row by row.
fn table(words: &mut Words<'_>, rows: usize, columns: usize, products: usize) -> Result<Vec<f64>, Defect> {
    (0..products * rows * columns).map(|_| amount(words, COST)).collect()
}

fn amount(words: &mut Words<'_>, want: (&str, &str)) -> Result<f64, Defect> {
    let value = words.real(want)?;
    if value >= 0.0 { Ok(value) } else { Err(words.wrong(&value.to_string(), want)) }
}
