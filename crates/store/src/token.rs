//! Tokens: who may ask, and for what.

use crate::row::Row;
use crate::{Error, Tx};
use numberline_domain::{ChannelId, Guid, Role, Scope, Ticks, Token, TokenHash, TokenId};

statements! {
    INSERT = "INSERT INTO token (id, hash, role, all_tenants, name, created_at, expires_at, revoked_at, last_used_at, all_channels)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    INSERT_CHANNEL = "INSERT INTO token_channel (token, channel) VALUES ($1, $2)";
    // PostgreSQL would take a bare $1 in a SELECT for text.
    INSERT_TENANT = "INSERT INTO token_tenant (token, tenant) SELECT CAST($1 AS BIGINT), id FROM tenant WHERE guid = $2";
    ALL = "SELECT id, hash, role, all_tenants, name, created_at, expires_at, revoked_at, last_used_at, all_channels
           FROM token ORDER BY id";
    GET = "SELECT id, hash, role, all_tenants, name, created_at, expires_at, revoked_at, last_used_at, all_channels
           FROM token WHERE id = $1";
    TENANTS = "SELECT tenant.guid FROM token_tenant JOIN tenant ON tenant.id = token_tenant.tenant
               WHERE token_tenant.token = $1";
    CHANNELS = "SELECT channel FROM token_channel WHERE token = $1";
    REVOKE = "UPDATE token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    TOUCH = "UPDATE token SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)";
}

/// Keeps a new token. The tenants of its scope must have been [interned](crate::tenant::intern).
///
/// # Errors
/// [`Error::RowCount`] when one was not, and any other [`Error`] of the database.
pub fn insert(tx: &Tx<'_>, token: &Token) -> Result<(), Error> {
    let (tenants, channels) = (token.scope.tenants(), token.scope.channels());
    let values = [
        token.id.0.into(),
        token.hash.0.as_slice().into(),
        token.role.as_str().into(),
        i64::from(tenants.is_none()).into(),
        token.name.as_deref().into(),
        token.created_at.into(),
        token.expires_at.into(),
        token.revoked_at.into(),
        token.last_used_at.into(),
        i64::from(channels.is_none()).into(),
    ];
    tx.execute_exactly(INSERT, &values, 1)?;
    for tenant in tenants.unwrap_or_default() {
        tx.execute_exactly(INSERT_TENANT, &[token.id.0.into(), (*tenant).into()], 1)?;
    }
    for channel in channels.unwrap_or_default() {
        tx.execute_exactly(INSERT_CHANNEL, &[token.id.0.into(), (*channel).into()], 1)?;
    }
    Ok(())
}

/// Every token, revoked and expired ones too, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn all(tx: &Tx<'_>, mut each: impl FnMut(Token)) -> Result<(), Error> {
    let mut rows = Vec::new();
    tx.query(ALL, &[], |row| {
        rows.push(read(row)?);
        Ok::<_, Error>(())
    })?;
    for row in rows {
        each(with_scope(tx, row)?);
    }
    Ok(())
}

/// The token with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: TokenId) -> Result<Option<Token>, Error> {
    tx.find(GET, &[id.0.into()], read)?.map(|row| with_scope(tx, row)).transpose()
}

/// Revokes a token; `false` when it was revoked before, or does not exist.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn revoke(tx: &Tx<'_>, id: TokenId, at: Ticks) -> Result<bool, Error> {
    Ok(tx.execute(REVOKE, &[id.0.into(), at.into()])? == 1)
}

/// Notes when tokens were last used. This is bookkeeping: it is not logged, and never goes back in time.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn touch(tx: &Tx<'_>, uses: &[(TokenId, Ticks)]) -> Result<(), Error> {
    // Two servers that touch the same tokens wait for each other only if both touch them in one order.
    let mut uses = uses.to_vec();
    uses.sort_unstable();
    let mut update = tx.batch(TOUCH)?;
    for (id, at) in uses {
        update.execute(&[id.0.into(), at.into()])?;
    }
    Ok(())
}

/// A token whose scope is still to be read where it is limited.
struct Unscoped {
    token: Token,
    has_tenants: bool,
    has_channels: bool,
}

fn read(row: &Row<'_>) -> Result<Unscoped, Error> {
    let token = Token {
        id: TokenId(row.integer(0)?),
        hash: TokenHash(row.bytes(1)?.try_into().map_err(|_| Error::corrupt("token.hash"))?),
        role: Role::parse(row.text(2)?).ok_or_else(|| Error::corrupt("token.role"))?,
        scope: Scope::All,
        name: row.optional_string(4)?,
        created_at: row.ticks(5, "token.created_at")?,
        expires_at: row.optional_ticks(6, "token.expires_at")?,
        revoked_at: row.optional_ticks(7, "token.revoked_at")?,
        last_used_at: row.optional_ticks(8, "token.last_used_at")?,
    };
    Ok(Unscoped { token, has_tenants: row.integer(3)? != 1, has_channels: row.integer(9)? != 1 })
}

/// A limit without rows is damage: it must not come to mean all.
fn with_scope(tx: &Tx<'_>, row: Unscoped) -> Result<Token, Error> {
    let Unscoped { mut token, has_tenants, has_channels } = row;
    let (mut tenants, mut channels): (Vec<Guid>, Vec<ChannelId>) = (Vec::new(), Vec::new());
    if has_tenants {
        tx.query(TENANTS, &[token.id.0.into()], |row| {
            tenants.push(row.guid(0, "tenant.guid")?);
            Ok::<_, Error>(())
        })?;
    }
    if has_channels {
        tx.query(CHANNELS, &[token.id.0.into()], |row| {
            channels.push(row.integer(0)?);
            Ok::<_, Error>(())
        })?;
    }
    if has_tenants && tenants.is_empty() {
        return Err(Error::corrupt("token_tenant"));
    }
    if has_channels && channels.is_empty() {
        return Err(Error::corrupt("token_channel"));
    }
    token.scope = Scope::within(tenants, channels);
    Ok(token)
}
