//! Writes bits, the lowest first, as deflate wants them.

/// The most bits that can be put at once.
pub(super) const MOST: u32 = 56;

/// Some bits to put.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Put {
    /// The lowest `count`; the others are 0.
    pub(super) bits: u64,
    pub(super) count: u32,
}

impl Put {
    /// These bits and others after them.
    #[inline]
    pub(super) const fn then(self, next: Self) -> Self {
        Self { bits: self.bits | next.bits << self.count, count: self.count + next.count }
    }
}

/// Writes into room that is there already.
pub(super) struct Bits<'a> {
    room: &'a mut [u8],
    at: usize,
    held: u64,
    count: u32,
}

impl<'a> Bits<'a> {
    /// What is put has to fit the room, with eight bytes to spare.
    pub(super) fn new(room: &'a mut [u8]) -> Self {
        Self { room, at: 0, held: 0, count: 0 }
    }

    /// Adds at most [`MOST`] bits.
    ///
    /// # Panics
    /// When the room is too small.
    #[inline]
    pub(super) fn put(&mut self, Put { bits, count }: Put) {
        debug_assert!(count <= MOST && bits >> count == 0, "{bits:x} does not fit {count} bits");
        self.held |= bits << self.count;
        self.count += count;
        // Whole bytes stay where they are; what follows them is overwritten by the next.
        *self.room[self.at..].first_chunk_mut().expect("the room was measured") = self.held.to_le_bytes();
        self.at += (self.count / u8::BITS) as usize;
        self.held >>= self.count & !(u8::BITS - 1);
        self.count %= u8::BITS;
    }

    /// Fills the last byte; says how many were written.
    pub(super) fn finish(mut self) -> usize {
        self.put(Put { bits: 0, count: (u8::BITS - self.count) % u8::BITS });
        self.at
    }
}
