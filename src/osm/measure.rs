//! Weights and lengths as people write them in tags.
//!
//! Defaults and formats: OSM wiki, "Map features/Units" (metres and tonnes where no unit is given; feet and inches as
//! `7'4"`). A comma is a decimal sign: nobody posts a bridge for thousands of tonnes.

use crate::units::{Centimetres, Grams};

/// The avoirdupois pound in grams (exact by definition).
const POUND_G: f64 = 453.592_37;
/// The inch in centimetres (exact by definition).
const INCH_CM: f64 = 2.54;

/// A tag's value: a quantity, or words that mean there is none, or something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measured<T> {
    /// A quantity above zero.
    Is(T),
    /// `none`, `default`, `unsigned` and their kin: no limit that could be named.
    Unlimited,
    /// Not understood.
    Unknown,
}

impl<T> Measured<T> {
    pub(crate) fn quantity(self) -> Option<T> {
        match self {
            Self::Is(q) => Some(q),
            _ => None,
        }
    }
}

fn says_none(text: &str) -> bool {
    const WORDS: [&str; 9] =
        ["none", "default", "no", "unsigned", "below_default", "no_sign", "no_indications", "unlimited", "-"];
    WORDS.contains(&text)
}

/// A weight; without a unit, metric tonnes.
pub(crate) fn weight(value: &str) -> Measured<Grams> {
    // No road bears a thousand tonnes; a limit that large is a typing error.
    measured(value, weight_g, 1e9, Grams)
}

/// A length; without a unit, metres.
pub(crate) fn length(value: &str) -> Measured<Centimetres> {
    measured(value, length_cm, 1e5, Centimetres)
}

fn measured<T>(value: &str, parse: fn(&str) -> Option<f64>, most: f64, unit: fn(i64) -> T) -> Measured<T> {
    let text = value.trim().to_lowercase();
    if says_none(&text) {
        return Measured::Unlimited;
    }
    // Of several values the strictest counts.
    let mut least = f64::INFINITY;
    for part in text.split(';') {
        match parse(part.trim()) {
            Some(q) if q >= 0.5 && q <= most => least = least.min(q),
            _ => return Measured::Unknown,
        }
    }
    Measured::Is(unit(least.round() as i64))
}

fn weight_g(text: &str) -> Option<f64> {
    let (number, unit) = split_unit(text)?;
    let grams = match unit {
        "" | "t" | "to" | "tonne" | "tonnes" | "tons" | "mt" => 1e6,
        "kg" | "kgs" => 1e3,
        "st" | "ton" | "short tons" => 2000.0 * POUND_G,
        "lt" | "long tons" => 2240.0 * POUND_G,
        "lb" | "lbs" | "pounds" => POUND_G,
        // The long hundredweight of British signs.
        "cwt" => 112.0 * POUND_G,
        _ => return None,
    };
    Some(number * grams)
}

fn length_cm(text: &str) -> Option<f64> {
    if let Some(feet) = feet_and_inches(text) {
        return Some(feet);
    }
    let (number, unit) = split_unit(text)?;
    let centimetres = match unit {
        "" | "m" | "mtr" | "metre" | "metres" | "meter" | "meters" => 100.0,
        "cm" => 1.0,
        "mm" => 0.1,
        "km" => 1e5,
        "ft" | "feet" | "foot" => 12.0 * INCH_CM,
        "in" | "inch" | "inches" => INCH_CM,
        "yd" | "yards" => 36.0 * INCH_CM,
        _ => return None,
    };
    Some(number * centimetres)
}

/// `13'6"`, `13'-6"`, `13'`, `162"`, `13 ft 6 in`.
fn feet_and_inches(text: &str) -> Option<f64> {
    let plain = text.replace(['′', '’'], "'").replace(['″', '”'], "\"").replace("''", "\"");
    let plain = plain.replace("feet", "'").replace("ft", "'").replace("inches", "\"").replace("in", "\"");
    let (feet, rest) = match plain.split_once('\'') {
        Some((feet, rest)) => (number(feet.trim())?, rest),
        None => (0.0, plain.as_str()),
    };
    let rest = rest.trim().trim_start_matches('-').trim();
    let inches = match rest.strip_suffix('"') {
        Some(inches) => number(inches.trim())?,
        None if rest.is_empty() && plain.contains('\'') => 0.0,
        // `13'6` without the inch sign is common; a bare number is not ours.
        None if plain.contains('\'') => number(rest)?,
        None => return None,
    };
    Some((feet * 12.0 + inches) * INCH_CM)
}

/// A plain decimal number, with comma or point, and the rest as its unit.
pub(crate) fn split_unit(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
    Some((number(&text[..end])?, text[end..].trim()))
}

fn number(text: &str) -> Option<f64> {
    let plain = text.replace(',', ".");
    let decimal = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.') && plain.bytes().any(|b| b.is_ascii_digit());
    if decimal { plain.parse().ok() } else { None }
}

#[cfg(test)]
mod tests;
