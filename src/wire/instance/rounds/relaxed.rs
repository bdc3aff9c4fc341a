//! A relaxed day for other solvers to read: everything but its ways, which go beside it as tables.

use serde::Serialize;

use crate::ids::Id;

use crate::rounds::problem::Problem;

#[derive(Serialize)]
struct Day<'a> {
    places: usize,
    /// Where vehicles may unload and load on the way.
    reloads: Vec<usize>,
    kinds: Vec<Kind<'a>>,
    tasks: Vec<Task>,
}

#[derive(Serialize)]
struct Kind<'a> {
    name: &'a str,
    /// Whose tables it drives by.
    profile: usize,
    vehicles: usize,
    start: usize,
    end: Option<usize>,
    shift_ms: [i64; 2],
    max_duration_ms: Option<i64>,
    max_length_cm: Option<i64>,
    capacity: [i64; 2],
    fixed_fen: i64,
    fen_per_km: i64,
    fen_per_h: i64,
}

#[derive(Serialize)]
struct Task {
    place: usize,
    /// Grams and millilitres.
    deliver: [i64; 2],
    collect: [i64; 2],
    window_ms: Option<[i64; 2]>,
    service_ms: i64,
}

/// The day as JSON; of several windows the first. Lengths in cm, times in ms, masses in g, volumes in ml, money in fen.
#[must_use]
pub fn write(problem: &Problem) -> String {
    let kinds = problem.kinds.iter_ids().map(|(id, k)| Kind {
        name: &k.name,
        profile: k.profile.index(),
        vehicles: problem.vehicles.iter().filter(|v| v.kind == id).count(),
        start: k.start.index(),
        end: k.end.map(|p| p.index()),
        shift_ms: [k.shift.open.0, k.shift.close.0],
        max_duration_ms: k.max_duration.map(|d| d.0),
        max_length_cm: k.max_length.map(|l| l.0),
        capacity: [k.capacity.mass.0, k.capacity.volume.0],
        fixed_fen: k.fixed.0,
        fen_per_km: k.rates.fen_per_km,
        fen_per_h: k.rates.fen_per_h,
    });
    let tasks = problem.tasks.iter().map(|t| Task {
        place: t.place.index(),
        deliver: [t.deliver.mass.0, t.deliver.volume.0],
        collect: t.collect.iter().fold([0, 0], |sum, (_, a)| [sum[0] + a.mass.0, sum[1] + a.volume.0]),
        window_ms: t.windows.first().map(|w| [w.open.0, w.close.0]),
        service_ms: t.service.0,
    });
    let day = Day {
        places: problem.travel.places(),
        reloads: problem.unloading.iter().map(|u| u.place.index()).collect(),
        kinds: kinds.collect(),
        tasks: tasks.collect(),
    };
    serde_json::to_string(&day).unwrap_or_default()
}
