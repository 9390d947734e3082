//! Tokens: made, listed, revoked and recognised.

use crate::{Error, Seq, Service};
use numberline_domain::{ChannelId, Guid, Label, Role, Scope, Ticks, Token, TokenHash, TokenId, TokenSecret};
use numberline_store::{Change, ChangeKind, Counter, Subject, Tx, token};
use std::time::Duration;

/// For how long tokens are trusted while the database, where one may have been revoked, does not answer.
const TRUSTED_WITHOUT_DATABASE: Duration = Duration::from_secs(15 * 60);

/// Who asks, once recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The token.
    pub token: TokenId,
    /// What the caller may do.
    pub role: Role,
    /// Which tenants and channels the caller sees.
    pub scope: Scope,
    /// The same before the request narrowed it: which changes the caller may wait for.
    pub token_scope: Scope,
    /// A number that differs for different scopes: part of entity tags.
    pub scope_fingerprint: u64,
}

/// Why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialRefusal {
    /// Nobody was given this token.
    Unknown,
    /// Its time is over.
    Expired,
    /// It was revoked.
    Revoked,
    /// The inventory is not there yet, so nobody can be recognised.
    InventoryLoading,
    /// The database has been away for longer than tokens are trusted without it.
    Unverifiable,
}

/// What a new token shall be.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What its bearer may do.
    pub role: Role,
    /// Which tenants its bearer sees; none named means all.
    pub tenants: Vec<Guid>,
    /// Which channels its bearer sees; none named means all.
    pub channels: Vec<ChannelId>,
    /// What its maker calls it.
    pub name: Option<Label>,
    /// How long it lives; `None` for ever.
    pub expires_in: Option<Duration>,
}

impl Caller {
    /// The person at the command line, who has the database file and so sees everything.
    #[must_use]
    pub fn of_the_command_line() -> Self {
        Self { token: TokenId(0), role: Role::Admin, scope: Scope::All, token_scope: Scope::All, scope_fingerprint: 0 }
    }

    /// The caller, who now sees one channel alone; nothing at all where the channel is beyond its reach.
    #[must_use]
    pub fn narrowed_to(self, channel: ChannelId) -> Self {
        let scope = self.scope.narrowed_to(channel);
        Self { scope_fingerprint: fingerprint(&scope), scope, ..self }
    }
}

/// A token that was made.
#[derive(Debug)]
pub struct Made {
    /// The token.
    pub token: Token,
    /// Its text.
    pub secret: TokenSecret,
    /// The change by which it was made.
    pub seq: Seq,
}

/// What became of a revocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revoked {
    /// It is revoked by this change.
    Now(Seq),
    /// It had been revoked before, by this change at the latest.
    Before(Seq),
    /// There is no such token.
    Unknown,
}

/// Recognises the bearer of a token.
///
/// # Errors
/// A [`CredentialRefusal`].
pub fn authenticate(service: &Service, presented: &str) -> Result<Caller, CredentialRefusal> {
    if !service.shared.is_ready() {
        return Err(CredentialRefusal::InventoryLoading);
    }
    if service.shared.stale_for().is_some_and(|stale| stale > TRUSTED_WITHOUT_DATABASE) {
        return Err(CredentialRefusal::Unverifiable);
    }
    let hash = TokenHash::of(presented);
    let now = service.clock.now();
    let inventory = service.shared.inventory();
    let token = inventory.token(&hash).ok_or(CredentialRefusal::Unknown)?;
    if token.revoked_at.is_some() {
        return Err(CredentialRefusal::Revoked);
    }
    if token.expires_at.is_some_and(|end| end <= now) {
        return Err(CredentialRefusal::Expired);
    }
    let caller = Caller {
        token: token.id,
        role: token.role,
        scope: token.scope.clone(),
        token_scope: token.scope.clone(),
        scope_fingerprint: fingerprint(&token.scope),
    };
    drop(inventory);
    service.shared.note_use(caller.token, now);
    Ok(caller)
}

/// A number that differs for different scopes, on every node and after every start.
fn fingerprint(scope: &Scope) -> u64 {
    let mut hash = Fnv::default();
    if let Some(tenants) = scope.tenants() {
        hash.take(b"tenants");
        tenants.iter().for_each(|tenant| hash.take(&tenant.as_u128().to_be_bytes()));
    }
    if let Some(channels) = scope.channels() {
        hash.take(b"channels");
        channels.iter().for_each(|channel| hash.take(&channel.to_be_bytes()));
    }
    if *scope == Scope::All { 0 } else { hash.0 }
}

/// Fowler, Noll and Vo's hash 1a.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

/// Makes a token. Its text is handed out here and never again.
///
/// # Errors
/// When the lifetime ends beyond the calendar, or the database fails.
pub fn create(service: &Service, new: &NewToken, actor: &str) -> Result<Made, Error> {
    let author = service.author(actor);
    let expires_at = new.expires_in.map(|lifetime| ends(author.at, lifetime)).transpose()?;
    let id = service.database.reserve(Counter::Token, 1)?.start;
    let tenants = service.database.reserve(Counter::Tenant, new.tenants.len() as u64)?;
    let mut bits = [0; 32];
    getrandom::fill(&mut bits).map_err(|error| Error::Refused(format!("no random bits for a token: {error}")))?;
    let secret = TokenSecret::from_random(bits);
    let token = Token {
        id: TokenId(id),
        hash: secret.hash(),
        role: new.role,
        scope: Scope::within(new.tenants.clone(), new.channels.clone()),
        name: new.name.clone().map(String::from),
        created_at: author.at,
        expires_at,
        revoked_at: None,
        last_used_at: None,
    };
    let written = service.database.write(&author, |tx: &mut Tx<'_>| {
        for (tenant, fresh) in new.tenants.iter().zip(tenants) {
            let fresh = u32::try_from(fresh).expect("the counter of tenants ends at 32 bits");
            numberline_store::tenant::intern(tx, *tenant, fresh)?;
        }
        token::insert(tx, &token)?;
        tx.log(change(&token, ChangeKind::TokenCreated));
        Ok::<_, Error>(())
    })?;
    service.shared.wake_follower();
    Ok(Made { token, secret, seq: written.seq })
}

fn ends(now: Ticks, lifetime: Duration) -> Result<Ticks, Error> {
    i64::try_from(lifetime.as_nanos() / 100)
        .ok()
        .and_then(|ticks| now.as_i64().checked_add(ticks))
        .and_then(|end| Ticks::from_i64(end).ok())
        .ok_or_else(|| Error::Refused("the token would outlive the calendar; give it a shorter life".to_owned()))
}

fn change(token: &Token, kind: ChangeKind) -> Change {
    Change { tenant: None, kind, subject: Subject::Token(token.id), before: None, after: None, task: None }
}

/// Every token, revoked and expired ones included.
///
/// # Errors
/// When the database fails.
pub fn list(service: &Service) -> Result<Vec<Token>, Error> {
    service.database.read(|tx| {
        let mut tokens = Vec::new();
        token::all(tx, |token| tokens.push(token))?;
        Ok(tokens)
    })
}

/// The tokens that reach no further than this scope.
///
/// # Errors
/// When the database fails.
pub fn list_within(service: &Service, scope: &Scope) -> Result<Vec<Token>, Error> {
    let mut tokens = list(service)?;
    tokens.retain(|token| token.scope.reaches_no_further_than(scope));
    for token in &mut tokens {
        // What is not written down yet.
        token.last_used_at = service.shared.use_of(token.id).max(token.last_used_at);
    }
    Ok(tokens)
}

/// What the maker of a token calls it.
#[must_use]
pub fn name(service: &Service, id: TokenId) -> Option<String> {
    service.shared.inventory().token_by_id(id)?.name.clone()
}

/// Revokes a token that reaches no further than this scope; any other is unknown.
///
/// # Errors
/// When the database fails.
pub fn revoke_within(service: &Service, scope: &Scope, id: TokenId, actor: &str) -> Result<Revoked, Error> {
    // A token's scope never changes, so it may be looked at first.
    let found = service.database.read(|tx| token::get(tx, id))?;
    match found {
        Some(token) if token.scope.reaches_no_further_than(scope) => revoke(service, id, actor),
        Some(_) | None => Ok(Revoked::Unknown),
    }
}

/// Revokes a token; servers refuse it within a second.
///
/// # Errors
/// When the database fails.
pub fn revoke(service: &Service, id: TokenId, actor: &str) -> Result<Revoked, Error> {
    let author = service.author(actor);
    let written = service.database.write(&author, |tx: &mut Tx<'_>| {
        let was_live = token::revoke(tx, id, author.at)?;
        let Some(token) = token::get(tx, id)? else { return Ok(None) };
        if was_live {
            tx.log(change(&token, ChangeKind::TokenRevoked));
        }
        Ok::<_, Error>(Some(was_live))
    })?;
    service.shared.wake_follower();
    Ok(match written.value {
        Some(true) => Revoked::Now(written.seq),
        Some(false) => Revoked::Before(written.seq),
        None => Revoked::Unknown,
    })
}

/// Writes down which tokens were used since the last time. Bookkeeping: what is lost in a crash is no more than that.
pub(crate) fn write_uses(service: &Service) {
    let uses = service.shared.take_uses();
    if uses.is_empty() {
        return;
    }
    let author = service.author("server");
    let written = service.database.write(&author, |tx: &mut Tx<'_>| token::touch(tx, &uses));
    if let Err(error) = written {
        tracing::warn!(%error, "the last uses of {} tokens could not be written down", uses.len());
    }
}
