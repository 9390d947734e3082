//! The log of orders: every effect that the operator's calls had, in order, so that a test can prove that none was lost
//! and none happened twice.

use numberline_domain::{PhoneNumber, Ticks};
use serde::Serialize;
use serde_json::{Value, json};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// One effect: an order that was accepted and had not been before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Order {
    /// Its number, from 1.
    pub sequence: u64,
    /// When it happened.
    pub at: Option<Ticks>,
    /// Its `Repeatability-Request-ID`.
    pub request_id: Option<String>,
    /// The operation, such as `createOrUpdateNumbers`.
    pub operation: &'static str,
    /// The account, or the tenant of a consent.
    pub account: String,
    /// Numbers that were not there before.
    pub created: Vec<PhoneNumber>,
    /// Numbers that are otherwise now.
    pub updated: Vec<PhoneNumber>,
    /// Numbers that are going now.
    pub deleted: Vec<PhoneNumber>,
    /// Numbers that another order had brought into just this state before, or was already removing.
    pub doubled: Vec<PhoneNumber>,
    /// Numbers to delete that were not there.
    pub absent: Vec<PhoneNumber>,
}

/// How many of what the orders did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct OrderCounts {
    /// Orders.
    pub orders: u64,
    /// Numbers made.
    pub created: u64,
    /// Numbers changed.
    pub updated: u64,
    /// Deletes of numbers.
    pub deleted: u64,
    /// Numbers that were ordered again without need: what must not happen.
    pub doubled: u64,
    /// Deletes of numbers that were not there.
    pub absent: u64,
}

impl Order {
    /// It as JSON, as `GET /control/orders` and the file have it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let texts = |numbers: &[PhoneNumber]| numbers.iter().map(ToString::to_string).collect::<Value>();
        let mut order = json!({
            "sequence": self.sequence,
            "at": self.at.map(|at| at.to_string()),
            "requestId": self.request_id,
            "operation": self.operation,
            "account": self.account,
        });
        for (name, numbers) in [
            ("created", &self.created),
            ("updated", &self.updated),
            ("deleted", &self.deleted),
            ("doubled", &self.doubled),
            ("absent", &self.absent),
        ] {
            if !numbers.is_empty() {
                order[name] = texts(numbers);
            }
        }
        order
    }
}

/// The orders so far, and the file they are appended to.
#[derive(Debug)]
pub(crate) struct Log {
    orders: Vec<Order>,
    counts: OrderCounts,
    file: Option<File>,
}

impl Log {
    /// A log that has nothing in it; what the file holds stays there.
    pub(crate) fn open(file: Option<&Path>) -> io::Result<Self> {
        let file = file.map(|path| OpenOptions::new().append(true).create(true).open(path)).transpose()?;
        Ok(Self { orders: Vec::new(), counts: OrderCounts::default(), file })
    }

    pub(crate) fn orders(&self) -> &[Order] {
        &self.orders
    }

    pub(crate) fn counts(&self) -> OrderCounts {
        self.counts
    }

    /// Notes an order that is about to take effect. If it cannot be noted it must not.
    pub(crate) fn note(&mut self, mut order: Order) -> io::Result<()> {
        order.sequence = self.counts.orders + 1;
        if let Some(file) = &mut self.file {
            // In one write, so that whoever reads meanwhile sees whole lines.
            file.write_all(format!("{}\n", order.to_json()).as_bytes())?;
        }
        let count = |numbers: &[PhoneNumber]| u64::try_from(numbers.len()).expect("a length fits 64 bits");
        self.counts.orders += 1;
        self.counts.created += count(&order.created);
        self.counts.updated += count(&order.updated);
        self.counts.deleted += count(&order.deleted);
        self.counts.doubled += count(&order.doubled);
        self.counts.absent += count(&order.absent);
        self.orders.push(order);
        Ok(())
    }
}
