//! Tells by its content what a file is.

use super::csv::CsvRecords;
use super::document::DocumentRecords;
use super::lines::LineRecords;
use std::io::{self, BufRead, BufReader, Cursor, Read};

/// A record longer than this is no telephone number's; refusing it keeps memory bounded.
pub(super) const LONGEST_RECORD: usize = 1 << 20;

/// How much of a file is looked at.
const HEAD: u64 = 64 * 1024;

/// A file cannot be read (on).
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error(transparent)]
    Io(#[from] io::Error),
    /// From this line on the file makes no sense.
    #[error("line {line}: {reason}")]
    Broken { line: u64, reason: String },
}

impl Unreadable {
    pub(super) fn broken(line: u64, reason: impl Into<String>) -> Self {
        Self::Broken { line, reason: reason.into() }
    }
}

/// A file as a run of records.
pub(super) trait Records: Send {
    /// Appends the next record to `out` as a JSON object and says on which line it begins.
    fn next_into(&mut self, out: &mut Vec<u8>) -> Result<Option<u64>, Unreadable>;

    /// Columns or members of the file that no record has, known beforehand.
    fn unknown_columns(&self) -> &[String] {
        &[]
    }
}

/// A file, told by its content.
pub(super) struct Told {
    pub(super) format: &'static str,
    pub(super) records: Box<dyn Records>,
}

/// Looks at the beginning of a file and decides how to read it.
pub(super) fn tell(mut reader: Box<dyn Read + Send>) -> Result<Told, Unreadable> {
    let mut head = Vec::new();
    reader.by_ref().take(HEAD).read_to_end(&mut head)?;
    if head.starts_with(&[0x1f, 0x8b]) {
        return Err(Unreadable::broken(1, "the file is compressed with gzip; unpack it first"));
    }
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return Err(Unreadable::broken(1, "the file is UTF-16; save it as UTF-8"));
    }
    let start = if head.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
    let shape = look_at(&head[start..]);
    head.drain(..start);
    let input: Box<dyn BufRead + Send> = Box::new(BufReader::with_capacity(1 << 20, Cursor::new(head).chain(reader)));
    Ok(match shape {
        Shape::Empty => Told { format: "empty", records: Box::new(LineRecords::new(input)) },
        Shape::Lines => Told { format: "NDJSON", records: Box::new(LineRecords::new(input)) },
        Shape::Array => Told { format: "JSON array", records: Box::new(DocumentRecords::new(input)) },
        Shape::Envelope => Told { format: "JSON pages", records: Box::new(DocumentRecords::new(input)) },
        Shape::Objects => Told { format: "JSON objects", records: Box::new(DocumentRecords::new(input)) },
        Shape::Csv => Told { format: "CSV", records: Box::new(CsvRecords::open(input)?) },
    })
}

enum Shape {
    Empty,
    Lines,
    Array,
    Envelope,
    Objects,
    Csv,
}

fn look_at(head: &[u8]) -> Shape {
    let text = head.trim_ascii_start();
    match text.first() {
        None => Shape::Empty,
        Some(b'[') => Shape::Array,
        Some(b'{') => look_at_object(text),
        Some(_) => Shape::Csv,
    }
}

fn look_at_object(text: &[u8]) -> Shape {
    let first_member = text[1..].trim_ascii_start();
    if DocumentRecords::ENVELOPE.iter().any(|name| first_member.starts_with(format!("\"{name}\"").as_bytes())) {
        return Shape::Envelope;
    }
    let first_line = text.split(|byte| *byte == b'\n').next().unwrap_or(text).trim_ascii();
    // A record spread over several lines has its first line end in the middle of the object.
    if matches!(first_line.last(), Some(b'{' | b'[' | b',')) { Shape::Objects } else { Shape::Lines }
}
