//! What opens a deflate block with codes of its own: the codes, as the lengths of theirs (RFC 1951 §3.2.7).

use super::bits::{MOST, Put};
use super::code::Code;

const LENGTHS_OF_CODES: usize = 19;
const LIMIT_OF_LENGTHS: usize = 7;
/// In which order the lengths of the code for lengths are written.
const ORDER: [usize; LENGTHS_OF_CODES] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// The header of the last block of a stream, for the codes of bytes, ends and lengths, and of distances. Each symbol of
/// both has a code.
pub(super) fn of<const L: usize, const D: usize>(literals: &[u8; L], distances: &[u8; D]) -> Vec<Put> {
    let words = repetitions(&[&literals[..], &distances[..]].concat());
    let mut weights = [0; LENGTHS_OF_CODES];
    words.iter().for_each(|(symbol, _)| weights[*symbol] += 1);
    let code = Code::of(&weights, LIMIT_OF_LENGTHS);
    let number = |bits: usize, count| Put { bits: bits as u64, count };
    // The last block, with dynamic codes; how many lengths there are of each kind, less the fewest that there may be.
    let counts = [number(0b101, 3), number(L - 257, 5), number(D - 1, 5), number(LENGTHS_OF_CODES - 4, 4)];
    let lengths = ORDER.map(|symbol| number(code.lengths[symbol].into(), 3));
    let words = words.into_iter().map(|(symbol, further)| code.put(symbol).then(further));
    joined(counts.into_iter().chain(lengths).chain(words))
}

/// Lengths of codes as symbols: themselves, and 16 for the one before 3–6 times more.
fn repetitions(lengths: &[u8]) -> Vec<(usize, Put)> {
    let mut words = Vec::new();
    for run in lengths.chunk_by(PartialEq::eq) {
        let one = (usize::from(run[0]), Put::default());
        words.push(one);
        let mut left = run.len() - 1;
        while left >= 3 {
            let taken = left.min(6);
            words.push((16, Put { bits: (taken - 3) as u64, count: 2 }));
            left -= taken;
        }
        words.extend(std::iter::repeat_n(one, left));
    }
    words
}

/// The same bits in as few puts as may be.
fn joined(puts: impl Iterator<Item = Put>) -> Vec<Put> {
    let mut joined = vec![Put::default()];
    for put in puts {
        match joined.last_mut() {
            Some(last) if last.count + put.count <= MOST => *last = last.then(put),
            _ => joined.push(put),
        }
    }
    joined
}
