//! What all requests share: the limits, the city once it is loaded, the pool of computations, the demo's files.

use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::http::StatusCode;

use crate::api::backend::Backend;
use crate::api::limits::Limits;
use crate::api::refusal::Refusal;
use crate::api::work::{Pool, closing};
use crate::engine::error::Text;

/// The state of a service; clones share it.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    limits: Limits,
    pool: Pool,
    city: OnceLock<Arc<dyn Backend>>,
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
    /// A service that is not ready yet, because it has no city.
    ///
    /// # Errors
    /// What makes the limits unusable.
    pub fn new(limits: Limits) -> Result<Self, &'static str> {
        if let Some(fault) = limits.fault() {
            return Err(fault);
        }
        let pool = Pool::new(limits.threads);
        Ok(Self(Arc::new(Shared { limits, pool, city: OnceLock::new(), demo: OnceLock::new() })))
    }
    /// Makes the service ready. A second city is not taken: a running service keeps what it answers from.
    pub fn load(&self, city: Arc<dyn Backend>) -> bool {
        self.0.city.set(city).is_ok()
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
    /// The city, once it is loaded and until the service closes.
    ///
    /// # Errors
    /// 503 before and after.
    pub fn city(&self) -> Result<Arc<dyn Backend>, Refusal> {
        if self.0.pool.is_closing() {
            return Err(closing());
        }
        self.0.city.get().cloned().ok_or_else(|| {
            Refusal::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "loading",
                Text::new("The city is still being loaded.", "城市数据正在加载。"),
                Text::new("Try again in a few seconds; /readyz tells when.", "请几秒后重试;/readyz 会显示是否就绪。"),
            )
            .retry_after(5)
        })
    }
}
