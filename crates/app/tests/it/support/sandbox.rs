//! A folder of a test's own, and the binary run in it.

use super::TestServer;
use numberline_testing::{Bare, TestDatabase};
use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A working directory with nothing in it. The default database and configuration file are thus the test's own; on
/// PostgreSQL the environment names the database.
pub(crate) struct Sandbox {
    database: TestDatabase,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        let database = TestDatabase::new();
        std::fs::create_dir(database.folder().join("tmp")).unwrap();
        Self { database }
    }

    /// The database, past the binary.
    pub(crate) fn bare(&self) -> Bare {
        self.database.bare()
    }

    /// The database, as `--database` takes it.
    pub(crate) fn address(&self) -> String {
        self.database.address()
    }

    /// A sandbox whose database holds the reference document's ten numbers.
    pub(crate) fn with_the_example() -> Self {
        let sandbox = Self::new();
        sandbox.import("example.json", super::records::EXAMPLE);
        sandbox
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.database.folder().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// What is left in the folder for temporary files.
    pub(crate) fn temporary_files(&self) -> usize {
        std::fs::read_dir(self.path("tmp")).unwrap().count()
    }

    /// The binary with these arguments and an environment that is the same everywhere.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_numberline"));
        command.args(arguments).current_dir(self.database.folder()).env_clear();
        if !self.address().starts_with("sqlite:") {
            command.env("NUMBERLINE_DATABASE", self.address());
        }
        command.env("TMPDIR", self.path("tmp")).env("USER", "tester").stdin(Stdio::null());
        // No balancer has to notice that a test's server stops.
        command.env("NUMBERLINE_DRAIN_TIME", "0s");
        command
    }

    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Ran {
        Ran::from(self.command(arguments).output().unwrap())
    }

    pub(crate) fn run_with_input<S: AsRef<OsStr>>(&self, arguments: &[S], input: &str) -> Ran {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Ran::from(child.wait_with_output().unwrap())
    }

    /// Writes a file and imports it.
    #[track_caller]
    pub(crate) fn import(&self, name: &str, text: &str) -> Ran {
        self.write(name, text);
        self.run(&["import", name]).succeeded()
    }

    /// All numbers, as the V3 envelope.
    #[track_caller]
    pub(crate) fn exported(&self) -> String {
        self.run(&["export"]).succeeded().stdout
    }

    /// A new token with these options.
    #[track_caller]
    pub(crate) fn token(&self, options: &[&str]) -> String {
        let ran = self.run(&[&["token", "create"], options].concat()).succeeded();
        ran.stdout.trim_end().to_owned()
    }

    /// A server on a free port that is ready.
    pub(crate) fn serve(&self, options: &[&str]) -> TestServer {
        TestServer::start(self.command(&[&["serve", "--listen", "127.0.0.1:0"], options].concat()))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    #[track_caller]
    pub(crate) fn succeeded(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }

    /// Ended with exit code 1 and one sentence on standard error.
    #[track_caller]
    pub(crate) fn failed_with_one_sentence(self) -> Self {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert!(self.stderr.starts_with("numberline: ") && self.stderr.trim_end().lines().count() == 1, "{self:?}");
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}
