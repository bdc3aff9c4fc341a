//! A day's matrices over some other places of it: an order more, a vehicle somewhere else.
//!
//! What both have is taken over; ways are looked for only from and to the places that are new. The old ones are ends of ways already: their labels are
//! computed once, when first asked for.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::{Ground, Grounded, positions};
use crate::engine::City;
use crate::engine::error::{EngineError, Kind};
use crate::ids::{Id, IdVec, PlaceId};
use crate::matrix::Router;
use crate::matrix::rows::{Columns, Origins};
use crate::matrix::travel::{ProfileIx, Travel, TravelMatrix};
use crate::roads::Snap;
use crate::rounds::day::Site;

/// Places as ends of any ways.
pub(super) struct Ends {
    origins: Origins,
    columns: Columns,
}

impl Ends {
    fn new(router: &Router, places: &[Option<Snap>]) -> Self {
        Self { origins: router.origins(places), columns: router.columns(places) }
    }
}

impl Ground {
    pub(super) fn new(
        profiles: IdVec<ProfileIx, String>,
        bare: IdVec<ProfileIx, Arc<Router>>,
        routers: IdVec<ProfileIx, Vec<Arc<Router>>>,
        snaps: IdVec<ProfileIx, Vec<Option<Snap>>>,
    ) -> Self {
        let ends = routers.iter().map(|bands| bands.iter().map(|_| OnceLock::new()).collect()).collect();
        Self { profiles, bare, routers, snaps, ends }
    }
    /// The places as ends of ways in a band.
    fn ends(&self, profile: ProfileIx, band: usize) -> &Ends {
        let routers = &self.routers[profile];
        let first = routers.iter().position(|r| Arc::ptr_eq(r, &routers[band])).unwrap_or(band);
        self.ends[profile][first].get_or_init(|| Ends::new(&routers[band], &self.snaps[profile]))
    }
}

/// A place by what it is called and where it is.
fn key(site: &Site) -> (&str, Option<(u64, u64)>) {
    (&site.name, site.lon_lat.map(|(lon, lat)| (lon.to_bits(), lat.to_bits())))
}

impl Grounded {
    /// Makes the places ends of ways now, which otherwise waits for the first place that is new.
    pub(in crate::engine) fn make_ready(&self) {
        let Some(ground) = &self.ground else { return };
        for (profile, bands) in ground.routers.iter_ids() {
            for band in (0..bands.len()).filter(|&band| self.travel.matrix(profile, band).is_table()) {
                let _ = ground.ends(profile, band);
            }
        }
    }
    /// The matrices over `places` of the same day, where these are over `old`, under the rules that these were made under; `None` where they were not made on a
    /// city's roads, or for other profiles.
    ///
    /// # Errors
    /// As [`super::ground`].
    pub(in crate::engine) fn over(
        &self,
        city: &City,
        old: &IdVec<PlaceId, Site>,
        places: &IdVec<PlaceId, Site>,
        profiles: &IdVec<ProfileIx, String>,
    ) -> Result<Option<Self>, EngineError> {
        let Some(ground) = self.ground.as_ref().filter(|g| g.profiles == *profiles) else { return Ok(None) };
        let known: HashMap<_, PlaceId> = old.iter_ids().map(|(id, site)| (key(site), id)).collect();
        let from: Vec<Option<PlaceId>> = places.iter().map(|site| known.get(&key(site)).copied()).collect();
        let points = positions(places)?;
        let (mut unplaced, mut matrices, mut all_snaps) = (Vec::new(), IdVec::new(), IdVec::new());
        for (profile, bands) in ground.routers.iter_ids() {
            let mut snaps = Vec::with_capacity(points.len());
            for ((i, at), from) in points.iter().enumerate().zip(&from) {
                let found = match from {
                    Some(old) => ground.snaps[profile][old.index()].ok_or(()).or_else(|()| {
                        let said = self.unplaced.iter().find(|u| (u.0, u.1) == (*old, profile));
                        said.map_or_else(
                            || city.on_road(ground.bare[profile].metric(), *at, None, None),
                            |u| Err(u.2.clone()),
                        )
                    }),
                    None => city.on_road(ground.bare[profile].metric(), *at, None, None),
                };
                snaps.push(match found {
                    Ok(snap) => Some(snap),
                    Err(e) if e.kind == Kind::NoAnswer => {
                        unplaced.push((Id::new(i), profile, e));
                        None
                    }
                    Err(e) => return Err(e),
                });
            }
            let mut made: Vec<(&Arc<TravelMatrix>, Arc<TravelMatrix>)> = Vec::new();
            let mut of_bands = Vec::with_capacity(bands.len());
            for (band, router) in bands.iter().enumerate() {
                let was = self.travel.matrix(profile, band);
                let done = made.iter().find(|(old, _)| Arc::ptr_eq(old, was)).map(|(_, new)| Arc::clone(new));
                let new = done.unwrap_or_else(|| {
                    let new = match was.is_table() {
                        true => Arc::new(wider(router, was, &|| ground.ends(profile, band), &from, &snaps)),
                        false => Arc::new(router.asked(&snaps)),
                    };
                    made.push((was, Arc::clone(&new)));
                    new
                });
                of_bands.push(new);
            }
            matrices.push(of_bands);
            all_snaps.push(snaps);
        }
        let travel = Travel::new(self.travel.band_starts().to_vec(), matrices);
        let ground = Ground::new(profiles.clone(), ground.bare.clone(), ground.routers.clone(), all_snaps);
        Ok(Some(Self { travel, unplaced, ground: Some(ground) }))
    }
}

/// A table over other places; `from` names those that the old one has.
fn wider<'e>(
    router: &Router,
    old: &TravelMatrix,
    ends: &dyn Fn() -> &'e Ends,
    from: &[Option<PlaceId>],
    snaps: &[Option<Snap>],
) -> TravelMatrix {
    let n = from.len();
    let new: Vec<usize> = (0..n).filter(|&i| from[i].is_none()).collect();
    let mut cells = Vec::with_capacity(n * n);
    for of in from {
        match of {
            Some(of) => cells.extend(from.iter().map(|to| to.map_or(u64::MAX, |to| old.cell(*of, to)))),
            None => cells.resize(cells.len() + n, u64::MAX),
        }
    }
    if new.is_empty() {
        return TravelMatrix::from_packed(n, cells);
    }
    let ends = ends();
    let those: Vec<Option<Snap>> = new.iter().map(|&i| snaps[i]).collect();
    let own = Ends::new(router, &those);
    let (mut out, mut back) = (vec![u64::MAX; new.len() * old.len()], vec![u64::MAX; new.len() * old.len()]);
    let mut among = vec![u64::MAX; new.len() * new.len()];
    if !old.is_empty() {
        router.rows_of(&own.origins, &ends.columns, out.chunks_mut(old.len()).collect());
        router.rows_of(&ends.origins, &own.columns, back.chunks_mut(new.len()).collect());
    }
    router.rows_of(&own.origins, &own.columns, among.chunks_mut(new.len()).collect());
    for (k, &i) in new.iter().enumerate() {
        for (j, of) in from.iter().enumerate() {
            if let Some(of) = of {
                cells[i * n + j] = out[k * old.len() + of.index()];
                cells[j * n + i] = back[of.index() * new.len() + k];
            }
        }
        for (l, &j) in new.iter().enumerate() {
            cells[i * n + j] = among[k * new.len() + l];
        }
    }
    TravelMatrix::from_packed(n, cells)
}
