//! Which state of the change log the inventory shows, to whom, and the tokens that follow the same log.

use crate::tenants::Tenant;
use crate::{Inventory, Selection};
use numberline_domain::{ChannelId, Guid, Scope, Token, TokenHash, TokenId};

/// A commit. Commits of one history are in the order of their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Commit {
    /// Its number; 0 for none.
    pub seq: u64,
    /// What tells it from another that got the same number after a restore, or on a promoted replica.
    pub mark: i64,
}

/// The last commit that touched something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touched {
    /// What of the tenant it touched: its numbers in this channel.
    pub tenant: Guid,
    /// `None` when that may have been any of its channels.
    pub channel: Option<ChannelId>,
    /// Which commit it was.
    pub commit: Commit,
}

impl Inventory {
    /// A step of the change log is whole: the inventory is the database at `seq`. For what was touched on the way comes
    /// the last commit that touched it, so that a followed inventory tells the same as a rebuilt one.
    pub fn announce(&mut self, seq: u64, touched: impl Iterator<Item = Touched>) {
        self.seq = seq;
        // Those that name a channel come first: from them on there is a group that the others touch too.
        let (certain, any): (Vec<_>, Vec<_>) = touched.partition(|touched| touched.channel.is_some());
        certain.iter().chain(&any).for_each(|touched| self.note(touched));
        self.settle_sums();
    }

    fn note(&mut self, touched: &Touched) {
        let Touched { tenant, channel, commit } = *touched;
        self.touched = self.touched.max(commit);
        let index = self.tenants.ensure(tenant);
        let groups = match channel {
            Some(channel) => vec![self.ensure_group(tenant, channel)],
            None => self.tenants.get(index).groups.clone(),
        };
        let known = self.tenants.get_mut(index);
        known.touched = known.touched.max(commit);
        for group in groups {
            let group = &mut self.groups[group as usize];
            group.touched = group.touched.max(commit);
            self.channels.note(group.channel, commit);
        }
    }

    /// The announced seq.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// The announced seq to one who sees all; else the last seq that touched any group of the scope: no news of others.
    #[must_use]
    pub fn scope_seq(&self, scope: &Scope) -> u64 {
        if *scope == Scope::All { self.seq } else { self.touched_within(scope).seq }
    }

    /// The last commit that touched any group of the selection: what an `ETag` depends on.
    #[must_use]
    pub fn touched(&self, selection: &Selection<'_>) -> Commit {
        match selection.tenant {
            Some(tenant) if selection.scope.admits_tenant(tenant) => self.touched_of(tenant, selection.scope),
            Some(_) => Commit::default(),
            None => self.touched_within(selection.scope),
        }
    }

    fn touched_within(&self, scope: &Scope) -> Commit {
        match (scope.tenants(), scope.channels()) {
            (None, None) => self.touched,
            (None, Some(channels)) => {
                self.channels.of(channels).map(|channel| channel.touched).max().unwrap_or_default()
            }
            (Some(tenants), _) => {
                tenants.iter().map(|tenant| self.touched_of(*tenant, scope)).max().unwrap_or_default()
            }
        }
    }

    /// The epoch: changed when the database becomes another one.
    #[must_use]
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Sets the epoch.
    pub const fn set_epoch(&mut self, epoch: u64) {
        self.epoch = epoch;
    }

    /// How many tenants exist, with rows or without.
    #[must_use]
    pub fn tenant_count(&self) -> usize {
        self.tenants.len()
    }

    /// Whether the tenant exists. Whether the caller may know that [`Inventory::shows_tenant`] says.
    #[must_use]
    pub fn knows_tenant(&self, tenant: Guid) -> bool {
        self.tenants.find(tenant).is_some()
    }

    /// Whether the tenant exists for one with this scope: limited to channels, only when it has something in one of them.
    #[must_use]
    pub fn shows_tenant(&self, tenant: Guid, scope: &Scope) -> bool {
        self.tenants.find(tenant).is_some_and(|known| self.is_shown(known, scope))
    }

    pub(crate) fn is_shown(&self, tenant: &Tenant, scope: &Scope) -> bool {
        scope.admits_tenant(tenant.guid)
            && (scope.channels().is_none() || self.groups_of(tenant, scope).next().is_some())
    }

    /// How many numbers there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.phones.len() as u64
    }

    /// Whether there is no number.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes in a token, or what became of it.
    pub fn put_token(&mut self, token: Token) {
        self.tokens.insert(token.hash, token);
    }

    /// Forgets every token.
    pub fn drop_tokens(&mut self) {
        self.tokens.clear();
    }

    /// The token with this hash, revoked and expired ones too: the caller judges.
    #[must_use]
    pub fn token(&self, hash: &TokenHash) -> Option<&Token> {
        self.tokens.get(hash)
    }

    /// The token with this id, revoked and expired ones too. Looks at every token.
    #[must_use]
    pub fn token_by_id(&self, id: TokenId) -> Option<&Token> {
        self.tokens.values().find(|token| token.id == id)
    }

    /// The last commit that touched what the tenant has in the channels of a scope.
    pub(crate) fn touched_of(&self, tenant: Guid, scope: &Scope) -> Commit {
        let Some(known) = self.tenants.find(tenant) else { return Commit::default() };
        match scope.channels() {
            None => known.touched,
            Some(_) => self.groups_of(known, scope).map(|group| group.touched).max().unwrap_or_default(),
        }
    }
}
