//! Accounts, consents, addresses and plans, over all their pages.

use crate::support::{Server, account, client, json, order_id, tenant};
use numberline_domain::Ticks;
use numberline_upstream::Upstream;

#[test]
fn every_page_of_accounts_is_read() {
    let server = Server::start(|request| {
        if request.uri().query().unwrap().contains("skip=1") {
            return json(200, r#"{"value":[{"name":"b","serviceDetails":{"teamsTenantId":"none of ours"}}]}"#);
        }
        let host = request.headers()["host"].to_str().unwrap();
        let first = r#"{"name":"a","serviceDetails":{"teamsTenantId":"C4BE5D0A-7C3E-4B68-9F27-5D1E80A6B3F2","teamsOperatorConnect":{"enabled":true,"syncEnabled":false,"numberCount":2}}}"#;
        json(200, &format!(r#"{{"value":[{first}],"nextLink":"http://{host}/gateway/accounts?skip=1"}}"#))
    });
    let accounts = client(&server).accounts().unwrap();
    assert_eq!(accounts.iter().map(|account| account.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!((accounts[0].tenant, accounts[0].number_count), (Some(tenant()), Some(2)));
    assert!(!accounts[0].operator_connect, "what is not passed through to Teams is not connected");
    assert_eq!(accounts[1].tenant, None);
}

#[test]
fn a_consent_is_read_and_acknowledged() {
    let consent = r#"{"tenantId":"c4be5d0a-7c3e-4b68-9f27-5d1e80a6b3f2","status":"active","consentedOn":"2026-02-16T16:17:56.1427926Z","consentedCountries":["UK"],"contacts":[{"fullName":"A","email":"b"},{"fullName":"C","email":"d","companyName":"Quayside Books"}],"customerRelationship":{"status":"ConsentAcknowledged"}}"#;
    let server = Server::start(move |request| {
        if request.method() == "PATCH" { json(200, consent) } else { json(200, &format!(r#"{{"value":[{consent}]}}"#)) }
    });
    let client = client(&server);
    let consents = client.consents().unwrap();
    assert_eq!(consents[0].company_name(), Some("Quayside Books"));
    assert_eq!(consents[0].consented_on, Some(Ticks::parse("2026-02-16T16:17:56.1427926Z").unwrap()));
    assert!(consents[0].is_active());
    assert_eq!(client.acknowledge_consent(order_id(), tenant()).unwrap(), consents[0]);
    let requests = server.requests();
    let sent = requests.last().unwrap();
    assert_eq!(sent.headers()["content-type"], "application/merge-patch+json");
    assert_eq!(sent.body(), br#"{"customerRelationship":{"status":"ConsentAcknowledged"}}"#);
}

#[test]
fn addresses_and_plans_are_read() {
    let server = Server::start(|request| {
        if request.method() == "POST" {
            return json(
                200,
                r#"{"capabilityPlans":[{"name":"p","usage":"u","supportsTollFree":true,"mandatoryCapabilities":["m"]}]}"#,
            );
        }
        json(
            200,
            r#"{"value":[{"id":"i","defaultLocationId":"l","cityOrTown":"Leith","locations":[{"id":"l","civicAddressId":"i"}]}]}"#,
        )
    });
    let client = client(&server);
    let addresses = client.civic_addresses(&account()).unwrap();
    assert_eq!(addresses[0].city_or_town.as_deref(), Some("Leith"));
    assert_eq!(addresses[0].locations.as_ref().unwrap()[0].id, "l");
    let plans = client.capability_plans(&account()).unwrap();
    assert_eq!((plans[0].name.as_str(), plans[0].mandatory.as_slice()), ("p", &["m".to_owned()][..]));
}
