//! The configuration file: found, read, and checked against the options there are.

use super::{NOT_IN_THE_FILE, UNNAMED, text};
use anyhow::{Context, bail};
use clap::error::{ContextKind, ContextValue};
use clap::{ArgAction, Command};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use toml::{Table, Value};

const DEFAULT_PATH: &str = "numberline.toml";

/// What the configuration file says; nothing when there is none.
#[derive(Debug)]
pub(crate) struct File {
    path: PathBuf,
    table: Table,
}

impl File {
    /// Reads the file that the command line or the environment names, or else `numberline.toml` when it is there.
    ///
    /// # Errors
    /// When a file that is named or there cannot be read, or is not TOML.
    pub(crate) fn find(arguments: &[OsString]) -> anyhow::Result<Self> {
        let named = named(arguments).or_else(|| std::env::var_os("NUMBERLINE_CONFIG"));
        let path = named.as_ref().map_or_else(|| PathBuf::from(DEFAULT_PATH), PathBuf::from);
        if named.is_none() && !path.exists() {
            return Ok(Self { path, table: Table::new() });
        }
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read the configuration file {}", path.display()))?;
        let table = toml::from_str(&text).map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            anyhow::anyhow!("{}, line {line}: {}", path.display(), error.message())
        })?;
        Ok(Self { path, table })
    }

    pub(crate) const fn table(&self) -> &Table {
        &self.table
    }

    /// Refuses keys that are no option and values that no option takes.
    pub(crate) fn check(&self, command: &Command) -> anyhow::Result<()> {
        check(&self.path, command, &self.table, "")
    }

    /// Says that the file holds the value which the command line's judge refused, if it does: its message cannot know.
    pub(crate) fn say_if_blamed(&self, error: &clap::Error) {
        let (Some(ContextValue::String(option)), Some(ContextValue::String(value))) =
            (error.get(ContextKind::InvalidArg), error.get(ContextKind::InvalidValue))
        else {
            return;
        };
        let key = option.trim_start_matches('-').split(' ').next().unwrap_or_default();
        if self.table.get(key).and_then(text).as_ref() == Some(value) {
            crate::output::say(&format!("{} has a wrong value for `{key}`", self.path.display()));
        }
    }
}

/// The value of `--config` in the arguments. Clap would tell too, but needs the file's values first.
fn named(arguments: &[OsString]) -> Option<OsString> {
    let mut arguments = arguments.iter().skip(1).take_while(|argument| *argument != OsStr::new("--"));
    while let Some(argument) = arguments.next() {
        if argument == OsStr::new("--config") {
            return arguments.next().cloned();
        }
        if let Some(path) = argument.to_str().and_then(|argument| argument.strip_prefix("--config=")) {
            return Some(path.into());
        }
    }
    None
}

fn check(path: &Path, command: &Command, table: &Table, below: &str) -> anyhow::Result<()> {
    for (key, value) in table {
        let full_key = format!("{below}{key}");
        if let Some(takes_many) = option(command, key) {
            check_value(value, takes_many).with_context(|| format!("{}: `{full_key}`", path.display()))?;
        } else if let Some(command) = command.find_subcommand(key).filter(|command| command.get_name() != UNNAMED) {
            let Some(table) = value.as_table() else {
                bail!("{}: `{full_key}` is a command: write its options below `[{full_key}]`", path.display());
            };
            check(path, command, table, &format!("{full_key}."))?;
        } else {
            let nearest = nearest(command, key).unwrap_or_default();
            bail!("{}: unknown key `{full_key}`; the nearest known one is `{below}{nearest}`", path.display());
        }
    }
    Ok(())
}

/// Whether the command, or the one whose options stand beside its own, has this option; and whether it takes many values.
fn option(command: &Command, key: &str) -> Option<bool> {
    let mut options =
        command.get_arguments().chain(command.find_subcommand(UNNAMED).into_iter().flat_map(Command::get_arguments));
    let option = options.find(|argument| argument.get_long() == Some(key) && key != NOT_IN_THE_FILE)?;
    Some(matches!(option.get_action(), ArgAction::Append))
}

fn check_value(value: &Value, takes_many: bool) -> anyhow::Result<()> {
    match value {
        Value::Array(values) if takes_many && values.iter().all(|value| text(value).is_some()) => Ok(()),
        Value::Array(_) if takes_many => bail!("is a list of something else than texts and integers"),
        value if text(value).is_some() => Ok(()),
        _ => bail!("takes a text, an integer, true or false"),
    }
}

fn nearest(command: &Command, key: &str) -> Option<String> {
    let beside = command.find_subcommand(UNNAMED).into_iter().flat_map(Command::get_arguments);
    let options = command.get_arguments().chain(beside).filter_map(|argument| argument.get_long());
    let commands = command.get_subcommands().map(Command::get_name);
    options
        .chain(commands)
        .filter(|known| *known != NOT_IN_THE_FILE && *known != UNNAMED)
        .min_by_key(|known| strsim::damerau_levenshtein(known, key))
        .map(str::to_owned)
}
