//! What the commands that order something have in common: how numbers are named, and how a task is followed.

use super::Outcome;
use crate::{output, progress::Bar};
use numberline_domain::{EntryState, Guid, PhoneNumber, PhoneRange, Refused, TaskId, TaskStatus, Wanted};
use numberline_service::order::{Ordered, Refusal};
use numberline_service::task::{self, TaskView};
use numberline_service::token::Caller;
use numberline_service::{Progress, Service};
use std::time::Duration;

/// How often a task is looked at.
const LOOK: Duration = Duration::from_millis(300);

/// Whose numbers, which, and whether to wait.
#[derive(Debug, clap::Args)]
pub(crate) struct OrderArguments {
    /// The tenant
    #[arg(long, value_name = "GUID", value_parser = Guid::parse)]
    pub(crate) tenant: Guid,

    /// Numbers such as +441632960001, and ranges such as +441632960100-+441632960199
    #[arg(required = true, value_name = "NUMBER", value_parser = Named::parse)]
    numbers: Vec<Named>,

    /// Print the task's id and do not wait for its end
    #[arg(long)]
    no_wait: bool,

    /// Print the task as the API gives it
    #[arg(long)]
    json: bool,
}

/// A number or a range, as it is named at the command line.
#[derive(Debug, Clone, Copy)]
enum Named {
    Number(PhoneNumber),
    Range(PhoneRange),
}

impl Named {
    fn parse(text: &str) -> Result<Self, String> {
        let number = |text: &str| PhoneNumber::parse(text).map_err(|reason| format!("`{text}` {reason}"));
        match text.split_once('-') {
            None => number(text).map(Self::Number),
            Some((start, end)) => Ok(Self::Range(PhoneRange { start: number(start)?, end: number(end)? })),
        }
    }
}

impl OrderArguments {
    /// The numbers that are named.
    pub(crate) fn wanted(&self) -> Wanted {
        let mut wanted = Wanted::default();
        for named in &self.numbers {
            match named {
                Named::Number(phone) => wanted.numbers.push(*phone),
                Named::Range(range) => wanted.ranges.push(*range),
            }
        }
        wanted
    }

    /// Tells what became of an order: its refusals, its task, or how the task ended.
    pub(crate) fn tell(&self, service: &Service, ordered: Result<Ordered, Refusal>) -> anyhow::Result<Outcome> {
        let task = match ordered {
            Ok(ordered) => ordered.task,
            Err(refusal) => return tell_refusal(refusal),
        };
        if self.no_wait {
            output::print(format!("{task}\n").as_bytes())?;
            return Ok(Outcome::Done);
        }
        output::say(&format!("{task}: a server carries it out; Ctrl-C leaves it to it"));
        let view = follow(service, task)?;
        tell_end(&view, self.json)
    }
}

/// Says on one line each what is refused.
pub(crate) fn tell_refusal(refusal: Refusal) -> anyhow::Result<Outcome> {
    match refusal {
        Refusal::Items(refused) => tell_items(&refused),
        Refusal::UnknownTenant => output::say("no number, service or token ever named this tenant"),
        Refusal::KeyReused => output::say("the key was used for another order"),
        Refusal::Failed(error) => return Err(error.into()),
    }
    Ok(Outcome::Refused)
}

/// Says of each item why it is refused.
pub(crate) fn tell_items(refused: &[Refused]) {
    for refused in refused {
        let standing = match (refused.from, refused.to) {
            (Some(from), Some(to)) if from != to => format!(" ({from} to {to})"),
            _ => String::new(),
        };
        output::say(&format!("{}: {}{standing}", refused.item, refused.reason));
    }
}

/// Shows how far a task is until it ends.
fn follow(service: &Service, id: TaskId) -> anyhow::Result<TaskView> {
    let bar = Bar::new();
    let mut done = 0;
    let mut told = None;
    let mut is_begun = false;
    loop {
        let view = task::find(service, &Caller::of_the_command_line(), id)?;
        if !is_begun {
            bar.phase("numbers", Some(view.counts.total()));
            is_begun = true;
        }
        let ended = view.counts.total() - view.counts.open();
        bar.advance(ended.saturating_sub(done));
        done = ended;
        if view.task.status.is_final() {
            return Ok(view);
        }
        if view.task.error.is_some() && view.task.error != told {
            told.clone_from(&view.task.error);
            output::say(told.as_deref().unwrap_or_default());
        }
        std::thread::sleep(LOOK);
    }
}

/// Tells how a task ended, and what failed in it.
pub(crate) fn tell_end(view: &TaskView, json: bool) -> anyhow::Result<Outcome> {
    if json {
        output::print(format!("{}\n", numberline_api::task_json(view)).as_bytes())?;
    } else {
        let (done, total) = (view.counts.in_state(EntryState::Done), view.counts.total());
        let status = view.task.status;
        output::print(format!("{}: {status}, {done} of {total} numbers are done\n", view.task.id).as_bytes())?;
        for entry in &view.failures {
            let reason = entry.error.as_deref().or(entry.error_code.as_deref()).unwrap_or("no reason was given");
            output::say(&format!("{}: {}: {reason}", entry.phone, entry.state));
        }
    }
    Ok(match view.task.status {
        TaskStatus::InProgress | TaskStatus::CompletedSuccess => Outcome::Done,
        TaskStatus::CompletedWithErrors | TaskStatus::Failed | TaskStatus::Cancelled => Outcome::Refused,
    })
}
