//! What this process took: CPU time, and the memory it held at most.

use std::fs;

use rustix::time::{ClockId, clock_gettime};

/// CPU time of the whole process so far, in milliseconds.
pub(super) fn spent() -> f64 {
    let spent = clock_gettime(ClockId::ProcessCPUTime);
    spent.tv_sec as f64 * 1e3 + spent.tv_nsec as f64 / 1e6
}

/// The most memory that this process held at once, in MB; `None` where the system does not tell.
pub(super) fn peak() -> Option<f64> {
    told("VmHWM:")
}

/// The memory that this process holds, in MB; `None` where the system does not tell.
pub(super) fn held() -> Option<f64> {
    told("VmRSS:")
}

fn told(name: &str) -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// Forgets what [`peak`] was, so that it is of what follows. Without effect where the system cannot.
pub(super) fn forget_peak() {
    drop(fs::write("/proc/self/clear_refs", "5"));
}
