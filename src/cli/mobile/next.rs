//! `huilu mobile next`: the next stops near a place.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::read_timetable;
use crate::cli::say::say;
use crate::cli::terms::RulesArg;
use crate::cli::{Point, Refusal, refusal};
use crate::engine::files;
use crate::engine::mobile::near::{NearQuery, NearStops};
use crate::engine::network::site_test::same_city;
use crate::engine::query::{Departure, LonLat};
use crate::units::Milliseconds;
use crate::wire::json;
use crate::wire::mobile::{calendar, next, read};

#[derive(Args)]
pub(super) struct NextArgs {
    /// City file whose footways are used
    #[arg(long, value_name = "CITY.huilu")]
    city: PathBuf,
    /// The timetable
    #[arg(value_name = "WEEK.json")]
    week: PathBuf,
    #[command(flatten)]
    rules: RulesArg,
    /// Where one is
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    at: Point,
    /// When, local time; now if it is not said
    #[arg(long, value_name = "YYYY-MM-DDTHH:MM")]
    when: Option<jiff::civil::DateTime>,
    /// How long one would walk at most, in minutes
    #[arg(long, value_name = "N", default_value_t = 15, value_parser = clap::value_parser!(u16).range(1..=180))]
    within_minutes: u16,
    /// How many stops, at most
    #[arg(short = 'k', long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    most: u16,
    /// What is otherwise than published: cancelled and late stops, closed places, as JSON
    #[arg(long, value_name = "F.json")]
    changes: Option<PathBuf>,
}

pub(super) fn run(args: &NextArgs) -> Result<ExitCode, Refusal> {
    let file = read_timetable(&args.week)?;
    let calls = read::calls(&file).map_err(|defects| Refusal::defects(&args.week, &defects))?;
    let changes = match &args.changes {
        None => next::ChangesEntry::default(),
        Some(path) => {
            let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
            next::read_changes(&bytes).map_err(|defects| Refusal::defects(path, &defects))?
        }
    };
    let changes = next::known_changes(&changes, &file)
        .map_err(|defects| Refusal::defects(args.changes.as_deref().unwrap_or(&args.week), &defects))?;
    let city = files::load(&args.city)?;
    args.rules.set(&city)?;
    same_city(&city, &file.city_fingerprint)?;
    let places: Vec<LonLat> = file.stands.iter().map(|s| LonLat { lon: s.at.lon, lat: s.at.lat }).collect();
    let stops = NearStops::new(&city, file.foot.profile(), (file.weeks, &places), &calls)?;
    let when = args.when.unwrap_or_else(|| city.now());
    let query = NearQuery {
        at: LonLat { lon: args.at.lon, lat: args.at.lat },
        now: calendar::moment(&file, when),
        depart: Some(Departure(when)),
        opens: calendar::opens(&file, when),
        within: Milliseconds::MINUTE * i64::from(args.within_minutes),
        most: usize::from(args.most),
        changes: &changes,
    };
    let answer = next::answer(&file, when, &stops.near(&city, &query)?);
    say(json::pretty(&answer).trim_end())?;
    Ok(if answer.stops.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
