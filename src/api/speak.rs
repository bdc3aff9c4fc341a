//! The outermost words: every refusal leaves in the caller's language, and every answer with the headers that keep it safe.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::api::limits::Limits;
use crate::api::refusal::Refusal;
use crate::wire::codes;
use crate::wire::lang::Lang;

/// The language that a request's headers ask for.
pub(super) fn language(headers: &HeaderMap) -> Lang {
    let asked = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|v| v.to_str().ok());
    Lang::from_accept_language(&asked.collect::<Vec<_>>().join(","))
}

/// Turns whatever refuses, from a handler or from below, into a problem document.
pub(super) async fn refusals(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let lang = language(request.headers());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let mut response = next.run(request).await;
    let status = response.status();
    let allow = response.headers_mut().remove(header::ALLOW);
    let refusal = match response.extensions_mut().remove::<Refusal>() {
        Some(refusal) => refusal,
        None if status.is_client_error() || status.is_server_error() => {
            let allow = allow.as_ref().and_then(|v| v.to_str().ok()).unwrap_or_default();
            bare(status, &method, &path, allow, &limits)
        }
        None => return response,
    };
    let mut response = refusal.render(lang);
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-language"));
    response
}

/// What a status alone says: a refusal by the router or a layer.
fn bare(status: StatusCode, method: &Method, path: &str, allow: &str, limits: &Limits) -> Refusal {
    match status {
        StatusCode::NOT_FOUND => Refusal::new(status, &codes::E9001, [path.into()]),
        StatusCode::METHOD_NOT_ALLOWED => Refusal::new(status, &codes::E9002, [method.as_str().into(), allow.into()]),
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::new(status, &codes::E9003, [limits.body_bytes.into()]),
        StatusCode::SERVICE_UNAVAILABLE => {
            Refusal::new(status, &codes::E9006, [limits.request.as_secs().into()]).retry_after(5)
        }
        status if status.is_client_error() => Refusal::new(status, &super::codes::E9108, []),
        _ => Refusal::internal(),
    }
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
