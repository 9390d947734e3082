//! `numberline simulate` itself: answers until it is told to stop.

use crate::command::Outcome;
use crate::command::serve::address;
use crate::command::serve::signals::Signals;
use crate::{duration, output};
use anyhow::Context;
use numberline_simulator::{Life, Options, Rate, Running, Settings, Simulator};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, clap::Args)]
pub(super) struct Run {
    /// Where to listen; port 0 picks a free one
    #[arg(long, value_name = "ADDRESS", value_parser = address::parse_listen, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,

    /// What its random choices follow from
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    seed: u64,

    /// How many calls of the gateway are answered in a minute, or `unlimited`
    #[arg(long, value_name = "CALLS", default_value = "100")]
    rate: Rate,

    /// How long an uploaded number is pending
    #[arg(long, value_name = "TIME", value_parser = duration::parse_or_none, default_value = "2s")]
    sync_delay: Duration,

    /// How long a released number is still there
    #[arg(long, value_name = "TIME", value_parser = duration::parse_or_none, default_value = "2s")]
    release_delay: Duration,

    /// How often customers delete and assign numbers by themselves; never when it is left out
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    life: Option<Duration>,

    /// An account, by name or tenant, whose customer does nothing by itself; may be repeated
    #[arg(long, value_name = "ACCOUNT")]
    spare: Vec<String>,

    /// A file that every order is appended to before it takes effect
    #[arg(long, value_name = "FILE")]
    order_log: Option<PathBuf>,

    /// The client that gets tokens
    #[arg(long, value_name = "ID", default_value_t = Options::default().client_id)]
    client_id: String,

    /// Its secret
    #[arg(long, value_name = "SECRET", default_value_t = Options::default().client_secret)]
    client_secret: String,
}

impl Run {
    pub(super) fn run(&self) -> anyhow::Result<Outcome> {
        let runtime = tokio::runtime::Runtime::new().context("cannot start threads")?;
        runtime.block_on(self.answer())
    }

    async fn answer(&self) -> anyhow::Result<Outcome> {
        let mut signals = Signals::listen().context("cannot listen for signals")?;
        let listener = address::bind("--listen", self.listen).await?;
        let simulator = Simulator::new(self.options()).context("cannot open the order log")?;
        if let Some(pause) = self.life {
            simulator.live(Some(Life { spared: self.spare.clone(), ..Life::every(pause) }));
        }
        let running = simulator.serve(listener)?;
        output::print(greeting(&running).as_bytes())?;
        signals.next().await;
        running.stop().await;
        Ok(Outcome::Done)
    }

    fn options(&self) -> Options {
        Options {
            seed: self.seed,
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.clone(),
            order_log: self.order_log.clone(),
            settings: Settings {
                rate: self.rate,
                sync_delay: self.sync_delay,
                release_delay: self.release_delay,
                ..Settings::default()
            },
            ..Options::default()
        }
    }
}

/// What to do with it: the options that a server takes, and how it is driven.
fn greeting(running: &Running) -> String {
    let addresses = running.addresses();
    let options = running.simulator().options();
    format!(
        "\
The simulator answers until you stop it with Ctrl-C. Serve against it with

NUMBERLINE_UPSTREAM_CLIENT_SECRET={secret} numberline serve \\
  --upstream-url {gateway} \\
  --graph-url {graph} \\
  --token-url {login} \\
  --upstream-client-id {id} \\
  --upstream-directory {directory}

and drive it with `numberline simulate account`, `delete`, `fault` and the others, or over {control}
",
        secret = options.client_secret,
        gateway = addresses.gateway,
        graph = addresses.graph,
        login = addresses.login,
        id = options.client_id,
        directory = options.directory,
        control = addresses.control,
    )
}
