//! A client of the control API of a simulator that runs elsewhere on this machine.

use reqwest::{Client, Method, Url};
use serde_json::Value;
use std::time::Duration;

/// A simulator that runs.
#[derive(Debug, Clone)]
pub struct Remote {
    /// `http://HOST:PORT/control/`.
    base: Url,
    http: Client,
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    /// The address cannot be one.
    #[error("`{0}` is not the address of a simulator, such as http://127.0.0.1:8090")]
    Address(String),
    /// Nothing answers there.
    #[error("no simulator answers at {0}: start one with `numberline simulate`")]
    Absent(String, #[source] reqwest::Error),
    /// It would not.
    #[error("{0}")]
    Refused(String),
}

impl Remote {
    /// The simulator at an address: `http://HOST:PORT`.
    ///
    /// # Errors
    /// [`NotDone::Address`] when it cannot be one.
    pub fn at(address: &str) -> Result<Self, NotDone> {
        let malformed = || NotDone::Address(address.to_owned());
        let base = Url::parse(address).map_err(|_| malformed())?.join("/control/").map_err(|_| malformed())?;
        if base.scheme() != "http" {
            return Err(malformed());
        }
        // It is on this machine, where no proxy has a say.
        let http = Client::builder().no_proxy().timeout(Duration::from_secs(60)).build().map_err(|_| malformed())?;
        Ok(Self { base, http })
    }

    /// Asks for something: a path below `/control/`, with its query.
    ///
    /// # Errors
    /// [`NotDone`].
    pub async fn get(&self, path: &str) -> Result<Value, NotDone> {
        self.ask(Method::GET, path, None).await
    }

    /// Does something.
    ///
    /// # Errors
    /// [`NotDone`].
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value, NotDone> {
        self.ask(Method::POST, path, Some(body)).await
    }

    /// Puts something where nothing or something else was.
    ///
    /// # Errors
    /// [`NotDone`].
    pub async fn put(&self, path: &str, body: &Value) -> Result<Value, NotDone> {
        self.ask(Method::PUT, path, Some(body)).await
    }

    /// Changes some members of something.
    ///
    /// # Errors
    /// [`NotDone`].
    pub async fn patch(&self, path: &str, body: &Value) -> Result<Value, NotDone> {
        self.ask(Method::PATCH, path, Some(body)).await
    }

    /// Takes something back.
    ///
    /// # Errors
    /// [`NotDone`].
    pub async fn delete(&self, path: &str) -> Result<Value, NotDone> {
        self.ask(Method::DELETE, path, None).await
    }

    async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, NotDone> {
        let url = self.base.join(path).map_err(|_| NotDone::Address(path.to_owned()))?;
        let mut request = self.http.request(method, url);
        if let Some(body) = body {
            request = request.json(body);
        }
        let absent = |error: reqwest::Error| NotDone::Absent(self.base.origin().ascii_serialization(), error);
        let answer = request.send().await.map_err(absent)?;
        let status = answer.status();
        let bytes = answer.bytes().await.map_err(absent)?;
        let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        if status.is_success() {
            return Ok(body);
        }
        let plain = || format!("{status}: {}", String::from_utf8_lossy(&bytes).trim());
        Err(NotDone::Refused(body["error"].as_str().map_or_else(plain, str::to_owned)))
    }
}
