//! `numberline serve`.

mod away;
mod demo;
mod drain;
mod listen;
mod log;
mod metrics;
mod stop;
