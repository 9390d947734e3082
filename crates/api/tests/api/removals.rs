//! What the operator says to numbers that a customer deleted.

use crate::Stage;
use serde_json::{Value, json};

const APPROVE: &str = "/api/v3/oc/numbers/action/ready-for-removal";
const CLEAR: [&str; 2] = ["/api/v3/oc/action/clear-removal-status", "/api/v3/oc/numbers/action/clear-removal-status"];

async fn with_marked(numbers: &[&str]) -> Stage {
    let stage = Stage::for_operators().await;
    let marked = |number: &&str| json!({ "telephoneNumber": number, "acquiredNumberStatus": 2 });
    stage.observe(&numbers.iter().map(marked).collect::<Vec<_>>()).await;
    stage
}

async fn status(stage: &Stage, number: &str) -> Value {
    stage.get(&format!("/api/v3/oc/numbers/{number}"), &[]).await.json()["acquiredNumberStatus"].clone()
}

#[tokio::test]
async fn approved_numbers_are_ready_and_the_others_are_told() {
    let stage = with_marked(&["+448718943002", "+448718943003"]).await;
    let body = json!({ "telephoneNumbers": ["+448718943002", "+448718943000", "+441632960777"] });
    let reply = stage.post(APPROVE, &body).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("ratelimit-policy"), r#""ready-for-removal";q=300;w=60"#);
    let answer = reply.json();
    assert_eq!((&answer["status"], &answer["succeeded"]), (&json!("success"), &json!(true)));
    assert_eq!(answer["message"], "1 of 3 numbers are ready for removal");
    let data = &answer["data"];
    assert_eq!((&data["processedCount"], &data["successCount"]), (&json!(3), &json!(1)));
    assert_eq!(
        data["failures"][0],
        json!({
            "telephoneNumber": "+441632960777", "from": null, "to": "ReadyForRemoval", "errorCode": "number-unknown",
            "detail": data["failures"][0]["detail"],
        })
    );
    let (from, to) = (&data["failures"][1]["from"], &data["failures"][1]["to"]);
    assert_eq!((from, to), (&json!("Active"), &json!("ReadyForRemoval")));
    assert_eq!(status(&stage, "+448718943002").await, 3);
    // It may be repeated, and its removal is one task.
    let again = stage.post(APPROVE, &json!({ "telephoneNumbers": ["+448718943002"] })).await;
    assert_eq!((again.status.as_u16(), &again.json()["data"]["successCount"]), (200, &json!(1)));
    let tasks = stage.get("/api/v3/oc/tasks?kind=removal", &[]).await.json();
    assert_eq!((&tasks["totalRecords"], &tasks["data"][0]["totalNumbersCount"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn cleared_numbers_are_active_under_either_path() {
    let stage = with_marked(&["+448718943002", "+448718943003"]).await;
    for (path, number) in CLEAR.into_iter().zip(["+448718943002", "+448718943003"]) {
        let body = json!({ "telephoneNumbers": [number] });
        let reply = stage.post(path, &body).await;
        assert_eq!((reply.status.as_u16(), &reply.json()["data"]["failures"]), (200, &json!([])));
        assert_eq!(status(&stage, number).await, 0);
        assert_eq!(stage.post(path, &body).await.status, 200, "it is there already");
        assert!(!reply.headers.contains_key("ratelimit"));
    }
}

#[tokio::test]
async fn where_nothing_can_be_done_it_is_a_409() {
    let stage = with_marked(&[]).await;
    for path in [APPROVE, CLEAR[0], CLEAR[1]] {
        let body = json!({ "telephoneNumbers": ["+448718943004", "+441632960777"] });
        let problem = stage.post(path, &body).await.expect_problem(409, "order-refused");
        let codes: Vec<_> =
            problem["failures"].as_array().unwrap().iter().map(|failure| failure["errorCode"].clone()).collect();
        assert_eq!(codes, ["number-unknown", "move-illegal"], "{path}");
    }
}

#[tokio::test]
async fn a_call_names_1_to_500_numbers() {
    let stage = with_marked(&[]).await;
    let many: Vec<String> = (0..501).map(|place| format!("+4416329{place:05}")).collect();
    for body in [
        json!({ "telephoneNumbers": [] }),
        json!({ "telephoneNumbers": many }),
        json!({ "telephoneNumbers": null }),
        json!({}),
        json!(["+448718943000"]),
        json!({ "telephoneNumbers": ["448718943000"] }),
    ] {
        for path in [APPROVE, CLEAR[0]] {
            stage.post(path, &body).await.expect_problem(400, "request-invalid");
        }
    }
    let body = json!({ "telephoneNumbers": many[..500] });
    stage.post(APPROVE, &body).await.expect_problem(409, "order-refused");
}
