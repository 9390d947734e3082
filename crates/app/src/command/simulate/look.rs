//! `numberline simulate state|numbers|orders`: what is there and what was ordered.

use super::door::Door;
use crate::command::Outcome;
use crate::table;
use numberline_simulator::Remote;
use serde_json::{Value, json};

/// Show how many of what a simulator has, and its accounts
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline simulate state\n  numberline simulate state --json")]
pub(super) struct State {
    #[command(flatten)]
    door: Door,
}

impl State {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let state = self.door.ask(async |remote: Remote| {
            let (mut state, accounts) = (remote.get("state").await?, remote.get("accounts").await?);
            state["accounts"] = accounts["accounts"].clone();
            Ok(state)
        })?;
        self.door.print(&state, |state| {
            let mut accounts = table::new(&["account", "tenant", "company", "consent", "numbers"]);
            for account in state["accounts"].as_array().into_iter().flatten() {
                accounts.add_row(["name", "tenant", "company", "consent", "numbers"].map(|name| cell(&account[name])));
            }
            let line = |what: &str| {
                let members = state[what].as_object().into_iter().flatten();
                let parts: Vec<_> = members.map(|(name, value)| format!("{name} {}", cell(value))).collect();
                format!("{what}: {}\n", parts.join(", "))
            };
            format!("{}\n{}{}{}", table::text(&accounts), line("numbers"), line("orders"), line("calls"))
        })?;
        Ok(Outcome::Done)
    }
}

/// List the numbers of an account
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  numberline simulate numbers quayside\n  numberline simulate numbers quayside --skip 1000 --json"
)]
pub(super) struct Numbers {
    #[command(flatten)]
    door: Door,

    /// The account, by its name or tenant
    #[arg(value_name = "ACCOUNT")]
    account: String,

    /// How many to leave out at the beginning
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    skip: u64,

    /// How many to list
    #[arg(long, value_name = "COUNT", default_value_t = 1000)]
    top: u64,
}

impl Numbers {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let path = format!("accounts/{}/numbers?skip={}&top={}", self.account, self.skip, self.top);
        let answer = self.door.ask(async |remote: Remote| remote.get(&path).await)?;
        self.door.print(&answer, |answer| {
            let mut numbers = table::new(&["number", "standing", "assignment"]);
            for number in answer["numbers"].as_array().into_iter().flatten() {
                numbers.add_row(["telephoneNumber", "standing", "assignment"].map(|name| cell(&number[name])));
            }
            table::text(&numbers)
        })?;
        Ok(Outcome::Done)
    }
}

/// List the orders that took effect, oldest first, and count what was doubled
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline simulate orders\n  numberline simulate orders --after 120 --json")]
pub(super) struct Orders {
    #[command(flatten)]
    door: Door,

    /// Leave out the orders up to this one
    #[arg(long, value_name = "ORDER", default_value_t = 0)]
    after: u64,
}

impl Orders {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let path = format!("orders?after={}", self.after);
        let answer = self.door.ask(async |remote: Remote| remote.get(&path).await)?;
        self.door.print(&answer, |answer| {
            let mut orders = table::new(&["order", "time", "operation", "account", "effect", "request id"]);
            for order in answer["orders"].as_array().into_iter().flatten() {
                orders.add_row([
                    cell(&order["sequence"]),
                    table::instant(&cell(&order["at"])),
                    cell(&order["operation"]),
                    cell(&order["account"]),
                    effect(order),
                    table::visible(&cell(&order["requestId"])),
                ]);
            }
            let counts = &answer["counts"];
            format!("{}\n{} orders, {} doubled\n", table::text(&orders), counts["orders"], counts["doubled"])
        })?;
        Ok(Outcome::Done)
    }
}

/// What an order did, as counts.
fn effect(order: &Value) -> String {
    let words = ["created", "updated", "deleted", "doubled", "absent"];
    let counts = words.iter().filter_map(|word| Some(format!("{} {word}", order[*word].as_array()?.len())));
    counts.collect::<Vec<_>>().join(", ")
}

/// A value as people read it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => table::visible(text),
        other => json!(other).to_string(),
    }
}
