//! Which state of the change log the inventory shows, to whom, and the tokens that follow the same log.

use crate::{Inventory, Selection};
use numberline_domain::{Guid, Scope, Token, TokenHash, TokenId};

impl Inventory {
    /// A step of the change log is whole: the inventory is the database at `seq`. For each tenant that was touched on the
    /// way comes the last seq that touched it, so that a followed inventory tells the same as a rebuilt one.
    pub fn announce(&mut self, seq: u64, touched: impl Iterator<Item = (Guid, u64)>) {
        self.seq = seq;
        for (tenant, seq) in touched {
            self.set_scope_seq(tenant, seq);
        }
    }

    fn set_scope_seq(&mut self, tenant: Guid, seq: u64) {
        let index = self.tenants.ensure(tenant);
        self.tenants.get_mut(index).seq = seq;
        self.tenants.counters.settle();
    }

    /// The announced seq.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// The announced seq to one who sees all; else the last seq that touched any tenant of the scope: no news of others.
    #[must_use]
    pub fn scope_seq(&self, scope: &Scope) -> u64 {
        match scope {
            Scope::All => self.seq,
            Scope::Tenants(tenants) => tenants.iter().map(|tenant| self.tenant_seq(*tenant)).max().unwrap_or(0),
        }
    }

    /// The last seq that touched any tenant of the selection: what an `ETag` depends on.
    #[must_use]
    pub fn touched_seq(&self, selection: &Selection<'_>) -> u64 {
        match selection.tenant {
            Some(tenant) if selection.scope.admits(tenant) => self.tenant_seq(tenant),
            Some(_) => 0,
            None => self.scope_seq(selection.scope),
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

    /// Whether the tenant exists. Whether the caller may know that is the scope's to say.
    #[must_use]
    pub fn knows_tenant(&self, tenant: Guid) -> bool {
        self.tenants.find(tenant).is_some()
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

    fn tenant_seq(&self, tenant: Guid) -> u64 {
        self.tenants.find(tenant).map_or(0, |tenant| tenant.seq)
    }
}
