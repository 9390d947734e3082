//! A window of a list of numbers, from any offset: what a table shows that scrolls through millions.

use super::{Recent, Refusal, ready};
use crate::Service;
use crate::number::{Answer, freshness};
use crate::token::Caller;
use numberline_domain::{Guid, Scope, Search, StatusFilter};
use numberline_inventory::{Commit, Inventory, Ready, Selection, Tally, Totals, total_of};
use parking_lot::Mutex;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::{Duration, Instant};

pub use numberline_inventory::{Sieve, Wanted};

/// Sifted lists whose counts are kept: 10 kB for a million numbers each.
const KEPT: usize = 32;
/// Stretches counted under one lock: 16,384 numbers.
const SLICE: usize = 16;
/// How often counting begins anew because the list changed meanwhile. After that the counts are of several states.
const RESTARTS: u32 = 2;
/// How long a request may count. The next one goes on where it stopped.
const PATIENCE: Duration = Duration::from_secs(3);

/// A window asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The tenant; `None` for all that the caller sees.
    pub tenant: Option<Guid>,
    /// The statuses.
    pub filter: StatusFilter,
    /// What else the numbers must have.
    pub sieve: Sieve,
    /// How many numbers stand before the window.
    pub offset: u64,
    /// How many it has at most.
    pub limit: u64,
}

impl Window {
    /// Whether the whole list may have to be looked at, which takes so long that it should not hold up other requests.
    #[must_use]
    pub fn is_sifted(&self) -> bool {
        !self.sieve.is_open()
    }

    /// A text that differs for different windows.
    fn tag(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.sieve.hash(&mut hasher);
        let tenant = self.tenant.map_or_else(|| "all".to_owned(), |tenant| tenant.to_string());
        let filter = match self.filter {
            StatusFilter::All => "all".to_owned(),
            StatusFilter::Only(status) => status.code().to_string(),
        };
        format!("w-{tenant}-{filter}-{:x}-{}-{}", hasher.finish(), self.offset, self.limit)
    }
}

/// Counts of sifted lists.
pub(super) struct Kept(Recent<(Scope, Option<Guid>, Sieve), Arc<Mutex<Sifted>>>);

impl Default for Kept {
    fn default() -> Self {
        Self(Recent::of(KEPT))
    }
}

/// A sifted list, counted as far as it is.
#[derive(Default)]
struct Sifted {
    /// Of which state it is: the epoch, and the last commit that touched the list.
    state: Option<(u64, Commit)>,
    ready: Option<Ready>,
    tally: Tally,
    /// Whether all counts are of that one state.
    is_exact: bool,
}

/// Renders a window with its totals by status, whatever the filter, into `out`:
/// `{"offset","limit","total","isExact","totals":{…},"data":[…]}`.
///
/// Blocks for as long as sifting takes: see [`Window::is_sifted`].
///
/// # Errors
/// A [`Refusal`].
pub fn window(
    service: &Service,
    caller: &Caller,
    asked: &Window,
    is_known: impl Fn(&str) -> bool,
    out: &mut Vec<u8>,
) -> Result<Answer, Refusal> {
    let selection = Selection { scope: &caller.scope, tenant: asked.tenant, filter: asked.filter };
    let inventory = ready(service)?;
    if asked.tenant.is_some_and(|tenant| !inventory.shows_tenant(tenant, &caller.scope)) {
        return Err(Refusal::UnknownTenant);
    }
    let before = freshness(service, &inventory, caller, &selection, &asked.tag());
    if is_known(&before.etag) {
        return Ok(Answer::Known(before));
    }
    let mut data = Vec::new();
    if asked.sieve.is_open() {
        let totals = inventory.totals(&selection);
        write_head(asked, &totals, true, out);
        if inventory.records(&selection, asked.offset, asked.limit, b",", out) > 0 {
            out.pop();
        }
        out.extend_from_slice(b"]}");
        return Ok(Answer::Fresh(before));
    }
    if let Some(Search::Numbers(phones)) = &asked.sieve.search {
        let ready = inventory.ready(&asked.sieve);
        let (totals, _) = inventory.picked(&selection, &ready, phones, asked.offset, asked.limit, &mut data);
        write_head(asked, &totals, true, out);
    } else {
        drop(inventory);
        let kept = service.shared().views.windows.0.get((caller.scope.clone(), asked.tenant, asked.sieve.clone()));
        let mut sifted = kept.lock();
        sifted.count(service, &selection, &asked.sieve)?;
        let inventory = service.shared().inventory();
        if let Sifted { ready: Some(ready), tally, is_exact, .. } = &*sifted {
            inventory.sifted(&selection, ready, tally, asked.offset, asked.limit, &mut data);
            write_head(asked, &tally.totals(), *is_exact, out);
        }
    }
    out.extend_from_slice(&data);
    out.extend_from_slice(b"]}");
    Ok(Answer::Fresh(before))
}

impl Sifted {
    /// Counts to the end of the list as it is now, or goes on where an earlier request had to stop.
    fn count(&mut self, service: &Service, selection: &Selection<'_>, sieve: &Sieve) -> Result<(), Refusal> {
        let deadline = Instant::now() + PATIENCE;
        let mut restarts = 0;
        loop {
            let inventory = service.shared().inventory();
            let state = (inventory.epoch(), inventory.touched(selection));
            if self.state != Some(state) && restarts <= RESTARTS {
                *self =
                    Self { ready: Some(inventory.ready(sieve)), state: Some(state), is_exact: true, ..Self::default() };
                restarts += 1;
            }
            self.is_exact &= self.state == Some(state);
            if self.tally.is_whole() {
                return Ok(());
            }
            self.count_slice(&inventory, selection);
            drop(inventory);
            if Instant::now() > deadline {
                return Err(Refusal::SearchUnfinished);
            }
        }
    }

    fn count_slice(&mut self, inventory: &Inventory, selection: &Selection<'_>) {
        if let Some(ready) = &self.ready {
            inventory.count_on(selection, ready, &mut self.tally, SLICE);
        }
    }
}

/// Everything before the records.
fn write_head(asked: &Window, totals: &Totals, is_exact: bool, out: &mut Vec<u8>) {
    let total = total_of(totals, asked.filter);
    let [active, release, marked, ready, pending] = totals;
    let (offset, limit) = (asked.offset, asked.limit);
    let head = format!(
        "{{\"offset\":{offset},\"limit\":{limit},\"total\":{total},\"isExact\":{is_exact},\"totals\":{{\
         \"Active\":{active},\"ReleaseRequested\":{release},\"MarkedForRemoval\":{marked},\
         \"ReadyForRemoval\":{ready},\"PendingFirstSync\":{pending}}},\"data\":["
    );
    out.extend_from_slice(head.as_bytes());
}
