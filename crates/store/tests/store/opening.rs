//! Which databases are opened, and which are refused.

use crate::support::Fixture;
use numberline_store::{Database, Error, Location, OpenOptions, head, migration, number};
use numberline_testing::Bare;

#[test]
fn a_time_limit_that_the_server_sets_ends_no_long_statement() {
    let fixture = Fixture::new();
    fixture.open();
    let mut bare = fixture.bare();
    if matches!(bare, Bare::Postgres(_)) {
        let limit = "'ALTER DATABASE %I SET statement_timeout = 1', current_database()";
        bare.script(&format!("DO $$ BEGIN EXECUTE format({limit}); END $$"));
    }
    bare.script(
        "INSERT INTO number (id, phone, shape, place, sweep, assignment, status)
        WITH RECURSIVE numbers (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM numbers WHERE id < 50000)
        SELECT id, 447000000000 + id, 1, 0, 0, 0, 0 FROM numbers",
    );
    assert_eq!(fixture.open().read(number::count), Ok(50_000));
}

#[test]
fn what_is_empty_becomes_a_whole_database() {
    let fixture = Fixture::new();
    let database = fixture.open();
    assert_eq!(database.read(migration::version), Ok(migration::newest()));
    assert_eq!(database.read(head::read).unwrap().seq.0, 0);
}

#[test]
fn an_epoch_is_made_once_and_differs_between_databases() {
    let fixture = Fixture::new();
    let epoch = fixture.open().read(head::read).unwrap().epoch;
    assert_eq!(fixture.open().read(head::read).unwrap().epoch, epoch);
    assert_ne!(Fixture::new().open().read(head::read).unwrap().epoch, epoch);
}

#[test]
fn a_present_schema_needs_no_migrating() {
    let fixture = Fixture::new();
    drop(fixture.open());
    assert!(fixture.open_without_migrating().is_ok());
}

#[test]
fn a_newer_schema_is_refused() {
    let fixture = Fixture::new();
    drop(fixture.open());
    fixture.bare().execute("INSERT INTO schema_version VALUES (999, '0999_later', '')");
    let refusal = Database::open(&fixture.location(), OpenOptions::default()).unwrap_err();
    assert_eq!(refusal, Error::NewerSchema { found: 999, known: migration::newest() });
}

#[test]
fn an_edited_migration_is_refused() {
    let fixture = Fixture::new();
    drop(fixture.open());
    fixture.bare().execute("UPDATE schema_version SET checksum = 'other' WHERE version = 1");
    let refusal = Database::open(&fixture.location(), OpenOptions::default()).unwrap_err();
    assert_eq!(refusal, Error::EditedMigration { version: 1, name: "0001_first".to_owned() });
}

#[test]
fn of_many_who_create_a_database_one_does() {
    let fixture = Fixture::new();
    let epochs: Vec<u64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16).map(|_| scope.spawn(|| fixture.open().read(head::read).unwrap().epoch)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(epochs.iter().all(|epoch| *epoch == epochs[0]));
}

#[test]
fn what_is_empty_is_refused_when_migrating_is_not_allowed() {
    let fixture = Fixture::new();
    let refusal = fixture.open_without_migrating().unwrap_err();
    assert_eq!(refusal, Error::OlderSchema { found: 0, known: migration::newest() });
}

#[test]
fn the_database_of_another_program_is_refused() {
    let fixture = Fixture::new();
    fixture.bare().script("CREATE TABLE theirs (id INTEGER)");
    let refusal = Database::open(&fixture.location(), OpenOptions::default()).unwrap_err();
    assert_eq!(refusal, Error::ForeignDatabase);
    assert_eq!(refusal.to_string(), "the database belongs to another program: name another database");
}

#[test]
fn a_view_makes_no_database_another_programs() {
    let fixture = Fixture::new();
    fixture.bare().script("CREATE VIEW theirs AS SELECT 1 AS one");
    assert_eq!(fixture.open().read(migration::version), Ok(migration::newest()));
}

#[test]
fn the_file_of_authorities_may_be_percent_encoded() {
    let address = "postgres://host/name?sslmode=verify-full&sslrootcert=%2Fnowhere%2Fat%20all.pem";
    let refusal = Database::open(&Location::parse(address).unwrap(), OpenOptions::default()).unwrap_err();
    assert!(refusal.to_string().contains("/nowhere/at all.pem"), "{refusal}");
}

/// What files alone can show.
mod sqlite_only {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_what_is_created() {
        use std::os::unix::fs::PermissionsExt as _;
        let fixture = Fixture::new();
        let _database = fixture.open();
        let modes: Vec<u32> = std::fs::read_dir(fixture.file().parent().unwrap())
            .unwrap()
            .map(|file| file.unwrap().metadata().unwrap().permissions().mode() & 0o777)
            .collect();
        assert_eq!(modes, [0o600; 3], "the file, its log and the log's index");
    }

    #[test]
    fn an_absent_file_stays_absent_when_migrating_is_not_allowed() {
        let fixture = Fixture::new();
        let refusal = fixture.open_without_migrating().unwrap_err();
        assert_eq!(refusal, Error::OlderSchema { found: 0, known: migration::newest() });
        assert!(!fixture.file().exists());
    }

    #[test]
    fn an_empty_file_is_refused_when_migrating_is_not_allowed() {
        let fixture = Fixture::new();
        std::fs::write(fixture.file(), "").unwrap();
        assert!(matches!(fixture.open_without_migrating(), Err(Error::OlderSchema { found: 0, .. })));
    }

    #[test]
    fn the_database_of_another_program_is_left_as_it_was() {
        let fixture = Fixture::new();
        fixture.bare().script("CREATE TABLE theirs (id INTEGER)");
        let before = std::fs::read(fixture.file()).unwrap();
        let refusal = Database::open(&fixture.location(), OpenOptions::default()).unwrap_err();
        assert_eq!(refusal, Error::ForeignDatabase);
        assert_eq!(std::fs::read(fixture.file()).unwrap(), before);
    }

    #[test]
    fn a_file_that_is_no_database_is_refused() {
        let fixture = Fixture::new();
        std::fs::write(fixture.file(), "telephone numbers, one a line\n".repeat(100)).unwrap();
        let refusal = Database::open(&fixture.location(), OpenOptions::default()).unwrap_err();
        assert!(matches!(refusal, Error::Corrupt { .. }), "{refusal}");
    }

    #[test]
    fn a_missing_folder_is_named() {
        let location = Location::Sqlite("/nowhere/at/all/numberline.db".into());
        let refusal = Database::open(&location, OpenOptions::default()).unwrap_err();
        assert!(refusal.to_string().contains("/nowhere/at/all/numberline.db"), "{refusal}");
    }
}
