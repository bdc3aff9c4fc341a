//! `/v1/network/…`: a small network designed, tested, swept or paired while the caller waits.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::api::backend::Backend;
use crate::api::book::Book;
use crate::api::describe::{About, about};
use crate::api::refusal::Refusal;
use crate::api::search::{Search, with_search};
use crate::api::state::AppState;
use crate::api::v1::{QueryString, REFUSALS, pairs};
use crate::api::{send, take};
use crate::engine::error::EngineError;
use crate::engine::rounds::Budget;
use crate::wire::codes::{E6008, E6009};
use crate::wire::defect::Defect;
use crate::wire::network::ask::{self, MergeAsked, SweepAsked, TestAsked};
use crate::wire::network::{self, Parsed};

pub(super) fn book() -> Book {
    let of = |about: About, takes, gives| with_search(about).takes(takes).gives(gives).refuses(REFUSALS);
    let design = about(
        "network_design",
        "A small network's sites and flows at least cost, with a proven bound, while you wait; larger ones: huilu network design",
        "即时设计小规模回收网络，附已证明的下界；大规模请用 huilu network design",
    );
    let test = about(
        "network_test",
        "What opening sites changes on a small network: cost, flows, coverage, who loses; sets that time does not suffice for are named. With rounds of days: huilu network test",
        "在小规模网络上测试开设站点的影响：费用、流向、覆盖、受影响者；时间不足的组合会列出。含日任务请用 huilu network test",
    );
    let sweep = about(
        "network_sweep",
        "Cost against coverage, sites, carbon or tonne-km of a small network, with what is proven below the curve; the time is shared out over the levels",
        "小规模网络的费用与覆盖、站点数、碳排放或周转量的权衡曲线，附已证明的下界；时间在各档间分配",
    );
    let merge = about(
        "network_merge",
        "Which recycling sites could move in with a refuse site near them, and what each pair saves",
        "两网融合：哪些回收站点可与附近环卫站点合并，及每对节省",
    );
    Book::default()
        .post("/v1/network/design", answer::<Parsed>, of(design, "NetworkProblem", "NetworkAnswer"))
        .post("/v1/network/test", answer::<TestAsked>, of(test, "NetworkTestRequest", "NetworkTest"))
        .post("/v1/network/sweep", answer::<SweepAsked>, of(sweep, "NetworkSweepRequest", "NetworkSweep"))
        .post("/v1/network/merge", answer::<MergeAsked>, of(merge, "NetworkMergeRequest", "NetworkMerge"))
}

/// What is asked of a network.
trait Asked: Sized + Send + 'static {
    /// From a body.
    fn read(bytes: &[u8]) -> Result<Self, Vec<Defect>>;
    /// The network.
    fn parsed(&self) -> &Parsed;
    /// Places beside its own that ways are measured to.
    fn more_places(&self) -> usize {
        0
    }
    /// The answer, as it is written.
    fn answer(&self, city: &dyn Backend, budget: &Budget) -> Result<String, EngineError>;
}

impl Asked for Parsed {
    fn read(bytes: &[u8]) -> Result<Self, Vec<Defect>> {
        network::read_json(bytes)
    }
    fn parsed(&self) -> &Parsed {
        self
    }
    fn answer(&self, city: &dyn Backend, budget: &Budget) -> Result<String, EngineError> {
        city.network(self, budget)
    }
}

impl Asked for TestAsked {
    fn read(bytes: &[u8]) -> Result<Self, Vec<Defect>> {
        ask::test(bytes)
    }
    fn parsed(&self) -> &Parsed {
        &self.parsed
    }
    fn answer(&self, city: &dyn Backend, budget: &Budget) -> Result<String, EngineError> {
        city.network_test(self, budget)
    }
}

impl Asked for SweepAsked {
    fn read(bytes: &[u8]) -> Result<Self, Vec<Defect>> {
        ask::sweep(bytes)
    }
    fn parsed(&self) -> &Parsed {
        &self.parsed
    }
    fn answer(&self, city: &dyn Backend, budget: &Budget) -> Result<String, EngineError> {
        city.network_sweep(self, budget)
    }
}

impl Asked for MergeAsked {
    fn read(bytes: &[u8]) -> Result<Self, Vec<Defect>> {
        ask::merge(bytes)
    }
    fn parsed(&self) -> &Parsed {
        &self.parsed
    }
    fn more_places(&self) -> usize {
        self.request.refuse.len()
    }
    fn answer(&self, city: &dyn Backend, budget: &Budget) -> Result<String, EngineError> {
        city.network_merge(self, budget)
    }
}

async fn answer<A: Asked>(
    State(state): State<AppState>,
    query: QueryString,
    request: Request,
) -> Result<Response, Refusal> {
    state.ready()?;
    let search = Search::read(&pairs(query)?)?;
    let bytes = take::json(state.limits(), request).await?;
    let shared = state.clone();
    let answer = state.pool().run(move |stop| answered::<A>(&shared, &search, &bytes, stop)).await??;
    Ok(send::bytes(send::JSON, answer))
}

fn answered<A: Asked>(
    state: &AppState,
    search: &Search,
    bytes: &[u8],
    stop: &Arc<AtomicBool>,
) -> Result<String, Refusal> {
    let asked = A::read(bytes).map_err(Refusal::of_defects)?;
    let parsed = asked.parsed();
    let limits = state.limits();
    let refuse = |code, given: usize, most: usize| {
        Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, code, [given.into(), most.into()]))
    };
    let places = parsed.network.sites.len() + parsed.network.sources.len() + asked.more_places();
    if places > limits.network_places {
        return refuse(&E6008, places, limits.network_places);
    }
    let ways = parsed.network.possible_ways();
    if ways > limits.network_ways {
        return refuse(&E6009, ways, limits.network_ways);
    }
    // What a network calls its city is for its reader; it decides only where there are several to choose from.
    let several = state.ready()?.len() > 1;
    let told = parsed.city.as_deref().filter(|_| several);
    let city = state.city(search.city.as_deref().or(told))?;
    Ok(asked.answer(&*city, &search.budget(limits, stop))?)
}
