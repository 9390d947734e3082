//! A whole database, table by table: to move it from one to another, and to tell whether both hold the same.

use crate::row::{Row, Value};
use crate::table::Table;
use crate::{Error, Seq, Tx, head};
use sha2::{Digest as _, Sha256};

/// Rows handed over together.
const TOGETHER: usize = 8_192;

/// A table whose rows move as they are, in the order of its key.
struct Kept {
    table: Table,
    key: &'static str,
}

impl Kept {
    fn select_text(&self) -> String {
        format!("SELECT {} FROM {} ORDER BY {}", self.table.columns.join(", "), self.table.name, self.key)
    }
}

/// Every table but `schema_version`, which each database has by its own migrations, and `head`, whose epoch tells the
/// one from the other. What is referred to comes before what refers.
const KEPT: &[Kept] = &[
    Kept {
        table: Table {
            name: "change",
            columns: &[
                "seq", "part", "mark", "at", "actor", "tenant", "kind", "subject", "first_id", "last_id", "ids",
                "count", "before", "after", "task",
            ],
        },
        key: "seq, part",
    },
    Kept { table: Table { name: "counter", columns: &["name", "next"] }, key: "name" },
    Kept { table: Table { name: "tenant", columns: &["id", "guid"] }, key: "id" },
    Kept {
        table: Table {
            name: "job_fact",
            columns: &["id", "upload_to_account_job_id", "when_created", "tn_upload_job_id", "digest"],
        },
        key: "id",
    },
    Kept {
        table: Table {
            name: "service_fact",
            columns: &[
                "id",
                "tenant",
                "ump_customer_guid",
                "ump_customer_full_name",
                "ms_company_name",
                "ovoc_channel_id",
                "consented_on",
                "tenant_calling_profile_id",
                "oc_sip_connection_name",
                "oc_sip_connection_description",
                "digest",
            ],
        },
        key: "id",
    },
    Kept {
        table: Table { name: "sbc_fact", columns: &["id", "sbc_list", "sbc_list_json", "sbc_list_array", "digest"] },
        key: "id",
    },
    Kept {
        table: Table {
            name: "offer_fact",
            columns: &[
                "id",
                "source",
                "calling_profile_id",
                "iso_country_code",
                "acquired_capabilities",
                "available_capabilities",
                "digest",
            ],
        },
        key: "id",
    },
    Kept { table: Table { name: "shape", columns: &["id", "job", "service", "sbc", "offer"] }, key: "id" },
    Kept { table: Table { name: "place", columns: &["id", "location_id", "civic_address_id", "digest"] }, key: "id" },
    Kept { table: Table { name: "sweep", columns: &["id", "ticks"] }, key: "id" },
    Kept { table: Table { name: "assignment", columns: &["id", "word"] }, key: "id" },
    Kept {
        table: Table {
            name: "number",
            columns: &[
                "id",
                "phone",
                "entry",
                "acquired_on",
                "aslcht",
                "aslsct",
                "shape",
                "place",
                "sweep",
                "aslv_code",
                "assignment",
                "status",
            ],
        },
        key: "id",
    },
    Kept {
        table: Table {
            name: "token",
            columns: &[
                "id",
                "hash",
                "role",
                "all_tenants",
                "name",
                "created_at",
                "expires_at",
                "revoked_at",
                "last_used_at",
                "all_channels",
            ],
        },
        key: "id",
    },
    Kept { table: Table { name: "token_tenant", columns: &["token", "tenant"] }, key: "token, tenant" },
    Kept { table: Table { name: "token_channel", columns: &["token", "channel"] }, key: "token, channel" },
    Kept {
        table: Table {
            name: "task",
            columns: &[
                "id",
                "kind",
                "tenant",
                "status",
                "actor",
                "created_at",
                "completed_at",
                "due_at",
                "is_paused",
                "attempts",
                "input",
                "output",
                "error",
            ],
        },
        key: "id",
    },
    Kept {
        table: Table { name: "idempotency", columns: &["actor", "key", "request", "task", "at"] },
        key: "actor, key",
    },
    Kept {
        table: Table {
            name: "upstream_order",
            columns: &["id", "task", "kind", "account", "state", "first_sent", "tries", "error"],
        },
        key: "id",
    },
    Kept {
        table: Table {
            name: "entry",
            columns: &["id", "task", "phone", "number", "state", "upstream_order", "error_code", "error"],
        },
        key: "id",
    },
    Kept { table: Table { name: "hold", columns: &["phone", "entry"] }, key: "phone" },
    Kept { table: Table { name: "lease", columns: &["name", "holder", "until_at", "fence"] }, key: "name" },
    Kept {
        table: Table {
            name: "tenant_sync",
            columns: &[
                "tenant",
                "account",
                "state",
                "due_at",
                "started_at",
                "succeeded_at",
                "missing",
                "is_confirmed",
                "attempts",
                "error",
                "report",
            ],
        },
        key: "tenant",
    },
    Kept {
        table: Table {
            name: "released",
            columns: &["id", "number", "phone", "tenant", "kind", "left_at", "actor", "task", "record"],
        },
        key: "id",
    },
];

/// Tables that a fresh schema has rows in.
const SEEDED: [&str; 2] = ["counter", "assignment"];

statements! {
    SET_SEQ = "UPDATE head SET seq = $1";
}

/// A value between two databases.
enum Held {
    Null,
    Integer(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Held {
    fn of(value: Value<'_>) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Integer(value) => Self::Integer(value),
            Value::Text(text) => Self::Text(text.to_owned()),
            Value::Guid(guid) => Self::Text(guid.to_string()),
            Value::Bytes(bytes) => Self::Bytes(bytes.to_vec()),
        }
    }

    fn as_value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Integer(value) => Value::Integer(*value),
            Self::Text(text) => Value::Text(text),
            Self::Bytes(bytes) => Value::Bytes(bytes),
        }
    }
}

/// How many rows there are to move.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn count(tx: &Tx<'_>) -> Result<u64, Error> {
    KEPT.iter().try_fold(0, |sum, kept| Ok(sum + count_in(tx, kept.table.name)?))
}

/// Whether the database is as its migrations left it.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn is_fresh(tx: &Tx<'_>) -> Result<bool, Error> {
    if head::read(tx)?.seq != Seq(0) {
        return Ok(false);
    }
    for kept in KEPT.iter().filter(|kept| !SEEDED.contains(&kept.table.name)) {
        if count_in(tx, kept.table.name)? > 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Moves every row from one database to another, fresh one, and tells after how many rows each time. The log comes
/// along, so that the copy goes on where the other stood; its epoch is its own.
///
/// # Errors
/// Any [`Error`] of either database.
pub fn copy(from: &Tx<'_>, to: &Tx<'_>, mut moved: impl FnMut(u64)) -> Result<(), Error> {
    for name in SEEDED {
        to.execute(&format!("DELETE FROM {name}"), &[])?;
    }
    for kept in KEPT {
        let width = kept.table.columns.len();
        let mut held: Vec<Vec<Held>> = Vec::with_capacity(TOGETHER);
        let mut hand_over = |held: &mut Vec<Vec<Held>>| {
            let rows = held.iter().map(|row| row.iter().map(Held::as_value).collect::<Vec<_>>());
            moved(to.load(&kept.table, rows)?);
            held.clear();
            Ok::<_, Error>(())
        };
        from.query(&kept.select_text(), &[], |row| {
            held.push((0..width).map(|column| Ok(Held::of(row.cell(column)?))).collect::<Result<_, Error>>()?);
            if held.len() == TOGETHER { hand_over(&mut held) } else { Ok(()) }
        })?;
        hand_over(&mut held)?;
    }
    to.execute_exactly(SET_SEQ, &[head::read(from)?.seq.stored().into()], 1)
}

/// A hash over every row that [`copy`] moves, and the head's number: equal databases have equal ones, whatever keeps
/// them.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn hash(tx: &Tx<'_>, mut hashed: impl FnMut(u64)) -> Result<[u8; 32], Error> {
    let mut hash = Sha256::new();
    hash.update(head::read(tx)?.seq.0.to_le_bytes());
    for kept in KEPT {
        hash.update(kept.table.name);
        let width = kept.table.columns.len();
        let mut since_told = 0;
        tx.query(&kept.select_text(), &[], |row| {
            add(&mut hash, row, width)?;
            since_told += 1;
            if since_told == TOGETHER as u64 {
                hashed(std::mem::take(&mut since_told));
            }
            Ok::<_, Error>(())
        })?;
        hashed(since_told);
    }
    Ok(hash.finalize().into())
}

/// Each value is a marker of its kind, then its length where that varies, then its bytes: no two rows are written alike.
fn add(hash: &mut Sha256, row: &Row<'_>, width: usize) -> Result<(), Error> {
    for column in 0..width {
        match row.cell(column)? {
            Value::Null => hash.update([0]),
            Value::Integer(value) => {
                hash.update([1]);
                hash.update(value.to_le_bytes());
            }
            Value::Text(text) => add_bytes(hash, 2, text.as_bytes()),
            Value::Guid(guid) => add_bytes(hash, 2, guid.to_string().as_bytes()),
            Value::Bytes(bytes) => add_bytes(hash, 3, bytes),
        }
    }
    Ok(())
}

fn add_bytes(hash: &mut Sha256, marker: u8, bytes: &[u8]) {
    hash.update([marker]);
    hash.update(u64::try_from(bytes.len()).expect("a length fits 64 bits").to_le_bytes());
    hash.update(bytes);
}

fn count_in(tx: &Tx<'_>, table: &'static str) -> Result<u64, Error> {
    Ok(tx.find(&format!("SELECT count(*) FROM {table}"), &[], |row| row.narrow(0, table))?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Database, Location, OpenOptions};
    use numberline_testing::{Bare, TestDatabase};
    use std::collections::BTreeSet;

    /// The tables and columns of the schema, in the words of the database.
    fn columns(bare: &mut Bare) -> BTreeSet<String> {
        let text = match bare {
            Bare::Sqlite(_) => {
                "SELECT tables.name || '.' || columns.name FROM sqlite_schema tables, pragma_table_info(tables.name) columns
                 WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'"
            }
            Bare::Postgres(_) => {
                "SELECT table_name::text || '.' || column_name::text FROM information_schema.columns
                 WHERE table_schema = 'public'"
            }
        };
        bare.query(text).iter().map(|row| row.text(0).to_owned()).collect()
    }

    #[test]
    fn every_table_and_column_is_kept() {
        let fixture = TestDatabase::new();
        let location = Location::parse(&fixture.address()).unwrap();
        let _database = Database::open(&location, OpenOptions::default()).unwrap();
        let kept = KEPT
            .iter()
            .flat_map(|kept| kept.table.columns.iter().map(|column| format!("{}.{column}", kept.table.name)));
        let others = ["head.one", "head.seq", "head.epoch"].map(str::to_owned);
        let versions = ["version", "name", "checksum"].map(|column| format!("schema_version.{column}"));
        let known: BTreeSet<String> = kept.chain(others).chain(versions).collect();
        assert_eq!(columns(&mut fixture.bare()), known);
    }
}
