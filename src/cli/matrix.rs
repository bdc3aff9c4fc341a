//! `huilu matrix`: times and lengths between many points.

use std::cell::RefCell;
use std::io::{self, BufWriter};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::say::say;
use super::terms::TermsArgs;
use super::{CityArg, Refusal, open, progress, refusal};
use crate::engine::error::Text;
use crate::engine::files;

use crate::engine::query::{Departure, Kerbs, LonLat, MatrixQuery};
use crate::matrix::travel::leg;
use crate::wire::points;
use crate::wire::table::{self, Table};

#[derive(Args)]
pub(super) struct MatrixArgs {
    #[command(flatten)]
    city: CityArg,
    /// Vehicle profile: tricycle, van, light_truck, heavy_truck, foot, or the path of a .toml file
    #[arg(long, value_name = "P")]
    profile: String,
    /// Points: CSV with a header that has lon and lat (经度, 纬度); a column kerb (靠边) says yes or no for each point
    #[arg(long, value_name = "F.csv")]
    points: PathBuf,
    /// Local departure; without it, rules that hold only in certain hours are not in force
    #[arg(long, value_name = "2026-07-06T08:30", value_parser = open::departure)]
    depart: Option<Departure>,
    #[command(flatten)]
    terms: TermsArgs,
    /// Leave and arrive with every point on the kerb's side of the vehicle, unless its column kerb says otherwise
    #[arg(long)]
    kerb: bool,
    /// npy: two files, OUT-time_ms.npy and OUT-length_cm.npy, int32, -1 where there is no way; csv: one row a pair; json: rows of
    /// seconds and metres, null where there is no way
    #[arg(long, value_enum, default_value = "json")]
    format: MatrixFormat,
    /// Where to write; csv and json go to stdout without it
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MatrixFormat {
    Npy,
    Csv,
    Json,
}

/// Points at most: a square table of so many is as much as a file of int32 should hold.
const MOST_POINTS: usize = 100_000;

pub(super) fn run(args: &MatrixArgs) -> Result<ExitCode, Refusal> {
    if let Some(output) = &args.output {
        files::apart(&args.points, output)?;
    }
    let bytes = std::fs::read(&args.points).map_err(|e| refusal::io(&args.points, &e))?;
    let points = points::read(&bytes, MOST_POINTS).map_err(|defects| Refusal::defects(&args.points, &defects))?;
    let (city, profile) = open::city_with(&args.city, &args.profile)?;
    let kerbs = Kerbs::Each(points.iter().map(|p| p.kerb.unwrap_or(args.kerb)).collect());
    let answer = city.table(&MatrixQuery {
        profile,
        sources: points.iter().map(|p| LonLat { lon: p.lon_lat.0, lat: p.lon_lat.1 }).collect(),
        targets: None,
        depart: args.depart,
        kerb: [kerbs.clone(), kerbs],
        terms: args.terms.read(&city)?,
        snap_limit: None,
    })?;
    for (point, snap) in points.iter().zip(&answer.sources) {
        if snap.is_none() {
            eprintln!("no road near / 附近没有道路: {} {},{}", point.name, point.lon_lat.0, point.lon_lat.1);
        }
    }
    let (rows, columns) = (answer.row_count(), answer.column_count());
    // The rows at hand: both texts are written cell by cell, rows in order.
    let at_hand = RefCell::new((0..0, Vec::new()));
    let leg = |r: usize, c: usize| {
        let (block, cells) = &mut *at_hand.borrow_mut();
        if !block.contains(&r) {
            *block = r..(r + answer.block()).min(rows);
            answer.rows(block.clone(), cells);
        }
        leg(cells[(r - block.start) * columns + c])
    };
    let table = Table { rows, columns, leg: &leg };
    let name = |i: usize| if points[i].name.is_empty() { i.to_string() } else { points[i].name.clone() };
    match (args.format, &args.output) {
        (MatrixFormat::Npy, None) => {
            return Err(Refusal::input(
                "no_output",
                Text::new("npy needs a place to write its two files", "npy 格式需要指定输出文件"),
                Text::new("give -o OUT", "请加 -o OUT"),
            ));
        }
        (MatrixFormat::Npy, Some(out)) => {
            let path = |suffix: &str| {
                let mut path = out.clone().into_os_string();
                path.push(format!("-{suffix}.npy"));
                PathBuf::from(path)
            };
            let (times, lengths) = (path("time_ms"), path("length_cm"));
            let bar = progress::rows(rows as u64);
            let sums = files::write_with(&times, |times| {
                let both = files::write_with(&lengths, |lengths| {
                    table::npy((times, lengths), (rows, columns), answer.block(), &mut |block, cells| {
                        bar.set_position(block.start as u64);
                        answer.rows(block, cells);
                    })
                });
                Ok(both)
            })??;
            for (path, sum) in [times, lengths].iter().zip(sums) {
                say(format_args!("{} {sum:016x}", path.display()))?;
            }
        }
        (MatrixFormat::Csv, Some(path)) => files::write_with(path, |to| table::csv(to, &table, &name, &name))?,
        (MatrixFormat::Json, Some(path)) => files::write_with(path, |to| table::json(to, &table))?,
        (format, None) => {
            let out = BufWriter::new(io::stdout().lock());
            let done = match format {
                MatrixFormat::Csv => table::csv(out, &table, &name, &name),
                _ => table::json(out, &table),
            };
            done.map_err(|e| refusal::io("stdout".as_ref(), &e))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
