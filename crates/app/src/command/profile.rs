//! `numberline profile`: calling profiles.

use super::Outcome;
use super::json_file::{self, Source};
use crate::cli::Globals;
use crate::{actor, output, table};
use numberline_api::records::{Profile, profile_of_json};
use numberline_domain::Guid;
use numberline_service::profile;

/// Look at calling profiles and set them
#[derive(Debug, clap::Subcommand)]
pub(crate) enum ProfileCommand {
    List(List),
    Show(Show),
    Set(Set),
}

/// List the calling profiles
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline profile list\n  numberline profile list --json")]
pub(crate) struct List {
    /// Print the API's answer
    #[arg(long)]
    json: bool,
}

/// Show one calling profile as JSON
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline profile show ab86ef82-ce9e-4ead-befb-4aa954b64872")]
pub(crate) struct Show {
    /// The profile: `callingProfileId` of numbers
    #[arg(value_name = "GUID", value_parser = Guid::parse)]
    profile: Guid,
}

const EXAMPLES: &str = "\
Examples:
  numberline profile set ab86ef82-ce9e-4ead-befb-4aa954b64872 profile.json
  echo '{\"name\": \"UK geographic\"}' | numberline profile set ab86ef82-ce9e-4ead-befb-4aa954b64872 -

The JSON is what `PUT /api/v3/inventory/profiles/{guid}` takes.";

/// Make a calling profile, or replace it
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Set {
    /// The profile: `callingProfileId` of numbers
    #[arg(value_name = "GUID", value_parser = Guid::parse)]
    profile: Guid,

    /// A file of JSON; - is standard input
    #[arg(value_name = "FILE")]
    file: Source,
}

impl ProfileCommand {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        match self {
            Self::List(list) => list.run(globals),
            Self::Show(show) => show.run(globals),
            Self::Set(set) => set.run(globals),
        }
    }
}

impl List {
    fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let profiles = profile::list(&globals.open()?)?;
        if self.json {
            let views: Vec<_> = profiles.into_iter().map(Profile::of).collect();
            output::print(format!("{}\n", serde_json::to_string(&views)?).as_bytes())?;
            return Ok(Outcome::Done);
        }
        let mut rows = table::new(&["profile", "name", "carrier", "trunks"]);
        for resolved in &profiles {
            let trunks: Vec<_> = resolved.profile.trunks.iter().map(|trunk| trunk.trunk_fqdn.as_str()).collect();
            rows.add_row([
                resolved.profile.id.to_string(),
                table::visible(&resolved.profile.name),
                table::visible(resolved.profile.carrier.as_deref().unwrap_or_default()),
                table::visible(&trunks.join(", ")),
            ]);
        }
        output::print(table::text(&rows).as_bytes())?;
        Ok(Outcome::Done)
    }
}

impl Show {
    fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let Some(found) = profile::find(&globals.open()?, self.profile)? else {
            output::say(&format!("there is no calling profile {}", self.profile));
            return Ok(Outcome::Refused);
        };
        output::print(format!("{}\n", serde_json::to_string_pretty(&Profile::of(found))?).as_bytes())?;
        Ok(Outcome::Done)
    }
}

impl Set {
    fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let Some(wanted) = json_file::told(profile_of_json(self.profile, self.file.read()?)) else {
            return Ok(Outcome::Refused);
        };
        match profile::set(&globals.open()?, wanted, &actor::name())? {
            Ok(kept) => {
                let name = table::visible(&kept.record.profile.name);
                output::print(format!("calling profile {} is set: {name}\n", self.profile).as_bytes())?;
                Ok(Outcome::Done)
            }
            Err(refusal) => {
                output::say(&refusal.to_string());
                Ok(Outcome::Refused)
            }
        }
    }
}
