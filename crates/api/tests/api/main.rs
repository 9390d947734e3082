//! The router over a real service on a database of its own.

#![expect(clippy::unwrap_used, reason = "a test whose ground gives way has failed")]

mod answers;
mod checks;
mod credentials;
mod events;
mod head;
mod inventory;
mod metrics;
mod orders;
mod paths;
mod portal;
mod readiness;
mod records;
mod removals;
mod seq;
mod stopping;
mod task_events;
mod tasks;
mod tokens;

use axum::Router;
use axum::body::{Body, Bytes};
use http::{HeaderMap, Method, Request, StatusCode};
use numberline_api::{Settings, Standing};
use numberline_domain::{ChannelId, Clock, Guid, Role};
use numberline_service::follower::{self, Follower};
use numberline_service::token::{self, NewToken};
use numberline_service::{Location, OpenOptions, Service, generate};
use numberline_testing::TestDatabase;
use serde_json::Value;
use std::time::Duration;
use tower::ServiceExt;

pub(crate) const LIST: &str = "/api/v3/oc/numbers";

/// The API over a database with the document's ten numbers.
pub(crate) struct Stage {
    pub(crate) service: Service,
    pub(crate) router: Router,
    pub(crate) standing: Standing,
    /// A token that reads everything.
    pub(crate) token: String,
    _follower: Option<Follower>,
    database: TestDatabase,
}

/// An answer, whole.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Stage {
    /// The API, not yet ready.
    pub(crate) fn loading() -> Self {
        let database = TestDatabase::new();
        let location = Location::parse(&database.address()).unwrap();
        let service = Service::open(&location, OpenOptions::default(), Clock::System).unwrap();
        generate::document(&service, "test").unwrap();
        let token = make_token(&service, Role::Reader, vec![]);
        let standing = Standing::default();
        let router = numberline_api::routers(service.clone(), Settings::default(), &standing).api;
        Self { service, router, standing, token, _follower: None, database }
    }

    /// The API, ready.
    pub(crate) async fn ready() -> Self {
        let stage = Self::loading();
        let follower = follower::start(&stage.service);
        assert!(stage.service.shared().wait_for(&numberline_domain::Scope::All, 1, Duration::from_secs(60)).await);
        Self { _follower: Some(follower), ..stage }
    }

    /// Which kind of database it is.
    pub(crate) fn is_on_postgres(&self) -> bool {
        !self.database.address().starts_with("sqlite:")
    }

    /// A new token that the inventory knows of already.
    pub(crate) async fn known_token(&self, role: Role, tenants: Vec<Guid>) -> String {
        let shared = self.service.shared();
        let seq = shared.inventory().seq();
        let token = make_token(&self.service, role, tenants);
        assert!(shared.wait_for(&numberline_domain::Scope::All, seq + 1, Duration::from_secs(60)).await);
        token
    }

    /// Sends a request with the token that reads everything.
    pub(crate) async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        let bearer = format!("Bearer {}", self.token);
        let mut all = vec![("authorization", bearer.as_str())];
        all.extend(headers);
        self.send(Method::GET, path, &all).await
    }

    /// Sends a request with a body.
    pub(crate) async fn send_body(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        send(&self.router, request.body(Body::from(body.to_owned())).unwrap()).await
    }

    /// Sends a request as it is.
    pub(crate) async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        send(&self.router, request.body(Body::empty()).unwrap()).await
    }
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// Asserts that it is a problem of this kind.
    pub(crate) fn expect_problem(&self, status: u16, code: &str) -> Value {
        let problem = self.json();
        assert_eq!((self.status.as_u16(), problem["errorCode"].as_str().unwrap()), (status, code), "{problem}");
        assert_eq!(problem["status"], status);
        assert_eq!(self.header("content-type"), "application/problem+json");
        problem
    }
}

pub(crate) async fn send(router: &Router, request: Request<Body>) -> Reply {
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    Reply { status: parts.status, headers: parts.headers, body }
}

pub(crate) fn make_token(service: &Service, role: Role, tenants: Vec<Guid>) -> String {
    make_limited_token(service, role, tenants, vec![])
}

pub(crate) fn make_limited_token(
    service: &Service,
    role: Role,
    tenants: Vec<Guid>,
    channels: Vec<ChannelId>,
) -> String {
    let new = NewToken { role, tenants, channels, name: None, expires_in: None };
    token::create(service, &new, "test").unwrap().secret.expose().to_owned()
}
