//! Matrices that come with the problem.

use super::super::context::Context;
use super::super::format::travel::BandMatrices;
use crate::wire::codes::{E1401, E1402, E1403, E1404, E1405, E1406};
use crate::wire::defect::{Arg, Report};
use crate::wire::lookup::broken;

pub(super) fn check_e1401_e1402_e1403_matrices_are_whole(c: &Context<'_>, report: &mut Report) {
    let Some(travel) = &c.file.travel else { return };
    for (m, matrices) in travel.matrices.iter().enumerate() {
        for (b, band) in matrices.bands.iter().enumerate() {
            let at = format!("/travel/matrices/{m}/bands/{b}");
            let n = c.file.places.len();
            if check_e1401_square(band, n, &at, report) {
                check_e1402_e1403_cells(band, n, &at, report);
            }
        }
    }
}

fn check_e1401_square(band: &BandMatrices, n: usize, at: &str, report: &mut Report) -> bool {
    let mut square = true;
    for (field, rows) in [("duration_s", &band.duration_s), ("distance_m", &band.distance_m)] {
        let mut wrong = |pointer: String, en: String, zh: String| {
            square = false;
            if !report.is_malformed("/places") {
                broken(report, &E1401, pointer, [n.into(), Arg::Each(en, zh)]);
            }
        };
        if rows.len() != n {
            let rows = rows.len();
            wrong(format!("{at}/{field}"), format!("it has {rows} rows"), format!("共有 {rows} 行"));
        }
        for (r, row) in rows.iter().enumerate().filter(|(_, row)| row.len() != n) {
            let cells = row.len();
            let en = format!("row {r} has {cells} cells");
            wrong(format!("{at}/{field}/{r}"), en, format!("第 {r} 行有 {cells} 个值"));
        }
    }
    square
}

fn check_e1402_e1403_cells(band: &BandMatrices, n: usize, at: &str, report: &mut Report) {
    for (r, (times, lengths)) in band.duration_s.iter().zip(&band.distance_m).enumerate() {
        for (k, (time, length)) in times.iter().zip(lengths).enumerate().take(n) {
            let here = |field: &str| format!("{at}/{field}/{r}/{k}");
            if r == k {
                for (field, value) in [("duration_s", time), ("distance_m", length)] {
                    if let Some(value) = value.filter(|v| *v != 0.0) {
                        broken(report, &E1403, here(field), [r.into(), value.into()]);
                    }
                }
            } else if time.is_some() != length.is_some() && !report.is_malformed(&here("distance_m")) {
                broken(report, &E1402, here("duration_s"), [r.into(), k.into()]);
            }
        }
    }
}

pub(super) fn check_e1404_e1405_bands_match(c: &Context<'_>, report: &mut Report) {
    let Some(travel) = &c.file.travel else { return };
    let bands = travel.band_starts.len().max(1);
    for (m, matrices) in travel.matrices.iter().enumerate().filter(|(_, p)| p.bands.len() != bands) {
        broken(report, &E1404, format!("/travel/matrices/{m}/bands"), [matrices.bands.len().into(), bands.into()]);
    }
    for (i, pair) in travel.band_starts.windows(2).enumerate().filter(|(_, p)| p[0] >= p[1]) {
        let times = [pair[0].to_string().into(), pair[1].to_string().into()];
        if !report.is_malformed(&format!("/travel/band_starts/{i}")) {
            broken(report, &E1405, format!("/travel/band_starts/{}", i + 1), times);
        }
    }
}

pub(super) fn check_e1406_profiles_have_matrices(c: &Context<'_>, report: &mut Report) {
    let Some(travel) = &c.file.travel else { return };
    for (i, kind) in c.file.kinds.iter().enumerate() {
        if !travel.matrices.iter().any(|m| m.profile == kind.profile) && !report.is_malformed("/travel/matrices") {
            broken(report, &E1406, format!("/kinds/{i}/profile"), [kind.profile.as_str().into()]);
        }
    }
}
