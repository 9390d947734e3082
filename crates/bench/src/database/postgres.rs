//! A database of ours on somebody's PostgreSQL server: made, filled, and dropped with its handle unless it is to stay.

use super::{COLUMNS, Scan};
use ::postgres::fallible_iterator::FallibleIterator;
use ::postgres::types::Type;
use ::postgres::{Client, NoTls, Row};
use anyhow::{Context, Result, ensure};
use std::time::Instant;

/// What the name of every database of ours begins with.
const PREFIX: &str = "numberline_bench_";
/// The comment of a database that was filled to the end.
const COMPLETE: &str = "complete";

/// A database.
pub(crate) struct Owned {
    server: String,
    name: String,
    keep: bool,
    /// Where programs find it.
    pub(crate) url: String,
}

impl Owned {
    /// Names a database on a server; whether it is there is another question.
    pub(crate) fn new(server: &str, name: &str, keep: bool) -> Result<Self> {
        let name = format!("{PREFIX}{name}");
        ensure!(
            name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'),
            "`{name}` is no plain name"
        );
        Ok(Self { server: server.to_owned(), url: with_database(server, &name)?, name, keep })
    }

    /// Makes it, empty, in the place of one that is there.
    pub(crate) fn create(&self) -> Result<()> {
        let Self { name, .. } = self;
        let mut administrator = open(&self.server)?;
        administrator.batch_execute(&format!("drop database if exists {name} with (force)"))?;
        administrator.batch_execute(&format!("create database {name} template template0"))?;
        Ok(())
    }

    /// Marks it as filled.
    pub(crate) fn complete(&self) -> Result<()> {
        self.client()?.batch_execute("vacuum (analyze)")?;
        Ok(open(&self.server)?.batch_execute(&format!("comment on database {} is '{COMPLETE}'", self.name))?)
    }

    /// Whether it is there and filled.
    pub(crate) fn is_complete(&self) -> Result<bool> {
        let query = "select shobj_description(oid, 'pg_database') = $2 from pg_database where datname = $1";
        let row = open(&self.server)?.query_opt(query, &[&self.name, &COMPLETE])?;
        Ok(row.is_some_and(|row| row.get::<_, Option<bool>>(0) == Some(true)))
    }

    /// A connection.
    pub(crate) fn client(&self) -> Result<Client> {
        open(&self.url)
    }

    /// A copy that is dropped with its handle.
    pub(crate) fn copy(&self, name: &str) -> Result<Self> {
        let copy = Self::new(&self.server, name, false)?;
        let mut administrator = open(&self.server)?;
        administrator.batch_execute(&format!("drop database if exists {} with (force)", copy.name))?;
        administrator.batch_execute(&format!("create database {} template {}", copy.name, self.name))?;
        Ok(copy)
    }

    /// Its size.
    pub(crate) fn bytes(&self) -> Result<u64> {
        let size: i64 = open(&self.server)?.query_one("select pg_database_size($1::name)", &[&self.name])?.get(0);
        Ok(u64::try_from(size)?)
    }

    /// The processes that serve its clients: only those of a server on this machine can be looked at.
    pub(crate) fn backends(&self) -> Result<Vec<u32>> {
        let query = "select pid from pg_stat_activity where datname = $1::name";
        let rows = open(&self.server)?.query(query, &[&self.name])?;
        let mut processes = Vec::new();
        for row in rows {
            let process = u32::try_from(row.get::<_, i32>(0))?;
            let name = std::fs::read_to_string(format!("/proc/{process}/comm"));
            ensure!(name.is_ok_and(|name| name.starts_with("postgres")), "the PostgreSQL server is on another machine");
            processes.push(process);
        }
        Ok(processes)
    }

    /// Reads every column of every row of `number`.
    pub(crate) fn scan(&self) -> Result<Scan> {
        let mut client = self.client()?;
        let started = Instant::now();
        let mut found = client.query_raw("select * from number", std::iter::empty::<i32>())?;
        let (mut rows, mut sum) = (0, 0_i64);
        while let Some(row) = found.next()? {
            for column in 0..COLUMNS {
                sum = sum.wrapping_add(value(&row, column)?);
            }
            rows += 1;
        }
        std::hint::black_box(sum);
        Ok(Scan { rows, took: started.elapsed() })
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        if !self.keep {
            let dropped = open(&self.server).and_then(|mut one| {
                Ok(one.batch_execute(&format!("drop database if exists {} with (force)", self.name))?)
            });
            if let Err(error) = dropped {
                eprintln!("the database {} stays: {error:#}", self.name);
            }
        }
    }
}

fn value(row: &Row, column: usize) -> Result<i64> {
    let kind = row.columns().get(column).context("table number has fewer columns: teach the benchmark about them")?;
    let value = match *kind.type_() {
        Type::INT2 => row.try_get::<_, Option<i16>>(column)?.map(i64::from),
        Type::INT4 => row.try_get::<_, Option<i32>>(column)?.map(i64::from),
        _ => row.try_get(column)?,
    };
    Ok(value.unwrap_or_default())
}

fn open(url: &str) -> Result<Client> {
    // The location may hold a password, and is not repeated.
    Client::connect(url, NoTls).context("cannot connect to the PostgreSQL server that --postgres names")
}

fn with_database(server: &str, name: &str) -> Result<String> {
    let (address, options) = server.split_once('?').map_or((server, ""), |(address, options)| (address, options));
    let (scheme, rest) =
        address.split_once("://").context("--postgres takes a URL, as postgres://127.0.0.1/postgres")?;
    let host = rest.split('/').next().unwrap_or_default();
    let options = if options.is_empty() { String::new() } else { format!("?{options}") };
    Ok(format!("{scheme}://{host}/{name}{options}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_database_of_a_url_is_replaced() {
        let replaced = |url| with_database(url, "ours").unwrap();
        assert_eq!(replaced("postgres://me@127.0.0.1:5432/postgres"), "postgres://me@127.0.0.1:5432/ours");
        assert_eq!(replaced("postgres://127.0.0.1"), "postgres://127.0.0.1/ours");
        assert_eq!(replaced("postgres://h/a?sslmode=disable"), "postgres://h/ours?sslmode=disable");
        assert!(with_database("127.0.0.1", "ours").is_err());
    }
}
