//! One file per command. Each reads its options, calls one function of the service, and prints the result.

pub(crate) mod channel;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod copy;
pub(crate) mod export;
pub(crate) mod generate;
pub(crate) mod import;
mod json_file;
pub(crate) mod lead;
pub(crate) mod migrate;
pub(crate) mod numbers;
pub(crate) mod openapi;
mod order;
pub(crate) mod profile;
pub(crate) mod release;
pub(crate) mod removal;
pub(crate) mod sbc;
pub(crate) mod serve;
pub(crate) mod service;
pub(crate) mod simulate;
pub(crate) mod sweep;
pub(crate) mod sync;
pub(crate) mod task;
pub(crate) mod token;
pub(crate) mod unassign;
pub(crate) mod upload;

use crate::cli::{Command, Globals};

/// How a command that did not fail ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All was done.
    Done,
    /// Something was refused or not as it should be, and has been reported.
    Refused,
    /// The user would not wait for the end.
    Killed,
}

/// Runs the command.
pub(crate) fn run(command: &Command, globals: &Globals) -> anyhow::Result<Outcome> {
    match command {
        Command::Serve(serve) => serve.run(globals),
        Command::Import(import) => import.run(globals),
        Command::Export(export) => export.run(globals),
        Command::Numbers(numbers) => numbers.run(globals),
        Command::Upload(upload) => upload.run(globals),
        Command::Release(release) => release.run(globals),
        Command::Unassign(unassign) => unassign.run(globals),
        Command::Approve(approve) => approve.run(globals),
        Command::Clear(clear) => clear.run(globals),
        Command::Task(task) => task.run(globals),
        Command::Service(service) => service.run(globals),
        Command::Sbc(sbc) => sbc.run(globals),
        Command::Channel(channel) => channel.run(globals),
        Command::Profile(profile) => profile.run(globals),
        Command::Lead(lead) => lead.run(globals),
        Command::Token(token) => token.run(globals),
        Command::Generate(generate) => generate.run(globals),
        Command::Sync(sync) => sync.run(globals),
        Command::Sweep(sweep) => sweep.run(globals),
        Command::Migrate(migrate) => migrate.run(globals),
        Command::Check(check) => check.run(globals),
        Command::Copy(copy) => copy.run(globals),
        Command::Simulate(simulate) => simulate.run(),
        Command::Openapi(openapi) => openapi.run(),
        Command::Completions(completions) => completions.run(),
    }
}
