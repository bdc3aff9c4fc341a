//! Kinds and vehicles.

use std::collections::HashSet;

use super::super::context::{Context, MOST_VEHICLES};
use crate::wire::codes::{E1212, E1213, E1301, E1302, E1303};
use crate::wire::defect::Report;
use crate::wire::lookup::broken;

pub(super) fn check_e1212_e1213_compartments_share_nothing(c: &Context<'_>, report: &mut Report) {
    for (i, kind) in c.file.kinds.iter().enumerate() {
        let mut seen = HashSet::new();
        let mut goods = false;
        for (j, hold) in kind.compartments.iter().enumerate() {
            for (s, stream) in hold.streams.iter().enumerate() {
                if !seen.insert(stream) {
                    broken(
                        report,
                        &E1212,
                        format!("/kinds/{i}/compartments/{j}/streams/{s}"),
                        [stream.as_str().into()],
                    );
                }
            }
            if hold.goods && std::mem::replace(&mut goods, true) {
                broken(report, &E1213, format!("/kinds/{i}/compartments/{j}/goods"), []);
            }
        }
    }
}

pub(super) fn check_e1301_there_is_one_end(c: &Context<'_>, report: &mut Report) {
    for (i, kind) in c.file.kinds.iter().enumerate() {
        if kind.open_end && kind.end.is_some() {
            broken(report, &E1301, format!("/kinds/{i}/end"), []);
        }
    }
}

pub(super) fn check_e1302_e1303_there_are_vehicles(c: &Context<'_>, report: &mut Report) {
    if c.vehicle_count == 0 && !report.is_malformed("/kinds") && !report.is_malformed("/vehicles") {
        broken(report, &E1302, "/vehicles".into(), []);
    }
    if c.vehicle_count > MOST_VEHICLES {
        broken(report, &E1303, "/vehicles".into(), [c.vehicle_count.into()]);
    }
}
