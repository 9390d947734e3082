//! `/api/v3/oc/numbers`.

mod conditional;
mod faults;
mod find;
mod list;
