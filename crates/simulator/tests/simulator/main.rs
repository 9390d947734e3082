//! The simulator through its doors: HTTP on a socket, every answer judged by the description of the contracts.

#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

mod condition;
mod contract;
mod control;
mod customer;
mod delivery;
mod fault;
mod filter;
mod life;
mod order;
mod page;
mod rate;
mod release;
mod repeat;
mod session;
mod support;
mod token;
mod walk;
mod written;
