//! `huilu import`: an extract in, a city file out.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::say::say;
use super::{Refusal, progress, terms, usage};
use crate::engine::files;
use crate::osm::model::{Coord, Polygon};
use crate::roads::{County, Settings, Side};
use crate::wire::boundary;
use crate::wire::figures::ImportFigures;

#[derive(Args)]
pub(super) struct ImportArgs {
    /// OpenStreetMap extract
    #[arg(value_name = "IN.osm.pbf")]
    input: PathBuf,
    /// City file to write
    #[arg(short, long, value_name = "CITY.huilu")]
    output: PathBuf,
    /// GeoJSON of polygons: the city is clipped to their union, and each becomes a county
    #[arg(long, value_name = "F.geojson")]
    boundary: Option<PathBuf>,
    /// On which side of the road one drives
    #[arg(long, value_enum, default_value = "right")]
    drives: Drives,
    /// IANA time zone of the city
    #[arg(long, value_name = "Z", default_value = "Asia/Shanghai")]
    timezone: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum Drives {
    Left,
    Right,
}

pub(super) fn run(args: &ImportArgs) -> Result<ExitCode, Refusal> {
    files::apart(&args.input, &args.output)?;
    let counties = match &args.boundary {
        None => Vec::new(),
        Some(path) => terms::areas(path, "bad_boundary")?.into_iter().map(county).collect(),
    };
    let settings = Settings {
        drives: match args.drives {
            Drives::Left => Side::Left,
            Drives::Right => Side::Right,
        },
        timezone: args.timezone.clone(),
        counties,
    };
    let size = std::fs::metadata(&args.input).map_or(0, |m| m.len());
    let bar = progress::bytes(size);
    bar.set_message("reading");
    let city = files::import(&args.input, settings, &|read| bar.set_position(read))?;
    bar.finish_and_clear();
    let bytes = files::save(&city, &args.output)?;
    let network = city.network();
    let report = &city.map().report;
    let figures = ImportFigures {
        city: args.output.display().to_string(),
        fingerprint: format!("{:032x}", city.map().fingerprint),
        file_bytes: bytes,
        nodes: report.nodes,
        ways: report.ways,
        relations: report.relations,
        trimmed_ways: report.trimmed_ways,
        missing_nodes: report.missing_nodes,
        roads: network.road_count(),
        junctions: network.junction_count(),
        turn_restrictions: network.ban_report().compiled,
        places: city.places().len(),
        boundaries: city.map().boundaries.len(),
        cpu_s: usage::cpu_seconds(),
        peak_mb: usage::peak_mb(),
    };
    say(figures.to_json())?;
    Ok(ExitCode::SUCCESS)
}

fn county(feature: boundary::BoundaryFeature) -> County {
    County { name: feature.name, code: feature.code, polygons: feature.polygons.into_iter().map(polygon).collect() }
}

/// A polygon from its rings, the outer one first.
pub(super) fn polygon(rings: Vec<boundary::Ring>) -> Polygon {
    let ring = |ring: boundary::Ring| -> Vec<Coord> {
        // The reader has seen that every position is on the globe.
        ring.into_iter().filter_map(|(lon, lat)| Coord::from_degrees(lon, lat)).collect()
    };
    let mut rings = rings.into_iter().map(ring);
    Polygon { outer: rings.next().unwrap_or_default(), inners: rings.collect() }
}
