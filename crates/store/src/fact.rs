//! Facts: what numbers share, interned as seen. Each kind has a table of ids, members and a digest that is unique.

pub mod job;
pub mod offer;
pub mod sbc;
pub mod service;
