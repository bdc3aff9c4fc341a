//! One line in the log per request: id, method, route pattern, status, milliseconds; never an address, body or coordinate.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

/// The header that names a request, in and out.
pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// A request's name: the caller's own, where it is short and plain, or one of ours.
#[derive(Clone, Debug)]
pub(super) struct RequestId(pub String);

impl RequestId {
    fn of(request: &Request) -> Self {
        const LONGEST: usize = 64;
        let plain = |s: &&str| {
            (1..=LONGEST).contains(&s.len())
                && s.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        };
        let given = request.headers().get(HEADER).and_then(|v| v.to_str().ok()).filter(plain);
        given.map_or_else(Self::fresh, |s| Self(s.to_owned()))
    }
    /// Unlike any other of this process, and hardly like one of another.
    fn fresh() -> Self {
        static PROCESS: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0_u8));
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(format!("{:08x}-{:06x}", *PROCESS >> 32, NEXT.fetch_add(1, Ordering::Relaxed)))
    }
}

/// Logs when dropped, so that a request whose caller hung up is logged, too.
struct Line {
    span: tracing::Span,
    begun: Instant,
    status: Option<u16>,
}

impl Drop for Line {
    fn drop(&mut self) {
        let ms = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.span.in_scope(|| match self.status {
            Some(status) => tracing::info!(status, ms, "answered"),
            None => tracing::info!(ms, "abandoned by the caller"),
        });
    }
}

/// Names the request, opens its span and writes its line.
pub(super) async fn observe(mut request: Request, next: Next) -> Response {
    let id = RequestId::of(&request);
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    let span = tracing::info_span!("request", id = %id.0, method = %request.method(), route);
    let mut line = Line { span: span.clone(), begun: Instant::now(), status: None };
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).instrument(span).await;
    line.status = Some(response.status().as_u16());
    if let Ok(id) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(HEADER, id);
    }
    response
}
