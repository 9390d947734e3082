//! What is read: pages, numbers, assignments, and how fast.

use crate::support::{Reply, Server, account, client, json, phone, tenant};
use http::Response;
use numberline_domain::AssignmentWord;
use numberline_upstream::{Check, Failure, PageLink, Provisioning, Upstream, Walk};
use std::fmt::Write as _;
use std::time::Instant;

#[test]
fn a_page_tells_its_rows_its_count_and_where_it_goes_on() {
    let server = Server::start(|request| {
        let host = request.headers()["host"].to_str().unwrap();
        let body = r#"{"value":[
            {"telephoneNumber":"+441632960000","accountName":"quayside-books","serviceProvisioningStatus":"failed",
             "serviceProvisioningErrors":[{"code":"NumberInUse","message":"Held.","details":[{"code":"x","message":"y"}]}],
             "serviceDetails":{"teamsOperatorConnect":{"enabled":true,"assignmentStatus":"assigned","configuration":
              {"usage":"CallingUserAssignment","choosableCapabilities":["InboundCalling"],"locationId":"l",
               "civicAddressId":"c","acquiredCapabilities":[],"displayedCountryCode":"GB"}}}},
            {"telephoneNumber":"+11","accountName":"quayside-books","serviceDetails":{}},
            {"telephoneNumber":"+441632960001","accountName":"quayside-books","serviceDetails":{"teamsDirectRouting":{"enabled":true}}}],
            "nextLink":"http://HOST/gateway/numbers?skip=3"}"#;
        let body = body.replace("HOST", host).into_bytes();
        Reply::Whole(Response::builder().header("x-ms-record-count", "412").body(body).unwrap())
    });
    let page = client(&server).numbers(Some(&account()), None).unwrap();
    assert_eq!((page.record_count, page.set_aside, page.numbers.len()), (Some(412), 1, 2));
    assert!(page.next.unwrap().as_str().ends_with("/gateway/numbers?skip=3"));
    let number = &page.numbers[0];
    let Provisioning::Failed(errors) = &number.state else { panic!("{:?}", number.state) };
    assert_eq!((errors[0].code.as_str(), errors[0].message.as_str()), ("NumberInUse", "Held."));
    let side = number.operator_connect.as_ref().unwrap();
    assert_eq!(side.place.location_id.as_deref(), Some("l"));
    assert_eq!(side.acquired, Some(Vec::new()));
    assert_eq!(side.available, None);
    assert_eq!(page.numbers[1].operator_connect, None);
}

#[test]
fn a_page_of_another_account_is_refused() {
    let body = r#"{"value":[{"telephoneNumber":"+441632960000","accountName":"Quayside-Books","serviceDetails":{}}]}"#;
    let server = Server::start(move |_| json(200, body));
    assert!(client(&server).numbers(None, None).is_ok());
    let outcome = client(&server).numbers(Some(&account()), None);
    assert!(matches!(outcome, Err(Failure::Malformed { .. })), "{outcome:?}");
    let outcome = client(&server).number(&account(), phone(0));
    assert!(matches!(outcome, Err(Failure::Malformed { .. })), "{outcome:?}");
}

#[test]
fn a_link_that_was_kept_is_followed_on_its_own_host_alone() {
    let server = Server::start(|_| json(200, r#"{"value":[]}"#));
    let client = client(&server);
    let link = PageLink::from_text(&server.url("/gateway/numbers?api-version=2024-02-29-preview&skip=500"));
    assert!(client.numbers(None, Some(&link)).is_ok());
    assert!(server.requests().last().unwrap().uri().to_string().ends_with("skip=500"));
    for elsewhere in ["https://evil.example/gateway/numbers", "nonsense"] {
        let outcome = client.numbers(None, Some(&PageLink::from_text(elsewhere)));
        assert!(matches!(outcome, Err(Failure::Malformed { .. })), "{outcome:?}");
    }
    assert_eq!(server.calls(), 1);
}

#[test]
fn a_check_finds_the_number_that_was_asked_for_or_none() {
    let row = |number: &str| {
        format!(r#"{{"id":"x","telephoneNumber":"{number}","assignmentStatus":"voiceApplicationAssigned"}}"#)
    };
    for (value, check) in [
        (format!("[{}]", row("+441632960000")), Some(Check::Passed(AssignmentWord("VoiceApp".to_owned())))),
        (row("+441632960000"), Some(Check::Passed(AssignmentWord("VoiceApp".to_owned())))),
        ("[]".to_owned(), Some(Check::Failed(404))),
        (format!("[{}]", row("+441632960009")), Some(Check::Failed(500))),
        (format!("[{0},{0}]", row("+441632960000")), Some(Check::Failed(500))),
    ] {
        let body = format!(r#"{{"value":{value}}}"#);
        let server = Server::start(move |_| json(200, &body));
        let answer = client(&server).assignment(tenant(), phone(0));
        assert_eq!(Some(Check::of(&answer)), check, "{value}");
        let asked = server.requests().last().unwrap().uri().to_string();
        assert!(asked.ends_with("numberAssignments?$filter=telephoneNumber%20eq%20%27%2B441632960000%27"), "{asked}");
    }
}

#[test]
fn a_list_of_assignments_goes_on_by_links_or_by_counting() {
    let server = Server::start(|request| {
        let query = request.uri().query().unwrap();
        let skip: u64 = query.split_once("$skip=").map_or(0, |(_, skip)| skip.parse().unwrap());
        let mut rows = String::new();
        for last in skip..(skip + 1000).min(2500) {
            write!(rows, r#"{{"id":"{last}","telephoneNumber":"+4416329{last:05}"}},"#).unwrap();
        }
        rows.pop();
        json(200, &format!(r#"{{"value":[{rows}]}}"#))
    });
    let client = client(&server);
    let (mut count, mut next, mut walk) = (0, None, Walk::default());
    loop {
        let page = client.assignments(tenant(), next.as_ref()).unwrap();
        count += page.assignments.len();
        let Some(link) = page.next else { break };
        walk.step(&link).unwrap();
        next = Some(link);
    }
    assert_eq!((count, server.calls()), (2500, 3));
}

#[test]
#[ignore = "a measurement, for a build with optimisation: cargo test --release -p numberline-upstream -- --ignored"]
fn numbers_are_read_faster_than_two_hundred_thousand_a_second() {
    let mut rows = String::new();
    for last in 0..500 {
        let number = phone(last);
        write!(rows, r#"{{"telephoneNumber":"{number}","accountName":"quayside-books","serviceDetails":{{"teamsOperatorConnect":{{"enabled":true,"assignmentStatus":"unassigned","configuration":{{"usage":"CallingUserAssignment","choosableCapabilities":["InboundCalling","OutboundCalling"],"acquiredCapabilities":["Geographic","InboundCalling","OutboundCalling","UserAssignment"],"availableCapabilities":["Geographic","InboundCalling","OutboundCalling","UserAssignment","SharedCalling"],"civicAddressId":"c2a7d6b4-1f0e-4f6e-8b8c-3d9f5a7e1b20","locationId":"e41d9f83-7a25-4c3b-9d6e-50b2c8a1f764","allowTenantAddressUpdate":false,"displayedCountryCode":"GB"}}}}}},"serviceProvisioningStatus":"synced","serviceProvisioningErrors":[]}},"#).unwrap();
    }
    rows.pop();
    let body = format!(r#"{{"value":[{rows}]}}"#);
    let server = Server::start(move |_| json(200, &body));
    let client = client(&server);
    let begun = Instant::now();
    let mut count = 0;
    while count < 100_000 {
        count += client.numbers(None, None).unwrap().numbers.len();
    }
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = count as f64 / begun.elapsed().as_secs_f64();
    println!("{rate:.0} numbers a second, the connection included");
    assert!(rate > 200_000.0);
}
