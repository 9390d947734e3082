//! Questions to the server.

use crate::{Answer, Error, NumberRecord, NumberRecordV2, Page, Problem, Readiness};
use numberline_domain::{Guid, PhoneNumber, StatusFilter};
use reqwest::header::{ETAG, HeaderMap, IF_NONE_MATCH, RETRY_AFTER};
use reqwest::{Response, StatusCode, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::fmt::Write as _;
use std::time::Duration;

/// A server, and the token to ask it with. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct Client {
    /// Without a slash at its end.
    base: String,
    /// The server itself, without the base path.
    origin: String,
    token: String,
    /// The channel that every question is limited to.
    channel: Option<u64>,
    http: reqwest::Client,
}

/// What a list of numbers asks for; the default asks for all that the token sees, at the server's page size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListNumbers {
    /// The tenant; `None` for all that the token sees.
    pub tenant: Option<Guid>,
    /// The statuses.
    pub status: StatusFilter,
    /// The page, from 1; `None` for the first.
    pub page: Option<u64>,
    /// Records on a page; `None` for the server's default, 200.
    pub page_size: Option<u64>,
}

impl Client {
    /// A client of the server at this URL, a base path included: `https://numbers.example/tenantui`.
    ///
    /// # Errors
    /// [`Error::Configuration`] when the URL is none, or the system's certificates cannot be read.
    pub fn new(base_url: &str, token: &str) -> Result<Self, Error> {
        let base = base_url.trim_end_matches('/').to_owned();
        let url =
            Url::parse(&base).map_err(|error| Error::Configuration(format!("`{base_url}` is no URL: {error}")))?;
        if !matches!(url.scheme(), "http" | "https") || url.query().is_some() || url.fragment().is_some() {
            return Err(Error::Configuration(format!("`{base_url}` is not an http or https URL up to its path")));
        }
        let http = reqwest::Client::builder().connect_timeout(Duration::from_secs(10)).timeout(Duration::from_secs(60));
        let http = http.build().map_err(|error| Error::Configuration(error.to_string()))?;
        let origin = url.origin().ascii_serialization();
        Ok(Self { base, origin, token: token.to_owned(), channel: None, http })
    }

    /// The same client, which sees one channel (`X-Ovoc-Channel-Id`) of what the token sees.
    #[must_use]
    pub fn in_channel(&self, channel: u64) -> Self {
        Self { channel: Some(channel), ..self.clone() }
    }

    /// A page of numbers.
    ///
    /// # Errors
    /// An [`Error`]; an unknown tenant is a [`Problem`].
    pub async fn list_numbers(&self, query: &ListNumbers) -> Result<Answer<Page>, Error> {
        let response = self.ask(&list_path(query), None).await?;
        read(refuse(response).await?).await
    }

    /// A page of numbers, unless it is still the one with this entity tag: then `None`.
    ///
    /// # Errors
    /// As [`Client::list_numbers`].
    pub async fn list_numbers_unless(&self, query: &ListNumbers, etag: &str) -> Result<Option<Answer<Page>>, Error> {
        let response = self.ask(&list_path(query), Some(etag)).await?;
        if response.status() == StatusCode::NOT_MODIFIED {
            return Ok(None);
        }
        read(refuse(response).await?).await.map(Some)
    }

    /// One number; `None` when the token sees no such number.
    ///
    /// # Errors
    /// An [`Error`].
    pub async fn find_number(&self, phone: PhoneNumber) -> Result<Option<Answer<NumberRecord>>, Error> {
        let response = self.ask(&format!("/api/v3/oc/numbers/%2B{}", phone.digits()), None).await?;
        match refuse(response).await {
            Ok(response) => read(response).await.map(Some),
            Err(Error::Problem(problem)) if problem.error_code == "number-unknown" => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// All numbers of a tenant, as V2 shows them; without a tenant those of the only one that the token sees. They are not
    /// of one state; for that, and for large tenants, there are the pages of [`Client::list_numbers`].
    ///
    /// # Errors
    /// An [`Error`]; an unknown tenant is a [`Problem`]. [`Error::Connection`] also when the list breaks off.
    pub async fn list_numbers_v2(&self, tenant: Option<Guid>) -> Result<Answer<Vec<NumberRecordV2>>, Error> {
        let query = tenant.map(|tenant| format!("?msTenantId={tenant}")).unwrap_or_default();
        read(refuse(self.ask(&format!("/api/v2/oc/numbers{query}"), None).await?).await?).await
    }

    /// One number as V2 shows it; `None` when the token sees no such number.
    ///
    /// # Errors
    /// An [`Error`].
    pub async fn find_number_v2(&self, phone: PhoneNumber) -> Result<Option<Answer<NumberRecordV2>>, Error> {
        let response = self.ask(&format!("/api/v2/oc/numbers/%2B{}", phone.digits()), None).await?;
        match refuse(response).await {
            Ok(response) => read(response).await.map(Some),
            Err(Error::Problem(problem)) if problem.error_code == "number-unknown" => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether the server runs.
    ///
    /// # Errors
    /// An [`Error`] when it does not.
    pub async fn healthz(&self) -> Result<(), Error> {
        refuse(self.get("/healthz").await?).await.map(drop)
    }

    /// Whether the server answers questions about numbers.
    ///
    /// # Errors
    /// An [`Error`] when it says neither yes nor no.
    pub async fn readyz(&self) -> Result<Readiness, Error> {
        #[derive(Deserialize)]
        struct Ready {
            #[serde(default)]
            stale: bool,
        }
        let response = self.get("/readyz").await?;
        if response.status() == StatusCode::SERVICE_UNAVAILABLE {
            return Ok(Readiness::Loading);
        }
        let Answer { value: Ready { stale }, .. } = read(refuse(response).await?).await?;
        Ok(Readiness::Ready { stale })
    }

    /// Asks for a path below the base path, as the token's bearer.
    pub(crate) async fn ask(&self, path: &str, known: Option<&str>) -> Result<Response, Error> {
        let mut request = self.http.get(format!("{}{path}", self.base)).bearer_auth(&self.token);
        if let Some(etag) = known {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(channel) = self.channel {
            request = request.header("X-Ovoc-Channel-Id", channel);
        }
        let request = request.build().map_err(|error| Error::Configuration(error.to_string()))?;
        self.http.execute(request).await.map_err(Error::Connection)
    }

    /// Asks the server about itself, which needs no token and stands below no base path.
    async fn get(&self, path: &str) -> Result<Response, Error> {
        self.http.get(format!("{}{path}", self.origin)).send().await.map_err(Error::Connection)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Client").field("base", &self.base).finish_non_exhaustive()
    }
}

/// Every value below stands in a URL as it is.
fn list_path(query: &ListNumbers) -> String {
    let mut path = String::from("/api/v3/oc/numbers");
    let mut add = |name: &str, value: String| {
        let separator = if path.contains('?') { '&' } else { '?' };
        write!(path, "{separator}{name}={value}").expect("writing to a string cannot fail");
    };
    if let Some(tenant) = query.tenant {
        add("msTenantId", tenant.to_string());
    }
    if let StatusFilter::Only(status) = query.status {
        add("acquiredNumberStatus", status.to_string());
    }
    if let Some(page) = query.page {
        add("pageNumber", page.to_string());
    }
    if let Some(size) = query.page_size {
        add("pageSize", size.to_string());
    }
    path
}

/// The response, unless it is a refusal.
pub(crate) async fn refuse(response: Response) -> Result<Response, Error> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let retry_after = integer(response.headers(), RETRY_AFTER.as_str()).map(Duration::from_secs);
    let body = response.bytes().await.map_err(Error::Connection)?;
    match serde_json::from_slice::<Problem>(&body) {
        Ok(problem) => Err(Error::Problem(Box::new(Problem { retry_after, ..problem }))),
        Err(error) => Err(Error::Foreign { status: status.as_u16(), reason: error.to_string() }),
    }
}

pub(crate) async fn read<T: DeserializeOwned>(response: Response) -> Result<Answer<T>, Error> {
    let status = response.status().as_u16();
    let headers = response.headers();
    let etag = headers.get(ETAG).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let seq = integer(headers, "numberline-seq");
    let stale = integer(headers, "numberline-stale").map(Duration::from_secs);
    let body = response.bytes().await.map_err(Error::Connection)?;
    let value = serde_json::from_slice(&body).map_err(|error| Error::Foreign { status, reason: error.to_string() })?;
    Ok(Answer { value, etag, seq, stale })
}

fn integer(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}
