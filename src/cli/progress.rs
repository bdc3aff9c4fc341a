//! Progress on stderr, and Ctrl-C.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::Refusal;
use crate::engine::error::Text;

/// A bar that counts bytes; draws nothing where stderr is no terminal.
pub(crate) fn bytes(total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{msg:>12} {wide_bar} {bytes}/{total_bytes}") {
        bar.set_style(style);
    }
    bar
}

/// A bar that counts rows; draws nothing where stderr is no terminal.
pub(crate) fn rows(total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("rows {wide_bar} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    bar
}

/// A line that is rewritten; draws nothing where stderr is no terminal.
pub(crate) fn line() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// While this lives, the first Ctrl-C (or SIGTERM) raises [`CancelOnSignal::flag`], and the second ends the process at once. After it, signals
/// are someone else's again: the service has its own way to stop.
pub(crate) struct CancelOnSignal {
    /// Raised by the first signal.
    pub(crate) flag: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
}

impl CancelOnSignal {
    /// Listens for signals, and says this on the first. To be called once in a process.
    pub(crate) fn new(stopping: &'static str) -> Result<Self, Refusal> {
        let (flag, over) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (raised, done) = (Arc::clone(&flag), Arc::clone(&over));
        ctrlc::set_handler(move || {
            if done.load(Ordering::SeqCst) {
                return;
            }
            if raised.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
            eprintln!("\n{stopping}");
        })
        .map_err(|e| Refusal::input("signals", Text::new(e.to_string(), e.to_string()), Text::default()))?;
        Ok(Self { flag, over })
    }
}

impl Drop for CancelOnSignal {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
    }
}
