//! Places and the travel between them, before any limit is set.

use std::sync::Arc;

use huilu::ids::{Id, IdVec, PlaceId};
use huilu::matrix::travel::{Leg, ProfileIx, Travel, TravelMatrix};
use huilu::units::{Centimetres, Milliseconds};

use super::draw::Draw;

/// Asymmetric matrices of `n` places in the plane, for some profiles and hour bands.
/// `keep` says which places a profile must reach; of the others some are cut off from all the rest.
pub(crate) fn travel(
    seed: u64,
    n: usize,
    profiles: usize,
    bands: usize,
    keep: &dyn Fn(usize, usize) -> bool,
) -> Travel {
    let mut draw = Draw::new(seed ^ 0xABCD);
    let at: Vec<(i64, i64)> = (0..n).map(|_| (draw.between(0, 15_000), draw.between(0, 15_000))).collect();
    let starts = [0, 8, 12, 17].map(|h| Milliseconds(h * 3_600_000))[..bands].to_vec();
    let mut matrices: IdVec<ProfileIx, Vec<Arc<TravelMatrix>>> = IdVec::new();
    for profile in 0..profiles {
        let mut of_bands = Vec::new();
        // On roads whatever can be reached by a detour can be reached: so whole places are cut off, not single ways.
        let mut cut = Draw::new(seed ^ 0x77 ^ profile as u64);
        let island: Vec<bool> = (0..n).map(|place| cut.percent(25) && !keep(profile, place)).collect();
        for band in 0..bands {
            let mut way = Draw::new(seed ^ (profile * 10 + band) as u64 ^ 0x1234);
            let mut legs = Vec::with_capacity(n * n);
            for from in 0..n {
                for to in 0..n {
                    let (dx, dy) = (at[from].0 - at[to].0, at[from].1 - at[to].1);
                    let metres = ((dx * dx + dy * dy) as f64).sqrt() as i64;
                    let length = metres * 100 * way.between(110, 150) / 100;
                    let kmh = way.between(18, 45);
                    legs.push((length / 100 * 3600 / kmh + way.between(0, 60_000), length));
                }
            }
            shortest(n, &mut legs);
            let cells = legs.into_iter().enumerate().map(|(i, (time, length))| {
                let gone = island[i / n] || island[i % n];
                (!gone).then_some(Leg { time: Milliseconds(time), length: Centimetres(length) })
            });
            let cells: Vec<Option<Leg>> = cells.collect();
            of_bands.push(Arc::new(TravelMatrix::from_legs(n, cells.into_iter()).unwrap()));
        }
        matrices.push(of_bands);
    }
    Travel::new(starts, matrices)
}

/// Makes every leg the fastest way, as roads do (the length is that way's).
fn shortest(n: usize, legs: &mut [(i64, i64)]) {
    for over in 0..n {
        for from in 0..n {
            let first = legs[from * n + over];
            for to in 0..n {
                let then = legs[over * n + to];
                let way = (first.0 + then.0, first.1 + then.1);
                legs[from * n + to] = legs[from * n + to].min(way);
            }
        }
    }
}

pub(crate) fn place(i: usize) -> PlaceId {
    Id::new(i)
}
