//! The `value @ condition` grammar of `*:conditional` tags.
//!
//! `no @ (Mo-Fr 07:00-09:00 AND weight>7.5); destination @ (22:00-06:00)`: clauses are split at `;` outside
//! parentheses; a piece without `@` belongs to the hours before it. See OSM wiki, "Conditional restrictions".

use super::hours::week_hours;
use super::measure::{length, weight};
use super::model::Condition;
use crate::units::{Centimetres, Grams};

/// Clauses read of one tag; nobody writes more.
const MOST_CLAUSES: usize = 50;

/// One clause.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clause<'a> {
    pub(crate) value: &'a str,
    when: String,
}

impl Clause<'_> {
    /// Its conditions, of which all must hold. Only asked for where the value is understood: hours take time to parse.
    pub(crate) fn when(&self) -> Vec<Condition> {
        conditions(&self.when)
    }
}

/// The clauses of a tag, in order.
pub(crate) fn clauses(text: &str) -> Vec<Clause<'_>> {
    let mut found: Vec<(&str, String)> = Vec::new();
    for piece in split_outside(text, ";").into_iter().take(MOST_CLAUSES) {
        match (piece.split_once('@'), found.last_mut()) {
            (Some((value, when)), _) => found.push((value.trim(), when.trim().to_owned())),
            (None, Some((_, when))) if !piece.trim().is_empty() => {
                when.push_str("; ");
                when.push_str(piece.trim());
            }
            _ => {}
        }
    }
    found.into_iter().map(|(value, when)| Clause { value, when }).collect()
}

/// All of these must hold.
fn conditions(text: &str) -> Vec<Condition> {
    split_outside(unwrap(text), " AND ").into_iter().map(|part| condition(unwrap(part))).collect()
}

fn condition(text: &str) -> Condition {
    let other = || Condition::Other(super::names::clean(text));
    if let Some((what, bound)) = text.split_once('>') {
        let (bound, or_equal) = bound.strip_prefix('=').map_or((bound, 0), |b| (b, 1));
        return above(what.trim(), bound.trim(), or_equal).unwrap_or_else(other);
    }
    week_hours(text).map_or_else(other, Condition::Hours)
}

fn above(what: &str, bound: &str, or_equal: i64) -> Option<Condition> {
    let grams = || weight(bound).quantity().map(|g| Grams(g.0 - or_equal));
    let centimetres = || length(bound).quantity().map(|cm| Centimetres(cm.0 - or_equal));
    Some(match what.to_ascii_lowercase().as_str() {
        "weight" | "maxweight" | "weightrating" | "maxweightrating" | "grossweight" => Condition::WeightAbove(grams()?),
        "length" | "maxlength" => Condition::LengthAbove(centimetres()?),
        "height" | "maxheight" => Condition::HeightAbove(centimetres()?),
        "width" | "maxwidth" => Condition::WidthAbove(centimetres()?),
        _ => return None,
    })
}

/// Splits at `mark`, in any case of letters, where no parenthesis is open.
fn split_outside<'a>(text: &'a str, mark: &str) -> Vec<&'a str> {
    let (mut parts, mut start, mut depth, mut at) = (Vec::new(), 0, 0_u32, 0);
    while at < text.len() {
        match text.as_bytes()[at] {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let hit = depth == 0 && text.get(at..at + mark.len()).is_some_and(|s| s.eq_ignore_ascii_case(mark));
        if hit {
            parts.push(text[start..at].trim());
            at += mark.len();
            start = at;
        } else {
            at += 1;
        }
    }
    parts.push(text[start..].trim());
    parts
}

/// Without the parentheses around the whole, where they belong together.
fn unwrap(text: &str) -> &str {
    let text = text.trim();
    let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) else { return text };
    let mut depth = 0_i32;
    for byte in inner.bytes() {
        depth += i32::from(byte == b'(') - i32::from(byte == b')');
        if depth < 0 {
            return text;
        }
    }
    inner.trim()
}

#[cfg(test)]
mod tests;
