//! The outermost words: every refusal leaves in the caller's language, and every answer with the headers that keep it safe.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::api::observe::RequestId;
use crate::api::refusal::Refusal;
use crate::wire::lang::Lang;

/// The language that a request's headers ask for.
#[must_use]
pub(super) fn language(headers: &HeaderMap) -> Lang {
    let asked = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|v| v.to_str().ok());
    Lang::from_accept_language(&asked.collect::<Vec<_>>().join(","))
}

/// Turns whatever refuses, from a handler or from below, into a problem document.
pub(super) async fn refusals(request: Request, next: Next) -> Response {
    let lang = language(request.headers());
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    let mut response = next.run(request).await;
    let status = response.status();
    let refusal = match response.extensions_mut().remove::<Refusal>() {
        Some(refusal) => refusal,
        None if status.is_client_error() || status.is_server_error() => Refusal::of_status(status),
        None => return response,
    };
    let allow = response.headers_mut().remove(header::ALLOW);
    let mut response = refusal.render(lang, id);
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-language"));
    response
}

/// What an answer that is not a page may load: nothing.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

/// Headers against browsers that guess or embed.
pub(super) async fn safety(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(NOTHING));
    response
}
