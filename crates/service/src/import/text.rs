//! A file as a source: split into records on one thread, these parsed on others.

use super::format::{Records, Unreadable};
use super::pipeline::Source;
use super::record::Batch;
use super::turns::Turns;

/// Records in a piece: enough to make hand-over cheap, few enough to keep memory small.
const RECORDS: usize = 512;
/// Bytes in a piece, for files of large records.
const BYTES: usize = 1 << 20;

/// The records of a file.
pub(super) struct Text {
    records: Box<dyn Records>,
    /// What ends the file, kept until the records before it are handed out.
    end: Option<Result<(), Unreadable>>,
}

/// Some records before they are read.
pub(super) struct Piece {
    text: Vec<u8>,
    /// Line and end of each record in `text`.
    ends: Vec<(u64, usize)>,
}

impl Text {
    pub(super) fn new(records: Box<dyn Records>) -> Self {
        Self { records, end: None }
    }
}

impl Source for Text {
    type Piece = Piece;

    fn next_piece(&mut self) -> Result<Option<Piece>, Unreadable> {
        let mut piece = Piece { text: Vec::with_capacity(BYTES), ends: Vec::with_capacity(RECORDS) };
        while self.end.is_none() && piece.ends.len() < RECORDS && piece.text.len() < BYTES {
            match self.records.next_into(&mut piece.text) {
                Ok(Some(line)) => piece.ends.push((line, piece.text.len())),
                Ok(None) => self.end = Some(Ok(())),
                Err(unreadable) => self.end = Some(Err(unreadable)),
            }
        }
        if !piece.ends.is_empty() {
            return Ok(Some(piece));
        }
        self.end.take().unwrap_or(Ok(())).map(|()| None)
    }

    fn read(piece: Piece, batch: &mut Batch) {
        let (mut start, mut turns) = (0, Turns::default());
        for (line, end) in &piece.ends {
            turns.step();
            batch.read(*line, &piece.text[start..*end]);
            start = *end;
        }
    }
}
