//! Questions about the roads: `info`, `route`, `isochrone`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::say::say;
use super::terms::TermsArgs;
use super::{CityArg, Point, Refusal, RouteFormat, open};
use crate::api::answer;
use crate::engine::error::Text;
use crate::engine::files;
use crate::engine::query::{Departure, IsochroneQuery, Kerb, Kerbs, LonLat, RouteQuery, Sense};
use crate::units::{Centimetres, Milliseconds};
use crate::wire::{geo, json};

#[derive(Args)]
pub(super) struct InfoArgs {
    /// City file, made by `huilu import`
    #[arg(value_name = "CITY.huilu")]
    city: PathBuf,
}

pub(super) fn info(args: &InfoArgs) -> Result<ExitCode, Refusal> {
    let city = files::load(&args.city)?;
    let name = args.city.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    say(json::pretty(&answer::city(&name, &city.info()?)))?;
    Ok(ExitCode::SUCCESS)
}

#[derive(Args)]
pub(super) struct RouteArgs {
    #[command(flatten)]
    city: CityArg,
    /// Vehicle profile: tricycle, van, light_truck, heavy_truck, foot, or the path of a .toml file
    #[arg(long, value_name = "P")]
    profile: String,
    /// Where from
    #[arg(long, value_name = "lon,lat", allow_hyphen_values = true)]
    from: Point,
    /// Where to
    #[arg(long, value_name = "lon,lat", allow_hyphen_values = true)]
    to: Point,
    /// A stop between, in the order they are driven to; may be given up to 200 times
    #[arg(long, value_name = "lon,lat", allow_hyphen_values = true)]
    via: Vec<Point>,
    /// Stops between, in order, from a file instead: CSV with a header that has lon and lat (经度, 纬度)
    #[arg(long, value_name = "F.csv", conflicts_with = "via")]
    stops: Option<PathBuf>,
    /// How many other reasonable ways to give, at most; not through stops
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=3),
          conflicts_with_all = ["via", "stops"])]
    alternatives: u8,
    /// Local departure; rules that begin or end on the way are kept to, and waited for where that is earlier than going round. Without it, rules that
    /// hold only in certain hours are not in force
    #[arg(long, value_name = "2026-07-06T08:30", value_parser = open::departure)]
    depart: Option<Departure>,
    #[command(flatten)]
    terms: TermsArgs,
    /// Leave and arrive with the stop on the kerb's side of the vehicle; =from or =to: only there
    #[arg(long, value_enum, value_name = "ENDS", num_args = 0..=1, require_equals = true, default_missing_value = "both")]
    kerb: Option<KerbEnds>,
    /// How far a road may be from a point, in metres
    #[arg(long, value_name = "M", default_value_t = 500)]
    snap_m: u32,
    /// What to print
    #[arg(long, value_enum, default_value = "json")]
    format: RouteFormat,
}

/// At which ends of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum KerbEnds {
    Both,
    From,
    To,
}

/// Stops of one way at most.
const MOST_STOPS: usize = 200;

impl RouteArgs {
    /// The stops between, and at which of them the kerb's side is wanted.
    fn stops(&self) -> Result<(Vec<LonLat>, Kerbs), Refusal> {
        let kerb = self.kerb == Some(KerbEnds::Both);
        let Some(path) = &self.stops else {
            let count = self.via.len();
            if count > MOST_STOPS {
                return Err(Refusal::input(
                    "too_many_stops",
                    Text::new(
                        format!("{count} stops are given, at most {MOST_STOPS} are possible"),
                        format!("给出了 {count} 个途经点，最多 {MOST_STOPS} 个"),
                    ),
                    Text::new("ask for the way in parts", "请分段查询"),
                ));
            }
            return Ok((self.via.iter().map(|&p| p.into()).collect(), Kerbs::All(kerb)));
        };
        let points = open::points(path, MOST_STOPS)?;
        let each = points.iter().map(|p| p.kerb.unwrap_or(kerb)).collect();
        Ok((points.iter().map(|p| LonLat { lon: p.lon_lat.0, lat: p.lon_lat.1 }).collect(), Kerbs::Each(each)))
    }
}

pub(super) fn route(args: &RouteArgs) -> Result<ExitCode, Refusal> {
    let (via, via_kerb) = args.stops()?;
    let (city, profile) = open::city_with(&args.city, &args.profile)?;
    let found = city.route(&RouteQuery {
        profile,
        from: args.from.into(),
        to: args.to.into(),
        via,
        via_kerb,
        alternatives: usize::from(args.alternatives),
        depart: args.depart,
        terms: args.terms.read(&city)?,
        kerb: Kerb {
            from: matches!(args.kerb, Some(KerbEnds::Both | KerbEnds::From)),
            to: matches!(args.kerb, Some(KerbEnds::Both | KerbEnds::To)),
        },
        snap_limit: Some(Centimetres(i64::from(args.snap_m) * 100)),
    })?;
    let answer = answer::route(&found);
    match args.format {
        RouteFormat::Json => say(json::pretty(&answer))?,
        RouteFormat::Geojson => say(geo::route(&answer))?,
        RouteFormat::Gpx => {
            let track = geo::route_gpx(&answer, "huilu")
                .map_err(|why| Refusal::input("gpx", Text::new(&why, &why), Text::default()))?;
            say(String::from_utf8_lossy(&track))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Args)]
pub(super) struct IsochroneArgs {
    #[command(flatten)]
    city: CityArg,
    /// Vehicle profile: tricycle, van, light_truck, heavy_truck, foot, or the path of a .toml file
    #[arg(long, value_name = "P")]
    profile: String,
    /// Where from; with --towards, where to
    #[arg(long, value_name = "lon,lat", allow_hyphen_values = true)]
    at: Point,
    /// From where the point is reached (its catchment), in the place of what is reached from it
    #[arg(long)]
    towards: bool,
    /// Within how many minutes; several, apart by commas
    #[arg(long, value_delimiter = ',', required = true, value_parser = minutes)]
    minutes: Vec<Milliseconds>,
    /// Local departure; without it, rules that hold only in certain hours are not in force
    #[arg(long, value_name = "2026-07-06T08:30", value_parser = open::departure)]
    depart: Option<Departure>,
    #[command(flatten)]
    terms: TermsArgs,
}

pub(super) fn isochrone(args: &IsochroneArgs) -> Result<ExitCode, Refusal> {
    let (city, profile) = open::city_with(&args.city, &args.profile)?;
    let contours = city.isochrone(&IsochroneQuery {
        profile,
        at: args.at.into(),
        sense: if args.towards { Sense::To } else { Sense::From },
        limits: args.minutes.clone(),
        depart: args.depart,
        terms: args.terms.read(&city)?,
        snap_limit: None,
    })?;
    say(answer::isochrone(&contours))?;
    Ok(ExitCode::SUCCESS)
}

/// A number of minutes above zero, at most a day.
fn minutes(text: &str) -> Result<Milliseconds, String> {
    match text.trim().parse::<f64>() {
        Ok(m) if (m * 60_000.0).round() >= 1.0 && m <= 1440.0 => Ok(Milliseconds((m * 60_000.0).round() as i64)),
        _ => Err(format!("'{text}' is not a number of minutes above 0 and at most 1440 / 应为 0 到 1440 之间的分钟数")),
    }
}

impl From<Point> for LonLat {
    fn from(p: Point) -> Self {
        Self { lon: p.lon, lat: p.lat }
    }
}
