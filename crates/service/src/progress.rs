//! How long work tells how far it is, without knowing who listens.

/// Listens to long work.
pub trait Progress: Sync {
    /// A new phase begins, of so many units when that is known.
    fn phase(&self, name: &'static str, total: Option<u64>);
    /// So many more units are done.
    fn advance(&self, units: u64);
}

/// Nobody listens.
pub struct Silent;

impl Progress for Silent {
    fn phase(&self, _name: &'static str, _total: Option<u64>) {}
    fn advance(&self, _units: u64) {}
}
