//! The stage: a database, a simulator in this process, which outlives every kill, and servers.

use crate::rest::Last;
use crate::server::Server;
use numberline_domain::{Clock, EntryState, Guid, PhoneNumber, TaskKind};
use numberline_service::{Location, OpenOptions, Service};
use numberline_simulator::{NewAccount, NewAddress, Options, Rate, Running, Settings, Simulator};
use numberline_testing::{Bare, TestDatabase};
use numberline_upstream::{Deadlines, Given, GivenSecret, Microsoft, Secret, Upstream};
use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

/// Accounts at the simulator, and their tenants.
pub(crate) const ACCOUNTS: [(&str, Guid); 2] =
    [("harbour", Guid::from_u128(0xa1)), ("quayside", Guid::from_u128(0xb2))];

pub(crate) struct Stage {
    /// The product over the same database: what operators ask for goes this way.
    pub(crate) service: Service,
    running: Running,
    _runtime: tokio::runtime::Runtime,
    database: TestDatabase,
}

impl Stage {
    /// Sets it: two tenants with accounts and no numbers.
    pub(crate) fn set() -> Self {
        let database = TestDatabase::new();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let delay = Duration::from_millis(150);
        let settings =
            Settings { rate: Rate::Unlimited, sync_delay: delay, release_delay: delay, ..Settings::default() };
        let running = runtime.block_on(Simulator::start(Options { settings, ..Options::default() })).unwrap();
        for (name, tenant) in ACCOUNTS {
            let address = NewAddress {
                house_number: "1".to_owned(),
                street_name: "Pier".to_owned(),
                city_or_town: "Harbourtown".to_owned(),
                postal_or_zip_code: "H1".to_owned(),
                country: "GB".to_owned(),
            };
            let account = NewAccount { tenant: Some(tenant), addresses: vec![address], ..NewAccount::new(name) };
            running.simulator().add_account(&account).unwrap();
        }
        let options = OpenOptions { busy_timeout: Duration::from_secs(30), ..OpenOptions::default() };
        let location = Location::parse(&database.address()).unwrap();
        let service = Service::open(&location, options, Clock::System).unwrap();
        Self { service, running, _runtime: runtime, database }
    }

    pub(crate) fn simulator(&self) -> &Simulator {
        self.running.simulator()
    }

    /// How each number's last entry stands, by the kind of its task.
    pub(crate) fn last_entries(&self) -> BTreeMap<(PhoneNumber, &'static str), Last> {
        let text = "SELECT entry.phone, task.kind, entry.state, entry.error_code
                    FROM entry JOIN task ON task.id = entry.task ORDER BY entry.id";
        let rows = self.database.bare().query(text);
        let last = rows.iter().map(|row| {
            let phone = PhoneNumber::from_digits(row.integer(0).unsigned_abs()).unwrap();
            let kind = TaskKind::parse(row.text(1)).unwrap().as_str();
            let state = EntryState::parse(row.text(2)).unwrap();
            ((phone, kind), Last { state, error_code: row.optional_text(3).map(str::to_owned) })
        });
        last.collect()
    }

    /// Lets every write to the table of numbers fail from now on.
    pub(crate) fn forbid_writes_to_numbers(&self) {
        let mut bare = self.database.bare();
        match bare {
            Bare::Sqlite(_) => bare.script(
                "CREATE TRIGGER no_insert BEFORE INSERT ON number BEGIN SELECT raise(ABORT, 'a write'); END;
                 CREATE TRIGGER no_update BEFORE UPDATE ON number BEGIN SELECT raise(ABORT, 'a write'); END;
                 CREATE TRIGGER no_delete BEFORE DELETE ON number BEGIN SELECT raise(ABORT, 'a write'); END",
            ),
            Bare::Postgres(_) => bare.script(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''a write''; END';
                 CREATE TRIGGER no_write BEFORE INSERT OR UPDATE OR DELETE ON number EXECUTE FUNCTION refuse()",
            ),
        }
    }

    /// A client of the simulator, as a server has it.
    pub(crate) fn client(&self) -> Arc<dyn Upstream> {
        self.client_with(Deadlines::default())
    }

    /// The same with other deadlines.
    pub(crate) fn client_with(&self, deadlines: Deadlines) -> Arc<dyn Upstream> {
        let (addresses, options) = (self.running.addresses(), self.simulator().options());
        let given = Given {
            upstream_url: Some(addresses.gateway),
            graph_url: Some(addresses.graph),
            token_url: Some(addresses.login),
            directory: Some(options.directory.to_string()),
            client_id: Some(options.client_id.clone()),
            secret: GivenSecret::Text(Secret::new(&options.client_secret)),
            rate_per_minute: Some(0),
            deadlines,
            ..Given::default()
        };
        let settings = numberline_upstream::Settings::read(&given).unwrap();
        Arc::new(Microsoft::new(settings, Clock::System).unwrap())
    }

    /// A server that looks often, with leases of this length.
    pub(crate) fn serve(&self, lease: &str) -> Server {
        let (addresses, options) = (self.running.addresses(), self.simulator().options());
        let mut command = self.command();
        command
            .args(["--upstream-url", &addresses.gateway, "--graph-url", &addresses.graph])
            .args(["--token-url", &addresses.login, "--upstream-directory", &options.directory.to_string()])
            .args(["--upstream-client-id", &options.client_id, "--upstream-rate", "0"])
            .env("NUMBERLINE_UPSTREAM_CLIENT_SECRET", &options.client_secret)
            .args(["--sync-every", "1s", "--await-every", "1s", "--sweep-every", "2s"])
            .args(["--lease-time", lease, "--upstream-time", "5s"]);
        Server::start(command)
    }

    /// A server that knows of no upstream.
    pub(crate) fn serve_alone(&self) -> Server {
        Server::start(self.command())
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_numberline"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("NUMBERLINE_")) {
            command.env_remove(name);
        }
        command.args(["--database", &self.database.address(), "serve", "--listen", "127.0.0.1:0"]);
        command.current_dir(self.database.folder());
        command
    }
}
