//! Filters, as far as either contract shows them.

use crate::support::{ACCOUNT, Ask, Upstream, phone};
use numberline_simulator::{Assignment, NewAccount, NewNumber};

async fn count(upstream: &Upstream, filter: &str) -> usize {
    let filter = filter.replace(' ', "%20").replace('+', "%2B");
    upstream.call(Ask::get(&format!("/numbers?filter={filter}"))).await.ok().json()["value"].as_array().unwrap().len()
}

#[tokio::test]
async fn the_gateway_filters_by_any_member() {
    let upstream = Upstream::with_numbers(10).await;
    upstream.simulator().add_account(&NewAccount::new("harbour-ltd")).unwrap();
    upstream.simulator().add_numbers("harbour-ltd", [NewNumber::new(phone(50))]).unwrap();
    upstream.simulator().assign(&[phone(3), phone(4)], Assignment::UserAssigned).unwrap();
    assert_eq!(count(&upstream, "accountName eq 'harbour-ltd'").await, 1);
    assert_eq!(count(&upstream, "accountName ne 'harbour-ltd'").await, 10);
    assert_eq!(count(&upstream, "telephoneNumber eq '+441632960003'").await, 1);
    assert_eq!(count(&upstream, "telephoneNumber eq '+441632969999'").await, 0);
    let assigned = "serviceDetails/teamsOperatorConnect/assignmentStatus eq 'assigned'";
    assert_eq!(count(&upstream, assigned).await, 2);
    let both = format!("({assigned}) and (telephoneNumber eq '+441632960003' or accountName eq 'harbour-ltd')");
    assert_eq!(count(&upstream, &both).await, 1);
    for query in ["accountName like 'h'", "accountName", "(accountName eq 'x'"] {
        let asked = Ask::get(&format!("/numbers?filter={}", query.replace(' ', "%20")));
        assert_eq!(upstream.call(asked).await.refused(400), "InvalidFilter", "{query}");
    }
    let accounts = upstream.call(Ask::get("/accounts?filter=name%20eq%20'harbour-ltd'&countRecords=true")).await.ok();
    assert_eq!(accounts.header("x-ms-record-count"), Some("1"));
}

#[tokio::test]
async fn a_filtered_list_has_pages_too() {
    let upstream = Upstream::with_numbers(10).await;
    let first =
        upstream.call(Ask::get("/numbers?filter=accountName%20eq%20'quayside-books'&maxpagesize=4")).await.json();
    let next = first["nextLink"].as_str().unwrap();
    assert!(next.contains("filter=accountName%20eq%20%27quayside-books%27") && next.ends_with("&skip=4"), "{next}");
    let rest = upstream.http().get(next).bearer_auth(upstream.token()).send().await.unwrap();
    let rest: serde_json::Value = rest.json().await.unwrap();
    assert_eq!(rest["value"][0]["telephoneNumber"], phone(4).to_string());
}

#[tokio::test]
async fn graph_takes_the_forms_that_are_shown() {
    let upstream = Upstream::with_numbers(10).await;
    upstream.simulator().assign(&[phone(3), phone(4)], Assignment::UserAssigned).unwrap();
    let token = upstream.graph_token(ACCOUNT).await;
    let count = |filter: &str| {
        let filter = filter.replace(' ', "%20").replace('+', "%2B");
        let ask = Ask::graph(&format!("?$filter={filter}"), &token);
        let upstream = &upstream;
        async move { upstream.call(ask).await.ok().json()["value"].as_array().unwrap().len() }
    };
    assert_eq!(count("telephoneNumber eq '+441632960000'").await, 1);
    assert_eq!(count("telephoneNumber eq '+441632999999'").await, 0);
    assert_eq!(count("assignmentStatus eq 'unassigned' and capabilities/any(c:c eq 'userAssignment')").await, 8);
    assert_eq!(count("numberType eq 'OperatorConnect'").await, 10);
    for refused in ["id eq 'x'", "city eq 'Bristol'", "colour eq 'red'", "telephoneNumber startsWith '+44'"] {
        let ask = Ask::graph(&format!("?$filter={}", refused.replace(' ', "%20").replace('+', "%2B")), &token);
        assert_eq!(upstream.call(ask).await.refused(400), "BadRequest", "{refused}");
    }
}
