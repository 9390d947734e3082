//! Sweeps: every active number's assignment is checked in its customer's directory, under one `asticks`.
//!
//! A sweep is a task. It reads each tenant's list, and asks for those numbers by themselves that the list did not have.
//! When it goes on after a break, numbers that already bear its `asticks` are done.

mod tenant;

use super::context::{Held, Jobs, random_guid};
use super::{Interrupted, pause};
use crate::observation::check::Counts;
use crate::{Error, Service};
use numberline_domain::{Guid, PhoneNumber, TaskId, TaskKind, TaskStatus, Ticks};
use numberline_store::task::Filter;
use numberline_store::{SyncState, Task, Tx, task, tenant as tenants, tenant_sync, time};
use serde::{Deserialize, Serialize};
use std::time::Duration;

const ACTOR: &str = "job:sweep";

/// What a sweep checks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Extent {
    /// Only numbers of this tenant.
    #[serde(skip_serializing_if = "Option::is_none", with = "guid_text", default)]
    pub tenant: Option<Guid>,
    /// Only the numbers with these digits; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub numbers: Vec<u64>,
    /// Only numbers whose last successful check is longer ago, in seconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub older_than_seconds: Option<u64>,
}

/// The input of a sweep's task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Input {
    asticks: i64,
    #[serde(flatten)]
    extent: Extent,
}

mod guid_text {
    use numberline_domain::Guid;
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(guid: &Option<Guid>, serializer: S) -> Result<S::Ok, S::Error> {
        match guid {
            Some(guid) => serializer.collect_str(guid),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Guid>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| Guid::parse(&text).map_err(de::Error::custom)).transpose()
    }
}

/// Orders a sweep; the answer is its task.
///
/// # Errors
/// When the tenant is not known, or the database cannot be written.
pub fn order(service: &Service, extent: &Extent, actor: &str) -> Result<TaskId, Error> {
    let author = service.author(actor);
    let id = TaskId::from(random_guid()?);
    service.database.write(&author, |tx| insert(tx, id, extent, actor, author.at))?;
    Ok(id)
}

fn insert(tx: &Tx<'_>, id: TaskId, extent: &Extent, actor: &str, at: Ticks) -> Result<(), Error> {
    let tenant = match extent.tenant {
        None => None,
        Some(guid) => match tenants::find(tx, guid)? {
            Some(id) => Some(id),
            None => return Err(Error::Refused(format!("there is no tenant {guid}"))),
        },
    };
    let task = Task {
        id,
        kind: TaskKind::Sweep,
        tenant,
        status: TaskStatus::InProgress,
        actor: actor.to_owned(),
        created_at: at,
        completed_at: None,
        due_at: time::now(tx)?,
        is_paused: false,
        attempts: 0,
        input: input(at, extent),
        output: None,
        error: None,
    };
    Ok(task::insert(tx, &task)?)
}

/// The input of the task of a sweep that is ordered now: from then on its `asticks` stand.
pub(crate) fn input(at: Ticks, extent: &Extent) -> String {
    let input = Input { asticks: at.as_i64(), extent: extent.clone() };
    serde_json::to_string(&input).expect("texts and integers serialise")
}

/// Orders a sweep over everything when the last one of that kind is old enough, and none is under way.
pub(super) fn order_if_due(jobs: &Jobs) -> Result<(), Error> {
    let Some(every) = jobs.settings.sweep_every.filter(|_| jobs.upstream().is_some()) else { return Ok(()) };
    let is_due = |tx: &Tx<'_>| is_due(tx, jobs.now(), every);
    if !jobs.read(is_due)? {
        return Ok(());
    }
    let Some(held) = jobs.take("sweep", ACTOR)? else { return Ok(()) };
    let id = TaskId::from(random_guid()?);
    // Another node may have ordered one between the look and the lease.
    let ordered = held.write(|tx| match is_due(tx)? {
        true => Ok(insert(tx, id, &Extent::default(), ACTOR, jobs.now())?),
        false => Ok(()),
    });
    held.give_back();
    match ordered {
        Ok(_) | Err(Interrupted::LeaseLost | Interrupted::Stopped | Interrupted::Upstream(_)) => Ok(()),
        Err(Interrupted::Here(error)) => Err(error),
    }
}

fn is_due(tx: &Tx<'_>, now: Ticks, every: Duration) -> Result<bool, numberline_store::Error> {
    let sweeps = Filter { kind: Some(TaskKind::Sweep), ..Filter::default() };
    // Sweeps of a tenant or a number come and go between those of everything.
    const LOOK_BACK: u64 = 200;
    let last = task::page(tx, &sweeps, 0, LOOK_BACK)?;
    let mut of_everything = last.iter().filter(|task| {
        let input: Option<Input> = serde_json::from_str(&task.input).ok();
        input.is_some_and(|input| input.extent == Extent::default())
    });
    if let Some(last) = of_everything.next() {
        return Ok(last.status.is_final() && pause::later(last.created_at, every) <= now);
    }
    Ok(true)
}

/// Goes on with a sweep that is due, to its end; `false` when somebody else does.
pub(super) fn step(jobs: &Jobs, id: TaskId) -> Result<bool, Error> {
    let Some(held) = jobs.take(&format!("task:{}", Guid::from(id)), ACTOR)? else { return Ok(false) };
    let result = run(jobs, &held, id);
    held.give_back();
    match result {
        Ok(()) => Ok(true),
        Err(Interrupted::LeaseLost | Interrupted::Stopped | Interrupted::Upstream(_)) => Ok(false),
        Err(Interrupted::Here(error)) => Err(error),
    }
}

/// Does an ordered sweep now, unless somebody else does; the answer is how it stands then.
///
/// # Errors
/// Why it broke off.
pub fn run_now(jobs: &Jobs, id: TaskId) -> Result<Option<Task>, Interrupted> {
    if let Some(held) = jobs.take(&format!("task:{}", Guid::from(id)), ACTOR)? {
        let result = run(jobs, &held, id);
        held.give_back();
        result?;
    }
    Ok(jobs.read(|tx| task::get(tx, id))?)
}

fn run(jobs: &Jobs, held: &Held<'_>, id: TaskId) -> Result<(), Interrupted> {
    let Some(task) = jobs.read(|tx| task::get(tx, id))? else { return Ok(()) };
    if task.status != TaskStatus::InProgress || task.is_paused {
        return Ok(());
    }
    let Some(upstream) = jobs.upstream() else {
        held.write(|tx| {
            let due = pause::later(time::now(tx)?, Duration::from_secs(30));
            task::put_off(tx, id, due, 0, Some("no upstream is configured: the task waits"))?;
            Ok(())
        })?;
        return Ok(());
    };
    let input: Input = serde_json::from_str(&task.input)
        .map_err(|error| Error::Refused(format!("the input of {id} is damaged: {error}")))?;
    let numbers = input.extent.numbers.iter().map(|digits| PhoneNumber::from_digits(*digits)).collect::<Result<_, _>>();
    let numbers = numbers.map_err(|error| Error::Refused(format!("a number of {id} {error}")))?;
    let now = jobs.now();
    let sweep = tenant::Sweep {
        jobs,
        held,
        upstream,
        task: id,
        asticks: input.asticks,
        numbers,
        checked_before: input
            .extent
            .older_than_seconds
            .map(|seconds| now.saturating_add(-i64::try_from(seconds.saturating_mul(10_000_000)).unwrap_or(i64::MAX))),
    };
    for (tenant, guid) in tenants_of(jobs, &task)? {
        jobs.go_on()?;
        let open =
            jobs.read(|tx| task::get(tx, id))?.filter(|task| task.status == TaskStatus::InProgress && !task.is_paused);
        if open.is_none() {
            return Ok(());
        }
        sweep.check(tenant, guid)?;
    }
    held.write(|tx| {
        task::lock(tx, id)?;
        add(tx, id, &Counts::default())?;
        task::finish(tx, id, TaskStatus::CompletedSuccess, jobs.now(), None)?;
        Ok(())
    })?;
    Ok(())
}

/// The tenants of a sweep: the one it names, or all that have an account at the upstream.
fn tenants_of(jobs: &Jobs, task: &Task) -> Result<Vec<(u32, Guid)>, Interrupted> {
    if let Some(id) = task.tenant {
        let guid = jobs.read(|tx| tenants::get(tx, id))?.ok_or_else(|| Error::missing("tenant", id))?;
        return Ok(vec![(id, guid)]);
    }
    let all = jobs.read(tenant_sync::all)?;
    let with_account = all.into_iter().filter(|sync| sync.state != SyncState::NoAccount && sync.account.is_some());
    Ok(with_account.map(|sync| (sync.tenant, sync.guid)).collect())
}

/// Adds to what came of a sweep, in the transaction in which it came.
fn add(tx: &Tx<'_>, id: TaskId, counts: &Counts) -> Result<(), Error> {
    let output = task::get(tx, id)?.and_then(|task| task.output);
    let mut sum: Counts = output.and_then(|output| serde_json::from_str(&output).ok()).unwrap_or_default();
    sum.add(counts);
    let output = serde_json::to_string(&sum).map_err(|error| Error::Refused(error.to_string()))?;
    Ok(task::set_output(tx, id, &output)?)
}
