//! The description, and a page to read it by: all files come out of this binary.

use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use utoipa_swagger_ui::Config;

use crate::api::book::Book;
use crate::api::describe::about;
use crate::api::refusal::Refusal;
use crate::api::send;
use crate::wire::codes;

/// The reader's page styles its own parts and draws pictures it holds; it talks to nobody but this service.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// The routes; `description` is filled once all routes are known.
pub(super) fn book(description: &Arc<OnceLock<Bytes>>) -> Book {
    let description = Arc::clone(description);
    let openapi = async move || send::bytes(send::JSON, description.get().cloned().unwrap_or_default());
    let file =
        about("docs_file", "A file of the documentation's page", "文档页面所用文件").part("file", "its name 文件名");
    Book::default()
        .get(
            "/openapi.json",
            openapi,
            about("openapi", "This description", "本接口描述").sends(send::JSON).refuses(&[]),
        )
        .get(
            "/docs",
            async || Redirect::permanent("/docs/"),
            about("docs_redirect", "To the documentation", "跳转到文档").refuses(&[]),
        )
        .get(
            "/docs/",
            async || page_file("index.html"),
            about("docs", "The documentation, to read and try", "可读可试的接口文档").sends("text/html").refuses(&[]),
        )
        .get(
            "/docs/{file}",
            async |Path(name): Path<String>| page_file(&name),
            file.sends("application/octet-stream").refuses(&[404]),
        )
}

fn page_file(name: &str) -> Result<Response, Refusal> {
    let config =
        Arc::new(Config::from("/openapi.json").validator_url("none").use_base_layout().try_it_out_enabled(true));
    let file = utoipa_swagger_ui::serve(name, config).map_err(|error| {
        tracing::error!(%error, "a file of the documentation cannot be sent");
        Refusal::internal()
    })?;
    let file = file.ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, &codes::E9001, [name.into()]))?;
    let media = HeaderValue::from_str(&file.content_type).map_err(|_| Refusal::internal())?;
    let headers = [
        (header::CONTENT_TYPE, media),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static("max-age=3600")),
    ];
    Ok((headers, file.bytes.into_owned()).into_response())
}
