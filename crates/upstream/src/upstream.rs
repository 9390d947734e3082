//! The one interface to a system that numbers come from.

use crate::{
    Accepted, Account, AccountName, AccountOrder, Assignment, AssignmentPage, CapabilityPlan, CivicAddress, Consent,
    CreateOrder, DeleteOrder, Failure, HostReport, NumberPage, OrderId, PageLink, UpstreamNumber,
};
use numberline_domain::{Guid, PhoneNumber};

/// A system that numbers come from.
///
/// Every call blocks its thread and ends in bounded time; none may be made from asynchronous code. A page that comes
/// back is whole and every row of it was understood; a row that was not makes the page a [`Failure`].
pub trait Upstream: Send + Sync {
    /// Every account.
    ///
    /// # Errors
    /// A [`Failure`].
    fn accounts(&self) -> Result<Vec<Account>, Failure>;

    /// Makes an account for a tenant, unless the tenant's account of this name is there already; gives the account as
    /// it stands.
    ///
    /// # Errors
    /// A [`Failure`]; [`Failure::Refused`] with `AccountOfAnotherTenant` when the name is another tenant's.
    fn ensure_account(&self, order: &AccountOrder) -> Result<Account, Failure>;

    /// Every customer's consent.
    ///
    /// # Errors
    /// A [`Failure`].
    fn consents(&self) -> Result<Vec<Consent>, Failure>;

    /// Tells the customer that its consent was seen. Gives the consent as it stands.
    ///
    /// # Errors
    /// A [`Failure`].
    fn acknowledge_consent(&self, order: OrderId, tenant: Guid) -> Result<Consent, Failure>;

    /// The emergency addresses that the customer keeps.
    ///
    /// # Errors
    /// A [`Failure`].
    fn civic_addresses(&self, account: &AccountName) -> Result<Vec<CivicAddress>, Failure>;

    /// A page of an account's numbers, or of all accounts' when none is named; the first when no link is given.
    ///
    /// Rows may be skipped or repeated while others change: only [`number`](Self::number) tells that one is absent.
    ///
    /// # Errors
    /// A [`Failure`].
    fn numbers(&self, account: Option<&AccountName>, page: Option<&PageLink>) -> Result<NumberPage, Failure>;

    /// One number; `None` when the account does not have it.
    ///
    /// # Errors
    /// A [`Failure`].
    fn number(&self, account: &AccountName, phone: PhoneNumber) -> Result<Option<UpstreamNumber>, Failure>;

    /// Puts numbers in, or writes them anew: a first order, a repeated one, an unassignment. What was accepted is not
    /// done yet.
    ///
    /// # Errors
    /// A [`Failure`]; after one that [may have taken effect](Failure::may_have_taken_effect), read before ordering again.
    fn create(&self, order: &CreateOrder) -> Result<Accepted, Failure>;

    /// Takes numbers out. One that is not there counts as taken out.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    fn delete(&self, order: &DeleteOrder) -> Result<Accepted, Failure>;

    /// The capabilities that *all* of these numbers could have.
    ///
    /// # Errors
    /// A [`Failure`].
    fn available_capabilities(&self, account: &AccountName, phones: &[PhoneNumber]) -> Result<Vec<String>, Failure>;

    /// The plans that an account's numbers can be on.
    ///
    /// # Errors
    /// A [`Failure`].
    fn capability_plans(&self, account: &AccountName) -> Result<Vec<CapabilityPlan>, Failure>;

    /// A page of what a tenant's numbers are given to; the first when no link is given.
    ///
    /// # Errors
    /// A [`Failure`].
    fn assignments(&self, tenant: Guid, page: Option<&PageLink>) -> Result<AssignmentPage, Failure>;

    /// What one number of a tenant is given to; `None` when the tenant does not have it.
    ///
    /// # Errors
    /// A [`Failure`].
    fn assignment(&self, tenant: Guid, phone: PhoneNumber) -> Result<Option<Assignment>, Failure>;

    /// How each host behind this does, for metrics and readiness.
    fn hosts(&self) -> Vec<HostReport>;

    /// Ends every call under way, and every later one, at once: the program stops.
    fn stop(&self);
}
