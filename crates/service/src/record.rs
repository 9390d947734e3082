//! What setting any record has in common: how it ends, and its row in the log.

use crate::{Error, Seq, Service};
use numberline_domain::{Guid, SbcId};
use numberline_store::{Change, ChangeKind, RecordKind, Subject, Tx, tenant};

/// A record that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept<T> {
    /// As it is now.
    pub record: T,
    /// The change by which it came to be so.
    pub seq: Seq,
}

/// Why a record is not set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordRefusal {
    /// There is none with this key within the caller's reach, and not enough is said to make one.
    #[error("there is no service {0}; name its `msTenantId` to make one")]
    UnknownService(Guid),
    /// A service stays with its tenant.
    #[error("service {service} belongs to tenant {tenant} and stays there")]
    OtherTenant {
        /// The service.
        service: Guid,
        /// Whose it is.
        tenant: Guid,
    },
    /// An SBC that is named does not exist.
    #[error("there is no SBC {0}; make it first")]
    UnknownSbc(SbcId),
    /// The id of a SIP connection is another service's, or given twice.
    #[error("a SIP connection with one of these ids exists already; leave the ids of new ones out")]
    SiteTaken,
    /// Another profile has this name.
    #[error("another calling profile is named `{0}`")]
    NameTaken(String),
}

/// Ends a transaction without writing anything.
pub(crate) enum Halt {
    Refused(RecordRefusal),
    Failed(Error),
}

impl From<numberline_store::Error> for Halt {
    fn from(error: numberline_store::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<RecordRefusal> for Halt {
    fn from(refusal: RecordRefusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Writes in one transaction, then lets the follower know.
pub(crate) fn write<T>(
    service: &Service,
    actor: &str,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, Halt>,
) -> Result<Result<Kept<T>, RecordRefusal>, Error> {
    match service.database.write(&service.author(actor), work) {
        Ok(written) => {
            service.shared.wake_follower();
            Ok(Ok(Kept { record: written.value, seq: written.seq }))
        }
        Err(Halt::Refused(refusal)) => Ok(Err(refusal)),
        Err(Halt::Failed(error)) => Err(error),
    }
}

/// The id of a tenant, which from now on exists.
pub(crate) fn tenant(tx: &mut Tx<'_>, guid: Guid) -> Result<u32, Error> {
    let ids = tenant::intern_each(tx, &[guid])?;
    ids.first().copied().ok_or_else(|| Error::Refused(format!("tenant {guid} has got no id")))
}

/// Notes in the log that a record was set. `before` and `after` say what it was and is, for people.
pub(crate) fn log(tx: &mut Tx<'_>, tenant: Option<u32>, kind: RecordKind, before: Option<String>, after: String) {
    let subject = Subject::Record(kind);
    tx.log(Change { tenant, kind: ChangeKind::RecordSet, subject, before, after: Some(after), task: None });
}
