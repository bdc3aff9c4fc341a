//! How a search is asked for in a query string, and held to the service's cap.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::api::describe::About;
use crate::api::limits::Limits;
use crate::api::read;
use crate::api::refusal::Refusal;
use crate::api::v1::Pairs;
use crate::engine::rounds::Budget;
use crate::wire::defect::Report;
use crate::wire::schema::{self, shape};

/// How long and from where: the query string of whatever searches while its caller waits.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Search {
    /// The city, where more than one is loaded; goes before the one that the problem names.
    pub(super) city: Option<String>,
    /// Seconds to search.
    #[schemars(range(min = 0.001, max = 86400.0))]
    seconds: Option<f64>,
    /// Iterations to search.
    #[schemars(range(min = 1, max = 1_000_000_000_u64))]
    iterations: Option<u64>,
    /// Where chance begins.
    #[serde(default)]
    #[schemars(range(max = 9_007_199_254_740_991_u64))]
    seed: u64,
}

/// An operation with the parameters of a search.
pub(super) fn with_search(operation: About) -> About {
    operation
        .parameter("city", false, "where more than one city is loaded 城市（加载多座时）")
        .parameter("seconds", false, "to search, within the service's cap 求解秒数（不超过服务上限）")
        .parameter(
            "iterations",
            false,
            "to search; with the same seed the same plan, if the cap is not reached 迭代次数",
        )
        .parameter("seed", false, "of the search, 0 by default 随机种子")
}

impl Search {
    /// What a query string asks.
    pub(super) fn read(pairs: &Pairs) -> Result<Self, Refusal> {
        let mut report = Report::default();
        let mut tree = read::tree(pairs)?;
        shape::mend(&schema::of::<Search>(), &mut tree, &mut report);
        if !report.is_clean() {
            return Err(Refusal::of_defects(report.into_parts().0));
        }
        serde_json::from_value(tree).map_err(|_| Refusal::internal())
    }
    /// With so many seconds where the caller wishes neither seconds nor iterations.
    pub(super) fn or(mut self, time: Duration) -> Self {
        if self.iterations.is_none() {
            self.seconds.get_or_insert(time.as_secs_f64());
        }
        self
    }
    /// The caller's wishes within the service's cap. One thread each: requests share the machine, and threads do not change a plan.
    pub(super) fn budget(&self, limits: &Limits, stop: &Arc<AtomicBool>) -> Budget {
        let cap = limits.search_wall;
        let wall = self.seconds.map_or(cap, |s| Duration::from_secs_f64(s).min(cap));
        Budget {
            wall: Some(wall),
            iterations: self.iterations,
            patience: None,
            seed: self.seed,
            threads: 1,
            cancel: Arc::clone(stop),
        }
    }
}
