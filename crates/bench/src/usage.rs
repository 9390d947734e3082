//! What processes used, from `/proc`: processor time and memory.

use anyhow::{Context, Result};
use std::fs::read_to_string;
use std::time::Duration;

/// The unit of times in `/proc/<pid>/stat`; Linux has shown 100 a second on every architecture for decades.
const TICK: Duration = Duration::from_millis(10);

/// Processor time, user and system, that processes used so far, all their threads together.
pub(crate) fn processor_time(processes: &[u32]) -> Result<Duration> {
    let mut ticks = 0;
    for process in processes {
        let stat = fields_of(*process)?;
        let field = |index: usize| stat.get(index).and_then(|text| text.parse::<u32>().ok());
        // Fields 14 and 15 of the manual page; `fields_of` begins with field 3.
        ticks += field(11).zip(field(12)).map(|(user, system)| user + system).context("utime, stime")?;
    }
    Ok(TICK * ticks)
}

/// The children of a process.
pub(crate) fn children(parent: u32) -> Result<Vec<u32>> {
    let mut children = Vec::new();
    for entry in std::fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(process) = name.to_str().and_then(|name| name.parse().ok()) else { continue };
        // A process that ended since the folder was read is nobody's child any more.
        if fields_of(process).is_ok_and(|stat| stat.get(1).is_some_and(|text| *text == parent.to_string())) {
            children.push(process);
        }
    }
    Ok(children)
}

/// Bytes in memory now.
pub(crate) fn resident(process: u32) -> Result<u64> {
    status(process, "VmRSS:")
}

/// The most bytes in memory so far.
pub(crate) fn most_resident(process: u32) -> Result<u64> {
    status(process, "VmHWM:")
}

fn status(process: u32, key: &str) -> Result<u64> {
    let status = read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(key)).with_context(|| format!("no {key}"))?;
    let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kibibytes * 1024)
}

/// What follows the name in `/proc/<pid>/stat`; the name is in brackets and may hold blanks.
fn fields_of(process: u32) -> Result<Vec<String>> {
    let stat = read_to_string(format!("/proc/{process}/stat"))?;
    let (_, fields) = stat.rsplit_once(')').context("no name")?;
    Ok(fields.split_whitespace().map(str::to_owned).collect())
}
