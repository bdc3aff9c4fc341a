//! From a bound socket to requests: slow, silent and greedy clients end here, and so does the service.

mod patience;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

use crate::api::limits::Limits;
use patience::Patience;

/// The head of a request may not be larger than this.
const HEAD_BYTES: usize = 64 << 10;
/// After a failed accept (most likely no file handle is left), the next one waits this long.
const BREATH: Duration = Duration::from_millis(50);

/// How a service ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Every request under way was answered.
    Clean,
    /// The grace was over before so many connections were done; they were cut.
    Cut(usize),
}

/// Serves `router` on `listener` until `shutdown` is ready; then accepts nothing more and gives requests under way
/// [`Limits::grace`] to finish.
///
/// Only HTTP/1.1 is spoken: telling versions apart would mean waiting for first bytes without a timeout, and
/// HTTP/2 without TLS is spoken by hardly anyone.
pub(super) async fn run(
    listener: TcpListener,
    router: Router,
    limits: &Limits,
    shutdown: impl Future<Output = ()>,
) -> Ending {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(HEAD_BYTES);
    let graceful = GracefulShutdown::new();
    let slots = Arc::new(Semaphore::new(limits.connections));
    let mut open = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let (stream, slot) = tokio::select! {
            biased;
            () = &mut shutdown => break,
            next = accept(&listener, &slots) => next,
        };
        while open.try_join_next().is_some() {}
        let io = TokioIo::new(Patience::new(stream, limits.stalled_write));
        let service = TowerToHyperService::new(router.clone());
        let connection = graceful.watch(builder.serve_connection(io, service).into_owned());
        open.spawn(async move {
            let _slot = slot;
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    let done = tokio::time::timeout(limits.grace, graceful.shutdown()).await;
    while open.try_join_next().is_some() {}
    match done {
        Ok(()) => Ending::Clean,
        Err(_) => {
            let left = open.len();
            open.shutdown().await;
            if left == 0 { Ending::Clean } else { Ending::Cut(left) }
        }
    }
}

/// The next connection, once there is room for it.
async fn accept(listener: &TcpListener, slots: &Arc<Semaphore>) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed, so that there is always a slot to wait for.
    let slot = Arc::clone(slots).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Without it small answers wait for the client's acknowledgement.
                let _ = stream.set_nodelay(true);
                return (stream, slot);
            }
            Err(error) => {
                tracing::warn!(%error, "no connection could be accepted");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}
