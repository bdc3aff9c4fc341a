//! How long a ferry takes.

use crate::units::Milliseconds;

/// No ferry of a city takes longer than ten days.
const LONGEST_MIN: f64 = 14_400.0;

/// `duration`: `HH:MM`, `HH:MM:SS`, minutes, or ISO 8601 (`PT1H30M`).
pub(crate) fn duration(value: &str) -> Option<Milliseconds> {
    let text = value.trim();
    let minutes = if let Some(iso) = text.strip_prefix('P') { iso_minutes(iso)? } else { clock_minutes(text)? };
    (minutes > 0.0 && minutes <= LONGEST_MIN).then(|| Milliseconds((minutes * 60_000.0).round() as i64))
}

fn clock_minutes(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.split(':').collect();
    let all: Option<Vec<u32>> = parts.iter().map(|p| p.parse().ok()).collect();
    match *all?.as_slice() {
        [minutes] => Some(f64::from(minutes)),
        [hours, minutes] if minutes < 60 => Some(f64::from(hours) * 60.0 + f64::from(minutes)),
        [hours, minutes, seconds] if minutes < 60 && seconds < 60 => {
            Some(f64::from(hours) * 60.0 + f64::from(minutes) + f64::from(seconds) / 60.0)
        }
        _ => None,
    }
}

fn iso_minutes(text: &str) -> Option<f64> {
    let (days, clock) = text.split_once('T').unwrap_or((text, ""));
    let mut minutes = 0.0;
    for (part, units) in [(days, &[('D', 1440.0)][..]), (clock, &[('H', 60.0), ('M', 1.0), ('S', 1.0 / 60.0)][..])] {
        let mut rest = part;
        while !rest.is_empty() {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
            let unit = rest[end..].chars().next()?;
            let size = units.iter().find(|&&(u, _)| u == unit)?.1;
            minutes += rest[..end].parse::<f64>().ok()? * size;
            rest = &rest[end + unit.len_utf8()..];
        }
    }
    Some(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        let cases = [
            ("00:20", Some(20)),
            ("1:30", Some(90)),
            ("25", Some(25)),
            ("PT1H30M", Some(90)),
            ("PT45M", Some(45)),
            ("P1DT1H", Some(1500)),
            ("01:00:00", Some(60)),
            ("1:75", None),
            ("PT", None),
            ("soon", None),
            ("P5X", None),
            ("PTé", None),
            ("0", None),
        ];
        for (text, minutes) in cases {
            assert_eq!(duration(text), minutes.map(|m| Milliseconds(m * 60_000)), "{text}");
        }
    }
}
