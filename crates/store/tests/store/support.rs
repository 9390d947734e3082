//! What the tests need: a database in a folder of its own, and values.

use numberline_domain::{Guid, JobFacts, Number, NumberId, Offer, PhoneNumber, SbcFacts, ServiceFacts, Status, Ticks};
use numberline_store::{
    Author, Change, ChangeKind, Database, Error, Location, LoggedChange, OpenOptions, Seq, Subject, change,
};
use numberline_testing::{Bare, TestDatabase};
use std::time::Duration;

pub(crate) struct Fixture {
    database: TestDatabase,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        Self { database: TestDatabase::new() }
    }

    pub(crate) fn location(&self) -> Location {
        Location::parse(&self.database.address()).unwrap()
    }

    /// The file of a test that runs on SQLite alone.
    pub(crate) fn file(&self) -> std::path::PathBuf {
        self.database.file()
    }

    /// A patient handle: a slow disk makes no test fail.
    pub(crate) fn open(&self) -> Database {
        let options = OpenOptions { busy_timeout: Duration::from_secs(60), ..OpenOptions::default() };
        Database::open(&self.location(), options).unwrap()
    }

    pub(crate) fn open_without_migrating(&self) -> Result<Database, Error> {
        Database::open(&self.location(), OpenOptions { migrate: false, ..OpenOptions::default() })
    }

    /// A handle that gives up at once when another writer is at work.
    pub(crate) fn open_impatient(&self) -> Database {
        let options = OpenOptions { busy_timeout: Duration::from_millis(1), ..OpenOptions::default() };
        Database::open(&self.location(), options).unwrap()
    }

    /// The database, past this crate.
    pub(crate) fn bare(&self) -> Bare {
        self.database.bare()
    }
}

pub(crate) fn author() -> Author {
    Author { actor: "cli:test@here".to_owned(), at: instant(5) }
}

pub(crate) fn instant(offset: i64) -> Ticks {
    Ticks::from_i64(639_069_187_671_521_345 + offset).unwrap()
}

pub(crate) fn guid(bits: u128) -> Guid {
    Guid::from_u128(bits)
}

pub(crate) fn id(id: i64) -> NumberId {
    NumberId::from_i64(id).unwrap()
}

pub(crate) fn number(id: i64) -> Number {
    Number {
        id: NumberId::from_i64(id).unwrap(),
        phone: PhoneNumber::from_digits(448_718_943_000 + u64::try_from(id).unwrap()).unwrap(),
        entry: None,
        acquired_on: None,
        aslcht: None,
        aslsct: None,
        shape: 1,
        place: 0,
        sweep: 0,
        aslv_code: None,
        assignment: 0,
        status: Status::PendingFirstSync,
    }
}

pub(crate) fn added(tenant: u32, ids: &[i64]) -> Change {
    Change {
        tenant: Some(tenant),
        kind: ChangeKind::ImportedAdded,
        subject: Subject::numbers(ids.iter().copied().map(id)).unwrap(),
        before: None,
        after: None,
        task: None,
    }
}

/// A commit that logs this and does nothing.
pub(crate) fn log_only(database: &Database, change: Change) -> Seq {
    let written = database.write(&author(), |tx| {
        tx.log(change);
        Ok::<_, Error>(())
    });
    written.unwrap().seq
}

pub(crate) fn log(database: &Database) -> Vec<LoggedChange> {
    let mut rows = Vec::new();
    database.read(|tx| change::since(tx, Seq(0), |change| rows.push(change.clone()))).unwrap();
    rows
}

pub(crate) fn job() -> JobFacts {
    JobFacts { upload_to_account_job_id: Some(7), when_created: instant(0), tn_upload_job_id: None }
}

pub(crate) fn service(tenant: Guid) -> ServiceFacts {
    ServiceFacts {
        tenant_id: tenant,
        ump_customer_guid: Some(guid(77)),
        ump_customer_full_name: Some("Contoso".to_owned()),
        ms_company_name: None,
        ovoc_channel_id: 0,
        consented_on: Some(instant(1)),
        tenant_calling_profile_id: None,
        oc_sip_connection_name: None,
        oc_sip_connection_description: None,
    }
}

pub(crate) fn sbc() -> SbcFacts {
    SbcFacts { sbc_list: None, sbc_list_json: None, sbc_list_array: None }
}

pub(crate) fn offer() -> Offer {
    Offer {
        source: "webapi".to_owned(),
        calling_profile_id: Some(guid(9)),
        iso_country_code: Some("GB".to_owned()),
        acquired_capabilities: None,
        available_capabilities: None,
    }
}
