//! CSV with a header of field names. Each row becomes the JSON object that the record would be, so that everything
//! after this file knows one form only.
//!
//! Written by hand because the difference between an empty cell (null) and a quoted empty cell (an empty text)
//! carries meaning here, and the `csv` library does not tell them apart.

use super::format::{LONGEST_RECORD, Records, Unreadable};
use crate::field::{self, FIELDS, Kind};
use std::io::{BufRead, Read};

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cell {
    text: Vec<u8>,
    quoted: bool,
}

pub(super) struct CsvRecords {
    input: Box<dyn BufRead + Send>,
    line: u64,
    /// For each column the field's position; `None` for a column that no record has.
    columns: Vec<Option<usize>>,
    unknown: Vec<String>,
    row: Vec<Cell>,
}

impl CsvRecords {
    pub(super) fn open(mut input: Box<dyn BufRead + Send>) -> Result<Self, Unreadable> {
        if has_bare_return(input.fill_buf()?) {
            let reason = "the lines end with a carriage return alone: save it with line feeds";
            return Err(Unreadable::broken(1, reason));
        }
        let mut records = Self { input, line: 1, columns: Vec::new(), unknown: Vec::new(), row: Vec::new() };
        records.read_row()?;
        for cell in std::mem::take(&mut records.row) {
            let name = String::from_utf8_lossy(cell.text.trim_ascii()).into_owned();
            let position = field::position(&name);
            if position.is_some() && records.columns.contains(&position) {
                return Err(Unreadable::broken(1, format!("the header names `{name}` twice")));
            }
            if position.is_none() {
                records.unknown.push(name);
            }
            records.columns.push(position);
        }
        if !records.columns.contains(&field::position("telephoneNumber")) {
            let reason =
                "the file is neither JSON nor CSV whose first line names the fields, `telephoneNumber` among them";
            return Err(Unreadable::broken(1, reason));
        }
        Ok(records)
    }

    /// Reads one row into `self.row`; false at the end of the file.
    fn read_row(&mut self) -> Result<bool, Unreadable> {
        self.row.clear();
        let (mut raw, mut quotes) = (Vec::new(), 0_usize);
        loop {
            let before = raw.len();
            let limit = (LONGEST_RECORD + 1 - raw.len()) as u64;
            let read = self.input.by_ref().take(limit).read_until(b'\n', &mut raw)?;
            if raw.is_empty() {
                return Ok(false);
            }
            if raw.len() > LONGEST_RECORD {
                return Err(Unreadable::broken(self.line, "the row is longer than 1 MiB"));
            }
            quotes += memchr::memchr_iter(b'"', &raw[before..]).count();
            if quotes.is_multiple_of(2) {
                break;
            }
            if read == 0 {
                return Err(Unreadable::broken(self.line, "a quote is opened and never closed"));
            }
        }
        let lines = memchr::memchr_iter(b'\n', &raw).count() as u64;
        let row = raw.strip_suffix(b"\n").unwrap_or(&raw);
        let row = row.strip_suffix(b"\r").unwrap_or(row);
        split_row(row, &mut self.row).map_err(|reason| Unreadable::broken(self.line, reason))?;
        self.line += lines.max(1);
        Ok(true)
    }
}

impl Records for CsvRecords {
    fn next_into(&mut self, out: &mut Vec<u8>) -> Result<Option<u64>, Unreadable> {
        loop {
            let line = self.line;
            if !self.read_row()? {
                return Ok(None);
            }
            if matches!(&self.row[..], [only] if only.text.is_empty() && !only.quoted) {
                continue;
            }
            if self.row.len() != self.columns.len() {
                let (have, want) = (self.row.len(), self.columns.len());
                return Err(Unreadable::broken(line, format!("the row has {have} cells, the header {want}")));
            }
            write_object(&self.columns, &self.row, out);
            return Ok(Some(line));
        }
    }

    fn unknown_columns(&self) -> &[String] {
        &self.unknown
    }
}

/// Whether the first line has a carriage return that neither a line feed follows nor quotes enclose. Such a file would be
/// taken for a header and nothing else.
fn has_bare_return(head: &[u8]) -> bool {
    let mut is_quoted = false;
    for (index, byte) in head.iter().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => return false,
            b'\r' if !is_quoted && head.get(index + 1).is_some_and(|next| *next != b'\n') => return true,
            _ => {}
        }
    }
    false
}

fn split_row(row: &[u8], cells: &mut Vec<Cell>) -> Result<(), &'static str> {
    let mut rest = row;
    loop {
        let mut cell = Cell::default();
        if let Some(after_quote) = rest.strip_prefix(b"\"") {
            cell.quoted = true;
            rest = after_quote;
            loop {
                let end = memchr::memchr(b'"', rest).ok_or("a quote is opened and never closed")?;
                cell.text.extend_from_slice(&rest[..end]);
                rest = &rest[end + 1..];
                let Some(after_pair) = rest.strip_prefix(b"\"") else { break };
                cell.text.push(b'"');
                rest = after_pair;
            }
        } else {
            let end = memchr::memchr(b',', rest).unwrap_or(rest.len());
            cell.text.extend_from_slice(&rest[..end]);
            rest = &rest[end..];
        }
        cells.push(cell);
        match rest.split_first() {
            None => return Ok(()),
            Some((b',', tail)) => rest = tail,
            Some(_) => return Err("a closing quote is followed by something else than a comma"),
        }
    }
}

fn write_object(columns: &[Option<usize>], row: &[Cell], out: &mut Vec<u8>) {
    out.push(b'{');
    let mut first = true;
    for (column, cell) in columns.iter().zip(row) {
        let Some(position) = column else { continue };
        if !std::mem::take(&mut first) {
            out.push(b',');
        }
        out.push(b'"');
        out.extend_from_slice(FIELDS[*position].name.as_bytes());
        out.extend_from_slice(b"\":");
        write_value(FIELDS[*position].kind, cell, out);
    }
    out.push(b'}');
}

/// A cell as JSON. What does not look like its kind is handed on as a text, for the record's judge to refuse.
fn write_value(kind: Kind, cell: &Cell, out: &mut Vec<u8>) {
    if cell.text.is_empty() && !cell.quoted {
        out.extend_from_slice(b"null");
        return;
    }
    let is_plain = match kind {
        Kind::Text => false,
        Kind::Integer => is_integer(&cell.text),
        Kind::List => serde_json::from_slice::<serde::de::IgnoredAny>(&cell.text).is_ok(),
    };
    if is_plain {
        out.extend_from_slice(&cell.text);
        return;
    }
    // Export puts one `'` before a text that a spreadsheet would take for a formula; exactly one is taken off again.
    let text = cell.text.strip_prefix(b"'").unwrap_or(&cell.text);
    match std::str::from_utf8(text) {
        Ok(text) => serde_json::to_writer(out, text).expect("writing a text to memory cannot fail"),
        // Not UTF-8: kept as it is, so that the record's judge says so.
        Err(_) => {
            out.push(b'"');
            out.extend_from_slice(text);
            out.push(b'"');
        }
    }
}

fn is_integer(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) && (digits.len() == 1 || digits[0] != b'0')
}
