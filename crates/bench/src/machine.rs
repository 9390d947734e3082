//! Where a run was measured: processor, memory, kernel, commit. Never a host's name.

use serde::Serialize;
use std::fs::read_to_string;
use std::process::Command;
use xtask::workspace::Workspace;

/// The machine and the code.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Machine {
    processor: String,
    cores: usize,
    memory_gib: u64,
    kernel: String,
    commit: String,
}

impl Machine {
    /// Looks.
    pub(crate) fn look(workspace: &Workspace) -> Self {
        let kibibytes: u64 =
            value_of("/proc/meminfo", "MemTotal").split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0);
        Self {
            processor: value_of("/proc/cpuinfo", "model name"),
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            memory_gib: kibibytes.div_ceil(1 << 20),
            kernel: read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().trim().to_owned(),
            commit: commit(workspace),
        }
    }
}

impl std::fmt::Display for Machine {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { processor, cores, memory_gib, kernel, commit } = self;
        write!(formatter, "{processor}, {cores} cores, {memory_gib} GiB, Linux {kernel}; commit {commit}")
    }
}

fn value_of(file: &str, key: &str) -> String {
    let text = read_to_string(file).unwrap_or_default();
    let value = text.lines().filter_map(|line| line.split_once(':')).find(|(name, _)| name.trim() == key);
    value.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

fn commit(workspace: &Workspace) -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").current_dir(&workspace.root).args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    match (git(&["rev-parse", "--short", "HEAD"]), git(&["status", "--porcelain"])) {
        (Some(commit), Some(changes)) if changes.is_empty() => commit,
        (Some(commit), _) => format!("{commit} with changes"),
        (None, _) => "uncommitted".to_owned(),
    }
}
