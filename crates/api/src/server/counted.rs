//! The service of one connection: the router, with every request counted from its header to the end of its answer.

use super::activity::Activity;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{Response, StatusCode};
use http_body::{Body as HttpBody, Frame, SizeHint};
use hyper::body::Incoming;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tower::Service;

/// The router of one connection.
pub(super) struct CountedRouter {
    pub(super) router: Router,
    pub(super) activity: Arc<Activity>,
}

/// A request that is under way until this is dropped.
struct UnderWay(Arc<Activity>);

/// A body that is part of a request under way.
pub(super) struct CountedBody {
    body: Body,
    _under_way: UnderWay,
}

impl hyper::service::Service<http::Request<Incoming>> for CountedRouter {
    type Response = Response<CountedBody>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<CountedBody>, Infallible>> + Send>>;

    fn call(&self, request: http::Request<Incoming>) -> Self::Future {
        self.activity.request_begins();
        let under_way = UnderWay(Arc::clone(&self.activity));
        let answer = self.router.clone().call(request.map(Body::new) as Request);
        Box::pin(async move {
            let mut response = answer.await?;
            if response.status() == StatusCode::NOT_MODIFIED {
                // The framework sets the length of the body that is not sent; it would stand for the answer's own.
                response.headers_mut().remove(CONTENT_LENGTH);
            }
            Ok(response.map(|body| CountedBody { body, _under_way: under_way }))
        })
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.request_ends();
    }
}

impl HttpBody for CountedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
