//! Where an export goes. A file appears under its name only when it is complete and on the disk.

use anyhow::Context;
use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

const BUFFER: usize = 1 << 18;
/// As many as Linux follows.
const MOST_LINKS: usize = 40;

/// An export's destination.
pub(crate) enum Target {
    Stdout(BufWriter<io::Stdout>),
    /// A pipe or a device: it cannot be replaced, and must not be.
    Special(BufWriter<File>),
    File {
        writer: BufWriter<NamedTempFile>,
        path: PathBuf,
    },
}

impl Target {
    /// Opens the file, or standard output when none is named.
    pub(crate) fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else {
            return Ok(Self::Stdout(BufWriter::with_capacity(BUFFER, io::stdout())));
        };
        let cannot_write = || format!("cannot write {}", path.display());
        let present = std::fs::metadata(path).ok();
        if present.as_ref().is_some_and(|metadata| !metadata.is_file()) {
            let file = OpenOptions::new().write(true).open(path).with_context(cannot_write)?;
            return Ok(Self::Special(BufWriter::with_capacity(BUFFER, file)));
        }
        let path = behind_links(path).with_context(cannot_write)?;
        let file = tempfile::Builder::new()
            .prefix(".numberline-export-")
            .permissions(Permissions::from_mode(0o666))
            .tempfile_in(folder(&path))
            .with_context(cannot_write)?;
        // Who could not read the file before cannot read it now.
        if let Some(metadata) = present {
            file.as_file().set_permissions(metadata.permissions()).with_context(cannot_write)?;
        }
        Ok(Self::File { writer: BufWriter::with_capacity(BUFFER, file), path })
    }

    /// Makes what was written last; without this call a named file stays as it was.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Stdout(mut writer) => writer.flush()?,
            Self::Special(mut writer) => writer.flush()?,
            Self::File { writer, path } => {
                place(writer, &path).with_context(|| format!("cannot write {}", path.display()))?;
            }
        }
        Ok(())
    }
}

fn place(writer: BufWriter<NamedTempFile>, path: &Path) -> io::Result<()> {
    let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    // The name is on the disk only once the folder is.
    File::open(folder(path))?.sync_all()
}

/// The file that a path leads to, there or not: it is replaced, and the link stays.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        if !path.is_symlink() {
            return Ok(path);
        }
        path = folder(&path).join(std::fs::read_link(&path)?);
    }
    Err(io::Error::other("too many symbolic links, one behind the other"))
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or_else(|| Path::new("."))
}

impl Write for Target {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(writer) => writer.write(data),
            Self::Special(writer) => writer.write(data),
            Self::File { writer, .. } => writer.write(data),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(writer) => writer.flush(),
            Self::Special(writer) => writer.flush(),
            Self::File { writer, .. } => writer.flush(),
        }
    }
}
