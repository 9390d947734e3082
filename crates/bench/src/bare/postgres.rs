//! The bare COPY: the rows of a database brought into a table of the same definition beside it.

use super::Bare;
use crate::database::postgres::Owned;
use anyhow::{Result, ensure};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

/// Copies the rows of `number` out in this order of ids, then in again in one transaction; only the latter is timed.
pub(super) fn copy_rows(database: &Owned, file: &Path, order: impl Iterator<Item = i64>) -> Result<Bare> {
    let mut client = database.client()?;
    client.batch_execute(
        "create temporary table place (at serial, id bigint);
         drop schema if exists bare cascade;
         create schema bare;
         create table bare.number (like public.number including all)",
    )?;
    let mut ids = client.copy_in("copy place (id) from stdin")?;
    for id in order {
        writeln!(ids, "{id}")?;
    }
    ids.finish()?;
    let mut out = BufWriter::new(File::create(file)?);
    let query = "copy (select number.* from place join number using (id) order by at) to stdout (format binary)";
    std::io::copy(&mut client.copy_out(query)?, &mut out)?;
    out.flush()?;
    let mut rows = BufReader::with_capacity(1 << 18, File::open(file)?);
    let started = Instant::now();
    let mut transaction = client.transaction()?;
    let mut target = transaction.copy_in("copy bare.number from stdin (format binary)")?;
    std::io::copy(&mut rows, &mut target)?;
    let rows = target.finish()?;
    transaction.commit()?;
    let took = started.elapsed();
    ensure!(rows > 0, "the database holds no numbers");
    client.batch_execute("drop schema bare cascade")?;
    Ok(Bare { rows, took })
}
