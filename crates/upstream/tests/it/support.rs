//! What every test needs: a client of a server that answers as it is told, and the things to ask it about.

mod server;

pub(crate) use server::{Reply, Server, Step};

use http::Response;
use numberline_domain::{Clock, Guid, PhoneNumber, Ticks};
use numberline_upstream::{
    AccountName, CreateOrder, Deadlines, DeleteOrder, Given, GivenSecret, Microsoft, OrderId, OrderedNumber, Secret,
    Settings,
};
use std::time::Duration;

pub(crate) const SECRET: &str = "canary-client-secret-7Q~x";

/// The deadlines of a client in haste.
pub(crate) const FIRST_BYTE: Duration = Duration::from_millis(600);
pub(crate) const WHOLE: Duration = Duration::from_millis(1200);

/// Settings for a server of ours: no patience, no rate.
pub(crate) fn given(server: &Server) -> Given {
    let [connect, first_byte, whole] = [2, 10, 20].map(Duration::from_secs);
    Given {
        upstream_url: Some(server.url("/gateway")),
        graph_url: Some(server.url("/graph/v1.0")),
        token_url: Some(server.url("/login")),
        directory: Some("operator.example".to_owned()),
        client_id: Some("numberline".to_owned()),
        secret: GivenSecret::Text(Secret::new(SECRET)),
        rate_per_minute: Some(0),
        deadlines: Deadlines { connect, first_byte, whole, patience: Duration::ZERO },
        body_limit: 1 << 20,
        ..Given::default()
    }
}

/// A client of the server with these settings.
pub(crate) fn client_with(given: &Given) -> Microsoft {
    Microsoft::new(Settings::read(given).unwrap(), Clock::System).unwrap()
}

/// A client of the server that tries once.
pub(crate) fn client(server: &Server) -> Microsoft {
    client_with(&given(server))
}

/// A client of the server that tries once, and not for long.
pub(crate) fn hasty_client(server: &Server) -> Microsoft {
    let mut given = given(server);
    given.deadlines.first_byte = FIRST_BYTE;
    given.deadlines.whole = WHOLE;
    given.deadlines.connect = FIRST_BYTE;
    client_with(&given)
}

/// A client of the server that tries again for a while.
pub(crate) fn patient_client(server: &Server) -> Microsoft {
    let mut given = given(server);
    given.deadlines.patience = Duration::from_secs(20);
    client_with(&given)
}

pub(crate) fn account() -> AccountName {
    AccountName::parse("quayside-books").unwrap()
}

pub(crate) fn tenant() -> Guid {
    Guid::parse("c4be5d0a-7c3e-4b68-9f27-5d1e80a6b3f2").unwrap()
}

pub(crate) fn phone(last: u64) -> PhoneNumber {
    PhoneNumber::from_digits(441_632_960_000 + last).unwrap()
}

pub(crate) fn order_id() -> OrderId {
    let request = Guid::parse("6d1f2b90-3c47-4e8a-95b1-7a0c4de2f813").unwrap();
    OrderId { request, first_sent: Ticks::parse("2026-03-02T09:15:00.1234567Z").unwrap() }
}

pub(crate) fn ordered(phone: PhoneNumber) -> OrderedNumber {
    OrderedNumber {
        phone,
        usage: "CallingUserAssignment".to_owned(),
        additional_usages: vec!["FirstPartyAppAssignment".to_owned()],
        capabilities: vec!["InboundCalling".to_owned(), "OutboundCalling".to_owned()],
        assigned: Some(false),
        civic_address_id: Some("8f0b6c52-4f0d-4a7c-9d21-6b8e3c1f7a94".to_owned()),
        location_id: None,
        allow_tenant_address_update: true,
        displayed_country_code: Some("GB".to_owned()),
    }
}

pub(crate) fn create_order(count: u64) -> CreateOrder {
    CreateOrder::new(order_id(), account(), (0..count).map(|last| ordered(phone(last))).collect()).unwrap()
}

pub(crate) fn delete_order(count: u64) -> DeleteOrder {
    DeleteOrder::new(order_id(), account(), (0..count).map(phone).collect()).unwrap()
}

/// An answer with a JSON body.
pub(crate) fn json(status: u16, body: &str) -> Reply {
    let response = Response::builder().status(status).header("Content-Type", "application/json");
    Reply::Whole(response.body(body.as_bytes().to_vec()).unwrap())
}

/// A page of the gateway without rows.
pub(crate) fn empty_page() -> Reply {
    json(200, r#"{"value":[]}"#)
}

/// A refusal of the gateway.
pub(crate) fn refusal(status: u16, code: &str) -> Reply {
    json(status, &format!(r#"{{"error":{{"code":"{code}","message":"For logs."}}}}"#))
}
