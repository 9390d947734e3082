//! The in-memory read model: any page of numbers, at any depth, under any status filter, for one tenant, a scope of
//! tenants or all, with exact totals. *Find by counters*, then *copy pieces and write digits*.
//!
//! Plain data behind `&self` and `&mut self`: no locks, no I/O, no clock. Whoever follows the change log feeds it:
//!
//! 1. Interned values first: [`Inventory::define_job`] and its siblings, then [`Inventory::define_shape`]. Defining an id
//!    again replaces what its numbers show (a rename); it never changes a tenant or a channel.
//! 2. Rows: [`Inventory::upsert`], [`Inventory::remove`].
//! 3. [`Inventory::settle`] after each slice: from then on rows and counters agree and may be read.
//! 4. [`Inventory::announce`] when a step of the log is whole.
//!
//! A number is a row of 64 bytes in a slab. A *group*, the rows of a tenant and channel, lists the rows' slots in id order
//! in blocks of at most 512, with a status byte each and counters a block: about 80 bytes a number in all. What is
//! rendered depends on the content alone, never on the order of the operations that led to it.

mod census;
mod channels;
mod counters;
mod define;
mod dictionary;
mod directory;
mod group;
mod jobs;
mod merge;
mod phones;
mod pieces;
mod read;
mod render;
mod row;
mod sieve;
mod slab;
mod slice;
mod tally;
mod tenants;
mod text;
mod version;
mod walk;
mod write;

pub use census::{Census, Gathering};
use channels::Channels;
pub use directory::{ServiceEntry, TenantEntry};
pub use sieve::{Ready, Sieve, Wanted};
pub use tally::{Tally, Totals, total_of};

use counters::Counts;
use dictionary::Dictionary;
use group::Group;
use hashbrown::HashMap;
use numberline_domain::{Guid, Scope, StatusFilter, Token, TokenHash};
use phones::PhoneIndex;
use slab::Slab;
pub use slice::Slice;
use tenants::Tenants;
pub use version::{Commit, Touched};

/// What a list asks for. A tenant outside the scope has no rows.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    /// The tenants and channels that the caller sees.
    pub scope: &'a Scope,
    /// One of them; `None` for all.
    pub tenant: Option<Guid>,
    /// Which statuses.
    pub filter: StatusFilter,
}

/// Which form of the records: the third version of the API shows ten fields more than the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// Without what is told of the service: its profile, SIP connection, customer, channel and consent.
    V2,
    /// With all fields.
    V3,
}

/// Every number, ready to be listed.
pub struct Inventory {
    rows: Slab,
    phones: PhoneIndex,
    groups: Vec<Group>,
    tenants: Tenants,
    channels: Channels,
    dictionary: Dictionary,
    /// Groups touched since the last [`Inventory::settle`].
    dirty: Vec<u32>,
    tokens: HashMap<TokenHash, Token>,
    seq: u64,
    /// The last commit that touched any number; tokens, say, are not numbers.
    touched: Commit,
    epoch: u64,
}

impl Inventory {
    /// An inventory without anything.
    #[must_use]
    pub fn new() -> Self {
        Self::with_room_for(0)
    }

    /// An empty inventory that takes so many numbers without growing its index, which is then as full as it may be.
    #[must_use]
    pub fn with_room_for(numbers: usize) -> Self {
        Self {
            rows: Slab::new(),
            phones: PhoneIndex::with_room_for(numbers),
            groups: Vec::new(),
            tenants: Tenants::new(),
            channels: Channels::default(),
            dictionary: Dictionary::new(),
            dirty: Vec::new(),
            tokens: HashMap::new(),
            seq: 0,
            touched: Commit::default(),
            epoch: 0,
        }
    }
}

impl Default for Inventory {
    fn default() -> Self {
        Self::new()
    }
}
