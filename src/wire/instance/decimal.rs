//! Numbers as they are written: digits and where the point stands.

use crate::network::median::MOST;

/// A decimal number, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: i64,
    decimals: u32,
}

/// Digits after the point at most.
const PLACES: u32 = 12;

impl Decimal {
    /// Reads `12`, `12.`, `.5`, `-1.250`, `1.2e3`; `None` where it is no number, or has too many digits.
    pub(super) fn parse(word: &str) -> Option<Self> {
        let (body, exponent) = match word.split_once(['e', 'E']) {
            Some((body, exponent)) => (body, exponent.parse::<i32>().ok()?),
            None => (word, 0),
        };
        let (negative, body) = match body.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, body.strip_prefix('+').unwrap_or(body)),
        };
        let (whole, part) = body.split_once('.').unwrap_or((body, ""));
        let part = part.trim_end_matches('0');
        if body.trim_matches('.').is_empty() || !whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let digit = |sum: i64, b: u8| sum.checked_mul(10)?.checked_add(i64::from(b - b'0'));
        let mut digits = whole.bytes().chain(part.bytes()).try_fold(0_i64, digit)?;
        let mut decimals = i32::try_from(part.len()).ok()?.checked_sub(exponent)?;
        while decimals < 0 && digits != 0 {
            digits = digits.checked_mul(10)?;
            decimals += 1;
        }
        while decimals > 0 && digits % 10 == 0 && digits != 0 {
            digits /= 10;
            decimals -= 1;
        }
        let decimals = if digits == 0 { 0 } else { u32::try_from(decimals).ok().filter(|&d| d <= PLACES)? };
        Some(Self { digits: if negative { -digits } else { digits }, decimals })
    }
    pub(super) fn is_negative(self) -> bool {
        self.digits < 0
    }
    /// Digits after the point.
    pub(super) fn decimals(self) -> u32 {
        self.decimals
    }
    /// In units of `10^-decimals`; `None` where that is no whole number or reaches 2^52.
    pub(super) fn scaled(self, decimals: u32) -> Option<i64> {
        let more = decimals.checked_sub(self.decimals)?;
        self.digits.checked_mul(10_i64.checked_pow(more)?).filter(|n| n.abs() < MOST)
    }
}
