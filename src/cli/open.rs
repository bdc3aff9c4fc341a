//! What commands open: cities, profiles of the user's own, departures.

use std::path::Path;

use super::{CityArg, Refusal, refusal};
use crate::engine::City;
use crate::engine::error::Text;
use crate::engine::files;
use crate::engine::query::Departure;
use crate::roads::Profile;
use crate::wire::points;

/// Opens the city under its rules, and reads `profile` from a file where it is the path of one.
///
/// Returns the profile's name.
pub(super) fn city_with(arg: &CityArg, profile: &str) -> Result<(City, String), Refusal> {
    let mut city = files::load(&arg.city)?;
    let name = with_profile(&mut city, profile)?;
    // After the profile: a rule may name it.
    arg.rules.set(&city)?;
    Ok((city, name))
}

/// Adds the profile that a TOML file holds, where `profile` is the path of one; gives its name.
pub(super) fn with_profile(city: &mut City, profile: &str) -> Result<String, Refusal> {
    let path = Path::new(profile);
    if path.extension().is_none_or(|x| x != "toml") {
        return Ok(profile.to_owned());
    }
    let text = std::fs::read_to_string(path).map_err(|e| refusal::io(path, &e))?;
    let own = Profile::from_toml(&text).map_err(|faults| {
        let en: Vec<_> = faults.iter().map(|f| format!("{}: {} ({})", f.field, f.cause, f.remedy)).collect();
        let zh: Vec<_> = faults.iter().map(|f| format!("{}：{}（{}）", f.field, f.cause_zh, f.remedy_zh)).collect();
        Refusal::input(
            "bad_profile",
            Text::new(format!("{profile}: {}", en.join("; ")), format!("{profile}：{}", zh.join("；"))),
            Text::new("start from a shipped profile in src/roads/profiles", "可从 src/roads/profiles 中的车型改起"),
        )
    })?;
    let name = own.name.clone();
    city.add_profile(own);
    Ok(name)
}

/// The points of a CSV file, at most `most`.
pub(super) fn points(path: &Path, most: usize) -> Result<Vec<points::Point>, Refusal> {
    let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
    points::read(&bytes, most).map_err(|defects| Refusal::defects(path, &defects))
}

/// A departure as `2026-07-06T08:30`.
pub(super) fn departure(text: &str) -> Result<Departure, String> {
    let wrong = || {
        format!(
            "'{text}' is not a local date and time such as 2026-07-06T08:30 / 应为日期和时刻，例如 2026-07-06T08:30"
        )
    };
    // A bare date would be taken for its midnight, which nobody means.
    if !text.contains(['T', 't', ' ']) {
        return Err(wrong());
    }
    text.parse().map(Departure).map_err(|_| wrong())
}
