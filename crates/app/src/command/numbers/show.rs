//! `numberline numbers show`: one number, a line per field.

use super::record::Record;
use crate::cli::Globals;
use crate::command::Outcome;
use crate::output;
use numberline_domain::{InvalidPhoneNumber, PhoneNumber};
use numberline_service::number::{self, Refusal};
use numberline_service::token::Caller;
use std::fmt::Write;

const EXAMPLES: &str = "\
Examples:
  numberline numbers show +448718943000
  numberline numbers show 448718943000 --json";

/// Show one number
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Show {
    /// The number in E.164 form; the `+` may be missing
    #[arg(value_parser = parse)]
    number: PhoneNumber,

    /// Print the API's answer
    #[arg(long)]
    json: bool,
}

fn parse(text: &str) -> Result<PhoneNumber, InvalidPhoneNumber> {
    if text.starts_with('+') { PhoneNumber::parse(text) } else { PhoneNumber::parse(&format!("+{text}")) }
}

impl Show {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        service.load()?;
        let mut answer = Vec::new();
        let caller = Caller::of_the_command_line();
        if let Err(refusal) = number::find(&service, &caller, number::Edition::V3, self.number, |_| false, &mut answer)
        {
            output::say(&match refusal {
                Refusal::UnknownNumber | Refusal::UnknownTenant => format!("there is no number {}", self.number),
                Refusal::InventoryLoading => "the numbers are not loaded".to_owned(),
            });
            return Ok(Outcome::Refused);
        }
        if self.json {
            answer.push(b'\n');
            output::print(&answer)?;
        } else {
            output::print(render(&serde_json::from_slice(&answer)?).as_bytes())?;
        }
        Ok(Outcome::Done)
    }
}

fn render(record: &Record) -> String {
    let mut lines = String::new();
    for (name, value) in record.members() {
        writeln!(lines, "{name}: {value}").expect("writing to a string cannot fail");
    }
    lines
}
