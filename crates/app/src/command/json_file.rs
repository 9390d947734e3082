//! Files of JSON that commands take.

use crate::output;
use anyhow::Context;
use numberline_api::problem::Problem;
use std::convert::Infallible;
use std::io::Read;
use std::path::PathBuf;
use std::str::FromStr;

/// Where JSON comes from.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// Standard input.
    Input,
    /// A file.
    File(PathBuf),
}

/// The longest text that is read: more than any record has.
const MOST: u64 = 1024 * 1024;

impl FromStr for Source {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(if text == "-" { Self::Input } else { Self::File(text.into()) })
    }
}

impl Source {
    /// The text.
    pub(crate) fn read(&self) -> anyhow::Result<Vec<u8>> {
        let mut text = Vec::new();
        match self {
            Self::Input => std::io::stdin().lock().take(MOST).read_to_end(&mut text)?,
            Self::File(path) => {
                let file = std::fs::File::open(path);
                let file = file.with_context(|| format!("{} cannot be opened", path.display()))?;
                file.take(MOST).read_to_end(&mut text)?
            }
        };
        Ok(text)
    }
}

/// The record, or nothing after a line for each of its faults.
pub(crate) fn told<T>(read: Result<T, Problem>) -> Option<T> {
    read.inspect_err(|problem| problem.lines().iter().for_each(|line| output::say(line))).ok()
}
