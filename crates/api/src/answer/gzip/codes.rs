//! The codes of all blocks: made once, for texts as pages are.
//!
//! Codes made for each text would be a few per cent shorter, and cost a sixth of the encoder's time.

use super::bits::Put;
use super::code::Code;
use super::header;
use super::told::{LONGEST, SHORTEST};
use std::sync::LazyLock;

/// The symbol that ends a block; those before it are bytes, those after it lengths.
pub(super) const END: usize = 256;
const LITERALS: usize = 286;
const DISTANCES: usize = 30;
/// The longest code of each alphabet: deflate has one bit more for bytes and distances, but so four bytes fit a put.
const LIMIT: usize = 14;
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

pub(super) static CODES: LazyLock<Codes> = LazyLock::new(Codes::new);

/// What stands for each step.
pub(super) struct Codes {
    /// What opens a block, the codes themselves included.
    pub(super) header: Vec<Put>,
    pub(super) of_byte: [Put; END],
    /// For each length of a copy.
    pub(super) of_length: [Put; LONGEST + 1],
    /// What ends a block.
    pub(super) end: Put,
    distances: Code<DISTANCES>,
}

impl Codes {
    fn new() -> Self {
        let literals = Code::<LITERALS>::of(&std::array::from_fn(weight), LIMIT);
        let distances = Code::of(&std::array::from_fn(weight_of_distance), LIMIT);
        let mut of_length = [Put::default(); LONGEST + 1];
        for (length, put) in of_length.iter_mut().enumerate().skip(SHORTEST) {
            let symbol = usize::from(SYMBOL_OF_LENGTH[length]);
            let (shortest, further) = LENGTHS[symbol];
            let rest = (length - usize::from(shortest)) as u64;
            *put = literals.put(END + 1 + symbol).then(Put { bits: rest, count: further.into() });
        }
        Self {
            header: header::of(&literals.lengths, &distances.lengths),
            of_byte: std::array::from_fn(|byte| literals.put(byte)),
            of_length,
            end: literals.put(END),
            distances,
        }
    }

    #[inline]
    pub(super) fn of_distance(&self, distance: u16) -> Put {
        let (symbol, further) = distance_symbol(distance);
        self.distances.put(symbol).then(further)
    }
}

/// How often a symbol stands in a packed page of two hundred records, roughly; no symbol is impossible.
fn weight(symbol: usize) -> u32 {
    /// Copies of 131 to 162 bytes, and of 258: what lies between the values of a record.
    const BETWEEN_VALUES: [usize; 2] = [END + 22, END + 29];
    match symbol {
        END => 1,
        symbol if BETWEEN_VALUES.contains(&symbol) => 400,
        symbol if symbol > END => 60,
        symbol => match u8::try_from(symbol).expect("what comes before the end is a byte") {
            // Numbers, times and GUIDs are most of what differs between records.
            b'0'..=b'9' => 500,
            b'-' => 300,
            b'a'..=b'f' => 150,
            b'"' | b',' | b'.' | b':' => 80,
            b'g'..=b'z' => 50,
            b'A'..=b'Z' | b' ' | b'+' | b'[' | b']' | b'{' | b'}' => 8,
            _ => 1,
        },
    }
}

/// The same for the symbols of distances: from a number to an earlier one of its kind there are a kilobyte and more, and
/// entries of other lists are smaller.
const fn weight_of_distance(symbol: usize) -> u32 {
    match symbol {
        0..12 => 4,
        12..20 => 40,
        _ => 250,
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
