//! The program `numberline`, built by Cargo and run as a user runs it.

use crate::workspace::{Workspace, cargo};
use anyhow::{Context, Result, ensure};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How the program is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quickly, for tests.
    Dev,
    /// To run fast.
    Release,
}

/// The built program.
#[derive(Debug, Clone)]
pub struct Program {
    path: PathBuf,
}

impl Program {
    /// Builds it, or finds it built.
    ///
    /// # Errors
    /// When it does not build.
    pub fn build(workspace: &Workspace, profile: Profile) -> Result<Self> {
        let (folder, options): (_, &[&str]) = match profile {
            // What the tests build, with the same features of every dependency: one package alone would be another build.
            Profile::Dev => ("debug", &["--workspace", "--all-targets"]),
            Profile::Release => ("release", &["--package", "numberline-app", "--release"]),
        };
        let mut build = cargo();
        build.current_dir(&workspace.root).arg("build").args(options);
        ensure!(build.status().context("cannot run cargo")?.success(), "the program does not build");
        let name = format!("numberline{}", std::env::consts::EXE_SUFFIX);
        Ok(Self { path: workspace.target.join(folder).join(name) })
    }

    /// A program that is built already, such as an older version to compare with.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// A command of it, free of the settings in the caller's environment.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("NUMBERLINE_") {
                command.env_remove(name);
            }
        }
        command.stdin(Stdio::null());
        command
    }

    /// A command of it over a database: what [`sqlite`] gives for a file, or the URL of a PostgreSQL database.
    #[must_use]
    pub fn over(&self, location: impl AsRef<OsStr>) -> Command {
        let mut command = self.command();
        command.arg("--database").arg(location);
        command
    }

    /// Makes a token that reads every tenant.
    ///
    /// # Errors
    /// When the command fails.
    pub fn reader_token(&self, location: &OsStr) -> Result<String> {
        self.token(location, "reader")
    }

    /// A fresh token that changes every number.
    ///
    /// # Errors
    /// As [`Program::reader_token`].
    pub fn operator_token(&self, location: &OsStr) -> Result<String> {
        self.token(location, "operator")
    }

    fn token(&self, location: &OsStr, role: &str) -> Result<String> {
        let token = output(self.over(location).args(["token", "create", "--role", role]))?;
        Ok(token.trim().to_owned())
    }
}

/// The location of an SQLite database, as `--database` takes it.
#[must_use]
pub fn sqlite(file: &Path) -> OsString {
    let mut location = OsString::from("sqlite:");
    location.push(file);
    location
}

/// Runs a command to its end and gives what it wrote to its standard output.
///
/// # Errors
/// When it cannot be run or does not succeed; the text has what it wrote to its standard error.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot run {}", command.get_program().display()))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let arguments: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
    ensure!(output.status.success(), "`{}` failed: {}", arguments.join(" "), said.trim());
    String::from_utf8(output.stdout).context("the program wrote something that is not UTF-8")
}
