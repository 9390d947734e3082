//! What customers do past the operator.

use crate::support::{ACCOUNT, Ask, FIRST, Upstream, action, number, phone, upload};
use numberline_simulator::{Assignment, ConsentStatus, Failure, NewAccount, NewNumber, Trouble};
use serde_json::{Value, json};

#[tokio::test]
async fn an_assignment_shows_on_both_sides() {
    let upstream = Upstream::with_numbers(2).await;
    for (assignment, word) in [
        (Assignment::UserAssigned, "assigned"),
        (Assignment::VoiceApplicationAssigned, "assigned"),
        (Assignment::InternalError, "unassigned"),
        (Assignment::Unassigned, "unassigned"),
    ] {
        upstream.simulator().assign(&[phone(0)], assignment).unwrap();
        assert_eq!(upstream.assignment(FIRST).await, assignment.as_str());
        let page = upstream.call(Ask::get("/numbers")).await.json();
        assert_eq!(page["value"][0]["serviceDetails"]["teamsOperatorConnect"]["assignmentStatus"], word);
    }
    assert_eq!(upstream.assignment("+441632960001").await, "unassigned");
}

#[tokio::test]
async fn the_operator_ends_an_assignment_by_writing_so() {
    let upstream = Upstream::with_numbers(1).await;
    upstream.simulator().assign(&[phone(0)], Assignment::UserAssigned).unwrap();
    upstream.call(upload(&[FIRST])).await.ok();
    upstream.wait();
    assert_eq!(upstream.assignment(FIRST).await, "userAssigned");
    let mut unassigned = number(FIRST);
    unassigned["serviceDetails"]["teamsOperatorConnect"]["assignmentStatus"] = json!("unassigned");
    let order = Ask::post(&action("createOrUpdateNumbers"), &json!({ "numbers": [unassigned] }));
    upstream.call(order).await.ok();
    assert_eq!(upstream.assignment(FIRST).await, "userAssigned");
    upstream.wait();
    assert_eq!(upstream.assignment(FIRST).await, "unassigned");
    assert_eq!(upstream.status(FIRST).await, "synced");
}

#[tokio::test]
async fn a_deleted_number_is_missing_on_both_sides() {
    let upstream = Upstream::with_numbers(2).await;
    upstream.simulator().customer_deletes(&[phone(0)]).unwrap();
    assert_eq!(upstream.status(FIRST).await, "NumberNotFound");
    assert_eq!(upstream.assignment(FIRST).await, Value::Null);
    assert_eq!(upstream.simulator().customer_deletes(&[phone(0)]), Err(Trouble::UnknownNumber(phone(0))));
    assert_eq!(upstream.simulator().orders(), []);
}

#[tokio::test]
async fn a_number_may_show_up_under_another_account() {
    let upstream = Upstream::with_numbers(3).await;
    upstream.simulator().add_account(&NewAccount::new("harbour-ltd")).unwrap();
    upstream.simulator().move_to(&[phone(0), phone(2)], "harbour-ltd").unwrap();
    let numbers = |account: &str| {
        let states = upstream.simulator().numbers(account);
        states.into_iter().map(|state| state.phone).collect::<Vec<_>>()
    };
    assert_eq!(numbers(ACCOUNT), [phone(1)]);
    assert_eq!(numbers("harbour-ltd"), [phone(0), phone(2)]);
    let page = upstream.call(Ask::get("/accounts/harbour-ltd/numbers")).await.json();
    assert_eq!(page["value"][0]["accountName"], "harbour-ltd");
    let token = upstream.graph_token("harbour-ltd").await;
    assert_eq!(upstream.call(Ask::graph("", &token)).await.json()["value"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn numbers_appear_from_nowhere_and_pending_ones_wait() {
    let upstream = Upstream::start().await;
    let pending = NewNumber { is_synced: false, ..NewNumber::new(phone(1)) };
    let assigned = NewNumber { assignment: Assignment::UserAssigned, ..NewNumber::new(phone(0)) };
    upstream.simulator().add_numbers(ACCOUNT, [assigned, pending]).unwrap();
    upstream.wait();
    assert_eq!(upstream.status(FIRST).await, "synced");
    assert_eq!(upstream.assignment(FIRST).await, "userAssigned");
    assert_eq!(upstream.status("+441632960001").await, "pending");
    assert_eq!(upstream.assignment("+441632960001").await, Value::Null);
    let twice = upstream.simulator().add_numbers(ACCOUNT, [NewNumber::new(phone(0))]);
    assert_eq!(twice, Err(Trouble::NumberExists(phone(0))));
}

#[tokio::test]
async fn a_number_can_be_doomed_and_mended() {
    let upstream = Upstream::with_numbers(1).await;
    let failure = Failure { code: "NumberInUse".to_owned(), message: "Held by another operator.".to_owned() };
    upstream.simulator().fail(&[phone(0), phone(7)], failure);
    let page = upstream.call(Ask::get("/numbers")).await.ok().json();
    assert_eq!(page["value"][0]["serviceProvisioningErrors"][0]["code"], "NumberInUse");
    upstream.call(upload(&["+441632960007"])).await.ok();
    upstream.wait();
    assert_eq!(upstream.status("+441632960007").await, "failed");
    upstream.simulator().mend(&[phone(0), phone(7)]);
    assert_eq!(upstream.status(FIRST).await, "synced");
    assert_eq!(upstream.assignment("+441632960007").await, "unassigned");
}

#[tokio::test]
async fn a_place_shows_on_both_sides() {
    let upstream = Upstream::with_numbers(1).await;
    upstream.simulator().place(&[phone(0)], "address-1", "location-1").unwrap();
    let token = upstream.graph_token(ACCOUNT).await;
    let row = upstream.call(Ask::graph("", &token)).await.json()["value"][0].clone();
    assert_eq!((&row["civicAddressId"], &row["locationId"]), (&json!("address-1"), &json!("location-1")));
    let page = upstream.call(Ask::get("/numbers")).await.json();
    let configuration = &page["value"][0]["serviceDetails"]["teamsOperatorConnect"]["configuration"];
    assert_eq!(configuration["locationId"], "location-1");
}

#[tokio::test]
async fn a_consent_can_be_taken_back() {
    let upstream = Upstream::start().await;
    let consent = upstream.call(Ask::get("/teamsRequestsForInformation")).await.json()["value"][0].clone();
    let tenant = numberline_domain::Guid::parse(consent["tenantId"].as_str().unwrap()).unwrap();
    upstream.simulator().consent(tenant, ConsentStatus::Removed).unwrap();
    let path = format!("/teamsRequestsForInformation/{tenant}");
    assert_eq!(upstream.call(Ask::get(&path)).await.ok().json()["status"], "removed");
    let stranger = "/teamsRequestsForInformation/c4be5d0a-7c3e-4b68-9f27-5d1e80a6b3f2";
    assert_eq!(upstream.call(Ask::get(stranger)).await.refused(404), "RequestForInformationNotFound");
    assert_eq!(upstream.ask(Ask::get("/teamsRequestsForInformation/me")).await.refused(400), "InvalidTenantId");
}
