//! Where the other systems are, who we are to them, and how long we wait.

pub(crate) mod address;
mod mistake;

pub use mistake::{Mistake, Mistakes};

use crate::Secret;
use reqwest::Url;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

/// Settings as people give them; what is `None` has its default or must be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The gateway: `https://provapi.<base domain>`.
    pub upstream_url: Option<String>,
    /// Microsoft Graph; by default the global cloud's.
    pub graph_url: Option<String>,
    /// Where tokens come from; by default Microsoft's.
    pub token_url: Option<String>,
    /// The directory of the gateway: its GUID, or one of its domains.
    pub directory: Option<String>,
    /// The id of our application in that directory.
    pub client_id: Option<String>,
    /// The secret of our application.
    pub secret: GivenSecret,
    /// What a token for the gateway is asked for; by default the documented one.
    pub upstream_scope: Option<String>,
    /// What a token for Graph is asked for; by default the global cloud's.
    pub graph_scope: Option<String>,
    /// Requests to the gateway in any minute; 0 for no limit. By default the documented 100.
    pub rate_per_minute: Option<u32>,
    /// How long we wait.
    pub deadlines: Deadlines,
    /// The most bytes of an answer, unpacked; by default 32 MiB.
    pub body_limit: usize,
}

/// Where the secret is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GivenSecret {
    /// Nowhere.
    Missing,
    /// In a file, which may end with a line break.
    File(PathBuf),
    /// In a variable of the environment.
    Environment(String),
    /// Here.
    Text(Secret),
}

/// How long we wait for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// For a connection.
    pub connect: Duration,
    /// For the head of an answer, the connection included.
    pub first_byte: Duration,
    /// For a whole answer.
    pub whole: Duration,
    /// How long after its begin a call may still wait, for its turn or to try again. It ends at most so long and
    /// `whole` after its begin, and as much again when it needs a new token.
    pub patience: Duration,
}

/// Settings that can be used.
#[derive(Debug, Clone)]
pub struct Settings {
    pub(crate) gateway: Url,
    pub(crate) graph: Url,
    pub(crate) login: Url,
    pub(crate) directory: String,
    pub(crate) client_id: String,
    pub(crate) secret: Secret,
    pub(crate) upstream_scope: String,
    pub(crate) graph_scope: String,
    pub(crate) rate: Option<NonZeroU32>,
    pub(crate) deadlines: Deadlines,
    pub(crate) body_limit: usize,
}

const GRAPH: &str = "https://graph.microsoft.com/v1.0";
const LOGIN: &str = "https://login.microsoftonline.com";
const GATEWAY_SCOPE: &str = "https://func-voiceservice-rp-prod-eastuseuap.azurewebsites.net/.default";
const GRAPH_SCOPE: &str = "https://graph.microsoft.com/.default";
/// Requests a minute that the gateway's documentation allows.
const RATE: u32 = 100;

impl Default for Given {
    fn default() -> Self {
        Self {
            upstream_url: None,
            graph_url: None,
            token_url: None,
            directory: None,
            client_id: None,
            secret: GivenSecret::Missing,
            upstream_scope: None,
            graph_scope: None,
            rate_per_minute: None,
            deadlines: Deadlines::default(),
            body_limit: 32 << 20,
        }
    }
}

impl Default for Deadlines {
    fn default() -> Self {
        let [connect, first_byte, whole, patience] = [5, 15, 60, 30].map(Duration::from_secs);
        Self { connect, first_byte, whole, patience }
    }
}

impl Settings {
    /// Judges settings, and reads the secret.
    ///
    /// # Errors
    /// Every [`Mistake`] there is.
    pub fn read(given: &Given) -> Result<Self, Mistakes> {
        let mut mistakes = Vec::new();
        let mut url = |setting, given: Option<&str>, default| {
            let text = given.or(default);
            keep(&mut mistakes, text.ok_or(Mistake::Missing(setting)).and_then(|text| address::parse(setting, text)))
        };
        let gateway = url("upstream-url", given.upstream_url.as_deref(), None);
        let graph = url("graph-url", given.graph_url.as_deref(), Some(GRAPH));
        let login = url("token-url", given.token_url.as_deref(), Some(LOGIN));
        let directory = keep(&mut mistakes, directory(given.directory.as_deref()));
        let client_id = keep(&mut mistakes, word("upstream-client-id", given.client_id.as_deref(), None));
        let secret = keep(&mut mistakes, secret(&given.secret));
        let upstream_scope =
            keep(&mut mistakes, scope("upstream-scope", given.upstream_scope.as_deref(), GATEWAY_SCOPE));
        let graph_scope = keep(&mut mistakes, scope("graph-scope", given.graph_scope.as_deref(), GRAPH_SCOPE));
        let deadlines = keep(&mut mistakes, in_order(given.deadlines));
        if given.body_limit == 0 {
            mistakes.push(Mistake::NoBody);
        }
        let settings = || {
            Some(Self {
                gateway: gateway?,
                graph: graph?,
                login: login?,
                directory: directory?,
                client_id: client_id?,
                secret: secret?,
                upstream_scope: upstream_scope?,
                graph_scope: graph_scope?,
                rate: NonZeroU32::new(given.rate_per_minute.unwrap_or(RATE)),
                deadlines: deadlines?,
                body_limit: given.body_limit,
            })
        };
        settings().filter(|_| mistakes.is_empty()).ok_or(Mistakes(mistakes))
    }
}

fn keep<T>(mistakes: &mut Vec<Mistake>, judged: Result<T, Mistake>) -> Option<T> {
    judged.map_err(|mistake| mistakes.push(mistake)).ok()
}

fn word(setting: &'static str, given: Option<&str>, default: Option<&str>) -> Result<String, Mistake> {
    let text = given.or(default).ok_or(Mistake::Missing(setting))?;
    let is_word = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_word { Ok(text.to_owned()) } else { Err(Mistake::NoWord { setting, value: text.to_owned() }) }
}

/// The directory stands in a path.
fn directory(given: Option<&str>) -> Result<String, Mistake> {
    let text = word("upstream-directory", given, None)?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    if text.bytes().all(fits) && !text.starts_with('.') { Ok(text) } else { Err(Mistake::NoDirectory(text)) }
}

fn scope(setting: &'static str, given: Option<&str>, default: &str) -> Result<String, Mistake> {
    let text = word(setting, given, Some(default))?;
    if text.ends_with("/.default") { Ok(text) } else { Err(Mistake::NoScope { setting, value: text }) }
}

fn secret(given: &GivenSecret) -> Result<Secret, Mistake> {
    let (text, place) = match given {
        GivenSecret::Missing => return Err(Mistake::Missing("upstream-secret")),
        GivenSecret::Text(secret) => (secret.expose().to_owned(), "the setting".to_owned()),
        GivenSecret::File(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Mistake::NoSecretFile { path: path.clone(), reason: error.to_string() })?;
            (text, format!("the file {}", path.display()))
        }
        GivenSecret::Environment(name) => match std::env::var(name) {
            Ok(text) => (text, format!("the variable {name}")),
            Err(_) => return Err(Mistake::NoSecretVariable(name.clone())),
        },
    };
    let text = text.trim_end_matches(['\r', '\n']);
    let is_text = !text.is_empty() && !text.chars().any(char::is_control);
    if is_text { Ok(Secret::new(text)) } else { Err(Mistake::NoSecret(place)) }
}

fn in_order(deadlines: Deadlines) -> Result<Deadlines, Mistake> {
    let Deadlines { connect, first_byte, whole, patience: _ } = deadlines;
    let is_in_order = !connect.is_zero() && connect <= first_byte && first_byte <= whole;
    if is_in_order { Ok(deadlines) } else { Err(Mistake::Deadlines) }
}
