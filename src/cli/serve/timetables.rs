//! Which timetable belongs to which city of a service.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::Refusal;
use crate::api::mobile::Week;
use crate::cli::refusal;
use crate::engine::City;
use crate::engine::error::Text;
use crate::engine::network::site_test::same_city;
use crate::wire::mobile::read;

/// Puts each timetable on the footways of its city: `NAME=F` of the city of that name, `F` of the only one.
pub(super) fn open(cities: &[(String, Arc<City>)], given: &[String]) -> Result<BTreeMap<String, Week>, Refusal> {
    let mut out = BTreeMap::new();
    for text in given {
        // A path may hold “=”, too: what stands before it counts only where it names a city.
        let own = text.split_once('=').and_then(|(name, path)| Some((cities.iter().find(|c| c.0 == name)?, path)));
        let ((name, city), path) = match (own, cities) {
            (Some(own), _) => own,
            (None, [only]) => (only, text.as_str()),
            (None, _) => return Err(whose(text)),
        };
        let path = Path::new(path);
        let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
        let file = read::file(&bytes).map_err(|defects| Refusal::defects(path, &defects))?;
        same_city(city, &file.city_fingerprint)?;
        let week = Week::new(Arc::clone(city), file)?.map_err(|defects| Refusal::defects(path, &defects))?;
        if out.insert(name.clone(), week).is_some() {
            return Err(whose(text));
        }
    }
    Ok(out)
}

fn whose(text: &str) -> Refusal {
    Refusal::input(
        "timetable_of_which_city",
        Text::new(
            format!("{text}: of which city, or a second timetable of one"),
            format!("{text}：未指明城市，或同一城市重复指定时刻表"),
        ),
        Text::new(
            "give each city one: --timetable NAME=WEEK.json",
            "请为每座城市指定一份：--timetable 城市名=WEEK.json",
        ),
    )
}
