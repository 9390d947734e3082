//! The upstream's stand-in: a stateful program that speaks the two public Microsoft contracts over HTTP, with faults on
//! demand, so that the demo, tests and rehearsals need no account anywhere.
//!
//! ```no_run
//! use numberline_simulator::{Fault, NewAccount, NewNumber, Options, Simulator};
//! use numberline_domain::PhoneNumber;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let running = Simulator::start(Options::default()).await?;
//! let simulator = running.simulator();
//! simulator.add_account(&NewAccount::new("quayside-books"))?;
//! let first = PhoneNumber::parse("+441632960110")?;
//! simulator.add_numbers("quayside-books", [NewNumber::new(first)])?;
//! simulator.add_fault(Fault::new("throttle=12".parse()?).in_operation("listNumbers").times(1))?;
//! println!("the gateway answers at {}", running.addresses().gateway);
//! simulator.customer_deletes(&[first])?;
//! # Ok(())
//! # }
//! ```
//!
//! | module | what it is for |
//! | --- | --- |
//! | [`simulator`], [`control`] | how its owner drives it: from the same program, or over HTTP |
//! | [`server`] | the socket; how answers arrive, or do not |
//! | [`gateway`], [`graph`], [`login`] | the contracts |
//! | [`world`] | the state behind them |
//! | [`fault`] | what goes wrong on demand |
//! | `contract` | the contracts as a description that judges requests and answers; with the feature `contract` |
//!
//! What Microsoft does not say is our choice; `docs/simulator.md` lists these choices.

mod asked;
#[cfg(feature = "contract")]
pub mod contract;
mod control;
mod fault;
mod filter;
mod gateway;
mod graph;
mod login;
mod options;
mod page;
mod random;
mod rate;
mod refusal;
mod repeat;
mod reply;
mod route;
mod server;
mod simulator;
mod timepiece;
mod token;
mod trouble;
mod world;

pub use control::{NotDone, Remote};
pub use fault::{AnswerFault, CallFault, Fault, ListFault, Malformed, OrderFault, ReleaseFailure, RetryAfter, What};
pub use options::{Options, Rate, Roles, Settings, WhileReleasing};
pub use server::{Addresses, Running};
pub use simulator::{NumberState, Simulator};
pub use trouble::Trouble;
pub use world::capability::Capabilities;
pub use world::customer::{NewAccount, NewNumber};
pub use world::life::{Among, Life};
pub use world::log::{Order, OrderCounts};
pub use world::shape::{Assignment, Failure};
pub use world::tenant::{ConsentStatus, NewAddress};
