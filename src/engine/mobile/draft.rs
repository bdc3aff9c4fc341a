//! What the map shows to whoever drafts a mobile service: standing places on roads, villages, recycling places that are there.

use crate::engine::City;
use crate::engine::error::{EngineError, Kind};
use crate::engine::query::{LonLat, Terms};
use crate::engine::survey::Survey;
use crate::mobile::propose::{self, Spot};
use crate::network::candidates::ParcelKind;
use crate::network::demand::Settled;
use crate::units::Centimetres;

/// A vehicle stands on a road: a place farther from one than this is none for it, in metres.
const KERB_M: f64 = 80.0;
/// Of so many places proposed for each wanted one, those without a road are passed over.
const SPARE: usize = 2;

/// Where vehicles could stand, and what else a draft needs.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Places on the kerb, each with its reason.
    pub spots: Vec<Spot>,
    /// Which of the places where people live are villages.
    pub villages: Vec<bool>,
    /// Recycling places, with their names.
    pub fixed: Vec<((f64, f64), String)>,
}

/// Surveys standing places for vehicles of a profile, at most `most`; each is put on the road beside it.
///
/// # Errors
/// `unknown_profile`.
pub fn standing(
    city: &City,
    survey: &Survey,
    people: &[Settled],
    profile: &str,
    most: usize,
) -> Result<Standing, EngineError> {
    let book = city.rules();
    let drives = city.router(&book, profile, None, &Terms::default())?;
    let walks = city.router(&book, "foot", None, &Terms::default())?;
    let mut spots = propose::spots(&survey.parcels, people, most.saturating_mul(SPARE));
    let kerb = Some(Centimetres::from_metres(KERB_M));
    let mut on_road = Vec::with_capacity(spots.len());
    for mut spot in spots.drain(..) {
        let at = LonLat { lon: spot.at.0, lat: spot.at.1 };
        match city.on_road(drives.metric(), at, kerb, None) {
            Ok(snap) => {
                let on = city.snap_answer(&snap);
                if on.island || city.on_road(walks.metric(), on.at, kerb, None).is_err() {
                    continue;
                }
                spot.at = (round(on.at.lon), round(on.at.lat));
                on_road.push(spot);
            }
            Err(e) if e.kind == Kind::NoAnswer => {}
            Err(e) => return Err(e),
        }
    }
    let fixed = survey.parcels.iter().filter(|p| p.kind == ParcelKind::Recycling);
    Ok(Standing {
        spots: propose::best(&on_road, people, most),
        villages: propose::villages(people),
        fixed: fixed.map(|p| (p.at, p.name.clone())).collect(),
    })
}

/// Seven decimals are the map's own resolution.
fn round(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}
