//! `Numberline-Seq` on answers to what changes something: the caller's own last change, which it can wait for.

use crate::{LIST, Reply, Stage};
use http::Method;
use numberline_domain::Role;
use numberline_service::generate::DOCUMENT_TENANT;
use serde_json::{Value, json};

const TENANT: &str = "msTenantId=3bc57cac-5794-457f-ad36-2c88cade9dbb";
const ELSEWHERE: &str = "7e3a1f60-2b94-4c1e-9d0a-51c6f2a8b7d3";

impl Stage {
    /// A stage whose token administers one tenant.
    async fn of_one_tenant() -> Self {
        let stage = Self::ready().await;
        let token = stage.known_token(Role::Admin, vec![DOCUMENT_TENANT]).await;
        Self { token, ..stage }
    }

    async fn write(&self, method: Method, path: &str, body: &Value) -> Reply {
        let bearer = format!("Bearer {}", self.token);
        let headers =
            [("authorization", bearer.as_str()), ("content-type", "application/json"), ("idempotency-key", "6d1f2b90")];
        let reply = self.send_body(method, path, &headers, &body.to_string()).await;
        assert!(reply.status.is_success(), "{path}: {}", String::from_utf8_lossy(&reply.body));
        reply
    }

    /// Another tenant gets its number of this place.
    async fn change_elsewhere(&self, place: usize) {
        let phone = format!("+4416329608{place:02}");
        self.observe(&[json!({ "telephoneNumber": phone, "tenantId": ELSEWHERE, "id": 900 + place })]).await;
    }

    /// Asserts that what an answer tells is the last change of the caller's list, and can be waited for.
    async fn expect_own(&self, told: &Reply) {
        let seq = told.header("numberline-seq");
        let list = self.get(LIST, &[("numberline-min-seq", seq)]).await;
        assert_eq!((list.status.as_u16(), list.header("numberline-seq")), (200, seq));
    }
}

#[tokio::test]
async fn a_repeated_write_tells_a_limited_caller_its_own_last_change() {
    let stage = Stage::of_one_tenant().await;
    let marked = |phone: &str| json!({ "telephoneNumber": phone, "acquiredNumberStatus": 2 });
    stage.observe(&[marked("+448718943001"), marked("+448718943002")]).await;
    let upload = format!("/api/v3/oc/numbers/action/upload?{TENANT}");
    let task = stage.post(&upload, &json!({ "phoneNumbersList": ["+441632960001"] })).await.json();
    let act = |action: &str| format!("/api/v3/oc/tasks/{}/action/{action}", task.as_str().unwrap());
    let of = |phone: &str| json!({ "telephoneNumbers": [phone] });
    let services = "/api/v3/inventory/services/82686da4-980d-4eef-8c00-cfe918d954d4".to_owned();
    let writes = [
        (Method::POST, upload, json!({ "phoneNumbersList": ["+441632960002"] })),
        (Method::POST, "/api/v3/oc/numbers/action/ready-for-removal".to_owned(), of("+448718943001")),
        (Method::POST, "/api/v3/oc/action/clear-removal-status".to_owned(), of("+448718943002")),
        (Method::POST, act("pause"), Value::Null),
        (Method::POST, act("resume"), Value::Null),
        (Method::PATCH, services, json!({ "customerFullName": "Alder" })),
        (Method::POST, "/api/v3/tokens".to_owned(), json!({ "role": "reader" })),
    ];
    for (place, (method, path, body)) in writes.into_iter().enumerate() {
        stage.expect_own(&stage.write(method.clone(), &path, &body).await).await;
        stage.change_elsewhere(place).await;
        stage.expect_own(&stage.write(method, &path, &body).await).await;
    }
}

#[tokio::test]
async fn a_channel_narrows_what_is_shown_but_not_what_may_be_waited_for() {
    let stage = Stage::ready().await;
    let seq = stage.get(LIST, &[]).await.header("numberline-seq").to_owned();
    for path in [LIST, "/api/v3/inventory/numbers", "/api/v3/inventory/numbers?search=1"] {
        let reply = stage.get(path, &[("x-ovoc-channel-id", "9999999"), ("numberline-min-seq", &seq)]).await;
        assert_eq!(reply.status, 200, "{path}: {}", String::from_utf8_lossy(&reply.body));
    }
}
