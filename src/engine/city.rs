//! A loaded city: its roads, ready to be asked, with the metrics of the profiles it knows.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::cache::Cache;
use super::error::{EngineError, Kind, Text};
use super::query::{Departure, LonLat, Terms, Variation};
use super::rules::{Finding, Rule, RuleBook, Rules};
use crate::hierarchy::{Hierarchy, TooTall};
use crate::matrix::router::{self, Router};
use crate::osm::model::{Coord, Place, Polygon};
use crate::roads::profile::Papers;
use crate::roads::rules::name_of;
use crate::roads::{self, Metric, Profile, RoadNetwork, Snap, SnapOptions, Snapper, profile};

/// Metrics kept at most. A day has few hour bands, a city few profiles; requests with vehicles of their own bring more.
const KEPT_METRICS: usize = 64;
/// Memory of the metrics kept, at most.
const KEPT_METRIC_BYTES: usize = 256 << 20;
/// Areas that requests shun, kept at most with the roads in them.
const KEPT_AREAS: usize = 64;
/// Memory of those.
const KEPT_AREA_BYTES: usize = 32 << 20;

/// See the module. Shared between threads; queries never wait for each other.
pub struct City {
    inner: roads::City,
    snapper: Snapper,
    hierarchy: Arc<Hierarchy>,
    profiles: BTreeMap<String, Arc<Profile>>,
    /// Minutes of the week at which a rule of the map begins or ends to hold.
    hour_changes: Vec<u16>,
    book: RwLock<Arc<RuleBook>>,
    routers: Cache<MetricKey, Router>,
    areas: Cache<u128, Rules>,
}

/// One request's vehicle, and what it shuns.
pub(super) struct Vehicle {
    /// Its profile's name.
    name: String,
    /// How it differs.
    varied: Variation,
    profile: Arc<Profile>,
    area: Arc<Rules>,
}

/// All that a metric of this city depends on.
#[derive(Clone, PartialEq, Eq)]
struct MetricKey {
    profile: String,
    vehicle: Variation,
    /// Where in the week the map's band of hours begins; none without a departure.
    band: Option<u16>,
    /// What the rules in force do.
    rules: u128,
}

impl City {
    /// Makes a city ready to be asked, with the shipped profiles. Finds the order of contraction of one that has none yet.
    ///
    /// # Errors
    /// `no_road_network` where the roads are too tangled for a hierarchy.
    pub fn new(mut inner: roads::City) -> Result<Self, EngineError> {
        if inner.order.is_empty() {
            inner.order = router::road_order(&inner.network);
        }
        let hierarchy = router::contract(&inner.network, &inner.order).map_err(|e| too_tall(&e))?;
        let hierarchy = Arc::new(hierarchy);
        let snapper = Snapper::new(&inner.network);
        let shipped = profile::SHIPPED.iter().filter_map(|(name, _)| Profile::shipped(name));
        let profiles = shipped.map(|p| (p.name.clone(), Arc::new(p))).collect();
        let hour_changes = inner.network.hour_changes();
        let book = RwLock::new(Arc::new(RuleBook::after(&RuleBook::default(), &inner.network, Vec::new())));
        let routers = Cache::new(KEPT_METRICS, KEPT_METRIC_BYTES, Router::bytes);
        let areas = Cache::new(KEPT_AREAS, KEPT_AREA_BYTES, Rules::bytes);
        Ok(Self { inner, snapper, hierarchy, profiles, hour_changes, book, routers, areas })
    }

    /// Adds a profile of the user's own, or puts it in the place of a shipped one of the same name.
    pub fn add_profile(&mut self, profile: Profile) {
        self.routers.forget(|key| key.profile == profile.name);
        self.profiles.insert(profile.name.clone(), Arc::new(profile));
    }

    /// Names of the profiles, in order.
    #[must_use]
    pub fn profiles(&self) -> Vec<String> {
        self.profiles.keys().cloned().collect()
    }

    /// What the map holds beside roads.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.inner.places
    }

    /// The roads.
    #[must_use]
    pub fn network(&self) -> &Arc<RoadNetwork> {
        &self.inner.network
    }

    /// Everything as imported.
    #[must_use]
    pub fn map(&self) -> &roads::City {
        &self.inner
    }

    /// What a plan made on this city carries.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 16] {
        self.inner.fingerprint.to_be_bytes()
    }

    /// The same in hexadecimal digits, as files and answers have it.
    #[must_use]
    pub fn fingerprint_hex(&self) -> String {
        format!("{:032x}", self.inner.fingerprint)
    }

    pub(super) fn snapper(&self) -> &Snapper {
        &self.snapper
    }

    /// Puts rules in the place of those that were there, and says what their author should look at, by the rules' places.
    ///
    /// Requests that are being answered keep the rules they began with. Time as [`Rules::new`]; no metric is made.
    pub fn set_rules(&self, rules: Vec<Rule>) -> Vec<(usize, Finding)> {
        let book = self.prepare_rules(rules);
        let findings = book.rules.findings();
        self.put_rules(book);
        findings
    }

    /// Lays rules on the roads without putting them in force; those that are as they are in force now are not laid again.
    #[must_use]
    pub fn prepare_rules(&self, rules: Vec<Rule>) -> Arc<RuleBook> {
        Arc::new(RuleBook::after(&self.rules(), &self.inner.network, rules))
    }

    /// Puts prepared rules in force: one pointer changes.
    pub fn put_rules(&self, book: Arc<RuleBook>) {
        *self.book.write().unwrap_or_else(PoisonError::into_inner) = book;
    }

    /// The rules as they are now. Whoever asks several things that must agree takes them once.
    #[must_use]
    pub fn rules(&self) -> Arc<RuleBook> {
        Arc::clone(&self.book.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether a rule binds by number plate, at some hour at least: who gives none is not bound by it.
    #[must_use]
    pub fn judges_plates(&self) -> bool {
        self.rules().rules.iter().any(|rule| rule.plate_digits.is_some())
    }

    /// How many metrics are kept for further requests, and their memory in bytes.
    #[must_use]
    pub fn kept_metrics(&self) -> (usize, usize) {
        self.routers.size()
    }

    /// Whether any road lies in an area that a request shuns; an area that is none shuns nothing, and that is no mistake.
    #[must_use]
    pub fn touches(&self, area: &[Polygon]) -> bool {
        self.area(area).findings().is_empty()
    }

    /// The roads that a request shuns.
    pub(super) fn area(&self, polygons: &[Polygon]) -> Arc<Rules> {
        if polygons.is_empty() {
            return Arc::default();
        }
        let make = || Rules::new(&self.inner.network, vec![Rule::exclusion(polygons.to_vec())]);
        self.areas.get(&name_of(polygons), make)
    }

    /// The metric of a profile at a departure, under rules and a request's terms: made once for all requests that it is the same for, then
    /// kept for a while.
    ///
    /// # Errors
    /// `unknown_profile`.
    pub(super) fn router(
        &self,
        book: &RuleBook,
        name: &str,
        depart: Option<Departure>,
        terms: &Terms,
    ) -> Result<Arc<Router>, EngineError> {
        Ok(self.router_of(book, &self.vehicle(name, terms)?, depart))
    }

    /// The vehicle a request speaks of.
    ///
    /// # Errors
    /// `unknown_profile`.
    pub(super) fn vehicle(&self, name: &str, terms: &Terms) -> Result<Vehicle, EngineError> {
        let profile = self.profiles.get(name).ok_or_else(|| self.unknown_profile(name))?;
        let varied = terms.vehicle.clone().of(profile);
        let profile = match varied == Variation::default() {
            true => Arc::clone(profile),
            false => Arc::new(profile.varied(&varied)),
        };
        Ok(Vehicle { name: name.to_owned(), varied, profile, area: self.area(&terms.exclude) })
    }

    /// [`City::router`] of a vehicle already known.
    pub(super) fn router_of(&self, book: &RuleBook, vehicle: &Vehicle, depart: Option<Departure>) -> Arc<Router> {
        let Vehicle { name, varied, profile, area } = vehicle;
        let minute = depart.map(minute_of_week);
        let in_force = book.rules.in_force(area, profile, minute.and_then(roads::Departure::new));
        // Where the map has no hours at all, every departure is like none.
        let band = minute.filter(|_| !self.hour_changes.is_empty()).map(|m| self.band_start(m));
        // Papers matter only by the rules that bind: whoever is bound alike shares a metric.
        let varied = Variation { papers: Papers::default(), ..varied.clone() };
        let key = MetricKey { profile: name.clone(), vehicle: varied, band, rules: in_force.key() };
        self.routers.get(&key, || {
            let network = Arc::clone(&self.inner.network);
            let profile = match profile.papers == Papers::default() {
                true => Arc::clone(profile),
                false => Arc::new(Profile { papers: Papers::default(), ..(**profile).clone() }),
            };
            let departure = band.and_then(roads::Departure::new);
            let metric = Arc::new(Metric::with_rules(network, profile, departure, &in_force.overlay()));
            // Other hours and other rules change some roads of many.
            let alike = |k: &MetricKey, router: &Router| {
                k.profile == key.profile && k.vehicle == key.vehicle && router.is_ready()
            };
            match self.routers.last(alike) {
                Some(other) => Router::beside(metric, &other),
                None => Router::new(metric, Arc::clone(&self.hierarchy)),
            }
        })
    }

    /// A profile's router without departure, under the rules as they are, ready to answer.
    ///
    /// # Errors
    /// `unknown_profile`.
    pub fn ready(&self, profile: &str) -> Result<Arc<Router>, EngineError> {
        let router = self.router(&self.rules(), profile, None, &Terms::default())?;
        router.make_ready();
        Ok(router)
    }

    /// The place on the roads nearest to a point, for whom `router` routes; `None` where none is near.
    #[must_use]
    pub fn snap_to(&self, router: &Router, at: Coord, options: &SnapOptions) -> Option<Snap> {
        self.snapper.snap(router.metric(), at, options).ok()
    }

    /// The first minute of the week with the same rules of the map as `minute`; before the first change, those since the last one of the
    /// week before hold, but the band is kept apart because it needs no wrapping then.
    fn band_start(&self, minute: u16) -> u16 {
        match self.hour_changes.partition_point(|&c| c <= minute) {
            0 => 0,
            n => self.hour_changes[n - 1],
        }
    }

    fn unknown_profile(&self, name: &str) -> EngineError {
        let known = self.profiles().join(", ");
        EngineError::new(
            Kind::NotFound,
            "unknown_profile",
            Text::new(format!("there is no vehicle profile {name:?}"), format!("没有名为 {name:?} 的车型")),
            Text::new(
                format!("use one of: {known}; on the command line also the path of a .toml file"),
                format!("可用的车型：{known}；命令行也可给出 .toml 文件路径"),
            ),
        )
    }
}

fn too_tall(error: &TooTall) -> EngineError {
    EngineError::new(
        Kind::BadInput,
        "no_road_network",
        Text::new(error.to_string(), format!("路网层级过多（{} 层），不像真实路网", error.height)),
        Text::new("check what the extract was made from", "请检查提取文件的来源"),
    )
}

/// Minutes since Monday 00:00.
#[must_use]
pub(super) fn minute_of_week(at: Departure) -> u16 {
    let day = at.0.date().weekday().to_monday_zero_offset() as u16;
    day * 1440 + at.0.time().hour() as u16 * 60 + at.0.time().minute() as u16
}

/// A point as the map keeps it.
///
/// # Errors
/// `bad_coordinate` off the globe.
pub(super) fn coord(at: LonLat) -> Result<Coord, EngineError> {
    Coord::from_degrees(at.lon, at.lat).ok_or_else(|| {
        EngineError::new(
            Kind::BadInput,
            "bad_coordinate",
            Text::new(
                format!("{}, {} is not a position on the globe", at.lon, at.lat),
                format!("{}, {} 不是有效坐标", at.lon, at.lat),
            ),
            Text::new(
                "give longitude (-180..180) first, then latitude (-90..90)",
                "先经度（-180..180），后纬度（-90..90）",
            ),
        )
    })
}

/// A coordinate in degrees.
#[must_use]
pub(super) fn lon_lat(c: Coord) -> LonLat {
    LonLat { lon: c.lon(), lat: c.lat() }
}
