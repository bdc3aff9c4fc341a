//! How long a command searches, and with what: one set of arguments for all that plan days, weeks and site tests.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use clap::Args;

use crate::engine::rounds::Budget;

/// How long to search, from which seed, with how many threads.
#[derive(Args)]
pub(super) struct EffortArgs {
    /// How long to search, in seconds. Without this and --iterations a day is searched for 30 s, a repair 1 s, a timetable 60 s; a site test plans days in 6000 iterations and
    /// networks to the end (10 s if sites may close)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    seconds: Option<u64>,
    /// How many iterations to search; the same seed then gives the same answer, on any number of threads
    #[arg(long, value_name = "N")]
    iterations: Option<u64>,
    /// Seed of the search
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(super) seed: u64,
    /// Threads; by default as many as there are processors
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

impl EffortArgs {
    /// The budget that was asked for; `wall` or `iterations` where nobody said how long.
    pub(super) fn budget(
        &self,
        (wall, iterations): (Option<Duration>, Option<u64>),
        cancel: &Arc<AtomicBool>,
    ) -> Budget {
        let (wall, iterations) = match (self.seconds, self.iterations) {
            (None, None) => (wall, iterations),
            (seconds, iterations) => (seconds.map(Duration::from_secs), iterations),
        };
        Budget {
            wall,
            iterations,
            seed: self.seed,
            threads: self.threads.map_or_else(threads, usize::from),
            patience: None,
            cancel: Arc::clone(cancel),
        }
    }
}

/// As many threads as there are processors.
pub(super) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
}
