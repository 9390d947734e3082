//! Reads a file ahead of the database: one thread splits it into records, others read these, in the file's order.

use super::format::{Records, Unreadable};
use super::record::Batch;
use crossbeam_channel::{Receiver, Sender, bounded};
use numberline_domain::Ticks;
use std::collections::BTreeMap;
use std::thread;

/// Records in a batch: enough to make hand-over cheap, few enough to keep memory small.
const BATCH: usize = 512;
/// Bytes in a batch, for files of large records.
const BATCH_BYTES: usize = 1 << 20;

/// A piece of the file before its records are read.
struct Piece {
    number: u64,
    text: Vec<u8>,
    /// Line and end of each record in `text`.
    ends: Vec<(u64, usize)>,
}

/// Calls `take` with every batch, in the file's order, until the file ends or `take` fails.
///
/// The outer error is `take`'s; the inner result tells whether the file could be read to its end.
pub(super) fn run<E: Send>(
    records: &mut dyn Records,
    now: Ticks,
    mut take: impl FnMut(Batch) -> Result<(), E>,
) -> Result<Result<(), Unreadable>, E> {
    let readers = thread::available_parallelism().map_or(1, usize::from).clamp(1, 4);
    thread::scope(|scope| {
        let (to_readers, pieces) = bounded::<Piece>(readers);
        let (to_taker, batches) = bounded::<(u64, Batch)>(readers * 2);
        let splitter = scope.spawn(move || split(records, &to_readers));
        for _ in 0..readers {
            let (pieces, to_taker) = (pieces.clone(), to_taker.clone());
            scope.spawn(move || read(&pieces, &to_taker, now));
        }
        drop((pieces, to_taker));
        let taken = in_order(&batches, &mut take);
        // When `take` failed, closing the channels ends the other threads.
        drop(batches);
        let split = splitter.join().expect("splitting a file does not panic");
        taken.map(|()| split)
    })
}

fn split(records: &mut dyn Records, to_readers: &Sender<Piece>) -> Result<(), Unreadable> {
    let mut number = 0;
    loop {
        let mut piece = Piece { number, text: Vec::with_capacity(BATCH_BYTES), ends: Vec::with_capacity(BATCH) };
        let mut ended = Ok(());
        let mut more = true;
        while more && piece.ends.len() < BATCH && piece.text.len() < BATCH_BYTES {
            match records.next_into(&mut piece.text) {
                Ok(Some(line)) => piece.ends.push((line, piece.text.len())),
                Ok(None) => more = false,
                Err(unreadable) => {
                    ended = Err(unreadable);
                    more = false;
                }
            }
        }
        number += 1;
        // A closed channel means that the taker has given up.
        if to_readers.send(piece).is_err() || !more {
            return ended;
        }
    }
}

fn read(pieces: &Receiver<Piece>, to_taker: &Sender<(u64, Batch)>, now: Ticks) {
    for piece in pieces {
        let mut batch = Batch::new(now);
        let mut start = 0;
        for (line, end) in &piece.ends {
            batch.read(*line, &piece.text[start..*end]);
            start = *end;
        }
        if to_taker.send((piece.number, batch)).is_err() {
            return;
        }
    }
}

fn in_order<E>(batches: &Receiver<(u64, Batch)>, take: &mut impl FnMut(Batch) -> Result<(), E>) -> Result<(), E> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (number, batch) in batches {
        waiting.insert(number, batch);
        while let Some(batch) = waiting.remove(&next) {
            take(batch)?;
            next += 1;
        }
    }
    Ok(())
}
