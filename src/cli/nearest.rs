//! `huilu nearest`: the nearest facilities of many places.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::terms::TermsArgs;
use super::{CityArg, Refusal, open, progress, refusal};
use crate::api::answer;
use crate::engine::files;
use crate::engine::nearest::NearestTable;
use crate::engine::query::{Departure, Heading, Kerbs, LonLat, NearestQuery};
use crate::wire::nearest::{Csv, Json, Sink};
use crate::wire::points::Point;

#[derive(Args)]
pub(super) struct NearestArgs {
    #[command(flatten)]
    city: CityArg,
    /// Vehicle profile: tricycle, van, light_truck, heavy_truck, foot, or the path of a .toml file
    #[arg(long, value_name = "P")]
    profile: String,
    /// Places: CSV with a header that has lon and lat (经度, 纬度); a column kerb (靠边) says yes or no for each
    #[arg(long, value_name = "F.csv")]
    places: PathBuf,
    /// Facilities: CSV likewise
    #[arg(long, value_name = "G.csv")]
    facilities: PathBuf,
    /// How many facilities for each place, at most
    #[arg(short, long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
    k: u16,
    /// From the places to the facilities; so it is without this, too
    #[arg(long, conflicts_with = "from")]
    towards: bool,
    /// From the facilities to the places
    #[arg(long)]
    from: bool,
    /// Local departure; without it, rules that hold only in certain hours are not in force
    #[arg(long, value_name = "2026-07-06T08:30", value_parser = open::departure)]
    depart: Option<Departure>,
    #[command(flatten)]
    terms: TermsArgs,
    /// Leave and arrive with every place and facility on the kerb's side of the vehicle, unless its column kerb says otherwise
    #[arg(long)]
    kerb: bool,
    /// csv: a line for each place and facility, nearest first, the place alone where there is none; json: facilities by number from 0, null where no road is
    /// near the place
    #[arg(long, value_enum, default_value = "csv")]
    format: NearestFormat,
    /// Where to write; stdout without it
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum NearestFormat {
    Csv,
    Json,
}

/// Places at most: what a file of them holds in memory stays below 100 MB.
const MOST_PLACES: usize = 1_000_000;
/// Facilities at most.
const MOST_FACILITIES: usize = 100_000;

pub(super) fn run(args: &NearestArgs) -> Result<ExitCode, Refusal> {
    for input in [&args.places, &args.facilities] {
        args.output.as_ref().map_or(Ok(()), |output| files::apart(input, output))?;
    }
    let places = open::points(&args.places, MOST_PLACES)?;
    let facilities = open::points(&args.facilities, MOST_FACILITIES)?;
    let (city, profile) = open::city_with(&args.city, &args.profile)?;
    let at = |points: &[Point]| points.iter().map(|p| LonLat { lon: p.lon_lat.0, lat: p.lon_lat.1 }).collect();
    let query = NearestQuery {
        profile,
        places: at(&places),
        facilities: at(&facilities),
        k: usize::from(args.k),
        heading: if args.from { Heading::From } else { Heading::Towards },
        depart: args.depart,
        kerb: [&places, &facilities].map(|all| Kerbs::Each(all.iter().map(|p| p.kerb.unwrap_or(args.kerb)).collect())),
        terms: args.terms.read(&city)?,
        snap_limit: None,
    };
    let table = city.nearest_table(&query)?;
    for (point, snap) in facilities.iter().zip(&table.on_road) {
        if snap.is_none() {
            let (lon, lat) = point.lon_lat;
            eprintln!("no road near the facility / 设施附近没有道路: {} {lon},{lat}", point.name);
        }
    }
    let task = Task { table: &table, places: &places, facilities: &facilities, format: args.format };
    let stranded = match &args.output {
        Some(path) => files::write_with(path, |to| task.write(to))?,
        None => {
            let out = BufWriter::new(io::stdout().lock());
            task.write(out).map_err(|e| refusal::io("stdout".as_ref(), &e))?
        }
    };
    if stranded > 0 {
        eprintln!("places without a road near / 附近没有道路的地点: {stranded}");
    }
    Ok(ExitCode::SUCCESS)
}

struct Task<'a> {
    table: &'a NearestTable<'a>,
    places: &'a [Point],
    facilities: &'a [Point],
    format: NearestFormat,
}

impl Task<'_> {
    /// Writes all places, a block at a time; gives the number of those without a road.
    fn write(&self, out: impl Write) -> io::Result<usize> {
        let facility = |i: usize| name(self.facilities, i);
        match self.format {
            NearestFormat::Csv => self.fill(&mut Csv::new(out, &facility)?),
            NearestFormat::Json => self.fill(&mut Json::new(out)?),
        }
    }

    fn fill(&self, sink: &mut dyn Sink) -> io::Result<usize> {
        let bar = progress::rows(self.places.len() as u64);
        let mut stranded = 0;
        for first in (0..self.places.len()).step_by(self.table.block()) {
            let rows = first..(first + self.table.block()).min(self.places.len());
            // Points of a file lie on the globe, so that none is refused.
            let found = self.table.rows(rows.clone()).map_err(|e| io::Error::other(e.cause.en))?;
            for (i, found) in rows.zip(found) {
                let nearest = found.map(|(_, all)| all.iter().map(answer::near).collect::<Vec<_>>());
                stranded += usize::from(nearest.is_none());
                sink.place(&name(self.places, i), nearest.as_deref())?;
            }
            bar.set_position(first as u64);
        }
        sink.end()?;
        bar.finish_and_clear();
        Ok(stranded)
    }
}

/// A point's name, or its number where it has none.
fn name(points: &[Point], i: usize) -> String {
    if points[i].name.is_empty() { i.to_string() } else { points[i].name.clone() }
}
