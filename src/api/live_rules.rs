//! `/v1/rules`: the rules in force, read by anyone and changed where the service was started for it.
//!
//! A rule's address is its id, which the client chooses: a change that is sent again because its answer got lost makes no second rule, as a
//! POST that lets the service name it would. Two dispatchers who put different rules never meet; who replaces all must say what with `If-Match`, and who edits
//! a rule can.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::api::book::Book;
use crate::api::codes::{E9104, E9111, E9113, E9115};
use crate::api::describe::about;
use crate::api::keeper::{Change, Expected};
use crate::api::refusal::Refusal;
use crate::api::state::AppState;
use crate::api::v1::{Pairs, QueryString, only_city, pairs};
use crate::api::{roads, send, take};
use crate::wire::codes;
use crate::wire::defect::Defect;
use crate::wire::json::step;
use crate::wire::response::{RulesAnswer, Warning};

/// The media type of GeoJSON.
const GEOJSON: &str = "application/geo+json";

/// The last part of the path.
type Id = Result<Path<String>, PathRejection>;

const READS: &[u16] = &[400, 404, 422, 503];
const CHANGES: &[u16] = &[400, 403, 404, 408, 409, 412, 413, 415, 422, 500, 503];

pub(super) fn book() -> Book {
    let of =
        |id, en, zh| about(id, en, zh).parameter("city", false, "where more than one is loaded 城市（加载多座时）");
    let if_match = "ETag of what is to be changed, or * 待修改内容的 ETag";
    let one = |id, en, zh| of(id, en, zh).part("id", "the rule's id, percent-encoded 规则 id，百分号编码");
    let get = of("rules_get", "The rules in force, as GeoJSON, with their ETag", "现行规则(GeoJSON)及其 ETag");
    let get_one = one("rule_get", "One rule, with its ETag", "一条规则及其 ETag");
    let put = of("rules_put", "Replaces all rules", "替换全部规则").header("if-match", true, if_match);
    let put_one =
        one("rule_put", "Adds or replaces one rule", "新增或替换一条规则").header("if-match", false, if_match);
    let remove = one("rule_delete", "Lifts one rule", "撤销一条规则").header("if-match", false, if_match);
    let mut changes = CHANGES.to_vec();
    changes.push(428);
    Book::default()
        .get("/v1/rules", all, get.answers(GEOJSON, "RulesFile").refuses(READS))
        .put("/v1/rules", put_all, put.takes("RulesFile").gives("RulesAnswer").refuses(&changes))
        .get("/v1/rules/{id}", one_rule, get_one.answers(GEOJSON, "RuleFeature").refuses(READS))
        .put("/v1/rules/{id}", put_rule, put_one.takes("RuleFeature").gives("RulesAnswer").refuses(CHANGES))
        .delete("/v1/rules/{id}", remove_rule, remove.gives("RulesAnswer").refuses(CHANGES))
}

async fn all(State(state): State<AppState>, query: QueryString, headers: HeaderMap) -> Result<Response, Refusal> {
    let shown = state.keeper(city(&pairs(query)?)?.as_deref())?.1.shown();
    Ok(tagged(&headers, &shown.tag, shown.text.clone()))
}

async fn one_rule(
    State(state): State<AppState>,
    id: Id,
    query: QueryString,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (id, pairs) = (named(id)?, pairs(query)?);
    let found = state.keeper(city(&pairs)?.as_deref())?.1.shown().feature(&id);
    let (text, tag) = found.ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, &E9113, [id.into()]))?;
    Ok(tagged(&headers, &tag, text.into()))
}

async fn put_all(State(state): State<AppState>, query: QueryString, request: Request) -> Result<Response, Refusal> {
    let (pairs, headers) = (pairs(query)?, request.headers().clone());
    allowed(&state, &pairs, &headers)?;
    if headers.get(header::IF_MATCH).is_none() {
        return Err(Refusal::new(StatusCode::PRECONDITION_REQUIRED, &E9111, []));
    }
    let bytes = take::json(state.limits(), request).await?;
    change(state, &pairs, &headers, Change::All(bytes)).await
}

async fn put_rule(
    State(state): State<AppState>,
    id: Id,
    query: QueryString,
    request: Request,
) -> Result<Response, Refusal> {
    let (id, pairs, headers) = (named(id)?, pairs(query)?, request.headers().clone());
    allowed(&state, &pairs, &headers)?;
    let bytes = take::json(state.limits(), request).await?;
    change(state, &pairs, &headers, Change::Put(id, bytes)).await
}

async fn remove_rule(
    State(state): State<AppState>,
    id: Id,
    query: QueryString,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (id, pairs) = (named(id)?, pairs(query)?);
    allowed(&state, &pairs, &headers)?;
    change(state, &pairs, &headers, Change::Remove(id)).await
}

/// Makes a change off the reactor, after those that were asked for before it.
async fn change(state: AppState, pairs: &Pairs, headers: &HeaderMap, change: Change) -> Result<Response, Refusal> {
    let (city, keeper) = state.keeper(city(pairs)?.as_deref())?;
    let expected = expected(headers);
    let target = match &change {
        Change::Put(id, _) => Some(id.clone()),
        Change::All(_) | Change::Remove(_) => None,
    };
    let removes = matches!(change, Change::Remove(_));
    // Whoever waits for the pen holds no seat of the pool.
    let pen = keeper.pen().await;
    let most = state.limits().rules_bytes;
    let done = state.pool().run(move |stop| keeper.change(pen, &*city, most, (&expected, stop), change)).await??;
    let answer = RulesAnswer {
        rules: done.shown.len() as u64,
        etag: done.shown.tag.clone(),
        warnings: done.warnings.iter().map(Warning::from).collect(),
    };
    let mut response = send::bytes(send::JSON, roads::written(&answer)?);
    let tag = match target {
        Some(id) => done.shown.feature(&id).map(|f| f.1),
        None => (!removes).then(|| done.shown.tag.clone()),
    };
    if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// Whether this service's rules can be changed, and by whoever sent these headers. Judged before a body is read.
///
/// A page of another site that a dispatcher has open may reach a service on his machine, and says in `Origin` where it is from.
fn allowed(state: &AppState, pairs: &Pairs, headers: &HeaderMap) -> Result<(), Refusal> {
    state.keeper(city(pairs)?.as_deref())?.1.file()?;
    let text = |name| headers.get(name).map(|v: &HeaderValue| v.to_str().unwrap_or_default());
    let Some(origin) = text(header::ORIGIN) else { return Ok(()) };
    let from = origin.split_once("://").map(|(_, authority)| authority);
    let same = from.zip(text(header::HOST)).is_some_and(|(from, host)| from.eq_ignore_ascii_case(host));
    if same { Ok(()) } else { Err(Refusal::new(StatusCode::FORBIDDEN, &E9115, [origin.into()])) }
}

/// What `If-Match` and `If-None-Match` say. A tag that a proxy has weakened counts as it was: tags name contents, not bytes on a wire.
fn expected(headers: &HeaderMap) -> Expected {
    let tags = |name| {
        let all = headers.get_all(name).iter().flat_map(|v| v.to_str().unwrap_or_default().split(','));
        all.map(|t| t.trim().trim_start_matches("W/").to_owned()).collect::<Vec<String>>()
    };
    let (wanted, unwanted) = (tags(header::IF_MATCH), tags(header::IF_NONE_MATCH));
    match () {
        () if wanted.iter().any(|t| t == "*") => Expected::Something,
        () if !wanted.is_empty() => Expected::Tags(wanted),
        () if unwanted.iter().any(|t| t == "*") => Expected::Nothing,
        () => Expected::Anything,
    }
}

/// GeoJSON with its tag, or word that the asker has it already.
fn tagged(headers: &HeaderMap, tag: &str, body: axum::body::Bytes) -> Response {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().flat_map(|v| v.to_str().unwrap_or_default().split(','));
    let mut response = match known.map(|t| t.trim().trim_start_matches("W/")).any(|t| t == tag || t == "*") {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => send::bytes(GEOJSON, body),
    };
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// The id in a path.
fn named(id: Id) -> Result<String, Refusal> {
    // Percent-encoded bytes that are no UTF-8.
    id.map(|Path(id)| id).map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, &E9104, []))
}

/// The city that a query string names; it names nothing else, and one only.
fn city(pairs: &Pairs) -> Result<Option<String>, Refusal> {
    let name = only_city(pairs)?;
    match pairs.get(1) {
        Some((key, _)) => {
            let defect = Defect::new(&codes::E1004, step("", key), [key.as_str().into(), "city".into()]);
            Err(Refusal::of_defects(vec![defect]))
        }
        None => Ok(name),
    }
}
