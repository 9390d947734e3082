//! The description of the upstream's contract: whole, and of one piece with its own examples.

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{Request, Response};
use numberline_simulator::contract::{Contract, Need, Operation, Place, Service};

const ACCOUNT: &str = "/accounts/quayside-books";
const VERSION: &str = "api-version=2024-02-29-preview";

/// A request that is as it should be.
fn example(operation: &Operation) -> Request<Vec<u8>> {
    let mut path = operation.path.clone();
    for (name, value) in [
        ("{accountName}", "quayside-books"),
        ("{telephoneNumber}", "%2B441632960110"),
        ("{civicAddressId}", "8f0b6c52-4f0d-4a7c-9d21-6b8e3c1f7a94"),
        ("{tenantId}", "c4be5d0a-7c3e-4b68-9f27-5d1e80a6b3f2"),
        ("{numberAssignmentId}", "eDF8"),
        ("{directory}", "common"),
    ] {
        path = path.replace(name, value);
    }
    if operation.service == Service::Gateway {
        path = format!("{path}?{VERSION}");
    }
    let mut request = Request::builder().method(operation.method.clone()).uri(path);
    if operation.needs_token {
        request = request.header(AUTHORIZATION, "Bearer some");
    }
    let Some(body) = &operation.body else { return request.body(Vec::new()).unwrap() };
    let text = if body.media_type == "application/x-www-form-urlencoded" {
        let fields = body.example.as_object().unwrap().iter();
        fields.map(|(name, value)| format!("{name}={}", value.as_str().unwrap())).collect::<Vec<_>>().join("&")
    } else {
        body.example.to_string()
    };
    request.header(CONTENT_TYPE, &body.media_type).body(text.into_bytes()).unwrap()
}

fn operation(id: &str) -> &'static Operation {
    Contract::published().operation(id).unwrap()
}

#[test]
fn every_call_of_both_contracts_is_there() {
    let operations = Contract::published().operations();
    let count = |service| operations.iter().filter(|operation| operation.service == service).count();
    assert_eq!((count(Service::Gateway), count(Service::Graph), count(Service::Tokens)), (18, 2, 1));
    assert!(operations.iter().all(|operation| operation.service != Service::Gateway || operation.needs_token));
}

#[test]
fn every_example_keeps_the_contract() {
    let contract = Contract::published();
    for operation in contract.operations() {
        let request = example(operation);
        assert_eq!(contract.find(request.method(), request.uri().path()).unwrap().id, operation.id);
        assert_eq!(contract.check_request(&request), [""; 0], "{}", operation.id);
        for form in &operation.answers {
            let mut answer = Response::builder().status(form.status.unwrap_or(404));
            for header in form.headers.iter().filter(|header| header.need == Need::Always) {
                answer = answer.header(&header.name, "\"1\"");
            }
            let body = form.body.as_ref().map(|body| body.example.to_string()).unwrap_or_default();
            let answer = answer.header(CONTENT_TYPE, "application/json; charset=utf-8").body(body).unwrap();
            assert_eq!(contract.check_answer(&request, &answer), [""; 0], "{}", operation.id);
        }
    }
}

#[test]
fn each_fault_of_a_request_is_told() {
    let contract = Contract::published();
    let told = |request: http::request::Builder, body: &str| {
        contract.check_request(&request.header(AUTHORIZATION, "Bearer some").body(body.to_owned()).unwrap()).join("\n")
    };
    let get = |path: &str| told(Request::get(path), "");
    assert!(get("/accounts").contains("needs `api-version`"));
    assert!(get("/accounts?api-version=2023-10-01").contains("takes another `api-version`"));
    assert!(get(&format!("/accounts?{VERSION}&top=many")).contains("takes another `top`"));
    assert!(get(&format!("/accounts?{VERSION}&top=1&top=2")).contains("takes `top` once"));
    assert!(get(&format!("/accounts/a%20b?{VERSION}")).contains("takes another `accountName`"));
    assert!(get(&format!("{ACCOUNT}/numbers/441632?{VERSION}")).contains("takes another `telephoneNumber`"));
    assert!(get("/account").contains("no operation GET /account"));
    assert!(get("/admin/teams/telephoneNumberManagement/numberAssignments?$top=1001").contains("takes another `$top`"));
    let delete =
        || Request::post(format!("{ACCOUNT}:deleteNumbers?{VERSION}")).header(CONTENT_TYPE, "application/json");
    assert_eq!(told(delete(), r#"{"numbers":[{"telephoneNumber":"+441632960110"}]}"#), "");
    assert!(told(delete(), r#"{"numbers":[{"telephoneNumber":"441632960110"}]}"#).contains("at /numbers/0/telephone"));
    assert!(told(delete(), "{").contains("takes JSON"));
    let alone = delete().header("Repeatability-Request-ID", "1");
    assert!(told(alone, r#"{"numbers":[]}"#).contains("only together with `Repeatability-First-Sent`"));
    assert!(
        told(Request::post(format!("{ACCOUNT}:getTeamsCapabilityPlans?{VERSION}")), "{}").contains("takes no body")
    );
    let plain = Request::put(format!("{ACCOUNT}?{VERSION}")).header(CONTENT_TYPE, "text/plain");
    assert!(told(plain, "{}").contains("takes application/json, not `text/plain`"));
    let nobody = Request::get(format!("/accounts?{VERSION}")).body("").unwrap();
    assert!(contract.check_request(&nobody).join("\n").contains("needs `Authorization: Bearer …`"));
}

#[test]
fn each_fault_of_an_answer_is_told() {
    let contract = Contract::published();
    let told = |request: &Request<Vec<u8>>, answer: http::response::Builder, body: &str| {
        contract.check_answer(request, &answer.body(body.to_owned()).unwrap()).join("\n")
    };
    let json = |status| Response::builder().status(status).header(CONTENT_TYPE, "application/json");
    let get = example(operation("getNumber"));
    let number = operation("getNumber").answer(200).unwrap().body.as_ref().unwrap().example.to_string();
    assert_eq!(told(&get, json(200).header("ETag", "\"1\""), &number), "");
    assert!(told(&get, json(200), &number).contains("lacks `ETag`"));
    assert!(told(&get, json(202).header("ETag", "\"1\""), &number).contains("does not answer 202"));
    assert!(told(&get, json(404), r#"{"error":{"code":"a","message":"b"}}"#).contains("lacks `x-ms-error-code`"));
    assert!(told(&get, json(404).header("x-ms-error-code", "a"), r#"{"error":"a"}"#).contains("at /error"));
    let odd = number.replace("synced", "sunk");
    assert!(told(&get, json(200).header("ETag", "\"1\""), &odd).contains("serviceProvisioningStatus"));
    let deleted = example(operation("deleteNumber"));
    assert!(told(&deleted, json(204), "{}").contains("should have no body"));
    let mut counted = example(operation("listNumbers"));
    *counted.uri_mut() = format!("/numbers?{VERSION}&countRecords=true").parse().unwrap();
    assert!(told(&counted, json(200), r#"{"value":[]}"#).contains("lacks `x-ms-record-count`"));
    assert_eq!(told(&counted, json(200).header("x-ms-record-count", "0"), r#"{"value":[]}"#), "");
    let page = Response::builder().status(200).header(CONTENT_TYPE, "text/html").header("x-ms-record-count", "0");
    assert!(told(&counted, page, "<html>").contains("should be application/json, not `text/html`"));
}

#[test]
fn parameters_say_where_they_stand() {
    let place = |id: &str, name: &str| operation(id).parameters.iter().find(|known| known.name == name).unwrap().place;
    assert_eq!(place("getNumber", "telephoneNumber"), Place::Path);
    assert_eq!(place("graphListNumberAssignments", "$filter"), Place::Query);
    assert_eq!(place("putNumber", "If-Match"), Place::Header);
}
