//! What processes used, from `/proc`: processor time and memory.

use anyhow::{Context, Result};
use std::collections::HashMap;
use std::fs::read_to_string;
use std::time::Duration;

/// The unit of times in `/proc/<pid>/stat`; Linux has shown 100 a second on every architecture for decades.
const TICK: Duration = Duration::from_millis(10);

/// The processor time, user and system, that some processes have used so far, all their threads together.
pub(crate) struct Reading(HashMap<u32, u32>);

impl Reading {
    /// Reads it. A process that has just ended is left out.
    pub(crate) fn of(processes: &[u32]) -> Result<Self> {
        let mut ticks = HashMap::new();
        for process in processes {
            let Ok(stat) = fields_of(*process) else { continue };
            let field = |index: usize| stat.get(index).and_then(|text| text.parse::<u32>().ok());
            // Fields 14 and 15 of the manual page; `fields_of` begins with field 3.
            let used = field(11).zip(field(12)).map(|(user, system)| user + system).context("utime, stime")?;
            ticks.insert(*process, used);
        }
        Ok(Self(ticks))
    }

    /// What was used since an earlier reading. A process that was not there then counts whole; of one that is not there
    /// now nobody can tell.
    pub(crate) fn since(&self, earlier: &Self) -> Duration {
        let used = |(process, ticks): (&u32, &u32)| ticks.saturating_sub(earlier.0.get(process).copied().unwrap_or(0));
        TICK * self.0.iter().map(used).sum::<u32>()
    }
}

/// A process, its children, theirs, and so on.
pub(crate) fn family(ancestor: u32) -> Result<Vec<u32>> {
    let mut family = vec![ancestor];
    let mut at = 0;
    while let Some(parent) = family.get(at) {
        family.extend(children(*parent)?);
        at += 1;
    }
    Ok(family)
}

fn children(parent: u32) -> Result<Vec<u32>> {
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
