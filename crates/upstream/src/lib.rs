//! Clients of the systems that numbers come from, behind one interface: [`Upstream`].
//!
//! | word | meaning |
//! | --- | --- |
//! | [`Upstream`] | what the jobs ask of such a system; every call blocks, and ends in bounded time |
//! | [`Microsoft`] | the gateway's Provisioning API, with Microsoft Graph for the assignments |
//! | [`Failure`] | why there is no answer, by what a job has to decide |
//! | [`CreateOrder`], [`DeleteOrder`] | a batch of numbers to be put in or taken out, with the id that makes it repeatable |
//! | [`PageLink`], [`Walk`] | where a list goes on, and the guard against one that never ends |
//! | [`Check`] | what an assignment check found, in the words and codes of our own records |
//! | [`Settings`] | addresses, credentials, deadlines |
//!
//! Retries, pauses, the budget for both, the circuit breaker and the rate are inside: a caller sees an answer or a
//! failure. What to do about a failure, and when, is the caller's to decide and to keep.

mod account;
mod address;
mod assignment;
mod capability;
mod consent;
mod failure;
mod http;
mod microsoft;
mod number;
mod order;
mod page;
mod secret;
mod settings;
mod state;
mod upstream;

pub use account::{Account, AccountName, AccountOrder, InvalidAccountName};
pub use address::{CivicAddress, Location};
pub use assignment::{Assignment, AssignmentPage, Check};
pub use capability::CapabilityPlan;
pub use consent::{Consent, Contact};
pub use failure::{Failure, Lost, Refusal};
pub use http::{Circuit, HostReport};
pub use microsoft::Microsoft;
pub use number::{NumberPage, OperatorConnect, UpstreamNumber};
pub use order::{Accepted, CreateOrder, DeleteOrder, InvalidOrder, OrderId, OrderedNumber};
pub use page::{PageLink, Walk};
pub use secret::Secret;
pub use settings::{Deadlines, Given, GivenSecret, Mistake, Mistakes, Settings};
pub use state::{Provisioning, ProvisioningError};
pub use upstream::Upstream;
