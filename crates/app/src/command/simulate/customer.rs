//! `numberline simulate account|appear|delete|…`: customers come to be, and do what customers do.

use super::door::{Chosen, Door};
use crate::command::Outcome;
use anyhow::bail;
use serde_json::{Value, json};

/// Make a customer: a tenant with its consent, and its account at the gateway
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  numberline simulate account quayside --company 'Quayside Books' --first +441632960000 --count 100
  numberline simulate account harbour --lead --address '7 Harbour Street,Bristol,GB'")]
pub(super) struct Account {
    #[command(flatten)]
    door: Door,

    /// The name of the account
    #[arg(value_name = "NAME")]
    name: String,

    /// Its tenant; by default a new one
    #[arg(long, value_name = "GUID")]
    tenant: Option<String>,

    /// The company; by default the name
    #[arg(long, value_name = "NAME")]
    company: Option<String>,

    /// Only the consent: the operator has yet to make the account
    #[arg(long, conflicts_with_all = ["first", "count"])]
    lead: bool,

    /// The customer does not let the operator see its number assignments
    #[arg(long)]
    no_graph: bool,

    /// An emergency address; may be repeated
    #[arg(long, value_name = "STREET,TOWN,COUNTRY")]
    address: Vec<String>,

    /// The first of the numbers that it has
    #[arg(long, value_name = "NUMBER")]
    first: Option<String>,

    /// How many numbers in a row
    #[arg(long, value_name = "COUNT", default_value_t = 1, requires = "first")]
    count: u64,
}

impl Account {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let mut body = json!({
            "name": self.name,
            "tenant": self.tenant,
            "company": self.company,
            "trustsUs": !self.no_graph,
            "hasAccount": !self.lead,
            "addresses": self.address.iter().map(|text| address(text)).collect::<Result<Vec<_>, _>>()?,
        });
        if let Some(first) = &self.first {
            body["numbers"] = json!({ "first": first, "count": self.count });
        }
        let answer = self.door.post("accounts", &body)?;
        self.door.print(&answer, |answer| {
            let tenant = answer["tenant"].as_str().unwrap_or_default();
            format!("{} is the tenant {tenant}, with {} numbers\n", self.name, answer["numbers"])
        })?;
        Ok(Outcome::Done)
    }
}

fn address(text: &str) -> anyhow::Result<Value> {
    let parts: Vec<_> = text.split(',').map(str::trim).collect();
    let [street, town, country] = parts[..] else { bail!("`{text}` is no address: write STREET,TOWN,COUNTRY") };
    let (house, street) = match street.split_once(' ') {
        Some((house, rest)) if house.starts_with(|sign: char| sign.is_ascii_digit()) => (house, rest),
        _ => ("1", street),
    };
    Ok(json!({ "houseNumber": house, "streetName": street, "cityOrTown": town, "country": country }))
}

/// Let numbers appear that nobody uploaded
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  numberline simulate appear quayside +441632960500 +441632960501
  numberline simulate appear quayside --first +441632961000 --count 100000")]
pub(super) struct Appear {
    #[command(flatten)]
    door: Door,

    /// The account, by its name or tenant
    #[arg(value_name = "ACCOUNT")]
    account: String,

    /// The numbers
    #[arg(value_name = "NUMBER", required_unless_present = "first")]
    numbers: Vec<String>,

    /// The first of several in a row
    #[arg(long, value_name = "NUMBER")]
    first: Option<String>,

    /// How many in a row
    #[arg(long, value_name = "COUNT", default_value_t = 1, requires = "first")]
    count: u64,
}

impl Appear {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let mut body = json!({ "numbers": self.numbers });
        if let Some(first) = &self.first {
            (body["first"], body["count"]) = (json!(first), json!(self.count));
        }
        let answer = self.door.post(&format!("accounts/{}/numbers", self.account), &body)?;
        self.door.print(&answer, |answer| format!("{} numbers appeared\n", answer["numbers"]))?;
        Ok(Outcome::Done)
    }
}

/// Delete numbers, as their customer
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  numberline simulate delete +441632960007
  numberline simulate delete --account quayside --count 3")]
pub(super) struct Delete {
    #[command(flatten)]
    door: Door,
    #[command(flatten)]
    chosen: Chosen,
}

impl Delete {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        self.door.act("numbers/delete", &self.chosen.body())?;
        Ok(Outcome::Done)
    }
}

/// Assign numbers, as their customer
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  numberline simulate assign +441632960007
  numberline simulate assign --account quayside --count 10 --to conferenceAssigned")]
pub(super) struct Assign {
    #[command(flatten)]
    door: Door,
    #[command(flatten)]
    chosen: Chosen,

    /// What Graph says of them from now on
    #[arg(long, value_name = "WORD", default_value = "userAssigned", value_parser = [
        "userAssigned", "conferenceAssigned", "voiceApplicationAssigned", "thirdPartyAppAssigned", "policyAssigned",
        "internalError",
    ])]
    to: String,
}

impl Assign {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let mut body = self.chosen.body();
        body["assignment"] = json!(self.to);
        self.door.act("numbers/assign", &body)?;
        Ok(Outcome::Done)
    }
}

/// End the assignment of numbers, as their customer
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  numberline simulate unassign +441632960007
  numberline simulate unassign --account quayside --count 10")]
pub(super) struct Unassign {
    #[command(flatten)]
    door: Door,
    #[command(flatten)]
    chosen: Chosen,
}

impl Unassign {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        self.door.act("numbers/unassign", &self.chosen.body())?;
        Ok(Outcome::Done)
    }
}

/// Let numbers show up under another account
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline simulate move +441632960007 --to harbour")]
pub(super) struct Move {
    #[command(flatten)]
    door: Door,
    #[command(flatten)]
    chosen: Chosen,

    /// The other account, by its name or tenant
    #[arg(long, value_name = "ACCOUNT")]
    to: String,
}

impl Move {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let mut body = self.chosen.body();
        body["to"] = json!(self.to);
        self.door.act("numbers/move", &body)?;
        Ok(Outcome::Done)
    }
}

/// Let numbers fail: at once, and whenever they are uploaded again
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  numberline simulate fail +441632960007
  numberline simulate fail +441632960007 --code NumberInUse --message 'Held by another operator.'")]
pub(super) struct Fail {
    #[command(flatten)]
    door: Door,
    #[command(flatten)]
    chosen: Chosen,

    /// The error's word
    #[arg(long, value_name = "WORD", default_value = "ProvisioningFailed")]
    code: String,

    /// The error's sentence
    #[arg(long, value_name = "TEXT", default_value = "The number could not be provisioned.")]
    message: String,
}

impl Fail {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let mut body = self.chosen.body();
        (body["code"], body["message"]) = (json!(self.code), json!(self.message));
        self.door.act("numbers/fail", &body)?;
        Ok(Outcome::Done)
    }
}

/// Let numbers that failed get through
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline simulate mend +441632960007")]
pub(super) struct Mend {
    #[command(flatten)]
    door: Door,

    /// The numbers
    #[arg(value_name = "NUMBER", required = true)]
    numbers: Vec<String>,
}

impl Mend {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        self.door.act("numbers/mend", &json!({ "numbers": self.numbers }))?;
        Ok(Outcome::Done)
    }
}
