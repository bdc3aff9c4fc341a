//! Rules over a city's map, and what one question says of its vehicle and of where it will not go.

use std::path::{Path, PathBuf};

use clap::Args;

use super::import::polygon;
use super::{Refusal, refusal};
use crate::api::rules;
use crate::engine::City;
use crate::engine::error::Text;
use crate::engine::query::Terms;
use crate::wire::boundary::{self, BoundaryFeature};
use crate::wire::vehicle;

/// Rules over the tags of the map.
#[derive(Args)]
pub(super) struct RulesArg {
    /// Bans (限行), closures and speeds over the map, as GeoJSON; schemas/rules-v1.json describes it
    #[arg(long, value_name = "F.geojson")]
    rules: Option<PathBuf>,
}

impl RulesArg {
    /// The file, if one was given.
    pub(super) fn path(&self) -> Option<&Path> {
        self.rules.as_deref()
    }
    /// Puts the rules, if there are any, over the city's map; tells what their author should look at.
    pub(super) fn set(&self, city: &City) -> Result<(), Refusal> {
        let Some(path) = &self.rules else { return Ok(()) };
        let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
        let warnings = rules::set(city, &bytes).map_err(|defects| Refusal::defects(path, &defects))?;
        for warning in warnings {
            eprintln!("{}: {}", path.display(), warning.line(refusal::lang()));
        }
        Ok(())
    }
}

/// What differs in one question.
#[derive(Args)]
pub(super) struct TermsArgs {
    /// How the vehicle differs from the profile's: mass_kg, axle_load_kg, height_m, width_m, length_m, hazmat, emission, max_speed_kmh, plate,
    /// permits (several with +)
    #[arg(long, value_name = "mass_kg=49000,height_m=4.2")]
    vehicle: Option<String>,
    /// GeoJSON of polygons to be shunned
    #[arg(long, value_name = "F.geojson")]
    exclude: Option<PathBuf>,
}

impl TermsArgs {
    pub(super) fn read(&self, city: &City) -> Result<Terms, Refusal> {
        let mut terms = Terms::default();
        if let Some(text) = &self.vehicle {
            let vehicle = vehicle::parse(text).map_err(|d| Refusal::defects(Path::new("--vehicle"), &d))?;
            terms.vehicle = rules::variation(vehicle);
        }
        if let Some(path) = &self.exclude {
            let features = areas(path, "bad_exclude")?;
            terms.exclude = features.into_iter().flat_map(|f| f.polygons).map(polygon).collect();
            if !city.touches(&terms.exclude) {
                eprintln!("{}: {}", path.display(), rules::idle_exclude().line(refusal::lang()));
            }
        }
        Ok(terms)
    }
}

/// The polygons of a GeoJSON file.
pub(super) fn areas(path: &Path, code: &'static str) -> Result<Vec<BoundaryFeature>, Refusal> {
    let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
    boundary::parse(&bytes).map_err(|why| {
        Refusal::input(
            code,
            Text::new(format!("{}: {}", path.display(), why.en), format!("{}：{}", path.display(), why.zh)),
            Text::new(
                "give a GeoJSON FeatureCollection of Polygon or MultiPolygon features in WGS-84",
                "请提供 WGS-84 坐标的 Polygon 或 MultiPolygon 要素集合",
            ),
        )
    })
}
