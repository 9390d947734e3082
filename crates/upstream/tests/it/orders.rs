//! Orders as they are written.

use crate::support::{Reply, Server, account, client, json, order_id, ordered, phone, refusal, tenant};
use http::Response;
use numberline_upstream::{AccountOrder, CreateOrder, Failure, Provisioning, Upstream};
use std::sync::atomic::{AtomicBool, Ordering};

fn account_json(tenant: &str) -> String {
    format!(
        r#"{{"name":"quayside-books","serviceDetails":{{"teamsTenantId":"{tenant}","teamsOperatorConnect":{{"enabled":true,"syncEnabled":true}}}}}}"#
    )
}

fn account_order() -> AccountOrder {
    AccountOrder { order: order_id(), name: account(), tenant: tenant(), correlation_id: None }
}

#[test]
fn a_number_is_written_whole() {
    let stored = r#"{"numbers":[{"telephoneNumber":"+441632960000","accountName":"quayside-books","serviceDetails":{"teamsOperatorConnect":{"enabled":true}},"serviceProvisioningStatus":"pending"}]}"#;
    let server = Server::start(move |_| json(200, stored));
    let mut number = ordered(phone(0));
    number.location_id = Some("e41d9f83".to_owned());
    let accepted = client(&server).create(&CreateOrder::new(order_id(), account(), vec![number]).unwrap()).unwrap();
    assert_eq!(accepted.numbers[0].state, Provisioning::Pending);
    let sent = String::from_utf8(server.requests().last().unwrap().body().clone()).unwrap();
    assert_eq!(
        sent,
        concat!(
            r#"{"numbers":[{"telephoneNumber":"+441632960000","accountName":"quayside-books","#,
            r#""serviceDetails":{"teamsOperatorConnect":{"enabled":true,"assignmentStatus":"unassigned","#,
            r#""configuration":{"usage":"CallingUserAssignment","#,
            r#""choosableCapabilities":["InboundCalling","OutboundCalling"],"#,
            r#""additionalUsages":["FirstPartyAppAssignment"],"#,
            r#""civicAddressId":"8f0b6c52-4f0d-4a7c-9d21-6b8e3c1f7a94","locationId":"e41d9f83","#,
            r#""allowTenantAddressUpdate":true,"displayedCountryCode":"GB"}}}}]}"#
        )
    );
}

#[test]
fn an_order_that_the_gateway_will_not_repeat_is_refused() {
    let server = Server::start(|_| {
        let response = Response::builder().header("Repeatability-Result", "rejected");
        Reply::Whole(response.body(br#"{"numbers":[]}"#.to_vec()).unwrap())
    });
    let order = CreateOrder::new(order_id(), account(), vec![ordered(phone(0))]).unwrap();
    let outcome = client(&server).create(&order);
    assert!(matches!(&outcome, Err(Failure::Refused(refusal)) if refusal.status == 412), "{outcome:?}");
}

#[test]
fn an_account_that_is_there_is_left_alone() {
    let server = Server::start(|_| json(200, &account_json(&tenant().to_string())));
    let account = client(&server).ensure_account(&account_order()).unwrap();
    assert!(account.operator_connect);
    assert_eq!(server.calls(), 1);
}

#[test]
fn an_account_of_another_tenant_is_not_ours() {
    let server = Server::start(|_| json(200, &account_json("00000000-0000-0000-0000-000000000001")));
    let outcome = client(&server).ensure_account(&account_order());
    let Err(Failure::Refused(refusal)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(refusal.code.as_deref(), Some("AccountOfAnotherTenant"));
}

#[test]
fn an_account_that_somebody_made_first_is_taken_as_it_is() {
    let is_made = AtomicBool::new(false);
    let server = Server::start(move |request| {
        if request.method() == "PUT" {
            assert_eq!(request.headers()["if-none-match"], "*");
            is_made.store(true, Ordering::SeqCst);
            return refusal(412, "PreconditionFailed");
        }
        let is_made = is_made.load(Ordering::SeqCst);
        if is_made { json(200, &account_json(&tenant().to_string())) } else { refusal(404, "AccountNotFound") }
    });
    assert!(client(&server).ensure_account(&account_order()).is_ok());
    assert_eq!(server.calls(), 3);
}
