//! `numberline channel`: the operator's resellers.

use super::Outcome;
use crate::cli::Globals;
use crate::{actor, output, table};
use numberline_api::records::Channel as View;
use numberline_domain::{Channel, ChannelId, Guid, Label};
use numberline_service::channel;

/// Look at channels and set them
#[derive(Debug, clap::Subcommand)]
pub(crate) enum ChannelCommand {
    List(List),
    Set(Set),
}

/// List the channels
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline channel list\n  numberline channel list --json")]
pub(crate) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Make a channel, or replace it
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline channel set 1574 'North Resellers' --description 'since 2024'")]
pub(crate) struct Set {
    /// Its id: `ovocChannelId` of numbers
    #[arg(value_parser = clap::value_parser!(i64).range(1..))]
    id: ChannelId,

    /// Its name
    #[arg(value_parser = Label::parse)]
    name: Label,

    /// Its own Azure tenant
    #[arg(long, value_name = "GUID", value_parser = Guid::parse)]
    tenant: Option<Guid>,

    /// What you note about it
    #[arg(long, value_name = "TEXT", value_parser = Label::parse)]
    description: Option<Label>,
}

impl ChannelCommand {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        match self {
            Self::List(list) => list.run(globals),
            Self::Set(set) => set.run(globals),
        }
    }
}

impl List {
    fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let channels = channel::list(&globals.open()?)?;
        if self.json {
            let views: Vec<_> = channels.into_iter().map(View::of).collect();
            output::print(format!("{}\n", serde_json::to_string(&views)?).as_bytes())?;
            return Ok(Outcome::Done);
        }
        let mut rows = table::new(&["id", "name", "description"]);
        for channel in &channels {
            let description = channel.description.as_deref().unwrap_or_default();
            rows.add_row([channel.id.to_string(), table::visible(&channel.name), table::visible(description)]);
        }
        output::print(table::text(&rows).as_bytes())?;
        Ok(Outcome::Done)
    }
}

impl Set {
    fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let wanted = Channel {
            id: self.id,
            name: self.name.clone().into(),
            ms_tenant_id: self.tenant,
            description: self.description.clone().map(String::from),
        };
        channel::set(&globals.open()?, wanted, &actor::name())?;
        output::print(format!("channel {} is set: {}\n", self.id, self.name).as_bytes())?;
        Ok(Outcome::Done)
    }
}
