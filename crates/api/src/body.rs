//! Bodies of requests, read strictly: JSON as it was sent, every name known and given once, every fault told.
//!
//! Names are matched without regard to case, as the contract wants it.

mod node;

pub(crate) use node::Node;

use crate::problem::{ErrorCode, Faults, Problem};
use crate::query::{add, echo};
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use numberline_domain::{PhoneNumber, PhoneRange};

/// Under which name faults of a body as a whole are told.
pub(crate) const BODY: &str = "body";

/// A request with its body, unread: what is read of it is refused by the handler, when it has been counted.
pub(crate) struct Sent {
    pub(crate) query: Option<String>,
    pub(crate) headers: HeaderMap,
    content: Bytes,
}

impl<S: Sync> FromRequest<S> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        // The edge bounds the body, and knows why it broke off.
        let content = axum::body::to_bytes(body, usize::MAX).await;
        let content = content.map_err(|_| StatusCode::BAD_REQUEST.into_response())?;
        Ok(Self { query: parts.uri.query().map(str::to_owned), headers: parts.headers, content })
    }
}

impl Sent {
    /// JSON that came another way than in a request.
    pub(crate) fn of_json(content: Vec<u8>) -> Self {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        Self { query: None, headers, content: content.into() }
    }

    /// The body, if it is JSON; otherwise a fault is added.
    ///
    /// # Errors
    /// 415 when the body is said to be something else.
    pub(crate) fn json(&self, faults: &mut Faults) -> Result<Option<Node>, Problem> {
        let kind = self.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            let detail = "the body has to be JSON: send it with `Content-Type: application/json`";
            return Err(Problem::new(ErrorCode::MediaTypeUnsupported, detail));
        }
        match serde_json::from_slice(&self.content) {
            Ok(node) => Ok(Some(node)),
            Err(reason) => {
                add(faults, BODY.to_owned(), format!("is not JSON: {reason}"));
                Ok(None)
            }
        }
    }
}

/// The members of an object, by the names that it may have.
pub(crate) struct Members<'n, const N: usize> {
    path: String,
    names: [&'static str; N],
    values: [&'n Node; N],
}

impl<'n, const N: usize> Members<'n, N> {
    /// Reads an object that stands at `path` (empty for the body itself). What is absent is null.
    pub(crate) fn read(path: &str, node: &'n Node, names: [&'static str; N], faults: &mut Faults) -> Option<Self> {
        let Node::Members(members) = node else {
            add(faults, told(path), format!("is {}; it has to be an object", node.kind()));
            return None;
        };
        let mut values = [&Node::Null; N];
        let mut given = [false; N];
        for (name, value) in members {
            match names.iter().position(|known| known.eq_ignore_ascii_case(name)) {
                None => {
                    add(faults, joined(path, &echo(name)), format!("is not a member; it takes {}", names.join(", ")));
                }
                Some(place) if given[place] => {
                    add(faults, joined(path, names[place]), "is given more than once; give it once".to_owned());
                }
                Some(place) => (values[place], given[place]) = (value, true),
            }
        }
        Some(Self { path: path.to_owned(), names, values })
    }

    /// The value of a member, and where it stands.
    pub(crate) fn get(&self, name: &'static str) -> (String, &'n Node) {
        let place = self.names.iter().position(|known| *known == name).expect("only its own names are asked for");
        (joined(&self.path, name), self.values[place])
    }
}

fn told(path: &str) -> String {
    if path.is_empty() { BODY.to_owned() } else { path.to_owned() }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// A text of so many characters, which has nothing but what `admits`; `None` when it is null.
pub(crate) fn text(
    (path, node): (String, &Node),
    length: std::ops::RangeInclusive<usize>,
    admits: fn(char) -> bool,
    faults: &mut Faults,
) -> Option<String> {
    match node {
        Node::Null => None,
        Node::Text(text) if length.contains(&text.chars().count()) && text.chars().all(admits) => Some(text.clone()),
        Node::Text(text) => {
            let fault = format!("`{}` is not a text that is taken here; the schema has its form", echo(text));
            add(faults, path, fault);
            None
        }
        other => {
            add(faults, path, format!("is {}; it has to be a text", other.kind()));
            None
        }
    }
}

/// An integer within a range; `None` when it is null.
pub(crate) fn integer(
    (path, node): (String, &Node),
    range: std::ops::RangeInclusive<i64>,
    faults: &mut Faults,
) -> Option<i64> {
    if let Some(whole) = node.as_integer().filter(|whole| range.contains(whole)) {
        return Some(whole);
    }
    let fault = match node {
        Node::Null => return None,
        Node::Number(number) => format!("{number} is not an integer from {} to {}", range.start(), range.end()),
        other => format!("is {}; it has to be an integer", other.kind()),
    };
    add(faults, path, fault);
    None
}

/// The items of a list of at most so many; none when it is null.
pub(crate) fn list<'n>(
    (path, node): (String, &'n Node),
    length: std::ops::RangeInclusive<usize>,
    faults: &mut Faults,
) -> impl Iterator<Item = (String, &'n Node)> + use<'n> {
    let path = told(&path);
    let items: &[Node] = match node {
        Node::Null => &[],
        Node::List(items) if length.contains(&items.len()) => items,
        Node::List(items) => {
            let (least, most) = (length.start(), length.end());
            add(faults, path.clone(), format!("has {} items; it has to have {least} to {most}", items.len()));
            &[]
        }
        other => {
            add(faults, path.clone(), format!("is {}; it has to be a list", other.kind()));
            &[]
        }
    };
    items.iter().enumerate().map(move |(place, item)| (format!("{path}[{place}]"), item))
}

/// A telephone number in E.164 form.
pub(crate) fn phone((path, node): (String, &Node), faults: &mut Faults) -> Option<PhoneNumber> {
    let fault = match node {
        Node::Text(text) => match PhoneNumber::parse(text) {
            Ok(phone) => return Some(phone),
            Err(reason) => format!("`{}` {reason}", echo(text)),
        },
        other => format!("is {}; it has to be a telephone number", other.kind()),
    };
    add(faults, path, fault);
    None
}

/// A range of telephone numbers, whichever way round.
pub(crate) fn range((path, node): (String, &Node), faults: &mut Faults) -> Option<PhoneRange> {
    let members = Members::read(&path, node, ["start", "end"], faults)?;
    let (start, end) = (phone(members.get("start"), faults), phone(members.get("end"), faults));
    Some(PhoneRange { start: start?, end: end? })
}

#[cfg(test)]
#[path = "body/tests.rs"]
mod tests;
