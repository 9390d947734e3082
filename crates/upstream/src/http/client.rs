//! Calls that are tried again where that is safe, by whoever blocks.

use super::breaker::Permit;
use super::exchange::exchange;
use super::{Answer, Call, Host, Limits, TokenKey, Tokens, backoff, refusal, retry_after};
use crate::{Failure, Lost, Secret};
use numberline_domain::Clock;
use std::pin::pin;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::time::Instant;

/// Tries of one call.
const MOST_TRIES: u32 = 3;
/// An idle connection is dropped before the name it was opened for may mean another region.
const IDLE: Duration = Duration::from_secs(45);

/// The connections, and what drives them.
#[derive(Debug)]
pub(crate) struct Client {
    runtime: Option<Runtime>,
    http: reqwest::Client,
    limits: Limits,
    clock: Clock,
    stopped: watch::Sender<bool>,
}

/// Whom a call is made as.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Credential<'a> {
    pub(crate) tokens: &'a Tokens,
    pub(crate) key: TokenKey<'a>,
}

impl Client {
    /// # Errors
    /// When the machine gives no thread, or its certificates cannot be read.
    pub(crate) fn new(limits: Limits, clock: Clock, is_local: bool) -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("upstream")
            .enable_all()
            .build()?;
        let mut http = reqwest::Client::builder()
            .connect_timeout(limits.deadlines.connect)
            .pool_idle_timeout(IDLE)
            // Our credentials go nowhere but where the settings say.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("numberline/", env!("CARGO_PKG_VERSION")));
        if is_local {
            http = http.no_proxy();
        }
        let http = http.build().map_err(std::io::Error::other)?;
        Ok(Self { runtime: Some(runtime), http, limits, clock, stopped: watch::Sender::new(false) })
    }

    /// Blocks until the work is done, or until we are stopped.
    pub(crate) fn block_on<T>(&self, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        let runtime = self.runtime.as_ref().expect("only the end of this value takes it");
        let mut stopped = self.stopped.subscribe();
        runtime.block_on(async {
            let stop = pin!(stopped.wait_for(|stopped| *stopped));
            tokio::select! {
                biased;
                _ = stop => Err(Failure::OutcomeUnknown(Lost::Stopped)),
                outcome = work => outcome,
            }
        })
    }

    /// Ends what is under way, and all that comes.
    pub(crate) fn stop(&self) {
        self.stopped.send_replace(true);
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// Makes a call, and reads its answer; tries again where that is safe, and worth it.
    ///
    /// # Errors
    /// The last failure; for an order, the one that leaves its outcome in doubt.
    pub(crate) async fn ask<T>(
        &self,
        host: &Host,
        call: &Call,
        credential: Option<Credential<'_>>,
        read: impl Fn(&Answer) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let latest = Instant::now() + self.limits.deadlines.patience;
        let (mut tries, mut is_renewed, mut doubt) = (0, false, None);
        host.earn();
        loop {
            let failure = match self.attempt(host, call, credential, &read, latest).await {
                Attempt::Done(value) => return Ok(value),
                Attempt::NotMade(failure) => return Err(in_doubt(doubt, failure)),
                Attempt::Failed(Failure::Unauthorised(_), Some(bearer)) if !is_renewed => {
                    is_renewed = true;
                    if let Some(Credential { tokens, key }) = credential {
                        tokens.forget(key, &bearer);
                    }
                    continue;
                }
                Attempt::Failed(failure, _) => failure,
            };
            tries += 1;
            if call.is_order && failure.may_have_taken_effect() {
                doubt = Some(failure.clone());
            }
            let pause = failure.wait().unwrap_or_default().max(backoff::pause(tries));
            let is_worth_it = failure.may_pass() && tries < MOST_TRIES && Instant::now() + pause <= latest;
            if !is_worth_it || !host.spend() {
                return Err(in_doubt(doubt, failure));
            }
            tokio::time::sleep(pause).await;
        }
    }

    async fn attempt<T>(
        &self,
        host: &Host,
        call: &Call,
        credential: Option<Credential<'_>>,
        read: &impl Fn(&Answer) -> Result<T, Failure>,
        latest: Instant,
    ) -> Attempt<T> {
        let bearer = match credential {
            None => None,
            Some(Credential { tokens, key }) => match tokens.get(self, key).await {
                Ok(bearer) => Some(bearer),
                Err(failure) => return Attempt::NotMade(failure),
            },
        };
        let permit: Permit = match host.turn(call.lane, latest).await {
            Ok(permit) => permit,
            Err(failure) => return Attempt::NotMade(failure),
        };
        let own = credential.map(|Credential { tokens, .. }| tokens.secret());
        let secrets: Vec<&Secret> = bearer.iter().chain(own).chain(&call.secrets).collect();
        let outcome = exchange(&self.http, call, bearer.as_ref(), self.limits)
            .await
            .and_then(|answer| {
                let wait = retry_after::read(&answer.headers, self.clock);
                let wait = if answer.status == 429 { Some(host.wait(wait, backoff::pause(4))) } else { wait };
                refusal::judge(answer, wait, &secrets)
            })
            .and_then(|answer| read(&answer));
        host.note(permit, call.lane, &outcome);
        match outcome {
            Ok(value) => Attempt::Done(value),
            Err(failure) => Attempt::Failed(failure, bearer),
        }
    }
}

enum Attempt<T> {
    Done(T),
    /// Nothing was sent.
    NotMade(Failure),
    /// With the token it was made with.
    Failed(Failure, Option<Secret>),
}

/// An order once in doubt stays in doubt until it succeeds.
fn in_doubt(doubt: Option<Failure>, last: Failure) -> Failure {
    match doubt {
        Some(doubt) if !last.may_have_taken_effect() => doubt,
        Some(_) | None => last,
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // Also where waiting for it is not allowed.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
