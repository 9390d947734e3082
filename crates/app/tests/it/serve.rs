//! `numberline serve`.

mod away;
mod demo;
mod listen;
mod log;
mod metrics;
mod stop;
