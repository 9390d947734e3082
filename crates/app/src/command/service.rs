//! `numberline service`: customers' services.

mod list;
mod rename;
mod set;
mod show;

use super::Outcome;
use crate::cli::Globals;
use crate::{actor, output};
use numberline_domain::{Guid, ServiceEdit};
use numberline_service::customer;
use numberline_service::token::Caller;

/// Look at customers' services, set and rename them
#[derive(Debug, clap::Subcommand)]
pub(crate) enum ServiceCommand {
    List(list::List),
    Show(show::Show),
    Set(set::Set),
    Rename(rename::Rename),
}

impl ServiceCommand {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        match self {
            Self::List(list) => list.run(globals),
            Self::Show(show) => show.run(globals),
            Self::Set(set) => set.run(globals),
            Self::Rename(rename) => rename.run(globals),
        }
    }
}

/// Sets a service and says what became of it.
fn set(globals: &Globals, guid: Guid, tenant: Option<Guid>, edit: &ServiceEdit) -> anyhow::Result<Outcome> {
    let service = globals.open()?;
    match customer::set(&service, &Caller::of_the_command_line(), guid, tenant, edit, &actor::name())? {
        Ok(kept) => {
            let name = kept.record.full_name.unwrap_or_else(|| guid.to_string());
            output::print(format!("service {guid} is set: {}\n", crate::table::visible(&name)).as_bytes())?;
            Ok(Outcome::Done)
        }
        Err(refusal) => {
            output::say(&refusal.to_string());
            Ok(Outcome::Refused)
        }
    }
}
