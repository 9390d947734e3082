//! What later operations will do to numbers: statuses, removals, moves, numbers that change hands; each with its log.

use numberline_domain::{Number, NumberId, Status};
use numberline_store::{Change, ChangeKind, Error, Subject, Tx, fact, number, shape, tenant};

/// One thing done to a number that stands; picks count round the numbers there are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Touch {
    /// It gets another status.
    Status(usize, Status),
    /// It leaves.
    Remove(usize),
    /// It takes the shape, and so the tenant and channel, of another.
    Move(usize, usize),
    /// The two change their telephone numbers.
    Swap(usize, usize),
    /// Another number like it comes, with this id and these digits.
    Add(usize, i64, u64),
}

/// What has to be logged, in the order in which it happened.
#[derive(Default)]
pub(crate) struct Log(Vec<(u32, ChangeKind, NumberId)>);

impl Log {
    pub(crate) fn note(&mut self, tx: &Tx<'_>, number: &Number, kind: ChangeKind) -> Result<(), Error> {
        let tenant = tenant_of(tx, number)?;
        self.0.push((tenant, kind, number.id));
        Ok(())
    }

    /// Hands everything to the transaction.
    pub(crate) fn write(self, tx: &mut Tx<'_>) {
        for (tenant, kind, id) in self.0 {
            let subject = Subject::numbers([id]).expect("one id");
            tx.log(Change { tenant: Some(tenant), kind, subject, before: None, after: None, task: None });
        }
    }
}

pub(crate) fn tenant_of(tx: &Tx<'_>, number: &Number) -> Result<u32, Error> {
    let shape = shape::get(tx, number.shape)?.expect("numbers have shapes");
    let service = fact::service::get(tx, shape.service)?.expect("shapes have services");
    Ok(tenant::find(tx, service.tenant_id)?.expect("services have tenants"))
}

fn standing(tx: &Tx<'_>) -> Result<Vec<Number>, Error> {
    let mut numbers = Vec::new();
    number::scan(tx, |number| numbers.push(number))?;
    Ok(numbers)
}

impl Touch {
    /// Does it, if there is any number at all.
    pub(crate) fn apply(self, tx: &Tx<'_>, log: &mut Log) -> Result<(), Error> {
        let numbers = standing(tx)?;
        if numbers.is_empty() {
            return Ok(());
        }
        let pick = |pick: usize| numbers[pick % numbers.len()];
        match self {
            Self::Status(one, status) => {
                number::set_status(tx, pick(one).id, status)?;
                log.note(tx, &pick(one), ChangeKind::StatusChanged)
            }
            Self::Remove(one) => {
                assert!(number::delete(tx, pick(one).id)?);
                log.note(tx, &pick(one), ChangeKind::Removed)
            }
            Self::Move(one, like) => {
                let moved = Number { shape: pick(like).shape, ..pick(one) };
                number::upsert(tx, &moved)?;
                if tenant_of(tx, &pick(one))? != tenant_of(tx, &moved)? {
                    log.note(tx, &pick(one), ChangeKind::Moved)?;
                }
                log.note(tx, &moved, ChangeKind::ImportedAdded)
            }
            Self::Swap(one, other) => {
                let (one, other) = (pick(one), pick(other));
                number::delete(tx, one.id)?;
                number::upsert(tx, &Number { phone: one.phone, ..other })?;
                if one.id != other.id {
                    number::upsert(tx, &Number { phone: other.phone, ..one })?;
                }
                log.note(tx, &one, ChangeKind::ImportedChanged)?;
                log.note(tx, &other, ChangeKind::ImportedChanged)
            }
            Self::Add(like, id, digits) => {
                let id = NumberId::from_i64(id).expect("reserved");
                let phone = numberline_domain::PhoneNumber::from_digits(digits).expect("15 digits at most");
                let added = Number { id, phone, ..pick(like) };
                number::upsert(tx, &added)?;
                log.note(tx, &added, ChangeKind::ImportedAdded)
            }
        }
    }
}
