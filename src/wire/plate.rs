//! Number plates, of which only one digit is ever kept.

/// The digit by which a plate is judged (尾号限行): its last letter or digit, a letter counting as 0; what stands after it, as 挂 or 学, does
/// not count.
///
/// That is the rule of Beijing and of most cities with such bans. Some judge a plate that ends in a letter by the last digit before it, which this does
/// not know.
#[must_use]
pub fn digit(plate: &str) -> Option<u8> {
    // Full-width letters and digits are those of a Chinese keyboard.
    let narrow = |c: char| match u32::from(c) {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    let last = plate.chars().rev().map(narrow).find(char::is_ascii_alphanumeric)?;
    Some(last.to_digit(10).unwrap_or(0) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plate_is_judged_by_its_last_letter_or_digit() {
        for (plate, want) in [
            ("黑A12345", Some(5)),
            ("京A1234B", Some(0)),
            ("黑A1234挂", Some(4)),
            ("粤B１２３４７", Some(7)),
            (" 8 ", Some(8)),
            ("黑", None),
            ("", None),
        ] {
            assert_eq!(digit(plate), want, "{plate}");
        }
    }
}
