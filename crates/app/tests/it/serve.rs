//! `numberline serve`.

mod demo;
mod listen;
mod log;
mod stop;
