//! Finds what repeats in a text.

/// Bytes that stand for themselves, then a copy of earlier ones. The last step of a text has no copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// How many bytes stand for themselves.
    pub(super) literals: u32,
    /// How many bytes are copied after them; 0 at the end of a text.
    pub(super) length: u32,
    /// From how far back.
    pub(super) distance: u32,
}

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
    steps: Vec<Step>,
    /// Up to where the steps tell the text.
    told: usize,
}

impl Finder {
    pub(super) fn new() -> Self {
        Self { places: Box::new([0; 1 << TABLE_BITS]), steps: Vec::new(), told: 0 }
    }

    /// The steps that tell a text.
    pub(super) fn find(&mut self, text: &[u8]) -> &[Step] {
        self.places.fill(0);
        self.steps.clear();
        self.told = 0;
        let mut at = 0;
        while let Some(here) = word(text, at) {
            match self.seen(text, at, here) {
                Some(distance) => {
                    self.follow(text, self.back(text, at, distance), distance);
                    at = self.told;
                }
                None => at += 1,
            }
        }
        self.steps.push(Step { literals: narrow(text.len() - self.told), length: 0, distance: 0 });
        &self.steps
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
        while at > self.told && at > distance && text[at - 1] == text[at - 1 - distance] {
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
            if new != old {
                run = self.tell_chunk(text, at, run, differences(new, old), distance);
                if run > self.told + PATIENCE {
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
        let (literals, length) = (narrow(start - self.told), narrow(end - start));
        self.steps.push(Step { literals, length, distance: narrow(distance) });
        self.told = end;
    }
}

/// A bit for each byte that differs, the first byte's lowest.
#[inline]
fn differences(new: &[u8; WIDE], old: &[u8; WIDE]) -> u32 {
    const LOW_BITS: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    /// Gathers the lowest bit of each byte in the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let words = new.as_chunks::<WORD>().0.iter().zip(old.as_chunks::<WORD>().0);
    words.enumerate().fold(0, |bits, (index, (new, old))| {
        let changed = u64::from_le_bytes(*new) ^ u64::from_le_bytes(*old);
        // The highest bit of each byte that is not zero.
        let marks = (((changed & LOW_BITS) + LOW_BITS) | changed) & !LOW_BITS;
        let gathered = (marks >> 7).wrapping_mul(GATHER).to_le_bytes()[WORD - 1];
        bits | u32::from(gathered) << (index * WORD)
    })
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
