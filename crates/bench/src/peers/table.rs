//! The peers' flat table of thirty-two columns, filled from our export.

use crate::database::postgres::Owned;
use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

const TEXT: &str = "text";
const INTEGER: &str = "bigint";
const SMALL: &str = "integer";
/// Times stay texts: their seventh digit would not survive a timestamp of PostgreSQL, and formatting would cost the peers.
const COLUMNS: [(&str, &str); 32] = [
    ("uploadTelephoneNumberEntryId", INTEGER),
    ("source", TEXT),
    ("sbcList", "json"),
    ("tenantCallingProfileId", INTEGER),
    ("ocSipConnectionName", TEXT),
    ("ocSipConnectionDescription", TEXT),
    ("umpCustomerGuid", TEXT),
    ("sbcListJson", "json"),
    ("ovocChannelId", INTEGER),
    ("consentedOn", TEXT),
    ("umpCustomerFullName", TEXT),
    ("msCompanyName", TEXT),
    ("sbcListArray", "json"),
    ("id", INTEGER),
    ("uploadToAccountJobId", INTEGER),
    ("whenCreated", TEXT),
    ("acquiredNumberStatus", SMALL),
    ("telephoneNumber", TEXT),
    ("callingProfileId", TEXT),
    ("acquiredCapabilities", "json"),
    ("availableCapabilities", "json"),
    ("acquiredOn", TEXT),
    ("isoCountryCode", TEXT),
    ("tnUploadJobId", TEXT),
    ("locationId", TEXT),
    ("civicAddressId", TEXT),
    ("assignmentStatus", TEXT),
    ("tenantId", TEXT),
    ("aslcht", TEXT),
    ("aslsct", TEXT),
    ("aslvCode", SMALL),
    ("asticks", INTEGER),
];

/// Makes the table, or finds it made.
pub(crate) fn prepare(server: &str, name: &str, keep: bool, export: &Path, fresh: bool) -> Result<Owned> {
    let database = Owned::new(server, &format!("peers_{name}"), keep)?;
    if !fresh && database.is_complete()? {
        return Ok(database);
    }
    eprintln!("filling the peers' table …");
    database.create()?;
    let mut client = database.client()?;
    let columns: Vec<_> = COLUMNS.iter().map(|(name, kind)| format!("\"{name}\" {kind}")).collect();
    client.batch_execute(&format!("create table peer_numbers ({})", columns.join(", ")))?;
    let mut rows = client.copy_in("copy peer_numbers from stdin")?;
    let mut line = String::new();
    let mut reader = BufReader::with_capacity(1 << 20, File::open(export)?);
    while reader.read_line(&mut line)? > 0 {
        let record: Map<String, Value> = serde_json::from_str(&line)?;
        ensure!(record.len() == COLUMNS.len(), "a record has {} fields", record.len());
        rows.write_all(row(&record)?.as_bytes())?;
        line.clear();
    }
    rows.finish()?;
    client.batch_execute(
        r#"alter table peer_numbers add primary key ("id");
           create index on peer_numbers ("tenantId", "id");
           create index on peer_numbers ("tenantId", "acquiredNumberStatus", "id")"#,
    )?;
    drop(client);
    database.complete()?;
    Ok(database)
}

/// A line of COPY's text format.
fn row(record: &Map<String, Value>) -> Result<String> {
    let mut row = String::with_capacity(1500);
    for (index, (name, _)) in COLUMNS.iter().enumerate() {
        if index > 0 {
            row.push('\t');
        }
        match record.get(*name).with_context(|| format!("a record has no `{name}`"))? {
            Value::Null => row.push_str("\\N"),
            Value::String(text) if *name != "sbcListJson" => escape(text, &mut row),
            other => escape(&other.to_string(), &mut row),
        }
    }
    row.push('\n');
    Ok(row)
}

fn escape(text: &str, row: &mut String) {
    for letter in text.chars() {
        match letter {
            '\\' => row.push_str("\\\\"),
            '\t' => row.push_str("\\t"),
            '\n' => row.push_str("\\n"),
            '\r' => row.push_str("\\r"),
            other => row.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_separates_columns_is_escaped() {
        let mut row = String::new();
        escape("a\tb\\c\nd", &mut row);
        assert_eq!(row, "a\\tb\\\\c\\nd");
    }
}
