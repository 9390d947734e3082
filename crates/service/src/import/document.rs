//! JSON documents: arrays of records (a V2 answer), pages with their records under `data` (V3 answers), or records
//! one after the other. Only the brackets are followed here; each record is judged by itself later.

use super::format::{LONGEST_RECORD, Records, Unreadable};
use std::io::BufRead;

pub(super) struct DocumentRecords {
    input: Box<dyn BufRead + Send>,
    line: u64,
    state: State,
    /// The name of the member where the next byte stands, in its quotes.
    member: Vec<u8>,
}

/// Where the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between documents.
    Outside,
    /// In an array of records.
    InArray,
    /// In a page, before one of its own members or behind the last one.
    InPage,
    /// In a page, behind the name of a member.
    InMember,
    /// In the `data` of a page.
    InData,
}

impl DocumentRecords {
    /// The members of a page, by which it is told from a record.
    pub(super) const ENVELOPE: [&'static str; 5] = ["currentPage", "pageSize", "totalPages", "totalRecords", "data"];

    pub(super) fn new(input: Box<dyn BufRead + Send>) -> Self {
        Self { input, line: 1, state: State::Outside, member: Vec::new() }
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
        self.take_rest(out, start, 0)
    }

    /// The same for a value that begins at `start` and is open so many brackets deep.
    fn take_rest(&mut self, out: &mut Vec<u8>, start: usize, mut depth: u32) -> Result<(), Unreadable> {
        let (mut in_string, mut escaped) = (false, false);
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

    /// Takes the bracket that opens an object, and the name of its first member if one follows. A read may end anywhere:
    /// what comes next is not known before it is taken.
    fn open_object(&mut self) -> Result<(), Unreadable> {
        self.take()?;
        while matches!(self.peek()?, Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.take()?;
        }
        self.member.clear();
        if self.peek()? == Some(b'"') { self.take_name() } else { Ok(()) }
    }

    fn take_name(&mut self) -> Result<(), Unreadable> {
        let mut name = std::mem::take(&mut self.member);
        name.clear();
        self.take_value(&mut name)?;
        self.member = name;
        Ok(())
    }

    /// Whether the object that was opened is a page: told by the name of its first member.
    fn is_page(&self) -> bool {
        let name = self.member.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\""));
        name.is_some_and(|name| Self::ENVELOPE.iter().any(|known| known.as_bytes() == name))
    }

    /// In a page: goes behind the name of its next member, or leaves it.
    fn next_member(&mut self, first: u8) -> Result<State, Unreadable> {
        match first {
            b'}' => {
                self.take()?;
                Ok(State::Outside)
            }
            b'"' => {
                self.take_name()?;
                Ok(State::InMember)
            }
            _ => self.broken("a member name was expected"),
        }
    }

    /// In a page, behind the name of a member: enters the records, or passes what is none.
    fn enter_member(&mut self) -> Result<State, Unreadable> {
        if self.next_token()? != Some(b':') {
            return self.broken("a `:` was expected");
        }
        self.take()?;
        let opens = self.next_token()?;
        if self.member != br#""data""# {
            self.take_value(&mut Vec::new())?;
            return Ok(State::InPage);
        }
        if opens != Some(b'[') {
            return self.broken("`data` is not a list");
        }
        self.take()?;
        Ok(State::InData)
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
                (State::Outside, Some(b'{')) => {
                    let (line, start) = (self.line, out.len());
                    self.open_object()?;
                    if !self.is_page() {
                        out.push(b'{');
                        out.extend_from_slice(&self.member);
                        self.take_rest(out, start, 1)?;
                        return Ok(Some(line));
                    }
                    self.state = State::InMember;
                }
                (State::InPage, Some(byte)) => self.state = self.next_member(byte)?,
                (State::InMember, Some(_)) => self.state = self.enter_member()?,
                (State::InArray | State::InData, Some(b']')) => {
                    self.take()?;
                    self.state = if self.state == State::InArray { State::Outside } else { State::InPage };
                }
                (State::Outside, Some(_)) => return self.broken("neither a list, a page nor a record begins here"),
                (State::InArray | State::InData, Some(_)) => {
                    let line = self.line;
                    self.take_value(out)?;
                    return Ok(Some(line));
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
