//! Finds what repeats in a text.

use super::told::Told;
use wide::u8x32;

/// The table of places has so many bits of index: it fits into a processor's first cache.
const TABLE_BITS: u32 = 12;
/// A shorter copy costs more bits than its bytes.
const SHORTEST: usize = 6;
/// After so many bytes without a copy the distance is given up.
const PATIENCE: usize = 20;
/// The farthest that a copy may reach back (RFC 1951).
const WINDOW: usize = 32_768;
/// Bytes looked at together: where a copy begins, and while it goes on.
const WORD: usize = 8;
const WIDE: usize = 32;

/// Finds repetitions; kept from text to text for its memory.
pub(super) struct Finder {
    /// For each hash of a few bytes, one more than the place where they stood last; 0 for none.
    places: Box<[u32; 1 << TABLE_BITS]>,
    told: Told,
}

impl Finder {
    pub(super) fn new() -> Self {
        Self { places: Box::new([0; 1 << TABLE_BITS]), told: Told::default() }
    }

    /// The steps that tell a text.
    pub(super) fn find(&mut self, text: &[u8]) -> &Told {
        self.places.fill(0);
        self.told.clear();
        let mut at = 0;
        while let Some(here) = word(text, at) {
            match self.seen(text, at, here) {
                Some(distance) => {
                    self.follow(text, self.back(text, at, distance), distance);
                    at = self.told.end();
                }
                None => at += 1,
            }
        }
        self.told.finish(text);
        &self.told
    }

    /// How far back the bytes from here stood before, if the table knows; from now on it knows these.
    #[inline]
    fn seen(&mut self, text: &[u8], at: usize, here: u64) -> Option<usize> {
        let before = std::mem::replace(&mut self.places[slot(here)], narrow(at + 1)).checked_sub(1)? as usize;
        let is_same = at - before <= WINDOW && equal_bytes(here, word(text, before)?) >= SHORTEST;
        is_same.then_some(at - before)
    }

    /// Where the copy that was found here begins: bytes that are not told yet may belong to it.
    #[inline]
    fn back(&self, text: &[u8], mut at: usize, distance: usize) -> usize {
        while at > self.told.end() && at > distance && text[at - 1] == text[at - 1 - distance] {
            at -= 1;
        }
        at
    }

    /// Tells the text from `start` on as copies from one distance, for as long as that goes on.
    #[inline]
    fn follow(&mut self, text: &[u8], start: usize, distance: usize) {
        let chunks = text[start..].as_chunks::<WIDE>().0.iter().zip(text[start - distance..].as_chunks::<WIDE>().0);
        let mut at = start;
        // Where the bytes that are the same, up to `at`, begin.
        let mut run = start;
        for (new, old) in chunks {
            let differs = differences(new, old);
            if differs != 0 {
                run = self.tell_chunk(text, at, run, joined(differs), distance);
                if run > self.told.end() + PATIENCE {
                    return;
                }
            }
            at += WIDE;
        }
        let rest = text[at..].iter().zip(&text[at - distance..]).take_while(|(new, old)| new == old).count();
        self.copy(text, run, at + rest, distance);
    }

    /// Tells the copies that end in a chunk; says where the one begins that may go on after it.
    #[inline]
    fn tell_chunk(&mut self, text: &[u8], mut at: usize, mut run: usize, mut differs: u32, distance: usize) -> usize {
        loop {
            let equal = differs.trailing_zeros();
            at += equal as usize;
            differs >>= equal;
            self.copy(text, run, at, distance);
            let different = differs.trailing_ones();
            run = at + different as usize;
            differs = differs.checked_shr(different).unwrap_or_default();
            if differs == 0 {
                return run;
            }
            at = run;
        }
    }

    /// Adds a copy, unless it is too short to gain anything.
    #[inline]
    fn copy(&mut self, text: &[u8], start: usize, end: usize, distance: usize) {
        if end - start < SHORTEST {
            return;
        }
        if let Some(here) = word(text, start) {
            self.places[slot(here)] = narrow(start + 1);
        }
        self.told.copy(text, start, end - start, distance);
    }
}

/// A bit for each byte that differs, the first byte's lowest.
#[inline]
fn differences(new: &[u8; WIDE], old: &[u8; WIDE]) -> u32 {
    !u8x32::new(*new).simd_eq(u8x32::new(*old)).to_bitmask()
}

/// With the bits between two bytes that differ where the bytes between them are too few for a copy; what this misses at
/// a chunk's end is looked at once more.
#[inline]
const fn joined(differs: u32) -> u32 {
    // Each bit spreads over the five after it, one less than the shortest copy, and what is left of that moves back.
    const { assert!(SHORTEST == 6) };
    let mut spread = differs;
    spread |= spread << 1;
    spread |= spread << 2;
    spread |= spread << 2;
    spread &= spread >> 1;
    spread &= spread >> 2;
    spread &= spread >> 2;
    differs | spread
}

#[inline]
fn word(text: &[u8], at: usize) -> Option<u64> {
    text.get(at..at + WORD)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}

/// How many bytes at the beginning of two words are the same.
#[inline]
const fn equal_bytes(one: u64, other: u64) -> usize {
    ((one ^ other).trailing_zeros() / u8::BITS) as usize
}

/// Where a word's first [`SHORTEST`] bytes stand in the table.
#[inline]
fn slot(word: u64) -> usize {
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    let hash = (word << (u64::BITS as usize - SHORTEST * 8)).wrapping_mul(GOLDEN) >> (u64::BITS - TABLE_BITS);
    usize::try_from(hash).expect("a hash has as many bits as the table's index")
}

#[inline]
fn narrow(count: usize) -> u32 {
    u32::try_from(count).expect("an answer is shorter than 4 GiB")
}
