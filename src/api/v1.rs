//! `/v1/`: each answer is one call of the engine, off the reactor.

use std::pin::Pin;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::api::book::Book;
use crate::api::codes::E9104;
use crate::api::describe::{About, about};
use crate::api::refusal::Refusal;
use crate::api::state::AppState;
use crate::api::{answer, matrix, read, roads, send, take};
use crate::wire;
use crate::wire::codes;
use crate::wire::defect::Defect;
use crate::wire::json::step;
use crate::wire::request::{IsochroneRequest, NearestRequest, RouteRequest, SnapRequest};

/// A query string as written.
pub(super) type Pairs = Vec<(String, String)>;
/// A query string, or why there is none.
pub(super) type QueryString = Result<Query<Pairs>, QueryRejection>;
/// A response to come. Boxed, so that its type can be written.
pub(super) type Reply = Pin<Box<dyn Future<Output = Result<Response, Refusal>> + Send>>;
/// What answers a question.
pub(super) type Answer<Q> = fn(&AppState, Q) -> Result<Vec<u8>, Refusal>;

/// What any question may be refused with.
pub(super) const REFUSALS: &[u16] = &[400, 404, 408, 413, 415, 422, 500, 503];

pub(super) fn book() -> Book {
    let route = |id| about(id, "The fastest way from here to there", "两点间最快路线");
    let about_matrix = about("matrix", "Times and lengths from each source to each target", "多点间行程时间与里程");
    let reach = |id| about(id, "What can be reached within some times, as GeoJSON", "限定时间内可到达的范围(GeoJSON)");
    let snap = |id| about(id, "The road nearest to a point", "离某点最近的道路");
    let at = |a: About, name| {
        a.parameter("profile", true, "vehicle profile 车型").parameter(name, true, "lon,lat 经度,纬度")
    };
    let among = |a: About| a.parameter("city", false, "where more than one is loaded 城市（加载多座时）");
    let depart = |a: About| among(a).parameter("depart", false, "YYYY-MM-DDTHH:MM, local time 当地出发时间");
    let vehicle =
        |a: About| a.parameter("vehicle", false, "mass_kg=49000,height_m=4.2,emission=new_energy 与车型不同的参数");
    let route_get = vehicle(depart(at(route("route_get"), "from")))
        .parameter("to", true, "lon,lat 经度,纬度")
        .parameter("kerb", false, "true: stop on the kerb's side 靠路缘停靠")
        .parameter("kerb_from", false, "the same of the start alone 仅起点")
        .parameter("kerb_to", false, "the same of the end alone 仅终点")
        .parameter("via", false, "lon,lat;lon,lat;… stops between 途经点")
        .parameter("alternatives", false, "0 to 3 other ways 备选路线数");
    let reach_get = vehicle(depart(at(reach("isochrone_get"), "at")))
        .parameter("minutes", true, "ascending, by commas 5,10,15")
        .parameter("towards", false, "true: from where it is reached 可到达该点的范围");
    let nearest = about("nearest", "The nearest facilities of each place", "每个地点最近的设施");
    let city = among(about("city", "What a city holds, in figures", "城市数据概况")).gives("CityAnswer");
    Book::default()
        .post(
            "/v1/route",
            by_body::<RouteRequest>(roads::route),
            route("route").takes("RouteRequest").gives("RouteAnswer").refuses(REFUSALS),
        )
        .get("/v1/route", by_query::<RouteRequest>(roads::route), route_get.gives("RouteAnswer").refuses(REFUSALS))
        .post(
            "/v1/matrix",
            matrix::matrix,
            about_matrix
                .takes("MatrixRequest")
                .gives("MatrixAnswer")
                .also("text/csv")
                .also("application/x-npy")
                .refuses(&[REFUSALS, &[505]].concat()),
        )
        .post(
            "/v1/nearest",
            by_body::<NearestRequest>(roads::nearest),
            nearest.takes("NearestRequest").gives("NearestAnswer").refuses(REFUSALS),
        )
        .post(
            "/v1/isochrone",
            by_body::<IsochroneRequest>(roads::isochrone),
            reach("isochrone").takes("IsochroneRequest").gives("Isochrone").refuses(REFUSALS),
        )
        .get(
            "/v1/isochrone",
            by_query::<IsochroneRequest>(roads::isochrone),
            reach_get.gives("Isochrone").refuses(REFUSALS),
        )
        .post(
            "/v1/snap",
            by_body::<SnapRequest>(roads::snap),
            snap("snap").takes("SnapRequest").gives("SnapAnswer").refuses(REFUSALS),
        )
        .get(
            "/v1/snap",
            by_query::<SnapRequest>(roads::snap),
            among(at(snap("snap_get"), "at")).gives("SnapAnswer").refuses(REFUSALS),
        )
        .get("/v1/city", city_figures, city.refuses(REFUSALS))
        .with(super::rounds::book())
        .with(super::running::book())
        .with(super::network::book())
        .with(super::mobile::book())
        .with(super::live_rules::book())
}

async fn city_figures(State(state): State<AppState>, query: QueryString) -> Result<Response, Refusal> {
    state.ready()?;
    let (name, shared) = (only_city(&pairs(query)?)?, state.clone());
    let done = state.pool().run(move |_| {
        let name = name.as_deref();
        let city = shared.city(name)?;
        // Without a name there is only one.
        let name = name.or_else(|| shared.ready().ok()?.keys().next().map(String::as_str)).unwrap_or_default();
        roads::written(&answer::city(name, &city.info()?))
    });
    Ok(send::bytes(send::JSON, done.await??))
}

/// The city that a query string names, which may name nothing else; of several the first.
pub(super) fn only_city(pairs: &Pairs) -> Result<Option<String>, Refusal> {
    if let Some((unknown, _)) = pairs.iter().find(|(key, _)| key != "city") {
        let defect = Defect::new(&codes::E1010, step("", unknown), [unknown.as_str().into(), "city".into()]);
        return Err(Refusal::of_defects(vec![defect]));
    }
    Ok(pairs.first().map(|(_, name)| name.clone()))
}

/// A handler that reads its question from a JSON body.
pub(super) fn by_body<R: wire::request::Request<Query: 'static>>(
    answer: Answer<R::Query>,
) -> impl Fn(State<AppState>, Request) -> Reply + Clone + Send + Sync + 'static {
    move |State(state), request| {
        Box::pin(async move {
            state.ready()?;
            let bytes = take::json(state.limits(), request).await?;
            let shared = state.clone();
            let done = state.pool().run(move |_| answer(&shared, read::body::<R>(&bytes)?)).await??;
            Ok(send::bytes(send::JSON, done))
        })
    }
}

/// A handler that reads its question from the query string.
pub(super) fn by_query<R: wire::request::Request<Query: 'static>>(
    answer: Answer<R::Query>,
) -> impl Fn(State<AppState>, QueryString) -> Reply + Clone + Send + Sync + 'static {
    move |State(state), query| {
        Box::pin(async move {
            state.ready()?;
            let (pairs, shared) = (pairs(query)?, state.clone());
            let done = state.pool().run(move |_| answer(&shared, read::query::<R>(&pairs)?)).await??;
            Ok(send::bytes(send::JSON, done))
        })
    }
}

/// A query string, if it is one.
pub(super) fn pairs(query: QueryString) -> Result<Pairs, Refusal> {
    match query {
        // What is not UTF-8 has been decoded to replacement characters.
        Ok(Query(pairs)) if !pairs.iter().any(|(key, value)| [key, value].iter().any(|t| t.contains('\u{FFFD}'))) => {
            Ok(pairs)
        }
        _ => Err(Refusal::new(StatusCode::BAD_REQUEST, &E9104, [])),
    }
}
