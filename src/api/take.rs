//! A request's body, taken only when it is what it says, small enough, and there in time.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};

use crate::api::codes::{E9102, E9103, E9106};
use crate::api::limits::Limits;
use crate::api::refusal::Refusal;
use crate::wire::codes;

/// The bytes of a JSON body.
///
/// # Errors
/// 415 for another type or encoding, 413 for too much, 408 for too slow, 400 for a body that breaks off.
pub(super) async fn json(limits: &Limits, request: Request) -> Result<Bytes, Refusal> {
    check_type(request.headers())?;
    let too_large = || Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, &codes::E9003, [limits.body_bytes.into()]);
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|n| n > limits.body_bytes as u64) {
        return Err(too_large());
    }
    match tokio::time::timeout(limits.body, Bytes::from_request(request, &())).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)))) => Err(too_large()),
        Ok(Err(_)) => Err(Refusal::new(StatusCode::BAD_REQUEST, &E9102, [])),
        Err(_) => Err(Refusal::new(StatusCode::REQUEST_TIMEOUT, &E9103, [limits.body.as_secs().into()])),
    }
}

fn check_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    if headers.get(header::CONTENT_ENCODING).is_some_and(|v| !v.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(Refusal::new(status, &E9106, []));
    }
    let Some(given) = headers.get(header::CONTENT_TYPE) else {
        return Err(Refusal::new(status, &codes::E9004, [("of no stated type", "未说明类型的内容").into()]));
    };
    let given = given.to_str().unwrap_or_default();
    let lower = given.to_ascii_lowercase();
    let (kind, parameters) = lower.split_once(';').unwrap_or((&lower, ""));
    let is_json = matches!(kind.trim(), "application/json" | "text/json")
        || kind.trim().strip_prefix("application/").is_some_and(|k| k.ends_with("+json"));
    let charset = parameters.split(';').find_map(|p| p.trim().strip_prefix("charset="));
    let utf8 = charset.is_none_or(|c| matches!(c.trim_matches('"'), "utf-8" | "utf8" | "us-ascii"));
    if is_json && utf8 { Ok(()) } else { Err(Refusal::new(status, &codes::E9004, [given.into()])) }
}
