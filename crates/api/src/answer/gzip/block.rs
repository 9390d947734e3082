//! One deflate block with codes made for it (RFC 1951 §3.2).

use super::bits::Bits;
use super::code::Code;
use super::told::{LONGEST, SHORTEST, Told};

/// The symbol that ends a block; those before it are bytes, those after it lengths.
const END: usize = 256;
const LITERALS: usize = 286;
const DISTANCES: usize = 30;
const LENGTHS_OF_CODES: usize = 19;
/// The longest code of each alphabet: deflate has one bit more for bytes and distances, but so four bytes fit a put.
const LIMIT: usize = 14;
const LIMIT_OF_LENGTHS: usize = 7;
/// The shortest length of each symbol from 257 on, and how many further bits it takes.
const LENGTHS: [(u16, u8); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];
/// In which order the lengths of the code for lengths are written.
const ORDER: [usize; LENGTHS_OF_CODES] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/// The longest header: 14 bits of counts, 19 lengths of 3 bits, 316 lengths of at most 7 + 7 bits. And room to spare.
const HEADER_ROOM: usize = 600;

/// For each length of a copy the position of its symbol in [`LENGTHS`].
static SYMBOL_OF_LENGTH: [u8; LONGEST + 1] = symbols_of_lengths();

const fn symbols_of_lengths() -> [u8; LONGEST + 1] {
    let mut symbols = [0; LONGEST + 1];
    let mut symbol: u8 = 0;
    let mut length = SHORTEST;
    while length <= LONGEST {
        while (symbol as usize) + 1 < LENGTHS.len() && LENGTHS[symbol as usize + 1].0 as usize <= length {
            symbol += 1;
        }
        symbols[length] = symbol;
        length += 1;
    }
    symbols
}

/// Some bits to put.
#[derive(Clone, Copy, Default)]
struct Put {
    bits: u64,
    count: u32,
}

impl Put {
    /// These bits and others after them.
    #[inline]
    const fn then(self, next: Self) -> Self {
        Self { bits: self.bits | next.bits << self.count, count: self.count + next.count }
    }
}

impl<const N: usize> Code<N> {
    fn put(&self, symbol: usize) -> Put {
        Put { bits: self.bits[symbol].into(), count: self.lengths[symbol].into() }
    }
}

/// Appends a text, told in steps, as the one block of a deflate stream.
pub(super) fn write(told: &Told, target: &mut Vec<u8>) {
    let Counted { literals, distances, room } = count(told);
    let literals = Code::of(&literals, LIMIT);
    let distances = Code::of(&distances, LIMIT);
    let start = target.len();
    target.resize(start + room, 0);
    let mut bits = Bits::new(&mut target[start..]);
    // The last block, with dynamic codes.
    bits.put(0b101, 3);
    write_codes(&mut bits, &literals.lengths, &distances.lengths);
    write_steps(&mut bits, told, &literals, &distances);
    let end = literals.put(END);
    bits.put(end.bits, end.count);
    let length = bits.finish();
    target.truncate(start + length);
}

/// How often each symbol occurs, and an upper bound of the bytes that they take.
struct Counted {
    literals: [u32; LITERALS],
    distances: [u32; DISTANCES],
    room: usize,
}

fn count(told: &Told) -> Counted {
    let mut counted = Counted { literals: [0; LITERALS], distances: [0; DISTANCES], room: HEADER_ROOM };
    counted.literals[END] = 1;
    let bytes = told.literals();
    // Several tables, because a byte often follows its like, and one count would wait for the other.
    let mut tables = [[0_u32; END]; 4];
    let (fours, rest) = bytes.as_chunks::<4>();
    for four in fours {
        tables.iter_mut().zip(four).for_each(|(table, byte)| table[usize::from(*byte)] += 1);
    }
    rest.iter().for_each(|byte| tables[0][usize::from(*byte)] += 1);
    for (byte, count) in counted.literals[..END].iter_mut().enumerate() {
        *count = tables.iter().map(|table| table[byte]).sum();
    }
    let mut lengths = [0_u32; LONGEST + 1];
    let (mut known, mut symbol) = (0, 0);
    for step in told.steps() {
        lengths[usize::from(step.length)] += 1;
        if step.distance != known {
            known = step.distance;
            symbol = distance_symbol(known).0;
        }
        counted.distances[symbol] += u32::from(step.length > 0);
    }
    for (length, count) in lengths.iter().enumerate().skip(SHORTEST) {
        counted.literals[END + 1 + usize::from(SYMBOL_OF_LENGTH[length])] += count;
    }
    // At most 14 bits for a byte, and 14 + 5 + 14 + 13 for a copy.
    counted.room += 2 * bytes.len() + 6 * told.steps().len();
    counted
}

fn write_steps(bits: &mut Bits<'_>, told: &Told, literals: &Code<LITERALS>, distances: &Code<DISTANCES>) {
    let of_byte: [Put; END] = std::array::from_fn(|byte| literals.put(byte));
    let mut of_length = [Put::default(); LONGEST + 1];
    for (length, put) in of_length.iter_mut().enumerate().skip(SHORTEST) {
        let symbol = usize::from(SYMBOL_OF_LENGTH[length]);
        let (shortest, further) = LENGTHS[symbol];
        let rest = (length - usize::from(shortest)) as u64;
        *put = literals.put(END + 1 + symbol).then(Put { bits: rest, count: further.into() });
    }
    let (mut known, mut of_distance) = (0, Put::default());
    let mut bytes = told.literals_and_more();
    for step in told.steps() {
        let mut left = step.literals as usize;
        while left >= 4 {
            let put = bytes[..4].iter().fold(Put::default(), |put, byte| put.then(of_byte[usize::from(*byte)]));
            bits.put(put.bits, put.count);
            bytes = &bytes[4..];
            left -= 4;
        }
        let one = of_byte[usize::from(bytes[0])];
        let two = one.then(of_byte[usize::from(bytes[1])]);
        let three = two.then(of_byte[usize::from(bytes[2])]);
        let rest = [Put::default(), one, two, three][left];
        bits.put(rest.bits, rest.count);
        bytes = &bytes[left..];
        if step.length == 0 {
            continue;
        }
        if step.distance != known {
            known = step.distance;
            let (symbol, further) = distance_symbol(known);
            of_distance = distances.put(symbol).then(further);
        }
        let put = of_length[usize::from(step.length)].then(of_distance);
        bits.put(put.bits, put.count);
    }
}

/// The symbol of a distance, and the bits that follow it. No distance counts as the shortest.
#[inline]
fn distance_symbol(distance: u16) -> (usize, Put) {
    let past = u32::from(distance.saturating_sub(1));
    if past < 4 {
        return (past as usize, Put::default());
    }
    let count = past.ilog2() - 1;
    let symbol = 2 * (count + 1) + (past >> count & 1);
    (symbol as usize, Put { bits: u64::from(past & ((1 << count) - 1)), count })
}

/// Writes the codes: their lengths, with repetitions, in a code that is written before them.
fn write_codes(bits: &mut Bits<'_>, literals: &[u8; LITERALS], distances: &[u8; DISTANCES]) {
    let literal_count = used(literals, END + 1);
    let distance_count = used(distances, 1);
    let lengths = [&literals[..literal_count], &distances[..distance_count]].concat();
    let words = repetitions(&lengths);
    let mut weights = [0; LENGTHS_OF_CODES];
    words.iter().for_each(|(symbol, _)| weights[*symbol] += 1);
    let code = Code::of(&weights, LIMIT_OF_LENGTHS);
    let order_count = used(&ORDER.map(|symbol| code.lengths[symbol]), 4);
    bits.put((literal_count - (END + 1)) as u64, 5);
    bits.put((distance_count - 1) as u64, 5);
    bits.put((order_count - 4) as u64, 4);
    for symbol in &ORDER[..order_count] {
        bits.put(code.lengths[*symbol].into(), 3);
    }
    for (symbol, further) in words {
        let put = code.put(symbol).then(further);
        bits.put(put.bits, put.count);
    }
}

/// How many lengths have to be written, at least `least`.
fn used(lengths: &[u8], least: usize) -> usize {
    lengths.iter().rposition(|length| *length > 0).map_or(least, |last| least.max(last + 1))
}

/// Lengths of codes as symbols: themselves; 16, the one before 3–6 times more; 17, 3–10 zeros; 18, 11–138 zeros.
fn repetitions(lengths: &[u8]) -> Vec<(usize, Put)> {
    let mut words = Vec::with_capacity(lengths.len());
    for run in lengths.chunk_by(PartialEq::eq) {
        let length = usize::from(run[0]);
        let mut left = run.len();
        if length > 0 {
            words.push((length, Put::default()));
            left -= 1;
        }
        while left >= 3 {
            let (symbol, least, most, count) = match (length, left) {
                (0, 11..) => (18, 11, 138, 7),
                (0, _) => (17, 3, 10, 3),
                (_, _) => (16, 3, 6, 2),
            };
            let taken = left.min(most);
            words.push((symbol, Put { bits: (taken - least) as u64, count }));
            left -= taken;
        }
        words.extend(std::iter::repeat_n((length, Put::default()), left));
    }
    words
}
