//! The PostgreSQL server that the environment names, and the tests' databases on it.

use postgres::{Client, NoTls};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A server, by the URL of its maintenance database.
pub(crate) struct Server {
    maintenance: String,
}

impl Server {
    pub(crate) fn from_environment() -> Option<Self> {
        std::env::var("NUMBERLINE_TEST_POSTGRES").ok().map(|maintenance| Self { maintenance })
    }

    /// The URL of a database there.
    pub(crate) fn url(&self, name: &str) -> String {
        let (place, query) = self.maintenance.split_once('?').unwrap_or((&self.maintenance, ""));
        let (server, _) = place.rsplit_once('/').unwrap();
        if query.is_empty() { format!("{server}/{name}") } else { format!("{server}/{name}?{query}") }
    }

    pub(crate) fn create_database(&self) -> String {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        // An earlier process with this id may have been ended before it could clean up.
        self.maintain(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).unwrap();
        self.maintain(&format!("CREATE DATABASE {name} TEMPLATE template0")).unwrap();
        name
    }

    pub(crate) fn drop_database(&self, name: &str) {
        // A test that fails must not fail twice; whoever started the server throws it away.
        let _ = self.maintain(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }

    pub(crate) fn copy(&self, from: &str, to: &str) {
        let dump = self.dump(from, &[]);
        Client::connect(&self.url(to), NoTls).unwrap().batch_execute(&dump).unwrap();
    }

    pub(crate) fn replace(&self, from: &str, to: &str) {
        let rows = self.dump(from, &["--data-only", "--inserts"]);
        let mut client = Client::connect(&self.url(to), NoTls).unwrap();
        let tables = client.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", &[]).unwrap();
        let tables: Vec<String> = tables.iter().map(|row| format!("public.{}", row.get::<_, &str>(0))).collect();
        let replace = format!("BEGIN; TRUNCATE {}; {rows}; COMMIT", tables.join(", "));
        client.batch_execute(&replace).unwrap();
    }

    /// Its contents as statements, which one connection can run.
    fn dump(&self, name: &str, options: &[&str]) -> String {
        let mut command = Command::new(dump_program());
        command.args(["--inserts", "--no-owner", "--dbname", &self.url(name)]).args(options).stderr(Stdio::inherit());
        let output = command.output().unwrap();
        assert!(output.status.success(), "pg_dump ended with {}", output.status);
        // Lines that begin with a backslash are for psql.
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().filter(|line| !line.starts_with('\\')).collect::<Vec<_>>().join("\n")
    }

    /// On a thread of its own: an asynchronous test may not wait for a client.
    fn maintain(&self, sql: &str) -> Result<(), postgres::Error> {
        std::thread::scope(|scope| {
            let work = || Client::connect(&self.maintenance, NoTls)?.batch_execute(sql);
            scope.spawn(work).join().unwrap()
        })
    }
}

/// Debian keeps the programs of each version in a folder of its own.
fn dump_program() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(Result::ok);
    let mut programs: Vec<PathBuf> =
        folders.map(|folder| folder.path().join("bin/pg_dump")).filter(|program| program.exists()).collect();
    programs.sort();
    programs.pop().unwrap_or_else(|| PathBuf::from("pg_dump"))
}
