//! The client against a mock server that is made from the project's own description of the contracts: every request it
//! makes is as described, and every answer that may come is understood.

mod generate;
mod mock;

use crate::support::{account, client, create_order, delete_order, order_id, phone, tenant};
use mock::{Mock, Mood};
use numberline_upstream::{AccountOrder, Failure, Microsoft, Upstream};

/// A call of the interface, whatever it gives.
type Ask = fn(&Microsoft) -> Result<(), Failure>;

/// Every call, and the operation that answers it.
const CALLS: [(&str, Ask); 15] = [
    ("listAccounts", |client| client.accounts().map(drop)),
    ("getAccount", |client| client.ensure_account(&account_order()).map(drop)),
    ("putAccount", |client| client.ensure_account(&account_order()).map(drop)),
    ("listRequestsForInformation", |client| client.consents().map(drop)),
    ("patchRequestForInformation", |client| client.acknowledge_consent(order_id(), tenant()).map(drop)),
    ("listCivicAddresses", |client| client.civic_addresses(&account()).map(drop)),
    ("listNumbers", |client| client.numbers(None, None).map(drop)),
    ("listAccountNumbers", |client| client.numbers(Some(&account()), None).map(drop)),
    ("getNumber", |client| client.number(&account(), phone(110)).map(drop)),
    ("createOrUpdateNumbers", |client| client.create(&create_order(100)).map(drop)),
    ("deleteNumbers", |client| client.delete(&delete_order(100)).map(drop)),
    ("getTeamsAvailableCapabilities", |client| client.available_capabilities(&account(), &[phone(110)]).map(drop)),
    ("getTeamsCapabilityPlans", |client| client.capability_plans(&account()).map(drop)),
    ("graphListNumberAssignments", |client| client.assignments(tenant(), None).map(drop)),
    ("graphListNumberAssignments", |client| client.assignment(tenant(), phone(110)).map(drop)),
];

fn account_order() -> AccountOrder {
    let correlation_id = Some("order-5512".to_owned());
    AccountOrder { order: order_id(), name: account(), tenant: tenant(), correlation_id }
}

/// Answers of each form, per call, that are made up.
const ROUNDS: u64 = 40;

#[test]
fn every_example_of_an_answer_is_understood() {
    for (operation, ask) in CALLS {
        let mock = Mock::start(operation, Mood::Example);
        assert_eq!(ask(&client(mock.server())), Ok(()), "{operation}");
        mock.assert_no_mismatch(operation);
    }
}

#[test]
fn every_answer_that_may_come_is_understood() {
    for (operation, ask) in CALLS {
        let mock = Mock::start(operation, Mood::MadeUp);
        let client = client(mock.server());
        for round in 0..ROUNDS {
            assert_eq!(ask(&client), Ok(()), "{operation}, round {round}: {}", mock.last());
        }
        mock.assert_no_mismatch(operation);
    }
}

#[test]
fn every_failure_that_may_come_is_told_by_its_status() {
    for (operation, ask) in CALLS {
        for status in [400, 401, 403, 404, 409, 412, 429, 500, 503] {
            let mock = Mock::start(operation, Mood::Failing(status));
            let outcome = ask(&client(mock.server()));
            let is_as_told = match status {
                // What is not there is not there; an account that is not there is then made, which fails too.
                404 if ["getNumber", "deleteNumbers"].contains(&operation) => outcome.is_ok(),
                401 => matches!(outcome, Err(Failure::Unauthorised(_))),
                403 => matches!(outcome, Err(Failure::Forbidden(_))),
                429 => matches!(outcome, Err(Failure::Throttled { .. })),
                500.. => matches!(outcome, Err(Failure::Failed { .. })),
                _ => matches!(outcome, Err(Failure::Refused(_))),
            };
            let made_instead = status == 404 && operation == "getAccount" && outcome.is_ok();
            assert!(is_as_told || made_instead, "{operation} with {status}: {outcome:?}");
            mock.assert_no_mismatch(operation);
        }
    }
}
