//! The steps of the test command: run in turn, each told when it begins, all summed up at the end.
//!
//! A step that fails does not stop the others: one run says everything that is wrong.

use crate::{cluster, portal, schema, tidy};
use anyhow::{Context, Result, ensure};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use xtask::postgres::{Cluster, Durability};
use xtask::workspace::{Workspace, cargo};

/// One of the things a change has to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// `cargo fmt --check`.
    Format,
    /// clippy, warnings being errors.
    Lint,
    /// `cargo doc`, warnings being errors.
    Document,
    /// The house rules that no other tool looks after.
    Tidy,
    /// `cargo test` on SQLite.
    Unit,
    /// `cargo test` on PostgreSQL.
    UnitOnPostgres,
    /// What a cluster must outlive, at small size.
    Cluster,
    /// schemathesis.
    Schema,
    /// The portal in Chromium.
    Portal,
}

impl Step {
    /// Every step: the quick ones first, then the tests, whose build those that follow use.
    pub(crate) const ALL: [Self; 9] = [
        Self::Format,
        Self::Lint,
        Self::Unit,
        Self::UnitOnPostgres,
        Self::Cluster,
        Self::Schema,
        Self::Portal,
        Self::Tidy,
        Self::Document,
    ];

    fn title(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lint => "lints",
            Self::Document => "documentation",
            Self::Tidy => "tidiness",
            Self::Unit => "tests on SQLite",
            Self::UnitOnPostgres => "tests on PostgreSQL",
            Self::Cluster => "cluster",
            Self::Schema => "published schema",
            Self::Portal => "portal in a browser",
        }
    }

    fn run(self, workspace: &Workspace) -> Result<()> {
        let mut command = cargo();
        command.current_dir(&workspace.root);
        match self {
            Self::Format => succeed(command.args(["fmt", "--all", "--check"])),
            Self::Lint => succeed(command.args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"])),
            Self::Document => {
                succeed(command.args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "--deny warnings"))
            }
            Self::Tidy => tidy::run(workspace),
            Self::Unit => succeed(command.args(["test", "--workspace", "--no-fail-fast"])),
            Self::UnitOnPostgres => {
                let folder = tempfile::tempdir()?;
                let cluster = Cluster::start(folder.path(), Durability::Off)?;
                // The tests make databases of their own beside the one that is named.
                command.args(["test", "--workspace", "--no-fail-fast", "--", "--skip", "sqlite_only"]);
                succeed(command.env("NUMBERLINE_TEST_POSTGRES", cluster.url("postgres")))
            }
            Self::Cluster => cluster::run_small(workspace),
            Self::Schema => schema::run(workspace),
            Self::Portal => portal::run(workspace, &portal::Options::default()),
        }
    }
}

struct Outcome {
    step: Step,
    took: Duration,
    result: Result<()>,
}

/// Runs steps and says how each went.
pub(crate) fn run(workspace: &Workspace, steps: &[Step]) -> Result<ExitCode> {
    let mut outcomes = Vec::new();
    for (position, &step) in steps.iter().enumerate() {
        eprintln!("\n[{}/{}] {} …", position + 1, steps.len(), step.title());
        let started = Instant::now();
        let result = step.run(workspace);
        if let Err(error) = &result {
            eprintln!("{} failed: {error:#}", step.title());
        }
        outcomes.push(Outcome { step, took: started.elapsed(), result });
    }
    eprintln!();
    for Outcome { step, took, result } in &outcomes {
        let word = if result.is_ok() { "passed" } else { "FAILED" };
        eprintln!("{word}  {:<18} {:>6.1} s", step.title(), took.as_secs_f64());
    }
    let failed = outcomes.iter().filter(|outcome| outcome.result.is_err()).count();
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs a command whose output the caller sees, and insists on its success.
pub(crate) fn succeed(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("cannot run {name}"))?;
    ensure!(status.success(), "it ended with {status}");
    Ok(())
}
