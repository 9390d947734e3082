//! Numbers as an order finds them: whose they are, where they stand, and who works on them.

use crate::Error;
use numberline_domain::{AssignmentWord, Event, Number, PhoneNumber, Reason, Refused, Standing, Status, TaskId};
use numberline_store::{Tx, hold, number, shape, task};
use std::collections::HashMap;

/// A telephone number as an order finds it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) phone: PhoneNumber,
    /// Its row, and the id of the tenant that has it.
    pub(crate) number: Option<(Number, u32)>,
    /// The task that works on it, and the id of that one's tenant.
    pub(crate) holder: Option<(TaskId, Option<u32>)>,
}

/// Looks at numbers, in their order.
pub(crate) fn look(tx: &Tx<'_>, phones: &[PhoneNumber]) -> Result<Vec<Seen>, Error> {
    let numbers = number::by_phones(tx, phones)?;
    let holders = hold::holders(tx, phones)?;
    let mut tenants: HashMap<u32, u32> = HashMap::new();
    let mut tasks: HashMap<TaskId, Option<u32>> = HashMap::new();
    let mut seen = Vec::with_capacity(phones.len());
    for ((phone, number), holder) in phones.iter().zip(numbers).zip(holders) {
        let number = match number {
            Some(number) => Some((number, tenant_of(tx, &mut tenants, number.shape)?)),
            None => None,
        };
        let holder = match holder {
            Some(holder) => Some((holder.task, tenant_of_task(tx, &mut tasks, holder.task)?)),
            None => None,
        };
        seen.push(Seen { phone: *phone, number, holder });
    }
    Ok(seen)
}

fn tenant_of(tx: &Tx<'_>, known: &mut HashMap<u32, u32>, shape: u32) -> Result<u32, Error> {
    if let Some(tenant) = known.get(&shape) {
        return Ok(*tenant);
    }
    let tenant = shape::tenant_of(tx, shape)?.ok_or_else(|| Error::missing("shape", shape))?;
    known.insert(shape, tenant);
    Ok(tenant)
}

fn tenant_of_task(tx: &Tx<'_>, known: &mut HashMap<TaskId, Option<u32>>, task: TaskId) -> Result<Option<u32>, Error> {
    if let Some(tenant) = known.get(&task) {
        return Ok(*tenant);
    }
    let tenant = task::get(tx, task)?.and_then(|task| task.tenant);
    known.insert(task, tenant);
    Ok(tenant)
}

impl Seen {
    /// The row, if this tenant has the number.
    pub(crate) fn of_tenant(&self, tenant: u32) -> Result<Number, Refused> {
        match self.number {
            Some((number, owner)) if owner == tenant => Ok(number),
            Some(_) | None => Err(self.unknown()),
        }
    }

    /// The number's row, and where it stands after an operation of its tenant that no other one may be beside.
    pub(crate) fn after(&self, tenant: u32, event: Event) -> Result<(Number, Standing), Refused> {
        let number = self.of_tenant(tenant)?;
        self.free(number.status, event.aim())?;
        let next = Standing::Listed(number.status).after(event);
        next.map(|next| (number, next)).map_err(|illegal| Refused::illegal(self.phone, illegal))
    }

    /// Refused while another operation works on it.
    pub(crate) fn free(&self, from: Status, to: Standing) -> Result<(), Refused> {
        match self.holder {
            Some((task, _)) => Err(Refused::standing(self.phone, Reason::Held { task }, from, to)),
            None => Ok(()),
        }
    }

    /// The refusal that does not tell whether there is such a number.
    pub(crate) fn unknown(&self) -> Refused {
        Refused::new(numberline_domain::Item::Number(self.phone), Reason::Unknown)
    }
}

/// Whether the number is known to be assigned. Where no check has told yet, Microsoft is the judge.
pub(crate) fn is_assigned(number: &Number) -> bool {
    debug_assert_eq!(AssignmentWord::KNOWN[0], "Unassigned");
    number.assignment > 1
}
