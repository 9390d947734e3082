//! What may be written, and what may not.

use crate::support::{ACCOUNT, Ask, FIRST, Upstream, action, number, number_path, phone, release, upload};
use http::Method;
use numberline_simulator::{NewAccount, NewAddress, NewNumber};
use serde_json::{Value, json};

const CONFIGURATION: &str = "/serviceDetails/teamsOperatorConnect/configuration";

/// The number with a member of its configuration changed; null removes it.
fn configured(member: &str, value: Value) -> Value {
    let mut number = number(FIRST);
    let configuration = number.pointer_mut(CONFIGURATION).unwrap().as_object_mut().unwrap();
    if value.is_null() {
        configuration.remove(member);
    } else {
        configuration.insert(member.to_owned(), value);
    }
    number
}

#[tokio::test]
async fn an_order_is_accepted_as_a_whole_or_not_at_all() {
    let upstream = Upstream::start().await;
    let batch = |numbers: Value| Ask::post(&action("createOrUpdateNumbers"), &json!({ "numbers": numbers }));
    let mut foreign = number("+441632960001");
    foreign["accountName"] = json!("harbour-ltd");
    for (what, numbers) in [
        ("none", json!([])),
        ("another account's", json!([number(FIRST), foreign])),
        ("one twice", json!([number(FIRST), number(FIRST)])),
        ("no number", json!([number(FIRST), { "telephoneNumber": "441632960001" }])),
        ("too many", (0..101).map(|at| number(&phone(at).to_string())).collect()),
        ("no list", json!("all")),
    ] {
        assert_eq!(upstream.ask(batch(numbers)).await.status, 400, "{what}");
        assert_eq!(upstream.status(FIRST).await, "NumberNotFound", "{what}");
    }
    let most: Vec<_> = (0..100).map(|at| phone(at).to_string()).collect();
    let most: Vec<_> = most.iter().map(String::as_str).collect();
    upstream.call(upload(&most)).await.ok();
    let target = upstream.ask(batch(json!([number("+441632960101"), configured("usage", json!(7))]))).await.json();
    assert_eq!(target["error"]["target"], format!("numbers[1].{}", &CONFIGURATION[1..].replace('/', ".")) + ".usage");
    assert_eq!(upstream.simulator().order_counts().orders, 1);
}

#[tokio::test]
async fn a_number_follows_the_documented_rules() {
    let upstream = Upstream::start().await;
    let refused = |number: Value| {
        let upstream = &upstream;
        async move { upstream.ask(Ask::put(&number_path(FIRST), &number)).await.refused(400) }
    };
    for (member, value) in [
        ("usage", Value::Null),
        ("usage", json!("Decoration")),
        ("choosableCapabilities", Value::Null),
        ("choosableCapabilities", json!(["Levitation"])),
        ("choosableCapabilities", json!("InboundCalling")),
        ("additionalUsages", json!(["Decoration"])),
        ("allowTenantAddressUpdate", json!("yes")),
        // The customer may not change the address, and there is none.
        ("allowTenantAddressUpdate", json!(false)),
        ("civicAddressId", json!(5)),
    ] {
        assert_eq!(refused(configured(member, value.clone())).await, "InvalidNumber", "{member} {value}");
    }
    let mut header = number(FIRST);
    header["configuration"] = json!({ "customSipHeader": "no blanks" });
    assert_eq!(refused(header).await, "InvalidNumber");
    let mut nothing = number(FIRST);
    nothing["serviceDetails"] = json!({});
    assert_eq!(refused(nothing).await, "InvalidNumber");
    let other = Ask::put(&number_path("+441632960001"), &number(FIRST));
    assert_eq!(upstream.ask(other).await.refused(400), "InvalidNumber");
    let text = Ask::new(Method::PUT, &number_path(FIRST)).with_text("text/plain", "{}");
    assert_eq!(upstream.ask(text).await.refused(415), "UnsupportedMediaType");
    assert_eq!(
        upstream.ask(Ask::put("/accounts/a%20b", &json!({ "name": "a b" }))).await.refused(400),
        "InvalidAccountName"
    );
}

#[tokio::test]
async fn a_toll_free_number_says_its_country() {
    let upstream = Upstream::start().await;
    let toll_free = "+18335550110";
    assert_eq!(upstream.call(upload(&[toll_free])).await.refused(400), "InvalidNumber");
    let mut number = number(toll_free);
    number.pointer_mut(CONFIGURATION).unwrap()["displayedCountryCode"] = json!("US");
    number.pointer_mut(CONFIGURATION).unwrap()["usage"] = json!("ConferenceAssignment");
    upstream.call(Ask::put(&number_path(toll_free), &number)).await.ok();
    upstream.wait();
    let stored = upstream.call(Ask::get(&number_path(toll_free))).await.json();
    let acquired = &stored.pointer(CONFIGURATION).unwrap()["acquiredCapabilities"];
    assert_eq!(*acquired, json!(["ConferenceAssignment", "InboundCalling", "OutboundCalling", "TollFree"]));
}

#[tokio::test]
async fn an_address_is_one_of_the_customers() {
    let upstream = Upstream::start().await;
    let address = NewAddress {
        house_number: "7".to_owned(),
        street_name: "Harbour Street".to_owned(),
        city_or_town: "Bristol".to_owned(),
        postal_or_zip_code: "BS1 4RB".to_owned(),
        country: "GB".to_owned(),
    };
    let new = NewAccount { addresses: vec![address], ..NewAccount::new("harbour-ltd") };
    upstream.simulator().add_account(&new).unwrap();
    let list = upstream.call(Ask::get("/accounts/harbour-ltd/teamsCivicAddresses")).await.json();
    let (id, location) = (list["value"][0]["id"].clone(), list["value"][0]["defaultLocationId"].clone());
    let put = |id: &Value, location: &Value| {
        let mut number = configured("civicAddressId", id.clone());
        number["accountName"] = json!("harbour-ltd");
        number.pointer_mut(CONFIGURATION).unwrap()["locationId"] = location.clone();
        Ask::put("/accounts/harbour-ltd/numbers/%2B441632960000", &number)
    };
    assert_eq!(upstream.call(put(&json!("elsewhere"), &location)).await.refused(400), "InvalidNumber");
    assert_eq!(upstream.call(put(&id, &json!("upstairs"))).await.refused(400), "InvalidNumber");
    upstream.call(put(&id, &location)).await.ok();
}

#[tokio::test]
async fn a_number_has_one_account() {
    let upstream = Upstream::start().await;
    upstream.simulator().add_account(&NewAccount::new("harbour-ltd")).unwrap();
    upstream.simulator().add_numbers("harbour-ltd", [NewNumber::new(phone(0))]).unwrap();
    assert_eq!(upstream.call(upload(&[FIRST])).await.refused(409), "NumberInUse");
    assert_eq!(upstream.call(release(&[FIRST])).await.refused(400), "NumberInAnotherAccount");
    assert_eq!(upstream.call(Ask::delete(&number_path(FIRST))).await.status, 204);
    let theirs = upstream.call(Ask::get("/accounts/harbour-ltd/numbers")).await.json();
    assert_eq!(theirs["value"][0]["telephoneNumber"], FIRST);
    assert_eq!(upstream.call(Ask::get(&format!("/accounts/{ACCOUNT}/numbers"))).await.json()["value"], json!([]));
}

#[tokio::test]
async fn members_left_out_are_cleared() {
    let upstream = Upstream::start().await;
    let full = configured("displayedCountryCode", json!("GB"));
    upstream.call(Ask::put(&number_path(FIRST), &full)).await.ok();
    let plain = upstream.call(Ask::put(&number_path(FIRST), &number(FIRST))).await.ok().json();
    assert_eq!(plain.pointer(CONFIGURATION).unwrap()["displayedCountryCode"], Value::Null);
}
