//! The command line.

use clap::{Parser, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

/// Measures numberline against nginx serving the same pages as files, and against what users would build instead;
/// everything on the loopback interface
#[derive(Parser)]
#[command(name = "numberline-bench", version)]
pub(crate) struct Arguments {
    /// The size of the data set, with one tenant for each 1,000 numbers
    #[arg(long, value_enum, default_value = "200k", conflicts_with_all = ["numbers", "tenants"])]
    pub(crate) scale: Scale,
    /// Numbers in the data set, for other sizes
    #[arg(long)]
    pub(crate) numbers: Option<u64>,
    /// Tenants in the data set [default: one for each 1,000 numbers, at least 10]
    #[arg(long)]
    pub(crate) tenants: Option<u64>,
    /// How much differs from number to number
    #[arg(long, value_enum, default_value = "even")]
    pub(crate) profile: Variety,
    /// The database that our server is measured over
    #[arg(long, value_enum, default_value = "sqlite")]
    pub(crate) database: Kind,
    /// A PostgreSQL server on this machine, where databases are made and dropped; for --database postgres and for peers
    #[arg(long, value_name = "URL")]
    pub(crate) postgres: Option<String>,
    /// Leave the databases on the PostgreSQL server, to use them again
    #[arg(long)]
    pub(crate) keep: bool,
    /// What to measure beside our server
    #[arg(long, value_enum, value_delimiter = ',', default_value = "nginx")]
    pub(crate) against: Vec<Contender>,
    /// How often each case is measured
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) rounds: u32,
    /// How long each measurement takes
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=60))]
    pub(crate) seconds: u64,
    /// Connections of the load generator, where not one
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) connections: u32,
    /// Measure growth and memory alone, and fail when one is beyond its limit; needs neither nginx nor wrk
    #[arg(long, conflicts_with = "write")]
    pub(crate) gates: bool,
    /// Measure an import of --lines records instead of reading
    #[arg(long)]
    pub(crate) write: bool,
    /// Records in the file that --write imports
    #[arg(long, default_value_t = 1_000_000)]
    pub(crate) lines: u64,
    /// Draw plots into this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) plots: Option<PathBuf>,
    /// Measure this program instead of building one, to compare versions
    #[arg(long, value_name = "FILE")]
    pub(crate) program: Option<PathBuf>,
    /// Make the data set anew
    #[arg(long)]
    pub(crate) fresh: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scale {
    #[value(name = "200k")]
    Small,
    #[value(name = "2M")]
    Middle,
    #[value(name = "10M")]
    Large,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Variety {
    /// Locations, SBCs and creation times are shared by whole jobs
    Even,
    /// They vary by number
    Varied,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Contender {
    /// The page as a file
    Nginx,
    /// FastAPI, asyncpg, orjson
    Fastapi,
    /// Fastify, pg
    Fastify,
    /// Django REST framework
    Drf,
}

/// How a case is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Method {
    pub(crate) rounds: u32,
    pub(crate) length: Duration,
    pub(crate) connections: u32,
}

impl Scale {
    fn numbers(self) -> u64 {
        match self {
            Self::Small => 200_000,
            Self::Middle => 2_000_000,
            Self::Large => 10_000_000,
        }
    }
}

impl Variety {
    /// Its name on the command line of `generate`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Even => "even",
            Self::Varied => "varied",
        }
    }
}

impl Kind {
    /// Its name.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

impl Contender {
    /// Its name, which is also that of its folder.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Fastapi => "fastapi",
            Self::Fastify => "fastify",
            Self::Drf => "drf",
        }
    }
}

impl Arguments {
    /// How cases are measured.
    pub(crate) fn method(&self) -> Method {
        Method { rounds: self.rounds, length: Duration::from_secs(self.seconds), connections: self.connections }
    }

    /// Numbers and tenants of the data set.
    pub(crate) fn size(&self) -> (u64, u64) {
        let numbers = if self.write { self.lines } else { self.numbers.unwrap_or_else(|| self.scale.numbers()) };
        (numbers, self.tenants.unwrap_or_else(|| (numbers / 1000).max(10)))
    }

    /// The peers that need a PostgreSQL table.
    pub(crate) fn peers(&self) -> Vec<Contender> {
        let mut peers: Vec<_> = self.against.iter().copied().filter(|one| *one != Contender::Nginx).collect();
        peers.sort_unstable();
        peers.dedup();
        peers
    }
}
