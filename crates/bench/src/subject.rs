//! Who is measured: a name, an address, and whose processor time counts.

use crate::database::Database;
use crate::load::Target;
use crate::reference::{Page, Reference};
use crate::usage::Reading;
use anyhow::{Context, Result, ensure};
use std::net::SocketAddr;
use std::time::Duration;
use xtask::http::{Connection, request};
use xtask::server::Server;

/// How often it is looked at whether a server is idle, and for how long.
const GLANCE: Duration = Duration::from_millis(100);
const LONGEST_REST: Duration = Duration::from_secs(60);

/// A server under measurement.
pub(crate) struct Subject<'a> {
    /// Its name in tables.
    pub(crate) name: &'static str,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// The processes that work for it at the moment.
    pub(crate) processes: Box<dyn Fn() -> Result<Vec<u32>> + 'a>,
}

/// The name of our own server.
pub(crate) const OURS: &str = "ours";

impl<'a> Subject<'a> {
    /// Our server over a database.
    pub(crate) fn ours(server: &'a Server, database: &'a Database) -> Self {
        let processes = || {
            let mut processes = database.processes()?;
            processes.push(server.id());
            Ok(processes)
        };
        Self { name: OURS, address: server.address, processes: Box::new(processes) }
    }

    /// What to ask of a server that answers our paths: each answer is first compared with its plain rendering, byte for
    /// byte, or as a JSON value where the server is not ours.
    pub(crate) fn pages(&self, pages: &[Page], reference: &Reference, token: &str) -> Result<Target> {
        let mut connection = Connection::open(self.address)?;
        let mut body = Vec::new();
        let mut lengths = Vec::new();
        for page in pages {
            let path = page.path();
            let status = connection.ask(&request(&path, Some(token), ""), &mut body)?;
            ensure!(status == 200, "{}: {path}: {status}: {}", self.name, String::from_utf8_lossy(&body));
            let expected = reference.render(page)?;
            let equal = body == expected || (self.name != OURS && value(&body)? == value(&expected)?);
            ensure!(equal, "{}: {path} differs from its plain rendering; nothing is measured", self.name);
            lengths.push(body.len() as u64);
        }
        Target::new(pages.iter().map(Page::path).collect(), lengths)
    }

    /// Waits until it is idle: what the load generator no longer waits for may keep it and its database busy for seconds,
    /// and would slow whoever is measured next.
    pub(crate) fn wait_for_rest(&self) -> Result<()> {
        let mut before = Reading::of(&(self.processes)()?)?;
        for _ in 0..LONGEST_REST.as_millis() / GLANCE.as_millis() {
            std::thread::sleep(GLANCE);
            let now = Reading::of(&(self.processes)()?)?;
            if now.since(&before) <= GLANCE / 10 {
                return Ok(());
            }
            before = now;
        }
        anyhow::bail!("{} is still busy {LONGEST_REST:?} after the last request", self.name)
    }
}

fn value(text: &[u8]) -> Result<serde_json::Value> {
    serde_json::from_slice(text).context("an answer is no JSON")
}
