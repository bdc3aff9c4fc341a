//! What is to be done: orders of one or two visits, shipments, and what is done already.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::place::{At, WindowEntry};
use super::stream::{ItemEntry, StreamLoad};
use crate::wire::clock::Clock;

/// What sort of order it is. It decides what the order must and may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderType {
    /// Any visit, with or without goods.
    #[default]
    Visit,
    /// 站点收运: a drop-off point or station is emptied.
    Station,
    /// 上门回收: collection at the door.
    Pickup,
    /// 换新+回收: a new one delivered, an old one collected.
    TradeIn,
}

/// How a trade-in is carried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// Both in one visit.
    #[default]
    Together,
    /// The old one goes first; the new one comes on a later visit.
    CollectThenDeliver,
    /// The new one comes first; the old one goes on a later visit.
    DeliverThenCollect,
    /// Both in one visit, by a crew of at least two.
    TwoPerson,
    /// Two visits by two different vehicles, in any order.
    Split,
}

/// New goods that stay with the customer.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Delivery")]
pub struct DeliverEntry {
    /// Mass, in addition to the items.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub load_kg: f64,
    /// Space, in addition to the items.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub volume_l: f64,
    /// New goods by the piece.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub items: Vec<ItemEntry>,
    /// The warehouse they come from, if it matters; by default any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub warehouse: Option<String>,
    /// From when they can be loaded there, such as when the truck from the factory has come; by default at any time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready: Option<Clock>,
}

/// The time between the end of the first visit and the start of the second.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Gap")]
pub struct GapEntry {
    /// At least; by default none.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 172_800.0))]
    pub min_s: f64,
    /// At most; by default any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 172_800.0))]
    pub max_s: Option<f64>,
}

/// What is different on the second of two visits.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SecondVisit")]
pub struct SecondEntry {
    /// When it may start; by default as the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 100))]
    pub windows: Option<Vec<WindowEntry>>,
    /// How long it lasts; by default as its items say, else as the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 172_800.0))]
    pub service_s: Option<f64>,
    /// People needed; by default as for the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 20))]
    pub crew: Option<u8>,
}

/// An order. In the plan its visit has the order's id; two visits have `ID/collect` and `ID/deliver`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Task")]
pub struct OrderEntry {
    /// What the plan calls it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// What sort of order it is; by default `visit`.
    #[serde(rename = "type", default)]
    pub of: OrderType,
    /// How a trade-in is carried out; by default `together`.
    #[serde(default)]
    pub pattern: Pattern,
    /// Time between two visits in a fixed order; by default any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gap: Option<GapEntry>,
    /// What is different on the second visit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second: Option<SecondEntry>,
    /// Where.
    pub at: At,
    /// What is collected, by weight.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub collect: Vec<StreamLoad>,
    /// What is collected, by the piece, in addition to `collect`.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub items: Vec<ItemEntry>,
    /// New goods that stay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliver: Option<DeliverEntry>,
    /// When the visit may start; by default at any time.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub windows: Vec<WindowEntry>,
    /// How long a visit lasts; by default the sum of the catalogue's times for its items. Needed where there are no items.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 172_800.0))]
    pub service_s: Option<f64>,
    /// What the vehicle must be able to do, in words of your own; at most 64 different ones in a file.
    #[serde(default)]
    #[schemars(length(max = 64))]
    pub skills: Vec<String>,
    /// People needed; by default 1, and 2 with the pattern `two_person`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 20))]
    pub crew: Option<u8>,
    /// The kinds of vehicle that may come; by default all.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub kinds: Vec<String>,
    /// 0 is the most urgent. One more order of a more urgent priority served is better than any number of less urgent ones. By default 1.
    #[serde(default = "ordinary")]
    #[schemars(range(min = 0, max = 255))]
    pub priority: u8,
    /// For an optional order: what leaving it out costs, and no more. By default orders are not optional.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000_000_i64))]
    pub prize_fen: Option<i64>,
    /// Of the orders with the same group at most one is served.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub group: Option<String>,
}

impl OrderEntry {
    /// An order with nothing in it but its name, kind and place.
    #[must_use]
    pub fn blank(id: String, of: OrderType, at: At) -> Self {
        Self {
            id,
            of,
            pattern: Pattern::Together,
            gap: None,
            second: None,
            at,
            collect: Vec::new(),
            items: Vec::new(),
            deliver: None,
            windows: Vec::new(),
            service_s: None,
            skills: Vec::new(),
            crew: None,
            kinds: Vec::new(),
            priority: 1,
            prize_fen: None,
            group: None,
        }
    }
}

fn ordinary() -> u8 {
    1
}

/// One end of a shipment.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ShipmentEnd")]
pub struct EndEntry {
    /// Where.
    pub at: At,
    /// When the visit may start; by default at any time.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub windows: Vec<WindowEntry>,
    /// How long the visit lasts.
    #[schemars(range(min = 0.0, max = 172_800.0))]
    pub service_s: f64,
}

/// Goods that one vehicle takes from one place to another. Its visits are `ID/pick` and `ID/drop` in the plan.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Shipment")]
pub struct ShipmentEntry {
    /// What the plan calls it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// Where the goods come on board.
    pub pick: EndEntry,
    /// Where they go off.
    pub drop: EndEntry,
    /// Mass, in addition to the items.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub load_kg: f64,
    /// Space, in addition to the items.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub volume_l: f64,
    /// Goods by the piece.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub items: Vec<ItemEntry>,
    /// What the vehicle must be able to do.
    #[serde(default)]
    #[schemars(length(max = 64))]
    pub skills: Vec<String>,
    /// People needed; by default 1.
    #[serde(default = "alone")]
    #[schemars(range(min = 1, max = 20))]
    pub crew: u8,
    /// The kinds of vehicle that may come; by default all.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub kinds: Vec<String>,
    /// 0 is the most urgent; by default 1.
    #[serde(default = "ordinary")]
    #[schemars(range(min = 0, max = 255))]
    pub priority: u8,
    /// For an optional shipment: what leaving it out costs in all. By default shipments are not optional.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000_000_i64))]
    pub prize_fen: Option<i64>,
}

pub(super) fn alone() -> u8 {
    1
}

/// A visit that has been made.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Done")]
pub struct DoneEntry {
    /// An order's id (all its visits), or one visit: `ID/collect`, `ID/deliver`, `ID/pick`.
    #[schemars(length(min = 1, max = 200))]
    pub task: String,
    /// When the visit ended. Needed for the first of two visits in a fixed order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_at: Option<Clock>,
}
