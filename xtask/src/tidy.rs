//! The house rules that no other tool looks after. Every fault is told, not the first alone.
//!
//! | module | rule |
//! | --- | --- |
//! | [`source`] | file sizes, headers, names, nothing half done |
//! | [`layer`] | the packages' arrows point down |
//! | [`document`] | documents name only paths and tests that exist |
//! | [`command`] | documents show only commands that the programs accept |
//! | [`contract`] | `openapi.json` is current, the list of quirks whole |

mod command;
mod contract;
mod document;
mod layer;
mod source;

use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};
use xtask::program::{Profile, Program};
use xtask::workspace::Workspace;

/// The faults found so far, each a sentence that begins with its place.
#[derive(Default)]
pub(crate) struct Faults(Vec<String>);

impl Faults {
    fn add(&mut self, place: impl std::fmt::Display, fault: impl std::fmt::Display) {
        self.0.push(format!("{place}: {fault}"));
    }
}

/// A file of the project.
pub(crate) struct File {
    /// Its path from the root, with `/`.
    name: String,
    text: String,
}

/// Looks at everything.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let program = Program::build(workspace, Profile::Dev)?;
    let files = read_files(&workspace.root)?;
    let documents: Vec<_> = files.iter().filter(|file| file.name.ends_with(".md")).collect();
    let mut faults = Faults::default();
    source::check(&files, &mut faults);
    layer::check(&workspace.packages, &mut faults);
    document::check(&workspace.root, &documents, &files, &mut faults);
    command::check(workspace, &program, &documents, &mut faults)?;
    contract::check(workspace, &program, &mut faults)?;
    for fault in &faults.0 {
        eprintln!("{fault}");
    }
    ensure!(faults.0.is_empty(), "{} faults", faults.0.len());
    eprintln!("{} files, {} documents: nothing to say", files.len(), documents.len());
    Ok(())
}

/// Every text file of the project, without what is built, fetched or generated.
fn read_files(root: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["target", ".git", ".venv", "node_modules", "snapshots"].contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                files.push(File { name: relative(root, &path), text });
            }
        }
    }
    files.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(files)
}

fn relative(root: &Path, path: &Path) -> String {
    let path: PathBuf = path.strip_prefix(root).unwrap_or(path).components().collect();
    path.to_string_lossy().replace('\\', "/")
}
