//! What can be wrong with settings, each with what to do.

use std::fmt;
use std::path::PathBuf;

/// Something wrong with a setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    /// It must be given.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// Not an address that can be used.
    #[error("`{setting}`: `{value}` {reason}")]
    NoAddress {
        /// The setting.
        setting: &'static str,
        /// What was given.
        value: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Empty, or with blanks.
    #[error("`{setting}`: `{value}` is not one word of visible ASCII characters")]
    NoWord {
        /// The setting.
        setting: &'static str,
        /// What was given.
        value: String,
    },
    /// Neither a GUID nor a domain.
    #[error("`upstream-directory`: `{0}` is neither a directory's GUID nor one of its domains")]
    NoDirectory(String),
    /// Not a scope for client credentials.
    #[error("`{setting}`: `{value}` does not end with `/.default`, as a scope for client credentials does")]
    NoScope {
        /// The setting.
        setting: &'static str,
        /// What was given.
        value: String,
    },
    /// The file cannot be read.
    #[error("`upstream-secret`: cannot read {}: {reason}", .path.display())]
    NoSecretFile {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The variable is not set, or is not text.
    #[error("`upstream-secret`: the environment has no variable `{0}` with a text")]
    NoSecretVariable(String),
    /// What is there is not a secret.
    #[error("`upstream-secret`: {0} is empty or has more than one line")]
    NoSecret(String),
    /// The deadlines contradict each other.
    #[error("the deadlines must grow: connect, then first byte, then the whole, none of them 0")]
    Deadlines,
    /// No answer could be read.
    #[error("the body limit must be more than 0 bytes")]
    NoBody,
}

/// Everything that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Mistake>);

impl fmt::Display for Mistakes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, mistake) in self.0.iter().enumerate() {
            let separator = if position > 0 { "; " } else { "" };
            write!(formatter, "{separator}{mistake}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}
