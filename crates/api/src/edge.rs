//! The edge: every request enters and every answer leaves through it.
//!
//! On the way in: limits, and the guard that denies by default. On the way out: problems completed, panics turned into
//! them, so that no answer of 400 or more is anything else.

mod body;

use crate::guard;
use crate::problem::{ErrorCode, Occasion, Problem};
use crate::router::Api;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, HeaderMap};
use http::{Method, StatusCode};
use std::any::Any;
use std::convert::Infallible;
use std::future::{Future, poll_fn, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Instant;
use tower::{Layer, Service};

/// The longest request target, in bytes.
const MAX_ADDRESS: usize = 8192;
/// All names and values of a request's headers together, in bytes.
const MAX_HEADERS: usize = 32 * 1024;

/// Puts the edge around a router.
#[derive(Clone)]
pub(crate) struct Edge(pub(crate) Api);

/// A service with the edge around it.
#[derive(Clone)]
pub(crate) struct Edged<S> {
    inner: S,
    api: Api,
}

impl<S> Layer<S> for Edge {
    type Service = Edged<S>;

    fn layer(&self, inner: S) -> Edged<S> {
        Edged { inner, api: self.0.clone() }
    }
}

impl<S> Service<Request> for Edged<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let occasion = Occasion::of(request.uri(), request.headers());
        let visit = self.api.settings.access_log.then(|| Visit::begin(request.method()));
        let body_fault = match admit(&self.api, &mut request) {
            Ok(body_fault) => body_fault,
            Err(problem) => {
                let response = problem.complete(&occasion, None);
                Visit::end(visit.as_ref(), &occasion, &response);
                return Box::pin(ready(Ok(response)));
            }
        };
        let answer = self.inner.call(request);
        Box::pin(async move {
            let response = match caught(answer).await {
                Ok(Ok(response)) if response.status().as_u16() < 400 => response,
                Ok(Ok(response)) => completed(response, body_fault.as_ref(), &occasion),
                Ok(Err(never)) => match never {},
                Err(panic) => Problem::internal().complete(&occasion, Some(&panic_text(panic.as_ref()))),
            };
            Visit::end(visit.as_ref(), &occasion, &response);
            Ok(response)
        })
    }
}

/// Judges a request before it is routed: its size, then its credential, which stays with the request.
fn admit(api: &Api, request: &mut Request) -> Result<Option<body::BodyFault>, Problem> {
    let address = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if address > MAX_ADDRESS {
        let detail = format!("the address has {address} bytes; {MAX_ADDRESS} are taken");
        return Err(Problem::new(ErrorCode::AddressTooLong, detail));
    }
    let size = size_of(request.headers());
    if size > MAX_HEADERS {
        let detail = format!("the headers have {size} bytes together; {MAX_HEADERS} are taken");
        return Err(Problem::new(ErrorCode::HeadersTooLarge, detail));
    }
    if !is_public(request.uri().path()) {
        let caller = guard::recognise(&api.service, request.headers())?;
        request.extensions_mut().insert(caller);
    }
    body::limit(request, api.settings.max_body, api.settings.body_time)
}

/// The paths that answer without a credential. Everything else denies by default, whether it exists or not.
fn is_public(path: &str) -> bool {
    matches!(path, "/" | "/healthz" | "/readyz" | "/openapi.json" | "/docs") || path.starts_with("/docs/")
}

fn size_of(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum()
}

/// Makes a problem of every refusal, also of one that the framework made.
fn completed(mut response: Response, body_fault: Option<&body::BodyFault>, occasion: &Occasion) -> Response {
    let allow = response.headers_mut().remove(ALLOW);
    let problem = body_fault.and_then(body::BodyFault::problem).or_else(|| response.extensions_mut().remove());
    let problem = problem.unwrap_or_else(|| of_status(response.status()));
    let mut response = problem.complete(occasion, None);
    response.headers_mut().extend(allow.map(|value| (ALLOW, value)));
    response
}

/// The problem for a bare status, which only the framework makes.
fn of_status(status: StatusCode) -> Problem {
    let (code, detail) = match status {
        StatusCode::NOT_FOUND => (ErrorCode::PathUnknown, "no such path; `/openapi.json` lists them"),
        StatusCode::METHOD_NOT_ALLOWED => {
            (ErrorCode::MethodNotAllowed, "the methods that the path takes stand in `Allow`")
        }
        StatusCode::PAYLOAD_TOO_LARGE => (ErrorCode::BodyTooLarge, "send less at once"),
        StatusCode::REQUEST_TIMEOUT => (ErrorCode::RequestTimeout, "send the body faster or in parts"),
        _ if status.is_client_error() => (ErrorCode::RequestInvalid, "the request is not as the schema says"),
        _ => return Problem::internal(),
    };
    Problem::new(code, detail)
}

/// Polls a future; a panic in it becomes the error.
async fn caught<F: Future>(future: F) -> Result<F::Output, Box<dyn Any + Send>> {
    let mut future = pin!(future);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    })
    .await
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", text.unwrap_or("without a text"))
}

/// One request, for the access log.
struct Visit {
    method: Method,
    begun: Instant,
}

impl Visit {
    fn begin(method: &Method) -> Self {
        Self { method: method.clone(), begun: Instant::now() }
    }

    fn end(visit: Option<&Self>, occasion: &Occasion, response: &Response) {
        if let Some(Self { method, begun }) = visit {
            let (status, path) = (response.status().as_u16(), occasion.path());
            let microseconds = begun.elapsed().as_micros();
            tracing::info!(target: "numberline::access", %method, path, status, microseconds, "answered");
        }
    }
}

/// The answer for paths that nothing is routed to.
pub(crate) async fn no_such_path() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

#[cfg(test)]
#[path = "edge/tests.rs"]
mod tests;
