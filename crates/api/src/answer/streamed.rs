//! Answers of any length, made part by part as the caller takes them. What breaks midway breaks the connection: the
//! caller must never take a part for the whole.

use super::{Buffer, Buffers, date};
use crate::wants::{Coding, Packing, Wants};
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::HeaderValue;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http_body::{Body as HttpBody, Frame};
use numberline_service::number::Stream;
use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use zstd::stream::write::Encoder;

/// As for whole answers.
const GZIP_LEVEL: u32 = 1;
const ZSTD_LEVEL: i32 = 1;

/// The response that gives a stream's parts.
pub(crate) fn respond_in_parts(stream: Stream, wants: &Wants, buffers: &Buffers) -> Response {
    let packing = match wants.coding {
        Coding::Plain => None,
        Coding::Packed(packing) | Coding::PackedOnly(packing) => Some(packing),
    };
    let (seq, stale) = (stream.seq, stream.stale);
    let parts = Parts { stream, packer: packing.map(Packer::new), buffers: buffers.clone(), is_over: false };
    let mut response = Response::new(Body::new(parts));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(packing) = packing {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(packing.name()));
    }
    date(headers, seq, stale);
    response
}

/// The body: each part is made when the connection asks for it.
struct Parts {
    stream: Stream,
    packer: Option<Packer>,
    buffers: Buffers,
    is_over: bool,
}

impl Parts {
    /// The next bytes; `None` at the end.
    fn next(&mut self) -> Result<Option<Bytes>, axum::BoxError> {
        while !self.is_over {
            let mut part: Buffer = self.buffers.take();
            self.is_over = !self.stream.next(part.bytes_mut())?;
            let bytes = match (&mut self.packer, self.is_over) {
                (None, _) => Bytes::from_owner(part),
                (Some(packer), false) => packer.pack(&part)?.into(),
                (Some(_), true) => self.packer.take().map(Packer::finish).transpose()?.unwrap_or_default().into(),
            };
            if !bytes.is_empty() {
                return Ok(Some(bytes));
            }
        }
        Ok(None)
    }
}

impl HttpBody for Parts {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        let next = self.next();
        if let Err(error) = &next {
            self.is_over = true;
            tracing::error!(%error, "an answer was broken off");
        }
        Poll::Ready(next.transpose().map(|bytes| bytes.map(Frame::data)))
    }
}

/// A compressor that keeps its state from part to part.
enum Packer {
    Gzip(GzEncoder<Vec<u8>>),
    Zstd(Encoder<'static, Vec<u8>>),
}

impl Packer {
    fn new(packing: Packing) -> Self {
        match packing {
            Packing::Gzip => Self::Gzip(GzEncoder::new(Vec::new(), Compression::new(GZIP_LEVEL))),
            Packing::Zstd => Self::Zstd(Encoder::new(Vec::new(), ZSTD_LEVEL).expect("the level is one there is")),
        }
    }

    /// What is ready once this has been taken in; it may be nothing.
    fn pack(&mut self, plain: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Gzip(encoder) => {
                encoder.write_all(plain)?;
                Ok(std::mem::take(encoder.get_mut()))
            }
            Self::Zstd(encoder) => {
                encoder.write_all(plain)?;
                Ok(std::mem::take(encoder.get_mut()))
            }
        }
    }

    /// The rest.
    fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Gzip(encoder) => encoder.finish(),
            Self::Zstd(encoder) => encoder.finish(),
        }
    }
}
