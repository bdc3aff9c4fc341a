//! A refusal on its way out: both languages travel together until the outermost layer knows which one is wanted.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::engine::error::{EngineError, Kind, Text};
use crate::wire::lang::Lang;

/// Why a request is not answered: becomes an RFC 9457 problem document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: StatusCode,
    /// Stable, for programs.
    pub code: String,
    /// What is wrong, and where.
    pub cause: Text,
    /// What to do about it.
    pub remedy: Text,
    /// Every single defect, where there are several.
    pub defects: Vec<Defective>,
    /// When to come again, in seconds.
    pub retry_after: Option<u32>,
}

/// One of several defects of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defective {
    /// Stable, for programs.
    pub code: String,
    /// RFC 6901 pointer into the body.
    pub pointer: String,
    /// What is wrong.
    pub cause: Text,
    /// What to do about it.
    pub remedy: Text,
}

/// What a problem document carries beyond RFC 9457's own members.
#[derive(Serialize)]
struct Extension {
    /// A URN, which the crate's own `type`, an HTTP address, cannot be.
    r#type: String,
    code: String,
    cause: String,
    remedy: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    code: String,
    pointer: String,
    cause: String,
    remedy: String,
}

impl Refusal {
    /// A refusal from its parts.
    #[must_use]
    pub fn new(status: StatusCode, code: impl Into<String>, cause: Text, remedy: Text) -> Self {
        Self { status, code: code.into(), cause, remedy, defects: Vec::new(), retry_after: None }
    }
    /// The same, with a time to come again.
    #[must_use]
    pub fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }
    /// A wrong value in a request that is otherwise readable: 422.
    #[must_use]
    pub fn unfit(code: &'static str, cause: (impl Into<String>, impl Into<String>), remedy: (&str, &str)) -> Self {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self::new(status, code, Text::new(cause.0, cause.1), Text::new(remedy.0, remedy.1))
    }
    /// What a status alone says, for refusals that come from below the handlers.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        let (code, cause, remedy) = match status {
            StatusCode::NOT_FOUND => (
                "no_such_route",
                Text::new("There is nothing at this address.", "该地址下没有任何内容。"),
                Text::new("GET /openapi.json lists all addresses.", "全部地址见 GET /openapi.json。"),
            ),
            StatusCode::METHOD_NOT_ALLOWED => (
                "method_not_allowed",
                Text::new("This address does not take this method.", "该地址不支持此请求方法。"),
                Text::new("Use a method that the Allow header names.", "请使用 Allow 响应头列出的方法。"),
            ),
            StatusCode::PAYLOAD_TOO_LARGE => (
                "body_too_large",
                Text::new("The body is larger than this service takes.", "请求体超过本服务的上限。"),
                Text::new("Send less at a time, or use the command line.", "请减少单次数据量，或改用命令行。"),
            ),
            StatusCode::SERVICE_UNAVAILABLE => (
                "too_slow",
                Text::new("The answer was not ready in time.", "未能在限定时间内得出结果。"),
                Text::new(
                    "Ask for less at a time, or come again when the service is less busy.",
                    "请减少单次计算量，或稍后重试。",
                ),
            ),
            status if status.is_client_error() => (
                "bad_request",
                Text::new("The request cannot be understood.", "无法理解该请求。"),
                Text::new("GET /openapi.json says what each address takes.", "各地址的请求格式见 GET /openapi.json。"),
            ),
            _ => return Self::internal(),
        };
        let refusal = Self::new(status, code, cause, remedy);
        if status == StatusCode::SERVICE_UNAVAILABLE { refusal.retry_after(5) } else { refusal }
    }
    /// Our fault; nothing of the inside is told.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            Text::new("The service has made a mistake.", "服务内部出错。"),
            Text::new(
                "Report it with the request id; the service's log has the rest.",
                "请附上请求编号反馈，详情见服务日志。",
            ),
        )
    }
    /// The problem document in one language.
    #[must_use]
    pub fn render(self, lang: Lang, request_id: Option<String>) -> Response {
        let say = |text: &Text| lang.pick(&text.en, &text.zh).clone();
        let entry = |d: &Defective| Entry {
            code: d.code.clone(),
            pointer: d.pointer.clone(),
            cause: say(&d.cause),
            remedy: say(&d.remedy),
        };
        let extension = Extension {
            r#type: format!("urn:huilu:problem:{}", self.code),
            code: self.code.clone(),
            cause: say(&self.cause),
            remedy: say(&self.remedy),
            request_id,
            errors: self.defects.iter().map(entry).collect(),
        };
        let document = problem_details::ProblemDetails::from_status_code(self.status)
            .with_title(title(self.status, lang))
            .with_detail(say(&self.cause));
        let mut response = document.with_extensions(extension).into_response();
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

fn title(status: StatusCode, lang: Lang) -> &'static str {
    let zh = match status.as_u16() {
        400 => "请求有误",
        404 => "未找到",
        405 => "方法不支持",
        408 => "请求超时",
        413 => "请求体过大",
        415 => "媒体类型不支持",
        422 => "请求无法处理",
        500 => "服务内部错误",
        503 => "服务暂不可用",
        _ => "错误",
    };
    lang.pick(status.canonical_reason().unwrap_or("Error"), zh)
}

impl From<EngineError> for Refusal {
    fn from(error: EngineError) -> Self {
        let status = match error.kind {
            Kind::BadInput | Kind::NoAnswer => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Cancelled => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Internal => {
                // The client learns that it was our fault, the log learns why.
                tracing::error!(code = error.code, cause = %error.cause.en, "the engine failed");
                return Self::internal();
            }
        };
        let refusal = Self::new(status, error.code, error.cause, error.remedy);
        if error.kind == Kind::Cancelled { refusal.retry_after(5) } else { refusal }
    }
}

/// The outermost layer finds the refusal here and renders it; see `api::speak`.
impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
