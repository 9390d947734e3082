//! `numberline token create`: a new token, shown once.

use crate::cli::Globals;
use crate::command::Outcome;
use crate::{actor, duration, output};
use clap::ValueEnum;
use numberline_domain::{Guid, Label, Role};
use numberline_service::token::{self, NewToken};
use std::time::Duration;

const EXAMPLES: &str = "\
Examples:
  numberline token create --role reader --name dashboard
  numberline token create --role reader --tenant 3bc57cac-5794-457f-ad36-2c88cade9dbb --expires-in 30d
  numberline token create --role reader --channel 7 --name reseller
  TOKEN=$(numberline token create --role reader)

The token alone goes to standard output. It is stored hashed and cannot be shown again.";

/// Make a token and show it, once
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Create {
    /// What its bearer may do
    #[arg(long, value_enum)]
    role: RoleWord,

    /// A tenant that its bearer sees; may be given several times [default: all tenants]
    #[arg(long, value_name = "GUID", value_parser = Guid::parse, value_delimiter = ',')]
    tenant: Vec<Guid>,

    /// A channel (reseller) whose services its bearer sees; may be given several times [default: all channels]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(i64).range(0..), value_delimiter = ',')]
    channel: Vec<i64>,

    /// What you call it
    #[arg(long, value_name = "TEXT", value_parser = Label::parse)]
    name: Option<Label>,

    /// How long it lives, as 30d, 12h, 45m or 90s [default: for ever]
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    expires_in: Option<Duration>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RoleWord {
    /// Read numbers
    Reader,
    /// Change numbers too
    Operator,
    /// Change tokens and settings too
    Admin,
}

impl Create {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        let role = match self.role {
            RoleWord::Reader => Role::Reader,
            RoleWord::Operator => Role::Operator,
            RoleWord::Admin => Role::Admin,
        };
        let new = NewToken {
            role,
            tenants: self.tenant.clone(),
            channels: self.channel.clone(),
            name: self.name.clone(),
            expires_in: self.expires_in,
        };
        let made = token::create(&service, &new, &actor::name())?;
        output::print(format!("{}\n", made.secret.expose()).as_bytes())?;
        output::say(&format!("token {}, shown once: keep it now", made.token.id));
        Ok(Outcome::Done)
    }
}
