//! The jobs: what goes on without anybody waiting for it. Each is done by whoever holds its lease, in small steps between
//! which it may stop or break off anywhere, and compares what is with what should be when it goes on.
//!
//! | module | job | lease |
//! | --- | --- | --- |
//! | [`order`] | sends the orders of a task, and finds out what became of them | `task:<id>` |
//! | [`sync`] | looks at a tenant's numbers at the upstream | `sync:<tenant>` |
//! | [`discover`] | which tenants have an account there | `accounts` |
//! | [`sweep`] | checks assignments | `task:<id>` of the sweep |
//!
//! [`records`] is what `discover` and `sync` take in beside numbers, [`context`] what they share, [`pause`] how long they wait after a failure, [`worker`] the threads that do them.

mod context;
mod discover;
mod figures;
mod order;
mod pause;
mod records;
pub mod sweep;
pub mod sync;
mod worker;

pub use context::{Jobs, Settings};
pub use figures::{JobFigures, JobReport};
pub use order::step as go_on_with;
pub use worker::{Workers, start};

pub use crate::observation::check::Counts as CheckCounts;
pub use crate::observation::write::Counts as SyncCounts;

use crate::Error;
use numberline_upstream::Failure;

/// Why a job broke off. It goes on later, here or on another node.
#[derive(Debug, thiserror::Error)]
pub enum Interrupted {
    /// The database, or what it holds.
    #[error(transparent)]
    Here(#[from] Error),
    /// Another node has the job now: what was about to be written is undone.
    #[error("another node has taken the job over")]
    LeaseLost,
    /// The upstream gave no answer that can be used.
    #[error("the upstream {0}")]
    Upstream(#[from] Failure),
    /// The program stops.
    #[error("the program stops")]
    Stopped,
}

impl From<numberline_store::Error> for Interrupted {
    fn from(error: numberline_store::Error) -> Self {
        Self::Here(Error::Store(error))
    }
}
