//! Computation, kept off the reactor and bounded, and the means to stop it.
//!
//! Every computation holds a [`Ticket`]: its flag is raised when the caller hangs up, when the request's time is
//! over, and when the service closes. A computation that looks at its flag ends soon after; one that does not still
//! counts against the bound until it ends.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

use crate::api::refusal::Refusal;

/// Where computations run.
#[derive(Debug)]
pub(super) struct Pool {
    seats: Arc<Semaphore>,
    running: Arc<Running>,
}

/// The flags of all computations under way or waiting, and whether new ones may come.
#[derive(Debug, Default)]
struct Running(Mutex<Flags>);

#[derive(Debug, Default)]
struct Flags {
    closing: bool,
    next: u64,
    flags: BTreeMap<u64, Arc<AtomicBool>>,
}

/// One computation's place in the list; dropping it raises the flag.
struct Ticket {
    running: Arc<Running>,
    number: u64,
    flag: Arc<AtomicBool>,
}

impl Running {
    fn lock(&self) -> MutexGuard<'_, Flags> {
        // Nothing panics while holding it; were it so, the list would still be whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.flag.store(true, Ordering::Relaxed);
        self.running.lock().flags.remove(&self.number);
    }
}

impl Pool {
    /// A pool of so many computations at a time.
    #[must_use]
    pub(super) fn new(seats: usize) -> Self {
        Self { seats: Arc::new(Semaphore::new(seats)), running: Arc::default() }
    }
    /// Runs `work` off the reactor as soon as there is a seat. `work` gets the flag that tells it to stop.
    ///
    /// # Errors
    /// 503 when the service is closing, 500 when `work` panics.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Arc<AtomicBool>) -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let ticket = self.ticket().ok_or_else(Refusal::closing)?;
        let seat = Arc::clone(&self.seats).acquire_owned().await.map_err(|_| Refusal::closing())?;
        let (flag, span) = (Arc::clone(&ticket.flag), tracing::Span::current());
        let done = tokio::task::spawn_blocking(move || {
            let _seat = seat;
            span.in_scope(|| work(&flag))
        });
        done.await.map_err(|error| {
            tracing::error!(panicked = error.is_panic(), "a computation did not end well");
            Refusal::internal()
        })
    }
    /// Raises every flag and lets nothing new in.
    pub(super) fn close(&self) {
        let mut running = self.running.lock();
        running.closing = true;
        for flag in running.flags.values() {
            flag.store(true, Ordering::Relaxed);
        }
    }
    /// Whether [`Pool::close`] was called.
    #[must_use]
    pub(super) fn is_closing(&self) -> bool {
        self.running.lock().closing
    }
    fn ticket(&self) -> Option<Ticket> {
        let mut running = self.running.lock();
        if running.closing {
            return None;
        }
        let (number, flag) = (running.next, Arc::new(AtomicBool::new(false)));
        running.next += 1;
        running.flags.insert(number, Arc::clone(&flag));
        Some(Ticket { running: Arc::clone(&self.running), number, flag })
    }
}
