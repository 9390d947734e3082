//! Brings a schema up to what this program needs. A migration is never edited once released: its checksum is kept.

use crate::{Error, Tx};
use sha2::{Digest as _, Sha256};

/// One step of the schema, in both dialects. Its name is that of its files.
struct Migration {
    version: u32,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Migration {
    /// The text for this transaction's database.
    const fn text(&self, tx: &Tx<'_>) -> &'static str {
        tx.dialect(self.sqlite, self.postgres)
    }
}

macro_rules! migration {
    ($version:literal, $name:literal) => {
        Migration {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }
    };
}

/// Every step, oldest first.
const MIGRATIONS: &[Migration] = &[
    migration!(1, "0001_first"),
    migration!(2, "0002_life"),
    migration!(3, "0003_records"),
    migration!(4, "0004_history"),
    migration!(5, "0005_marks"),
];

/// `STRICT` is SQLite's own word for what PostgreSQL does anyway.
const CREATE_VERSIONS_SQLITE: &str = "CREATE TABLE IF NOT EXISTS schema_version (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
) STRICT";
const CREATE_VERSIONS_POSTGRES: &str = "CREATE TABLE IF NOT EXISTS schema_version (
    version INTEGER CONSTRAINT schema_version_version_key PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
)";

/// Which tables there are: each database keeps its own books. The counts are of all, and of ours. A view keeps nothing, and
/// what an extension brings along on PostgreSQL is no other program's.
const COUNT_TABLES_SQLITE: &str =
    "SELECT count(*), count(*) FILTER (WHERE name = 'schema_version') FROM sqlite_schema WHERE type = 'table'";
const COUNT_TABLES_POSTGRES: &str = "SELECT count(*), count(*) FILTER (WHERE c.relname = 'schema_version')
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'f') AND NOT EXISTS
         (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')";

/// SQLite has one writer anyway. On PostgreSQL others who migrate wait for this number, chosen at random once.
const LOCK_POSTGRES: &str = "SELECT pg_advisory_xact_lock(5163021768421690517)";

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
pub(crate) fn judge(tx: &Tx<'_>) -> Result<u32, Error> {
    let tables = tx.find(tx.dialect(COUNT_TABLES_SQLITE, COUNT_TABLES_POSTGRES), &[], |row| {
        Ok((row.integer(0)?, row.integer(1)?))
    })?;
    match tables {
        None | Some((0, _)) => return Ok(0),
        Some((_, 0)) => return Err(Error::ForeignDatabase),
        Some(_) => {}
    }
    let mut present = 0;
    tx.query(VERSIONS, &[], |row| {
        let version = row.narrow(0, "schema_version.version")?;
        let known = MIGRATIONS.iter().find(|migration| migration.version == version);
        if known.is_some_and(|known| Ok(checksum(known.text(tx)).as_str()) != row.text(2)) {
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

/// Takes the missing steps, in a transaction of the caller's. Of several processes one does it and the others find it
/// done.
pub(crate) fn take_steps(tx: &Tx<'_>) -> Result<(), Error> {
    tx.script(tx.dialect("", LOCK_POSTGRES))?;
    let present = judge(tx)?;
    tx.script(tx.dialect(CREATE_VERSIONS_SQLITE, CREATE_VERSIONS_POSTGRES))?;
    for migration in MIGRATIONS.iter().filter(|migration| migration.version > present) {
        let text = migration.text(tx);
        tx.script(text)?;
        let checksum = checksum(text);
        tx.execute_exactly(RECORD, &[migration.version.into(), migration.name.into(), (&checksum).into()], 1)?;
        tracing::info!(migration = migration.name, "migrated the database");
    }
    Ok(())
}

fn checksum(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_released_migration_is_never_edited() {
        let checksums: Vec<_> = MIGRATIONS
            .iter()
            .map(|migration| (migration.name, checksum(migration.sqlite), checksum(migration.postgres)))
            .collect();
        assert_eq!(
            checksums,
            [
                (
                    "0001_first",
                    "6cc718c4427094b7e991c72929ecbd170dfd13b0b57458f95500e4d1b4da71da".to_owned(),
                    "6f63c9a28ac3300ed30951a5775caff2f1bc7dfeab76bf8dae32c4443bd54b83".to_owned()
                ),
                (
                    "0002_life",
                    "0e1083c4708915de1e6fc711a4977e01532e0c558b5041a51bb0b89cf4d2fa20".to_owned(),
                    "6e5d28edd8a0685db1e276908a20b6d45840d93700c9cf8de1ccd37618b86a81".to_owned()
                ),
                (
                    "0003_records",
                    "d1728f1158f94b6e124d85595f44125d40495e351395df8d3a2e7b4e5c650342".to_owned(),
                    "8fa1a2906b72350fe35d7a1826273a3218fa51b5cdb8f11e9d255bf296dfa993".to_owned()
                ),
                (
                    "0004_history",
                    "f4eba437b10c612e1e113646d66e6988bafb7a9a690a00240d080992aa8e85ec".to_owned(),
                    "2a95581bc14360eedefc0f240e824e3bac9e7f82be12870c7487e91204841051".to_owned()
                ),
                (
                    "0005_marks",
                    "d54ef67a3ad07f88c76cd6ed0964805fba0371a665c170ed0284422833a1ea57".to_owned(),
                    "ae84d7d64504025b8f292db5d19b44742c5e4260e1f701d60b7629918c84a9cc".to_owned()
                )
            ]
        );
    }

    #[test]
    fn versions_count_from_one_without_a_gap() {
        let versions: Vec<u32> = MIGRATIONS.iter().map(|migration| migration.version).collect();
        assert_eq!(versions, (1..=newest()).collect::<Vec<_>>());
    }
}
