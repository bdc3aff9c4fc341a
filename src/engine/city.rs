//! A loaded city: its roads, ready to be asked, with the metrics of the profiles it knows.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::error::{EngineError, Kind, Text};
use super::query::{Departure, LonLat};
use crate::hierarchy::{Hierarchy, TooTall};
use crate::matrix::router;
use crate::osm::model::{Coord, Place};
use crate::roads::{self, Metric, Profile, RoadNetwork, Snapper, profile};

/// Metrics kept at most; the one least recently made goes first. A day has few hour bands, a city few profiles.
const KEPT_METRICS: usize = 24;

/// See the module. Shared between threads; queries never wait for each other, only for a metric that is being made.
pub struct City {
    inner: roads::City,
    snapper: Snapper,
    hierarchy: Arc<Hierarchy>,
    profiles: BTreeMap<String, Arc<Profile>>,
    /// Minutes of the week at which some rule of this city begins or ends to hold.
    hour_changes: Vec<u16>,
    metrics: Mutex<Metrics>,
}

#[derive(Default)]
struct Metrics {
    made: BTreeMap<MetricKey, Arc<Metric>>,
    order: Vec<MetricKey>,
}

/// A profile's name and the hour band: where in the week it begins, or none without a departure.
type MetricKey = (String, Option<u16>);

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
        Ok(Self { inner, snapper, hierarchy, profiles, hour_changes, metrics: Mutex::default() })
    }

    /// Adds a profile of the user's own, or puts it in the place of a shipped one of the same name.
    pub fn add_profile(&mut self, profile: Profile) {
        let mut metrics = self.metrics.lock().unwrap_or_else(PoisonError::into_inner);
        metrics.made.retain(|(name, _), _| *name != profile.name);
        metrics.order.retain(|(name, _)| *name != profile.name);
        drop(metrics);
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

    /// The hierarchy of the roads, for any metric.
    pub(super) fn hierarchy(&self) -> &Arc<Hierarchy> {
        &self.hierarchy
    }

    pub(super) fn snapper(&self) -> &Snapper {
        &self.snapper
    }

    /// Minutes of the week at which a rule begins or ends, ascending.
    pub(super) fn hour_changes(&self) -> &[u16] {
        &self.hour_changes
    }

    /// The metric of a profile at a departure: made once for each band of hours between two changes, then kept.
    ///
    /// # Errors
    /// `unknown_profile`.
    pub(super) fn metric(&self, name: &str, depart: Option<Departure>) -> Result<Arc<Metric>, EngineError> {
        let profile = self.profiles.get(name).ok_or_else(|| self.unknown_profile(name))?;
        let band = depart.map(|d| self.band_start(minute_of_week(d)));
        let key = (name.to_owned(), band);
        if let Some(metric) = self.locked().made.get(&key) {
            return Ok(Arc::clone(metric));
        }
        // Made outside the lock: two requests may make the same metric at once, and the first one in is kept.
        let departure = band.and_then(roads::Departure::new);
        let metric = Arc::new(Metric::new(Arc::clone(&self.inner.network), Arc::clone(profile), departure));
        let mut metrics = self.locked();
        let kept = Arc::clone(metrics.made.entry(key.clone()).or_insert(metric));
        metrics.order.retain(|k| *k != key);
        metrics.order.push(key);
        if metrics.order.len() > KEPT_METRICS {
            let oldest = metrics.order.remove(0);
            metrics.made.remove(&oldest);
        }
        Ok(kept)
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Metrics> {
        // A panic while the lock is held leaves at worst a metric too few: the map is never half changed.
        self.metrics.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first minute of the week with the same rules as `minute`; before the first change, those since the last one of the
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
