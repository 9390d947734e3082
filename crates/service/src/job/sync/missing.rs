//! The tenant's numbers that the list did not have: each is asked for by itself before it counts as absent.

use super::writer::Writer;
use super::{Pass, Report, guard};
use crate::job::Interrupted;
use crate::observation::write::{self, Batch};
use crate::observation::{Observation, Seen};
use numberline_domain::{PhoneNumber, Scope, Status, StatusFilter};
use numberline_inventory::Selection;
use numberline_upstream::{Failure, UpstreamNumber};

/// Numbers read from the inventory under one lock.
const SLICE: u64 = 20_000;

/// A number of ours that may be missing there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) phone: PhoneNumber,
}

/// The tenant's numbers with these statuses, as the inventory has them.
pub(super) fn candidates(pass: &Pass<'_>, statuses: &[Status]) -> Result<Vec<Candidate>, Interrupted> {
    let scope = Scope::All;
    let mut candidates = Vec::new();
    for status in statuses {
        let selection =
            Selection { scope: &scope, tenant: Some(pass.tenant.guid), filter: StatusFilter::Only(*status) };
        let mut skip = 0;
        loop {
            pass.jobs.go_on()?;
            let visited = pass.jobs.service.shared.inventory().numbers(&selection, skip, SLICE, |_, number| {
                candidates.push(Candidate { phone: number.phone });
            });
            skip += visited;
            if visited < SLICE {
                break;
            }
        }
    }
    Ok(candidates)
}

/// Asks for those whose absence would mean something, unless there are too many.
pub(super) fn look(
    pass: &Pass<'_>,
    missing: &[Candidate],
    of: u64,
    writer: &mut Writer<'_, '_>,
    said: impl FnMut(&UpstreamNumber) -> Result<Seen, Failure>,
) -> Result<Report, Interrupted> {
    let absent: Vec<Observation> =
        missing.iter().map(|candidate| Observation { phone: candidate.phone, seen: Seen::Absent }).collect();
    let batch = Batch {
        tenant: pass.tenant,
        observations: &absent,
        at: pass.at,
        actor: pass.held.actor(),
        deadline: pass.jobs.settings.deadline,
        profile: None,
    };
    let moves = pass.jobs.service.database.read(|tx| write::moves(tx, &batch))?;
    let unasked = u64::try_from(moves.iter().filter(|(_, is_awaited)| !is_awaited).count()).unwrap_or(u64::MAX);
    let must_ask = guard::must_ask(unasked, of) && !pass.is_confirmed;
    let asked = moves.into_iter().filter(|(_, is_awaited)| *is_awaited || !must_ask).map(|(phone, _)| phone);
    let asked: Vec<PhoneNumber> = asked.collect();
    let report = Report {
        asked: u64::try_from(asked.len()).unwrap_or(u64::MAX),
        guarded: must_ask.then_some(unasked),
        ..Report::default()
    };
    ask(pass, asked.into_iter(), writer, said)?;
    Ok(report)
}

/// Asks for each number by itself.
pub(super) fn ask(
    pass: &Pass<'_>,
    phones: impl Iterator<Item = PhoneNumber>,
    writer: &mut Writer<'_, '_>,
    mut said: impl FnMut(&UpstreamNumber) -> Result<Seen, Failure>,
) -> Result<(), Interrupted> {
    for phone in phones {
        pass.held.touch()?;
        let answer = pass.upstream.number(&pass.account, phone);
        let seen = match answer.and_then(|number| number.as_ref().map(&mut said).transpose()) {
            Ok(seen) => seen.unwrap_or(Seen::Absent),
            Err(failure) => {
                // What was learnt before is not lost.
                writer.flush()?;
                return Err(failure.into());
            }
        };
        writer.push(Observation { phone, seen })?;
    }
    Ok(())
}
