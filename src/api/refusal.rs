//! A refusal on its way out: both languages travel together until the outermost layer knows which one is wanted.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::engine::error::{EngineError, Kind};
use crate::wire::codes::{self, Code};
use crate::wire::defect::{Arg, Defect};
use crate::wire::lang::Lang;
use crate::wire::problem_doc::{MEDIA_TYPE, ProblemDoc};

/// Why a request is not answered: becomes an RFC 9457 problem document.
#[derive(Clone, Debug)]
pub struct Refusal {
    status: StatusCode,
    why: Why,
    /// When to come again, in seconds.
    retry_after: Option<u32>,
}

#[derive(Clone, Debug)]
enum Why {
    /// Defects of the request, or one code of the service.
    Defects(Vec<Defect>),
    /// What the engine says.
    Engine(Box<EngineError>),
}

impl Refusal {
    /// A refusal with a code.
    pub(super) fn new(status: StatusCode, code: &'static Code, args: impl IntoIterator<Item = Arg>) -> Self {
        Self { status, why: Why::Defects(vec![Defect::new(code, "", args)]), retry_after: None }
    }
    /// The defects of a request: 400 where it could not be read at all, 422 where it could.
    pub(super) fn of_defects(defects: Vec<Defect>) -> Self {
        let status = ProblemDoc::from_defects(&defects, Lang::En).status;
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
        Self { status, why: Why::Defects(defects), retry_after: None }
    }
    /// The same, with a time to come again.
    pub(super) fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }
    /// Our fault; nothing of the inside is told.
    pub(super) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, &codes::E9007, [])
    }
    /// The service is shutting down.
    pub(super) fn closing() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, &codes::E9008, []).retry_after(5)
    }
    /// More requests are under way than the service takes.
    pub(super) fn busy() -> Self {
        const SECONDS: u32 = 1;
        Self::new(StatusCode::SERVICE_UNAVAILABLE, &codes::E9005, [SECONDS.into()]).retry_after(SECONDS)
    }
    /// The problem document in one language.
    pub(super) fn render(self, lang: Lang) -> Response {
        let status = self.status;
        let mut document = match self.why {
            Why::Defects(defects) => ProblemDoc::from_defects(&defects, lang),
            Why::Engine(error) => {
                // Title and shape are those of any refusal of this status; code and words are the engine's.
                let mut document = ProblemDoc::new(status.as_u16(), &super::codes::E9108, [], lang);
                document.kind = format!("urn:huilu:{}", error.code);
                document.code = error.code.to_owned();
                document.cause = lang.pick(error.cause.en, error.cause.zh);
                document.detail.clone_from(&document.cause);
                document.remedy = lang.pick(error.remedy.en, error.remedy.zh);
                document
            }
        };
        if document.status != status.as_u16() {
            let errors = std::mem::take(&mut document.errors);
            let titled = ProblemDoc::new(status.as_u16(), &super::codes::E9108, [], lang);
            document = ProblemDoc { status: titled.status, title: titled.title, ..document };
            // A refusal of the service has no place in the body to point at.
            document.errors = if status.is_client_error() { errors } else { Vec::new() };
        }
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE)),
            (header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag())),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        let mut response = (status, headers, document.to_json()).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<EngineError> for Refusal {
    fn from(error: EngineError) -> Self {
        let status = match error.kind {
            Kind::BadInput | Kind::NoAnswer => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Cancelled => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Internal => {
                // The client learns that it was our fault, the log learns which.
                tracing::error!(code = error.code, "the engine failed");
                return Self::internal();
            }
        };
        let retry_after = (error.kind == Kind::Cancelled).then_some(5);
        Self { status, why: Why::Engine(Box::new(error)), retry_after }
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
