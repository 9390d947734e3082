//! An operation of the contract: what it takes, and what it may answer.

use super::Schema;
use http::Method;
use serde_json::Value;

/// Which base URL an operation's path stands below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Service {
    /// The provisioning API of Azure Communications Gateway.
    Gateway,
    /// Microsoft Graph.
    Graph,
    /// The Microsoft identity platform, which gives the tokens for both.
    Tokens,
}

/// A call that the contract describes.
#[derive(Debug)]
pub struct Operation {
    /// Its name, such as `listNumbers`.
    pub id: String,
    /// What it does, in a few words.
    pub summary: String,
    /// Where its path begins.
    pub service: Service,
    /// Its method.
    pub method: Method,
    /// Its path, with parameters in braces: `/accounts/{accountName}:deleteNumbers`.
    pub path: String,
    /// Whether it wants a bearer token.
    pub needs_token: bool,
    /// What it takes in path, query and headers.
    pub parameters: Vec<Parameter>,
    /// The body that it needs; without one it takes none.
    pub body: Option<Body>,
    /// What it may answer.
    pub answers: Vec<AnswerForm>,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
}

/// A parameter of an operation.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// Whether every request has it.
    pub required: bool,
    /// Another header: both are sent, or neither.
    pub together_with: Option<String>,
    /// What it may be.
    pub schema: Schema,
}

/// A body of a request or of an answer.
#[derive(Debug)]
pub struct Body {
    /// Its content type.
    pub media_type: String,
    /// What it may be. That of a form is an object with a member for each field.
    pub schema: Schema,
    /// One that is as it should be.
    pub example: Value,
}

/// What an operation answers with a status.
#[derive(Debug)]
pub struct AnswerForm {
    /// The status; `None` for every failure that has no form of its own.
    pub status: Option<u16>,
    /// The headers that the contract knows.
    pub headers: Vec<Header>,
    /// The body; without one it has none.
    pub body: Option<Body>,
}

/// A header of an answer.
#[derive(Debug)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// When it must be there.
    pub need: Need,
    /// What it may be.
    pub schema: Schema,
}

/// When a header of an answer must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// It may be missing.
    Never,
    /// It may not.
    Always,
    /// It may not when the request has this header.
    WithHeader(String),
    /// It may not when the request's query has this parameter with this value.
    WithQuery(String, String),
}

impl Operation {
    /// What it answers with this status, if it may.
    #[must_use]
    pub fn answer(&self, status: u16) -> Option<&AnswerForm> {
        let named = self.answers.iter().find(|answer| answer.status == Some(status));
        named.or_else(|| self.answers.iter().find(|answer| answer.status.is_none() && status >= 400))
    }
}
