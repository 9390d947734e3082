//! What the service refuses, as callers see it: each case by name.

use super::{ErrorCode, Failure, Problem};
use numberline_domain::{ReasonClass, Refused};
use numberline_service::{Error, StoreError, number, order, task};

impl From<number::Refusal> for Problem {
    fn from(refusal: number::Refusal) -> Self {
        match refusal {
            number::Refusal::UnknownTenant => {
                Self::new(ErrorCode::TenantUnknown, "no tenant with this `msTenantId` is within the token's reach")
            }
            number::Refusal::UnknownNumber => {
                Self::new(ErrorCode::NumberUnknown, "no such number is within the token's reach")
            }
            number::Refusal::InventoryLoading => Self::inventory_loading(),
        }
    }
}

impl From<order::Refusal> for Problem {
    fn from(refusal: order::Refusal) -> Self {
        match refusal {
            order::Refusal::UnknownTenant => number::Refusal::UnknownTenant.into(),
            order::Refusal::Items(refused) => of_items(&refused),
            order::Refusal::KeyReused => Self::new(
                ErrorCode::IdempotencyKeyReused,
                "this `Idempotency-Key` stands for another request; take a fresh one",
            ),
            order::Refusal::Failed(error) => error.into(),
        }
    }
}

impl From<task::Refusal> for Problem {
    fn from(refusal: task::Refusal) -> Self {
        match refusal {
            task::Refusal::UnknownTask => Self::new(ErrorCode::TaskUnknown, "no such task is within the token's reach"),
            task::Refusal::UnknownTenant => number::Refusal::UnknownTenant.into(),
            task::Refusal::Status { status, action } => {
                Self::new(ErrorCode::TaskStateConflict, format!("a task that is {status} cannot be {action}"))
            }
            task::Refusal::Items(refused) => {
                Self::new(ErrorCode::TaskStateConflict, "none of its numbers can be tried again; `failures` tells why")
                    .with_failures(refused.iter().map(Failure::of).collect())
            }
            task::Refusal::Failed(error) => error.into(),
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match &error {
            Error::Store(StoreError::Busy) => {
                Self::new(ErrorCode::DatabaseBusy, "other changes are under way; nothing was changed").retry_after(1)
            }
            Error::Store(StoreError::Away { .. }) => {
                Self::new(ErrorCode::DatabaseAway, "the database does not answer; nothing was changed").retry_after(5)
            }
            Error::Store(StoreError::OutcomeUnknown { .. }) => {
                let detail =
                    "the database broke off while it kept the change, which may be there or not: repeat the request";
                Self::new(ErrorCode::OutcomeUnknown, detail).retry_after(5)
            }
            Error::Store(
                StoreError::Constraint { .. }
                | StoreError::NewerSchema { .. }
                | StoreError::OlderSchema { .. }
                | StoreError::EditedMigration { .. }
                | StoreError::ForeignDatabase
                | StoreError::Corrupt { .. }
                | StoreError::RowCount { .. }
                | StoreError::Exhausted { .. }
                | StoreError::Sql { .. },
            )
            | Error::File { .. }
            | Error::Refused(_) => Self::internal(),
        }
        .because(error)
    }
}

/// The refusal of an order: as grave as the gravest of its items.
fn of_items(refused: &[Refused]) -> Problem {
    let gravest = refused.iter().map(|refused| refused.reason.class()).max().unwrap_or(ReasonClass::Rule);
    let code = match gravest {
        ReasonClass::Unknown => ErrorCode::NumberUnknown,
        ReasonClass::State => ErrorCode::OrderRefused,
        ReasonClass::Rule => ErrorCode::OrderInvalid,
    };
    let detail = match refused.len() {
        1 => "one item is refused, so nothing was changed; `failures` tells why".to_owned(),
        count => format!("{count} items are refused, so nothing was changed; `failures` tells why"),
    };
    Problem::new(code, detail).with_failures(refused.iter().map(Failure::of).collect())
}
