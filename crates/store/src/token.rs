//! Tokens: who may ask, and for what.

use crate::row::Row;
use crate::{Error, Tx};
use numberline_domain::{Guid, Role, Scope, Ticks, Token, TokenHash, TokenId};

statements! {
    INSERT = "INSERT INTO token (id, hash, role, all_tenants, name, created_at, expires_at, revoked_at, last_used_at)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    // PostgreSQL would take a bare $1 in a SELECT for text.
    INSERT_TENANT = "INSERT INTO token_tenant (token, tenant) SELECT CAST($1 AS BIGINT), id FROM tenant WHERE guid = $2";
    ALL = "SELECT id, hash, role, all_tenants, name, created_at, expires_at, revoked_at, last_used_at
           FROM token ORDER BY id";
    GET = "SELECT id, hash, role, all_tenants, name, created_at, expires_at, revoked_at, last_used_at
           FROM token WHERE id = $1";
    TENANTS = "SELECT tenant.guid FROM token_tenant JOIN tenant ON tenant.id = token_tenant.tenant
               WHERE token_tenant.token = $1";
    REVOKE = "UPDATE token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    TOUCH = "UPDATE token SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)";
}

/// Keeps a new token. The tenants of its scope must have been [interned](crate::tenant::intern).
///
/// # Errors
/// [`Error::RowCount`] when one was not, and any other [`Error`] of the database.
pub fn insert(tx: &Tx<'_>, token: &Token) -> Result<(), Error> {
    let all_tenants: i64 = match token.scope {
        Scope::All => 1,
        Scope::Tenants(_) => 0,
    };
    let values = [
        token.id.0.into(),
        token.hash.0.as_slice().into(),
        token.role.as_str().into(),
        all_tenants.into(),
        token.name.as_deref().into(),
        token.created_at.into(),
        token.expires_at.into(),
        token.revoked_at.into(),
        token.last_used_at.into(),
    ];
    tx.execute_exactly(INSERT, &values, 1)?;
    match &token.scope {
        Scope::All => Ok(()),
        Scope::Tenants(tenants) => tenants.iter().try_for_each(|tenant| {
            tx.execute_exactly(INSERT_TENANT, &[token.id.0.into(), (&tenant.to_string()).into()], 1)
        }),
    }
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
    let mut update = tx.batch(TOUCH)?;
    for (id, at) in uses {
        update.execute(&[id.0.into(), (*at).into()])?;
    }
    Ok(())
}

/// A token whose scope is still to be read when tenants limit it.
struct Unscoped {
    token: Token,
    is_limited: bool,
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
    Ok(Unscoped { token, is_limited: row.integer(3)? != 1 })
}

fn with_scope(tx: &Tx<'_>, row: Unscoped) -> Result<Token, Error> {
    let Unscoped { mut token, is_limited } = row;
    if is_limited {
        token.scope = read_tenants(tx, token.id)?;
    }
    Ok(token)
}

/// The tenants of a limited token. Having none is damage: it must not come to mean all.
fn read_tenants(tx: &Tx<'_>, id: TokenId) -> Result<Scope, Error> {
    let mut tenants: Vec<Guid> = Vec::new();
    tx.query(TENANTS, &[id.0.into()], |row| {
        tenants.push(row.guid(0, "tenant.guid")?);
        Ok::<_, Error>(())
    })?;
    if tenants.is_empty() { Err(Error::corrupt("token_tenant")) } else { Ok(Scope::of(tenants)) }
}
