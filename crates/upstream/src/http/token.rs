//! Tokens by client credentials: fetched once for each directory, renewed before they end, never shown.

use super::{Answer, Call, Client, Host};
use crate::http::client::Credential;
use crate::{Deadlines, Failure, Secret};
use numberline_domain::Guid;
use parking_lot::Mutex;
use reqwest::{Method, Url};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// A token is renewed so long before its end, or a fifth of its life before, whichever is less.
const EARLY: Duration = Duration::from_secs(300);
/// While an early renewal fails, it is tried again after this.
const RENEW_AGAIN: Duration = Duration::from_secs(30);
const LONGEST_LIFE: Duration = Duration::from_secs(86_400);
const LONGEST_TOKEN: usize = 32 << 10;
/// Tokens that are kept before those that ended are dropped.
const MANY: usize = 1024;

/// Where tokens come from, and those that are there.
#[derive(Debug)]
pub(crate) struct Tokens {
    host: Host,
    login: Url,
    client_id: String,
    secret: Secret,
    kept: Mutex<HashMap<(String, String), Arc<Slot>>>,
}

/// Whose token, and what for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TokenKey<'a> {
    pub(crate) directory: &'a str,
    pub(crate) scope: &'a str,
    /// The tenant that a refusal concerns alone.
    pub(crate) tenant: Option<Guid>,
}

/// Locked while a token is fetched, so that it is fetched once.
type Slot = tokio::sync::Mutex<Option<Token>>;

#[derive(Debug, Clone)]
struct Token {
    bearer: Secret,
    renew: Instant,
    end: Instant,
}

#[derive(Deserialize)]
struct TokenAnswer {
    token_type: String,
    expires_in: i64,
    access_token: String,
}

impl Tokens {
    pub(crate) fn new(host: Host, login: Url, client_id: String, secret: Secret) -> Self {
        Self { host, login, client_id, secret, kept: Mutex::default() }
    }

    /// What a call bears that is made as this.
    pub(crate) const fn credential<'a>(&'a self, key: TokenKey<'a>) -> Credential<'a> {
        Credential { tokens: self, key }
    }

    pub(crate) const fn host(&self) -> &Host {
        &self.host
    }

    pub(super) const fn secret(&self) -> &Secret {
        &self.secret
    }

    /// A token that has not ended, as far as we know.
    ///
    /// # Errors
    /// [`Failure::Unauthorised`] when it is refused; else as the fetch failed, but never a doubt: nothing was ordered.
    pub(super) async fn get(&self, client: &Client, key: TokenKey<'_>) -> Result<Secret, Failure> {
        let slot = self.slot(key);
        // As long as one fetch may take: whoever comes after a failed one does not queue behind the next.
        let Deadlines { patience, whole, .. } = client.limits().deadlines;
        let Ok(mut slot) = timeout_at(Instant::now() + patience + whole, slot.lock()).await else {
            return Err(Failure::Unavailable { wait: None, reason: "others wait for the same token".to_owned() });
        };
        let now = Instant::now();
        if let Some(token) = slot.as_ref().filter(|token| now < token.renew) {
            return Ok(token.bearer.clone());
        }
        let fetched = self.fetch(client, key).await;
        match (fetched, slot.as_mut()) {
            (Ok(token), _) => Ok(slot.insert(token).bearer.clone()),
            (Err(_), Some(token)) if Instant::now() < token.end => {
                token.renew = Instant::now() + RENEW_AGAIN;
                Ok(token.bearer.clone())
            }
            (Err(failure), _) => Err(failure),
        }
    }

    /// Drops a token that was refused, unless another has taken its place.
    pub(super) fn forget(&self, key: TokenKey<'_>, refused: &Secret) {
        // Whoever holds the slot fetches a new one anyway.
        if let Ok(mut slot) = self.slot(key).try_lock() {
            slot.take_if(|token| token.bearer == *refused);
        }
    }

    fn slot(&self, key: TokenKey<'_>) -> Arc<Slot> {
        let mut kept = self.kept.lock();
        if kept.len() >= MANY {
            let now = Instant::now();
            kept.retain(|_, slot| {
                slot.try_lock().map_or(true, |token| token.as_ref().is_some_and(|token| now < token.end))
            });
        }
        Arc::clone(kept.entry((key.directory.to_owned(), key.scope.to_owned())).or_default())
    }

    async fn fetch(&self, client: &Client, key: TokenKey<'_>) -> Result<Token, Failure> {
        let mut url = self.login.clone();
        let path = format!("{}/{}/oauth2/v2.0/token", url.path().trim_end_matches('/'), key.directory);
        url.set_path(&path);
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.client_id),
            ("client_secret", self.secret.expose()),
            ("scope", key.scope),
        ];
        let body = written(form).into_bytes();
        let call = Call::get(url).method(Method::POST).body("application/x-www-form-urlencoded", body);
        let secrets = vec![self.secret.clone(), as_in_a_form(&self.secret)];
        let call = Call { lane: key.tenant, secrets, ..call };
        // Boxed, since a call may need a token and a token needs a call.
        let answer: std::pin::Pin<Box<dyn Future<Output = _>>> =
            Box::pin(client.ask(&self.host, &call, None::<Credential<'_>>, read));
        answer.await.map_err(not_given)
    }
}

/// A form's fields, as they are sent.
fn written<'a>(form: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    // A URL's query is written as a form is.
    let mut url = Url::parse("form:").expect("a scheme alone is a URL");
    url.query_pairs_mut().extend_pairs(form);
    url.query().unwrap_or_default().to_owned()
}

/// The secret as it stands in what was sent, should that come back.
fn as_in_a_form(secret: &Secret) -> Secret {
    Secret::new(written([("", secret.expose())]).trim_start_matches('='))
}

/// A token that is not given leaves no doubt about what it was for.
fn not_given(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(refusal) | Failure::Forbidden(refusal) | Failure::Unauthorised(refusal) => {
            Failure::Unauthorised(refusal)
        }
        Failure::OutcomeUnknown(_) | Failure::Failed { .. } | Failure::Malformed { .. } => {
            Failure::Unavailable { wait: failure.wait(), reason: format!("no token: {failure}") }
        }
        Failure::Throttled { .. } | Failure::Unavailable { .. } => failure,
    }
}

fn read(answer: &Answer) -> Result<Token, Failure> {
    let token: TokenAnswer = answer.json()?;
    let can_be_sent = token.access_token.bytes().all(|byte| byte.is_ascii_graphic());
    let fits = (1..=LONGEST_TOKEN).contains(&token.access_token.len());
    if !token.token_type.eq_ignore_ascii_case("bearer") || !can_be_sent || !fits {
        return Err(Failure::Malformed { reason: "the token cannot be used".to_owned() });
    }
    let life = Duration::from_secs(token.expires_in.try_into().unwrap_or_default()).min(LONGEST_LIFE);
    let now = Instant::now();
    let renew = now + life - EARLY.min(life / 5);
    Ok(Token { bearer: Secret::new(&token.access_token), renew, end: now + life })
}
