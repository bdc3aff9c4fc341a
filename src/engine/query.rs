//! Questions about the roads of a city and their answers, as plain values.

pub use crate::matrix::isochrone::Sense;
pub use crate::matrix::nearest::Heading;
use crate::matrix::travel::Leg;
use crate::osm::model::Polygon;
pub use crate::roads::profile::{Emission, Papers, Variation};
use crate::units::{Centimetres, Milliseconds};

/// Degrees east and north, WGS-84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LonLat {
    /// Longitude.
    pub lon: f64,
    /// Latitude.
    pub lat: f64,
}

/// A local date and time in the city's time zone. Conditional rules are judged by its minute; how long until they change, by all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Departure(pub jiff::civil::DateTime);

impl Departure {
    /// The moment so much later by the local clock, in whole milliseconds; `None` past the end of the calendar.
    #[must_use]
    pub fn after(self, time: Milliseconds) -> Option<Self> {
        let below = i64::from(self.0.time().subsec_nanosecond() % 1_000_000);
        let later = jiff::SignedDuration::from_millis(time.0) - jiff::SignedDuration::from_nanos(below);
        self.0.checked_add(later).ok().map(Self)
    }
}

/// What a request says of its vehicle and of where it will not go; nothing by default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// How the vehicle differs from the profile's.
    pub vehicle: Variation,
    /// Closed for this request: see [`Area::Polygons`](super::rules::Area::Polygons) for which roads lie inside.
    pub exclude: Vec<Polygon>,
}

/// Where a way has its stops on the kerb's side of the vehicle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kerb {
    /// Where it begins.
    pub from: bool,
    /// Where it ends.
    pub to: bool,
}

impl From<bool> for Kerb {
    fn from(both: bool) -> Self {
        Self { from: both, to: both }
    }
}

/// Which places of a list are stopped at on the kerb's side of the vehicle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kerbs {
    /// All or none.
    All(bool),
    /// By place; where the list is shorter than the places, the rest are not.
    Each(Vec<bool>),
}

impl Kerbs {
    /// Whether that place is.
    #[must_use]
    pub fn at(&self, place: usize) -> bool {
        match self {
            Self::All(all) => *all,
            Self::Each(each) => each.get(place).copied().unwrap_or_default(),
        }
    }
}

impl Default for Kerbs {
    fn default() -> Self {
        Self::All(false)
    }
}

/// A point put on the road network.
#[derive(Clone, Debug, PartialEq)]
pub struct SnapAnswer {
    /// The point on the road.
    pub at: LonLat,
    /// How far from what was asked, in a straight line.
    pub distance: Centimetres,
    /// The road's name; empty where it has none.
    pub road: String,
    /// Whether even the road chosen lies on an island: a part of the network that the large part cannot reach and come back from.
    pub island: bool,
    /// A nearer road that was passed over because it lies on an island: its distance.
    pub passed_over: Option<Centimetres>,
}

/// From here to there.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteQuery {
    /// Name of a vehicle profile.
    pub profile: String,
    /// Where from.
    pub from: LonLat,
    /// Where to.
    pub to: LonLat,
    /// Stops between, in the order they are driven to.
    pub via: Vec<LonLat>,
    /// At which of them the stop is on the kerb's side of the vehicle.
    pub via_kerb: Kerbs,
    /// How many other reasonable ways are wanted, at most; only of a way without stops between.
    pub alternatives: usize,
    /// When; without it, rules that hold only in certain hours are not in force. Rules that begin or end on the way are kept to from then on.
    pub depart: Option<Departure>,
    /// The vehicle, and what it shuns.
    pub terms: Terms,
    /// Whether to depart and arrive with the stop on the kerb's side of the vehicle.
    pub kerb: Kerb,
    /// How far a road may be from a point; `None`: the default.
    pub snap_limit: Option<Centimetres>,
}

/// The fastest way.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteAnswer {
    /// Time, waits included, and length.
    pub leg: Leg,
    /// The course.
    pub geometry: Vec<LonLat>,
    /// Stretches under one name.
    pub steps: Vec<RouteStep>,
    /// Where one waits for a street or a turn to be opened, in order.
    pub waits: Vec<RouteWait>,
    /// Where it starts.
    pub from: SnapAnswer,
    /// Where it ends.
    pub to: SnapAnswer,
    /// From stop to stop; none of a way without stops between.
    pub legs: Vec<RouteLeg>,
    /// Other reasonable ways, in the order of [`alternatives`](crate::matrix::alternatives).
    pub alternatives: Vec<RouteAnswer>,
}

/// The part of a route from a stop to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteLeg {
    /// Time and length: what a route from stop to stop has at this leg's departure.
    pub leg: Leg,
    /// Where it ends.
    pub to: SnapAnswer,
    /// Where it begins, as an index into the route's geometry.
    pub begins: usize,
    /// Its first step, as an index into the route's steps.
    pub first_step: usize,
}

/// A stretch of a route under one name.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteStep {
    /// `name`, or `ref`, or empty.
    pub name: String,
    /// `name:zh`, where there is one.
    pub name_zh: Option<String>,
    /// The road's number.
    pub reference: Option<String>,
    /// How this stretch is entered: `depart`, `straight`, `left`, `right`, `sharp_left`, `sharp_right`, `slight_left`,
    /// `slight_right`, `u_turn`, `roundabout`.
    pub turn: &'static str,
    /// Time, with what is waited on the stretch, and length.
    pub leg: Leg,
    /// Where the stretch begins, as an index into the route's geometry.
    pub begins: usize,
}

/// Standing until a street or a turn is opened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RouteWait {
    /// Where.
    pub at: LonLat,
    /// Where in the route's geometry.
    pub point: usize,
    /// Since when.
    pub from: Departure,
    /// Until when.
    pub until: Departure,
    /// How long.
    pub time: Milliseconds,
}

/// From each source to each target.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixQuery {
    /// Name of a vehicle profile.
    pub profile: String,
    /// Where from.
    pub sources: Vec<LonLat>,
    /// Where to; `None`: the sources again.
    pub targets: Option<Vec<LonLat>>,
    /// When; every cell is driven wholly by the rules of this hour.
    pub depart: Option<Departure>,
    /// See [`RouteQuery::kerb`]: of the sources, and of the targets.
    pub kerb: [Kerbs; 2],
    /// The vehicle, and what it shuns.
    pub terms: Terms,
    /// See [`RouteQuery::snap_limit`].
    pub snap_limit: Option<Centimetres>,
}

/// A table of legs, row by row; `None` where there is no way, or no road near one of the two points.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixAnswer {
    /// One row a source, one column a target.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// `rows * columns` cells.
    pub cells: Vec<Option<Leg>>,
    /// Each source on the road, or `None` where no road is near.
    pub sources: Vec<Option<SnapAnswer>>,
    /// Each target likewise.
    pub targets: Vec<Option<SnapAnswer>>,
}

/// The nearest facilities of each place.
#[derive(Clone, Debug, PartialEq)]
pub struct NearestQuery {
    /// Name of a vehicle profile.
    pub profile: String,
    /// The places.
    pub places: Vec<LonLat>,
    /// The facilities.
    pub facilities: Vec<LonLat>,
    /// How many for each place, at most.
    pub k: usize,
    /// Whether one drives to the facilities or from them.
    pub heading: Heading,
    /// When; see [`RouteQuery::depart`].
    pub depart: Option<Departure>,
    /// See [`RouteQuery::kerb`]: of the places, and of the facilities.
    pub kerb: [Kerbs; 2],
    /// The vehicle, and what it shuns.
    pub terms: Terms,
    /// See [`RouteQuery::snap_limit`].
    pub snap_limit: Option<Centimetres>,
}

/// A facility, and the way to it or from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NearFacility {
    /// Its place in the list, from 0.
    pub facility: usize,
    /// Time and length.
    pub leg: Leg,
}

/// For each place its nearest facilities.
#[derive(Clone, Debug, PartialEq)]
pub struct NearestAnswer {
    /// By place, nearest first; fewer where there is no way to more, `None` where no road is near the place.
    pub nearest: Vec<Option<Vec<NearFacility>>>,
    /// Each place on the road, or `None` where no road is near.
    pub places: Vec<Option<SnapAnswer>>,
    /// Each facility likewise.
    pub facilities: Vec<Option<SnapAnswer>>,
}

/// What can be reached within some times, or from where.
#[derive(Clone, Debug, PartialEq)]
pub struct IsochroneQuery {
    /// Name of a vehicle profile.
    pub profile: String,
    /// Where from, or where to.
    pub at: LonLat,
    /// What is asked: what one reaches from there, or who reaches it.
    pub sense: Sense,
    /// The times, each more than zero.
    pub limits: Vec<Milliseconds>,
    /// When; see [`MatrixQuery::depart`].
    pub depart: Option<Departure>,
    /// The vehicle, and what it shuns.
    pub terms: Terms,
    /// See [`RouteQuery::snap_limit`].
    pub snap_limit: Option<Centimetres>,
}

/// One contour of an isochrone.
#[derive(Clone, Debug, PartialEq)]
pub struct Contour {
    /// Within this time.
    pub limit: Milliseconds,
    /// Polygons, each an outer ring and its holes; rings are closed.
    pub polygons: Vec<Vec<Vec<LonLat>>>,
    /// Length of road reached, each direction counted.
    pub reached: Centimetres,
}
