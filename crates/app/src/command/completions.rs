//! `numberline completions`: what a shell needs to complete the command line.

use super::Outcome;
use crate::{cli::Cli, output};
use clap::CommandFactory;

const EXAMPLES: &str = "\
Examples:
  numberline completions bash > /etc/bash_completion.d/numberline
  numberline completions fish > ~/.config/fish/completions/numberline.fish";

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Completions {
    /// The shell
    shell: clap_complete::Shell,
}

impl Completions {
    pub(crate) fn run(&self) -> anyhow::Result<Outcome> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "numberline", &mut script);
        output::print(&script)?;
        Ok(Outcome::Done)
    }
}
