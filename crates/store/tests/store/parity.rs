//! The two schemas say the same, each in its dialect.

use numberline_store::{Database, Location, OpenOptions};
use numberline_testing::{Bare, TestDatabase};
use std::collections::BTreeSet;

/// Tables and columns, with whether a column may be null and which kind of value it has.
fn columns(bare: &mut Bare) -> BTreeSet<String> {
    let text = match bare {
        // A key may not be null whether the schema says so or not.
        Bare::Sqlite(_) => {
            "SELECT tables.name || '.' || columns.name || CASE columns.type
                 WHEN 'INTEGER' THEN ' integer' WHEN 'TEXT' THEN ' text' WHEN 'BLOB' THEN ' bytes' ELSE ' ?' END
                 || CASE WHEN columns.\"notnull\" = 1 OR columns.pk > 0 THEN ' not null' ELSE '' END
             FROM sqlite_schema tables, pragma_table_info(tables.name) columns
             WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'"
        }
        Bare::Postgres(_) => {
            "SELECT table_name::text || '.' || column_name::text || CASE data_type
                 WHEN 'bigint' THEN ' integer' WHEN 'integer' THEN ' integer' WHEN 'smallint' THEN ' integer'
                 WHEN 'text' THEN ' text' WHEN 'bytea' THEN ' bytes' ELSE ' ?' END
                 || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    texts(bare, text)
}

/// Which columns are unique together, named as the errors name them.
fn unique_keys(bare: &mut Bare) -> BTreeSet<String> {
    let text = match bare {
        Bare::Sqlite(_) => {
            "SELECT tables.name || '_' || (SELECT group_concat(name, '_') FROM
                 (SELECT name FROM pragma_index_info(indexes.name) ORDER BY seqno)) || '_key'
             FROM sqlite_schema tables, pragma_index_list(tables.name) indexes
             WHERE tables.type = 'table' AND indexes.\"unique\" = 1
             UNION ALL SELECT tables.name || '_' || columns.name || '_key'
             FROM sqlite_schema tables, pragma_table_info(tables.name) columns
             WHERE tables.type = 'table' AND columns.type = 'INTEGER' AND columns.pk = 1
                 AND (SELECT count(*) FROM pragma_table_info(tables.name) WHERE pk > 0) = 1"
        }
        Bare::Postgres(_) => {
            "SELECT conname::text FROM pg_constraint
             WHERE contype IN ('p', 'u') AND connamespace = 'public'::regnamespace"
        }
    };
    texts(bare, text)
}

/// Indexes that are there for speed.
fn indexes(bare: &mut Bare) -> BTreeSet<String> {
    let text = match bare {
        Bare::Sqlite(_) => "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL",
        Bare::Postgres(_) => {
            "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
             WHERE NOT indisunique AND relnamespace = 'public'::regnamespace"
        }
    };
    texts(bare, text)
}

fn texts(bare: &mut Bare, text: &str) -> BTreeSet<String> {
    bare.query(text).iter().map(|row| row.text(0).to_owned()).collect()
}

/// Without a server to compare with there is nothing to compare; `cargo xtask test` has one.
#[test]
fn both_schemas_have_the_same_columns_keys_and_indexes() {
    let Some(databases) = TestDatabase::both_kinds() else { return };
    for database in &databases {
        Database::open(&Location::parse(&database.address()).unwrap(), OpenOptions::default()).unwrap();
    }
    let [mut sqlite, mut postgres] = databases.each_ref().map(TestDatabase::bare);
    assert_eq!(columns(&mut sqlite), columns(&mut postgres));
    assert_eq!(unique_keys(&mut sqlite), unique_keys(&mut postgres));
    assert_eq!(indexes(&mut sqlite), indexes(&mut postgres));
    assert!(columns(&mut sqlite).contains("number.phone integer not null"));
}
