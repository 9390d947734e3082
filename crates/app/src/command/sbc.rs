//! `numberline sbc`: the operator's SBCs.

use super::Outcome;
use crate::cli::Globals;
use crate::{actor, output, table};
use numberline_api::records::Sbc as View;
use numberline_domain::{Label, Sbc, SbcId, Scope};
use numberline_service::sbc;

/// Look at SBCs, set and rename them
#[derive(Debug, clap::Subcommand)]
pub(crate) enum SbcCommand {
    List(List),
    Set(Set),
    Rename(Rename),
}

/// List the SBCs: those that have a record, and those that only numbers name
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline sbc list\n  numberline sbc list --json")]
pub(crate) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Make an SBC, or give it other values
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  numberline sbc set 11 --name 'London SBC 1' --fqdn sbc1.example.net --ip 192.0.2.10"
)]
pub(crate) struct Set {
    /// Its id: `sbcId` of numbers
    id: SbcId,

    /// Its name
    #[arg(long, value_name = "TEXT", value_parser = Label::parse)]
    name: Option<Label>,

    /// Its FQDN
    #[arg(long, value_name = "TEXT", value_parser = Label::parse)]
    fqdn: Option<Label>,

    /// Its address
    #[arg(long, value_name = "TEXT", value_parser = Label::parse)]
    ip: Option<Label>,
}

/// Give an SBC another name; every number that it is attached to shows it at once
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline sbc rename 11 'London SBC 1'")]
pub(crate) struct Rename {
    /// Its id: `sbcId` of numbers
    id: SbcId,

    /// Its name from now on
    #[arg(value_parser = Label::parse)]
    name: Label,
}

impl SbcCommand {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        match self {
            Self::List(list) => list.run(globals),
            Self::Set(set) => set.run(globals),
            Self::Rename(rename) => {
                let set = Set { id: rename.id, name: Some(rename.name.clone()), fqdn: None, ip: None };
                set.run(globals)
            }
        }
    }
}

impl List {
    fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let sbcs = sbc::list(&globals.open()?, &Scope::All)?;
        if self.json {
            let views: Vec<_> = sbcs.iter().map(View::of).collect();
            output::print(format!("{}\n", serde_json::to_string(&views)?).as_bytes())?;
            return Ok(Outcome::Done);
        }
        let mut rows = table::new(&["id", "name", "address"]);
        for sbc in &sbcs {
            let address = sbc.address().unwrap_or_default();
            rows.add_row([sbc.id.to_string(), table::visible(&sbc.name), table::visible(&address)]);
        }
        output::print(table::text(&rows).as_bytes())?;
        Ok(Outcome::Done)
    }
}

impl Set {
    fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        let present = sbc::find(&service, &Scope::All, self.id)?;
        let text = |label: &Option<Label>| label.clone().map(String::from);
        let Some(name) = text(&self.name).or_else(|| present.as_ref().map(|sbc| sbc.name.clone())) else {
            output::say(&format!("there is no SBC {}; give it a --name to make it", self.id));
            return Ok(Outcome::Refused);
        };
        let (fqdn, ip_address) = present.map_or((None, None), |sbc| (sbc.fqdn, sbc.ip_address));
        let wanted =
            Sbc { id: self.id, name, fqdn: text(&self.fqdn).or(fqdn), ip_address: text(&self.ip).or(ip_address) };
        let kept = sbc::set(&service, wanted, &actor::name())?;
        output::print(format!("SBC {} is set: {}\n", self.id, table::visible(&kept.record.name)).as_bytes())?;
        Ok(Outcome::Done)
    }
}
