//! The data set: a generated database, its export and a token, made once for each set of parameters and kept.

use crate::arguments::Variety;
use crate::database::{Database, Ground};
use anyhow::{Context, Result, ensure};
use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
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

/// The data set.
pub(crate) struct DataSet {
    /// The database: the document's ten numbers and the generated ones.
    pub(crate) database: Database,
    /// Its numbers, one record a line. Databases of both kinds share it, for their numbers are equal.
    pub(crate) export: PathBuf,
    /// A token that reads all of them.
    pub(crate) token: String,
    /// A name that no other data set has.
    pub(crate) name: String,
}

/// The folder of all that the benchmark keeps.
pub(crate) fn folder(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join("bench");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

impl DataSet {
    /// Makes the data set, or finds it made.
    pub(crate) fn prepare(workspace: &Workspace, program: &Program, ground: Ground, wanted: &Wanted) -> Result<Self> {
        let name = format!("{}_{}_{}", wanted.numbers, wanted.tenants, wanted.variety.as_str());
        let folder = folder(workspace)?.join(&name);
        std::fs::create_dir_all(&folder)?;
        let database = ground.lasting(&folder, &name)?;
        // Written last: what a broken run left behind is not taken for a data set.
        let token = folder.join(format!("{}.token", ground.kind.as_str()));
        let is_there = match &database {
            Database::Sqlite(file) => file.exists(),
            Database::Postgres(owned) => owned.is_complete()?,
        };
        if wanted.fresh || !is_there || !token.exists() {
            remove(&token)?;
            std::fs::write(&token, make(workspace, program, &database, wanted)?)?;
        }
        let token = std::fs::read_to_string(&token)?;
        let export = folder.join("export.ndjson");
        if wanted.fresh || !export.exists() {
            write_export(program, &database, &export)?;
        }
        Ok(Self { database, export, token, name })
    }
}

fn make(workspace: &Workspace, program: &Program, database: &Database, wanted: &Wanted) -> Result<String> {
    match database {
        Database::Sqlite(file) => {
            for ending in ["db", "db-wal", "db-shm"] {
                remove(&file.with_extension(ending))?;
            }
        }
        Database::Postgres(owned) => owned.create()?,
    }
    let location = database.location();
    eprintln!("making {} numbers of {} tenants …", wanted.numbers, wanted.tenants);
    output(program.over(&location).arg("import").arg(example_file(&workspace.root)))?;
    generate(program, &location, wanted)?;
    let token = program.reader_token(&location)?;
    if let Database::Postgres(owned) = database {
        owned.complete()?;
    }
    Ok(token)
}

/// Makes the numbers of a data set, and gives how long that took.
pub(crate) fn generate(program: &Program, location: &OsStr, wanted: &Wanted) -> Result<Duration> {
    let mut generate = program.over(location);
    generate.args(["generate", "--seed", SEED, "--profile", wanted.variety.as_str()]);
    generate.args(["--numbers", &wanted.numbers.to_string(), "--tenants", &wanted.tenants.to_string()]);
    let started = Instant::now();
    output(&mut generate)?;
    Ok(started.elapsed())
}

fn write_export(program: &Program, database: &Database, export: &Path) -> Result<()> {
    let part = export.with_extension("part");
    let out = Stdio::from(File::create(&part)?);
    let ended = program.over(database.location()).args(["export", "--format", "ndjson"]).stdout(out).status()?;
    ensure!(ended.success(), "the export ended with {ended}");
    Ok(std::fs::rename(part, export)?)
}

fn remove(file: &Path) -> Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", file.display()))
        }
        _ => Ok(()),
    }
}
