//! Records: the vendor's look-ups, and setting what numbers share.

use crate::{LIST, Reply, Stage, send};
use axum::body::Body;
use http::{Method, Request};
use numberline_domain::{Guid, Role};
use serde_json::{Value, json};

const SERVICE: &str = "82686da4-980d-4eef-8c00-cfe918d954d4";
const TENANT: &str = "3bc57cac-5794-457f-ad36-2c88cade9dbb";
const OTHER: &str = "00000000-0000-0000-0000-000000000001";

fn services() -> String {
    format!("/api/v3/inventory/services/{SERVICE}")
}

async fn ask(stage: &Stage, method: &str, path: &str, token: &str, body: &Value) -> Reply {
    let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
    let request = request.header("content-type", "application/json");
    send(&stage.router, request.body(Body::from(body.to_string())).unwrap()).await
}

async fn tokens(stage: &Stage) -> (String, String) {
    let all = stage.known_token(Role::Admin, vec![]).await;
    let other = stage.known_token(Role::Admin, vec![Guid::parse(OTHER).unwrap()]).await;
    (all, other)
}

#[tokio::test]
async fn a_service_is_shown_as_its_numbers_show_it_until_it_is_set() {
    let stage = Stage::ready().await;
    let brief = json!({
        "UmpCustomerGuid": SERVICE,
        "CustomerShortName": null,
        "CustomerFullName": "BradOCDev",
        "LicenseType": null,
        "LicensedUsersCount": null,
        "MsTenantId": TENANT,
        "ActiveUserCount": null,
        "LiveHubActiveUsersCount": null,
        "LiveHubSimpleUsersCount": null
    });
    assert_eq!(stage.get("/api/v3/customer", &[]).await.json(), json!([brief]));
    let all = stage.get("/api/v3/customer?AllDetails=TRUE", &[]).await.json();
    assert_eq!(all[0]["SiteLocation"][0]["sbcId"], 11);
    let one = stage.get(&format!("/api/v3/customer/{SERVICE}"), &[]).await.json();
    assert_eq!((&one["CustomerFullName"], &one["ApplicationClientSecret"]), (&json!("BradOCDev"), &Value::Null));
}

#[tokio::test]
async fn a_rename_shows_on_every_number_once_it_is_answered() {
    let stage = Stage::ready().await;
    let (admin, _) = tokens(&stage).await;
    let reply =
        ask(&stage, "PATCH", &services(), &admin, &json!({"customerFullName": "Alder", "ovocChannelId": 7})).await;
    assert_eq!(reply.status, 200, "{}", reply.json());
    assert_eq!(reply.json()["customerFullName"], "Alder");
    let list = stage.get(LIST, &[]).await;
    assert_eq!(list.header("numberline-seq"), reply.header("numberline-seq"));
    let numbers = list.json()["data"].as_array().unwrap().clone();
    assert!(numbers.iter().all(|number| number["umpCustomerFullName"] == "Alder" && number["ovocChannelId"] == 7));
    let put =
        ask(&stage, "PUT", "/api/v3/inventory/sbcs/11", &admin, &json!({"name": "London", "fqdn": "l.example"})).await;
    assert_eq!(put.status, 200);
    let numbers = stage.get(LIST, &[]).await.json()["data"].as_array().unwrap().clone();
    assert!(numbers.iter().all(|number| number["sbcList"] == json!([{"sbcName": "London", "sbcId": 11}])));
    assert!(numbers.iter().all(|number| number["sbcListArray"] == json!(["l.example"])));
    let sbcs = stage.get("/api/v3/inventory/sbcs", &[]).await.json();
    assert_eq!((&sbcs["totalRecords"], &sbcs["data"][0]["name"]), (&json!(1), &json!("London")));
}

#[tokio::test]
async fn setting_the_same_again_changes_nothing() {
    let stage = Stage::ready().await;
    let (admin, _) = tokens(&stage).await;
    let body = json!({"customerFullName": "Alder", "siteLocation": [{"sbcId": 11}]});
    let first = ask(&stage, "PUT", &services(), &admin, &body).await;
    let second = ask(&stage, "PUT", &services(), &admin, &body).await;
    assert_eq!((first.json(), first.header("numberline-seq")), (second.json(), second.header("numberline-seq")));
}

#[tokio::test]
async fn every_fault_of_a_body_is_told() {
    let stage = Stage::ready().await;
    let (admin, _) = tokens(&stage).await;
    let body = json!({
        "customerFullName": "", "ovocChannelId": null, "licenseType": 9, "consentedOn": "yesterday", "colour": 1,
        "siteLocation": [{"name": 5}, 7]
    });
    let problem = ask(&stage, "PUT", &services(), &admin, &body).await.expect_problem(400, "request-invalid");
    let names: Vec<_> = problem["errors"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        names,
        [
            "colour",
            "consentedOn",
            "customerFullName",
            "licenseType",
            "ovocChannelId",
            "siteLocation[0].name",
            "siteLocation[0].sbcId",
            "siteLocation[1]"
        ]
    );
    for body in [json!([]), json!("x")] {
        ask(&stage, "PUT", &services(), &admin, &body).await.expect_problem(400, "request-invalid");
    }
}

#[tokio::test]
async fn a_member_is_given_once_whatever_its_case() {
    let stage = Stage::ready().await;
    let (admin, _) = tokens(&stage).await;
    let bearer = format!("Bearer {admin}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let profile = "/api/v3/inventory/profiles/ab86ef82-ce9e-4ead-befb-4aa954b64872";
    for (path, body, name) in [
        (services().as_str(), r#"{"customerFullName":"Alder","customerFullName":"Birch"}"#, "customerFullName"),
        (&services(), r#"{"licenseType":3,"LICENSETYPE":3}"#, "licenseType"),
        (&services(), r#"{"siteLocation":[{"sbcId":11,"sbcId":11}]}"#, "siteLocation[0].sbcId"),
        (profile, r#"{"name":"UK","validation":{"Calling":"a","Calling":"b"}}"#, "validation"),
    ] {
        let reply = stage.send_body(Method::PUT, path, &headers, body).await;
        let problem = reply.expect_problem(400, "request-invalid");
        assert_eq!(problem["errors"].as_object().unwrap().keys().collect::<Vec<_>>(), [name], "{body}");
    }
    let reply = stage.send_body(Method::PATCH, &services(), &headers, r#"{"CUSTOMERFULLNAME":"Alder"}"#).await;
    assert_eq!(reply.json()["customerFullName"], "Alder");
}

#[tokio::test]
async fn a_record_is_set_by_what_is_said_to_be_json() {
    let stage = Stage::ready().await;
    let (admin, _) = tokens(&stage).await;
    let bearer = format!("Bearer {admin}");
    let ids = "0c1f5b6e-7d43-4f0a-9a35-6f1c2f6f0f11";
    let paths = [
        services(),
        format!("/api/v3/inventory/profiles/{ids}"),
        format!("/api/v3/inventory/leads/{ids}"),
        "/api/v3/inventory/sbcs/11".to_owned(),
        "/api/v3/inventory/channels/3".to_owned(),
    ];
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"] {
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        for path in &paths {
            let reply = stage.send_body(Method::PUT, path, &headers, r#"{"name":"x"}"#).await;
            reply.expect_problem(415, "media-type-unsupported");
        }
    }
    let reply = stage.send_body(Method::PATCH, &services(), &[("authorization", &bearer)], "{}").await;
    reply.expect_problem(415, "media-type-unsupported");
    let headers = [("authorization", bearer.as_str()), ("content-type", "Application/JSON; charset=utf-8")];
    assert_eq!(stage.send_body(Method::PATCH, &services(), &headers, "{}").await.status, 200);
}

#[tokio::test]
async fn rules_between_records_are_refused_as_such() {
    let stage = Stage::ready().await;
    let (admin, _) = tokens(&stage).await;
    let unknown = json!({"siteLocation": [{"sbcId": 999}]});
    ask(&stage, "PATCH", &services(), &admin, &unknown).await.expect_problem(422, "record-refused");
    ask(&stage, "PATCH", &services(), &admin, &json!({"msTenantId": OTHER}))
        .await
        .expect_problem(422, "record-refused");
    let nowhere = "/api/v3/inventory/services/0c1f5b6e-7d43-4f0a-9a35-6f1c2f6f0f11";
    ask(&stage, "PATCH", nowhere, &admin, &json!({})).await.expect_problem(404, "service-unknown");
    let profile = |last: u8| format!("/api/v3/inventory/profiles/0c1f5b6e-7d43-4f0a-9a35-6f1c2f6f0f{last:02x}");
    assert_eq!(ask(&stage, "PUT", &profile(1), &admin, &json!({"name": "UK"})).await.status, 200);
    ask(&stage, "PUT", &profile(2), &admin, &json!({"name": "UK"})).await.expect_problem(422, "record-refused");
}

#[tokio::test]
async fn another_tenants_token_sees_and_sets_nothing_of_it() {
    let stage = Stage::ready().await;
    let (admin, other) = tokens(&stage).await;
    for _seen_then_set in 0..2 {
        let one = ask(&stage, "GET", &format!("/api/v3/customer/{SERVICE}"), &other, &Value::Null).await;
        one.expect_problem(404, "service-unknown");
        assert_eq!(ask(&stage, "GET", "/api/v3/customer", &other, &Value::Null).await.json(), json!([]));
        let patch = ask(&stage, "PATCH", &services(), &other, &json!({"customerFullName": "Mine"})).await;
        patch.expect_problem(404, "service-unknown");
        let put = ask(&stage, "PUT", &services(), &other, &json!({"msTenantId": OTHER})).await;
        put.expect_problem(404, "service-unknown");
        ask(&stage, "PATCH", &services(), &admin, &json!({"customerFullName": "Set"})).await;
    }
    for path in ["sbcs/11", "channels/3", "profiles/0c1f5b6e-7d43-4f0a-9a35-6f1c2f6f0f11"] {
        let path = format!("/api/v3/inventory/{path}");
        ask(&stage, "PUT", &path, &other, &json!({"name": "x"})).await.expect_problem(403, "scope-insufficient");
    }
    ask(&stage, "PATCH", &services(), &stage.token, &json!({})).await.expect_problem(403, "role-insufficient");
}

#[tokio::test]
async fn calling_profiles_come_with_the_sbcs_that_match_their_trunks() {
    let stage = Stage::ready().await;
    let (admin, _) = tokens(&stage).await;
    ask(&stage, "PUT", "/api/v3/inventory/sbcs/11", &admin, &json!({"name": "London", "fqdn": "SBC.example"})).await;
    let body = json!({
        "name": "UK", "offerTypes": [{"offerTypeName": "Calling", "testNumbers": []}],
        "trunksEnrolled": [{"trunkFqdn": "sbc.example", "trunkId": OTHER}], "validation": {"Calling": "NotValidated"}
    });
    let path = "/api/v3/inventory/profiles/ab86ef82-ce9e-4ead-befb-4aa954b64872";
    let put = ask(&stage, "PUT", path, &admin, &body).await;
    assert_eq!(put.status, 200, "{}", put.json());
    let profiles = stage.get("/api/v2/oc/callingprofile", &[]).await.json();
    assert_eq!(profiles, json!([put.json()]));
    assert_eq!(profiles[0]["trunksEnrolled"][0]["matchingSbcList"][0]["sbcId"], 11);
    assert_eq!(profiles[0]["enviroment"], Value::Null);
}

#[tokio::test]
async fn leads_are_paged_and_kept_within_the_scope() {
    let stage = Stage::ready().await;
    let (admin, other) = tokens(&stage).await;
    for last in 1..4_u8 {
        let path = format!("/api/v3/inventory/leads/0c1f5b6e-7d43-4f0a-9a35-6f1c2f6f0f{last:02x}");
        let body = json!({
            "tenantId": TENANT, "status": "Active", "consentedOn": "2025-01-02T03:04:05Z", "consentedCountries": ["GB"],
            "contactDetails": {"companyName": "Alder"}
        });
        let put = ask(&stage, "PUT", &path, &admin, &body).await;
        assert_eq!(put.status, 200, "{}", put.json());
        assert_eq!(put.json()["consentedOn"], "2025-01-02T03:04:05.0000000Z");
    }
    let page = stage.get("/api/v2/oc/lead?Page%20Number=2&PageSize=2&checkOnline=false", &[]).await.json();
    assert_eq!(page.as_array().unwrap().len(), 1);
    assert_eq!(page[0]["contactDetails"]["companyName"], "Alder");
    assert_eq!(ask(&stage, "GET", "/api/v2/oc/lead", &other, &Value::Null).await.json(), json!([]));
    let asked = format!("/api/v2/oc/lead?msTenantId={TENANT}");
    ask(&stage, "GET", &asked, &other, &Value::Null).await.expect_problem(404, "tenant-unknown");
    assert_eq!(stage.get(&asked, &[]).await.json().as_array().unwrap().len(), 3);
    stage.get("/api/v2/oc/lead?pageSize=20001", &[]).await.expect_problem(400, "request-invalid");
}
