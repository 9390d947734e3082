//! The system that numbers come from, as the options name it.

use crate::duration;
use anyhow::Context;
use numberline_domain::Clock;
use numberline_service::job::Settings as JobSettings;
use numberline_upstream::{Given, GivenSecret, Microsoft, Settings, Upstream};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The variable that holds the secret when no file does.
const SECRET: &str = "NUMBERLINE_UPSTREAM_CLIENT_SECRET";

/// Where the upstream is, and who we are to it.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Upstream options")]
pub(crate) struct UpstreamOptions {
    /// The gateway's Provisioning API.
    #[arg(
        long,
        value_name = "URL",
        help = "The gateway's Provisioning API, such as https://provapi.voice.example; without it, what needs it waits"
    )]
    upstream_url: Option<String>,

    /// Microsoft Graph, for the assignment checks [default: the global cloud's]
    #[arg(long, value_name = "URL")]
    graph_url: Option<String>,

    /// Where tokens come from.
    #[arg(long, value_name = "URL", help = "Where tokens come from [default: https://login.microsoftonline.com]")]
    token_url: Option<String>,

    /// The directory of the gateway: its GUID, or one of its domains
    #[arg(long, value_name = "DIRECTORY")]
    upstream_directory: Option<String>,

    /// The id of our application in that directory
    #[arg(long, value_name = "ID")]
    upstream_client_id: Option<String>,

    /// The file with its secret; else the variable NUMBERLINE_UPSTREAM_CLIENT_SECRET has it
    #[arg(long, value_name = "FILE")]
    upstream_secret_file: Option<PathBuf>,

    /// Requests to the gateway in any minute, 0 for no limit
    #[arg(long, value_name = "REQUESTS", default_value_t = 100)]
    upstream_rate: u32,
}

impl UpstreamOptions {
    /// The upstream; `None` when no option names one. It asks nothing yet.
    pub(crate) fn open(&self) -> anyhow::Result<Option<Arc<dyn Upstream>>> {
        if self.upstream_url.is_none() {
            return Ok(None);
        }
        let secret = match &self.upstream_secret_file {
            Some(file) => GivenSecret::File(file.clone()),
            None => GivenSecret::Environment(SECRET.to_owned()),
        };
        let given = Given {
            upstream_url: self.upstream_url.clone(),
            graph_url: self.graph_url.clone(),
            token_url: self.token_url.clone(),
            directory: self.upstream_directory.clone(),
            client_id: self.upstream_client_id.clone(),
            secret,
            rate_per_minute: Some(self.upstream_rate),
            ..Given::default()
        };
        let settings = Settings::read(&given)?;
        let upstream = Microsoft::new(settings, Clock::System).context("cannot get ready to ask the upstream")?;
        Ok(Some(Arc::new(upstream)))
    }
}

/// How often the jobs look, and how long they wait.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Job options")]
pub(crate) struct JobOptions {
    /// How often each tenant's numbers are looked at upstream
    #[arg(long, value_name = "TIME", value_parser = duration::parse, default_value = "15m")]
    sync_every: Duration,

    /// How often those are looked at that a task awaits something of
    #[arg(long, value_name = "TIME", value_parser = duration::parse, default_value = "30s")]
    await_every: Duration,

    /// How often all assignments are checked; 0s for never
    #[arg(long, value_name = "TIME", value_parser = duration::parse_or_none, default_value = "24h")]
    sweep_every: Duration,

    /// How long a node may be held up before another takes its jobs over
    #[arg(long, value_name = "TIME", value_parser = duration::parse, default_value = "30s")]
    lease_time: Duration,

    /// How long Microsoft may take for what it accepted
    #[arg(long, value_name = "TIME", value_parser = duration::parse, default_value = "1h")]
    upstream_time: Duration,
}

impl JobOptions {
    pub(crate) fn settings(&self) -> JobSettings {
        JobSettings {
            lease: self.lease_time,
            sync_every: self.sync_every,
            await_every: self.await_every,
            sweep_every: Some(self.sweep_every).filter(|every| !every.is_zero()),
            deadline: self.upstream_time,
            ..JobSettings::default()
        }
    }
}
