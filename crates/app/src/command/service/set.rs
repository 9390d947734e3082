//! `numberline service set`: what is mentioned gets another value.

use crate::cli::Globals;
use crate::command::Outcome;
use numberline_domain::{ChannelId, Guid, Label, SbcId, ServiceEdit, SiteLocation, Ticks};

const EXAMPLES: &str = "\
Examples:
  numberline service set 82686da4-980d-4eef-8c00-cfe918d954d4 --channel 1574
  numberline service set 82686da4-980d-4eef-8c00-cfe918d954d4 --sbc 11 --sbc 12
  numberline service set 0c1f5b6e-7d43-4f0a-9a35-6f1c2f6f0f11 --tenant 3bc57cac-5794-457f-ad36-2c88cade9dbb \\
      --full-name 'Alder Foods Ltd' --sbc 11

What is not mentioned stays as it is. Every number of the service shows the change at once.";

/// Make a service, or give it other values
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Set {
    /// The service: `umpCustomerGuid` of its numbers
    #[arg(value_name = "GUID", value_parser = Guid::parse)]
    service: Guid,

    /// The customer's Azure tenant; needed to make a service
    #[arg(long, value_name = "GUID", value_parser = Guid::parse)]
    tenant: Option<Guid>,

    /// Its short name
    #[arg(long, value_name = "TEXT", value_parser = Label::parse)]
    short_name: Option<Label>,

    /// Its full name
    #[arg(long, value_name = "TEXT", value_parser = Label::parse)]
    full_name: Option<Label>,

    /// The company's name at Microsoft
    #[arg(long, value_name = "TEXT", value_parser = Label::parse)]
    company: Option<Label>,

    /// The customer's default domain at Microsoft
    #[arg(long, value_name = "TEXT", value_parser = Label::parse)]
    domain: Option<Label>,

    /// The license, by the vendor's number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..=5))]
    license: Option<i64>,

    /// Users that it is licensed for
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..))]
    users: Option<i64>,

    /// The channel; 0 is none
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..))]
    channel: Option<ChannelId>,

    /// When the operator's consent was given, as 2026-02-16T16:17:56Z
    #[arg(long, value_name = "TIME", value_parser = Ticks::parse)]
    consented_on: Option<Ticks>,

    /// An SBC that it goes through; may be given several times, and then all of them
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    sbc: Vec<SbcId>,
}

impl Set {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let site = |sbc: &SbcId| SiteLocation {
            id: None,
            name: None,
            sbc: *sbc,
            deployment_state: None,
            configuration_type: None,
        };
        let edit = ServiceEdit {
            short_name: self.short_name.clone().map(Some),
            full_name: self.full_name.clone().map(Some),
            company_name: self.company.clone().map(Some),
            default_domain: self.domain.clone().map(Some),
            license_type: self.license.map(Some),
            licensed_users: self.users.map(Some),
            channel: self.channel,
            consented_on: self.consented_on.map(Some),
            sites: (!self.sbc.is_empty()).then(|| self.sbc.iter().map(site).collect()),
            ..ServiceEdit::default()
        };
        super::set(globals, self.service, self.tenant, &edit)
    }
}
