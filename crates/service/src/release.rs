//! Releases: numbers that a tenant gives back, and pending uploads that are withdrawn.

use crate::order::{self, Desk, Order, Ordered, Origin, Refusal, Seen, is_assigned, log_status, look};
use crate::upload::is_upload_of;
use crate::{Error, Service};
use numberline_domain::{
    EntryState, Event, Guid, Number, PhoneNumber, Reason, Refused, Standing, Status, TaskKind, Wanted,
};
use numberline_store::{Counter, Entry, Tx, entry, number, task, time};

/// A release as it is ordered.
#[derive(Debug, Clone)]
pub struct Release {
    /// Whose numbers.
    pub tenant: Guid,
    /// Which.
    pub wanted: Wanted,
    /// How many they may come to.
    pub limit: usize,
}

/// Orders the release of a tenant's numbers.
///
/// # Errors
/// A [`Refusal`]; nothing is changed then.
pub fn order(service: &Service, origin: Origin<'_>, release: &Release) -> Result<Ordered, Refusal> {
    let order = Order::new(TaskKind::Release, release.tenant, "{}".to_owned(), &release.wanted);
    let expanded = order::expand(&release.wanted, release.limit);
    let phones: Vec<PhoneNumber> = expanded.numbers.iter().map(|(phone, _)| *phone).collect();
    let entries = service.database.reserve(Counter::Entry, phones.len() as u64)?;
    order::take(service, origin, &order, |tx, desk| {
        let mut refused = expanded.refused.clone();
        let mut going = Vec::with_capacity(phones.len());
        for seen in look(tx, &phones)? {
            match judge(&seen, desk.tenant) {
                Ok(number) => going.push(number),
                Err(refusal) => refused.push(refusal),
            }
        }
        order::all_or_nothing(refused)?;
        let numbers = going.iter().map(|number| (number.phone, number.id));
        order::keep_entries(tx, desk.task, entries.clone(), numbers)?;
        give_up_uploads(tx, &going)?;
        request(tx, desk, going)
    })
}

/// Whether a tenant's number can be released.
pub(crate) fn judge(seen: &Seen, tenant: u32) -> Result<Number, Refused> {
    let (number, _) = seen.after(tenant, Event::ReleaseRequested)?;
    if is_assigned(&number) {
        let to = Event::ReleaseRequested.aim();
        return Err(Refused::standing(seen.phone, Reason::Assigned, number.status, to));
    }
    Ok(number)
}

/// Gives the active ones among the numbers their new status; what is pending stays so until it is withdrawn.
pub(crate) fn request(tx: &mut Tx<'_>, desk: &Desk<'_>, numbers: Vec<Number>) -> Result<(), Refusal> {
    let active: Vec<Number> = numbers.into_iter().filter(|number| number.status == Status::Active).collect();
    let mut ids: Vec<_> = active.iter().map(|number| number.id).collect();
    ids.sort_unstable();
    let next = Standing::Listed(Status::Active).after(Event::ReleaseRequested);
    debug_assert_eq!(next, Ok(Standing::Listed(Status::ReleaseRequested)));
    number::set_status_each(tx, &ids, Status::ReleaseRequested)?;
    let (before, after) = (Status::Active, Status::ReleaseRequested);
    Ok(log_status(tx, desk.tenant, &active, before, after, Some(desk.task))?)
}

/// Uploads that Microsoft has taken are no longer waited for when their numbers are withdrawn.
fn give_up_uploads(tx: &Tx<'_>, numbers: &[Number]) -> Result<(), Error> {
    let mut withdrawn: Vec<Entry> = Vec::new();
    for number in numbers.iter().filter(|number| number.status == Status::PendingFirstSync) {
        let Some(entry) = number.entry.map_or(Ok(None), |id| entry::get(tx, id))? else { continue };
        if entry.state == EntryState::Accepted && is_upload_of(&entry, number) {
            withdrawn.push(entry);
        }
    }
    let mut uploads: Vec<_> = withdrawn.iter().map(|entry| entry.task).collect();
    uploads.sort_unstable();
    uploads.dedup();
    for upload in &uploads {
        task::lock(tx, *upload)?;
    }
    let mut writer = entry::writer(tx)?;
    for entry in withdrawn {
        writer.set(&Entry {
            state: EntryState::Abandoned,
            error_code: Some("withdrawn".to_owned()),
            error: Some("the number was withdrawn before the sync saw it".to_owned()),
            ..entry
        })?;
    }
    drop(writer);
    let now = time::now(tx)?;
    // Their job notices that they have nothing more to wait for.
    uploads.into_iter().try_for_each(|upload| task::hasten(tx, upload, now)).map_err(Error::from)
}
