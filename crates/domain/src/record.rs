//! What numbers share, as records of its own: channels, SBCs, services, calling profiles, leads, civic addresses.
//!
//! Facts stay as they were seen. A record is made when somebody sets one; a change of it is an edit of the facts that bear
//! its key, and every edit here is idempotent: what it makes of facts, it leaves as they are.

mod calling_profile;
mod channel;
mod civic_address;
mod label;
mod lead;
mod sbc;
mod service;

pub use calling_profile::{CallingProfile, OfferType, Trunk};
pub use channel::Channel;
pub use civic_address::{CivicAddress, Location};
pub use label::{InvalidLabel, Label};
pub use lead::{Contact, Lead};
pub use sbc::{AttachedSbc, Sbc, SbcId};
pub use service::{CustomerService, ServiceEdit, SiteLocation};
