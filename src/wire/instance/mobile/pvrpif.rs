//! Periodic waste collection with intermediate facilities (Taverna and Tilk): GeoJSON with the fleet in `info`, places as features in the order of the rows of `duration`.

use serde_json::Value;

use super::super::words::Words;
use super::Kind;
use crate::mobile::periodic::{Customer, Problem};
use crate::wire::codes::{E4102, E4104, E4109, E4111};
use crate::wire::defect::{Arg, Defect};

const WHOLE: (&str, &str) = ("a whole number not below 0", "非负整数");
/// Larger numbers stand in no instance.
const MOST: f64 = 1e6;
/// More places would be another kind of problem.
const PLACES: usize = 2_000;

pub(super) fn looks(words: &Words<'_>) -> bool {
    let text = words.text();
    text.trim_start().starts_with('{') && text.contains("\"intermediateFacility\"") && text.contains("\"duration\"")
}

pub(super) fn read(text: &str, _: &super::Choice) -> Result<Kind, Defect> {
    let tree: Value = serde_json::from_str(text).map_err(|_| Defect::new(&E4104, "", [super::known().into()]))?;
    let info = |name: &str| whole(&tree["info"][name], &format!("/info/{name}"));
    let features = tree["features"].as_array().ok_or_else(|| missing("features"))?;
    if features.len() > PLACES {
        return Err(Defect::new(&E4109, "/features", [Arg::from(format!("{} > {PLACES}", features.len()))]));
    }
    let (mut customers, mut sites) = (Vec::new(), Vec::new());
    for (node, feature) in features.iter().enumerate() {
        let of = &feature["properties"];
        let at = |name: &str| whole(&of[name], &format!("/features/{node}/properties/{name}"));
        match of["type"].as_str() {
            Some("depot") if node == 0 => {}
            Some("customer") => customers.push(Customer {
                node,
                demand: at("demand")?,
                service: at("service")?,
                visits: at("frequency")? as usize,
            }),
            Some("intermediateFacility") => sites.push(node),
            _ => {
                let want = (
                    "depot (first), customer or intermediateFacility",
                    "depot（第一个）、customer 或 intermediateFacility",
                );
                let path = format!("/features/{node}/properties/type");
                return Err(Defect::new(&E4102, path, [of["type"].to_string().into(), want.into()]));
            }
        }
    }
    let rows = tree["duration"].as_array().ok_or_else(|| missing("duration"))?;
    let mut times = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        for (j, cell) in row.as_array().into_iter().flatten().enumerate() {
            times.push(whole(cell, &format!("/duration/{i}/{j}"))?);
        }
    }
    let problem = Problem {
        days: info("planningHorizon")? as usize,
        vehicles: info("numVehicles")? as usize,
        capacity: info("maxCapacity")?,
        longest: info("maxDuration")?,
        customers,
        sites,
        times,
        nodes: features.len(),
    };
    problem.check().map_err(|why| Defect::new(&E4109, "", [Arg::from(why.to_string())]))?;
    Ok(Kind::Periodic(problem))
}

fn missing(what: &str) -> Defect {
    Defect::new(&E4111, "", [what.into()])
}

/// Times and amounts are written as `12.0`.
fn whole(value: &Value, path: &str) -> Result<i64, Defect> {
    let fair = |x: &f64| (0.0..=MOST).contains(x) && x.fract() == 0.0;
    match value.as_f64().filter(fair) {
        Some(x) => Ok(x as i64),
        None => Err(Defect::new(&E4102, path, [value.to_string().into(), WHOLE.into()])),
    }
}
