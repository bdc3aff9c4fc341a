//! `/v1/`: each answer is one call of the engine, off the reactor.

use std::pin::Pin;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::api::backend::Backend;
use crate::api::book::Book;
use crate::api::describe::{About, about};
use crate::api::limits::Limits;
use crate::api::refusal::Refusal;
use crate::api::state::AppState;
use crate::api::{read, roads, send, take};
use crate::engine::error::Text;

/// A query string as written.
pub(super) type Pairs = Vec<(String, String)>;
/// A query string, or why there is none.
pub(super) type QueryString = Result<Query<Pairs>, QueryRejection>;
/// A response to come. Boxed, so that its type can be written.
type Reply = Pin<Box<dyn Future<Output = Result<Response, Refusal>> + Send>>;
/// What answers a question of type `T`.
type Answer<T> = fn(&dyn Backend, &Limits, T) -> Result<Vec<u8>, Refusal>;

/// What any question may be refused with.
pub(super) const REFUSALS: &[u16] = &[400, 404, 408, 413, 415, 422, 500, 503];

pub(super) fn book() -> Book {
    let route = |id| about(id, "The fastest way from here to there", "两点间最快路线");
    let matrix = about("matrix", "Times and lengths from each source to each target", "多点间行程时间与里程");
    let reach = |id| about(id, "What can be reached within some times, as GeoJSON", "限定时间内可到达的范围(GeoJSON)");
    let snap = |id| about(id, "The road nearest to a point", "离某点最近的道路");
    let at = |a: About, name| {
        a.parameter("profile", true, "vehicle profile 车型").parameter(name, true, "lon,lat 经度,纬度")
    };
    let limit = |a: About| a.parameter("snap_m", false, "how far a road may be, metres 最大吸附距离(米)");
    let depart = |a: About| limit(a).parameter("depart", false, "YYYY-MM-DDTHH:MM, local time 当地出发时间");
    let route_get = depart(at(route("route_get"), "from")).parameter("to", true, "lon,lat 经度,纬度").parameter(
        "kerb",
        false,
        "true: stop on the kerb's side 靠路缘停靠",
    );
    let reach_get = depart(at(reach("isochrone_get"), "at")).parameter("minutes", true, "ascending, by commas 5,10,15");
    Book::default()
        .post("/v1/route", by_body(roads::route), route("route").takes("RouteRequest").gives("Route").refuses(REFUSALS))
        .get("/v1/route", by_query(roads::route), route_get.gives("Route").refuses(REFUSALS))
        .post("/v1/matrix", by_body(roads::matrix), matrix.takes("MatrixRequest").gives("Matrix").refuses(REFUSALS))
        .post(
            "/v1/isochrone",
            by_body(roads::isochrone),
            reach("isochrone").takes("IsochroneRequest").gives("Isochrone").refuses(REFUSALS),
        )
        .get("/v1/isochrone", by_query(roads::isochrone), reach_get.gives("Isochrone").refuses(REFUSALS))
        .post("/v1/snap", by_body(roads::snap), snap("snap").takes("SnapRequest").gives("Snap").refuses(REFUSALS))
        .get("/v1/snap", by_query(roads::snap), limit(at(snap("snap_get"), "at")).gives("Snap").refuses(REFUSALS))
}

/// A handler that reads its question from a JSON body.
fn by_body<T: JsonSchema + DeserializeOwned + Send + 'static>(
    answer: Answer<T>,
) -> impl Fn(State<AppState>, Request) -> Reply + Clone + Send + Sync + 'static {
    move |State(state), request| {
        Box::pin(async move {
            let city = state.city()?;
            let bytes = take::json(state.limits(), request).await?;
            let limits = state.limits().clone();
            let done = state.pool().run(move |_| answer(&*city, &limits, read::body(&bytes)?)).await??;
            Ok(send::bytes(send::JSON, done))
        })
    }
}

/// A handler that reads its question from the query string.
fn by_query<T: JsonSchema + DeserializeOwned + Send + 'static>(
    answer: Answer<T>,
) -> impl Fn(State<AppState>, QueryString) -> Reply + Clone + Send + Sync + 'static {
    move |State(state), query| {
        Box::pin(async move {
            let (city, pairs) = (state.city()?, pairs(query)?);
            let limits = state.limits().clone();
            let done = state.pool().run(move |_| answer(&*city, &limits, read::query(&pairs)?)).await??;
            Ok(send::bytes(send::JSON, done))
        })
    }
}

/// A query string, if it is one.
pub(super) fn pairs(query: QueryString) -> Result<Pairs, Refusal> {
    query.map(|Query(pairs)| pairs).map_err(|_| {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            "bad_query",
            Text::new("The query string cannot be read.", "无法读取查询字符串。"),
            Text::new(
                "Write name=value&name=value, percent-encoded UTF-8.",
                "请写成 name=value&name=value,并按 UTF-8 百分号编码。",
            ),
        )
    })
}
