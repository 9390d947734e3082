//! The data set: a generated database, its export and a token, made once for each set of parameters and kept.

use crate::Variety;
use anyhow::{Context, Result};
use std::fs::File;
use std::path::PathBuf;
use std::process::Stdio;
use xtask::program::{Program, output};
use xtask::server::example_file;
use xtask::workspace::Workspace;

const SEED: &str = "1";

/// What the data set shall be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// Numbers.
    pub(crate) numbers: u64,
    /// Tenants.
    pub(crate) tenants: u64,
    /// How much differs from number to number.
    pub(crate) variety: Variety,
    /// Make it anew.
    pub(crate) fresh: bool,
}

/// The data set on disk.
pub(crate) struct DataSet {
    /// The database: the document's ten numbers and the generated ones.
    pub(crate) database: PathBuf,
    /// Its numbers, one record a line.
    pub(crate) export: PathBuf,
    /// A token that reads all of them.
    pub(crate) token: String,
}

/// The folder of all that the benchmark keeps.
pub(crate) fn folder(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join("bench");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

impl Variety {
    /// Its name on the command line of `generate`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Even => "even",
            Self::Varied => "varied",
        }
    }
}

impl DataSet {
    /// Makes the data set, or finds it made.
    pub(crate) fn prepare(workspace: &Workspace, program: &Program, wanted: &Wanted) -> Result<Self> {
        let name = format!("{}-{}-{}", wanted.numbers, wanted.tenants, wanted.variety.as_str());
        let folder = folder(workspace)?.join(name);
        let database = folder.join("numberline.db");
        let export = folder.join("export.ndjson");
        // Written last: what a broken run left behind is not taken for a data set.
        let token_file = folder.join("token");
        if wanted.fresh || !token_file.exists() {
            if folder.exists() {
                std::fs::remove_dir_all(&folder)?;
            }
            std::fs::create_dir_all(&folder)?;
            eprintln!("making {} numbers of {} tenants …", wanted.numbers, wanted.tenants);
            output(program.over(&database).arg("import").arg(example_file(&workspace.root)))?;
            let mut generate = program.over(&database);
            generate.args(["generate", "--seed", SEED, "--profile", wanted.variety.as_str()]);
            generate.args(["--numbers", &wanted.numbers.to_string(), "--tenants", &wanted.tenants.to_string()]);
            output(&mut generate)?;
            let out = Stdio::from(File::create(&export)?);
            let ended = program.over(&database).args(["export", "--format", "ndjson"]).stdout(out).status()?;
            anyhow::ensure!(ended.success(), "the export ended with {ended}");
            std::fs::write(&token_file, program.reader_token(&database)?)?;
        }
        Ok(Self { database, export, token: std::fs::read_to_string(&token_file)? })
    }
}
