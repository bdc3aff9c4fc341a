//! Panics of decoding libraries become errors, and stay off the terminal.
//!
//! The default hook prints a panic before `catch_unwind` returns it. One hook is put in front of the one that was
//! there, once per process; it stays silent only on a thread that is inside [`quietly`], and passes every other panic
//! on unchanged.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<u32> = const { Cell::new(0) };
}

static HOOK: Once = Once::new();

/// Runs `work`; a panic in it comes back as its message.
///
/// `work` must not leave shared state half changed when it panics: callers hand in work on values of its own.
pub(crate) fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // A thread that is being torn down has no QUIET any more; its panics are not ours.
            if QUIET.try_with(Cell::get).unwrap_or(0) == 0 {
                before(info);
            }
        }));
    });
    QUIET.with(|q| q.set(q.get() + 1));
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.with(|q| q.set(q.get() - 1));
    outcome.map_err(|payload| {
        let text = payload.downcast_ref::<&str>().map(|s| (*s).to_owned());
        text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic without words".to_owned())
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn caught_panics_are_silent_and_others_are_not() {
        let heard = Arc::new(AtomicU32::new(0));
        let ear = Arc::clone(&heard);
        // Stands for the program's own hook. Other tests in this process may be heard, too, but only once each panics.
        panic::set_hook(Box::new(move |_| {
            ear.fetch_add(1, Ordering::SeqCst);
        }));
        assert_eq!(quietly(|| 7), Ok(7));
        let before = heard.load(Ordering::SeqCst);
        let empty: Vec<u32> = Vec::new();
        let caught = quietly(|| empty[3]).unwrap_err();
        assert!(caught.contains("index out of bounds"), "{caught}");
        assert_eq!(quietly(|| std::panic::panic_any("plain words")).map(|()| 0).unwrap_err(), "plain words");
        assert_eq!(heard.load(Ordering::SeqCst), before);
        assert!(panic::catch_unwind(|| panic::panic_any("loud")).is_err());
        assert!(heard.load(Ordering::SeqCst) > before);
        let _ = panic::take_hook();
    }
}
