//! Documents show only commands that the programs accept: each shown command is looked up in the programs' `--help`.

use super::{Faults, File, document::code_spans};
use anyhow::Result;
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Command;
use xtask::program::Program;
use xtask::workspace::Workspace;

/// How a document begins a command line, and which program it means.
const BEGINNINGS: [(&str, Speaker); 5] = [
    ("cargo run --release -p numberline-bench -- ", Speaker::Bench),
    ("cargo run --release -- ", Speaker::Product),
    ("cargo run -- ", Speaker::Product),
    ("cargo xtask ", Speaker::Chores),
    ("numberline ", Speaker::Product),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Speaker {
    Product,
    Chores,
    Bench,
}

struct Helps<'a> {
    program: &'a Program,
    chores: PathBuf,
    bench: PathBuf,
    known: HashMap<(Speaker, Vec<String>), String>,
}

/// Looks at every shown command.
pub(super) fn check(workspace: &Workspace, program: &Program, documents: &[&File], faults: &mut Faults) -> Result<()> {
    // Building the program has built these too. That may have put another build of us in the place of the one that runs,
    // which then cannot be started a second time by its own name.
    let built = |name: &str| workspace.target.join("debug").join(name);
    let mut helps = Helps { program, chores: built("xtask"), bench: built("numberline-bench"), known: HashMap::new() };
    for document in documents {
        for (line, shown) in shown_commands(&document.text) {
            if let Some((speaker, rest)) = addressed(&shown)
                && let Err(fault) = helps.accept(speaker, rest)?
            {
                faults.add(format_args!("{}:{line}", document.name), format_args!("`{shown}`: {fault}"));
            }
        }
    }
    Ok(())
}

/// Lines of code blocks, joined where they end in a backslash, and code spans.
fn shown_commands(text: &str) -> Vec<(usize, String)> {
    let mut commands: Vec<_> = code_spans(text).into_iter().map(|(line, span)| (line, span.to_owned())).collect();
    let mut in_block = false;
    let mut continued = String::new();
    for (position, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if in_block {
            if let Some(beginning) = line.trim().strip_suffix('\\') {
                continued.push_str(beginning);
            } else {
                commands.push((position + 1, std::mem::take(&mut continued) + line.trim()));
            }
        }
    }
    commands
}

fn addressed(shown: &str) -> Option<(Speaker, &str)> {
    let shown = shown.trim().trim_start_matches("$ ").trim_start_matches("sudo ");
    let set = shown.split(' ').take_while(|word| word.starts_with("NUMBERLINE_")).map(|word| word.len() + 1).sum();
    let shown = shown.get(set..)?;
    BEGINNINGS.iter().find_map(|(beginning, speaker)| Some((*speaker, shown.strip_prefix(beginning)?)))
}

impl Helps<'_> {
    fn accept(&mut self, speaker: Speaker, line: &str) -> Result<Result<(), String>> {
        let mut path = Vec::new();
        let mut help = self.help(speaker, &path)?;
        let mut words = line.split_whitespace().map(|word| word.trim_matches(['[', ']', '…']));
        while let Some(word) = words.next() {
            if ["|", "&&", ";", ">", "<", "#", "\\", "&", "2>"].contains(&word) {
                break;
            }
            if word.starts_with('-') && word.len() > 1 {
                let name = word.split('=').next().unwrap_or(word);
                match option(&help, name) {
                    None => return Ok(Err(format!("there is no option {name}"))),
                    Some(takes_value) if takes_value && !word.contains('=') => drop(words.next()),
                    Some(_) => {}
                }
            } else if let commands = subcommands(&help)
                && !commands.is_empty()
            {
                if !commands.iter().any(|command| command == word) {
                    return Ok(Err(format!("there is no command {word}")));
                }
                path.push(word.to_owned());
                help = self.help(speaker, &path)?;
            }
        }
        Ok(Ok(()))
    }

    fn help(&mut self, speaker: Speaker, path: &[String]) -> Result<String> {
        if let Some(help) = self.known.get(&(speaker, path.to_vec())) {
            return Ok(help.clone());
        }
        let mut command = match speaker {
            Speaker::Product => self.program.command(),
            Speaker::Chores => Command::new(&self.chores),
            Speaker::Bench => Command::new(&self.bench),
        };
        let help = xtask::program::output(command.args(path).arg("--help"))?;
        self.known.insert((speaker, path.to_vec()), help.clone());
        Ok(help)
    }
}

/// Whether the help tells an option, and if so, whether it takes a value.
fn option(help: &str, name: &str) -> Option<bool> {
    help.lines().map(str::trim_start).filter(|line| line.starts_with('-')).find_map(|line| {
        let mut words = line.split_whitespace().take_while(|word| word.starts_with(['-', '<', '[']));
        let told = words.by_ref().map(|word| word.trim_end_matches(',')).any(|word| word == name);
        told.then(|| words.any(|word| word.starts_with(['<', '['])))
    })
}

fn subcommands(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| line.trim_end() != "Commands:").skip(1);
    let section = lines.take_while(|line| line.starts_with(' ') || line.is_empty());
    // Names stand two blanks in; what describes them stands further right.
    let names = section.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELP: &str = "Usage: x\n\nCommands:\n  serve  Serve\n  token  Tokens\n         and more\n\nOptions:\n  \
                        -o, --out <FILE>  Where\n      --demo        Try it\n";

    #[test]
    fn options_and_commands_are_read_off_the_help() {
        assert_eq!(option(HELP, "--out"), Some(true));
        assert_eq!(option(HELP, "-o"), Some(true));
        assert_eq!(option(HELP, "--demo"), Some(false));
        assert_eq!(option(HELP, "--gone"), None);
        assert_eq!(subcommands(HELP), ["serve", "token"]);
    }

    #[test]
    fn a_command_is_told_from_other_code() {
        assert_eq!(addressed("$ cargo xtask test"), Some((Speaker::Chores, "test")));
        assert_eq!(addressed("NUMBERLINE_LISTEN=127.0.0.1:1 numberline serve"), Some((Speaker::Product, "serve")));
        assert_eq!(addressed("numberline.toml"), None);
    }

    #[test]
    fn lines_that_go_on_are_joined() {
        assert_eq!(shown_commands("```\na \\\n  b\n```"), [(3, "a b".to_owned())]);
    }
}
