//! Resident memory: of a server over an empty database, of one over the data when ready, and after the load.

use crate::report::Report;
use crate::usage::resident;
use anyhow::Result;
use serde::Serialize;
use std::path::Path;
use xtask::program::Program;
use xtask::server::Server;

/// Bytes resident at three moments.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Memory {
    empty: u64,
    ready: u64,
    loaded: u64,
    ready_after_s: f64,
}

impl Memory {
    /// Looks at a server that has nothing to hold.
    pub(crate) fn of_an_empty_server(program: &Program, folder: &Path) -> Result<Self> {
        let server = Server::start(program, &folder.join("empty.db"), &folder.join("empty.log"))?;
        Ok(Self { empty: resident(server.id())?, ..Self::default() })
    }

    /// Looks at a server that has just become ready.
    pub(crate) fn at_ready(&mut self, server: &Server) -> Result<()> {
        self.ready = resident(server.id())?;
        self.ready_after_s = server.ready_after.as_secs_f64();
        Ok(())
    }

    /// Looks at it after the load.
    pub(crate) fn after_load(&mut self, server: &Server) -> Result<()> {
        self.loaded = resident(server.id())?;
        Ok(())
    }

    /// Tells.
    pub(crate) fn tell(&self, numbers: u64, report: &mut Report) {
        let mebibytes = |bytes: u64| bytes as f64 / f64::from(1 << 20);
        let each = |bytes: u64| bytes.saturating_sub(self.empty) as f64 / numbers.max(1) as f64;
        report.line(&format!("ready {:.2} s after its start", self.ready_after_s));
        report.line(&format!(
            "resident: empty server {:.1} MiB; ready {:.1} MiB = {:.1} bytes a number more; after the load {:.1} MiB = \
             {:.1} bytes a number more",
            mebibytes(self.empty),
            mebibytes(self.ready),
            each(self.ready),
            mebibytes(self.loaded),
            each(self.loaded)
        ));
        report.keep("memory", self);
    }
}
