//! A customer's life from its consent to its end, through every call of both contracts.

use crate::support::{ACCOUNT, Ask, FIRST, GRAPH_SCOPE, Upstream, action, number, number_path, release, upload};
use http::Method;
use numberline_simulator::{Assignment, NewAccount, NewAddress};
use serde_json::json;

const LEAD: &str = "harbour-ltd";
const TRACE: &str = "41f7b0c9-8a26-4d53-9e1b-c70f5d2a6e38";

#[tokio::test]
async fn a_new_customer_is_taken_in() {
    let upstream = Upstream::start().await;
    let address = NewAddress {
        house_number: "7".to_owned(),
        street_name: "Harbour Street".to_owned(),
        city_or_town: "Bristol".to_owned(),
        postal_or_zip_code: "BS1 4RB".to_owned(),
        country: "GB".to_owned(),
    };
    let lead = NewAccount { has_account: false, addresses: vec![address], ..NewAccount::new(LEAD) };
    let tenant = upstream.simulator().add_account(&lead).unwrap();
    let consents = upstream.call(Ask::get("/teamsRequestsForInformation?countRecords=true")).await.ok();
    assert_eq!(consents.header("x-ms-record-count"), Some("2"));
    let path = format!("/teamsRequestsForInformation/{tenant}");
    let consent = upstream.call(Ask::get(&path)).await.ok().json();
    assert_eq!((&consent["status"], &consent["accountName"]), (&json!("active"), &json!(null)));

    let patch = json!({ "customerRelationship": { "status": "ConsentAcknowledged", "comment": "Ticket 118" } });
    let patch = Ask::new(Method::PATCH, &path).with_text("application/merge-patch+json", &patch.to_string());
    let consent = upstream.call(patch.once("p1")).await.ok().json();
    assert_eq!(consent["customerRelationship"]["status"], "ConsentAcknowledged");
    let comment = json!({ "customerRelationship": { "comment": null } }).to_string();
    let patch = Ask::new(Method::PATCH, &path).with_text("application/merge-patch+json", &comment);
    // A null removes in every merge patch, though the contract does not declare it.
    let consent = upstream.ask(patch).await.ok().json();
    assert_eq!(consent["customerRelationship"]["comment"], json!(null));
    assert_eq!(consent["customerRelationship"]["status"], "ConsentAcknowledged");

    let account = json!({ "name": LEAD, "correlationId": "order-5512", "serviceDetails": {
        "teamsTenantId": tenant.to_string(),
        "teamsOperatorConnect": { "enabled": true, "syncEnabled": true },
    } });
    let account_path = format!("/accounts/{LEAD}");
    let made =
        upstream.call(Ask::put(&account_path, &account).once("a1").header("x-ms-client-request-id", TRACE)).await;
    assert_eq!((made.status, made.header("x-ms-client-request-id")), (201, Some(TRACE)));
    assert_eq!(made.json()["serviceProvisioningStatus"], "pending");
    upstream.wait();
    let made = upstream.call(Ask::get(&account_path)).await.ok().json();
    assert_eq!(made["serviceProvisioningStatus"], "synced");
    assert_eq!(upstream.call(Ask::put(&account_path, &account)).await.status, 200);
    assert_eq!(upstream.call(Ask::get(&path)).await.ok().json()["accountName"], LEAD);

    let addresses = upstream.call(Ask::get(&format!("{account_path}/teamsCivicAddresses"))).await.ok().json();
    let id = addresses["value"][0]["id"].as_str().unwrap();
    let address = upstream.call(Ask::get(&format!("{account_path}/teamsCivicAddresses/{id}"))).await.ok().json();
    assert_eq!((&address, &address["cityOrTown"]), (&addresses["value"][0], &json!("Bristol")));
    let absent = upstream.call(Ask::get(&format!("{account_path}/teamsCivicAddresses/none"))).await;
    assert_eq!(absent.refused(404), "AddressNotFound");
    let plans = upstream.call(Ask::new(Method::POST, &format!("{account_path}:getTeamsCapabilityPlans"))).await.ok();
    assert_eq!(plans.json()["capabilityPlans"][0]["usage"], "CallingUserAssignment");
    assert_eq!(upstream.call(Ask::get("/accounts")).await.ok().json()["value"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_number_lives_and_goes() {
    let upstream = Upstream::start().await;
    let token = upstream.graph_token(ACCOUNT).await;
    let written = upstream.call(upload(&[FIRST, "+441632960001"]).once("u1")).await.ok();
    assert_eq!(written.header("repeatability-result"), Some("accepted"));
    assert_eq!(written.json()["numbers"][1]["serviceProvisioningStatus"], "pending");
    assert!(upstream.call(Ask::graph("", &token)).await.ok().json()["value"].as_array().unwrap().is_empty());

    upstream.wait();
    let single = upstream.call(Ask::get(&number_path(FIRST))).await.ok().json();
    let configuration = &single["serviceDetails"]["teamsOperatorConnect"]["configuration"];
    assert_eq!(
        configuration["acquiredCapabilities"],
        json!(["Geographic", "InboundCalling", "OutboundCalling", "UserAssignment"])
    );
    let rows = upstream.call(Ask::graph("", &token)).await.ok().json();
    let row = &rows["value"][0];
    assert_eq!((&row["telephoneNumber"], &row["assignmentStatus"]), (&json!(FIRST), &json!("unassigned")));
    assert_eq!(row["isoCountryCode"], "GB");
    let id = row["id"].as_str().unwrap();
    assert_eq!(&upstream.call(Ask::graph(&format!("/{id}"), &token)).await.ok().json(), row);

    let asked = json!({ "numbers": [{ "telephoneNumber": FIRST }, { "telephoneNumber": "+441632960999" }] });
    let available = upstream.call(Ask::post(&action("getTeamsAvailableCapabilities"), &asked)).await.ok().json();
    assert!(available["availableCapabilities"].as_array().unwrap().contains(&json!("SharedCalling")));

    let mut changed = number(FIRST);
    changed["configuration"] = json!({ "customSipHeader": "desk-1" });
    let again = upstream.call(Ask::put(&number_path(FIRST), &changed).once("u2")).await;
    assert_eq!((again.status, again.json()["configuration"].clone()), (200, changed["configuration"].clone()));
    let created = upstream.call(Ask::put(&number_path("+441632960002"), &number("+441632960002"))).await;
    assert_eq!(created.status, 201);
    upstream.wait();

    assert_eq!(upstream.call(Ask::delete(&number_path(FIRST)).once("d1")).await.status, 204);
    assert_eq!(upstream.status(FIRST).await, "pending");
    assert_eq!(upstream.call(release(&["+441632960001", "+441632960002"]).once("d2")).await.status, 204);
    upstream.wait();
    assert_eq!(upstream.status(FIRST).await, "NumberNotFound");
    assert_eq!(upstream.call(Ask::graph(&format!("/{id}"), &token)).await.refused(404), "NotFound");
    let left = upstream.call(Ask::get("/numbers?countRecords=true")).await.ok();
    assert_eq!(left.header("x-ms-record-count"), Some("0"));
}

#[tokio::test]
async fn an_account_goes_with_its_numbers_when_that_is_said() {
    let upstream = Upstream::with_numbers(3).await;
    let path = format!("/accounts/{ACCOUNT}");
    assert_eq!(upstream.call(Ask::delete(&path).once("d1")).await.refused(409), "AccountNotEmpty");
    assert_eq!(upstream.call(Ask::delete(&format!("{path}?deleteNumbers=true")).once("d1")).await.status, 204);
    upstream.wait();
    assert_eq!(upstream.call(Ask::get(&path)).await.refused(404), "AccountNotFound");
    assert_eq!(upstream.call(Ask::delete(&path)).await.status, 204);
    assert_eq!(upstream.simulator().order_counts().deleted, 3);
}

#[tokio::test]
async fn an_account_whose_number_is_in_use_stays() {
    let upstream = Upstream::with_numbers(2).await;
    upstream.simulator().assign(&[crate::support::phone(0)], Assignment::UserAssigned).unwrap();
    let path = format!("/accounts/{ACCOUNT}");
    upstream.call(Ask::delete(&format!("{path}?deleteNumbers=true"))).await.ok();
    upstream.wait();
    assert_eq!(upstream.call(Ask::get(&path)).await.ok().json()["serviceProvisioningStatus"], "failed");
}

#[tokio::test]
async fn a_directory_is_fixed_while_there_are_numbers() {
    let upstream = Upstream::with_numbers(1).await;
    let other = json!({ "name": ACCOUNT, "serviceDetails": {
        "teamsTenantId": "c4be5d0a-7c3e-4b68-9f27-5d1e80a6b3f2",
        "teamsOperatorConnect": { "enabled": true, "syncEnabled": true },
    } });
    let put = Ask::put(&format!("/accounts/{ACCOUNT}"), &other);
    assert_eq!(upstream.call(put).await.refused(409), "TenantInUse");
}

#[tokio::test]
async fn numbers_wait_for_an_account_that_passes_nothing_on() {
    let upstream = Upstream::start().await;
    let tenant =
        upstream.call(Ask::get(&format!("/accounts/{ACCOUNT}"))).await.json()["serviceDetails"]["teamsTenantId"]
            .clone();
    let account = |passes: bool| {
        json!({ "name": ACCOUNT, "serviceDetails": {
            "teamsTenantId": tenant,
            "teamsOperatorConnect": { "enabled": true, "syncEnabled": passes },
        } })
    };
    let path = format!("/accounts/{ACCOUNT}");
    upstream.call(Ask::put(&path, &account(false))).await.ok();
    upstream.call(upload(&[FIRST])).await.ok();
    upstream.wait();
    assert_eq!(upstream.status(FIRST).await, "pending");
    upstream.call(Ask::put(&path, &account(true))).await.ok();
    upstream.wait();
    assert_eq!(upstream.status(FIRST).await, "synced");
    let token = upstream.ask_token(tenant.as_str().unwrap(), GRAPH_SCOPE).await.unwrap();
    assert_eq!(upstream.call(Ask::graph("", &token)).await.ok().json()["value"][0]["telephoneNumber"], FIRST);
}
