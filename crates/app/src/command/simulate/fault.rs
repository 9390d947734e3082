//! `numberline simulate fault`: what goes wrong.

use super::door::Door;
use crate::command::Outcome;
use crate::table;
use numberline_simulator::{Fault as Rule, Remote, What};
use serde_json::{Value, json};

const FAULTS: &str = "\
Faults:
  throttle=SECONDS, throttle=date:SECONDS, throttle=none   429, with such a Retry-After
  status=CODE              this status; nothing is done
  silence, hang-up         no answer, or a closed connection; nothing is done
  lost-answer              the order is done, then the connection is closed
  drip=MILLISECONDS, cut   the answer comes byte by byte, or half of it
  malformed=FORM           html, empty, null, list, truncated, types, utf16, bom, nan, doubled,
                           deep or huge
  content-type, new-words  the answer says that it is HTML, or has words that are not known yet
  repeated-page, short-list, lost-page, endless-link, shuffled, changing-totals
                           a page of a list is not what it should be
  partial, partial=SHARE   one number of an order ends failed, or so many
  release-fails=failed, release-fails=silent
                           a delete is accepted, but the number stays

Examples:
  numberline simulate fault throttle=12 --operation listNumbers --times 1
  numberline simulate fault status=503 --operation graph --probability 0.6
  numberline simulate fault lost-answer --account quayside --times 1
  numberline simulate fault
  numberline simulate fault --clear";

/// Let calls go wrong; without a fault, list those that are set
#[derive(Debug, clap::Args)]
#[command(after_help = FAULTS)]
pub(super) struct Fault {
    #[command(flatten)]
    door: Door,

    /// What goes wrong: see below
    #[arg(value_name = "FAULT")]
    what: Option<What>,

    /// An operation of the contract, or gateway, graph or tokens; may be repeated [default: all]
    #[arg(long, value_name = "NAME", requires = "what")]
    operation: Vec<String>,

    /// Only in calls about this account, by its name or tenant
    #[arg(long, value_name = "ACCOUNT", requires = "what")]
    account: Option<String>,

    /// How often [default: for ever]
    #[arg(long, value_name = "COUNT", requires = "what")]
    times: Option<u32>,

    /// How many calls to let pass before the first
    #[arg(long, value_name = "COUNT", default_value_t = 0, requires = "what")]
    after: u32,

    /// How likely in each call, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 1.0, requires = "what")]
    probability: f64,

    /// Take back every fault
    #[arg(long, conflicts_with = "what")]
    clear: bool,
}

impl Fault {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        if self.clear {
            self.door.ask(async |remote: Remote| remote.delete("faults").await)?;
        } else if let Some(what) = self.what {
            let rule = Rule {
                what,
                operations: self.operation.clone(),
                account: self.account.clone(),
                times: self.times,
                after: self.after,
                probability: self.probability,
            };
            let answer = self.door.post("faults", &json!(rule))?;
            self.door.print(&answer, |answer| format!("fault {} is set\n", answer["id"]))?;
        } else {
            let answer = self.door.ask(async |remote: Remote| remote.get("faults").await)?;
            self.door.print(&answer, list)?;
        }
        Ok(Outcome::Done)
    }
}

fn list(answer: &Value) -> String {
    let mut faults = table::new(&["id", "fault", "operations", "account", "times", "struck"]);
    for rule in answer["faults"].as_array().into_iter().flatten() {
        let fault = &rule["fault"];
        let operations = fault["operations"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let operations: Vec<_> = operations.collect();
        faults.add_row([
            rule["id"].to_string(),
            fault["what"].as_str().unwrap_or_default().to_owned(),
            if operations.is_empty() { "all".to_owned() } else { operations.join(" ") },
            table::visible(fault["account"].as_str().unwrap_or("any")),
            fault["times"].as_u64().map_or_else(|| "for ever".to_owned(), |times| times.to_string()),
            rule["struck"].to_string(),
        ]);
    }
    table::text(&faults)
}
