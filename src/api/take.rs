//! A request's body, taken only when it is what it says, small enough, and there in time.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};

use crate::api::limits::Limits;
use crate::api::refusal::Refusal;
use crate::engine::error::Text;

/// The bytes of a JSON body.
///
/// # Errors
/// 415 for another type or encoding, 413 for too much, 408 for too slow, 400 for a body that breaks off.
pub(super) async fn json(limits: &Limits, request: Request) -> Result<Bytes, Refusal> {
    check_type(request.headers())?;
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|n| n > limits.body_bytes as u64) {
        return Err(too_large(limits));
    }
    match tokio::time::timeout(limits.body, Bytes::from_request(request, &())).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)))) => Err(too_large(limits)),
        Ok(Err(_)) => Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            "body_broken_off",
            Text::new("The body broke off.", "请求体中途中断。"),
            Text::new("Send it again.", "请重新发送。"),
        )),
        Err(_) => Err(Refusal::new(
            StatusCode::REQUEST_TIMEOUT,
            "body_too_slow",
            Text::new("The body did not arrive in time.", "请求体未能按时送达。"),
            Text::new("Send it again over a better line, or send less.", "请改善网络后重发,或减少数据量。"),
        )),
    }
}

fn check_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let refusal = |cause| {
        Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "not_json",
            cause,
            Text::new(
                "Send UTF-8 JSON, not compressed, with the header Content-Type: application/json.",
                "请发送未压缩的 UTF-8 JSON,并带请求头 Content-Type: application/json。",
            ),
        )
    };
    if headers.get(header::CONTENT_ENCODING).is_some_and(|v| !v.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(refusal(Text::new("The body is compressed.", "请求体经过压缩。")));
    }
    let Some(given) = headers.get(header::CONTENT_TYPE) else {
        return Err(refusal(Text::new("The request does not say what its body is.", "请求未说明请求体的类型。")));
    };
    let given = given.to_str().unwrap_or_default().to_ascii_lowercase();
    let (kind, parameters) = given.split_once(';').unwrap_or((&given, ""));
    let is_json = matches!(kind.trim(), "application/json" | "application/geo+json" | "text/json")
        || kind.trim().strip_prefix("application/").is_some_and(|k| k.ends_with("+json"));
    let charset = parameters.split(';').find_map(|p| p.trim().strip_prefix("charset="));
    let utf8 = charset.is_none_or(|c| matches!(c.trim_matches('"'), "utf-8" | "utf8" | "us-ascii"));
    if is_json && utf8 {
        return Ok(());
    }
    Err(refusal(Text::new(
        "The body is said to be something other than UTF-8 JSON.",
        "请求体声明的类型不是 UTF-8 JSON。",
    )))
}

fn too_large(limits: &Limits) -> Refusal {
    let most = limits.body_bytes;
    let cause = Text::new(
        format!("The body is larger than the {most} bytes this service takes."),
        format!("请求体超过本服务的上限 {most} 字节。"),
    );
    Refusal { cause, ..Refusal::of_status(StatusCode::PAYLOAD_TOO_LARGE) }
}
