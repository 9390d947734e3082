//! schemathesis against a running server: does every answer keep what `/openapi.json` promises?
//!
//! The server has a fresh database with the reference document's ten numbers and a token of its own, which may change them. What is
//! expected of an answer stands in `schemathesis.toml`.

use crate::need;
use crate::step::succeed;
use anyhow::Result;
use std::process::Command;
use xtask::program::{Profile, Program, output, sqlite};
use xtask::server::{Server, example_file};
use xtask::workspace::Workspace;

/// Generated requests for each operation and phase: about a minute in all.
const EXAMPLES: &str = "200";

/// Checks the published schema.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let program = Program::build(workspace, Profile::Dev)?;
    let folder = tempfile::tempdir()?;
    let database = sqlite(&folder.path().join("numberline.db"));
    output(program.over(&database).arg("import").arg(example_file(&workspace.root)))?;
    let token = program.operator_token(&database)?;
    let server = Server::start(&program, &database, &folder.path().join("server.log"))?;
    let mut command = Command::new(need::schemathesis(workspace));
    command
        .current_dir(&workspace.root)
        .args(["run", &format!("http://{}/openapi.json", server.address)])
        .args(["--header", &format!("Authorization: Bearer {token}")])
        .args(["--phases", "examples,coverage,fuzzing"])
        .args(["--max-examples", EXAMPLES, "--generation-deterministic"])
        .args(["--no-color"]);
    succeed(&mut command)
}
