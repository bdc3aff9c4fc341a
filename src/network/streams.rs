//! The table of streams 回收品类: what is collected, how dense and how dangerous it is, what a piece weighs, where it usually goes.

use super::figure::Figure;
use crate::ids::{Id, IdVec, StreamId};
use crate::units::{Grams, Millilitres};

/// How a stream may be handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hazard {
    /// As ordinary goods.
    None,
    /// With harmful parts inside (refrigerant, leaded glass, oil): not to be broken open on the way.
    HarmfulParts,
    /// Dangerous goods of class 9: vehicle, packing and papers of their own.
    DangerousGoods,
}

/// Where sorted material goes 下游.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SinkKind {
    /// A licensed dismantler of electrical and electronic equipment.
    WeeeDismantler,
    /// A licensed dismantler of vehicles.
    ElvDismantler,
    /// A works for traction batteries: second use or recovery.
    BatteryWorks,
    /// A second-hand market.
    ReuseMarket,
    /// A remanufacturer.
    Remanufacturer,
    /// An industrial park: mills, smelters, recovery of material.
    IndustrialPark,
}

/// In what condition a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// It works and can be sold on.
    Reusable,
    /// Worth repairing or remanufacturing.
    Repairable,
    /// Only its material counts.
    Scrap,
}

/// A usual way out of the third tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// To what kind of sink.
    pub kind: SinkKind,
    /// Pieces of which grade go there; `None`: all.
    pub grade: Option<Grade>,
    /// Of the stream's mass, in parts per million; those of a stream add up to a million.
    pub share_ppm: u32,
}

/// A stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    /// What files call it.
    pub code: String,
    /// The family it belongs to, such as `appliances`; a problem may speak of the family as one stream.
    pub family: Option<String>,
    /// 名称。
    pub zh: String,
    /// Name.
    pub en: String,
    /// Kilograms in a cubic metre, loose as it is collected.
    pub density_kg_m3: Figure<u32>,
    /// What one piece weighs, where it comes in pieces.
    pub piece: Option<Figure<Grams>>,
    /// How it may be handled.
    pub hazard: Figure<Hazard>,
    /// Whether only licensed firms may take it on from the third tier.
    pub licensed: Figure<bool>,
    /// Longest that it may be stored before the third tier is left, in days.
    pub storage_days: Option<Figure<u16>>,
    /// Where it usually goes.
    pub outlets: Vec<Outlet>,
    /// Where the outlets' shares come from.
    pub outlets_source: String,
}

/// Streams that a problem may speak of as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// What files call it.
    pub code: String,
    /// 名称。
    pub zh: String,
    /// Name.
    pub en: String,
}

/// The table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamTable {
    /// The streams.
    pub streams: IdVec<StreamId, Stream>,
    /// Their families.
    pub families: Vec<Family>,
}

impl StreamTable {
    /// The stream of a code.
    #[must_use]
    pub fn id(&self, code: &str) -> Option<StreamId> {
        self.streams.iter().position(|s| s.code == code).map(Id::new)
    }
    /// The streams that a word means: one by its code, or all of a family; none where it is neither.
    #[must_use]
    pub fn meant_by(&self, word: &str) -> Vec<StreamId> {
        match self.id(word) {
            Some(id) => vec![id],
            None => {
                self.streams.iter_ids().filter(|(_, s)| s.family.as_deref() == Some(word)).map(|(id, _)| id).collect()
            }
        }
    }
    /// The room that a mass of a stream takes, rounded up to the millilitre.
    #[must_use]
    pub fn volume(&self, stream: StreamId, mass: Grams) -> Millilitres {
        // Kilograms in a cubic metre are grams in a litre.
        let density = i128::from(self.streams[stream].density_kg_m3.value.max(1));
        let ml = (i128::from(mass.0.max(0)) * 1000 + density - 1) / density;
        Millilitres(i64::try_from(ml).unwrap_or(i64::MAX))
    }
    /// Every code, of streams and then of families.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.streams.iter().map(|s| s.code.as_str()).chain(self.families.iter().map(|f| f.code.as_str()))
    }
}
