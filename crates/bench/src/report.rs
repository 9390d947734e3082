//! What a run tells: lines and tables on the standard output, and one line of JSON kept for later comparison.

use crate::arguments::Arguments;
use crate::data::{self, Wanted};
use crate::machine::Machine;
use crate::plot::Plot;
use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use xtask::workspace::Workspace;

/// The findings of a run.
pub(crate) struct Report {
    findings: Map<String, Value>,
    plots: Option<PathBuf>,
}

impl Report {
    /// Begins with where and over what it is measured.
    pub(crate) fn new(workspace: &Workspace, wanted: &Wanted, arguments: &Arguments) -> Self {
        let machine = Machine::look(workspace);
        let mut report = Self { findings: Map::new(), plots: arguments.plots.clone() };
        report.line(&format!("{machine}"));
        let Wanted { numbers, tenants, variety, .. } = wanted;
        let (profile, database) = (variety.as_str(), arguments.database.as_str());
        report.line(&format!("{numbers} numbers of {tenants} tenants, profile {profile}, over {database}"));
        report.keep("machine", &machine);
        report.keep("data", &json!({"numbers": numbers, "tenants": tenants, "profile": profile, "database": database}));
        report.keep(
            "method",
            &json!({
                "rounds": arguments.rounds, "seconds": arguments.seconds, "connections": arguments.connections,
            }),
        );
        report
    }

    /// Prints a line.
    pub(crate) fn line(&self, line: &str) {
        // Nobody who has closed our output wants to hear about it.
        let _ = writeln!(std::io::stdout(), "{line}");
    }

    /// Prints a table as Markdown, so that it can stand in a document as it is.
    pub(crate) fn table(&self, head: &[&str], rows: &[Vec<String>]) {
        let width = |column: usize| {
            let cells = rows.iter().map(|row| row[column].chars().count());
            cells.chain([head[column].chars().count()]).max().unwrap_or(0)
        };
        let widths: Vec<_> = (0..head.len()).map(width).collect();
        let line = |cells: Vec<&str>| {
            let padded: Vec<_> = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            self.line(&format!("| {} |", padded.join(" | ")));
        };
        self.line("");
        line(head.to_vec());
        line(
            widths
                .iter()
                .map(|width| &"------------------------------------------------------------"[..*width])
                .collect(),
        );
        for row in rows {
            line(row.iter().map(String::as_str).collect());
        }
        self.line("");
    }

    /// Keeps a finding for the line of JSON.
    pub(crate) fn keep(&mut self, name: &str, finding: &impl Serialize) {
        let finding = serde_json::to_value(finding).expect("findings are plain numbers and texts");
        self.findings.insert(name.to_owned(), finding);
    }

    /// Draws a plot, when plots are wanted.
    pub(crate) fn plot(&self, name: &str, plot: &Plot) -> Result<()> {
        let Some(folder) = &self.plots else { return Ok(()) };
        std::fs::create_dir_all(folder)?;
        let path = folder.join(format!("{name}.svg"));
        std::fs::write(&path, plot.svg()).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Appends the line of JSON to the results.
    pub(crate) fn save(self, workspace: &Workspace) -> Result<()> {
        let path = data::folder(workspace)?.join("results.jsonl");
        let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
        writeln!(file, "{}", Value::Object(self.findings))?;
        eprintln!("kept in {}", path.strip_prefix(&workspace.root).unwrap_or(&path).display());
        Ok(())
    }
}
