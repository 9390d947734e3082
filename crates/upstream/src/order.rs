//! Orders: numbers to be put in or taken out, up to a hundred at once.

use crate::{AccountName, UpstreamNumber};
use numberline_domain::{Guid, PhoneNumber, Ticks};
use std::collections::HashSet;

/// What makes an order repeatable: the same on every try, from every server. The caller keeps both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderId {
    /// The id of the kept intent.
    pub request: Guid,
    /// When it was first sent.
    pub first_sent: Ticks,
}

/// The numbers cannot be one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidOrder {
    /// None, or too many.
    #[error("an order has 1 to {most} numbers, not {0}", most = CreateOrder::MOST)]
    Size(usize),
    /// One of them stands there twice.
    #[error("{0} stands in the order twice")]
    Repeated(PhoneNumber),
}

/// A number as it is ordered, whole: what is left out is cleared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderedNumber {
    /// The number.
    pub phone: PhoneNumber,
    /// Its main use, such as `CallingUserAssignment`.
    pub usage: String,
    /// Further uses.
    pub additional_usages: Vec<String>,
    /// The capabilities asked for.
    pub capabilities: Vec<String>,
    /// `false` takes it from whoever has it; `None` leaves that open.
    pub assigned: Option<bool>,
    /// The emergency address.
    pub civic_address_id: Option<String>,
    /// The place within that address.
    pub location_id: Option<String>,
    /// Whether the customer may change the address.
    pub allow_tenant_address_update: bool,
    /// The country shown with the number.
    pub displayed_country_code: Option<String>,
}

/// Numbers to be put in, or written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateOrder {
    pub(crate) order: OrderId,
    pub(crate) account: AccountName,
    pub(crate) numbers: Vec<OrderedNumber>,
}

/// Numbers to be taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteOrder {
    pub(crate) order: OrderId,
    pub(crate) account: AccountName,
    pub(crate) phones: Vec<PhoneNumber>,
}

/// The other side took the order. It is not done yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accepted {
    /// The numbers as they stand now; none after a deletion.
    pub numbers: Vec<UpstreamNumber>,
}

impl CreateOrder {
    /// The most numbers of one order.
    pub const MOST: usize = 100;

    /// An order of these numbers.
    ///
    /// # Errors
    /// [`InvalidOrder`] when they are none or too many, or one stands there twice.
    pub fn new(order: OrderId, account: AccountName, numbers: Vec<OrderedNumber>) -> Result<Self, InvalidOrder> {
        judge(numbers.iter().map(|number| number.phone))?;
        Ok(Self { order, account, numbers })
    }

    /// What makes it repeatable.
    #[must_use]
    pub const fn id(&self) -> OrderId {
        self.order
    }

    /// The account that it is for.
    #[must_use]
    pub const fn account(&self) -> &AccountName {
        &self.account
    }

    /// The numbers, in the order given.
    #[must_use]
    pub fn numbers(&self) -> &[OrderedNumber] {
        &self.numbers
    }
}

impl DeleteOrder {
    /// The most numbers of one order.
    pub const MOST: usize = CreateOrder::MOST;

    /// An order to take these out.
    ///
    /// # Errors
    /// [`InvalidOrder`] when they are none or too many, or one stands there twice.
    pub fn new(order: OrderId, account: AccountName, phones: Vec<PhoneNumber>) -> Result<Self, InvalidOrder> {
        judge(phones.iter().copied())?;
        Ok(Self { order, account, phones })
    }

    /// What makes it repeatable.
    #[must_use]
    pub const fn id(&self) -> OrderId {
        self.order
    }

    /// The account that it is for.
    #[must_use]
    pub const fn account(&self) -> &AccountName {
        &self.account
    }

    /// The numbers, in the order given.
    #[must_use]
    pub fn phones(&self) -> &[PhoneNumber] {
        &self.phones
    }
}

fn judge(phones: impl ExactSizeIterator<Item = PhoneNumber>) -> Result<(), InvalidOrder> {
    let count = phones.len();
    if !(1..=CreateOrder::MOST).contains(&count) {
        return Err(InvalidOrder::Size(count));
    }
    let mut seen = HashSet::with_capacity(count);
    for phone in phones {
        if !seen.insert(phone) {
            return Err(InvalidOrder::Repeated(phone));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_has_one_to_a_hundred_distinct_numbers() {
        let order = OrderId { request: Guid::from_u128(1), first_sent: Ticks::from_unix_nanoseconds(0) };
        let account = AccountName::parse("a").unwrap();
        let of = |count: u64| (0..count).map(|n| PhoneNumber::from_digits(441_000 + n).unwrap()).collect::<Vec<_>>();
        assert!(DeleteOrder::new(order, account.clone(), of(100)).is_ok());
        assert_eq!(DeleteOrder::new(order, account.clone(), of(0)), Err(InvalidOrder::Size(0)));
        assert_eq!(DeleteOrder::new(order, account.clone(), of(101)), Err(InvalidOrder::Size(101)));
        let twice = [of(2), of(1)].concat();
        assert_eq!(DeleteOrder::new(order, account, twice.clone()), Err(InvalidOrder::Repeated(twice[0])));
    }
}
