//! Legal maximum speeds.

use super::measure::split_unit;
use super::model::SpeedLimit;
use super::tags::{Tags, Unknown};
use super::zones;

/// No sign anywhere asks for more.
const MOST_KMH: f64 = 300.0;

/// A value of `maxspeed`: a limit, or `None` where it names none (variable, signals, unposted) or is unknown; the
/// flag says that it was not understood.
pub(crate) fn parse(value: &str) -> (Option<SpeedLimit>, bool) {
    let text = value.trim();
    let known = |limit| (Some(limit), false);
    match text.to_ascii_lowercase().as_str() {
        "none" | "no" | "unlimited" => return known(SpeedLimit::None),
        "walk" | "walking" | "foot" => return known(SpeedLimit::Walk),
        "signals" | "variable" | "unposted" | "unsigned" | "default" | "implicit" | "sign" | "national" | "fixme" => {
            return (None, false);
        }
        _ => {}
    }
    if let Some(limit) = zones::limit(text) {
        return known(limit);
    }
    // Of several values ("50;30") the lowest counts: it is never illegal.
    let limits: Option<Vec<u16>> = text.split([';', '|']).map(number).collect();
    match limits.and_then(|all| all.into_iter().min()) {
        Some(kmh) => known(SpeedLimit::Kmh(kmh)),
        None => (None, true),
    }
}

fn number(text: &str) -> Option<u16> {
    let text = text.trim().to_ascii_lowercase();
    let (number, unit) = split_unit(&text)?;
    let kmh = match unit {
        "" | "km/h" | "kmh" | "kph" | "kmph" | "km" => number,
        "mph" | "mp/h" => number * 1.609_344,
        "knots" | "kn" | "kt" => number * 1.852,
        _ => return None,
    };
    (0.5..=MOST_KMH).contains(&kmh).then_some(kmh.round() as u16)
}

/// The limits of a way by direction.
pub(crate) fn both_ways(tags: Tags<'_>, unknown: &Unknown) -> [Option<SpeedLimit>; 2] {
    let general = read(tags, "maxspeed", unknown).or_else(|| implied(tags));
    ["maxspeed:forward", "maxspeed:backward"].map(|key| read(tags, key, unknown).or(general))
}

/// `maxspeed:hgv`.
pub(crate) fn hgv(tags: Tags<'_>, unknown: &Unknown) -> Option<SpeedLimit> {
    read(tags, "maxspeed:hgv", unknown)
}

fn read(tags: Tags<'_>, key: &str, unknown: &Unknown) -> Option<SpeedLimit> {
    let value = tags.get(key)?;
    let (limit, strange) = parse(value);
    if strange {
        unknown.note(key, value);
    }
    limit
}

/// What the kind of sign implies where no number is given: `DE:urban`, `CN:rural`, `DE:zone:30`.
fn implied(tags: Tags<'_>) -> Option<SpeedLimit> {
    ["maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic"]
        .into_iter()
        .filter_map(|key| tags.get(key))
        .find_map(zones::limit)
}

#[cfg(test)]
mod tests;
