//! The typed client, against the real server.

use crate::support::records::{TENANT, compact_records, lines};
use crate::support::{PATIENCE, Sandbox, TestServer, eventually};
use numberline_client::{
    Client, Error, Guid, ListNumbers, ListReleased, PhoneNumber, Problem, Readiness, Status, StatusFilter, WantedPage,
};

fn connected(options: &[&str]) -> (Sandbox, TestServer, Client) {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(options);
    let client = Client::new(&server.url, &token).unwrap();
    (sandbox, server, client)
}

fn now<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn problem(error: Error) -> Problem {
    match error {
        Error::Problem(problem) => *problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_page_is_read_with_its_types() {
    let (_sandbox, _server, client) = connected(&[]);
    let query = ListNumbers {
        tenant: Some(Guid::parse(TENANT).unwrap()),
        status: StatusFilter::Only(Status::Active),
        page: Some(1),
        page_size: Some(1),
    };
    let answer = now(client.list_numbers(&query)).unwrap();
    let (page, first) = (&answer.value, &answer.value.data[0]);
    assert_eq!((page.current_page, page.page_size, page.total_pages, page.total_records), (1, 1, 2, 2));
    assert_eq!(first.telephone_number, PhoneNumber::parse("+448718943000").unwrap());
    assert_eq!(first.tenant_id, Guid::parse(TENANT).unwrap());
    assert_eq!(first.asticks, Some(639_069_187_671_521_345));
    assert_eq!(first.when_created.to_string(), "2026-02-16T16:17:56.1427926+00:00");
    assert_eq!(first.sbc_list.as_ref().unwrap()[0].sbc_id, Some(11));
    assert!(answer.seq.is_some() && answer.stale.is_none());
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let (sandbox, _server, client) = connected(&[]);
    let query = ListNumbers::default();
    let etag = now(client.list_numbers(&query)).unwrap().etag.unwrap();
    assert_eq!(now(client.list_numbers_unless(&query, &etag)).unwrap(), None);
    sandbox.import("more.ndjson", &lines(0..3).join("\n"));
    let news = eventually(PATIENCE, "there are news", || now(client.list_numbers_unless(&query, &etag)).unwrap());
    assert_eq!(news.value.total_records, 13);
}

#[test]
fn a_number_is_found_or_not_there() {
    let (_sandbox, _server, client) = connected(&["--base-path", "/tenantui"]);
    let find = |text: &str| now(client.find_number(PhoneNumber::parse(text).unwrap())).unwrap();
    let expected = serde_json::from_str(&compact_records()[4]).unwrap();
    assert_eq!(find("+448718943004").unwrap().value, expected);
    assert_eq!(find("+448718943999"), None);
}

#[test]
fn a_refusal_is_a_problem_with_its_members() {
    let (_sandbox, server, client) = connected(&[]);
    let query = ListNumbers { page_size: Some(0), page: Some(0), ..ListNumbers::default() };
    let refused = problem(now(client.list_numbers(&query)).unwrap_err());
    assert_eq!((refused.status, refused.error_code.as_str()), (400, "request-invalid"));
    assert_eq!(refused.errors.keys().collect::<Vec<_>>(), ["pageNumber", "pageSize"]);
    assert!(!refused.error_ticket.is_empty() && refused.trace_id.len() == 32);

    let stranger = Client::new(&server.url, "nl_wrong").unwrap();
    assert_eq!(problem(now(stranger.list_numbers(&ListNumbers::default())).unwrap_err()).status, 401);
    assert!(!format!("{stranger:?}").contains("nl_wrong"));
}

#[test]
fn a_wrong_base_path_is_not_a_missing_number() {
    let (_sandbox, server, _client) = connected(&["--base-path", "/tenantui"]);
    let lost = Client::new(&format!("http://{}", server.address()), "nl_x").unwrap();
    let phone = PhoneNumber::parse("+448718943004").unwrap();
    assert!(matches!(now(lost.find_number(phone)), Err(Error::Problem(_))));
}

#[test]
fn health_and_readiness_are_told() {
    let (_sandbox, server, client) = connected(&["--base-path", "/tenantui"]);
    now(client.healthz()).unwrap();
    assert_eq!(now(client.readyz()).unwrap(), Readiness::Ready { stale: false });
    assert!(server.stop().success());
    assert!(matches!(now(client.healthz()), Err(Error::Connection(_))));
}

#[test]
fn what_is_no_url_is_refused() {
    for url in ["", "numbers.example", "ftp://numbers.example", "http://numbers.example/?a=b"] {
        assert!(matches!(Client::new(url, "nl_x"), Err(Error::Configuration(_))), "{url}");
    }
}

#[test]
fn a_tenants_numbers_come_as_v2_has_them() {
    let (_sandbox, _server, client) = connected(&[]);
    let list = now(client.list_numbers_v2(Some(Guid::parse(TENANT).unwrap()))).unwrap();
    assert_eq!((list.value.len(), list.etag.is_none(), list.seq.is_some()), (10, true, true));
    let first = PhoneNumber::parse("+448718943000").unwrap();
    assert_eq!(list.value[0].telephone_number, first);
    let found = now(client.find_number_v2(first)).unwrap().unwrap();
    assert_eq!(found.value, list.value[0]);
    assert_eq!(now(client.find_number_v2(PhoneNumber::parse("+4930000").unwrap())).unwrap(), None);
    assert_eq!(problem(now(client.list_numbers_v2(None)).unwrap_err()).error_code, "request-invalid");
}

#[test]
fn a_client_can_be_kept_to_a_channel() {
    let (_sandbox, _server, client) = connected(&[]);
    let total = |client: &Client| now(client.list_numbers(&ListNumbers::default())).unwrap().value.total_records;
    assert_eq!([total(&client), total(&client.in_channel(0)), total(&client.in_channel(7))], [10, 10, 0]);
}

#[test]
fn what_became_of_numbers_is_read_with_its_types() {
    let (sandbox, _server, client) = connected(&[]);
    let phone = PhoneNumber::parse("+448718943000").unwrap();
    let mut record: serde_json::Value = serde_json::from_str(&compact_records()[0]).unwrap();
    record["id"] = 880_001.into();
    sandbox.import("id.ndjson", &record.to_string());
    let query = ListReleased { tenant: Some(Guid::parse(TENANT).unwrap()), page: WantedPage::default() };
    let left = eventually(PATIENCE, "it has left", || {
        Some(now(client.list_released(&query)).unwrap()).filter(|answer| answer.value.total_records == 1)
    });
    let gone = &left.value.data[0];
    assert_eq!((gone.telephone_number, gone.kind.as_str(), gone.record.telephone_number), (phone, "replaced", phone));
    let last = WantedPage { page: Some(3), page_size: Some(1) };
    let history = now(client.number_history(phone, last)).unwrap().unwrap().value;
    assert_eq!((history.total_records, history.data.len(), history.data[0].id), (3, 1, 880_001));
    let nobody = PhoneNumber::parse("+4930000").unwrap();
    assert_eq!(now(client.number_history(nobody, WantedPage::default())).unwrap(), None);
}
