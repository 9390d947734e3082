//! JSON documents: arrays of records (a V2 answer), pages with their records under `data` (V3 answers), or records
//! one after the other. Only the brackets are followed here; each record is judged by itself later.

use super::format::{LONGEST_RECORD, Records, Unreadable};
use std::io::BufRead;

pub(super) struct DocumentRecords {
    input: Box<dyn BufRead + Send>,
    line: u64,
    state: State,
}

/// Where the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between documents.
    Outside,
    /// In an array of records.
    InArray,
    /// In a page, among its own members.
    InPage,
    /// In the `data` of a page.
    InData,
}

impl DocumentRecords {
    /// The members of a page, by which it is told from a record.
    pub(super) const ENVELOPE: [&'static str; 5] = ["currentPage", "pageSize", "totalPages", "totalRecords", "data"];

    pub(super) fn new(input: Box<dyn BufRead + Send>) -> Self {
        Self { input, line: 1, state: State::Outside }
    }

    fn peek(&mut self) -> Result<Option<u8>, Unreadable> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    fn take(&mut self) -> Result<Option<u8>, Unreadable> {
        let byte = self.peek()?;
        if let Some(byte) = byte {
            self.input.consume(1);
            self.line += u64::from(byte == b'\n');
        }
        Ok(byte)
    }

    /// The next byte that is neither blank nor a comma.
    fn next_token(&mut self) -> Result<Option<u8>, Unreadable> {
        loop {
            match self.peek()? {
                Some(b' ' | b'\t' | b'\r' | b'\n' | b',') => {
                    self.take()?;
                }
                other => return Ok(other),
            }
        }
    }

    fn broken<T>(&self, reason: impl Into<String>) -> Result<T, Unreadable> {
        Err(Unreadable::broken(self.line, reason))
    }

    /// Appends one JSON value to `out`, following its brackets and texts to its end.
    fn take_value(&mut self, out: &mut Vec<u8>) -> Result<(), Unreadable> {
        let start = out.len();
        let (mut depth, mut in_string, mut escaped) = (0_u32, false, false);
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return self.broken("the file ends in the middle of a value");
            }
            let mut used = 0;
            let mut complete = false;
            for byte in buffer {
                let ends_scalar =
                    depth == 0 && !in_string && matches!(byte, b',' | b']' | b'}' | b'\n' | b' ' | b'\r' | b'\t');
                if ends_scalar {
                    complete = true;
                    break;
                }
                used += 1;
                self.line += u64::from(*byte == b'\n');
                if in_string {
                    in_string = escaped || *byte != b'"';
                    escaped = !escaped && *byte == b'\\';
                } else {
                    match byte {
                        b'"' => in_string = true,
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' => depth -= 1,
                        _ => {}
                    }
                }
                let closed = matches!(byte, b'}' | b']') || (*byte == b'"' && !in_string);
                if depth == 0 && !in_string && closed && used + out.len() > start {
                    complete = true;
                    break;
                }
            }
            out.extend_from_slice(&buffer[..used]);
            self.input.consume(used);
            if out.len() - start > LONGEST_RECORD {
                return self.broken("a record is longer than 1 MiB");
            }
            if complete && out.len() == start {
                return self.broken("a value was expected");
            }
            if complete {
                return Ok(());
            }
        }
    }

    /// In a page: passes its members up to the records. False at the page's end.
    fn reach_data(&mut self) -> Result<bool, Unreadable> {
        let mut scratch = Vec::new();
        loop {
            match self.next_token()? {
                Some(b'}') => {
                    self.take()?;
                    return Ok(false);
                }
                Some(b'"') => {}
                _ => return self.broken("a member name was expected"),
            }
            scratch.clear();
            self.take_value(&mut scratch)?;
            if self.next_token()? != Some(b':') {
                return self.broken("a `:` was expected");
            }
            self.take()?;
            let opens = self.next_token()?;
            if scratch == br#""data""# {
                if opens != Some(b'[') {
                    return self.broken("`data` is not a list");
                }
                self.take()?;
                return Ok(true);
            }
            scratch.clear();
            self.take_value(&mut scratch)?;
        }
    }

    /// Whether the object that begins here is a page: told by the first member's name, which must be in the buffer.
    fn at_page(&mut self) -> Result<bool, Unreadable> {
        let buffer = self.input.fill_buf()?;
        let first_member = buffer.get(1..).unwrap_or_default().trim_ascii_start();
        Ok(Self::ENVELOPE.iter().any(|name| first_member.starts_with(format!("\"{name}\"").as_bytes())))
    }
}

impl Records for DocumentRecords {
    fn next_into(&mut self, out: &mut Vec<u8>) -> Result<Option<u64>, Unreadable> {
        loop {
            let token = self.next_token()?;
            match (self.state, token) {
                (State::Outside, None) => return Ok(None),
                (_, None) => return self.broken("the file ends before the last bracket is closed"),
                (State::Outside, Some(b'[')) => {
                    self.take()?;
                    self.state = State::InArray;
                }
                (State::Outside, Some(b'{')) if self.at_page()? => {
                    self.take()?;
                    self.state = State::InPage;
                }
                (State::InPage, Some(_)) => {
                    self.state = if self.reach_data()? { State::InData } else { State::Outside };
                }
                (State::InArray | State::InData, Some(b']')) => {
                    self.take()?;
                    self.state = if self.state == State::InArray { State::Outside } else { State::InPage };
                }
                (State::Outside, Some(byte)) if byte != b'{' => {
                    return self.broken("neither a list, a page nor a record begins here");
                }
                (State::Outside | State::InArray | State::InData, Some(_)) => {
                    let line = self.line;
                    self.take_value(out)?;
                    return Ok(Some(line));
                }
            }
        }
    }
}
