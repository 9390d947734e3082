//! What the service refuses, as callers see it: each case by name.

use super::{ErrorCode, Failure, Faults, Problem};
use numberline_domain::{ReasonClass, Refused};
use numberline_service::{self as service, Error, history, number, order, released, task, view};

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

impl From<number::NoStream> for Problem {
    fn from(refusal: number::NoStream) -> Self {
        match refusal {
            number::NoStream::TenantNeeded => {
                let fault = "is missing: the token may see several tenants, so name the one".to_owned();
                Self::of_faults(Faults::from([("msTenantId".to_owned(), vec![fault])]))
            }
            number::NoStream::Refused(refusal) => refusal.into(),
        }
    }
}

impl From<history::Refusal> for Problem {
    fn from(refusal: history::Refusal) -> Self {
        match refusal {
            history::Refusal::UnknownNumber => number::Refusal::UnknownNumber.into(),
            history::Refusal::Failed(error) => error.into(),
        }
    }
}

impl From<released::Refusal> for Problem {
    fn from(refusal: released::Refusal) -> Self {
        match refusal {
            released::Refusal::UnknownTenant => number::Refusal::UnknownTenant.into(),
            released::Refusal::Failed(error) => error.into(),
        }
    }
}

impl From<view::Refusal> for Problem {
    fn from(refusal: view::Refusal) -> Self {
        match refusal {
            view::Refusal::UnknownTenant => number::Refusal::UnknownTenant.into(),
            view::Refusal::InventoryLoading => Self::inventory_loading(),
            view::Refusal::SearchUnfinished => {
                let detail = "looking at every number takes longer than a request may; the next one goes on from there";
                Self::new(ErrorCode::SearchUnfinished, detail).retry_after(1)
            }
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
        match error.failure() {
            service::Failure::Busy => {
                Self::new(ErrorCode::DatabaseBusy, "other changes are under way; nothing was changed").retry_after(1)
            }
            service::Failure::Away => {
                Self::new(ErrorCode::DatabaseAway, "the database does not answer; nothing was changed").retry_after(5)
            }
            service::Failure::OutcomeUnknown => {
                let detail =
                    "the database broke off while it kept the change, which may be there or not: repeat the request";
                Self::new(ErrorCode::OutcomeUnknown, detail).retry_after(5)
            }
            service::Failure::Fault => Self::internal(),
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
