//! What this process has used so far: processor seconds and the most memory it ever held.

use std::fs;

/// Processor seconds of all threads, user and system; `None` where the system does not say.
pub(crate) fn cpu_seconds() -> Option<f64> {
    // Fields 14 and 15 of /proc/self/stat, counted after the command's closing parenthesis, in ticks of 1/100 s
    // (USER_HZ, which Linux fixes at 100 for every architecture's user space).
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / 100.0)
}

/// Processor seconds of all threads, to the nanosecond: for short measurements.
pub(crate) fn busy_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Peak resident memory in MB (10^6 bytes); `None` where the system does not say.
pub(crate) fn peak_mb() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}
