//! Size and weight limits of ways and barriers.

use super::measure::{Measured, length, weight};
use super::model::Limits;
use super::tags::{Tags, Unknown};

/// Limits from `maxweight`, `maxweightrating`, `maxaxleload`, `maxheight`, `maxwidth`, `maxlength`; where a `:physical`
/// or `:signed` twin is given too, the tighter one.
pub(crate) fn limits(tags: Tags<'_>, unknown: &Unknown) -> Limits {
    Limits {
        weight: least(tags, &["maxweight", "maxweightrating", "maxweight:signed"], weight, unknown),
        axle_load: least(tags, &["maxaxleload"], weight, unknown),
        height: least(tags, &["maxheight", "maxheight:physical", "maxheight:signed"], length, unknown),
        width: least(tags, &["maxwidth", "maxwidth:physical"], length, unknown),
        length: least(tags, &["maxlength"], length, unknown),
    }
}

/// A barrier's limits: its own `width` is the gap that is left.
pub(crate) fn at_barrier(tags: Tags<'_>, unknown: &Unknown) -> Limits {
    let mut found = limits(tags, unknown);
    if found.width.is_none() {
        found.width = tags.get("width").and_then(|v| length(v).quantity());
    }
    found
}

fn least<T: Ord>(tags: Tags<'_>, keys: &[&str], parse: fn(&str) -> Measured<T>, unknown: &Unknown) -> Option<T> {
    let values = keys.iter().filter_map(|&key| Some((key, tags.get(key)?)));
    let found = values.filter_map(|(key, value)| match parse(value) {
        Measured::Is(q) => Some(q),
        Measured::Unlimited => None,
        Measured::Unknown => {
            unknown.note(key, value);
            None
        }
    });
    found.min()
}
