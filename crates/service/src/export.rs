//! Numbers to files, in the order of the API. The inventory renders them; memory does not grow with the file.

mod csv;

use crate::{Error, Progress, Service};
use numberline_domain::{Guid, Scope, StatusFilter};
use numberline_inventory::Selection;
use std::io::Write;

/// Records rendered at a time.
const STEP: u64 = 2_000;

/// What to export.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The tenants; none named means all.
    pub tenants: Vec<Guid>,
    /// The statuses.
    pub filter: StatusFilter,
}

/// How to write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One page of the API with all records.
    Json,
    /// One record a line.
    Ndjson,
    /// A header and one row a record.
    Csv,
}

/// Writes the selected numbers and says how many there were. [`Service::load`] comes first.
///
/// # Errors
/// When a named tenant does not exist, or the output cannot be written.
pub fn run(
    service: &Service,
    query: &Query,
    format: Format,
    out: &mut dyn Write,
    progress: &dyn Progress,
) -> Result<u64, Error> {
    let inventory = service.shared.inventory();
    if let Some(unknown) = query.tenants.iter().find(|tenant| !inventory.knows_tenant(**tenant)) {
        return Err(Error::Refused(format!("there is no tenant {unknown}")));
    }
    let scope = Scope::of(query.tenants.clone());
    let selection = Selection { scope: &scope, tenant: None, filter: query.filter };
    let total = inventory.total(&selection);
    progress.phase("exporting", Some(total));
    let separator: &[u8] = if format == Format::Json { b"," } else { b"\n" };
    let mut write = |bytes: &[u8]| {
        out.write_all(bytes).map_err(|source| Error::File { what: "the export cannot be written".to_owned(), source })
    };
    match format {
        Format::Json => {
            let pages = u64::from(total > 0);
            let size = total.max(1);
            let head =
                format!(r#"{{"currentPage":1,"pageSize":{size},"totalPages":{pages},"totalRecords":{total},"data":["#);
            write(head.as_bytes())?;
        }
        Format::Ndjson => {}
        Format::Csv => write(&csv::header())?,
    }
    let (mut records, mut rows) = (Vec::new(), Vec::new());
    let mut done = 0;
    while done < total {
        records.clear();
        let count = inventory.records(&selection, done, STEP, separator, &mut records);
        done += count;
        match format {
            Format::Json if done == total => write(records.strip_suffix(b",").unwrap_or(&records))?,
            Format::Json | Format::Ndjson => write(&records)?,
            Format::Csv => {
                rows.clear();
                csv::write_rows(&records, &mut rows);
                write(&rows)?;
            }
        }
        progress.advance(count);
    }
    if format == Format::Json {
        write(b"]}\n")?;
    }
    Ok(total)
}
