//! Reads the list of an account on a thread of its own, while what was read is written.

use super::missing::{self, Candidate};
use super::writer::Writer;
use super::{Pass, Report};
use crate::job::Interrupted;
use crate::observation::{Observation, Seen};
use hashbrown::HashSet;
use numberline_domain::{PhoneNumber, Status};
use numberline_upstream::{AccountName, CapabilityPlan, Failure, NumberPage, Upstream, UpstreamNumber, Walk};

/// Pages that may wait to be written.
const AHEAD: usize = 4;
/// So many awaited numbers are asked for one by one; for more the list is read.
const ONE_BY_ONE: usize = 20;

/// The capability plans of the account, asked for when the first number needs them.
struct Plans<'a> {
    upstream: &'a dyn Upstream,
    account: &'a AccountName,
    known: Option<Vec<CapabilityPlan>>,
}

impl Plans<'_> {
    fn of(&mut self, number: &UpstreamNumber) -> Result<&[CapabilityPlan], Failure> {
        if number.needs_plans() && self.known.is_none() {
            self.known = Some(self.upstream.capability_plans(self.account)?);
        }
        Ok(self.known.as_deref().unwrap_or_default())
    }
}

/// Which numbers the list had.
struct Listed {
    seen: HashSet<PhoneNumber>,
    /// Whether it had as many as it said it has.
    is_whole: bool,
}

/// A full pass.
pub(super) fn full(pass: &Pass<'_>) -> Result<Report, Interrupted> {
    let mut plans = Plans { upstream: pass.upstream, account: &pass.account, known: None };
    // Numbers that come in while the list is read are none that are missing from it.
    let candidates = missing::candidates(pass, &Status::ALL)?;
    let mut writer = Writer::new(pass);
    let listed = list(pass, &mut plans, &mut writer)?;
    writer.flush()?;
    if !listed.is_whole {
        return Err(incomplete(listed.seen.len()).into());
    }
    let of = candidates.len();
    let missing = without(candidates, &listed.seen);
    let mut report = missing::look(pass, &missing, u64::try_from(of).unwrap_or(u64::MAX), &mut writer, |number| {
        Ok(Seen::of(number, plans.of(number)?).unwrap_or(Seen::Absent))
    })?;
    report.seen = u64::try_from(listed.seen.len()).unwrap_or(u64::MAX);
    report.changed = writer.finish()?;
    Ok(report)
}

/// A pass over what is awaited: uploads to be seen, releases and removals to be gone.
pub(super) fn awaited(pass: &Pass<'_>) -> Result<Report, Interrupted> {
    const AWAITED: [Status; 3] = [Status::PendingFirstSync, Status::ReleaseRequested, Status::ReadyForRemoval];
    let mut plans = Plans { upstream: pass.upstream, account: &pass.account, known: None };
    let awaited = missing::candidates(pass, &AWAITED)?;
    let mut writer = Writer::new(pass);
    let (mut seen, missing) = if awaited.len() <= ONE_BY_ONE {
        (0, awaited)
    } else {
        let listed = list(pass, &mut plans, &mut writer)?;
        writer.flush()?;
        if !listed.is_whole {
            return Err(incomplete(listed.seen.len()).into());
        }
        (listed.seen.len(), without(awaited, &listed.seen))
    };
    let asked = missing.len();
    let one_by_one = seen == 0;
    let mut report = if one_by_one {
        missing::ask(pass, missing.iter().map(|candidate| candidate.phone), &mut writer, |number| {
            Ok(Seen::of(number, plans.of(number)?).unwrap_or(Seen::Absent))
        })?;
        seen = asked;
        Report { asked: u64::try_from(asked).unwrap_or(u64::MAX), ..Report::default() }
    } else {
        // No active number is among them, so nothing can be marked.
        missing::look(pass, &missing, u64::MAX, &mut writer, |number| {
            Ok(Seen::of(number, plans.of(number)?).unwrap_or(Seen::Absent))
        })?
    };
    report.seen = u64::try_from(seen).unwrap_or(u64::MAX);
    report.changed = writer.finish()?;
    Ok(report)
}

fn without(candidates: Vec<Candidate>, seen: &HashSet<PhoneNumber>) -> Vec<Candidate> {
    candidates.into_iter().filter(|candidate| !seen.contains(&candidate.phone)).collect()
}

fn incomplete(seen: usize) -> Failure {
    Failure::Malformed {
        reason: format!("the list of {seen} numbers has not as many as it says, or changed meanwhile"),
    }
}

/// Reads the whole list, and hands on what it says of each number.
fn list(pass: &Pass<'_>, plans: &mut Plans<'_>, writer: &mut Writer<'_, '_>) -> Result<Listed, Interrupted> {
    let (sender, pages) = crossbeam_channel::bounded(AHEAD);
    std::thread::scope(|scope| {
        let (upstream, account) = (pass.upstream, &pass.account);
        let fetching = scope.spawn(move || fetch(upstream, account, &sender));
        // The channel goes along: when reading ends early, the other thread notices it at its next page.
        let listed = take(pass, pages, plans, writer);
        fetching.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        listed
    })
}

/// Takes the pages as they come.
fn take(
    pass: &Pass<'_>,
    pages: crossbeam_channel::Receiver<Option<Result<NumberPage, Failure>>>,
    plans: &mut Plans<'_>,
    writer: &mut Writer<'_, '_>,
) -> Result<Listed, Interrupted> {
    let (mut seen, mut not_ours, mut set_aside) = (HashSet::new(), HashSet::new(), 0);
    let mut counts: Option<[Option<u64>; 2]> = None;
    for page in pages {
        pass.held.touch()?;
        let Some(page) = page else {
            let distinct = u64::try_from(seen.len() + not_ours.len()).unwrap_or(u64::MAX).saturating_add(set_aside);
            let is_whole = counts.unwrap_or_default().iter().all(|count| count.is_none_or(|count| count == distinct));
            return Ok(Listed { seen, is_whole });
        };
        let page = page?;
        let [first, _] = counts.unwrap_or([page.record_count; 2]);
        counts = Some([first, page.record_count]);
        set_aside += page.set_aside;
        for number in page.numbers {
            let Some(said) = Seen::of(&number, plans.of(&number)?) else {
                not_ours.insert(number.phone);
                continue;
            };
            if seen.insert(number.phone) {
                writer.push(Observation { phone: number.phone, seen: said })?;
            }
        }
    }
    Err(Failure::Malformed { reason: "reading the list broke off".to_owned() }.into())
}

/// The pages one after the other, then `None`; or what went wrong.
fn fetch(
    upstream: &dyn Upstream,
    account: &AccountName,
    pages: &crossbeam_channel::Sender<Option<Result<NumberPage, Failure>>>,
) {
    let (mut walk, mut link) = (Walk::default(), None);
    loop {
        let page = upstream.numbers(Some(account), link.as_ref());
        let next = page.as_ref().ok().and_then(|page| page.next.clone());
        let failed = page.is_err();
        if pages.send(Some(page)).is_err() || failed {
            return;
        }
        let Some(next) = next else {
            // Nobody listens any longer only when reading broke off.
            let _ = pages.send(None);
            return;
        };
        if let Err(failure) = walk.step(&next) {
            let _ = pages.send(Some(Err(failure)));
            return;
        }
        link = Some(next);
    }
}
