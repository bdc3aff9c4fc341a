//! What a road is like, kept once for all roads that are alike.

use crate::id_type;
use crate::osm::model::{
    Access, Condition, ConditionalAccess, Direction, Limits, Mode, RoadClass, SpeedLimit, Surface, Way,
};
use crate::units::{Centimetres, Milliseconds};

id_type! {
    /// A row of the table of attributes.
    AttributesId "attributes";
}

/// Everything that a metric wants to know of a road, but its shape and name.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadAttributes {
    /// What kind of road.
    pub class: RoadClass,
    /// Access by direction and mode, `oneway` folded in.
    pub access: [[Access; 4]; 2],
    /// `*:conditional` access.
    pub conditional: Vec<ConditionalAccess>,
    /// Legal maximum by direction.
    pub maxspeed: [Option<SpeedLimit>; 2],
    /// Legal maximum of trucks.
    pub maxspeed_hgv: Option<SpeedLimit>,
    /// `maxspeed:conditional`.
    pub maxspeed_conditional: Vec<(SpeedLimit, Vec<Condition>)>,
    /// Size and weight limits.
    pub limits: Limits,
    /// Closed to dangerous goods.
    pub no_hazmat: bool,
    /// What the wheels meet.
    pub surface: Surface,
    /// Toll road.
    pub toll: bool,
    /// Lanes, all directions.
    pub lanes: Option<u8>,
    /// Roundabout.
    pub roundabout: bool,
    /// Bridge.
    pub bridge: bool,
    /// Tunnel.
    pub tunnel: bool,
    /// A ferry's duration and the length of the whole crossing that takes it.
    pub ferry: Option<(Milliseconds, Centimetres)>,
}

impl RoadAttributes {
    /// Of `way`, which is `length` long as a whole.
    #[must_use]
    pub fn of(way: &Way, length: Centimetres) -> Self {
        Self {
            class: way.class,
            access: way.access,
            conditional: way.conditional.clone(),
            maxspeed: way.maxspeed,
            maxspeed_hgv: way.maxspeed_hgv,
            maxspeed_conditional: way.maxspeed_conditional.clone(),
            limits: way.limits,
            no_hazmat: way.no_hazmat,
            surface: way.surface,
            toll: way.toll,
            lanes: way.lanes,
            roundabout: way.roundabout,
            bridge: way.bridge,
            tunnel: way.tunnel,
            ferry: way.ferry_duration.map(|d| (d, length)),
        }
    }

    fn rules(&self, direction: Direction) -> impl Iterator<Item = &ConditionalAccess> {
        self.conditional.iter().filter(move |c| c.direction.is_none_or(|d| d == direction))
    }

    /// Whether any mode may ever go this way.
    #[must_use]
    pub fn ever_usable(&self, direction: Direction) -> bool {
        Mode::ALL.iter().any(|&m| self.access[direction as usize][m as usize] != Access::No)
            || self.rules(direction).any(|c| c.access != Access::No)
    }

    /// Whether any mode may ever find that this way is only for those with business there.
    #[must_use]
    pub fn ever_zone(&self, direction: Direction) -> bool {
        let zone = |a: Access| matches!(a, Access::Destination | Access::Private);
        self.access[direction as usize].iter().any(|&a| zone(a)) || self.rules(direction).any(|c| zone(c.access))
    }
}
