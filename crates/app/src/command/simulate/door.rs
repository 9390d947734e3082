//! The way to a simulator that runs.

use crate::output;
use anyhow::Context;
use numberline_simulator::{NotDone, Remote};
use serde_json::{Value, json};

/// Where it is, and how what it says is shown.
#[derive(Debug, clap::Args)]
pub(super) struct Door {
    /// The simulator to drive
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8090")]
    simulator: String,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Numbers that are named, or chosen by chance from an account.
#[derive(Debug, clap::Args)]
pub(super) struct Chosen {
    /// The numbers
    #[arg(value_name = "NUMBER", required_unless_present = "account")]
    numbers: Vec<String>,

    /// Instead of naming numbers: any of this account, by its name or tenant
    #[arg(long, value_name = "ACCOUNT", conflicts_with = "numbers")]
    account: Option<String>,

    /// How many of them
    #[arg(long, value_name = "COUNT", default_value_t = 1, requires = "account")]
    count: u64,
}

impl Door {
    /// Does something there.
    pub(super) fn ask<F: Future<Output = Result<Value, NotDone>>>(
        &self,
        ask: impl FnOnce(Remote) -> F,
    ) -> anyhow::Result<Value> {
        let remote = Remote::at(&self.simulator)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        Ok(runtime.context("cannot start a thread")?.block_on(ask(remote))?)
    }

    /// Posts something there.
    pub(super) fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        self.ask(async |remote: Remote| remote.post(path, body).await)
    }

    /// Prints an answer, as JSON when that is wanted.
    pub(super) fn print(&self, answer: &Value, text: impl FnOnce(&Value) -> String) -> anyhow::Result<()> {
        let text = if self.json { format!("{answer}\n") } else { text(answer) };
        Ok(output::print(text.as_bytes())?)
    }

    /// Does something with numbers, and prints which ones they were.
    pub(super) fn act(&self, path: &str, body: &Value) -> anyhow::Result<()> {
        let answer = self.post(path, body)?;
        self.print(&answer, |answer| {
            let numbers = answer["numbers"].as_array().into_iter().flatten().filter_map(Value::as_str);
            numbers.map(|number| format!("{number}\n")).collect()
        })
    }
}

impl Chosen {
    /// They, as the control API takes them.
    pub(super) fn body(&self) -> Value {
        match &self.account {
            Some(account) => json!({ "account": account, "count": self.count }),
            None => json!({ "numbers": self.numbers }),
        }
    }
}
