//! What all requests share: the limits, the cities once they are loaded, the pool of computations, the demo's files.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::api::backend::Backend;
use crate::api::codes::{E9101, E9109, E9121};
use crate::api::keeper::RuleKeeper;
use crate::api::limits::Limits;
use crate::api::mobile::Week;
use crate::api::refusal::Refusal;
use crate::api::work::Pool;
use crate::wire::codes;
use crate::wire::defect::Arg;

/// The cities of a service, by name.
pub type Cities = BTreeMap<String, Arc<dyn Backend>>;

/// The state of a service; clones share it.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    limits: Limits,
    pool: Pool,
    streams: Arc<Semaphore>,
    cities: OnceLock<Cities>,
    keepers: OnceLock<BTreeMap<String, Arc<RuleKeeper>>>,
    weeks: OnceLock<BTreeMap<String, Arc<Week>>>,
    demo: OnceLock<DemoFiles>,
}

/// A planned day to show: the files of the demo, ready to be sent, and its table.
#[derive(Clone, Debug, Default)]
pub struct DemoFiles {
    /// The problem as it was planned.
    pub problem_json: Bytes,
    /// The plan.
    pub plan_json: Bytes,
    /// The plan on a map, as GeoJSON.
    pub plan_geojson: Bytes,
    /// The plan as a picture.
    pub map_svg: Bytes,
    /// Headings of the table.
    pub columns: Vec<String>,
    /// One row a vehicle.
    pub rows: Vec<Vec<String>>,
    /// The table's last row.
    pub totals: Vec<String>,
}

impl AppState {
    /// A service that is not ready yet, because it has no cities.
    ///
    /// # Errors
    /// What makes the limits unusable.
    pub fn new(limits: Limits) -> Result<Self, &'static str> {
        if let Some(fault) = limits.fault() {
            return Err(fault);
        }
        let pool = Pool::new(limits.threads);
        let streams = Arc::new(Semaphore::new(limits.streams));
        Ok(Self(Arc::new(Shared {
            limits,
            pool,
            streams,
            cities: OnceLock::new(),
            keepers: OnceLock::new(),
            weeks: OnceLock::new(),
            demo: OnceLock::new(),
        })))
    }
    /// Makes the service ready, with cities by name. A running service keeps what it answers from: a second call, or one
    /// without any city, changes nothing and says so.
    pub fn load(&self, cities: Cities) -> bool {
        !cities.is_empty() && self.0.cities.set(cities).is_ok()
    }
    /// Keeps the rules of cities, by name; those of others are none, and cannot be changed. Says whether that was new.
    pub fn keep_rules(&self, keepers: BTreeMap<String, RuleKeeper>) -> bool {
        self.0.keepers.set(keepers.into_iter().map(|(name, keeper)| (name, Arc::new(keeper))).collect()).is_ok()
    }
    /// Answers for the next stop from timetables, by the name of their city. Says whether that was new.
    pub fn keep_weeks(&self, weeks: BTreeMap<String, Week>) -> bool {
        self.0.weeks.set(weeks.into_iter().map(|(name, week)| (name, Arc::new(week))).collect()).is_ok()
    }
    /// The timetable of the city of that name; without a name, the only one.
    ///
    /// # Errors
    /// 503 as [`AppState::ready`], 404 where there is none, 422 where a name must be given.
    pub(super) fn week(&self, name: Option<&str>) -> Result<Arc<Week>, Refusal> {
        self.ready()?;
        let none = |of: Arg| Refusal::new(StatusCode::NOT_FOUND, &E9121, [of]);
        let Some(weeks) = self.0.weeks.get().filter(|w| !w.is_empty()) else { return Err(none("".into())) };
        match (name, weeks.values().next()) {
            (None, Some(only)) if weeks.len() == 1 => Ok(Arc::clone(only)),
            (None, _) => {
                let known = weeks.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, &E9109, [known.into()]))
            }
            (Some(name), _) => {
                let of = (format!(" in {name}"), format!("（{name}）"));
                weeks.get(name).cloned().ok_or_else(|| none((of.0.as_str(), of.1.as_str()).into()))
            }
        }
    }
    /// Shows a planned day on the first page.
    pub fn show(&self, demo: DemoFiles) -> bool {
        self.0.demo.set(demo).is_ok()
    }
    /// Tells every computation to stop and takes no new ones; the service is no longer ready.
    pub fn close(&self) {
        self.0.pool.close();
    }
    /// The limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }
    /// The day to show, if there is one.
    #[must_use]
    pub fn demo(&self) -> Option<&DemoFiles> {
        self.0.demo.get()
    }
    /// Where computations run.
    pub(super) fn pool(&self) -> &Pool {
        &self.0.pool
    }
    /// A place among the tables that are written as they are computed.
    ///
    /// # Errors
    /// 503 where there is none.
    pub(super) fn stream_place(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        Arc::clone(&self.0.streams).try_acquire_owned().map_err(|_| Refusal::busy())
    }
    /// Whether requests are taken.
    ///
    /// # Errors
    /// 503 until cities are loaded, and once the service closes.
    pub(super) fn ready(&self) -> Result<&Cities, Refusal> {
        if self.0.pool.is_closing() {
            return Err(Refusal::closing());
        }
        let loading = || Refusal::new(StatusCode::SERVICE_UNAVAILABLE, &E9101, []).retry_after(5);
        self.0.cities.get().ok_or_else(loading)
    }
    /// The city of that name; without a name, the only one.
    ///
    /// # Errors
    /// 503 as [`AppState::ready`], 404 for an unknown name, 422 where one must be given.
    pub(super) fn city(&self, name: Option<&str>) -> Result<Arc<dyn Backend>, Refusal> {
        self.named(name).map(|(_, city)| city)
    }
    /// The city of a problem. What the problem calls its city is for its reader; it decides only where nobody else names one and there are several to choose from.
    ///
    /// # Errors
    /// As [`AppState::city`].
    pub(super) fn city_for(&self, name: Option<&str>, told: Option<&str>) -> Result<Arc<dyn Backend>, Refusal> {
        let several = self.ready()?.len() > 1;
        self.city(name.or(told.filter(|_| several)))
    }
    /// A city as [`AppState::city`] finds it, with what keeps its rules.
    ///
    /// # Errors
    /// As [`AppState::city`].
    pub(super) fn keeper(&self, name: Option<&str>) -> Result<(Arc<dyn Backend>, Arc<RuleKeeper>), Refusal> {
        let (name, city) = self.named(name)?;
        let keeper = self.0.keepers.get().and_then(|all| all.get(&name)).cloned();
        Ok((city, keeper.unwrap_or_default()))
    }
    fn named(&self, name: Option<&str>) -> Result<(String, Arc<dyn Backend>), Refusal> {
        let cities = self.ready()?;
        let known = || Arg::from(cities.keys().map(String::as_str).collect::<Vec<_>>().join(", "));
        match (name, cities.iter().next()) {
            (None, Some((only, city))) if cities.len() == 1 => Ok((only.clone(), Arc::clone(city))),
            (None, _) => Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, &E9109, [known()])),
            (Some(name), _) => cities
                .get(name)
                .map(|city| (name.to_owned(), Arc::clone(city)))
                .ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, &codes::E6004, [name.into(), known()])),
        }
    }
}
