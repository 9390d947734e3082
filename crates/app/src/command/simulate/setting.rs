//! `numberline simulate set|life|reset`: how it behaves from now on.

use super::door::Door;
use crate::command::Outcome;
use crate::duration;
use numberline_simulator::{Rate, Remote};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// Change the rate and the delays of a simulator that runs, and show its settings
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  numberline simulate set --rate unlimited --sync-delay 0s
  numberline simulate set --release-delay 10m --while-releasing unchanged")]
pub(super) struct Set {
    #[command(flatten)]
    door: Door,

    /// How many calls of the gateway are answered in a minute, or `unlimited`
    #[arg(long, value_name = "CALLS")]
    rate: Option<Rate>,

    /// How long an uploaded number is pending
    #[arg(long, value_name = "TIME", value_parser = duration::parse_or_none)]
    sync_delay: Option<Duration>,

    /// How long a released number is still there
    #[arg(long, value_name = "TIME", value_parser = duration::parse_or_none)]
    release_delay: Option<Duration>,

    /// How a released number shows until then
    #[arg(long, value_name = "WORD", value_parser = ["pending", "unchanged", "absent"])]
    while_releasing: Option<String>,
}

impl Set {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let mut body = Map::new();
        let mut set = |name: &str, value: Option<Value>| body.extend(value.map(|value| (name.to_owned(), value)));
        set("rate", self.rate.map(|rate| json!(rate.to_string())));
        set("syncDelaySeconds", self.sync_delay.map(|delay| json!(delay.as_secs_f64())));
        set("releaseDelaySeconds", self.release_delay.map(|delay| json!(delay.as_secs_f64())));
        set("whileReleasing", self.while_releasing.as_ref().map(|word| json!(word)));
        let body = Value::Object(body);
        let settings = self.door.ask(async |remote: Remote| remote.patch("settings", &body).await)?;
        self.door.print(&settings, |settings| {
            let members = settings.as_object().into_iter().flatten();
            let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            members.map(|(name, value)| format!("{name} {}\n", text(value))).collect()
        })?;
        Ok(Outcome::Done)
    }
}

/// Let customers delete and assign numbers by themselves, by chance
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  numberline simulate life --every 10s --deletes 2 --spare quayside
  numberline simulate life --stop")]
pub(super) struct Life {
    #[command(flatten)]
    door: Door,

    /// How long a round waits for the next
    #[arg(long, value_name = "TIME", value_parser = duration::parse, required_unless_present = "stop")]
    every: Option<Duration>,

    /// How many numbers are deleted in a round
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    deletes: u64,

    /// How many numbers are assigned, or freed, in a round
    #[arg(long, value_name = "COUNT", default_value_t = 5)]
    assignments: u64,

    /// An account, by name or tenant, in which nothing happens; may be repeated
    #[arg(long, value_name = "ACCOUNT")]
    spare: Vec<String>,

    /// No longer
    #[arg(long, conflicts_with = "every")]
    stop: bool,
}

impl Life {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let life = self.every.map(|pause| {
            json!({
                "everySeconds": pause.as_secs_f64(),
                "deletes": self.deletes,
                "assignments": self.assignments,
                "spared": self.spare,
            })
        });
        self.door.ask(async |remote: Remote| match &life {
            Some(life) => remote.put("life", life).await,
            None => remote.delete("life").await,
        })?;
        Ok(Outcome::Done)
    }
}

/// Forget every customer, number, fault and order of a simulator that runs
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  numberline simulate reset")]
pub(super) struct Reset {
    #[command(flatten)]
    door: Door,
}

impl Reset {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        self.door.post("reset", &json!({}))?;
        Ok(Outcome::Done)
    }
}
