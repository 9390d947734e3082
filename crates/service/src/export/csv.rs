//! Records as CSV: a header of field names; lists as JSON texts; an empty cell is null, `""` an empty text. A text
//! that a spreadsheet would take for a formula gets one `'` in front, which import takes off again.

use crate::field::{FIELDS, Kind};
use serde_json::value::RawValue;
use std::collections::HashMap;

pub(super) fn header() -> Vec<u8> {
    let names: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    format!("{}\n", names.join(",")).into_bytes()
}

/// Turns compact records, one a line, into rows.
pub(super) fn write_rows(records: &[u8], out: &mut Vec<u8>) {
    for record in records.split(|byte| *byte == b'\n').filter(|record| !record.is_empty()) {
        let members: HashMap<&str, &RawValue> =
            serde_json::from_slice(record).expect("the inventory renders valid records");
        for (column, field) in FIELDS.iter().enumerate() {
            if column > 0 {
                out.push(b',');
            }
            write_cell(field.name, field.kind, members[field.name].get(), out);
        }
        out.push(b'\n');
    }
}

fn write_cell(name: &str, kind: Kind, json: &str, out: &mut Vec<u8>) {
    if json == "null" {
        return;
    }
    match kind {
        Kind::Integer => out.extend_from_slice(json.as_bytes()),
        Kind::List => quote("", json, out),
        Kind::Text => {
            let text: String = serde_json::from_str(json).expect("the inventory renders texts in these fields");
            let is_formula = name != "telephoneNumber" && text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']);
            if is_formula || needs_quotes(&text) {
                quote(if is_formula { "'" } else { "" }, &text, out);
            } else {
                out.extend_from_slice(text.as_bytes());
            }
        }
    }
}

fn needs_quotes(text: &str) -> bool {
    text.is_empty() || text.contains([',', '"', '\n', '\r'])
}

fn quote(guard: &str, text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(guard.as_bytes());
    out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}
