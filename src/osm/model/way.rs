//! Roads, paths and ferries.

use super::{Access, Condition, ConditionalAccess};
use crate::ids::{OsmNodeId, OsmWayId};
use crate::units::{Centimetres, Grams, Milliseconds};

/// A road, path or ferry.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// OSM id.
    pub id: OsmWayId,
    /// Node references, missing ones already trimmed; at least two.
    pub nodes: Vec<OsmNodeId>,
    /// What kind of road.
    pub class: RoadClass,
    /// Access by direction and mode with `oneway` folded in: `access[Direction as usize][Mode as usize]`.
    pub access: [[Access; 4]; 2],
    /// `*:conditional` access, oneway and limits, and limits of one kind of vehicle (`maxweight:hgv`), kept as rules.
    /// Of several that hold for a mode and direction the last counts: they run from general keys to specific ones.
    pub conditional: Vec<ConditionalAccess>,
    /// Legal maximum speed by direction, in whole km/h; `None` where not tagged. `none` is [`SpeedLimit::None`].
    pub maxspeed: [Option<SpeedLimit>; 2],
    /// `maxspeed:hgv` where given.
    pub maxspeed_hgv: Option<SpeedLimit>,
    /// `maxspeed:conditional`, kept as rules.
    pub maxspeed_conditional: Vec<(SpeedLimit, Vec<Condition>)>,
    /// Size and weight limits.
    pub limits: Limits,
    /// `hazmat=no` and its kin: closed to dangerous goods.
    pub no_hazmat: bool,
    /// What the wheels meet.
    pub surface: Surface,
    /// `toll=yes`.
    pub toll: bool,
    /// `lanes`, all directions.
    pub lanes: Option<u8>,
    /// junction=roundabout or circular.
    pub roundabout: bool,
    /// `bridge`.
    pub bridge: bool,
    /// `tunnel`.
    pub tunnel: bool,
    /// A ferry's `duration`.
    pub ferry_duration: Option<Milliseconds>,
    /// name, name:zh, ref.
    pub names: Names,
}

/// Kinds of road, by `highway` (and `route=ferry`).
#[expect(missing_docs, reason = "the names are OpenStreetMap's own")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum RoadClass {
    Motorway = 0,
    MotorwayLink,
    Trunk,
    TrunkLink,
    Primary,
    PrimaryLink,
    Secondary,
    SecondaryLink,
    Tertiary,
    TertiaryLink,
    Unclassified,
    Residential,
    LivingStreet,
    Service,
    Track,
    /// Open to feet only unless tagged otherwise.
    Pedestrian,
    Footway,
    Path,
    Cycleway,
    Bridleway,
    Steps,
    Ferry,
}

impl RoadClass {
    /// All classes, in order of their numbers.
    pub const ALL: [Self; 22] = [
        Self::Motorway,
        Self::MotorwayLink,
        Self::Trunk,
        Self::TrunkLink,
        Self::Primary,
        Self::PrimaryLink,
        Self::Secondary,
        Self::SecondaryLink,
        Self::Tertiary,
        Self::TertiaryLink,
        Self::Unclassified,
        Self::Residential,
        Self::LivingStreet,
        Self::Service,
        Self::Track,
        Self::Pedestrian,
        Self::Footway,
        Self::Path,
        Self::Cycleway,
        Self::Bridleway,
        Self::Steps,
        Self::Ferry,
    ];
}

/// A legal maximum speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpeedLimit {
    /// Whole km/h, at least 1.
    Kmh(u16),
    /// `none`: no limit.
    None,
    /// `walk`.
    Walk,
}

/// Physical and legal limits of a way or barrier; `None` where nothing is tagged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Limits {
    /// `maxweight` (and `maxweightrating` for goods vehicles).
    pub weight: Option<Grams>,
    /// `maxaxleload`.
    pub axle_load: Option<Grams>,
    /// `maxheight`.
    pub height: Option<Centimetres>,
    /// `maxwidth` and narrow `width` at barriers.
    pub width: Option<Centimetres>,
    /// `maxlength`.
    pub length: Option<Centimetres>,
}

/// Surfaces, folded to what changes a truck's speed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Surface {
    /// Not tagged.
    #[default]
    Unknown = 0,
    /// asphalt, paved, concrete.
    Paved,
    /// paving stones, sett, cobblestone, concrete plates.
    Paving,
    /// compacted, fine gravel.
    Compacted,
    /// gravel, pebbles, unpaved.
    Gravel,
    /// earth, dirt, ground, grass, sand, mud.
    Earth,
}

impl Surface {
    /// All surfaces, in order of their numbers.
    pub const ALL: [Self; 6] = [Self::Unknown, Self::Paved, Self::Paving, Self::Compacted, Self::Gravel, Self::Earth];
}

/// What a road is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Names {
    /// `name`.
    pub name: Option<String>,
    /// `name:zh`.
    pub zh: Option<String>,
    /// `ref`.
    pub reference: Option<String>,
}
