//! `/v1/matrix`: a table held whole where it is small, else written as it is computed.
//!
//! A stream is driven by a task of its own: one block of rows is computed on the pool, handed to the connection, and while that is being sent
//! the next one is computed; then the task waits until there is room. So a slow client holds no seat of the pool and no thread, only the labels of its
//! columns, some blocks of rows and one of a few places ([`Limits::streams`]). One that takes nothing is cut off by the connection's patience, one that only sips when
//! [`Limits::stream`] is over, and one that goes away ends the computing with the block at hand. What cannot be done any more after
//! the first byte breaks the body off: without the end that its length or its chunks promise, so that no client takes a part for the whole.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, Version, header};
use axum::response::Response;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tracing::Instrument;

use crate::api::backend::Rows;
use crate::api::codes::E9117;
#[cfg(doc)]
use crate::api::limits::Limits;
use crate::api::refusal::Refusal;
use crate::api::state::AppState;
use crate::api::{answer, read, roads, send, take};
use crate::wire::request::MatrixRequest;
use crate::wire::response::{SnapAnswer, Warning};
use crate::wire::stream::{TableFormat, Writer};

/// Marks a response whose body is computed as it is sent. It is not compressed: that would keep the reactor busy for as long as the stream lasts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Streamed;

/// An answer about to be sent.
enum Answer {
    Whole(Vec<u8>),
    Stream(Job),
}

/// A table to be streamed.
struct Job {
    table: Arc<dyn Rows>,
    writer: Writer,
    /// What stands after the rows.
    end: Vec<u8>,
    /// Given back when the stream ends.
    _place: OwnedSemaphorePermit,
}

/// What stands beside the rows of a JSON answer.
#[derive(serde::Serialize)]
struct Beside {
    from: Vec<Option<SnapAnswer>>,
    to: Vec<Option<SnapAnswer>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<Warning>,
}

/// Answers `POST /v1/matrix`.
pub(super) async fn matrix(State(state): State<AppState>, request: Request) -> Result<Response, Refusal> {
    state.ready()?;
    let accept = request.headers().get_all(header::ACCEPT).iter().filter_map(|v| v.to_str().ok());
    let accepted = TableFormat::from_accept(&accept.collect::<Vec<_>>().join(","));
    let chunks = request.version() >= Version::HTTP_11;
    let bytes = take::json(state.limits(), request).await?;
    let shared = state.clone();
    let work = move |_: &Arc<AtomicBool>| {
        let mut ask = read::body::<MatrixRequest>(&bytes)?;
        drop(bytes);
        let format = ask.format.take().unwrap_or(accepted);
        let (city, warnings, query) = roads::matrix(&shared, ask)?;
        let cells = query.sources.len().saturating_mul(query.targets.as_ref().map_or(query.sources.len(), Vec::len));
        if format == TableFormat::Json && cells <= shared.limits().matrix_whole_cells {
            let whole = answer::matrix(&city.matrix(&query)?);
            return roads::written(&crate::wire::response::MatrixAnswer { warnings, ..whole }).map(Answer::Whole);
        }
        // The place is taken before the labels of the columns are made: they are what a stream holds.
        let place = shared.stream_place()?;
        let table = city.table(&query)?;
        let [from, to] = table.places().map(|all| all.iter().map(|s| s.as_ref().map(answer::snap)).collect());
        let (rows, columns) = table.size();
        let writer = Writer { format, rows, columns };
        let beside = serde_json::to_string(&Beside { from, to, warnings }).map_err(|_| Refusal::internal())?;
        Ok(Answer::Stream(Job { table, writer, end: writer.end(&beside), _place: place }))
    };
    match state.pool().run(work).await?? {
        Answer::Whole(bytes) => Ok(send::bytes(send::JSON, bytes)),
        // Without chunks a body of unknown length ends where the connection ends, and a part looks like the whole.
        Answer::Stream(job) if job.writer.length().is_none() && !chunks => {
            Err(Refusal::new(StatusCode::HTTP_VERSION_NOT_SUPPORTED, &E9117, []))
        }
        Answer::Stream(job) => Ok(begin(state, job)),
    }
}

/// Starts a stream.
fn begin(state: AppState, job: Job) -> Response {
    let (to, from) = channel(1);
    let (media, length) = (job.writer.format.media(), job.writer.length());
    tokio::spawn(drive(state, job, to).in_current_span());
    let mut response = send::bytes(media, Body::from_stream(Blocks { from, ended: false }));
    if let Some(length) = length {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    response.extensions_mut().insert(Streamed);
    response
}

/// Computes and hands over until the end, or until there is no use in it.
async fn drive(state: AppState, job: Job, to: Sender<Option<Bytes>>) {
    let limit = state.limits().stream;
    match tokio::time::timeout(limit, write(&state, &job, &to)).await {
        Ok(Ok(())) => {}
        Ok(Err(why)) => tracing::warn!(why, "a matrix broke off"),
        Err(_) => tracing::warn!(seconds = limit.as_secs(), "a matrix broke off: its time is over"),
    }
}

async fn write(state: &AppState, job: &Job, to: &Sender<Option<Bytes>>) -> Result<(), &'static str> {
    const GONE: &str = "the client went away";
    let send = async |bytes: Vec<u8>| to.send(Some(bytes.into())).await.map_err(|_| GONE);
    let writer = job.writer;
    let block = (state.limits().stream_block_cells / writer.columns.max(1)).max(1);
    for pass in 0..writer.passes() {
        send(writer.begin(pass)).await?;
        for first in (0..writer.rows).step_by(block) {
            let table = Arc::clone(&job.table);
            let work = state.pool().run(move |_| {
                let (mut cells, mut out) = (Vec::new(), Vec::new());
                table.fill(first..(first + block).min(writer.rows), &mut cells);
                writer.rows(pass, first, &cells, &mut out).map(|()| out)
            });
            let done = tokio::select! {
                biased;
                () = to.closed() => return Err(GONE),
                done = work => done,
            };
            let done = done.map_err(|_| "the service is closing, or the computation failed")?;
            send(done.map_err(|_| "a figure does not fit an int32")?).await?;
        }
    }
    send(job.end.clone()).await?;
    to.send(None).await.map_err(|_| GONE)
}

/// A body of blocks. It ends well only with a word for the end; where the sender just stops, it breaks off.
struct Blocks {
    from: Receiver<Option<Bytes>>,
    ended: bool,
}

impl futures_core::Stream for Blocks {
    type Item = io::Result<Bytes>;
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        self.from.poll_recv(cx).map(|next| match next {
            Some(Some(bytes)) => Some(Ok(bytes)),
            Some(None) => {
                self.ended = true;
                None
            }
            None => {
                self.ended = true;
                Some(Err(io::ErrorKind::UnexpectedEof.into()))
            }
        })
    }
}
