//! The upstream's contract, as a description that programs can ask: does this request, does this answer keep it?
//!
//! The description is `crates/simulator/contract/upstream.json`, an OpenAPI document of our own over the provisioning API,
//! the number assignments of Graph, and the token call. [`Contract::operations`] tells enough of it to build a mock server
//! from: methods, paths, parameters, schemas and an example of every body.
//!
//! ```
//! use numberline_simulator::contract::Contract;
//!
//! let contract = Contract::published();
//! let request = http::Request::get("/accounts?api-version=2024-02-29-preview&tops=5").body("").unwrap();
//! let mismatches = contract.check_request(&request);
//! assert_eq!(mismatches, ["listAccounts has no parameter `tops` in its query", "listAccounts needs `Authorization: Bearer …`"]);
//! ```

mod answer;
mod operation;
mod path;
mod read;
mod request;
mod schema;

pub use operation::{AnswerForm, Body, Header, Need, Operation, Parameter, Place, Service};
pub use schema::Schema;

use http::{Method, Request, Response};
use serde_json::Value;
use std::sync::LazyLock;

const UPSTREAM: &str = include_str!("../contract/upstream.json");

/// A contract: the operations there are, and what each takes and answers.
#[derive(Debug)]
pub struct Contract {
    document: Value,
    operations: Vec<Operation>,
}

impl Contract {
    /// The contract that is published, in our words.
    #[must_use]
    pub fn published() -> &'static Self {
        static PUBLISHED: LazyLock<Contract> = LazyLock::new(|| {
            let document = serde_json::from_str(UPSTREAM).expect("the file beside the sources is JSON");
            let operations = read::operations(&document);
            Contract { document, operations }
        });
        &PUBLISHED
    }

    /// The OpenAPI document.
    #[must_use]
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// Every operation.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation of this name.
    #[must_use]
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The operation that a request asks for, by its method and its path below the base URL of the service.
    #[must_use]
    pub fn find(&self, method: &Method, path: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.method == *method && operation.is_at(path))
    }

    /// What of a request is not as the contract says, in words. Its URI has the path below the base URL of the service.
    #[must_use]
    pub fn check_request(&self, request: &Request<impl AsRef<[u8]>>) -> Vec<String> {
        match self.find(request.method(), request.uri().path()) {
            Some(operation) => request::check(operation, request),
            None => vec![format!("there is no operation {} {}", request.method(), request.uri().path())],
        }
    }

    /// What of the answer to a request is not as the contract says, in words.
    #[must_use]
    pub fn check_answer(
        &self,
        request: &Request<impl AsRef<[u8]>>,
        answer: &Response<impl AsRef<[u8]>>,
    ) -> Vec<String> {
        match self.find(request.method(), request.uri().path()) {
            Some(operation) => answer::check(operation, request, answer),
            None => vec![format!("there is no operation {} {}", request.method(), request.uri().path())],
        }
    }
}
