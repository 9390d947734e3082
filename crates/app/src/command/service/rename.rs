//! `numberline service rename`: another full name, on every number at once.

use crate::cli::Globals;
use crate::command::Outcome;
use numberline_domain::{Guid, Label, ServiceEdit};

/// Give a service another full name; every number of it shows it at once
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline service rename 82686da4-980d-4eef-8c00-cfe918d954d4 'Alder Foods Ltd'")]
pub(crate) struct Rename {
    /// The service: `umpCustomerGuid` of its numbers
    #[arg(value_name = "GUID", value_parser = Guid::parse)]
    service: Guid,

    /// Its name from now on
    #[arg(value_parser = Label::parse)]
    name: Label,
}

impl Rename {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let edit = ServiceEdit { full_name: Some(Some(self.name.clone())), ..ServiceEdit::default() };
        super::set(globals, self.service, None, &edit)
    }
}
