//! The workspace as Cargo sees it: its folders, and which package uses which.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

/// Where things are.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The folder with the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// The folder for everything built.
    pub target: PathBuf,
    /// Its packages.
    pub packages: Vec<Package>,
}

/// A package of the workspace.
#[derive(Debug, Clone)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The packages of the workspace that it is built from; those that only its tests use are left out.
    pub uses: Vec<String>,
}

impl Workspace {
    /// Asks Cargo.
    ///
    /// # Errors
    /// When Cargo does not answer, as outside a workspace.
    pub fn find() -> Result<Self> {
        let output = cargo().args(["metadata", "--no-deps", "--format-version", "1"]).output();
        let output = output.context("cannot run cargo")?;
        ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim());
        let metadata: Value = serde_json::from_slice(&output.stdout).context("cargo metadata")?;
        let folder = |name: &str| {
            metadata[name].as_str().map(PathBuf::from).with_context(|| format!("cargo metadata has no `{name}`"))
        };
        let packages = metadata["packages"].as_array().into_iter().flatten().map(Package::read).collect();
        Ok(Self { root: folder("workspace_root")?, target: folder("target_directory")?, packages })
    }
}

impl Package {
    fn read(package: &Value) -> Self {
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        let of_the_workspace = dependencies.filter(|dependency| !dependency["path"].is_null());
        let needed = of_the_workspace.filter(|dependency| dependency["kind"].as_str() != Some("dev"));
        Self { name: text(&package["name"]), uses: needed.map(|dependency| text(&dependency["name"])).collect() }
    }
}

/// The Cargo that runs us, so that a chosen toolchain stays chosen.
#[must_use]
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
