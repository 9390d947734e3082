//! How answers get to the client: whole, slowly, in part, or not at all.

use crate::reply::{Delivery, Reply};
use axum::body::Body;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Response};
use std::time::Duration;

/// The connection is closed instead of an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection is closed: a fault was asked for")]
pub(super) struct Closed;

/// How long the first half of a cut answer has to leave before the connection does.
const HALF: Duration = Duration::from_millis(20);
const MEBIBYTE: usize = 1 << 20;

/// Sends an answer.
pub(super) async fn deliver(reply: Reply) -> Result<Response<Body>, Closed> {
    let (mut head, body) = reply.answer.into_parts();
    let body = match reply.delivery {
        Delivery::Whole => Body::from(body),
        Delivery::Silence => std::future::pending().await,
        Delivery::Closed => return Err(Closed),
        Delivery::Cut => {
            head.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
            let half = stream::iter([Ok(body.slice(..body.len() / 2))]);
            let end = stream::once(async {
                tokio::time::sleep(HALF).await;
                Err(Closed)
            });
            Body::from_stream(half.chain(end))
        }
        Delivery::Drip(pause) => {
            head.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
            let bytes = stream::iter(0..body.len()).then(move |at| {
                let byte = body.slice(at..=at);
                async move {
                    tokio::time::sleep(pause).await;
                    Ok::<_, Closed>(byte)
                }
            });
            Body::from_stream(bytes)
        }
        Delivery::Padded { mebibytes } => {
            let blanks = Bytes::from(vec![b' '; MEBIBYTE]);
            let blanks = stream::iter(0..mebibytes).map(move |_| blanks.clone());
            Body::from_stream(stream::iter([body]).chain(blanks).map(Ok::<_, Closed>))
        }
    };
    Ok(Response::from_parts(head, body))
}
