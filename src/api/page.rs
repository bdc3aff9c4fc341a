//! The first page: what this service holds and where to read on; with a demo, its day as a picture and a table.

mod style;
mod words;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::api::book::Book;
use crate::api::codes::E9105;
use crate::api::describe::about;
use crate::api::refusal::Refusal;
use crate::api::state::{AppState, DemoFiles};
use crate::api::v1::{QueryString, pairs};
use crate::api::{send, speak};
use crate::wire::lang::Lang;

/// The page runs nothing and loads its style and picture from here.
const POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";
/// A picture that is opened by itself brings its own style, and nothing else.
const PICTURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

pub(super) fn book() -> Book {
    let front = about("front", "What this service holds, as a page", "首页:本服务的内容").parameter(
        "lang",
        false,
        "zh or en; otherwise by Accept-Language 语言",
    );
    let book = Book::default().get("/", front_page, front.sends("text/html").refuses(&[400])).get(
        "/style.css",
        async || send::bytes("text/css; charset=utf-8", style::SHEET),
        about("style", "The page's style", "首页样式").sends("text/css").refuses(&[]),
    );
    let file = |book: Book, path: &'static str, id, en, zh, media: &'static str, pick: fn(&DemoFiles) -> Bytes| {
        let handler = async move |State(state): State<AppState>| match state.demo() {
            Some(demo) => Ok(send::bytes(media, pick(demo))),
            None => Err(no_demo()),
        };
        book.get(path, handler, about(id, en, zh).sends(media).refuses(&[404]))
    };
    let book =
        file(book, "/demo/problem.json", "demo_problem", "The demo's problem", "演示问题", send::JSON, |d| {
            d.problem_json.clone()
        });
    let book = file(book, "/demo/plan.json", "demo_plan", "The demo's plan", "演示方案", send::JSON, |d| {
        d.plan_json.clone()
    });
    let book = file(
        book,
        "/demo/plan.geojson",
        "demo_geojson",
        "The demo's plan on a map",
        "演示方案地图(GeoJSON)",
        "application/geo+json",
        |d| d.plan_geojson.clone(),
    );
    let picture =
        about("demo_map", "The demo's plan as a picture", "演示方案图").sends("image/svg+xml").refuses(&[404]);
    book.get("/demo/map.svg", map_picture, picture)
}

fn no_demo() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, &E9105, [])
}

async fn map_picture(State(state): State<AppState>) -> Result<Response, Refusal> {
    let picture = state.demo().ok_or_else(no_demo)?.map_svg.clone();
    let mut response = send::bytes("image/svg+xml", picture);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PICTURE_POLICY));
    Ok(response)
}

async fn front_page(
    State(state): State<AppState>,
    headers: HeaderMap,
    query: QueryString,
) -> Result<Response, Refusal> {
    let asked = pairs(query)?.into_iter().find(|(key, _)| key == "lang").map(|(_, value)| value);
    let lang = asked.map_or_else(|| speak::language(&headers), |value| Lang::from_accept_language(&value));
    let mut response = send::bytes("text/html; charset=utf-8", words::page(lang, state.ready().ok(), state.demo()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    Ok(response.into_response())
}
