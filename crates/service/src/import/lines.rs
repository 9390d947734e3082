//! NDJSON: one record a line. A line that is no record spoils only itself.

use super::format::{LONGEST_RECORD, Records, Unreadable};
use std::io::{BufRead, Read};

pub(super) struct LineRecords {
    input: Box<dyn BufRead + Send>,
    line: u64,
}

impl LineRecords {
    pub(super) fn new(input: Box<dyn BufRead + Send>) -> Self {
        Self { input, line: 0 }
    }
}

impl Records for LineRecords {
    fn next_into(&mut self, out: &mut Vec<u8>) -> Result<Option<u64>, Unreadable> {
        loop {
            let start = out.len();
            let limit = LONGEST_RECORD as u64 + 1;
            let read = self.input.by_ref().take(limit).read_until(b'\n', out)?;
            if read == 0 {
                return Ok(None);
            }
            self.line += 1;
            if read > LONGEST_RECORD {
                return Err(Unreadable::broken(self.line, "the line is longer than 1 MiB"));
            }
            if out[start..].trim_ascii().is_empty() {
                out.truncate(start);
                continue;
            }
            return Ok(Some(self.line));
        }
    }
}
