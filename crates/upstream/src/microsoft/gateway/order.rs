//! The gateway's calls that change something.

use super::{JSON, unless_absent};
use crate::http::{Answer, Call};
use crate::microsoft::Microsoft;
use crate::microsoft::wire::{account, consent, number};
use crate::{
    Accepted, Account, AccountName, AccountOrder, Consent, CreateOrder, DeleteOrder, Failure, OrderId, Refusal,
};
use numberline_domain::{Guid, PhoneNumber};
use reqwest::Method;
use reqwest::header::{HeaderValue, IF_NONE_MATCH};

const PRECONDITION_FAILED: u16 = 412;

impl Microsoft {
    /// Looks first: writing an account anew would clear what it has of other services.
    pub(in crate::microsoft) async fn ensure_account_at_gateway(
        &self,
        order: &AccountOrder,
    ) -> Result<Account, Failure> {
        if let Some(account) = self.account(&order.name).await? {
            return of_tenant(account, order);
        }
        let url = self.gateway.at(&format!("/accounts/{}", order.name));
        let mut call = Call::get(url).method(Method::PUT).body(JSON, account::write(order)).order(&order.order);
        call.headers.insert(IF_NONE_MATCH, HeaderValue::from_static("*"));
        match self.ask_gateway(&call, account::read_one).await {
            Ok(account) => of_tenant(account, order),
            // Somebody was faster, or an earlier try of ours.
            Err(Failure::Refused(refusal)) if refusal.status == PRECONDITION_FAILED => {
                let account = self.account(&order.name).await?;
                account.map_or(Err(Failure::Refused(refusal)), |account| of_tenant(account, order))
            }
            Err(failure) => Err(failure),
        }
    }

    async fn account(&self, name: &AccountName) -> Result<Option<Account>, Failure> {
        let call = Call::get(self.gateway.at(&format!("/accounts/{name}")));
        unless_absent(self.ask_gateway(&call, account::read_one).await)
    }

    pub(in crate::microsoft) async fn acknowledge_at_gateway(
        &self,
        order: OrderId,
        tenant: Guid,
    ) -> Result<Consent, Failure> {
        let url = self.gateway.at(&format!("/teamsRequestsForInformation/{tenant}"));
        let call =
            Call::get(url).method(Method::PATCH).body("application/merge-patch+json", consent::acknowledgement());
        self.ask_gateway(&call.order(&order), consent::read_one).await
    }

    pub(in crate::microsoft) async fn create_at_gateway(&self, order: &CreateOrder) -> Result<Accepted, Failure> {
        let url = self.gateway.at(&format!("/accounts/{}:createOrUpdateNumbers", order.account));
        let call = Call::get(url).method(Method::POST).body(JSON, number::write(order)).order(&order.order);
        let read = |answer: &Answer| is_accepted(answer).and_then(|()| number::read_accepted(answer, &order.account));
        self.ask_gateway(&call, read).await
    }

    /// A 404 for several says that one of them is not there, perhaps, and nothing of the others: they go one by one.
    pub(in crate::microsoft) async fn delete_at_gateway(&self, order: &DeleteOrder) -> Result<Accepted, Failure> {
        let url = self.gateway.at(&format!("/accounts/{}:deleteNumbers", order.account));
        let call = Call::get(url).method(Method::POST).body(JSON, number::identifiers(&order.phones));
        let taken = unless_absent(self.ask_gateway(&call.order(&order.order), is_accepted).await)?;
        if taken.is_none() && order.phones.len() > 1 {
            for phone in &order.phones {
                self.delete_one(&order.account, *phone).await?;
            }
        }
        Ok(Accepted::default())
    }

    /// Deleting one number is repeatable by itself; the order's id is the batch's, and stays with it.
    async fn delete_one(&self, account: &AccountName, phone: PhoneNumber) -> Result<(), Failure> {
        let url = self.gateway.at(&format!("/accounts/{account}/numbers/%2B{}", phone.digits()));
        let call = Call { is_order: true, ..Call::get(url).method(Method::DELETE) };
        unless_absent(self.ask_gateway(&call, |_| Ok(())).await).map(|_| ())
    }
}

/// A success that bears a verdict against the order's id is none.
fn is_accepted(answer: &Answer) -> Result<(), Failure> {
    if answer.header("repeatability-result") != Some("rejected") {
        return Ok(());
    }
    let code = Some("RepeatabilityRejected".to_owned());
    Err(Failure::Refused(Refusal { status: PRECONDITION_FAILED, code, message: None }))
}

fn of_tenant(account: Account, order: &AccountOrder) -> Result<Account, Failure> {
    if account.tenant == Some(order.tenant) {
        return Ok(account);
    }
    let code = Some("AccountOfAnotherTenant".to_owned());
    Err(Failure::Refused(Refusal { status: 409, code, message: None }))
}
