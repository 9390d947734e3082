//! The calls that order something, and the task they become.

use crate::{Stage, make_token, send};
use axum::body::Body;
use http::{Method, Request};
use numberline_domain::{Guid, Role};
use numberline_service::Silent;
use numberline_service::generate::DOCUMENT_TENANT;
use numberline_service::import;
use serde_json::{Value, json};

const UPLOAD: &str = "/api/v3/oc/numbers/action/upload";
const RELEASE: &str = "/api/v2/oc/numbers/action/release";
const UNASSIGN: &str = "/api/v2/oc/numbers/action/unassign";
const TENANT: &str = "msTenantId=3bc57cac-5794-457f-ad36-2c88cade9dbb";

impl Stage {
    /// A stage whose token may change numbers.
    pub(crate) async fn for_operators() -> Self {
        let stage = Self::ready().await;
        let token = stage.known_token(Role::Operator, vec![]).await;
        Self { token, ..stage }
    }

    /// Sends JSON with the stage's token.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> crate::Reply {
        self.post_with(path, &body.to_string(), &[]).await
    }

    /// The same for a text, with further headers.
    pub(crate) async fn post_with(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> crate::Reply {
        let mut request = Request::builder().method(Method::POST).uri(path);
        request = request.header("authorization", format!("Bearer {}", self.token));
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        send(&self.router, request.body(Body::from(body.to_owned())).unwrap()).await
    }

    /// Takes in records as they were observed elsewhere, and waits until they show.
    pub(crate) async fn observe(&self, records: &[Value]) {
        if records.is_empty() {
            return;
        }
        let text: String = records.iter().map(|record| format!("{record}\n")).collect();
        let service = self.service.clone();
        let report = tokio::task::spawn_blocking(move || {
            let reader = Box::new(std::io::Cursor::new(text.into_bytes()));
            let input = import::Input { name: "test".to_owned(), reader, size: None };
            import::run(&service, input, &import::Options::default(), "test", &Silent).unwrap()
        });
        let report = report.await.unwrap();
        assert_eq!(report.refused, 0, "{report}");
        let shared = self.service.shared();
        shared.wake_follower();
        let seq = report.seq.unwrap();
        assert!(shared.wait_for(&numberline_domain::Scope::All, seq, std::time::Duration::from_secs(60)).await);
    }
}

fn upload_of(numbers: &[&str]) -> Value {
    json!({ "callingProfile": "ab86ef82-ce9e-4ead-befb-4aa954b64872", "usage": "CallingUserAssignment",
            "capabilities": ["InboundCalling", "Office365"], "phoneNumbersList": numbers })
}

#[tokio::test]
async fn an_upload_is_a_task_and_its_numbers_are_listed_at_once() {
    let stage = Stage::for_operators().await;
    let body = json!({
        "CALLINGPROFILE": "ab86ef82-ce9e-4ead-befb-4aa954b64872", "Usage": "CallingUserAssignment", "ticketId": null,
        "capabilities": ["InboundCalling", "Office365"], "PhoneNumbersList": ["+441632960001"],
        "phoneNumberRanges": [{ "Start": "+441632960100", "END": "+441632960198" }], "workflowVersion": 3,
    });
    for path in [UPLOAD, "/api/v2/oc/numbers/action/upload"] {
        let body = if path == UPLOAD { body.clone() } else { upload_of(&["+441632961001"]) };
        let reply = stage.post(&format!("{path}?MSTENANTID=3BC57CAC-5794-457F-AD36-2C88CADE9DBB"), &body).await;
        assert_eq!(reply.status, 200, "{:?}", reply.body);
        let id = reply.json().as_str().unwrap().to_owned();
        assert!(id.starts_with("tsk_msjob_"), "{id}");
        assert_eq!(reply.header("location"), format!("/api/v2/task/{id}"));
        assert!(reply.headers.contains_key("numberline-seq"));
        let task = stage.get(reply.header("location"), &[]).await.json();
        assert_eq!((&task["id"], &task["status"]), (&json!(id), &json!("In Progress")));
    }
    let list = stage.get(&format!("/api/v3/oc/numbers?{TENANT}&acquiredNumberStatus=4&pageSize=300"), &[]).await.json();
    assert_eq!(list["totalRecords"], 8 + 100 + 1);
    let number = stage.get("/api/v3/oc/numbers/+441632960150", &[]).await.json();
    let example = stage.get("/api/v3/oc/numbers/+448718943000", &[]).await.json();
    for same in ["umpCustomerGuid", "sbcList", "msCompanyName", "tenantId", "ovocChannelId"] {
        assert_eq!(number[same], example[same], "{same}");
    }
    for null in [
        "availableCapabilities",
        "acquiredOn",
        "locationId",
        "civicAddressId",
        "assignmentStatus",
        "aslcht",
        "aslsct",
        "aslvCode",
        "asticks",
    ] {
        assert_eq!(number[null], Value::Null, "{null}");
    }
    assert_eq!(number["acquiredCapabilities"], json!(["InboundCalling", "Office365"]));
    assert_eq!((&number["source"], &number["isoCountryCode"]), (&json!("webapi"), &json!("GB")));
    assert_eq!(number["callingProfileId"], "ab86ef82-ce9e-4ead-befb-4aa954b64872");
    for set in ["uploadTelephoneNumberEntryId", "uploadToAccountJobId", "tnUploadJobId"] {
        assert!(!number[set].is_null(), "{set}");
    }
}

#[tokio::test]
async fn a_body_that_breaks_the_schema_is_a_400_that_names_every_fault() {
    let stage = Stage::for_operators().await;
    let path = format!("{UPLOAD}?{TENANT}");
    let body = json!({ "usage": 7, "nope": 1, "ticketId": "a\u{0}b", "phoneNumbersList": ["448718943000", null],
                       "phoneNumberRanges": [{ "start": "+441632960001" }], "workflowVersion": 4 });
    let problem = stage.post(&path, &body).await.expect_problem(400, "request-invalid");
    let names: Vec<_> = problem["errors"].as_object().unwrap().keys().cloned().collect();
    let expected = [
        "nope",
        "phoneNumberRanges[0].end",
        "phoneNumbersList[0]",
        "phoneNumbersList[1]",
        "ticketId",
        "usage",
        "workflowVersion",
    ];
    assert_eq!(names, expected);
    for body in ["", "{", "[1", "nope", "[]", "7", r#"{"usage":"a","USAGE":"b"}"#] {
        stage.post_with(&path, body, &[]).await.expect_problem(400, "request-invalid");
    }
    let many: Vec<String> = (0..10_001).map(|place| format!("+4416{place:08}")).collect();
    let body = json!(many);
    stage.post(&format!("{RELEASE}?{TENANT}"), &body).await.expect_problem(400, "request-invalid");
    stage.post(UPLOAD, &upload_of(&["+441632960001"])).await.expect_problem(400, "request-invalid");
    let typed = stage.post_with(&path, "{}", &[("content-type", "text/plain")]).await;
    typed.expect_problem(415, "media-type-unsupported");
    let keyed = stage.post_with(&path, "{}", &[("idempotency-key", "a b")]).await;
    assert!(keyed.expect_problem(400, "request-invalid")["errors"]["Idempotency-Key"].is_array());
}

#[tokio::test]
async fn rules_of_the_field_are_a_422_with_an_entry_for_each_item() {
    let stage = Stage::for_operators().await;
    let path = format!("{UPLOAD}?{TENANT}");
    let range = |start: &str, end: &str| json!({ "start": start, "end": end });
    let body = json!({
        "phoneNumbersList": ["+999123456789", "+441632960001", "+441632960001"],
        "phoneNumberRanges": [
            range("+441632960009", "+441632960001"),
            range("+12125550100", "+14165550100"),
            range("+441632960001", "+441632999999"),
        ],
        "additionalUsage": "FirstPartyAppAssignment", "workflowVersion": 2,
    });
    let problem = stage.post(&path, &body).await.expect_problem(422, "order-invalid");
    let failures = problem["failures"].as_array().unwrap();
    let codes: Vec<_> = failures.iter().map(|failure| failure["errorCode"].as_str().unwrap()).collect();
    let expected = [
        "number-impossible",
        "range-reversed",
        "range-countries-differ",
        "limit-exceeded",
        "number-doubled",
        "workflow-version-too-old",
    ];
    assert_eq!(codes, expected);
    assert_eq!((&failures[1]["start"], &failures[1]["telephoneNumber"]), (&json!("+441632960009"), &Value::Null));
    stage.post(&path, &json!({})).await.expect_problem(422, "order-invalid");
    stage.post(&format!("{RELEASE}?{TENANT}"), &json!([])).await.expect_problem(422, "order-invalid");
}

#[tokio::test]
async fn what_the_state_forbids_is_a_409_with_from_to_and_the_task() {
    let stage = Stage::for_operators().await;
    let assigned = json!({ "telephoneNumber": "+448718943001", "assignmentStatus": "UserAssigned" });
    let marked = json!({ "telephoneNumber": "+448718943002", "acquiredNumberStatus": 2 });
    stage.observe(&[assigned, marked]).await;
    let release = format!("{RELEASE}?{TENANT}");
    let numbers = json!(["+448718943001", "+448718943002"]);
    let problem = stage.post(&release, &numbers).await.expect_problem(409, "order-refused");
    let failures = &problem["failures"];
    assert_eq!(failures[0]["errorCode"], "number-assigned");
    assert_eq!((&failures[1]["from"], &failures[1]["to"]), (&json!("MarkedForRemoval"), &json!("ReleaseRequested")));
    let body = json!({ "telephoneNumbers": ["+448718943001"] });
    let task = stage.post(&format!("{UNASSIGN}?{TENANT}"), &body).await.json();
    let problem = stage.post(&release, &json!(["+448718943001"])).await.expect_problem(409, "order-refused");
    assert_eq!(problem["failures"][0]["taskId"], task);
    let problem = stage.post(&format!("{UPLOAD}?{TENANT}"), &upload_of(&["+448718943000"])).await;
    let problem = problem.expect_problem(409, "order-refused");
    assert_eq!(problem["failures"][0]["errorCode"], "move-illegal");
}

#[tokio::test]
async fn what_the_caller_does_not_see_is_a_404_whether_it_exists_or_not() {
    let stage = Stage::for_operators().await;
    let release = format!("{RELEASE}?{TENANT}");
    let unknown = stage.post(&release, &json!(["+441632960777"])).await.expect_problem(404, "number-unknown");
    assert_eq!(unknown["failures"][0]["errorCode"], "number-unknown");
    let elsewhere = "msTenantId=7e3a1f60-2b94-4c1e-9d0a-51c6f2a8b7d3";
    stage.post(&format!("{UPLOAD}?{elsewhere}"), &json!({})).await.expect_problem(404, "tenant-unknown");
    let token = stage.known_token(Role::Operator, vec![Guid::from_u128(7)]).await;
    let task = stage.post(&release, &json!(["+448718943000"])).await.json();
    let other = Stage { token, ..stage };
    other.post(&release, &json!(["+448718943001"])).await.expect_problem(404, "tenant-unknown");
    // Its one tenant need not be named.
    let problem = other.post(RELEASE, &json!(["+448718943000"])).await.expect_problem(404, "number-unknown");
    assert_eq!((&problem["failures"][0]["from"], &problem["failures"][0]["to"]), (&Value::Null, &Value::Null));
    let problem = other.post(UPLOAD, &upload_of(&["+448718943000"])).await.expect_problem(409, "order-refused");
    let failure = &problem["failures"][0];
    assert_eq!((&failure["errorCode"], &failure["taskId"]), (&json!("number-taken"), &Value::Null));
    let path = format!("/api/v2/task/{}", task.as_str().unwrap());
    other.get(&path, &[]).await.expect_problem(404, "task-unknown");
}

#[tokio::test]
async fn a_reader_orders_nothing() {
    let stage = Stage::ready().await;
    for path in [UPLOAD, RELEASE, UNASSIGN, "/api/v3/oc/numbers/action/ready-for-removal"] {
        stage.post(&format!("{path}?{TENANT}"), &json!([])).await.expect_problem(403, "role-insufficient");
    }
    let nobody = Stage { token: make_token(&stage.service, Role::Operator, vec![DOCUMENT_TENANT]) + "x", ..stage };
    nobody.post(UPLOAD, &json!({})).await.expect_problem(401, "credential-unknown");
}

#[tokio::test]
async fn the_same_key_is_the_same_task() {
    let stage = Stage::for_operators().await;
    let path = format!("{UPLOAD}?{TENANT}");
    let key = [("idempotency-key", "6d1f2b90")];
    let body = upload_of(&["+441632960001"]).to_string();
    let first = stage.post_with(&path, &body, &key).await.json();
    assert_eq!(stage.post_with(&path, &body, &key).await.json(), first);
    let other = upload_of(&["+441632960002"]).to_string();
    stage.post_with(&path, &other, &key).await.expect_problem(422, "idempotency-key-reused");
    assert_eq!(stage.get("/api/v3/oc/tasks", &[]).await.json()["totalRecords"], 1);
}

#[tokio::test]
async fn the_eleventh_release_within_ten_seconds_is_a_429() {
    let stage = Stage::for_operators().await;
    let path = format!("{RELEASE}?{TENANT}");
    for left in (0..10).rev() {
        let reply = stage.post(&path, &json!(["+441632960777"])).await;
        reply.expect_problem(404, "number-unknown");
        assert_eq!(reply.header("ratelimit-policy"), r#""release";q=10;w=10"#);
        assert!(reply.header("ratelimit").starts_with(&format!("\"release\";r={left};t=")), "{left}");
    }
    let reply = stage.post(&path, &json!(["+441632960777"])).await;
    reply.expect_problem(429, "rate-exceeded");
    assert!((1..=10).contains(&reply.header("retry-after").parse::<u32>().unwrap()));
    // Another token has its own.
    let token = stage.known_token(Role::Operator, vec![]).await;
    let other = Stage { token, ..stage };
    other.post(&path, &json!(["+441632960777"])).await.expect_problem(404, "number-unknown");
}
