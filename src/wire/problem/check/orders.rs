//! Orders and shipments, one by one.

use std::collections::HashSet;

use super::super::context::Context;
use super::super::expand::PairRule;
use super::super::format::order::{OrderEntry, OrderType, Pattern};
use super::super::format::place::WindowEntry;
use crate::rounds::problem::Amount;
use crate::units::Milliseconds;
use crate::wire::codes::{
    E1201, E1202, E1203, E1204, E1205, E1206, E1207, E1208, E1209, E1210, E1211, E1214, E1215, E1216, E1217, E1218,
    E1219, E1221,
};
use crate::wire::defect::{Arg, Report};
use crate::wire::lookup::broken;
use crate::wire::quantity::{amount, is_nothing, sum};

/// Where an entry of a list stands, by its position.
type PointerOf<'a> = &'a dyn Fn(usize) -> String;

/// Every list of windows, with its place; a shift and a break are lists of one.
fn windows(c: &Context<'_>, each: &mut dyn FnMut(&[WindowEntry], PointerOf<'_>)) {
    for (i, t) in c.file.tasks.iter().enumerate() {
        each(&t.windows, &|j| format!("/tasks/{i}/windows/{j}"));
        if let Some(second) = t.second.as_ref().and_then(|s| s.windows.as_ref()) {
            each(second, &|j| format!("/tasks/{i}/second/windows/{j}"));
        }
    }
    for (i, s) in c.file.shipments.iter().enumerate() {
        each(&s.pick.windows, &|j| format!("/shipments/{i}/pick/windows/{j}"));
        each(&s.drop.windows, &|j| format!("/shipments/{i}/drop/windows/{j}"));
    }
    for (i, w) in c.file.warehouses.iter().enumerate() {
        each(&w.windows, &|j| format!("/warehouses/{i}/windows/{j}"));
    }
    for (i, u) in c.file.unloading.iter().enumerate() {
        each(&u.windows, &|j| format!("/unloading/{i}/windows/{j}"));
    }
    for (i, k) in c.file.kinds.iter().enumerate() {
        each(&[k.shift], &|_| format!("/kinds/{i}/shift"));
        for (b, pause) in k.breaks.iter().enumerate() {
            each(&[WindowEntry { from: pause.from, to: pause.to }], &|_| format!("/kinds/{i}/breaks/{b}"));
        }
    }
}

pub(super) fn check_e1201_e1202_windows_are_in_order(c: &Context<'_>, report: &mut Report) {
    windows(c, &mut |list, at| {
        let text = |w: &WindowEntry| [Arg::from(w.from.to_string()), w.to.to_string().into()];
        for (j, w) in list.iter().enumerate().filter(|(_, w)| w.from > w.to) {
            broken(report, &E1201, at(j), text(w));
        }
        let mut sorted: Vec<(usize, &WindowEntry)> = list.iter().enumerate().filter(|(_, w)| w.from <= w.to).collect();
        sorted.sort_by_key(|(_, w)| (w.from, w.to));
        for pair in sorted.windows(2).filter(|p| p[1].1.from < p[0].1.to) {
            broken(report, &E1202, at(pair[1].0), text(pair[0].1).into_iter().chain(text(pair[1].1)));
        }
    });
}

pub(super) fn check_e1203_gaps_are_in_order(c: &Context<'_>, report: &mut Report) {
    for (i, gap) in c.file.tasks.iter().enumerate().filter_map(|(i, t)| Some((i, t.gap?))) {
        if let Some(max) = gap.max_s.filter(|&m| m < gap.min_s) {
            broken(report, &E1203, format!("/tasks/{i}/gap"), [gap.min_s.into(), max.into()]);
        }
    }
}

fn pattern_word(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::Together => "together",
        Pattern::CollectThenDeliver => "collect_then_deliver",
        Pattern::DeliverThenCollect => "deliver_then_collect",
        Pattern::TwoPerson => "two_person",
        Pattern::Split => "split",
    }
}

fn has_order(pattern: Pattern) -> bool {
    matches!(pattern, Pattern::CollectThenDeliver | Pattern::DeliverThenCollect)
}

fn has_two_visits(pattern: Pattern) -> bool {
    has_order(pattern) || pattern == Pattern::Split
}

pub(super) fn check_e1204_e1205_e1206_parts_suit_the_pattern(c: &Context<'_>, report: &mut Report) {
    for (i, t) in c.file.tasks.iter().enumerate() {
        let word = || [pattern_word(t.pattern).into()];
        let mut wrong = |is: bool, code, field: &str| {
            // Where the pattern itself could not be read, what suits it is not known.
            if is && !report.is_malformed(&format!("/tasks/{i}/pattern")) {
                broken(report, code, format!("/tasks/{i}/{field}"), word());
            }
        };
        wrong(t.gap.is_some() && !has_order(t.pattern), &E1204, "gap");
        wrong(t.second.is_some() && !has_two_visits(t.pattern), &E1205, "second");
        wrong(t.pattern != Pattern::Together && t.of != OrderType::TradeIn, &E1206, "pattern");
    }
}

fn type_word(of: OrderType) -> Arg {
    match of {
        OrderType::Visit => "visit".into(),
        OrderType::Station => "station".into(),
        OrderType::Pickup => "pickup".into(),
        OrderType::TradeIn => "trade_in".into(),
    }
}

fn collects(t: &OrderEntry) -> bool {
    !t.collect.is_empty() || !t.items.is_empty()
}

pub(super) fn check_e1207_e1208_e1209_goods_suit_the_type(c: &Context<'_>, report: &mut Report) {
    for (i, t) in c.file.tasks.iter().enumerate() {
        let mut wrong = |is: bool, code| {
            let fields = ["collect", "items", "deliver", "type"].map(|f| format!("/tasks/{i}/{f}"));
            if is && !fields.iter().any(|f| report.is_malformed(f)) {
                broken(report, code, format!("/tasks/{i}"), [type_word(t.of)]);
            }
        };
        wrong(t.of != OrderType::Visit && !collects(t), &E1207);
        wrong(matches!(t.of, OrderType::Station | OrderType::Pickup) && t.deliver.is_some(), &E1208);
        wrong(t.of == OrderType::TradeIn && t.deliver.is_none(), &E1209);
    }
}

pub(super) fn check_e1210_service_times_are_known(c: &Context<'_>, report: &mut Report) {
    for visit in c.visits.iter().filter(|v| v.service.is_none()) {
        let at = visit.pointer();
        let fields = ["service_s", "items", "deliver", "second"].map(|f| format!("{at}/{f}"));
        if !fields.iter().any(|f| report.is_malformed(f)) {
            broken(report, &E1210, at, []);
        }
    }
}

pub(super) fn check_e1211_streams_are_listed_once(c: &Context<'_>, report: &mut Report) {
    let mut once = |names: &mut dyn Iterator<Item = &str>, at: &dyn Fn(usize) -> String| {
        let mut seen = HashSet::new();
        for (j, name) in names.enumerate() {
            if !seen.insert(name.to_owned()) {
                broken(report, &E1211, at(j), [name.into()]);
            }
        }
    };
    for (i, t) in c.file.tasks.iter().enumerate() {
        once(&mut t.collect.iter().map(|l| l.stream.as_str()), &|j| format!("/tasks/{i}/collect/{j}/stream"));
    }
    for (i, u) in c.file.unloading.iter().enumerate() {
        once(&mut u.streams.iter().map(String::as_str), &|j| format!("/unloading/{i}/streams/{j}"));
    }
    for (i, v) in c.file.vehicles.iter().enumerate() {
        let board = v.running.iter().flat_map(|r| &r.on_board);
        once(&mut board.map(|l| l.stream.as_str()), &|j| format!("/vehicles/{i}/running/on_board/{j}/stream"));
    }
}

pub(super) fn check_e1214_a_warehouse_has_goods(c: &Context<'_>, report: &mut Report) {
    for (i, deliver) in c.file.tasks.iter().enumerate().filter_map(|(i, t)| Some((i, t.deliver.as_ref()?))) {
        let empty = deliver.items.is_empty() && is_nothing(amount(deliver.load_kg, deliver.volume_l));
        if !empty || report.any_malformed_in(&format!("/tasks/{i}/deliver")) {
            continue;
        }
        for (field, _) in
            [("warehouse", deliver.warehouse.is_some()), ("ready", deliver.ready.is_some())].iter().filter(|f| f.1)
        {
            broken(report, &E1214, format!("/tasks/{i}/deliver/{field}"), []);
        }
    }
}

pub(super) fn check_e1215_groups_hold_single_visits(c: &Context<'_>, report: &mut Report) {
    for (i, t) in c.file.tasks.iter().enumerate() {
        if t.group.is_some() && has_two_visits(t.pattern) {
            broken(report, &E1215, format!("/tasks/{i}/group"), []);
        }
    }
}

pub(super) fn check_e1216_skills_are_at_most_64(c: &Context<'_>, report: &mut Report) {
    if c.skills.len() > 64 {
        broken(report, &E1216, String::new(), [c.skills.len().into()]);
    }
}

pub(super) fn check_e1217_shipments_hold_something(c: &Context<'_>, report: &mut Report) {
    for (i, s) in c.file.shipments.iter().enumerate() {
        if s.items.is_empty()
            && is_nothing(amount(s.load_kg, s.volume_l))
            && !report.is_malformed(&format!("/shipments/{i}"))
        {
            broken(report, &E1217, format!("/shipments/{i}"), []);
        }
    }
}

pub(super) fn check_e1218_loads_are_not_absurd(c: &Context<'_>, report: &mut Report) {
    let most = amount(1e6, 1e6);
    let mut check = |load: Amount, at: String| {
        if load.mass > most.mass || load.volume > most.volume {
            broken(report, &E1218, at, [load.mass.kg().into(), load.volume.litres().into()]);
        }
    };
    for visit in &c.visits {
        let collected = visit.collect.iter().map(|l| l.1).fold(Amount::default(), sum);
        check(visit.deliver, visit.pointer());
        check(collected, visit.pointer());
    }
    for pair in &c.pairs {
        if let PairRule::Shipment(load) = pair.rule {
            check(load, c.visits[pair.first].pointer());
        }
    }
    for (i, v) in c.file.vehicles.iter().enumerate() {
        let board = v.running.iter().flat_map(|r| &r.on_board).map(|l| amount(l.load_kg, l.volume_l));
        check(board.fold(Amount::default(), sum), format!("/vehicles/{i}/running/on_board"));
    }
}

pub(super) fn check_e1219_items_have_a_stream(c: &Context<'_>, report: &mut Report) {
    for (i, t) in c.file.tasks.iter().enumerate() {
        for (j, item) in t.items.iter().enumerate().filter(|(_, item)| item.stream.is_none()) {
            let Some(piece) = c.catalogue.get(item.kind.as_str()) else { continue };
            // A stream that the file's own catalogue misnames is reported there.
            let own = c.own_catalogue.find(&item.kind).is_some() && piece.stream.is_some();
            if !own && piece.stream.is_none_or(|s| c.streams.find(s).is_none()) && !report.is_malformed("/streams") {
                broken(report, &E1219, format!("/tasks/{i}/items/{j}"), [item.kind.as_str().into()]);
            }
        }
    }
}

pub(super) fn check_e1221_visits_end_some_time(c: &Context<'_>, report: &mut Report) {
    let most = Milliseconds::HOUR * 48;
    for visit in &c.visits {
        if let Some(service) = visit.service.filter(|&s| s > most) {
            broken(report, &E1221, visit.pointer(), [service.seconds().into()]);
        }
    }
}
