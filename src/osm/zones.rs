//! Speed limits by country and kind of road: what `CN:urban` or `GB:nsl_single` means in numbers.
//!
//! China: Regulation on the Implementation of the Road Traffic Safety Law (State Council Decree 405), articles 45 and
//! 78 (one lane each way: city 50, highway 70; motorway 120). The others: OSM wiki, "Default speed limits" and
//! "Key:maxspeed#Parser", for cars. A value that is not listed is not guessed.

use super::model::SpeedLimit;

const NO_LIMIT: u16 = 0;
const WALK: u16 = 1;

/// Country, kind of zone, km/h (or one of the marks above).
#[rustfmt::skip]
const ZONES: &[(&str, &str, u16)] = &[
    ("CN", "urban", 50), ("CN", "rural", 70), ("CN", "motorway", 120), ("CN", "trunk", 100),
    ("HK", "urban", 50), ("TW", "urban", 50), ("TW", "rural", 60),
    ("JP", "national", 60), ("JP", "nsl", 60), ("JP", "express", 100), ("JP", "motorway", 100),
    ("KR", "urban", 50), ("KR", "rural", 60), ("KR", "motorway", 100),
    ("AT", "urban", 50), ("AT", "rural", 100), ("AT", "trunk", 100), ("AT", "motorway", 130),
    ("AT", "bicycle_road", 30), ("AT", "living_street", WALK),
    ("BE", "urban", 50), ("BE", "rural", 90), ("BE", "trunk", 120), ("BE", "motorway", 120), ("BE", "living_street", 20),
    ("BE-VLG", "urban", 50), ("BE-VLG", "rural", 70), ("BE-WAL", "urban", 50), ("BE-WAL", "rural", 90),
    ("BE-BRU", "urban", 30), ("BE-BRU", "rural", 70),
    ("BG", "urban", 50), ("BG", "rural", 90), ("BG", "trunk", 120), ("BG", "motorway", 140), ("BG", "living_street", 20),
    ("BY", "urban", 60), ("BY", "rural", 90), ("BY", "motorway", 110), ("BY", "living_street", 20),
    ("CH", "urban", 50), ("CH", "rural", 80), ("CH", "trunk", 100), ("CH", "motorway", 120), ("CH", "living_street", 20),
    ("LI", "urban", 50), ("LI", "rural", 80),
    ("CZ", "urban", 50), ("CZ", "rural", 90), ("CZ", "trunk", 110), ("CZ", "motorway", 130), ("CZ", "living_street", 20),
    ("CZ", "pedestrian_zone", 20), ("CZ", "urban_motorway", 80), ("CZ", "urban_trunk", 80),
    ("DE", "urban", 50), ("DE", "rural", 100), ("DE", "trunk", NO_LIMIT), ("DE", "motorway", NO_LIMIT),
    ("DE", "living_street", WALK), ("DE", "bicycle_road", 30), ("DE", "pedestrian_zone", WALK),
    ("DK", "urban", 50), ("DK", "rural", 80), ("DK", "motorway", 130),
    ("EE", "urban", 50), ("EE", "rural", 90), ("EE", "living_street", 20),
    ("ES", "urban", 50), ("ES", "rural", 90), ("ES", "trunk", 90), ("ES", "motorway", 120), ("ES", "living_street", 20),
    ("FI", "urban", 50), ("FI", "rural", 80), ("FI", "trunk", 100), ("FI", "motorway", 120), ("FI", "living_street", 20),
    ("FR", "urban", 50), ("FR", "rural", 80), ("FR", "trunk", 110), ("FR", "motorway", 130), ("FR", "living_street", 20),
    ("GB", "nsl_restricted", 48), ("GB", "nsl_single", 97), ("GB", "nsl_dual", 113), ("GB", "motorway", 113),
    ("GB-WLS", "nsl_restricted", 32), ("UK", "nsl_restricted", 48), ("UK", "nsl_single", 97), ("UK", "nsl_dual", 113),
    ("UK", "motorway", 113),
    ("GR", "urban", 50), ("GR", "rural", 90), ("GR", "trunk", 110), ("GR", "motorway", 130), ("GR", "living_street", 20),
    ("HR", "urban", 50), ("HR", "rural", 90), ("HR", "trunk", 110), ("HR", "motorway", 130),
    ("HU", "urban", 50), ("HU", "rural", 90), ("HU", "trunk", 110), ("HU", "motorway", 130), ("HU", "living_street", 20),
    ("IE", "urban", 50), ("IE", "rural", 80), ("IE", "trunk", 100), ("IE", "motorway", 120),
    ("IT", "urban", 50), ("IT", "rural", 90), ("IT", "trunk", 110), ("IT", "motorway", 130), ("IT", "living_street", 30),
    ("LT", "urban", 50), ("LT", "rural", 90), ("LV", "urban", 50), ("LV", "rural", 90), ("LV", "living_street", 20),
    ("NL", "urban", 50), ("NL", "rural", 80), ("NL", "trunk", 100), ("NL", "motorway", 130), ("NL", "living_street", 15),
    ("NO", "urban", 50), ("NO", "rural", 80), ("NO", "motorway", 110),
    ("PL", "urban", 50), ("PL", "rural", 90), ("PL", "trunk", 100), ("PL", "motorway", 140), ("PL", "living_street", 20),
    ("PT", "urban", 50), ("PT", "rural", 90), ("PT", "trunk", 100), ("PT", "motorway", 120), ("PT", "living_street", 20),
    ("RO", "urban", 50), ("RO", "rural", 90), ("RO", "trunk", 100), ("RO", "motorway", 130), ("RO", "living_street", 20),
    ("RS", "urban", 50), ("RS", "rural", 80), ("RS", "trunk", 100), ("RS", "motorway", 130), ("RS", "living_street", 10),
    ("RU", "urban", 60), ("RU", "rural", 90), ("RU", "motorway", 110), ("RU", "living_street", 20),
    ("SE", "urban", 50), ("SE", "rural", 70), ("SE", "trunk", 90), ("SE", "motorway", 110), ("SE", "living_street", WALK),
    ("SI", "urban", 50), ("SI", "rural", 90), ("SI", "trunk", 110), ("SI", "motorway", 130), ("SI", "living_street", 10),
    ("SK", "urban", 50), ("SK", "rural", 90), ("SK", "trunk", 90), ("SK", "motorway", 130), ("SK", "living_street", 20),
    ("TR", "urban", 50), ("TR", "rural", 90), ("TR", "trunk", 110), ("TR", "motorway", 120), ("TR", "living_street", 20),
    ("UA", "urban", 50), ("UA", "rural", 90), ("UA", "trunk", 110), ("UA", "motorway", 130), ("UA", "living_street", 20),
];

/// The limit that a zone's name stands for.
pub(crate) fn limit(value: &str) -> Option<SpeedLimit> {
    let (country, zone) = value.trim().split_once(':')?;
    let country = country.trim().to_ascii_uppercase();
    if !(2..=6).contains(&country.len()) || !country.bytes().all(|b| b.is_ascii_uppercase() || b == b'-') {
        return None;
    }
    let zone = zone.trim().to_ascii_lowercase();
    if let Some(&(_, _, kmh)) = ZONES.iter().find(|&&(c, z, _)| c == country && z == zone) {
        return Some(match kmh {
            NO_LIMIT => SpeedLimit::None,
            WALK => SpeedLimit::Walk,
            kmh => SpeedLimit::Kmh(kmh),
        });
    }
    // `zone:30`, `zone30` and plain `30` name their own number; in Britain it is in miles.
    let digits = zone.strip_prefix("zone").unwrap_or(&zone).trim_start_matches(':');
    let number: u16 = digits.parse().ok().filter(|n| (5..=130).contains(n))?;
    let miles = country.starts_with("GB") || country == "UK" || country == "US";
    Some(SpeedLimit::Kmh(if miles { (f64::from(number) * 1.609_344).round() as u16 } else { number }))
}
