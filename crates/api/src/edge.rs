//! The edge: every request enters and every answer leaves through it.
//!
//! On the way in: limits, and the guard that denies by default. On the way out: problems completed, panics turned into
//! them, so that no answer of 400 or more is anything else.

mod body;
mod visit;

use crate::problem::{ErrorCode, Occasion, Problem};
use crate::router::Api;
use crate::{guard, portal};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{ALLOW, AUTHORIZATION, HeaderMap};
use std::any::Any;
use std::convert::Infallible;
use std::future::{Future, poll_fn, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use tower::{Layer, Service};
use visit::Visit;

/// The longest request target, in bytes.
const MAX_ADDRESS: usize = 8192;
/// All names and values of a request's headers together, in bytes.
const MAX_HEADERS: usize = 32 * 1024;

/// Puts the edge around a router.
#[derive(Clone)]
pub(crate) struct Edge {
    pub(crate) api: Api,
    /// Who gets as far as the router.
    pub(crate) admission: Admission,
}

/// Who is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    /// Who has a credential, but for the public paths.
    Known,
    /// Everybody: the listener is one that only those reach who may.
    Everybody,
}

/// A service with the edge around it.
#[derive(Clone)]
pub(crate) struct Edged<S> {
    inner: S,
    edge: Edge,
}

impl<S> Layer<S> for Edge {
    type Service = Edged<S>;

    fn layer(&self, inner: S) -> Edged<S> {
        Edged { inner, edge: self.clone() }
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
        let visit = Visit::begin(&self.edge.api, &request);
        let body_fault = match self.edge.admit(&mut request) {
            Ok(body_fault) => body_fault,
            // Whoever opens a page without a session is shown where to begin one.
            Err(problem) if is_visit(&request) && problem.is_about_the_credential() => {
                return Box::pin(ready(Ok(visit.end(&occasion, portal::to_sign_in(request.uri())))));
            }
            Err(problem) => return Box::pin(ready(Ok(visit.end(&occasion, problem.complete(&occasion, None))))),
        };
        let answer = self.inner.call(request);
        Box::pin(async move {
            let response = match caught(answer).await {
                Ok(Ok(response)) if response.status().as_u16() < 400 => response,
                Ok(Ok(response)) => completed(response, body_fault.as_ref(), &occasion),
                Ok(Err(never)) => match never {},
                Err(panic) => Problem::internal().complete(&occasion, Some(&panic_text(panic.as_ref()))),
            };
            Ok(visit.end(&occasion, response))
        })
    }
}

impl Edge {
    /// Judges a request before it is routed: its size, then its credential, which stays with the request.
    fn admit(&self, request: &mut Request) -> Result<Option<body::BodyFault>, Problem> {
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
        if self.admission == Admission::Known && !is_public(request.uri().path()) {
            if portal::credential(request.headers()).is_some() {
                portal::refuse_other_sites(request.method(), request.uri(), request.headers())?;
            }
            let caller = guard::recognise(&self.api.service, request.headers())?;
            request.extensions_mut().insert(caller);
        }
        body::limit(request, self.api.settings.max_body, self.api.settings.body_time)
    }
}

/// The paths that answer without a credential. Everything else denies by default, whether it exists or not.
fn is_public(path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz" | "/openapi.json" | "/docs")
        || path.starts_with("/docs/")
        || portal::is_public(path)
}

/// Whether somebody opens a page of the portal without saying who it is in a header.
fn is_visit(request: &Request) -> bool {
    request.method().is_safe()
        && portal::is_page(request.uri().path())
        && !request.headers().contains_key(AUTHORIZATION)
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

/// The answer for paths that nothing is routed to.
pub(crate) async fn no_such_path() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

#[cfg(test)]
#[path = "edge/tests.rs"]
mod tests;
