//! An upstream in memory: what it has, what it was ordered, and what it does wrong next.

use numberline_domain::{AssignmentWord, Guid, PhoneNumber, Place};
use numberline_upstream::{
    Accepted, Account, AccountName, AccountOrder, Assignment, AssignmentPage, CapabilityPlan, CivicAddress, Consent,
    CreateOrder, DeleteOrder, Failure, HostReport, Lost, NumberPage, OperatorConnect, OrderId, PageLink, Provisioning,
    ProvisioningError, Refusal, Upstream, UpstreamNumber,
};
use parking_lot::Mutex;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing is done, and that is known.
    Unavailable,
    /// Nothing is done, and no answer comes.
    LostBefore,
    /// It is done, and no answer comes.
    LostAfter,
    /// A status of 500, nothing is done.
    Broken,
    /// Refused, with a code.
    Refused,
    /// An answer that cannot be read; it is done.
    Malformed,
    /// Of a list: every second row is missing.
    HalfPage,
    /// Of a list: the last row is there twice.
    RepeatedRow,
    /// Our own process breaks off, before anything is done.
    CrashBefore,
    /// Our own process breaks off when it is done.
    CrashAfter,
}

/// Breaks off as a kill does, without a word.
fn crash() -> ! {
    std::panic::resume_unwind(Box::new(CRASH))
}

const CRASH: &str = "a crash";

/// Whether it broke off so.
pub(crate) fn is_crash(panic: &(dyn std::any::Any + Send)) -> bool {
    panic.downcast_ref() == Some(&CRASH)
}

/// A number as the upstream has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) account: AccountName,
    pub(crate) state: State,
    pub(crate) assignment: String,
    chosen: Vec<String>,
}

/// How far what was ordered is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Pending,
    Synced,
    Failed,
    Deleting,
}

/// An order that had an effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Effect {
    pub(crate) request: Guid,
    pub(crate) is_deletion: bool,
    pub(crate) phones: Vec<PhoneNumber>,
}

#[derive(Default)]
pub(crate) struct World {
    pub(crate) accounts: BTreeMap<AccountName, Guid>,
    pub(crate) numbers: BTreeMap<PhoneNumber, Row>,
    pub(crate) effects: Vec<Effect>,
    pub(crate) faults: VecDeque<Fault>,
    /// Numbers whose provisioning fails.
    pub(crate) unlucky: Vec<PhoneNumber>,
    answered: HashMap<Guid, Result<Accepted, Failure>>,
    pub(crate) calls: u64,
}

impl World {
    /// What is under way behind the gateway ends.
    pub(crate) fn settle(&mut self) {
        self.numbers.retain(|_, row| row.state != State::Deleting);
        for (phone, row) in &mut self.numbers {
            if row.state == State::Pending {
                row.state = if self.unlucky.contains(phone) { State::Failed } else { State::Synced };
            }
        }
    }

    /// A number that is there without an order of ours.
    pub(crate) fn appear(&mut self, account: &AccountName, phone: PhoneNumber) {
        let chosen = vec!["InboundCalling".to_owned()];
        let row = Row { account: account.clone(), state: State::Synced, assignment: "unassigned".to_owned(), chosen };
        self.numbers.insert(phone, row);
    }

    fn upstream_number(&self, phone: PhoneNumber, row: &Row) -> UpstreamNumber {
        let state = match row.state {
            State::Pending | State::Deleting => Provisioning::Pending,
            State::Synced => Provisioning::Synced,
            State::Failed => Provisioning::Failed(vec![ProvisioningError {
                code: "NumberInUse".to_owned(),
                message: "held by another operator".to_owned(),
                target: None,
            }]),
        };
        let words = ["Geographic", "InboundCalling"].map(str::to_owned).to_vec();
        let is_ready = state == Provisioning::Synced;
        let assignment = if row.assignment == "unassigned" { "unassigned" } else { "assigned" };
        UpstreamNumber {
            phone,
            account: row.account.clone(),
            state,
            operator_connect: Some(OperatorConnect {
                enabled: true,
                assignment: Some(assignment.to_owned()),
                usage: Some("CallingUserAssignment".to_owned()),
                chosen: row.chosen.clone(),
                acquired: is_ready.then(|| words.clone()),
                available: is_ready.then_some(words),
                ..OperatorConnect::default()
            }),
        }
    }
}

type Interlude = Box<dyn FnOnce() + Send>;

/// The upstream. Clones are the same one.
#[derive(Clone, Default)]
pub(crate) struct Fake {
    world: Arc<Mutex<World>>,
    /// What happens between the next order's being written down and its arrival here.
    interlude: Arc<Mutex<Option<Interlude>>>,
}

impl Fake {
    pub(crate) fn world(&self) -> parking_lot::MutexGuard<'_, World> {
        self.world.lock()
    }

    /// Lets something happen while the next order is on its way.
    pub(crate) fn during_next_order(&self, work: impl FnOnce() + Send + 'static) {
        *self.interlude.lock() = Some(Box::new(work));
    }

    /// Makes a call: what goes wrong before it, the work, what goes wrong with its answer.
    fn call<T>(&self, work: impl FnOnce(&mut World) -> Result<T, Failure>) -> Result<T, Failure> {
        let world = &mut *self.world();
        world.calls += 1;
        match world.faults.pop_front() {
            None => work(world),
            Some(Fault::Unavailable) => Err(Failure::Unavailable { wait: None, reason: "a fault".to_owned() }),
            Some(Fault::LostBefore) => Err(Failure::OutcomeUnknown(Lost::TimedOut)),
            Some(Fault::LostAfter) => work(world).and(Err(Failure::OutcomeUnknown(Lost::Broken))),
            Some(Fault::Broken) => Err(Failure::Failed { refusal: refusal(500, "InternalError"), wait: None }),
            Some(Fault::Refused) => Err(Failure::Refused(refusal(409, "NumberInUse"))),
            Some(Fault::CrashBefore) => crash(),
            Some(Fault::CrashAfter) => {
                // Whatever it is worth, nobody hears of it.
                let _ = work(world);
                crash()
            }
            Some(Fault::Malformed | Fault::HalfPage | Fault::RepeatedRow) => {
                work(world).and(Err(Failure::Malformed { reason: "a fault".to_owned() }))
            }
        }
    }

    /// An order has its effect once; under the same id it gets the same answer again.
    fn order(
        &self,
        order: OrderId,
        work: impl FnOnce(&mut World) -> Result<(Effect, Accepted), Failure>,
    ) -> Result<Accepted, Failure> {
        let interlude = self.interlude.lock().take();
        if let Some(interlude) = interlude {
            interlude();
        }
        self.call(|world| {
            if let Some(answer) = world.answered.get(&order.request) {
                return answer.clone();
            }
            let (effect, accepted) = work(world)?;
            world.effects.push(effect);
            world.answered.insert(order.request, Ok(accepted.clone()));
            Ok(accepted)
        })
    }
}

fn refusal(status: u16, code: &str) -> Refusal {
    Refusal { status, code: Some(code.to_owned()), message: None }
}

impl Upstream for Fake {
    fn accounts(&self) -> Result<Vec<Account>, Failure> {
        self.call(|world| Ok(world.accounts.iter().map(|(name, tenant)| account(name, *tenant)).collect()))
    }

    fn ensure_account(&self, order: &AccountOrder) -> Result<Account, Failure> {
        self.call(|world| {
            world.accounts.insert(order.name.clone(), order.tenant);
            Ok(account(&order.name, order.tenant))
        })
    }

    fn consents(&self) -> Result<Vec<Consent>, Failure> {
        Ok(Vec::new())
    }

    fn acknowledge_consent(&self, _: OrderId, _: Guid) -> Result<Consent, Failure> {
        Err(Failure::Refused(refusal(404, "NoConsent")))
    }

    fn civic_addresses(&self, _: &AccountName) -> Result<Vec<CivicAddress>, Failure> {
        Ok(Vec::new())
    }

    fn numbers(&self, account: Option<&AccountName>, page: Option<&PageLink>) -> Result<NumberPage, Failure> {
        const PAGE: usize = 40;
        let list_fault = {
            let faults = &mut self.world().faults;
            match faults.front() {
                Some(Fault::HalfPage | Fault::RepeatedRow) => faults.pop_front(),
                // Lists are read on a thread of their own, which a crash would not be one of.
                Some(Fault::CrashBefore | Fault::CrashAfter) => {
                    faults.pop_front();
                    None
                }
                _ => None,
            }
        };
        self.call(|world| {
            let of_account = |row: &Row| account.is_none_or(|account| *account == row.account);
            let rows: Vec<_> = world.numbers.iter().filter(|(_, row)| of_account(row)).collect();
            let skip: usize = page.map_or(0, |page| page.as_str().parse().unwrap());
            let here = rows.iter().skip(skip).take(PAGE);
            let mut numbers: Vec<_> = here.map(|(phone, row)| world.upstream_number(**phone, row)).collect();
            match list_fault {
                Some(Fault::HalfPage) => {
                    let mut keep = false;
                    numbers.retain(|_| {
                        keep = !keep;
                        keep
                    });
                }
                Some(Fault::RepeatedRow) => {
                    if let Some(first) = numbers.first().cloned() {
                        numbers.pop();
                        numbers.push(first);
                    }
                }
                _ => {}
            }
            let next = (skip + PAGE < rows.len()).then(|| PageLink::from_text(&(skip + PAGE).to_string()));
            Ok(NumberPage { numbers, next, record_count: Some(rows.len() as u64), set_aside: 0 })
        })
    }

    fn number(&self, account: &AccountName, phone: PhoneNumber) -> Result<Option<UpstreamNumber>, Failure> {
        self.call(|world| {
            let row = world.numbers.get(&phone).filter(|row| row.account == *account);
            Ok(row.map(|row| world.upstream_number(phone, row)))
        })
    }

    fn create(&self, order: &CreateOrder) -> Result<Accepted, Failure> {
        self.order(order.id(), |world| {
            for number in order.numbers() {
                let taken = world.numbers.get(&number.phone).is_some_and(|row| row.account != *order.account());
                if taken {
                    return Err(Failure::Refused(refusal(409, "NumberInUse")));
                }
            }
            for number in order.numbers() {
                let old = world.numbers.get(&number.phone).cloned();
                let assignment = match (number.assigned, &old) {
                    (Some(false), _) | (_, None) => "unassigned".to_owned(),
                    (_, Some(old)) => old.assignment.clone(),
                };
                let state = if number.assigned == Some(false) { State::Synced } else { State::Pending };
                let chosen = number.capabilities.clone();
                world.numbers.insert(number.phone, Row { account: order.account().clone(), state, assignment, chosen });
            }
            let phones = order.numbers().iter().map(|number| number.phone).collect();
            Ok((Effect { request: order.id().request, is_deletion: false, phones }, Accepted::default()))
        })
    }

    fn delete(&self, order: &DeleteOrder) -> Result<Accepted, Failure> {
        self.order(order.id(), |world| {
            for phone in order.phones() {
                if let Some(row) = world.numbers.get_mut(phone).filter(|row| row.account == *order.account()) {
                    row.state = State::Deleting;
                }
            }
            let effect = Effect { request: order.id().request, is_deletion: true, phones: order.phones().to_vec() };
            Ok((effect, Accepted::default()))
        })
    }

    fn available_capabilities(&self, _: &AccountName, _: &[PhoneNumber]) -> Result<Vec<String>, Failure> {
        Ok(Vec::new())
    }

    fn capability_plans(&self, _: &AccountName) -> Result<Vec<CapabilityPlan>, Failure> {
        Ok(Vec::new())
    }

    fn assignments(&self, tenant: Guid, _: Option<&PageLink>) -> Result<AssignmentPage, Failure> {
        self.call(|world| {
            let rows = world.numbers.iter().filter(|(_, row)| world.accounts.get(&row.account) == Some(&tenant));
            let assignments = rows.map(|(phone, row)| assignment(*phone, row)).collect();
            Ok(AssignmentPage { assignments, next: None, set_aside: 0 })
        })
    }

    fn assignment(&self, tenant: Guid, phone: PhoneNumber) -> Result<Option<Assignment>, Failure> {
        self.call(|world| {
            let row = world.numbers.get(&phone).filter(|row| world.accounts.get(&row.account) == Some(&tenant));
            Ok(row.map(|row| assignment(phone, row)))
        })
    }

    fn hosts(&self) -> Vec<HostReport> {
        Vec::new()
    }

    fn stop(&self) {}
}

fn account(name: &AccountName, tenant: Guid) -> Account {
    Account {
        name: name.clone(),
        tenant: Some(tenant),
        correlation_id: None,
        operator_connect: true,
        number_count: None,
        state: Provisioning::Synced,
    }
}

fn assignment(phone: PhoneNumber, row: &Row) -> Assignment {
    let status = Some(row.assignment.clone());
    Assignment { phone, status, number_type: None, country: None, place: Place::default() }
}

/// Our word for one of the upstream's.
pub(crate) fn our_word(theirs: &str) -> AssignmentWord {
    AssignmentWord(match theirs {
        "unassigned" => "Unassigned".to_owned(),
        "userAssigned" => "UserAssigned".to_owned(),
        other => other.to_owned(),
    })
}
