//! The control API, through its own client.

use crate::support::{ACCOUNT, Ask, FIRST, Upstream, upload};
use numberline_simulator::{NotDone, Remote};
use serde_json::{Value, json};

fn remote(upstream: &Upstream) -> Remote {
    Remote::at(&format!("http://{}", upstream.running().address())).unwrap()
}

async fn refused(remote: &Remote, path: &str, body: Value) -> String {
    match remote.post(path, &body).await.unwrap_err() {
        NotDone::Refused(message) => message,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_customer_is_made_and_acts() {
    let upstream = Upstream::start().await;
    let remote = remote(&upstream);
    let made = json!({ "name": "harbour-ltd", "company": "Harbour Ltd", "numbers": { "first": FIRST, "count": 10 },
        "addresses": [{ "streetName": "Harbour Street", "cityOrTown": "Bristol", "country": "GB" }] });
    let made = remote.post("accounts", &made).await.unwrap();
    assert_eq!(made["numbers"], 10);
    let accounts = remote.get("accounts").await.unwrap();
    assert_eq!(
        (&accounts["accounts"][0]["company"], &accounts["accounts"][0]["numbers"]),
        (&json!("Harbour Ltd"), &json!(10))
    );

    let assigned = json!({ "account": "harbour-ltd", "count": 3, "assignment": "conferenceAssigned" });
    let assigned = remote.post("numbers/assign", &assigned).await.unwrap()["numbers"].clone();
    assert_eq!(assigned.as_array().unwrap().len(), 3);
    remote.post("numbers/unassign", &json!({ "numbers": [assigned[0]] })).await.unwrap();
    remote.post("numbers/delete", &json!({ "account": made["tenant"], "count": 2 })).await.unwrap();
    remote.post("numbers/move", &json!({ "numbers": [assigned[1]], "to": ACCOUNT })).await.unwrap();
    remote.post("numbers/fail", &json!({ "numbers": [assigned[2]], "code": "Busy" })).await.unwrap();
    let place = json!({ "numbers": [assigned[0]], "civicAddressId": "a", "locationId": "b" });
    // It was free, so it may be one of those that the customer deleted.
    let _ = remote.post("numbers/place", &place).await;
    let numbers = remote.get("accounts/harbour-ltd/numbers?skip=0&top=100").await.unwrap();
    assert_eq!(numbers["total"], 7);
    let state = remote.get("state").await.unwrap();
    assert_eq!((&state["numbers"]["total"], &state["numbers"]["failed"]), (&json!(8), &json!(1)));
    remote.post("numbers/mend", &json!({ "numbers": [assigned[2]] })).await.unwrap();
    assert_eq!(remote.get("state").await.unwrap()["numbers"]["failed"], 0);
    let appeared = remote.post("accounts/harbour-ltd/numbers", &json!({ "numbers": ["+441632960500"] })).await.unwrap();
    assert_eq!(appeared["numbers"], 1);
    let tenant = format!("tenants/{}", made["tenant"].as_str().unwrap());
    let changed = json!({ "consent": "suspended", "trustsUs": false });
    remote.put(&tenant, &changed).await.unwrap();
    assert_eq!(remote.get("accounts").await.unwrap()["accounts"][0]["consent"], "suspended");
}

#[tokio::test]
async fn orders_faults_and_settings_can_be_seen_and_set() {
    let upstream = Upstream::start().await;
    let remote = remote(&upstream);
    let fault = json!({ "what": "status=503", "operations": ["listNumbers"], "times": 1 });
    let id = remote.post("faults", &fault).await.unwrap()["id"].clone();
    assert_eq!(upstream.call(Ask::get("/numbers")).await.status, 503);
    let faults = remote.get("faults").await.unwrap();
    assert_eq!(
        (&faults["faults"][0]["struck"], &faults["faults"][0]["fault"]["what"]),
        (&json!(1), &json!("status=503"))
    );
    remote.delete(&format!("faults/{id}")).await.unwrap();
    assert!(remote.delete("faults/9").await.is_err());
    remote.post("faults", &json!({ "what": "silence" })).await.unwrap();
    remote.delete("faults").await.unwrap();

    upstream.call(upload(&[FIRST]).once("u1")).await.ok();
    let orders = remote.get("orders?after=0&top=5").await.unwrap();
    assert_eq!((&orders["counts"]["created"], &orders["orders"][0]["requestId"]), (&json!(1), &json!("u1")));
    assert_eq!(remote.get("orders?after=1").await.unwrap()["orders"], json!([]));

    let settings = json!({ "rate": "7", "syncDelaySeconds": 0.5, "whileReleasing": "absent" });
    let settings = remote.patch("settings", &settings).await.unwrap();
    assert_eq!((&settings["rate"], &settings["releaseDelaySeconds"]), (&json!("7"), &json!(60.0)));
    let clock = remote.post("clock", &json!({ "seconds": 3600 })).await.unwrap();
    assert_eq!(clock["now"], "2026-03-02T10:15:00.0000000+00:00");
    assert_eq!(upstream.call(Ask::get("/numbers")).await.status, 401);
    let life = json!({ "everySeconds": 60, "spared": [ACCOUNT] });
    remote.put("life", &life).await.unwrap();
    remote.delete("life").await.unwrap();
    remote.delete("tokens").await.unwrap();
    remote.post("reset", &json!({})).await.unwrap();
    let state = remote.get("state").await.unwrap();
    assert_eq!((&state["accounts"], &state["orders"]["orders"]), (&json!(0), &json!(0)));
    assert_eq!(state["settings"]["rate"], "unlimited");
}

#[tokio::test]
async fn what_cannot_be_done_is_said() {
    let upstream = Upstream::with_numbers(1).await;
    let remote = remote(&upstream);
    for (path, body, part) in [
        ("accounts", json!({ "name": ACCOUNT }), "there is an account"),
        ("accounts", json!({ "name": "a b" }), "cannot be the name"),
        ("accounts", json!({ "name": "x", "tenant": "me" }), "`me` is not a GUID"),
        ("accounts", json!({ "name": "x", "colour": "red" }), "colour"),
        ("accounts/nobody/numbers", json!({ "numbers": ["+441632960500"] }), "there is no account `nobody`"),
        ("accounts/quayside-books/numbers", json!({ "numbers": [FIRST] }), "there is a number"),
        ("accounts/quayside-books/numbers", json!({ "count": 5 }), "say `first`"),
        ("accounts/quayside-books/numbers", json!({}), "name `numbers`"),
        ("numbers/delete", json!({}), "name either"),
        ("numbers/delete", json!({ "numbers": ["+441632960999"] }), "there is no number"),
        ("numbers/assign", json!({ "numbers": ["44"] }), "E.164"),
        ("numbers/move", json!({ "numbers": [FIRST] }), "name the account"),
        ("faults", json!({ "what": "storm" }), "is no fault"),
        ("faults", json!({ "what": "silence", "operations": ["all"] }), "no operation or service `all`"),
        ("clock", json!({ "seconds": -1 }), "no length of time"),
    ] {
        let message = refused(&remote, path, body).await;
        assert!(message.contains(part), "{path}: {message}");
    }
    assert!(matches!(Remote::at("quayside"), Err(NotDone::Address(_))));
    let nobody = Remote::at("http://127.0.0.1:1").unwrap().get("state").await;
    assert!(matches!(nobody, Err(NotDone::Absent(..))), "{nobody:?}");
}

#[tokio::test]
async fn what_is_nowhere_is_404() {
    let upstream = Upstream::start().await;
    for path in ["/", "/gatewayed", "/control/none"] {
        let url = format!("http://{}{path}", upstream.running().address());
        assert_eq!(upstream.http().get(url).send().await.unwrap().status(), 404, "{path}");
    }
    assert_eq!(upstream.ask(Ask::get("/nowhere")).await.refused(404), "ResourceNotFound");
}
