//! What customers do, and how they stand.

use super::Simulator;
use crate::trouble::Trouble;
use crate::world::customer::{NewAccount, NewNumber};
use crate::world::life::Among;
use crate::world::number::Row;
use crate::world::shape::{Assignment, Failure, Standing};
use crate::world::tenant::ConsentStatus;
use numberline_domain::{Guid, PhoneNumber};
use std::sync::Arc;

/// A number, as the simulator has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberState {
    /// The number.
    pub phone: PhoneNumber,
    /// Its account.
    pub account: String,
    /// `pending`, `synced`, `failed` or `releasing`.
    pub standing: &'static str,
    /// What its customer assigned it to.
    pub assignment: Assignment,
}

impl NumberState {
    pub(crate) fn of(row: &Row) -> Self {
        let key = &row.shape.key;
        Self {
            phone: row.phone,
            account: key.account.to_string(),
            standing: word(&key.standing),
            assignment: key.assignment,
        }
    }
}

/// The standing in a word.
pub(crate) fn word(standing: &Standing) -> &'static str {
    match standing {
        Standing::Pending => "pending",
        Standing::Synced => "synced",
        Standing::Failed(_) => "failed",
        Standing::Releasing { .. } => "releasing",
    }
}

impl Simulator {
    /// Makes a customer; the answer is its directory.
    ///
    /// # Errors
    /// When there is an account of this name, or there cannot be.
    pub fn add_account(&self, new: &NewAccount) -> Result<Guid, Trouble> {
        self.world().add_account(new)
    }

    /// Puts numbers where nobody uploaded them; the answer is how many.
    ///
    /// # Errors
    /// When there is no such account, or a number is there already. Those before it are there then.
    pub fn add_numbers(&self, account: &str, numbers: impl IntoIterator<Item = NewNumber>) -> Result<usize, Trouble> {
        let mut world = self.world();
        let mut count = 0;
        for number in numbers {
            world.appear(account, &number)?;
            count += 1;
        }
        Ok(count)
    }

    /// The customer deletes numbers: they are gone at once, from both sides.
    ///
    /// # Errors
    /// When one is not there; then nothing has happened.
    pub fn customer_deletes(&self, phones: &[PhoneNumber]) -> Result<(), Trouble> {
        self.world().customer_deletes(phones)
    }

    /// The customer assigns numbers, or ends their assignment.
    ///
    /// # Errors
    /// When one is not there; then nothing has happened.
    pub fn assign(&self, phones: &[PhoneNumber], assignment: Assignment) -> Result<(), Trouble> {
        self.world().assign(phones, assignment)
    }

    /// The customer says that numbers are at another place.
    ///
    /// # Errors
    /// When one is not there; then nothing has happened.
    pub fn place(&self, phones: &[PhoneNumber], civic_address: &str, location: &str) -> Result<(), Trouble> {
        self.world().place(phones, civic_address, location)
    }

    /// Numbers show up under another account.
    ///
    /// # Errors
    /// When a number or the account is not there; then nothing has happened.
    pub fn move_to(&self, phones: &[PhoneNumber], account: &str) -> Result<(), Trouble> {
        self.world().move_to(phones, account)
    }

    /// Numbers fail: those that are there at once, and every write of them from now on.
    pub fn fail(&self, phones: &[PhoneNumber], failure: Failure) {
        self.world().fail(phones, &Arc::new(failure));
    }

    /// Numbers that failed get through again: those that are there at once.
    pub fn mend(&self, phones: &[PhoneNumber]) {
        self.world().mend(phones);
    }

    /// The customer gives or takes back its consent.
    ///
    /// # Errors
    /// When it never gave one.
    pub fn consent(&self, tenant: Guid, status: ConsentStatus) -> Result<(), Trouble> {
        self.world().consent(tenant, status)
    }

    /// The customer lets the operator's application read its number assignments, or no longer.
    pub fn trust(&self, tenant: Guid, trusts_us: bool) {
        if let Some(tenant) = self.world().tenants.get_mut(&tenant) {
            tenant.trusts_us = trusts_us;
        }
    }

    /// So many numbers of an account, by chance; fewer when there are not so many.
    #[must_use]
    pub fn choose(&self, account: &str, count: usize, among: Among) -> Vec<PhoneNumber> {
        self.world().choose(account, count, among)
    }

    /// How a number stands; `None` when it is not there.
    #[must_use]
    pub fn number(&self, phone: PhoneNumber) -> Option<NumberState> {
        let world = self.world();
        let slot = world.numbers.find(phone)?;
        Some(NumberState::of(world.numbers.row(slot)))
    }

    /// The numbers of an account in the order of arrival; none when there is no such account.
    #[must_use]
    pub fn numbers(&self, account: &str) -> Vec<NumberState> {
        let world = self.world();
        let slots = world.accounts.get(account).map(|account| account.numbers.as_slice()).unwrap_or_default();
        slots.iter().map(|slot| NumberState::of(world.numbers.row(*slot))).collect()
    }
}
