//! The command line: the options that every command takes, and the commands.

use crate::command::{
    channel, check, completions, copy, export, generate, import, lead, migrate, numbers, openapi, profile, release,
    removal, sbc, serve, service, simulate, sweep, sync, task, token, unassign, upload,
};
use clap::{Args, Parser, Subcommand};
use numberline_domain::Clock;
use numberline_service::{Location, OpenOptions, Service};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  numberline serve --demo                     try it: a temporary database, a line to paste
  numberline import dump.json                 numbers from a file into numberline.db
  numberline token create --role reader       a token for a client
  numberline serve --listen 127.0.0.1:8080    answer GET /api/v3/oc/numbers
  numberline numbers list --status Active     the same numbers as a table

Every option can also stand in the environment, as NUMBERLINE_LISTEN for `serve --listen` or
NUMBERLINE_EXPORT_FORMAT for `export --format`, and in numberline.toml, as `listen = \"…\"` or,
below `[export]`, `format = \"…\"`. The command line wins over the environment, and that over
the file.";

/// An open number inventory for Microsoft Teams Operator Connect
#[derive(Debug, Parser)]
#[command(name = "numberline", version, after_help = EXAMPLES, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes, before or after its name.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Globals {
    /// The database, as sqlite:PATH or postgres://USER@HOST/NAME; what is absent is created [default: sqlite:numberline.db]
    // A text, parsed later: clap repeats a value that it refuses, and a location may hold a password.
    #[arg(long, global = true, value_name = "LOCATION", hide_default_value = true)]
    pub(crate) database: Option<String>,

    /// Refuse a database of an older version instead of migrating it
    #[arg(long, global = true)]
    pub(crate) no_migrate: bool,

    /// The configuration file [default: numberline.toml, when it is there]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

impl Globals {
    const DEFAULT_DATABASE: &str = "sqlite:numberline.db";

    /// Opens the database that the options name.
    pub(crate) fn open(&self) -> anyhow::Result<Service> {
        self.open_at(&self.location()?)
    }

    /// Opens this database under the other options.
    pub(crate) fn open_at(&self, location: &Location) -> anyhow::Result<Service> {
        let options = OpenOptions { migrate: !self.no_migrate, ..OpenOptions::default() };
        Ok(Service::open(location, options, Clock::System)?)
    }

    /// Opens a database that must be there, as it is.
    pub(crate) fn open_existing(&self, location: &Location) -> anyhow::Result<Service> {
        let options = OpenOptions { migrate: false, ..OpenOptions::default() };
        Ok(Service::open(location, options, Clock::System)?)
    }

    /// The database that the options name.
    pub(crate) fn location(&self) -> anyhow::Result<Location> {
        let location = self.database.as_deref().unwrap_or(Self::DEFAULT_DATABASE);
        Location::parse(location).map_err(|error| anyhow::anyhow!("--database {error}"))
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Serve(serve::Serve),
    Import(import::Import),
    Export(export::Export),
    #[command(subcommand)]
    Numbers(numbers::Numbers),
    Upload(upload::Upload),
    Release(release::Release),
    Unassign(unassign::Unassign),
    Approve(removal::Approve),
    Clear(removal::Clear),
    #[command(subcommand)]
    Task(task::TaskCommand),
    #[command(subcommand)]
    Service(service::ServiceCommand),
    #[command(subcommand)]
    Sbc(sbc::SbcCommand),
    #[command(subcommand)]
    Channel(channel::ChannelCommand),
    #[command(subcommand)]
    Profile(profile::ProfileCommand),
    #[command(subcommand)]
    Lead(lead::LeadCommand),
    #[command(subcommand)]
    Token(token::TokenCommand),
    Generate(generate::Generate),
    Sync(sync::Sync),
    Sweep(sweep::Sweep),
    Migrate(migrate::Migrate),
    Check(check::Check),
    Copy(copy::Copy),
    Simulate(simulate::Simulate),
    Openapi(openapi::Openapi),
    Completions(completions::Completions),
}
