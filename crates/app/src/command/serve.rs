//! `numberline serve`: answers HTTP until it is told to stop.

pub(super) mod address;
mod demo;
mod log;
mod rate;
pub(super) mod signals;

use super::Outcome;
use crate::cli::Globals;
use crate::duration;
use crate::upstream::{JobOptions, UpstreamOptions};
use anyhow::Context;
use demo::Demo;
use numberline_api::server::{self, Limits, Threads};
use numberline_api::{BasePath, Metrics, Settings, Standing};
use numberline_service::job::{self, Jobs};
use numberline_service::{Service, follower, retention, token};
use rate::RateOption;
use signals::{Order, Signals};
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

const EXAMPLES: &str = "\
Examples:
  numberline serve --demo
  numberline serve --listen 0.0.0.0:8080 --base-path /tenantui
  NUMBERLINE_DATABASE=sqlite:/var/lib/numberline/numberline.db numberline serve --log-format json

SIGTERM makes /readyz answer 503, serves on for the drain time, then lets the requests under way
finish and ends with exit code 0. Ctrl-C or a second SIGTERM leaves the drain time out; one more
ends at once.";

/// Answer HTTP requests
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Serve {
    /// Where to listen; port 0 picks a free one
    #[arg(long, value_name = "ADDRESS", value_parser = address::parse_listen, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,

    /// Where /metrics is answered without a token, on a listener of its own
    #[arg(long, value_name = "ADDRESS", value_parser = address::parse_listen)]
    metrics_listen: Option<SocketAddr>,

    /// What every path of the API begins with, such as /tenantui
    #[arg(long, value_name = "PATH", default_value = "", hide_default_value = true)]
    base_path: BasePath,

    /// Serve made-up numbers from a temporary database, and print a request to try
    #[arg(long)]
    demo: bool,

    /// Log every request, not only those that fail
    #[arg(long)]
    access_log: bool,

    /// The largest page a client may ask for
    #[arg(long, value_name = "NUMBERS", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    max_page_size: u64,

    /// How many numbers an upload, a release or an unassignment may come to
    #[arg(long, value_name = "NUMBERS", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=50_000))]
    max_order_numbers: u32,

    /// How many numbers a call about removals may name
    #[arg(long, value_name = "NUMBERS", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=50_000))]
    max_removal_numbers: u32,

    /// How often a token may order releases, as REQUESTS/TIME or none
    #[arg(long, value_name = "RATE", value_parser = rate::parse, default_value = "10/10s")]
    release_rate: RateOption,

    /// How often a token may approve removals, as REQUESTS/TIME or none
    #[arg(long, value_name = "RATE", value_parser = rate::parse, default_value = "300/1m")]
    removal_rate: RateOption,

    /// How many connections may be open at a time
    #[arg(long, value_name = "COUNT", default_value = "10000")]
    max_connections: NonZeroUsize,

    /// How long the header of a request may take to arrive
    #[arg(long, value_name = "TIME", value_parser = duration::parse, default_value = "10s")]
    header_time: Duration,

    /// How long the body of a request may take to arrive
    #[arg(long, value_name = "TIME", value_parser = duration::parse, default_value = "30s")]
    body_time: Duration,

    /// How long a connection may stand without a byte moving
    #[arg(long, value_name = "TIME", value_parser = duration::parse, default_value = "75s")]
    idle_time: Duration,

    /// How long to serve on after SIGTERM while /readyz answers 503: as long as balancers take to notice, 0s if there is
    /// none
    // Longer than HAProxy's defaults take to notice (three failed checks, two seconds apart), shorter than the ten seconds
    // after which Docker loses patience.
    #[arg(long, value_name = "TIME", value_parser = duration::parse_or_none, default_value = "7s")]
    drain_time: Duration,

    /// How long the requests under way may take to finish once the server is told to stop
    #[arg(long, value_name = "TIME", value_parser = duration::parse, default_value = "30s")]
    stop_time: Duration,

    /// How long the history of numbers and what left the list are kept [default: for ever]
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    keep_history: Option<Duration>,

    /// How log lines look
    #[arg(long, value_enum, value_name = "FORM", default_value_t = log::Format::Text)]
    log_format: log::Format,

    /// The least important lines that are logged
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = log::Level::Info)]
    log_level: log::Level,

    #[command(flatten)]
    upstream: UpstreamOptions,

    #[command(flatten)]
    jobs: JobOptions,
}

impl Serve {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        if self.demo && !self.listen.ip().is_loopback() {
            anyhow::bail!("--demo is for this machine alone: leave --listen out, or name a port of 127.0.0.1");
        }
        log::start(self.log_format, self.log_level);
        let runtime = tokio::runtime::Runtime::new().context("cannot start threads")?;
        let outcome = runtime.block_on(self.listen_and_serve(globals));
        // What still runs here was given up by a second signal.
        runtime.shutdown_background();
        outcome
    }

    async fn listen_and_serve(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let mut signals = Signals::listen().context("cannot listen for signals")?;
        let listeners = self.listen().await?;
        let origin = format!("http://{}", listeners.api.local_addr()?);
        // The database blocks, and its driver has threads of its own to wait for.
        let (demo, service, jobs) = tokio::task::block_in_place(|| self.open(globals))?;
        let started = Instant::now();
        let follower = follower::start(&service);
        let retention = retention::start(&service, self.keep_history);
        let workers = job::start(&jobs);
        let (stop, stopping) = oneshot::channel::<()>();
        let standing = Standing::default();
        let server = self.start(listeners, service.clone(), &standing, stopping)?;
        tracing::info!("listening on {origin}{}", self.base_path);
        let work = async {
            wait_until_ready(&service, started).await;
            if let Some(demo) = &demo {
                demo.print(&origin, &self.base_path, &standing)?;
            }
            std::future::pending::<anyhow::Result<()>>().await
        };
        let mut ended = tokio::spawn(async move {
            let ended = server.await;
            let stop = || {
                drop(retention);
                workers.stop();
                follower.stop();
            };
            tokio::task::spawn_blocking(stop).await?;
            ended
        });
        let order = tokio::select! {
            ended = &mut ended => return ended?.map(|()| Outcome::Done),
            failed = work => return failed.map(|()| Outcome::Done),
            order = signals.next() => order,
        };
        standing.announce_stop();
        tokio::select! {
            ended = &mut ended => return ended?.map(|()| Outcome::Done),
            () = self.drain(order) => {}
            () = signals.next_in_earnest() => {}
        }
        tracing::info!("stopping: the requests under way finish first");
        let _ = stop.send(());
        tokio::select! {
            ended = ended => ended?.map(|()| Outcome::Done),
            () = signals.next_in_earnest() => Ok(Outcome::Killed),
        }
    }

    fn open(&self, globals: &Globals) -> anyhow::Result<(Option<Demo>, Service, Jobs)> {
        let demo = if self.demo { Some(Demo::prepare(globals)?) } else { None };
        let service = match &demo {
            Some(demo) => demo.service(),
            None => globals.open()?,
        };
        if token::list(&service)?.is_empty() {
            tracing::warn!("there is no token yet, so every request is refused: `numberline token create` makes one");
        }
        let jobs = match &demo {
            Some(demo) => Jobs::new(&service, Some(demo.upstream()), Demo::job_settings())?,
            None => Jobs::new(&service, self.upstream.open()?, self.jobs.settings())?,
        };
        Ok((demo, service, jobs))
    }

    async fn listen(&self) -> anyhow::Result<Listeners> {
        let api = address::bind("--listen", self.listen).await?;
        let metrics = match self.metrics_listen {
            Some(address) => Some(address::bind("--metrics-listen", address).await?),
            None => None,
        };
        Ok(Listeners { api, metrics })
    }

    /// Waits until balancers have noticed that the server is about to stop, if there may be any.
    async fn drain(&self, order: Order) {
        let is_awaited = self.demo || order == Order::Interrupt;
        if !is_awaited && !self.drain_time.is_zero() {
            let seconds = self.drain_time.as_secs();
            tracing::info!(seconds, "about to stop: requests are still answered, and `/readyz` says 503");
            tokio::time::sleep(self.drain_time).await;
        }
    }

    /// Starts to accept connections on each listener; the future ends with the API's.
    fn start(
        &self,
        listeners: Listeners,
        service: Service,
        standing: &Standing,
        stopping: oneshot::Receiver<()>,
    ) -> anyhow::Result<impl Future<Output = anyhow::Result<()>> + use<>> {
        let (limits, metrics) = (self.limits(), standing.metrics.clone());
        let routers = numberline_api::routers(service, self.settings(), standing);
        let threads = Arc::new(Threads::start().context("cannot start threads")?);
        if let Some(listener) = listeners.metrics {
            tracing::info!("metrics at http://{}/metrics", listener.local_addr()?);
            // Its own connections are not counted. It serves until the process ends, so that the stop can be watched.
            let threads = Arc::clone(&threads);
            tokio::spawn(async move {
                let for_ever = std::future::pending();
                server::serve(listener, routers.metrics, limits, &Metrics::default(), &threads, for_ever).await
            });
        }
        Ok(async move {
            let told_to_stop = async {
                // A sender that is gone without a word has stopped too.
                let _ = stopping.await;
            };
            let served = server::serve(listeners.api, routers.api, limits, &metrics, &threads, told_to_stop).await;
            served.context("cannot accept connections")
        })
    }

    fn settings(&self) -> Settings {
        Settings {
            base_path: self.base_path.clone(),
            max_page_size: self.max_page_size,
            access_log: self.access_log,
            body_time: self.body_time,
            max_order_numbers: usize::try_from(self.max_order_numbers).unwrap_or(usize::MAX),
            max_removal_numbers: usize::try_from(self.max_removal_numbers).unwrap_or(usize::MAX),
            release_rate: self.release_rate.0,
            removal_rate: self.removal_rate.0,
            ..Settings::default()
        }
    }

    fn limits(&self) -> Limits {
        Limits {
            header_time: self.header_time,
            idle_time: self.idle_time,
            stop_time: self.stop_time,
            connections: self.max_connections.get(),
            ..Limits::default()
        }
    }
}

/// What the server listens on.
struct Listeners {
    api: TcpListener,
    metrics: Option<TcpListener>,
}

/// Waits for the first build of the inventory, however long it takes.
async fn wait_until_ready(service: &Service, started: Instant) {
    const AGAIN: Duration = Duration::from_secs(3600);
    while !service.shared().wait_for(&numberline_domain::Scope::All, 0, AGAIN).await {}
    let numbers = service.shared().inventory().len();
    tracing::info!(numbers, milliseconds = started.elapsed().as_millis(), "ready");
}
