//! What an operator may do to a task. The job that works on it asks for the task's row first, as these do, so that
//! neither undoes what the other does.

use super::{Refusal, TaskView, seen, view};
use crate::order::{Desk, Seen, log_status, look};
use crate::token::Caller;
use crate::{Error, Service, release, unassign};
use numberline_domain::{
    EntryState, Event, Item, Number, PhoneNumber, Reason, Refused, Standing, Status, TaskId, TaskKind, TaskStatus,
};
use numberline_store::{Author, Entry, Task, Tx, entry, hold, number, task, time};

/// Entries of a task at most.
const ALL: u32 = u32::MAX >> 1;

/// What is done to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// What failed is tried again, and what waits for its next try is tried at once.
    Retry,
    /// Nothing more is begun until it is resumed.
    Pause,
    /// It goes on.
    Resume,
    /// What was not begun is given up; what was begun is seen to its end.
    Abandon,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 4] = [Self::Retry, Self::Pause, Self::Resume, Self::Abandon];

    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Abandon => "abandon",
        }
    }

    /// The action of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == name)
    }

    const fn participle(self) -> &'static str {
        match self {
            Self::Retry => "retried",
            Self::Pause => "paused",
            Self::Resume => "resumed",
            Self::Abandon => "abandoned",
        }
    }
}

/// Does something to a task. How it stands then, and the change that an inventory must have reached to show it.
///
/// # Errors
/// A [`Refusal`]; nothing is changed then.
pub fn act(
    service: &Service,
    caller: &Caller,
    actor: &str,
    id: TaskId,
    action: Action,
) -> Result<(TaskView, u64), Refusal> {
    let author = service.author(actor);
    let written = service.database.write(&author, |tx| {
        number::lock(tx)?;
        let task = seen(tx, caller, task::lock(tx, id)?)?;
        let refuse = || Refusal::Status { status: task.status, action: action.participle() };
        let is_open = !task.status.is_final();
        match action {
            Action::Pause | Action::Resume if is_open => {
                let due_at = time::now(tx)?;
                task::set_paused(tx, id, action == Action::Pause, due_at)?;
            }
            Action::Abandon if is_open => abandon(tx, &author, &task)?,
            Action::Retry if task.status != TaskStatus::Cancelled => {
                if !retry(tx, &author, &task)? {
                    return Err(refuse());
                }
            }
            Action::Pause | Action::Resume | Action::Abandon | Action::Retry => return Err(refuse()),
        }
        let task = task::get(tx, id)?.ok_or(Refusal::UnknownTask)?;
        view(tx, task, true)
    })?;
    service.shared.wake_follower();
    Ok((written.value, written.seq.0))
}

/// Gives up what was not begun. Numbers whose release was asked for are active again; all others stay where they are.
fn abandon(tx: &mut Tx<'_>, author: &Author, task: &Task) -> Result<(), Refusal> {
    if let (TaskKind::Release, Some(tenant)) = (task.kind, task.tenant) {
        let waiting = entry::in_state(tx, task.id, EntryState::Waiting, ALL)?;
        let phones: Vec<PhoneNumber> = waiting.iter().map(|entry| entry.phone).collect();
        // A file may have brought one to another tenant meanwhile.
        let numbers = look(tx, &phones)?.into_iter().filter_map(|seen| seen.of_tenant(tenant).ok());
        let back: Vec<Number> = numbers
            .filter(|number| waiting.iter().any(|entry| entry.number == Some(number.id)))
            .filter(|number| number.status == Status::ReleaseRequested)
            .collect();
        let mut ids: Vec<_> = back.iter().map(|number| number.id).collect();
        ids.sort_unstable();
        debug_assert_eq!(
            Standing::Listed(Status::ReleaseRequested).after(Event::ReleaseRefused),
            Ok(Standing::Listed(Status::Active))
        );
        number::set_status_each(tx, &ids, Status::Active)?;
        log_status(tx, tenant, &back, Status::ReleaseRequested, Status::Active, Some(task.id))?;
    }
    entry::move_all(tx, task.id, EntryState::Waiting, EntryState::Abandoned)?;
    hold::let_go_final(tx, task.id)?;
    if entry::counts(tx, task.id)?.open() == 0 {
        task::finish(tx, task.id, TaskStatus::Cancelled, author.at, None)?;
    } else {
        // Its job sees what was begun to its end, also if it was paused.
        task::set_paused(tx, task.id, false, time::now(tx)?)?;
    }
    Ok(())
}

/// Tries again what failed, as far as the numbers still admit it; `false` when there is nothing to try.
fn retry(tx: &mut Tx<'_>, author: &Author, task: &Task) -> Result<bool, Refusal> {
    let failed = entry::in_state(tx, task.id, EntryState::Failed, ALL)?;
    let due_at = time::now(tx)?;
    if failed.is_empty() {
        if !task.status.is_final() {
            task::put_off(tx, task.id, due_at, 0, None)?;
        }
        return Ok(!task.status.is_final());
    }
    let (again, refused) = judge(tx, task, failed)?;
    if again.is_empty() {
        return Err(Refusal::Items(refused));
    }
    let mut wanted: Vec<_> = again.iter().map(|(entry, _)| (entry.phone, entry.id)).collect();
    wanted.sort_unstable();
    hold::take_each(tx, &wanted)?;
    if let (TaskKind::Release, Some(tenant)) = (task.kind, task.tenant) {
        let numbers = again.iter().map(|(_, number)| *number).collect();
        release::request(tx, &Desk { tenant, author, task: task.id }, numbers)?;
    }
    let mut writer = entry::writer(tx)?;
    for (entry, _) in again {
        writer.set(&Entry { state: EntryState::Waiting, order: None, error_code: None, error: None, ..entry })?;
    }
    drop(writer);
    task::reopen(tx, task.id, due_at)?;
    Ok(true)
}

/// Entries that can be tried again, with their numbers; why the others cannot.
type Judged = (Vec<(Entry, Number)>, Vec<Refused>);

fn judge(tx: &Tx<'_>, task: &Task, failed: Vec<Entry>) -> Result<Judged, Error> {
    let phones: Vec<PhoneNumber> = failed.iter().map(|entry| entry.phone).collect();
    let (mut again, mut refused) = (Vec::new(), Vec::new());
    for (entry, seen) in failed.into_iter().zip(look(tx, &phones)?) {
        match judge_one(task, &seen) {
            Ok(number) if entry.number == Some(number.id) => again.push((entry, number)),
            Ok(_) => refused.push(seen.unknown()),
            Err(refusal) => refused.push(refusal),
        }
    }
    Ok((again, refused))
}

fn judge_one(task: &Task, seen: &Seen) -> Result<Number, Refused> {
    let Some(tenant) = task.tenant else { return Err(seen.unknown()) };
    let stays = |expected: Status| {
        let number = seen.of_tenant(tenant)?;
        let to = Standing::Listed(expected);
        seen.free(number.status, to)?;
        let illegal = Refused::standing(seen.phone, Reason::Illegal, number.status, to);
        if number.status == expected { Ok(number) } else { Err(illegal) }
    };
    match task.kind {
        TaskKind::Upload => stays(Status::PendingFirstSync),
        TaskKind::Removal => stays(Status::ReadyForRemoval),
        TaskKind::Release => release::judge(seen, tenant),
        TaskKind::Unassign => unassign::judge(seen, tenant),
        TaskKind::Sweep => Err(Refused::new(Item::Number(seen.phone), Reason::Unknown)),
    }
}
