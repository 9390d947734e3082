//! Reads ahead of the database: one thread takes pieces from a source, others read these, in the source's order.

use super::format::Unreadable;
use super::record::Batch;
use crossbeam_channel::{Receiver, Sender, bounded};
use numberline_domain::Ticks;
use std::collections::BTreeMap;
use std::thread;

/// What brings records, in pieces of some hundred: cheap to hand over, and small in memory.
pub(crate) trait Source: Send {
    /// A piece whose records are not read yet.
    type Piece: Send;

    /// The next piece. What can be cut off one after the other only is done here.
    fn next_piece(&mut self) -> Result<Option<Self::Piece>, Unreadable>;

    /// Reads a piece. What needs no order is done here, on several threads.
    fn read(piece: Self::Piece, batch: &mut Batch);
}

/// Calls `take` with every batch, in the source's order, until the source ends or `take` fails.
///
/// The outer error is `take`'s; the inner result tells whether the source could be read to its end.
pub(super) fn run<S: Source, E: Send>(
    source: &mut S,
    now: Ticks,
    mut take: impl FnMut(Batch) -> Result<(), E>,
) -> Result<Result<(), Unreadable>, E> {
    let readers = thread::available_parallelism().map_or(1, usize::from).clamp(1, 4);
    thread::scope(|scope| {
        let (to_readers, pieces) = bounded::<(u64, S::Piece)>(readers);
        let (to_taker, batches) = bounded::<(u64, Batch)>(readers * 2);
        let splitter = scope.spawn(move || split(source, &to_readers));
        for _ in 0..readers {
            let (pieces, to_taker) = (pieces.clone(), to_taker.clone());
            scope.spawn(move || read::<S>(&pieces, &to_taker, now));
        }
        drop((pieces, to_taker));
        let taken = in_order(&batches, &mut take);
        // When `take` failed, closing the channels ends the other threads.
        drop(batches);
        let split = splitter.join().expect("taking pieces from a source does not panic");
        taken.map(|()| split)
    })
}

fn split<S: Source>(source: &mut S, to_readers: &Sender<(u64, S::Piece)>) -> Result<(), Unreadable> {
    let mut number = 0;
    while let Some(piece) = source.next_piece()? {
        // A closed channel means that the taker has given up.
        if to_readers.send((number, piece)).is_err() {
            break;
        }
        number += 1;
    }
    Ok(())
}

fn read<S: Source>(pieces: &Receiver<(u64, S::Piece)>, to_taker: &Sender<(u64, Batch)>, now: Ticks) {
    for (number, piece) in pieces {
        let mut batch = Batch::new(now);
        S::read(piece, &mut batch);
        if to_taker.send((number, batch)).is_err() {
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
