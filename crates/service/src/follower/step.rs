//! One step along the log: reads what the log names, applies it in slices, then announces the new number.

use super::Position;
use super::build::each_channel;
use super::dictionary::Fetched;
use crate::{Error, Service};
use numberline_domain::{ChannelId, Guid, IdSet, Number, NumberId, Token, TokenId};
use numberline_inventory::{Commit, Inventory, Touched};
use numberline_store::{FactKind, LoggedChange, Seq, Subject, Tx, change, fact, head, number, tenant, token};
use parking_lot::RwLockWriteGuard;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// Numbers read at once and applied under one write lock: a tenth of a millisecond of it, so that no reader waits long.
const SLICE: i64 = 128;
/// Ids between two wanted ones that are rather read along than asked for separately.
const READ_ALONG: i64 = 64;
/// Facts defined anew under one write lock: each may have a dozen heads to be written again.
const RENEWED: usize = 32;

/// What the log names.
#[derive(Default)]
struct Named {
    /// The ids, by tenant.
    numbers: BTreeMap<u32, Vec<IdSet>>,
    /// The last commit that touched a tenant in a channel, or in any of its channels.
    touched: BTreeMap<(u32, Option<ChannelId>), Commit>,
    tokens: BTreeSet<TokenId>,
    /// Facts that were rewritten under their ids.
    facts: BTreeSet<(FactKind, u32)>,
}

impl Named {
    fn note(&mut self, logged: &LoggedChange) {
        if let Some(tenant) = logged.change.tenant {
            // What is not about numbers may touch any channel of the tenant.
            let sets = self.numbers.entry(tenant).or_default();
            let channels = match &logged.change.subject {
                Subject::Numbers { ids, channels, .. } => {
                    sets.push(ids.clone());
                    channels.as_deref()
                }
                Subject::Token(_) | Subject::Facts { .. } | Subject::Record(_) => None,
            };
            for channel in each_channel(channels) {
                self.touched.insert((tenant, channel), Commit { seq: logged.seq.0, mark: logged.mark });
            }
        }
        match &logged.change.subject {
            Subject::Numbers { .. } => {}
            Subject::Token(id) => {
                self.tokens.insert(*id);
            }
            // A damaged set is told by the numbers of `check`; what can be read of it is followed.
            Subject::Facts { kind, ids, .. } => {
                let ids = ids.ranges().flatten().flatten().filter_map(|id| u32::try_from(id).ok());
                self.facts.extend(ids.map(|id| (*kind, id)));
            }
            Subject::Record(_) => {}
        }
    }
}

/// Follows the log to the head. `false` when the log does not lead there: the inventory has to be built anew.
pub(super) fn step(service: &Service, at: &mut Position) -> Result<bool, Error> {
    service.database.read(|tx| {
        let head = head::read(tx)?;
        service.shared.followed.note_head(head.seq.0);
        if head.epoch != at.epoch || !leads_on(tx, head.seq, at)? {
            return Ok(false);
        }
        if head.seq.0 == at.seq {
            return Ok(true);
        }
        if change::oldest(tx)?.is_none_or(|oldest| oldest.0 > at.seq + 1) {
            return Ok(false);
        }
        let mark = change::mark_of(tx, head.seq)?;
        at.torn = Some((head.seq.0, mark));
        follow(service, tx, at.seq, head.seq)?;
        *at = Position { seq: head.seq.0, epoch: head.epoch, mark, torn: None };
        Ok(true)
    })
}

/// Whether the log has every commit of which the inventory has something.
fn leads_on(tx: &Tx<'_>, head: Seq, at: &Position) -> Result<bool, Error> {
    for (seq, mark) in [Some((at.seq, at.mark)), at.torn].into_iter().flatten() {
        if seq > head.0 || (seq > 0 && change::mark_of(tx, Seq(seq))? != mark) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn follow(service: &Service, tx: &Tx<'_>, from: u64, to: Seq) -> Result<(), Error> {
    let mut named = Named::default();
    change::since(tx, Seq(from), |logged| named.note(logged))?;
    renew(service, tx, &named.facts)?;
    let mut guids: BTreeMap<u32, Guid> = BTreeMap::new();
    for (tenant_id, sets) in &named.numbers {
        let guid = tenant::get(tx, *tenant_id)?.ok_or_else(|| Error::missing("tenant", *tenant_id))?;
        guids.insert(*tenant_id, guid);
        for set in sets {
            apply_set(service, tx, guid, set)?;
        }
    }
    let touched = named.touched.iter().map(|((tenant, channel), commit)| Touched {
        tenant: guids[tenant],
        channel: *channel,
        commit: *commit,
    });
    let homes = homes_of(service, tx, guids.values().copied())?;
    let tokens = named.tokens.iter().map(|id| token::get(tx, *id)).collect::<Result<Vec<_>, _>>()?;
    let mut inventory = service.shared.inventory_mut();
    for token in tokens.into_iter().flatten() {
        put_token(&mut inventory, token);
    }
    // Last: a tenant that is new comes with its numbers, not as one that has none.
    guids.values().for_each(|guid| inventory.name_tenant(*guid));
    homes.define(&mut inventory);
    inventory.settle();
    inventory.announce(to.0, touched);
    drop(inventory);
    service.shared.set_reached(to.0);
    service.shared.followed.note_step();
    Ok(())
}

/// The services of touched tenants that no number has led to: a tenant is in the channels of all of them, however many
/// commits a step takes together.
fn homes_of(service: &Service, tx: &Tx<'_>, tenants: impl Iterator<Item = Guid>) -> Result<Fetched, Error> {
    let mut fetched = Fetched::default();
    for tenant in tenants {
        let services = fact::service::of_tenant(tx, tenant)?;
        fetched.take_services(&service.shared.inventory(), services);
    }
    Ok(fetched)
}

/// Makes rewritten facts in the inventory what they are in the snapshot.
fn renew(service: &Service, tx: &Tx<'_>, facts: &BTreeSet<(FactKind, u32)>) -> Result<(), Error> {
    let facts: Vec<_> = facts.iter().copied().collect();
    for together in facts.chunks(RENEWED) {
        let mut fetched = Fetched::default();
        {
            let inventory = service.shared.inventory();
            for (kind, id) in together {
                fetched.fetch_again(tx, &inventory, *kind, *id)?;
            }
        }
        service.shared.note_heard();
        let mut inventory = service.shared.inventory_mut();
        fetched.define(&mut inventory);
        give_way(inventory);
    }
    Ok(())
}

fn put_token(inventory: &mut Inventory, token: Token) {
    token.scope.tenants().unwrap_or_default().iter().for_each(|tenant| inventory.name_tenant(*tenant));
    inventory.put_token(token);
}

/// Ids that are read with one statement.
#[derive(Default)]
struct Window {
    ranges: Vec<RangeInclusive<i64>>,
    ids: i64,
}

impl Window {
    /// Whether a further range is better read along than by itself.
    fn takes(&self, range: &RangeInclusive<i64>) -> bool {
        let Some(last) = self.ranges.last() else { return true };
        self.ids + (range.end() - range.start()) < SLICE && range.start() - last.end() <= READ_ALONG
    }

    fn push(&mut self, range: RangeInclusive<i64>) {
        self.ids += range.end() - range.start() + 1;
        self.ranges.push(range);
    }
}

fn apply_set(service: &Service, tx: &Tx<'_>, tenant: Guid, set: &IdSet) -> Result<(), Error> {
    let mut window = Window::default();
    for range in set.ranges() {
        let range =
            range.map_err(|_| Error::Refused("the change log is damaged; run `numberline check`".to_owned()))?;
        let (mut start, end) = range.into_inner();
        loop {
            let piece = start..=end.min(start.saturating_add(SLICE - 1));
            let piece_end = *piece.end();
            if !window.takes(&piece) {
                apply_window(service, tx, tenant, &std::mem::take(&mut window))?;
            }
            window.push(piece);
            if piece_end == end {
                break;
            }
            start = piece_end + 1;
        }
    }
    apply_window(service, tx, tenant, &window)
}

/// Makes the named rows of a tenant in the inventory what they are in the snapshot: gone, or as they stand.
fn apply_window(service: &Service, tx: &Tx<'_>, tenant: Guid, window: &Window) -> Result<(), Error> {
    let (Some(first), Some(last)) = (window.ranges.first(), window.ranges.last()) else { return Ok(()) };
    let mut standing: Vec<Number> = Vec::new();
    let mut ranges = window.ranges.iter().peekable();
    number::in_range(tx, *first.start()..=*last.end(), |number| {
        let id = number.id.as_i64();
        while ranges.next_if(|range| *range.end() < id).is_some() {}
        if ranges.peek().is_some_and(|range| range.contains(&id)) {
            standing.push(number);
        }
    })?;
    service.shared.note_heard();
    let mut fetched = Fetched::default();
    {
        let inventory = service.shared.inventory();
        for number in &standing {
            fetched.fetch_for(tx, &inventory, number)?;
        }
    }
    let mut inventory = service.shared.inventory_mut();
    fetched.define(&mut inventory);
    for id in window.ranges.iter().cloned().flatten() {
        // Whatever had the id in this tenant goes first: the row that has it now may be another number's.
        if let Some(id) = NumberId::from_i64(id) {
            inventory.remove(tenant, id);
        }
    }
    for number in &standing {
        inventory.upsert(number);
    }
    inventory.settle();
    give_way(inventory);
    Ok(())
}

/// Ends a slice: readers that wait get the lock, not the next slice, and the processor too if they need it.
fn give_way(inventory: RwLockWriteGuard<'_, Inventory>) {
    RwLockWriteGuard::unlock_fair(inventory);
    std::thread::yield_now();
}
