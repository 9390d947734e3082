//! The upstream's stand-in: a stateful program that speaks the two public Microsoft contracts over HTTP, with faults on
//! demand.

#[cfg(feature = "contract")]
pub mod contract;
