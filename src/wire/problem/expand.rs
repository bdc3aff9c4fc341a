//! Orders and shipments taken apart into visits, and what holds between two visits of one order.
//!
//! An order of two visits counts once: the second visit has a prize of nothing, so that leaving both out costs what
//! the order says, and not twice.

use std::collections::BTreeMap;

use super::catalogue::Piece;
use super::format::ProblemFile;
use super::format::order::{DeliverEntry, EndEntry, OrderEntry, Pattern, ShipmentEntry};
use super::format::place::{At, WindowEntry};
use super::format::stream::ItemEntry;
use crate::rounds::problem::Amount;
use crate::units::{Fen, Milliseconds};
use crate::wire::quantity::{amount, ms, sum, times};

/// Where in the file a visit comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Origin {
    Order(usize),
    Pick(usize),
    Drop(usize),
}

/// One visit, with names instead of ids.
#[derive(Clone, Debug)]
pub(super) struct Visit<'f> {
    pub(super) name: String,
    pub(super) origin: Origin,
    pub(super) at: &'f At,
    pub(super) deliver: Amount,
    pub(super) warehouse: Option<&'f str>,
    pub(super) ready: Option<Milliseconds>,
    /// Per stream, in order of first mention.
    pub(super) collect: Vec<(&'f str, Amount)>,
    pub(super) windows: &'f [WindowEntry],
    pub(super) service: Option<Milliseconds>,
    pub(super) skills: &'f [String],
    pub(super) crew: u8,
    pub(super) kinds: &'f [String],
    pub(super) priority: u8,
    pub(super) prize: Option<Fen>,
    pub(super) group: Option<&'f str>,
}

impl Visit<'_> {
    /// Where the entry it comes from stands.
    pub(super) fn pointer(&self) -> String {
        match self.origin {
            Origin::Order(i) => format!("/tasks/{i}"),
            Origin::Pick(i) | Origin::Drop(i) => format!("/shipments/{i}"),
        }
    }
}

/// What holds between two visits, by their positions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) first: usize,
    pub(super) second: usize,
    pub(super) rule: PairRule,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum PairRule {
    Order { min_gap: Milliseconds, max_gap: Option<Milliseconds> },
    Apart,
    Shipment(Amount),
}

type Catalogue<'f> = BTreeMap<&'f str, Piece<'f>>;

pub(super) fn all<'f>(file: &'f ProblemFile, catalogue: &Catalogue<'f>) -> (Vec<Visit<'f>>, Vec<Pair>) {
    let mut visits = Vec::with_capacity(file.tasks.len() + 2 * file.shipments.len());
    let mut pairs = Vec::new();
    for (i, order) in file.tasks.iter().enumerate() {
        expand_order(i, order, catalogue, &mut visits, &mut pairs);
    }
    for (i, shipment) in file.shipments.iter().enumerate() {
        let load = sum(amount(shipment.load_kg, shipment.volume_l), of_items(&shipment.items, catalogue));
        let first = visits.len();
        visits.push(end(shipment, &shipment.pick, Origin::Pick(i)));
        visits.push(end(shipment, &shipment.drop, Origin::Drop(i)));
        pairs.push(Pair { first, second: first + 1, rule: PairRule::Shipment(load) });
    }
    (visits, pairs)
}

fn expand_order<'f>(
    i: usize,
    order: &'f OrderEntry,
    catalogue: &Catalogue<'f>,
    visits: &mut Vec<Visit<'f>>,
    pairs: &mut Vec<Pair>,
) {
    let deliver = order.deliver.as_ref();
    let least_crew = if order.pattern == Pattern::TwoPerson { 2 } else { 1 };
    let whole = Visit {
        name: order.id.clone(),
        origin: Origin::Order(i),
        at: &order.at,
        deliver: deliver.map_or_else(Amount::default, |d| delivered(d, catalogue)),
        warehouse: deliver.and_then(|d| d.warehouse.as_deref()),
        ready: deliver.and_then(|d| d.ready).map(|at| at.0),
        collect: collected(order, catalogue),
        windows: &order.windows,
        service: order.service_s.map(ms).or_else(|| handling(order, true, true, catalogue)),
        skills: &order.skills,
        crew: order.crew.unwrap_or(1).max(least_crew),
        kinds: &order.kinds,
        priority: order.priority,
        prize: order.prize_fen.map(Fen),
        group: order.group.as_deref(),
    };
    let (order_matters, collect_first) = match order.pattern {
        Pattern::Together | Pattern::TwoPerson => return visits.push(whole),
        Pattern::CollectThenDeliver => (true, true),
        Pattern::DeliverThenCollect => (true, false),
        Pattern::Split => (false, true),
    };
    let half = |collects: bool, first: bool| {
        let second = order.second.as_ref().filter(|_| !first);
        let by_items = handling(order, collects, !collects, catalogue);
        let own = order.service_s.map(ms);
        let service =
            if first { own.or(by_items) } else { second.and_then(|s| s.service_s).map(ms).or(by_items).or(own) };
        Visit {
            name: format!("{}/{}", order.id, if collects { "collect" } else { "deliver" }),
            deliver: if collects { Amount::default() } else { whole.deliver },
            warehouse: if collects { None } else { whole.warehouse },
            ready: if collects { None } else { whole.ready },
            collect: if collects { whole.collect.clone() } else { Vec::new() },
            windows: second.and_then(|s| s.windows.as_deref()).unwrap_or(whole.windows),
            service,
            crew: second.and_then(|s| s.crew).unwrap_or(whole.crew),
            prize: if first { whole.prize } else { Some(Fen::ZERO) },
            ..whole.clone()
        }
    };
    let first = visits.len();
    visits.push(half(collect_first, true));
    visits.push(half(!collect_first, false));
    let gap = order.gap;
    let rule = if order_matters {
        let max_gap = gap.and_then(|g| g.max_s).map(ms);
        PairRule::Order { min_gap: ms(gap.map_or(0.0, |g| g.min_s)), max_gap }
    } else {
        PairRule::Apart
    };
    pairs.push(Pair { first, second: first + 1, rule });
}

fn end<'f>(shipment: &'f ShipmentEntry, end: &'f EndEntry, origin: Origin) -> Visit<'f> {
    let is_pick = matches!(origin, Origin::Pick(_));
    Visit {
        name: format!("{}/{}", shipment.id, if is_pick { "pick" } else { "drop" }),
        origin,
        at: &end.at,
        deliver: Amount::default(),
        warehouse: None,
        ready: None,
        collect: Vec::new(),
        windows: &end.windows,
        service: Some(ms(end.service_s)),
        skills: &shipment.skills,
        crew: shipment.crew,
        kinds: &shipment.kinds,
        priority: shipment.priority,
        prize: if is_pick { shipment.prize_fen.map(Fen) } else { Some(Fen::ZERO) },
        group: None,
    }
}

fn of_items(items: &[ItemEntry], catalogue: &Catalogue<'_>) -> Amount {
    let piece = |i: &ItemEntry| catalogue.get(i.kind.as_str()).map(|p| times(p.amount, i.count));
    items.iter().filter_map(piece).fold(Amount::default(), sum)
}

pub(super) fn delivered(entry: &DeliverEntry, catalogue: &Catalogue<'_>) -> Amount {
    sum(amount(entry.load_kg, entry.volume_l), of_items(&entry.items, catalogue))
}

fn collected<'f>(order: &'f OrderEntry, catalogue: &Catalogue<'f>) -> Vec<(&'f str, Amount)> {
    let mut out: Vec<(&str, Amount)> = Vec::new();
    let mut add = |stream: &'f str, load: Amount| match out.iter_mut().find(|(s, _)| *s == stream) {
        Some((_, total)) => *total = sum(*total, load),
        None => out.push((stream, load)),
    };
    for load in &order.collect {
        add(&load.stream, amount(load.load_kg, load.volume_l));
    }
    for item in &order.items {
        let piece = catalogue.get(item.kind.as_str());
        if let (Some(piece), Some(stream)) = (piece, item.stream.as_deref().or(piece.and_then(|p| p.stream))) {
            add(stream, times(piece.amount, item.count));
        }
    }
    out
}

/// The catalogue's time for the items of an order; none where there are no items.
fn handling(order: &OrderEntry, old: bool, new: bool, catalogue: &Catalogue<'_>) -> Option<Milliseconds> {
    let old = order.items.iter().filter(|_| old);
    let new = order.deliver.iter().flat_map(|d| &d.items).filter(|_| new);
    let mut items = old.chain(new).peekable();
    items.peek()?;
    Some(items.filter_map(|i| catalogue.get(i.kind.as_str()).map(|p| p.service * i64::from(i.count))).sum())
}
