//! The binary `numberline`: reads the command line and the configuration, runs one command, and says how it ended.

mod actor;
mod cli;
mod command;
mod configuration;
mod duration;
mod output;
mod progress;
mod table;
mod upstream;

use clap::{CommandFactory, FromArgMatches};
use cli::Cli;
use command::Outcome;
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(&std::env::args_os().collect::<Vec<_>>()) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Refused) => ExitCode::FAILURE,
        Ok(Outcome::Killed) => ExitCode::from(130),
        // Whoever read our output has seen enough: `numberline export | head` is no mistake.
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::say(&output::one_line(&error));
            ExitCode::FAILURE
        }
    }
}

/// A command line that clap refuses, or answers by itself, ends the process here with clap's own exit code.
fn run(arguments: &[OsString]) -> anyhow::Result<Outcome> {
    let (file, layered) = configuration::read(Cli::command(), arguments).inspect_err(|_| {
        // A broken file is no reason to withhold the help that tells how it is written.
        let plain = Cli::command().try_get_matches_from(arguments);
        if let Some(answer) = plain.err().filter(|answer| !answer.use_stderr()) {
            answer.exit();
        }
    })?;
    let cli = layered
        .try_get_matches_from(arguments)
        .and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches))
        .unwrap_or_else(|error| {
            file.say_if_blamed(&error);
            error.exit()
        });
    command::run(&cli.command, &cli.globals)
}
