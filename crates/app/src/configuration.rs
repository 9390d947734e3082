//! Where an option's value comes from when the command line does not give it: the environment, then the configuration
//! file, then the default. Names are derived from the options, so that no option can be forgotten.
//!
//! | option | environment | numberline.toml |
//! | --- | --- | --- |
//! | a global one, or one of `serve`: `--max-page-size` | `NUMBERLINE_MAX_PAGE_SIZE` | `max-page-size = 5000` |
//! | one of another command: `export --format` | `NUMBERLINE_EXPORT_FORMAT` | `[export]`, below it `format = "csv"` |
//! | `token create --role` | `NUMBERLINE_TOKEN_CREATE_ROLE` | `[token.create]`, below it `role = "reader"` |

mod file;

pub(crate) use file::File;

use clap::builder::BoolishValueParser;
use clap::{Arg, ArgAction, Command};
use std::ffi::OsString;
use toml::{Table, Value};

/// The command whose options stand beside the global ones, not below a name of their own.
const UNNAMED: &str = "serve";
/// The configuration file cannot say which file it is.
const NOT_IN_THE_FILE: &str = "config";

/// Reads the configuration file; gives it and the command line's description with the environment and the file as
/// defaults.
///
/// # Errors
/// When the file cannot be read, has a key that is no option, or a value that no option can take.
pub(crate) fn read(command: Command, arguments: &[OsString]) -> anyhow::Result<(File, Command)> {
    let file = File::find(arguments)?;
    file.check(&command)?;
    let layered = layer(command, "NUMBERLINE", Some(file.table()));
    Ok((file, layered))
}

fn layer(command: Command, prefix: &str, table: Option<&Table>) -> Command {
    let command = command.mut_args(|argument| {
        let Some(option) = argument.get_long().map(str::to_owned) else { return argument };
        let argument = match argument.get_action() {
            ArgAction::SetTrue => argument.value_parser(BoolishValueParser::new()),
            _ => argument,
        };
        // Help never shows the values: a location may hold a password.
        let argument = argument.env(variable(prefix, &option)).hide_env_values(true);
        match table.and_then(|table| table.get(&option)) {
            Some(value) => default_to(argument, value),
            None => argument,
        }
    });
    command.mut_subcommands(|command| {
        let name = command.get_name().to_owned();
        if name == UNNAMED {
            return layer(command, prefix, table);
        }
        let below = table.and_then(|table| table.get(&name)).and_then(Value::as_table);
        layer(command, &variable(prefix, &name), below)
    })
}

fn default_to(argument: Arg, value: &Value) -> Arg {
    let values = match value {
        Value::Array(values) => values.iter().filter_map(text).collect(),
        value => Vec::from_iter(text(value)),
    };
    let takes_value = argument.get_action().takes_values();
    argument.default_values(values).required(false).hide_default_value(takes_value)
}

fn variable(prefix: &str, name: &str) -> String {
    format!("{prefix}_{}", name.replace('-', "_").to_uppercase())
}

/// The value as somebody would type it on the command line; `None` for what cannot be typed there.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(integer) => Some(integer.to_string()),
        Value::Boolean(truth) => Some(truth.to_string()),
        Value::Float(_) | Value::Datetime(_) | Value::Array(_) | Value::Table(_) => None,
    }
}
