//! What others rely on: the published schema and the list of quirks. (Migrations look after themselves: see the tests of `store`.)

use super::Faults;
use anyhow::{Context, Result};
use std::path::Path;
use xtask::program::{Program, output};
use xtask::workspace::Workspace;

/// Looks at both.
pub(super) fn check(workspace: &Workspace, program: &Program, faults: &mut Faults) -> Result<()> {
    let root = &workspace.root;
    let current = output(program.command().arg("openapi"))?;
    if std::fs::read_to_string(root.join("openapi.json")).unwrap_or_default() != current {
        faults.add("openapi.json", "is not current; run: cargo run -- openapi > openapi.json");
    }
    check_quirks(root, faults)
}

/// The quirks are numbered, and the first lines tell how many there are, so that none is lost unnoticed.
fn check_quirks(root: &Path, faults: &mut Faults) -> Result<()> {
    let name = "docs/quirks.md";
    let text = std::fs::read_to_string(root.join(name)).with_context(|| format!("there is no {name}"))?;
    let numbers: Vec<usize> =
        text.lines().filter_map(|line| line.strip_prefix("**Q")?.split_once(". ")?.0.parse().ok()).collect();
    if !numbers.iter().copied().eq(1..=numbers.len()) {
        faults.add(name, format_args!("the quirks are not numbered in turn: {numbers:?}"));
    }
    if !text.lines().take(6).any(|line| line.contains(&format!("**{} quirks**", numbers.len()))) {
        faults.add(name, format_args!("its first lines should say **{} quirks**", numbers.len()));
    }
    Ok(())
}
