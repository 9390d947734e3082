//! The simulator on a socket.

mod delivery;
mod dispatch;

use crate::options::Options;
use crate::simulator::Simulator;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

/// A simulator that answers. It stops when this is dropped.
#[derive(Debug)]
pub struct Running {
    simulator: Simulator,
    address: SocketAddr,
    tasks: [JoinHandle<()>; 2],
}

/// Where a running simulator answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// The gateway.
    pub gateway: String,
    /// Graph.
    pub graph: String,
    /// What the directory and `/oauth2/v2.0/token` follow.
    pub login: String,
    /// The control API.
    pub control: String,
}

impl Simulator {
    /// Starts one on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// When there is no port, or the order log cannot be opened.
    pub async fn start(options: Options) -> io::Result<Running> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        Self::new(options)?.serve(listener)
    }

    /// Answers what comes to a listener, in tasks of its own.
    ///
    /// # Errors
    /// When the listener has no address.
    pub fn serve(self, listener: TcpListener) -> io::Result<Running> {
        let address = listener.local_addr()?;
        let tasks = [tokio::spawn(accept(self.clone(), listener)), tokio::spawn(live(self.clone()))];
        Ok(Running { simulator: self, address, tasks })
    }
}

impl Running {
    /// The simulator.
    #[must_use]
    pub fn simulator(&self) -> &Simulator {
        &self.simulator
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it answers what.
    #[must_use]
    pub fn addresses(&self) -> Addresses {
        let origin = format!("http://{}", self.address);
        Addresses {
            gateway: format!("{origin}/gateway"),
            graph: format!("{origin}/graph/v1.0"),
            login: format!("{origin}/login"),
            control: format!("{origin}/control"),
        }
    }

    /// Stops it: connections are closed as they are.
    pub async fn stop(mut self) {
        for task in &mut self.tasks {
            task.abort();
            // It was told to end, so that is how it ends.
            let _ = task.await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn accept(simulator: Simulator, listener: TcpListener) {
    /// Where there is no descriptor for another connection, one may be free soon.
    const SOON: Duration = Duration::from_millis(50);
    let router = crate::control::router(simulator.clone());
    // Dropped with this task, and with it every connection.
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, peer)) = listener.accept().await else {
            tokio::time::sleep(SOON).await;
            continue;
        };
        while connections.try_join_next().is_some() {}
        // Small answers must not wait for more.
        let _ = stream.set_nodelay(true);
        let (simulator, router) = (simulator.clone(), router.clone());
        connections.spawn(async move {
            let service =
                service_fn(move |request| dispatch::dispatch(simulator.clone(), router.clone(), peer, request));
            let connection = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            // A connection that breaks is its client's affair, or a fault that was asked for.
            let _ = connection.await;
        });
    }
}

/// Lets customers live as long as they are to.
async fn live(simulator: Simulator) {
    let mut orders = simulator.watch_life();
    loop {
        let life = orders.borrow_and_update().clone();
        let changed = match life {
            None => orders.changed().await,
            Some(life) => tokio::select! {
                changed = orders.changed() => changed,
                () = tokio::time::sleep(life.pause()) => {
                    simulator.live_once(&life);
                    Ok(())
                }
            },
        };
        if changed.is_err() {
            return;
        }
    }
}
