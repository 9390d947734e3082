//! Where the programs of PostgreSQL are.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest version that the product is for.
const OLDEST: u32 = 15;
/// Where Debian puts each version in a folder of its own, outside the search path.
const DEBIAN: &str = "/usr/lib/postgresql";
const NEEDED: [&str; 6] = ["initdb", "postgres", "pg_basebackup", "pg_ctl", "pg_isready", "psql"];

/// A folder with the programs of PostgreSQL 15 or newer.
#[derive(Debug, Clone)]
pub struct Binaries(PathBuf);

impl Binaries {
    /// Looks in the search path, then where Debian puts them, newest first.
    ///
    /// # Errors
    /// When there are none, or only older ones.
    pub fn find() -> Result<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut folders: Vec<_> = std::env::split_paths(&path).collect();
        let versions = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
        let mut versions: Vec<(u32, PathBuf)> = versions
            .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
            .collect();
        versions.sort_unstable();
        folders.extend(versions.into_iter().rev().map(|(_, folder)| folder));
        let found = folders.into_iter().find(|folder| is_whole(folder) && version(folder) >= Some(OLDEST));
        found.map(Self).with_context(|| format!("there is no PostgreSQL {OLDEST} or newer on this machine"))
    }

    /// The path of one of them.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

fn is_whole(folder: &Path) -> bool {
    NEEDED.iter().all(|name| folder.join(name).is_file())
}

fn version(folder: &Path) -> Option<u32> {
    let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
    major(&String::from_utf8_lossy(&output.stdout))
}

/// The first number, as in `postgres (PostgreSQL) 15.18 (Debian …)` and `postgres (PostgreSQL) 18beta1`.
fn major(text: &str) -> Option<u32> {
    let digits = text.split(' ').find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    digits.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_version_is_the_first_number() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major("postgres"), None);
    }
}
