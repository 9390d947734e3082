//! Brings a schema up to what this program needs. A migration is never edited once released: its checksum is kept.

use crate::{Error, Tx, sqlite};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

/// One step of the schema. Its name is that of its file.
struct Migration {
    version: u32,
    name: &'static str,
    text: &'static str,
}

/// Every step, oldest first.
const MIGRATIONS: &[Migration] =
    &[Migration { version: 1, name: "0001_first", text: include_str!("../migrations/sqlite/0001_first.sql") }];

const CREATE_VERSIONS: &str = "CREATE TABLE IF NOT EXISTS schema_version (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
) STRICT";

// Of SQLite alone: which tables there are.
const COUNT_TABLES: &str =
    "SELECT count(*), coalesce(sum(CASE WHEN name = 'schema_version' THEN 1 ELSE 0 END), 0) FROM sqlite_schema";

statements! {
    VERSIONS = "SELECT version, name, checksum FROM schema_version ORDER BY version";
    RECORD = "INSERT INTO schema_version (version, name, checksum) VALUES ($1, $2, $3)";
    NEWEST = "SELECT max(version) FROM schema_version";
}

/// The version of a database's schema.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn version(tx: &Tx<'_>) -> Result<u32, Error> {
    Ok(tx.find(NEWEST, &[], |row| row.narrow(0, "schema_version.version"))?.unwrap_or_default())
}

/// The version that this program needs.
#[must_use]
pub fn newest() -> u32 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

/// The schema's version; 0 when there is none. Refuses one that this program must not touch.
pub(crate) fn present(connection: &Connection) -> Result<u32, Error> {
    judge(&Tx::sqlite(connection))
}

/// Takes the missing steps, all or none. Of several processes one does it and the others find it done.
pub(crate) fn run(connection: &Connection) -> Result<(), Error> {
    let transaction = sqlite::begin_write(connection)?;
    let tx = Tx::sqlite(&transaction);
    let present = judge(&tx)?;
    tx.script(CREATE_VERSIONS)?;
    for migration in MIGRATIONS.iter().filter(|migration| migration.version > present) {
        tx.script(migration.text)?;
        let checksum = checksum(migration.text);
        tx.execute_exactly(RECORD, &[migration.version.into(), migration.name.into(), (&checksum).into()], 1)?;
        tracing::info!(migration = migration.name, "migrated the database");
    }
    sqlite::commit(transaction)
}

fn judge(tx: &Tx<'_>) -> Result<u32, Error> {
    let tables = tx.find(COUNT_TABLES, &[], |row| Ok((row.integer(0)?, row.integer(1)?)))?;
    match tables {
        None | Some((0, _)) => return Ok(0),
        Some((_, 0)) => return Err(Error::ForeignDatabase),
        Some(_) => {}
    }
    let mut present = 0;
    tx.query(VERSIONS, &[], |row| {
        let version = row.narrow(0, "schema_version.version")?;
        let known = MIGRATIONS.iter().find(|migration| migration.version == version);
        if known.is_some_and(|known| Ok(checksum(known.text).as_str()) != row.text(2)) {
            return Err(Error::EditedMigration { version, name: row.text(1)?.to_owned() });
        }
        present = version;
        Ok(())
    })?;
    if present > newest() {
        return Err(Error::NewerSchema { found: present, known: newest() });
    }
    Ok(present)
}

fn checksum(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_released_migration_is_never_edited() {
        let checksums: Vec<_> = MIGRATIONS.iter().map(|migration| (migration.name, checksum(migration.text))).collect();
        assert_eq!(
            checksums,
            [("0001_first", "6cc718c4427094b7e991c72929ecbd170dfd13b0b57458f95500e4d1b4da71da".to_owned())]
        );
    }

    #[test]
    fn versions_count_from_one_without_a_gap() {
        let versions: Vec<u32> = MIGRATIONS.iter().map(|migration| migration.version).collect();
        assert_eq!(versions, (1..=newest()).collect::<Vec<_>>());
    }
}
