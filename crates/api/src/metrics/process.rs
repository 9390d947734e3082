//! What the system says of this process.

use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// Processor time of all threads, in user and system mode.
pub(super) fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}

/// Memory that is resident, in bytes; `None` where there is no `/proc`.
pub(super) fn resident_memory() -> Option<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    let resident: u64 = pages.split_whitespace().nth(1)?.parse().ok()?;
    Some(resident * rustix::param::page_size() as u64)
}
