//! A client of the simulator that judges every answer.

use http::{HeaderMap, Method, Request, Response};
use numberline_domain::{Clock, PhoneNumber, Ticks};
use numberline_simulator::contract::{Contract, Service};
use numberline_simulator::{NewAccount, NewNumber, Options, Rate, Running, Settings, Simulator};
use serde_json::{Value, json};
use std::time::Duration;

/// When every test begins.
pub(crate) const START: &str = "2026-03-02T09:15:00Z";
/// The same as an HTTP date.
pub(crate) const START_DATE: &str = "Mon, 02 Mar 2026 09:15:00 GMT";
/// The account that most tests have, and its first number.
pub(crate) const ACCOUNT: &str = "quayside-books";
pub(crate) const FIRST: &str = "+441632960000";
pub(crate) const JSON: &str = "application/json";
const GATEWAY_SCOPE: &str = "https://func-voiceservice-rp-prod-eastuseuap.azurewebsites.net/.default";
pub(crate) const GRAPH_SCOPE: &str = "https://graph.microsoft.com/.default";
/// Longer than a machine that is busy elsewhere keeps an answer back.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A simulator, and a client with a token for the gateway.
pub(crate) struct Upstream {
    running: Running,
    http: reqwest::Client,
    token: String,
}

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    service: Service,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// An answer, judged.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Ask {
    pub(crate) fn new(method: Method, path: &str) -> Self {
        let separator = if path.contains('?') { '&' } else { '?' };
        let path = format!("{path}{separator}api-version=2024-02-29-preview");
        Self { service: Service::Gateway, method, path, headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn get(path: &str) -> Self {
        Self::new(Method::GET, path)
    }

    pub(crate) fn put(path: &str, body: &Value) -> Self {
        Self::new(Method::PUT, path).with(body)
    }

    pub(crate) fn post(path: &str, body: &Value) -> Self {
        Self::new(Method::POST, path).with(body)
    }

    pub(crate) fn delete(path: &str) -> Self {
        Self::new(Method::DELETE, path)
    }

    /// A request to Graph, with a token of its own.
    pub(crate) fn graph(path: &str, token: &str) -> Self {
        let path = format!("/admin/teams/telephoneNumberManagement/numberAssignments{path}");
        let ask = Self { service: Service::Graph, method: Method::GET, path, headers: Vec::new(), body: Vec::new() };
        ask.header("authorization", &format!("Bearer {token}"))
    }

    /// The same without what every call of the gateway has in its query.
    pub(crate) fn bare(mut self) -> Self {
        self.path = self.path.replace("?api-version=2024-02-29-preview", "");
        self
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn with(self, body: &Value) -> Self {
        self.with_text(JSON, &body.to_string())
    }

    pub(crate) fn with_text(mut self, media_type: &str, body: &str) -> Self {
        self.body = body.as_bytes().to_vec();
        self.header("content-type", media_type)
    }

    /// An order under this id, first sent at the beginning of the test.
    pub(crate) fn once(self, id: &str) -> Self {
        self.header("Repeatability-Request-ID", id).header("Repeatability-First-Sent", START_DATE)
    }
}

impl Upstream {
    /// A simulator whose clock stands, whose delays are a minute, and that has one account.
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut Options)) -> Self {
        let minute = Duration::from_secs(60);
        let settings =
            Settings { rate: Rate::Unlimited, sync_delay: minute, release_delay: minute, ..Settings::default() };
        let clock = Clock::Fixed(Ticks::parse(START).unwrap());
        let mut options = Options { clock, settings, ..Options::default() };
        change(&mut options);
        let running = Simulator::start(options).await.unwrap();
        running.simulator().add_account(&NewAccount::new(ACCOUNT)).unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut upstream = Self { running, http, token: String::new() };
        let directory = upstream.simulator().options().directory.to_string();
        upstream.token = upstream.ask_token(&directory, GATEWAY_SCOPE).await.unwrap();
        upstream
    }

    /// The same with so many synced numbers in the account.
    pub(crate) async fn with_numbers(count: u64) -> Self {
        let upstream = Self::start().await;
        upstream.appear(ACCOUNT, count);
        upstream
    }

    /// Puts so many numbers into an account.
    pub(crate) fn appear(&self, account: &str, count: u64) {
        let numbers = (0..count).map(|at| NewNumber::new(phone(at)));
        self.simulator().add_numbers(account, numbers).unwrap();
    }

    pub(crate) fn simulator(&self) -> &Simulator {
        self.running.simulator()
    }

    pub(crate) fn running(&self) -> &Running {
        &self.running
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Lets the delays pass.
    pub(crate) fn wait(&self) {
        self.simulator().advance(Duration::from_secs(61));
    }

    /// The whole URL of a request.
    pub(crate) fn url(&self, ask: &Ask) -> String {
        let addresses = self.running.addresses();
        let base = match ask.service {
            Service::Gateway => addresses.gateway,
            Service::Graph => addresses.graph,
            Service::Tokens => addresses.login,
        };
        format!("{base}{}", ask.path)
    }

    /// Sends a request, and takes its answer as it is.
    pub(crate) async fn send(&self, ask: &Ask) -> reqwest::Result<reqwest::Response> {
        let mut request = self.http.request(ask.method.clone(), self.url(ask)).body(ask.body.clone());
        for (name, value) in &ask.headers {
            request = request.header(name, value);
        }
        if ask.service == Service::Gateway && !ask.headers.iter().any(|(name, _)| name == "authorization") {
            request = request.bearer_auth(&self.token);
        }
        request.send().await
    }

    /// Sends a request whose answer keeps the contract.
    pub(crate) async fn ask(&self, ask: Ask) -> Answer {
        let response = self.send(&ask).await.unwrap();
        let mut request = Request::builder().method(ask.method.clone()).uri(&ask.path);
        for (name, value) in &ask.headers {
            request = request.header(name, value);
        }
        let request = request.body(ask.body).unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.unwrap().to_vec();
        if Contract::published().find(request.method(), request.uri().path()).is_some() {
            let mut answer = Response::builder().status(status).body(body.clone()).unwrap();
            *answer.headers_mut() = headers.clone();
            let mismatches = Contract::published().check_answer(&request, &answer);
            assert!(mismatches.is_empty(), "{mismatches:#?} in {}", String::from_utf8_lossy(&body));
        }
        Answer { status, headers, body }
    }

    /// Sends a request that is itself as the contract says.
    pub(crate) async fn call(&self, ask: Ask) -> Answer {
        let mut request = Request::builder().method(ask.method.clone()).uri(&ask.path);
        for (name, value) in &ask.headers {
            request = request.header(name, value);
        }
        let request = request.header("authorization", "Bearer some").body(ask.body.clone()).unwrap();
        assert_eq!(Contract::published().check_request(&request), [""; 0]);
        self.ask(ask).await
    }

    /// Asks for a token; the error is the code of the refusal.
    pub(crate) async fn ask_token(&self, directory: &str, scope: &str) -> Result<String, String> {
        let options = self.simulator().options();
        let form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}&scope={scope}",
            options.client_id, options.client_secret
        );
        let answer = self.ask(token_ask(directory, &form)).await;
        let body = answer.json();
        match body["access_token"].as_str() {
            Some(token) => Ok(token.to_owned()),
            None => Err(format!("{} {}", answer.status, body["error"].as_str().unwrap())),
        }
    }

    /// A token for Graph of the customer of an account.
    pub(crate) async fn graph_token(&self, account: &str) -> String {
        let tenant =
            self.ask(Ask::get(&format!("/accounts/{account}"))).await.json()["serviceDetails"]["teamsTenantId"]
                .as_str()
                .unwrap()
                .to_owned();
        self.ask_token(&tenant, GRAPH_SCOPE).await.unwrap()
    }

    /// What Graph says of a number; null when it says nothing.
    pub(crate) async fn assignment(&self, number: &str) -> Value {
        let token = self.graph_token(ACCOUNT).await;
        let filter = format!("?$filter=telephoneNumber%20eq%20'{}'", number.replace('+', "%2B"));
        self.call(Ask::graph(&filter, &token)).await.json()["value"][0]["assignmentStatus"].clone()
    }

    /// How the gateway says that a number stands; its error's code when it is not there.
    pub(crate) async fn status(&self, number: &str) -> String {
        let answer = self.call(Ask::get(&number_path(number))).await.json();
        let status = answer["serviceProvisioningStatus"].as_str().or(answer["error"]["code"].as_str());
        status.unwrap().to_owned()
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert!((200..300).contains(&self.status), "{} {}", self.status, String::from_utf8_lossy(&self.body));
        self
    }

    /// The code of a refusal with this status.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self.json()["error"]["code"].as_str().unwrap().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// A request for a token with this form.
pub(crate) fn token_ask(directory: &str, form: &str) -> Ask {
    let path = format!("/{directory}/oauth2/v2.0/token");
    let ask = Ask { service: Service::Tokens, method: Method::POST, path, headers: Vec::new(), body: Vec::new() };
    ask.with_text("application/x-www-form-urlencoded", form)
}

/// The path of a number of the account.
pub(crate) fn number_path(number: &str) -> String {
    format!("/accounts/{ACCOUNT}/numbers/{}", number.replace('+', "%2B"))
}

/// The path of an action on the account.
pub(crate) fn action(name: &str) -> String {
    format!("/accounts/{ACCOUNT}:{name}")
}

/// A telephone number of the tests.
pub(crate) fn phone(at: u64) -> PhoneNumber {
    PhoneNumber::from_digits(441_632_960_000 + at).unwrap()
}

/// A number as an operator uploads it.
pub(crate) fn number(number: &str) -> Value {
    json!({
        "telephoneNumber": number,
        "accountName": ACCOUNT,
        "serviceDetails": { "teamsOperatorConnect": { "enabled": true, "configuration": {
            "usage": "CallingUserAssignment",
            "choosableCapabilities": ["InboundCalling", "OutboundCalling"],
            "allowTenantAddressUpdate": true,
        } } },
    })
}

/// An order of some numbers.
pub(crate) fn upload(numbers: &[&str]) -> Ask {
    let numbers: Vec<_> = numbers.iter().map(|text| number(text)).collect();
    Ask::post(&action("createOrUpdateNumbers"), &json!({ "numbers": numbers }))
}

/// An order to delete some numbers.
pub(crate) fn release(numbers: &[&str]) -> Ask {
    let numbers: Vec<_> = numbers.iter().map(|number| json!({ "telephoneNumber": number })).collect();
    Ask::post(&action("deleteNumbers"), &json!({ "numbers": numbers }))
}
