//! Bounds on the body of a request, in bytes and in time.

use crate::problem::{ErrorCode, Problem};
use axum::body::Body;
use axum::extract::Request;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::Sleep;

const NONE: u8 = 0;
const TOO_LARGE: u8 = 1;
const TOO_SLOW: u8 = 2;

/// Which bound a body broke while it was read, for the answer.
pub(super) struct BodyFault(Arc<AtomicU8>);

impl BodyFault {
    pub(super) fn problem(&self) -> Option<Problem> {
        match self.0.load(Ordering::Relaxed) {
            TOO_LARGE => Some(Problem::new(ErrorCode::BodyTooLarge, "send less at once")),
            TOO_SLOW => Some(Problem::new(ErrorCode::RequestTimeout, "send the body faster or in parts")),
            _ => None,
        }
    }
}

/// Refuses a body that says it is too large, and bounds any other. A request without a body costs nothing.
pub(super) fn limit(request: &mut Request, most: u64, time: Duration) -> Result<Option<BodyFault>, Problem> {
    if request.body().is_end_stream() {
        return Ok(None);
    }
    if request.body().size_hint().lower() > most {
        return Err(Problem::new(
            ErrorCode::BodyTooLarge,
            format!("at most {most} bytes are taken; send less at once"),
        ));
    }
    let fault = Arc::new(AtomicU8::new(NONE));
    let inner = std::mem::take(request.body_mut());
    let deadline = Box::pin(tokio::time::sleep(time));
    *request.body_mut() = Body::new(Bounded { inner, left: most, deadline, fault: Arc::clone(&fault) });
    Ok(Some(BodyFault(fault)))
}

type FrameResult = Result<Frame<Bytes>, Box<dyn Error + Send + Sync>>;

/// A body that fails when it breaks a bound.
struct Bounded {
    inner: Body,
    left: u64,
    deadline: Pin<Box<Sleep>>,
    fault: Arc<AtomicU8>,
}

impl Bounded {
    fn break_off(&self, fault: u8, text: &'static str) -> Poll<Option<FrameResult>> {
        self.fault.store(fault, Ordering::Relaxed);
        Poll::Ready(Some(Err(text.into())))
    }
}

impl HttpBody for Bounded {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<FrameResult>> {
        if self.deadline.as_mut().poll(context).is_ready() {
            return self.break_off(TOO_SLOW, "the body did not arrive in time");
        }
        let frame = std::task::ready!(Pin::new(&mut self.inner).poll_frame(context));
        let length =
            frame.as_ref().and_then(|frame| frame.as_ref().ok()).and_then(Frame::data_ref).map_or(0, Bytes::len);
        match self.left.checked_sub(length as u64) {
            Some(left) => self.left = left,
            None => return self.break_off(TOO_LARGE, "the body is too large"),
        }
        Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
