//! Ids, references and places.

use super::super::context::Context;
use super::super::done::named;
use super::super::format::place::At;
use super::super::format::stream::{ItemEntry, StreamLoad};
use crate::wire::codes::{E1103, E1104, E1105};
use crate::wire::defect::Report;
use crate::wire::lookup::{broken, known, once, unknown};

pub(super) fn check_e1101_ids_are_used_once(c: &Context<'_>, report: &mut Report) {
    for names in [&c.streams, &c.places, &c.warehouses, &c.unloading, &c.kinds] {
        once(report, names.what, names.declared("id"));
    }
    once(report, c.own_catalogue.what, c.own_catalogue.declared("kind"));
    once(report, ("vehicles", "车辆"), c.vehicles.iter().map(|v| (v.name.as_str(), v.pointer.clone())));
    once(report, ("visits", "任务"), c.visits.iter().map(|v| (v.name.as_str(), format!("{}/id", v.pointer()))));
    let orders = c.file.tasks.iter().map(|t| t.id.as_str()).enumerate().map(|(i, n)| (n, format!("/tasks/{i}/id")));
    let shipments =
        c.file.shipments.iter().map(|s| s.id.as_str()).enumerate().map(|(i, n)| (n, format!("/shipments/{i}/id")));
    once(report, ("orders and shipments", "订单和运单"), orders.chain(shipments));
    if let Some(travel) = &c.file.travel {
        let profiles = travel.matrices.iter().map(|m| m.profile.as_str()).enumerate();
        once(report, ("matrices", "矩阵"), profiles.map(|(i, n)| (n, format!("/travel/matrices/{i}/profile"))));
    }
}

pub(super) fn check_e1102_names_are_known(c: &Context<'_>, report: &mut Report) {
    for (place, pointer) in places(c) {
        if let At::Named(name) = place {
            known(report, &c.places, name, || pointer.text());
        }
    }
    let streams = |report: &mut Report, names: &[String], at: &dyn Fn() -> String| {
        for (i, name) in names.iter().enumerate() {
            known(report, &c.streams, name, || format!("{}/{i}", at()));
        }
    };
    for (i, u) in c.file.unloading.iter().enumerate() {
        streams(report, &u.streams, &|| format!("/unloading/{i}/streams"));
    }
    for (i, kind) in c.file.kinds.iter().enumerate() {
        if let Some(w) = &kind.loads_at {
            known(report, &c.warehouses, w, || format!("/kinds/{i}/loads_at"));
        }
        for (j, hold) in kind.compartments.iter().enumerate() {
            streams(report, &hold.streams, &|| format!("/kinds/{i}/compartments/{j}/streams"));
        }
    }
    for (i, entry) in c.file.catalogue.iter().enumerate() {
        if let Some(stream) = &entry.stream {
            known(report, &c.streams, stream, || format!("/catalogue/{i}/stream"));
        }
    }
    for (i, order) in c.file.tasks.iter().enumerate() {
        loads(c, report, &order.collect, &|| format!("/tasks/{i}/collect"));
        items(c, report, &order.items, &|| format!("/tasks/{i}/items"));
        kinds(c, report, &order.kinds, &|| format!("/tasks/{i}/kinds"));
        if let Some(deliver) = &order.deliver {
            items(c, report, &deliver.items, &|| format!("/tasks/{i}/deliver/items"));
            if let Some(w) = &deliver.warehouse {
                known(report, &c.warehouses, w, || format!("/tasks/{i}/deliver/warehouse"));
            }
        }
    }
    for (i, shipment) in c.file.shipments.iter().enumerate() {
        items(c, report, &shipment.items, &|| format!("/shipments/{i}/items"));
        kinds(c, report, &shipment.kinds, &|| format!("/shipments/{i}/kinds"));
    }
    for (i, vehicle) in c.file.vehicles.iter().enumerate() {
        known(report, &c.kinds, &vehicle.kind, || format!("/vehicles/{i}/kind"));
        if let Some(running) = &vehicle.running {
            loads(c, report, &running.on_board, &|| format!("/vehicles/{i}/running/on_board"));
            for (j, task) in running.goods_for.iter().enumerate() {
                if !c.visit_at.contains_key(task) {
                    unknown_visit(c, report, task, format!("/vehicles/{i}/running/goods_for/{j}"));
                }
            }
        }
    }
    for (i, done) in c.file.done.iter().enumerate() {
        if named(&done.task, &c.visit_at).next().is_none() {
            unknown_visit(c, report, &done.task, format!("/done/{i}/task"));
        }
    }
}

fn unknown_visit(c: &Context<'_>, report: &mut Report, name: &str, pointer: String) {
    if !report.is_malformed("/tasks") && !report.is_malformed("/shipments") {
        unknown(report, ("visits", "任务"), name, pointer, c.visits.iter().map(|v| v.name.as_str()));
    }
}

fn loads(c: &Context<'_>, report: &mut Report, loads: &[StreamLoad], at: &dyn Fn() -> String) {
    for (i, load) in loads.iter().enumerate() {
        known(report, &c.streams, &load.stream, || format!("{}/{i}/stream", at()));
    }
}

fn items(c: &Context<'_>, report: &mut Report, items: &[ItemEntry], at: &dyn Fn() -> String) {
    for (i, item) in items.iter().enumerate() {
        if !c.catalogue.contains_key(item.kind.as_str()) && !report.is_malformed("/catalogue") {
            let list = c.catalogue.keys().copied();
            unknown(report, c.own_catalogue.what, &item.kind, format!("{}/{i}/kind", at()), list);
        }
        if let Some(stream) = &item.stream {
            known(report, &c.streams, stream, || format!("{}/{i}/stream", at()));
        }
    }
}

fn kinds(c: &Context<'_>, report: &mut Report, kinds: &[String], at: &dyn Fn() -> String) {
    for (i, kind) in kinds.iter().enumerate() {
        known(report, &c.kinds, kind, || format!("{}/{i}", at()));
    }
}

/// Where a place is named: spelt out only when needed.
#[derive(Clone, Copy)]
pub(super) struct PlaceAt {
    list: &'static str,
    index: usize,
    field: &'static str,
}

impl PlaceAt {
    fn text(self) -> String {
        format!("/{}/{}/{}", self.list, self.index, self.field)
    }
}

/// Every mention of a place.
fn places<'a>(c: &'a Context<'_>) -> impl Iterator<Item = (&'a At, PlaceAt)> {
    let at = |list, index, field| PlaceAt { list, index, field };
    let f = c.file;
    let warehouses = f.warehouses.iter().enumerate().map(move |(i, w)| (&w.at, at("warehouses", i, "at")));
    let unloading = f.unloading.iter().enumerate().map(move |(i, u)| (&u.at, at("unloading", i, "at")));
    let starts = f.kinds.iter().enumerate().map(move |(i, k)| (&k.start, at("kinds", i, "start")));
    let ends = f.kinds.iter().enumerate().filter_map(move |(i, k)| Some((k.end.as_ref()?, at("kinds", i, "end"))));
    let running = f.vehicles.iter().enumerate();
    let running =
        running.filter_map(move |(i, v)| Some((&v.running.as_ref()?.place, at("vehicles", i, "running/place"))));
    let orders = f.tasks.iter().enumerate().map(move |(i, t)| (&t.at, at("tasks", i, "at")));
    let picks = f.shipments.iter().enumerate().map(move |(i, s)| (&s.pick.at, at("shipments", i, "pick/at")));
    let drops = f.shipments.iter().enumerate().map(move |(i, s)| (&s.drop.at, at("shipments", i, "drop/at")));
    warehouses.chain(unloading).chain(starts).chain(ends).chain(running).chain(orders).chain(picks).chain(drops)
}

pub(super) fn check_e1103_e1105_places_have_positions(c: &Context<'_>, report: &mut Report) {
    for (i, place) in c.file.places.iter().enumerate() {
        match (place.lon, place.lat) {
            (Some(_), Some(_)) => {}
            (None, None) if c.file.travel.is_some() => {}
            (None, None) => broken(report, &E1103, format!("/places/{i}"), [place.id.as_str().into()]),
            _ => broken(report, &E1105, format!("/places/{i}"), []),
        }
    }
}

pub(super) fn check_e1104_positions_are_places_of_the_travel(c: &Context<'_>, report: &mut Report) {
    if c.file.travel.is_some() {
        for (place, pointer) in places(c) {
            if matches!(place, At::Position(_)) {
                broken(report, &E1104, pointer.text(), []);
            }
        }
    }
}
