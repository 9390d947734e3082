//! From a request to the service that it is for.

use super::delivery::{self, Closed};
use crate::asked::{Asked, pairs};
use crate::reply::Reply;
use crate::route::Route;
use crate::simulator::Simulator;
use crate::{gateway, graph, login};
use axum::Router;
use axum::body::Body;
use axum::response::IntoResponse;
use bytes::Bytes;
use http::request::Parts;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use std::net::SocketAddr;
use tower::ServiceExt;

/// More than an order of 100 numbers can be.
const MAX_BODY: usize = 16 << 20;

/// A service, and how its paths begin.
#[derive(Debug, Clone, Copy)]
enum Service {
    Gateway,
    Graph,
    Tokens,
}

const SERVICES: [(&str, Service); 3] =
    [("/gateway", Service::Gateway), ("/graph/v1.0", Service::Graph), ("/login", Service::Tokens)];

/// Answers a request.
pub(super) async fn dispatch(
    simulator: Simulator,
    control: Router,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response<Body>, Closed> {
    if request.uri().path().starts_with("/control") {
        if !peer.ip().is_loopback() {
            let message = "the control API answers on this machine alone\n";
            return Ok((StatusCode::FORBIDDEN, message).into_response());
        }
        return control.oneshot(request.map(Body::new)).await.map_err(|never| match never {});
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, MAX_BODY).collect().await else {
        return Ok(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    };
    match answer(&simulator, &parts, &body.to_bytes()) {
        Some(reply) => delivery::deliver(reply).await,
        None => Ok((StatusCode::NOT_FOUND, "there is /gateway, /graph/v1.0, /login and /control\n").into_response()),
    }
}

/// What the service says; `None` when there is no such service.
fn answer(simulator: &Simulator, parts: &Parts, body: &Bytes) -> Option<Reply> {
    let whole = parts.uri.path();
    let (path, prefix, service) = SERVICES.iter().find_map(|(prefix, service)| {
        let path = whole.strip_prefix(prefix)?;
        (path.is_empty() || path.starts_with('/')).then_some((path, *prefix, *service))
    })?;
    let host = parts.headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let query_text = parts.uri.query().unwrap_or_default();
    let asked = Asked {
        method: &parts.method,
        base: format!("http://{host}{prefix}"),
        path,
        query_text,
        query: pairs(query_text.as_bytes()),
        headers: &parts.headers,
        body,
        route: match service {
            Service::Gateway => Route::of_gateway(&parts.method, path),
            Service::Graph => Route::of_graph(&parts.method, path),
            Service::Tokens => Route::of_tokens(&parts.method, path),
        },
    };
    let mut world = simulator.world();
    if let Some(operation) = asked.operation() {
        *world.calls.entry(operation.name()).or_default() += 1;
    }
    Some(match service {
        Service::Gateway => gateway::answer(&mut world, &asked),
        Service::Graph => graph::answer(&mut world, &asked),
        Service::Tokens => login::answer(&mut world, &asked),
    })
}
